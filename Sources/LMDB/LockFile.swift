import Glibc

/// The lock file of an environment, which LMDB maps and writes in memory. If the disk has no space for one of its pages, access
/// to that page raises SIGBUS instead of an error.
enum LockFile {
    /// The sizes of LMDB's `MDB_txninfo` with its first reader, and of each further `MDB_reader`, which are cache lines.
    private static let lineSize = 64
    private static let headLines = 3

    /// Reserves disk space for all of `lock.mdb`, and creates it if it is missing. Call this before LMDB opens the file: a
    /// later `close` would drop its locks.
    ///
    /// - Throws: `noSpace`, and the system's errors.
    static func allocate(inDirectory directory: String, readers: Int) throws(LMDBError) {
        let path = directory + "/lock.mdb"
        // Unsafe: `open` is variadic in C, and takes a path that lives as long as the call.
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else { throw LMDBError(number: errno, in: "open \(path)") }
        defer { close(descriptor) }
        let code = posix_fallocate(descriptor, 0, off_t((headLines + readers - 1) * lineSize))
        // On a file system that cannot reserve blocks, such as NFS, nothing is reserved.
        guard code == 0 || code == EOPNOTSUPP || code == EINVAL else {
            throw LMDBError(number: code, in: "allocate \(path)")
        }
    }
}
