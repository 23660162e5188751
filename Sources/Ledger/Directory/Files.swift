import CLinux
import Glibc
import LMDB

/// POSIX calls on files, whose errors contain the path. Files are accessible only to their owner.
///
/// No call follows a symbolic link in any part of its path: the directory is opened without following links, and the file is
/// opened below it. It must be a regular file or a directory of this process's account; a file that is only read may belong to
/// root, like those that a service manager passes. Anything else is refused (`unsafeFile`) or, if the call replaces or removes
/// the name, is replaced or removed. A named pipe does not block.
///
/// Therefore the owner of a data directory cannot make a labd run by root do anything that the owner could not do; see
/// ``WorkingAccount``. Paths that people name may contain links: ``ResolvedPath`` follows these before anything comes here.
///
/// swift-system has none of the calls by which a name is found below an open directory (openat(2), renameat(2), linkat(2),
/// unlinkat(2)), and these are what this is about.
///
/// `unsafe` here is for C calls that borrow a path or a buffer for the duration of the call, and for `openat`, which C
/// declares variadic.
enum Files {
    /// Creates a directory, or makes sure that it exists and belongs to this account.
    ///
    /// - Returns: whether it was created.
    @discardableResult
    static func makeDirectory(_ path: String) throws(LedgerError) -> Bool {
        let place = try Place(path)
        if unsafe mkdirat(place.directory, place.name, 0o700) == 0 { return true }
        guard errno == EEXIST else { throw failure("make directory", path) }
        guard let facts = FileFacts(at: place.name, in: place.directory) else { throw failure("stat", path) }
        try check(facts, path, as: .directory, of: [geteuid()])
        return false
    }

    /// Opens a directory that belongs to one of `owners`, by default to this account; nil allows any owner.
    static func openDirectory(_ path: String, of owners: [UInt32]? = [geteuid()]) throws(LedgerError) -> Int32 {
        try judged(try openUnjudged(path, O_RDONLY | O_DIRECTORY), path, as: .directory, of: owners)
    }

    /// Returns whether the name exists, even as a dangling link. Also returns true if that cannot be determined, so that the
    /// caller opens it and gets the reason.
    static func exists(_ path: String) -> Bool {
        do throws(LedgerError) {
            let place = try Place(path)
            return FileFacts(at: place.name, in: place.directory) != nil || errno != ENOENT
        } catch {
            return error != .file(path: path, operation: "open", message: message(ENOENT))
        }
    }

    /// Opens a regular file that belongs to one of `owners`, by default to this account; nil allows any owner. A file that is
    /// only read may belong to root, too.
    static func open(
        _ path: String, _ flags: Int32, of owners: [UInt32]? = [geteuid()]
    ) throws(LedgerError) -> Int32 {
        let isWritten = flags & (O_WRONLY | O_RDWR) != 0
        let descriptor = try openUnjudged(path, flags)
        // A file that this call created belongs to this account, whatever the disk of another system reports.
        guard flags & O_EXCL == 0 else { return descriptor }
        let allowed = owners.map { isWritten ? $0 : $0 + [0] }
        return try judged(descriptor, path, as: .file, of: allowed, isWritten: isWritten)
    }

    /// Returns the descriptor if it may be used, and otherwise closes it.
    private static func judged(
        _ descriptor: Int32, _ path: String, as kind: FileFacts.Kind, of owners: [UInt32]?, isWritten: Bool = false
    ) throws(LedgerError) -> Int32 {
        do throws(LedgerError) {
            guard let facts = FileFacts(of: descriptor) else { throw failure("stat", path) }
            try check(facts, path, as: kind, of: owners, isWritten: isWritten)
            return descriptor
        } catch {
            close(descriptor)
            throw error
        }
    }

    private static func openUnjudged(_ path: String, _ flags: Int32) throws(LedgerError) -> Int32 {
        let place = try Place(path)
        let descriptor = unsafe openat(
            place.directory, place.name, flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let code = errno
            if let facts = FileFacts(at: place.name, in: place.directory) {
                try check(facts, path, as: flags & O_DIRECTORY == 0 ? .file : .directory, of: nil)
            }
            throw failure("open", path, code)
        }
        return descriptor
    }

    private static func check(
        _ facts: FileFacts, _ path: String, as kind: FileFacts.Kind, of owners: [UInt32]?, isWritten: Bool = false
    ) throws(LedgerError) {
        guard let fault = facts.fault(as: kind, of: owners, isWritten: isWritten) else { return }
        throw .unsafeFile(path: path, detail: fault)
    }

    /// Reads up to `limit` bytes from `start` on; fewer at the end of the file or after an error.
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

    /// Has the system write bytes of a file to the disk, and waits for them. This does not make them durable, and costs no commit
    /// of the file system's journal. If it fails, the system writes them later.
    static func hand(_ descriptor: Int32, _ start: Int, _ count: Int) {
        linux_write_out(descriptor, start, count)
    }

    /// Makes the content of a file, or the names in a directory, durable.
    static func sync(_ path: String) throws(LedgerError) {
        try sync(try openUnjudged(path, O_RDONLY), path)
    }

    /// Syncs a directory that need not belong to this account; does nothing if it must not be read.
    static func syncIfReadable(_ path: String) throws(LedgerError) {
        if let descriptor = try? openUnjudged(path, O_RDONLY) { try sync(descriptor, path) }
    }

    private static func sync(_ descriptor: Int32, _ path: String) throws(LedgerError) {
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("sync", path) }
    }

    private static func status(_ path: String) throws(LedgerError) -> stat {
        let place = try Place(path)
        var status = stat()
        guard unsafe fstatat(place.directory, place.name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            throw failure("stat", path)
        }
        return status
    }

    private static func status(_ descriptor: Int32, _ path: String) throws(LedgerError) -> stat {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw failure("stat", path) }
        return status
    }

    private static func areSame(_ first: stat, _ second: stat) -> Bool {
        first.st_ino == second.st_ino && first.st_dev == second.st_dev
    }

    /// Returns the size of a file in bytes.
    static func size(_ path: String) throws(LedgerError) -> Int { Int(try status(path).st_size) }

    /// Returns the size of an open file in bytes.
    static func size(_ descriptor: Int32, _ path: String) throws(LedgerError) -> Int {
        Int(try status(descriptor, path).st_size)
    }

    /// Returns the inode number of a file.
    static func number(_ path: String) throws(LedgerError) -> UInt64 { UInt64(try status(path).st_ino) }

    /// Returns whether an open file is the one to which a name refers.
    static func isAt(_ path: String, _ descriptor: Int32) throws(LedgerError) -> Bool {
        guard exists(path) else { return false }
        return areSame(try status(path), try status(descriptor, path))
    }

    /// Returns the inode number of an open file.
    static func number(_ descriptor: Int32, _ path: String) throws(LedgerError) -> UInt64 {
        UInt64(try status(descriptor, path).st_ino)
    }

    /// Returns when the file at a name last changed, in seconds since 1970.
    static func changed(_ path: String) throws(LedgerError) -> Int { try status(path).st_mtim.tv_sec }

    /// Returns whether two names refer to the same file.
    static func areSame(_ path: String, _ other: String) throws(LedgerError) -> Bool {
        areSame(try status(path), try status(other))
    }

    /// Gives a file a second name, which must not exist.
    static func link(_ path: String, as name: String) throws(LedgerError) {
        let from = try Place(path)
        let to = try Place(name)
        guard unsafe linkat(from.directory, from.name, to.directory, to.name, 0) == 0 else {
            throw failure("link", name)
        }
    }

    /// Replaces a file with another one in one step.
    static func move(_ path: String, to name: String) throws(LedgerError) {
        let from = try Place(path)
        let to = try Place(name)
        guard unsafe renameat(from.directory, from.name, to.directory, to.name) == 0 else {
            throw failure("rename", name)
        }
    }

    /// Removes a file, if it exists.
    static func remove(_ path: String) throws(LedgerError) { try remove(path, "unlink", 0) }

    /// Overwrites and removes a file, if it exists.
    static func discard(_ path: String) throws(LedgerError) {
        guard exists(path) else { return }
        try overwrite(path)
        try remove(path)
    }

    /// Removes an empty directory, if it exists.
    static func removeDirectory(_ path: String) throws(LedgerError) { try remove(path, "rmdir", AT_REMOVEDIR) }

    private static func remove(_ path: String, _ operation: String, _ flags: Int32) throws(LedgerError) {
        let place: Place
        do { place = try Place(path) } catch {
            // Its parent does not exist either.
            if error == .file(path: path, operation: "open", message: message(ENOENT)) { return }
            throw error
        }
        guard unsafe unlinkat(place.directory, place.name, flags) == 0 || errno == ENOENT else {
            throw failure(operation, path)
        }
    }

    /// Overwrites a file with zeros, whatever other names it has, and makes that durable. This is all that a program can do,
    /// unless the disk keeps old blocks.
    static func overwrite(_ path: String) throws(LedgerError) {
        let descriptor = try openToOverwrite(path)
        defer { close(descriptor) }
        guard let facts = FileFacts(of: descriptor) else { throw failure("stat", path) }
        try check(facts, path, as: .file, of: [geteuid()])
        let zeros = [UInt8](repeating: 0, count: 1 << 20)
        let size = try size(descriptor, path)
        for at in stride(from: 0, to: size, by: zeros.count) {
            let piece = size - at < zeros.count ? Array(zeros.prefix(size - at)) : zeros
            try write(descriptor, piece, at: at, path: path)
        }
        guard fsync(descriptor) == 0 else { throw failure("sync", path) }
    }

    /// Opens a file of this account for writing, even if it was made read-only.
    private static func openToOverwrite(_ path: String) throws(LedgerError) -> Int32 {
        do throws(LedgerError) {
            return try openUnjudged(path, O_WRONLY)
        } catch {
            guard let reading = try? open(path, O_RDONLY) else { throw error }
            defer { close(reading) }
            guard fchmod(reading, 0o600) == 0 else { throw error }
        }
        return try openUnjudged(path, O_WRONLY)
    }

    /// Returns the names in a directory, in no particular order.
    static func names(in path: String) throws(LedgerError) -> [String] {
        let descriptor = try openUnjudged(path, O_RDONLY | O_DIRECTORY)
        guard let listing = unsafe fdopendir(descriptor) else {
            let code = errno
            close(descriptor)
            throw failure("list", path, code)
        }
        defer { unsafe closedir(listing) }
        var names: [String] = []
        while let entry = unsafe readdir(listing) {
            // Unsafe: the name ends with a zero, and stays until the next call.
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                unsafe tuple.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// Returns how many bytes this account can still write on the disk of `path`; nil if the system does not say.
    static func freeSpace(at path: String) -> UInt64? {
        guard let descriptor = try? openUnjudged(path, O_RDONLY) else { return nil }
        defer { close(descriptor) }
        var disk = statvfs()
        guard unsafe fstatvfs(descriptor, &disk) == 0 else { return nil }
        return UInt64(disk.f_bavail) * UInt64(disk.f_frsize)
    }

    /// Returns whether a write that failed without a reason failed because the disk is full.
    static func isFull(_ path: String) -> Bool { (freeSpace(at: path) ?? .max) < 1 << 20 }

    /// Returns the error of the call that failed last.
    static func failure(_ operation: String, _ path: String, _ code: Int32 = errno) -> LedgerError {
        let hint = code == EACCES || code == EPERM ? WorkingAccount.hint : ""
        return .file(path: path, operation: operation, message: message(code) + hint)
    }

    static func message(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }
}

/// A name on the disk: the open directory that contains it, and the name in it.
private struct Place: ~Copyable {
    let directory: Int32
    let name: String

    /// Opens the directory without following links.
    init(_ path: String) throws(LedgerError) {
        name = Files.name(of: path) ?? "."
        let opened = unsafe linux_open_directory_without_links(Files.directory(of: path))
        // Used if the kernel or the service manager does not allow openat2(2), and to find what is in the way.
        directory = try opened >= 0 ? opened : Self.walk(to: path)
    }

    /// Opens the directory of `path` part by part.
    private static func walk(to path: String) throws(LedgerError) -> Int32 {
        // A descriptor that only refers to a directory: the directory need not be readable to be traversed.
        let flags = linux_O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
        var reached = path.hasPrefix("/") ? "" : "."
        var current = unsafe Glibc.open(reached + "/", flags)
        guard current >= 0 else { throw Files.failure("open", path) }
        for part in path.split(separator: "/").dropLast().map(String.init) {
            reached += "/" + part
            let next = unsafe openat(current, part, flags)
            guard next >= 0 else {
                let code = errno
                let facts = FileFacts(at: part, in: current)
                close(current)
                if let fault = facts?.fault(as: .directory, of: nil) {
                    throw .unsafeFile(path: reached, detail: fault)
                }
                throw Files.failure("open", path, code)
            }
            close(current)
            current = next
        }
        return current
    }

    deinit { close(directory) }
}
