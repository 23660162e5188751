import Glibc
import Synchronization

/// The environments that this process has open, by the resolved path of their directory.
///
/// `lmdb.h`, caveats: "Do not have open an LMDB database twice in the same process at the same time. Not even
/// from a plain open() call - close()ing it breaks fcntl() advisory locking."
enum OpenEnvironments {
    private static let paths = Mutex<Set<String>>([])

    /// Registers `directory` and returns its resolved path.
    static func register(_ directory: String) throws(LMDBError) -> String {
        // Unsafe: `realpath` returns an allocated C string, which is freed here after it was copied.
        guard let resolved = unsafe realpath(directory, nil) else {
            throw LMDBError(number: errno, in: "realpath \(directory)")
        }
        let path = unsafe String(cString: resolved)
        unsafe free(resolved)
        guard paths.withLock({ $0.insert(path).inserted }) else {
            throw LMDBError(.alreadyOpen, in: "mdb_env_open", message: "\(path) is already open in this process")
        }
        return path
    }

    /// Removes a path that `register` returned.
    static func forget(_ path: String) {
        _ = paths.withLock { $0.remove(path) }
    }
}
