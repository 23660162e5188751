import Glibc

/// The files of a data directory: `labd.lock`, `running`, `length`, `generation`, `verified`, `keys-backup`, `snapshot`,
/// `log/`, `keys/`. One process at a time uses it; see ``DirectoryLock``.
final class DataDirectory: Sendable {
    let path: String
    let lock: DirectoryLock

    var log: String { path + "/log" }
    var keys: String { path + "/keys" }
    var snapshot: String { path + "/snapshot" }
    private var running: NoteFile { NoteFile(path + "/running") }
    private var lengthNote: NoteFile { Self.lengthNote(in: path) }
    private var verifiedNote: NoteFile { NoteFile(path + "/verified") }
    /// The time at which the last backup of the keys was made.
    var keysBackupNote: NoteFile { NoteFile(path + "/keys-backup") }
    private var generationNote: NoteFile { NoteFile(path + "/generation") }

    private static func lengthNote(in path: String) -> NoteFile { NoteFile(path + "/length") }

    /// Creates durably what is missing, accessible only to the owner, and takes the lock. Throws `inUse` at once if another
    /// process has the lock, and `unsafeFile` if the directory or one of labd's files in it belongs to another account or is
    /// not what it should be. A copy of another log has no keys.
    init(_ named: String, hasKeys: Bool = true) throws(LedgerError) {
        let path = try ResolvedPath(named).path
        self.path = path
        if try Files.makeDirectory(path) { try Files.syncIfReadable(Files.directory(of: path)) }
        lock = try DirectoryLock(in: path)
        let madeLog = try Files.makeDirectory(log)
        let madeKeys = hasKeys ? try Files.makeDirectory(keys) : false
        if madeLog || madeKeys { try Files.sync(path) }
    }

    /// The position up to which the log was verified; 0 if that is unknown.
    var verified: Int { verifiedNote.read().number ?? 0 }

    /// The least length that the log is known to have had; 0 if that is unknown.
    var length: Int { Self.length(in: path) }

    /// Returns the least length that the log in a directory is known to have had; 0 if that is unknown.
    static func length(in path: String) -> Int { lengthNote(in: path).read().number ?? 0 }

    /// Notes the position up to which the log was verified. The note is not synced: if it is lost, verification begins again.
    func noteVerified(_ count: Int) throws(LedgerError) { try verifiedNote.write(["\(count)"]) }

    /// Returns the least length that the log is known to have had in a generation; 0 if that is unknown, or was noted in an
    /// earlier generation, since a later one begins after events were given up.
    func length(inGeneration generation: Int) -> Int {
        let note = lengthNote.read()
        return note.second.map { $0 < generation } ?? false ? 0 : note.number ?? 0
    }

    /// Notes the length of the log, counting only durable events. The note is not synced, and may fall behind. It never
    /// decreases within a generation, so that a log that was found too short is still found too short later.
    func noteLength(_ count: Int, inGeneration generation: Int) throws(LedgerError) {
        let note = lengthNote.read()
        guard count >= length(inGeneration: generation), note.number != count || note.second != generation else {
            return
        }
        try lengthNote.write(["\(count)", "\(generation)"])
    }

    /// The last generation of the log that was in this directory; 1 if that is unknown.
    var generation: Int { max(1, generationNote.read().number ?? 1) }

    /// Notes a generation durably. No later one may have its number, even if the log with that generation can no longer be
    /// read.
    func noteGeneration(_ generation: Int) throws(LedgerError) {
        guard generation > self.generation else { return }
        try generationNote.write(["\(generation)"], isDurable: true)
    }

    /// The notes whose bytes are not those that were written. Their content is lost.
    var unreadableNotes: [String] {
        [lengthNote, verifiedNote, generationNote, running].filter { $0.read() == .unreadable }.map(\.path)
    }

    /// Removes durably what was noted about a log that is being replaced, except for its length.
    func forgetLog() throws(LedgerError) {
        for name in ["verified", "snapshot", "running"] { try Files.remove(path + "/" + name) }
        try Files.sync(path)
    }

    /// Removes the note of the length of a log that has been replaced.
    func forgetLength() throws(LedgerError) {
        try Files.remove(path + "/length")
        try Files.sync(path)
    }

    /// Replaces the log's file with another one, in one durable step.
    ///
    /// LMDB's lock file is removed with the old file: as long as a process such as a backup has it open, it contains the number
    /// of the last commit, which would be mistaken for the new file's. It is removed before and after the replacement, in case
    /// a process opens it in between.
    func replaceLog(by file: String) throws(LedgerError) {
        try Files.remove(log + "/lock.mdb")
        try Files.move(file, to: log + "/data.mdb")
        try Files.remove(log + "/lock.mdb")
        try Files.sync(log)
    }

    /// Notes that the log is open, and which files it consists of, so that copies made meanwhile are recognised: see
    /// ``checkIsNoCopy()``. The note is not synced: files left by a power cut are not a copy.
    func noteRunning() throws(LedgerError) {
        let running = running
        try Files.make(running.path) { descriptor throws(LedgerError) in
            let note = running.bytes([try fileNumbers(note: try Files.number(descriptor, running.path))])
            try Files.write(descriptor, note, path: running.path)
        }
    }

    /// Notes that the log is closed. Copies made from now on are complete.
    func noteStopped() throws(LedgerError) { try Files.remove(running.path) }

    /// Refuses files that were copied while labd wrote to the originals. After a crash there is also a note that the log is
    /// open, but then the files are still those that the note names.
    func checkIsNoCopy() throws(LedgerError) {
        // A crash may leave the note empty or incomplete.
        guard Files.exists(log + "/data.mdb"), case .lines(let noted) = running.read() else { return }
        let present = try fileNumbers(note: try Files.number(running.path))
        guard noted == [present] else { throw .copiedWhileOpen(directory: path) }
    }

    /// The inode numbers of the directory, the log's directory, its file and the note itself, which differ in a copy. The
    /// number of the device is left out, because it can change from one boot to the next.
    private func fileNumbers(note: UInt64) throws(LedgerError) -> String {
        var numbers: [String] = []
        for file in [path, log, log + "/data.mdb"] { numbers.append("\(try Files.number(file))") }
        return (numbers + ["\(note)"]).joined(separator: " ")
    }

    /// Removes the copy that an interrupted restore or compaction left, because labd needs the disk space.
    func clearCopies() throws(LedgerError) {
        for copy in ["/log.restoring", "/log.compacting"].map({ path + $0 }) where Files.exists(copy) {
            for name in ["/data.mdb", "/lock.mdb"] { try Files.remove(copy + name) }
            try Files.removeDirectory(copy)
        }
    }
}
