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

    /// Makes what is missing, for the owner alone, and takes the lock; throws `inUse` at once if another has it.
    init(_ path: String) throws(LedgerError) {
        self.path = path
        try Files.makeDirectory(path)
        lock = try Files.open(path + "/labd.lock", O_RDWR | O_CREAT | O_CLOEXEC)
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

    /// Gives what labd uses to the directory's owner: restored or compacted by root, it would be of no use to labd.
    func giveToOwner() throws(LedgerError) {
        for file in [
            "labd.lock", "generation", "log", "log/data.mdb", "log/lock.mdb", "keys", "keys/data.mdb", "keys/lock.mdb",
            "keys/office.key", "keys/log.key",
        ] where Files.exists(path + "/" + file) {
            try Files.give(path + "/" + file, toOwnerOf: path)
        }
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
        let descriptor = try Files.open(running, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC)
        defer { close(descriptor) }
        try Files.write(descriptor, Array((try fileNumbers() + "\n").utf8), path: running)
    }

    /// Notes that the log is closed: from now on copies of it are whole.
    func noteStopped() throws(LedgerError) { try Files.remove(running) }

    /// Refuses files that were copied while labd wrote to the originals. After a crash the note that the log is open is
    /// there too, but then the files are still those that it names.
    func checkIsNoCopy() throws(LedgerError) {
        guard Files.exists(running), Files.exists(log + "/data.mdb") else { return }
        let descriptor = try Files.open(running, O_RDONLY | O_CLOEXEC)
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
        guard Files.exists(file), let descriptor = try? Files.open(file, O_RDONLY | O_CLOEXEC) else { return 0 }
        defer { close(descriptor) }
        return Int(String(decoding: Files.read(descriptor, atMost: 20).prefix { $0 != 10 }, as: UTF8.self)) ?? 0
    }

    /// By another file in its place: a full disk or a crash leaves the earlier number.
    private func note(_ number: Int, in name: String, durably: Bool = false) throws(LedgerError) {
        let file = path + "/" + name
        do throws(LedgerError) {
            let descriptor = try Files.open(file + ".new", O_WRONLY | O_CREAT | O_CLOEXEC)
            defer { close(descriptor) }
            try Files.replace(descriptor, with: Array("\(number)\n".utf8), path: file)
            if durably { guard fsync(descriptor) == 0 else { throw Files.failure("sync", file) } }
        } catch {
            try? Files.remove(file + ".new")
            throw error
        }
        try Files.move(file + ".new", to: file)
        if durably { try Files.sync(path) }
    }
}

/// POSIX calls on files, each with the path in its error. Permissions: the owner's alone.
///
/// `unsafe` here is for C calls that borrow a path or a buffer for the duration of the call, and for `open`, which C
/// declares variadic.
enum Files {
    static func makeDirectory(_ path: String) throws(LedgerError) {
        guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else { throw failure("make directory", path) }
    }

    static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

    static func open(_ path: String, _ flags: Int32) throws(LedgerError) -> Int32 {
        let descriptor = unsafe Glibc.open(path, flags, 0o600)
        guard descriptor >= 0 else { throw failure("open", path) }
        return descriptor
    }

    /// Up to `limit` bytes from `start` on; fewer at the end of the file or on an error.
    static func read(_ descriptor: Int32, atMost limit: Int, from start: Int = 0) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            // One call reads at most some 2 GB (read(2)).
            while count < limit {
                let got = unsafe pread(
                    descriptor, buffer.baseAddress?.advanced(by: count), limit - count, off_t(start + count))
                guard got > 0 else { return }
                count += got
            }
        }
    }

    static func replace(_ descriptor: Int32, with bytes: [UInt8], path: String) throws(LedgerError) {
        guard ftruncate(descriptor, 0) == 0 else { throw failure("truncate", path) }
        try write(descriptor, bytes, path: path)
    }

    /// Writes at the beginning, or at `start`.
    static func write(
        _ descriptor: Int32, _ bytes: [UInt8], at start: Int = 0, path: String
    ) throws(LedgerError) {
        var count = 0
        // One call writes at most some 2 GB (write(2)).
        while count < bytes.count {
            let put = unsafe bytes.withUnsafeBytes {
                unsafe pwrite(
                    descriptor, $0.baseAddress?.advanced(by: count), bytes.count - count, off_t(start + count))
            }
            guard put > 0 else { throw failure("write", path) }
            count += put
        }
    }

    /// Creates `path`, which must not exist, and makes its content and its name durable.
    static func create(_ path: String, inDirectory directory: String, _ bytes: [UInt8]) throws(LedgerError) {
        let descriptor = try open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC)
        defer { close(descriptor) }
        try replace(descriptor, with: bytes, path: path)
        guard fsync(descriptor) == 0 else { throw failure("sync", path) }
        try sync(directory)
    }

    /// Makes the content of a file, or the names in a directory, durable.
    static func sync(_ path: String) throws(LedgerError) {
        let descriptor = try open(path, O_RDONLY | O_CLOEXEC)
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("sync", path) }
    }

    /// How many bytes a file has.
    static func size(_ path: String) throws(LedgerError) -> Int {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { throw failure("stat", path) }
        return Int(status.st_size)
    }

    /// Makes a file or directory that of whoever has `other`, where this process may (chown(2) is root's), and its alone.
    static func give(_ path: String, toOwnerOf other: String) throws(LedgerError) {
        var status = stat()
        guard unsafe stat(other, &status) == 0 else { throw failure("stat", other) }
        let owner = (status.st_uid, status.st_gid)
        guard unsafe stat(path, &status) == 0 else { throw failure("stat", path) }
        let isDirectory = status.st_mode & S_IFMT == S_IFDIR
        guard unsafe chmod(path, isDirectory ? 0o700 : 0o600) == 0 else { throw failure("chmod", path) }
        if geteuid() == 0 {
            guard unsafe chown(path, owner.0, owner.1) == 0 else { throw failure("chown", path) }
        }
    }

    /// The inode number of a file.
    static func number(_ path: String) throws(LedgerError) -> UInt64 {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { throw failure("stat", path) }
        return UInt64(status.st_ino)
    }

    /// Gives a file a second name, which must not exist.
    static func link(_ path: String, as name: String) throws(LedgerError) {
        guard unsafe Glibc.link(path, name) == 0 else { throw failure("link", name) }
    }

    /// Puts a file in the place of another, in one step.
    static func move(_ path: String, to name: String) throws(LedgerError) {
        guard unsafe rename(path, name) == 0 else { throw failure("rename", name) }
    }

    /// Takes a file away, if it is there.
    static func remove(_ path: String) throws(LedgerError) {
        guard unsafe unlink(path) == 0 || errno == ENOENT else { throw failure("unlink", path) }
    }

    /// Takes an empty directory away, if it is there.
    static func removeDirectory(_ path: String) throws(LedgerError) {
        guard unsafe rmdir(path) == 0 || errno == ENOENT else { throw failure("rmdir", path) }
    }

    /// Whether two names are of one file.
    static func areSame(_ path: String, _ other: String) throws(LedgerError) -> Bool {
        var first = stat()
        var second = stat()
        guard unsafe stat(path, &first) == 0 else { throw failure("stat", path) }
        guard unsafe stat(other, &second) == 0 else { throw failure("stat", other) }
        return first.st_ino == second.st_ino && first.st_dev == second.st_dev
    }

    /// Writes zeros over a file and makes that durable: as much as a program can do, where the disk keeps no old blocks.
    static func overwrite(_ path: String) throws(LedgerError) {
        let descriptor = try openForWriting(path)
        defer { close(descriptor) }
        let zeros = [UInt8](repeating: 0, count: 1 << 20)
        var rest = Int(lseek(descriptor, 0, SEEK_END))
        guard rest >= 0, lseek(descriptor, 0, SEEK_SET) == 0 else { throw failure("seek", path) }
        while rest > 0 {
            let count = unsafe zeros.withUnsafeBytes {
                unsafe Glibc.write(descriptor, $0.baseAddress, min(rest, $0.count))
            }
            guard count > 0 else { throw failure("write", path) }
            rest -= count
        }
        guard fsync(descriptor) == 0 else { throw failure("sync", path) }
    }

    /// Opens a file of this account's for writing, also one that was made read-only.
    private static func openForWriting(_ path: String) throws(LedgerError) -> Int32 {
        do throws(LedgerError) {
            return try open(path, O_WRONLY | O_CLOEXEC)
        } catch {
            guard let reading = try? open(path, O_RDONLY | O_CLOEXEC) else { throw error }
            defer { close(reading) }
            guard fchmod(reading, 0o600) == 0 else { throw error }
        }
        return try open(path, O_WRONLY | O_CLOEXEC)
    }

    /// How many bytes an account like ours can still write on the disk of `path`; nil if the system does not say.
    static func room(at path: String) -> UInt64? {
        var disk = statvfs()
        guard unsafe statvfs(path, &disk) == 0 else { return nil }
        return UInt64(disk.f_bavail) * UInt64(disk.f_frsize)
    }

    /// Whether a write that failed without a reason failed for want of room.
    static func isFull(_ path: String) -> Bool { (room(at: path) ?? .max) < 1 << 20 }

    static func failure(_ operation: String, _ path: String) -> LedgerError {
        .file(path: path, operation: operation, message: unsafe String(cString: strerror(errno)))
    }
}
