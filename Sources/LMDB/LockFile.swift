import Glibc

/// The lock file of an environment, which LMDB maps and writes to in memory: where the disk has no room for a page of it,
/// touching that page is SIGBUS, not an error.
enum LockFile {
    /// LMDB's `MDB_txninfo` with its first reader, and each further `MDB_reader`: lines of the processor's cache.
    private static let lineSize = 64
    private static let headLines = 3

    /// Makes sure that the disk has room for all of `lock.mdb`, and makes it where it is not there. To be called before LMDB
    /// opens it: a later `close` would drop its locks.
    ///
    /// - Throws: `noSpace`, and the system's errors.
    static func allocate(inDirectory directory: String, readers: Int) throws(LMDBError) {
        let path = directory + "/lock.mdb"
        // Unsafe: `open` is variadic in C, and takes a path that lives as long as the call.
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else { throw LMDBError(number: errno, in: "open \(path)") }
        defer { close(descriptor) }
        let code = posix_fallocate(descriptor, 0, off_t((headLines + readers - 1) * lineSize))
        // A file system that cannot reserve blocks, such as NFS, is used without a reservation.
        guard code == 0 || code == EOPNOTSUPP || code == EINVAL else {
            throw LMDBError(number: code, in: "allocate \(path)")
        }
    }
}
