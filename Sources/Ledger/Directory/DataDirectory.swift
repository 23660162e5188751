import Glibc

/// The files of a data directory: `labd.lock`, `running`, `length`, `generation`, `verified`, `keys-backup`, `snapshot`, `log/`,
/// `keys/`. One process at a time holds it, see ``DirectoryLock``.
final class DataDirectory: Sendable {
    let path: String
    let lock: DirectoryLock

    var log: String { path + "/log" }
    var keys: String { path + "/keys" }
    var snapshot: String { path + "/snapshot" }
    private var running: NoteFile { NoteFile(path + "/running") }
    private var lengthNote: NoteFile { Self.lengthNote(in: path) }
    private var verifiedNote: NoteFile { NoteFile(path + "/verified") }
    /// When the last backup of the keys was handed out.
    var keysBackupNote: NoteFile { NoteFile(path + "/keys-backup") }
    private var generationNote: NoteFile { NoteFile(path + "/generation") }

    private static func lengthNote(in path: String) -> NoteFile { NoteFile(path + "/length") }

    /// Makes what is missing, for the owner alone, durably, and takes the lock; throws `inUse` at once if another has it, and
    /// `unsafeFile` where the directory or what labd has in it is not this account's, or not what it should be.
    init(_ named: String) throws(LedgerError) {
        let path = try TruePath(named).path
        self.path = path
        if try Files.makeDirectory(path) { try Files.syncIfReadable(Files.directory(of: path)) }
        lock = try DirectoryLock(in: path)
        let madeLog = try Files.makeDirectory(log)
        let madeKeys = try Files.makeDirectory(keys)
        if madeLog || madeKeys { try Files.sync(path) }
    }

    /// Up to where the log was verified; 0 if that is not known.
    var verified: Int { verifiedNote.read().number ?? 0 }

    /// How long the log was at least; 0 if that is not known.
    var length: Int { Self.length(in: path) }

    /// How long the log in a directory was at least; 0 if that is not known.
    static func length(in path: String) -> Int { lengthNote(in: path).read().number ?? 0 }

    /// Notes up to where the log was verified. It is not synced: if it is lost, verification begins anew.
    func noteVerified(_ count: Int) throws(LedgerError) { try verifiedNote.write(["\(count)"]) }

    /// How long the log was at least in one of its generations; 0 if that is not known, or was noted of an earlier one: a later
    /// one begins with what was given up.
    func length(inGeneration generation: Int) -> Int {
        let note = lengthNote.read()
        return note.second.map { $0 < generation } ?? false ? 0 : note.number ?? 0
    }

    /// Notes how long the log is: events that are durable already. It is not synced, and may fall behind. It never goes down in
    /// a generation, so that a log that was found to be too short stays so.
    func noteLength(_ count: Int, inGeneration generation: Int) throws(LedgerError) {
        let note = lengthNote.read()
        guard count >= length(inGeneration: generation), note.number != count || note.second != generation else {
            return
        }
        try lengthNote.write(["\(count)", "\(generation)"])
    }

    /// The last generation of the log that this directory has seen; 1 if that is not known.
    var generation: Int { max(1, generationNote.read().number ?? 1) }

    /// Notes a generation, durably: no later one may have its number, even if the log that has it cannot be read any more.
    func noteGeneration(_ generation: Int) throws(LedgerError) {
        guard generation > self.generation else { return }
        try generationNote.write(["\(generation)"], isDurable: true)
    }

    /// The notes whose bytes are not those that were written: what they said is not known any more.
    var unreadableNotes: [String] {
        [lengthNote, verifiedNote, generationNote, running].filter { $0.read() == .unreadable }.map(\.path)
    }

    /// Forgets what is known of a log that is being replaced, but for its length, durably.
    func forgetLog() throws(LedgerError) {
        for name in ["verified", "snapshot", "running"] { try Files.remove(path + "/" + name) }
        try Files.sync(path)
    }

    /// Forgets how long the log was, which has been replaced.
    func forgetLength() throws(LedgerError) {
        try Files.remove(path + "/length")
        try Files.sync(path)
    }

    /// Puts a file in the place of the log's, in one step, durably.
    ///
    /// LMDB's lock file goes with the old one: which commit is the last stands there while any process has it open, such as a
    /// backup, and would be taken for the new file's. Once before, and once after, for one that opened it in between.
    func replaceLog(by file: String) throws(LedgerError) {
        try Files.remove(log + "/lock.mdb")
        try Files.move(file, to: log + "/data.mdb")
        try Files.remove(log + "/lock.mdb")
        try Files.sync(log)
    }

    /// Notes that the log is open, and which files these are, so that copies of them that are made meanwhile are known as
    /// such: see ``checkIsNoCopy()``. It is not synced: what a power cut leaves is no copy.
    func noteRunning() throws(LedgerError) {
        let running = running
        try Files.make(running.path) { descriptor throws(LedgerError) in
            let note = running.bytes([try fileNumbers(note: try Files.number(descriptor, running.path))])
            try Files.write(descriptor, note, path: running.path)
        }
    }

    /// Notes that the log is closed: from now on copies of it are whole.
    func noteStopped() throws(LedgerError) { try Files.remove(running.path) }

    /// Refuses files that were copied while labd wrote to the originals. After a crash the note that the log is open is
    /// there too, but then the files are still those that it names.
    func checkIsNoCopy() throws(LedgerError) {
        // A crash may leave the note empty, or in pieces.
        guard Files.exists(log + "/data.mdb"), case .lines(let noted) = running.read() else { return }
        let present = try fileNumbers(note: try Files.number(running.path))
        guard noted == [present] else { throw .copiedWhileOpen(directory: path) }
    }

    /// The inode numbers of the directory, the log's, its file and the note itself: a copy has others. The device's number is
    /// left out, as it can change from one boot to the next.
    private func fileNumbers(note: UInt64) throws(LedgerError) -> String {
        var numbers: [String] = []
        for file in [path, log, log + "/data.mdb"] { numbers.append("\(try Files.number(file))") }
        return (numbers + ["\(note)"]).joined(separator: " ")
    }

    /// Takes away what a restore or a compaction that was broken off left of its copy: the room it takes is labd's.
    func clearCopies() throws(LedgerError) {
        for room in ["/log.restoring", "/log.compacting"].map({ path + $0 }) where Files.exists(room) {
            for name in ["/data.mdb", "/lock.mdb"] { try Files.remove(room + name) }
            try Files.removeDirectory(room)
        }
    }
}
