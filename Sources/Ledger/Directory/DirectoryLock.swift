import Glibc
import Synchronization

/// The lock of a data directory: had by the one labd that works in it, and shared by what only reads there.
///
/// It is of the kernel's (flock(2)), so it goes with its holder, however that ends. It is taken of the directory itself, which
/// nobody can delete under its holder, and of `labd.lock` in it, which earlier versions look at alone; the content of that file,
/// the holder's process id, is for people.
final class DirectoryLock: Sendable {
    private let path: String
    private let directory: Int32
    /// The open lock file; -1 where there is none.
    private let file: Mutex<Int32>

    private var name: String { Self.name(in: path) }
    private static func name(in path: String) -> String { path + "/labd.lock" }

    /// Takes the lock for this process alone.
    ///
    /// - Throws: `inUse` at once if another has it; `unsafeFile`, `file`.
    init(in path: String) throws(LedgerError) {
        self.path = path
        directory = try Files.openDirectory(path)
        file = Mutex(-1)
        try take(LOCK_EX, directory)
        try takeFile()
    }

    /// Shares the lock with other readers, as far as there is one: in a backup there is no lock file.
    ///
    /// - Throws: `inUse` if a labd has it; `file`.
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

    // It runs for an object that is whole, also where `init` throws.
    deinit {
        close(directory)
        let opened = file.withLock { $0 }
        if opened >= 0 { close(opened) }
    }

    /// Makes the lock file again if somebody deleted or replaced it, and answers its path if that was so. For the holder.
    ///
    /// - Throws: `inUse` where another process has taken the file that is there now.
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
        // For people alone: a disk without room must not keep labd from starting.
        let holder = Array("\(getpid())\n".utf8)
        do throws(LedgerError) { try Files.write(opened, holder, path: name) } catch { return }
        _ = ftruncate(opened, off_t(holder.count))
    }

    private func take(_ kind: Int32, _ descriptor: Int32) throws(LedgerError) {
        guard flock(descriptor, kind | LOCK_NB) != 0 else { return }
        let code = errno
        if code == EWOULDBLOCK { throw .inUse(directory: path, process: holder()) }
        // Not every file system can lock a directory (NFS): there the lock file alone has to do.
        if descriptor != directory { throw Files.failure("lock", name, code) }
    }

    /// The process id that stands in the lock file.
    private func holder() -> Int32? {
        guard Files.exists(name), let opened = try? Files.open(name, O_RDONLY, of: nil) else { return nil }
        defer { close(opened) }
        return Int32(String(decoding: Files.read(opened, atMost: 32).prefix { $0 != 10 }, as: UTF8.self))
    }
}
