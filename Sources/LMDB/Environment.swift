import CLMDB
import Glibc

/// An LMDB environment: a directory with `data.mdb` and `lock.mdb`, mapped into memory.
///
/// Any number of threads may read at a time, and one may write. The environment closes when the last reference to it is gone;
/// each open transaction holds one. Never fork while an environment is open.
@safe
package final class Environment: Sendable {
    /// How an environment is opened.
    package struct Options: Sendable, Hashable {
        /// Bytes of address space for the data, which limit the file's size; see ``Environment/grow(to:)``.
        package var mapSize: Int
        /// How many named tables there may be.
        package var maxTables: Int
        /// What is done with the data.
        package var access: Access

        /// How an environment is accessed.
        package enum Access: Sendable, Hashable {
            /// To read and write.
            case writing
            /// To read what another process may be writing: readers are registered in its lock file.
            case reading
            /// To read a copy that nobody else uses: no lock is taken, and no other file is written.
            case readingAlone

            fileprivate var flags: UInt32 {
                switch self {
                case .writing: 0
                case .reading: UInt32(MDB_RDONLY)
                case .readingAlone: UInt32(MDB_RDONLY | MDB_NOLOCK)
                }
            }
        }

        /// The defaults: 64 MB, 16 tables.
        package init(mapSize: Int = 1 << 26, maxTables: Int = 16, access: Access = .writing) {
            self.mapSize = mapSize
            self.maxTables = maxTables
            self.access = access
        }
    }

    /// How many read transactions may be open at a time, in all processes.
    private static let maxReaders = 126

    /// The true path of the directory.
    package let path: String
    // Unsafe: a C handle, valid from `init` to `deinit`. LMDB's own locks make its use from many threads sound:
    // "A thread may only have one write transaction at a time", readers are free with MDB_NOTLS.
    nonisolated(unsafe) let handle: OpaquePointer
    let gate = MapGate()
    let bounds: MapBounds

    /// Opens the environment in `directory`, which must exist; creates its files, for the owner alone, if there are none.
    ///
    /// Throws `truncated` for a file that was cut short; `alreadyOpen` if this process already has it open; `unsafeFile` if the
    /// directory or a file in it is a link, is not a directory or a file, or is to be written but belongs to another account;
    /// `invalid`, `versionMismatch`, and the system's errors.
    package init(inDirectory directory: String, _ options: Options = Options()) throws(LMDBError) {
        try Self.checkFiles(inDirectory: directory, options.access)
        let path = try OpenEnvironments.register(directory)
        self.path = path
        do {
            if options.access == .writing { try LockFile.allocate(inDirectory: path, readers: Self.maxReaders) }
            unsafe handle = try Self.open(path, options)
            bounds = unsafe MapBounds(of: handle, path)
        } catch {
            OpenEnvironments.forget(path)
            throw error
        }
    }

    deinit {
        bounds.forget()
        // Unsafe: "All transactions, databases, and cursors must already be closed before calling this function":
        // each holds a reference to this object.
        unsafe mdb_env_close(handle)
        OpenEnvironments.forget(path)
    }

    /// LMDB opens its files by their paths, follows links and waits for pipes. If the account that owns the directory replaces
    /// a file after this check, LMDB opens the replacement with only that account's rights.
    private static func checkFiles(inDirectory directory: String, _ access: Options.Access) throws(LMDBError) {
        let owners: [UInt32]? = access == .readingAlone ? nil : [geteuid()]
        func check(_ path: String, as kind: FileFacts.Kind) throws(LMDBError) {
            guard let fault = FileFacts(at: path)?.fault(as: kind, of: owners) else { return }
            throw LMDBError(.unsafeFile, in: path, message: fault)
        }
        try check(directory, as: .directory)
        try check(directory + "/data.mdb", as: .file)
        if access != .readingAlone { try check(directory + "/lock.mdb", as: .file) }
    }

    private static func open(_ path: String, _ options: Options) throws(LMDBError) -> OpaquePointer {
        try DataFile.check(inDirectory: path)
        var created: OpaquePointer?
        // Unsafe, here and below: C calls on the handle that the first of them created.
        try LMDBError.check(unsafe mdb_env_create(&created), "mdb_env_create")
        guard let handle = unsafe created else { throw LMDBError(number: ENOMEM, in: "mdb_env_create") }
        do {
            unsafe try listenForAssertions(handle)
            try LMDBError.check(unsafe mdb_env_set_mapsize(handle, options.mapSize), "mdb_env_set_mapsize")
            try LMDBError.check(
                unsafe mdb_env_set_maxdbs(handle, UInt32(clamping: options.maxTables)), "mdb_env_set_maxdbs")
            try LMDBError.check(
                unsafe mdb_env_set_maxreaders(handle, UInt32(Self.maxReaders)), "mdb_env_set_maxreaders")
            // "MDB_NOTLS: Don't use Thread-Local Storage. Tie reader locktable slots to MDB_txn objects instead of to
            // threads": a read transaction may move between threads, and a thread may hold more than one.
            let flags = UInt32(MDB_NOTLS) | options.access.flags
            try LMDBError.check(unsafe mdb_env_open(handle, path, flags, 0o600), "mdb_env_open \(path)")
        } catch {
            // "If this function fails, mdb_env_close() must be called to discard the MDB_env handle."
            unsafe mdb_env_close(handle)
            throw error
        }
        return unsafe handle
    }
}
