import Glibc

/// The files of a data directory: `labd.lock`, `running`, `length`, `generation`, `verified`, `snapshot`, `log/`,
/// `keys/`. One process at a time holds it.
///
/// The lock is of the kernel's (`flock`), so it goes with its holder, however that ends; the file stays, and its
/// content, the holder's process id, is for people.
final class DataDirectory: Sendable {
    let path: String
    private let lock: Int32

    var log: String { path + "/log" }
    var keys: String { path + "/keys" }
    var snapshot: String { path + "/snapshot" }
    private var running: String { path + "/running" }

    /// Makes what is missing, for the owner alone, and takes the lock; throws `inUse` at once if another has it, and
    /// `unsafeFile` where the directory or what labd has in it is not this account's, or not what it should be.
    init(_ named: String) throws(LedgerError) {
        let path = try TruePath(named).path
        self.path = path
        try Files.makeDirectory(path)
        lock = try Files.open(path + "/labd.lock", O_RDWR | O_CREAT)
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            let isHeld = errno == EWOULDBLOCK
            let failure = Files.failure("lock", path + "/labd.lock")
            // `deinit` closes the lock: it runs for an object that is whole, also where `init` throws.
            let holder = Files.read(lock, atMost: 32)
            guard isHeld else { throw failure }
            throw .inUse(directory: path, process: Int32(String(decoding: holder.prefix { $0 != 10 }, as: UTF8.self)))
        }
        try Files.replace(lock, with: Array("\(getpid())\n".utf8), path: path + "/labd.lock")
        try Files.makeDirectory(log)
        try Files.makeDirectory(keys)
    }

    deinit { close(lock) }

    /// Up to where the log was verified; 0 if that is not known.
    var verified: Int { number(in: "verified") }

    /// How long the log was at least; 0 if that is not known.
    var length: Int { Self.length(in: path) }

    /// How long the log in a directory was at least; 0 if that is not known.
    static func length(in path: String) -> Int { number(in: path + "/length") }

    /// Notes up to where the log was verified. It is not synced: if it is lost, verification begins anew.
    func noteVerified(_ count: Int) throws(LedgerError) { try note(count, in: "verified") }

    /// Notes how long the log is: events that are durable already. It is not synced, and may fall behind. It never goes down, so
    /// that a log that was found to be too short stays so.
    func noteLength(_ count: Int) throws(LedgerError) {
        if count > length { try note(count, in: "length") }
    }

    /// The last generation of the log that this directory has seen; 1 if that is not known.
    var generation: Int { max(1, number(in: "generation")) }

    /// Notes a generation, durably: no later one may have its number, even if the log that has it cannot be read any more.
    func noteGeneration(_ generation: Int) throws(LedgerError) {
        guard generation > self.generation else { return }
        try note(generation, in: "generation", durably: true)
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
        try Files.remove(running)
        let descriptor = try Files.open(running, O_WRONLY | O_CREAT | O_EXCL)
        defer { close(descriptor) }
        try Files.write(descriptor, Array((try fileNumbers() + "\n").utf8), path: running)
    }

    /// Notes that the log is closed: from now on copies of it are whole.
    func noteStopped() throws(LedgerError) { try Files.remove(running) }

    /// Refuses files that were copied while labd wrote to the originals. After a crash the note that the log is open is
    /// there too, but then the files are still those that it names.
    func checkIsNoCopy() throws(LedgerError) {
        guard Files.exists(running), Files.exists(log + "/data.mdb") else { return }
        let descriptor = try Files.open(running, O_RDONLY)
        defer { close(descriptor) }
        let noted = String(decoding: Files.read(descriptor, atMost: 200).prefix { $0 != 10 }, as: UTF8.self)
        // A crash may leave the note empty.
        let present = try fileNumbers()
        guard noted.isEmpty || noted == present else { throw .copiedWhileOpen(directory: path) }
    }

    /// The inode numbers of the directory, the log's, its file and the note itself: a copy has others. The device's number is
    /// left out, as it can change from one boot to the next.
    private func fileNumbers() throws(LedgerError) -> String {
        var numbers: [String] = []
        for file in [path, log, log + "/data.mdb", running] { numbers.append("\(try Files.number(file))") }
        return numbers.joined(separator: " ")
    }

    private func number(in name: String) -> Int { Self.number(in: path + "/" + name) }

    /// The number that is noted in a file; 0 if none is there, or none can be read.
    static func number(in file: String) -> Int {
        guard Files.exists(file), let descriptor = try? Files.open(file, O_RDONLY) else { return 0 }
        defer { close(descriptor) }
        return Int(String(decoding: Files.read(descriptor, atMost: 20).prefix { $0 != 10 }, as: UTF8.self)) ?? 0
    }

    private func note(_ number: Int, in name: String, durably: Bool = false) throws(LedgerError) {
        try Self.note(number, in: path + "/" + name, durably: durably)
        if durably { try Files.sync(path) }
    }

    /// Notes a number by another file in the place of the one there: a full disk or a crash leaves the earlier number.
    static func note(_ number: Int, in file: String, durably: Bool = false) throws(LedgerError) {
        try Files.remove(file + ".new")
        do throws(LedgerError) {
            let descriptor = try Files.open(file + ".new", O_WRONLY | O_CREAT | O_EXCL)
            defer { close(descriptor) }
            try Files.write(descriptor, Array("\(number)\n".utf8), path: file)
            if durably { guard fsync(descriptor) == 0 else { throw Files.failure("sync", file) } }
        } catch {
            try? Files.remove(file + ".new")
            throw error
        }
        try Files.move(file + ".new", to: file)
    }
}
