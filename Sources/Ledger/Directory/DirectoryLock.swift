import Glibc
import Synchronization

/// The lock of a data directory. The labd that uses the directory holds it alone; processes that only read share it.
///
/// It is a lock of the kernel (flock(2)), so it is released when its holder ends, in whatever way. It is taken on the directory
/// itself, which cannot be deleted under its holder, and on `labd.lock` in it, which is the only one that earlier versions
/// check. That file contains the holder's process id, for people.
final class DirectoryLock: Sendable {
    private let path: String
    private let directory: Int32
    /// The open lock file; -1 if there is none.
    private let file: Mutex<Int32>

    private var name: String { Self.name(in: path) }
    private static func name(in path: String) -> String { path + "/labd.lock" }

    /// Takes the lock exclusively for this process.
    ///
    /// - Throws: `inUse` at once if another process has it; `unsafeFile`, `file`.
    init(in path: String) throws(LedgerError) {
        self.path = path
        directory = try Files.openDirectory(path)
        file = Mutex(-1)
        try take(LOCK_EX, directory)
        try takeFile()
    }

    /// Shares the lock with other readers. A backup has no lock file, and then nothing is locked.
    ///
    /// - Throws: `inUse` if a labd holds it; `file`.
    init(ofReaderIn path: String) throws(LedgerError) {
        self.path = path
        directory = try Files.openDirectory(path, of: nil)
        file = Mutex(-1)
        try take(LOCK_SH, directory)
        guard Files.exists(name) else { return }
        let opened = try Files.open(name, O_RDONLY, of: nil)
        file.withLock { $0 = opened }
        try take(LOCK_SH, opened)
    }

    // This runs for a fully initialised object, even if `init` throws.
    deinit {
        close(directory)
        let opened = file.withLock { $0 }
        if opened >= 0 { close(opened) }
    }

    /// Creates the lock file again if somebody deleted or replaced it, and returns its path in that case. Only the holder may
    /// call this.
    ///
    /// - Throws: `inUse` if another process has locked the present file.
    func renew() throws(LedgerError) -> String? {
        let opened = file.withLock { $0 }
        if try Files.isAt(name, opened) { return nil }
        try takeFile()
        return name
    }

    private func takeFile() throws(LedgerError) {
        let opened = try Files.open(name, O_RDWR | O_CREAT)
        do throws(LedgerError) { try take(LOCK_EX, opened) } catch {
            close(opened)
            throw error
        }
        let before = file.withLock { file in
            defer { file = opened }
            return file
        }
        if before >= 0 { close(before) }
        // The content is only for people: a full disk must not prevent labd from starting.
        let holder = Array("\(getpid())\n".utf8)
        do throws(LedgerError) { try Files.write(opened, holder, path: name) } catch { return }
        _ = ftruncate(opened, off_t(holder.count))
    }

    private func take(_ kind: Int32, _ descriptor: Int32) throws(LedgerError) {
        guard flock(descriptor, kind | LOCK_NB) != 0 else { return }
        let code = errno
        if code == EWOULDBLOCK { throw .inUse(directory: path, process: holder()) }
        // Some file systems, such as NFS, cannot lock a directory. There only the lock file is used.
        if descriptor != directory { throw Files.failure("lock", name, code) }
    }

    /// Returns the process id in the lock file.
    private func holder() -> Int32? {
        guard Files.exists(name), let opened = try? Files.open(name, O_RDONLY, of: nil) else { return nil }
        defer { close(opened) }
        return Int32(String(decoding: Files.read(opened, atMost: 32).prefix { $0 != 10 }, as: UTF8.self))
    }
}
