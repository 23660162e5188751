import CLMDB
import Glibc

/// An error of LMDB, with the call that failed.
public struct LMDBError: Error, Sendable, Hashable {
    /// The kind of failure.
    public enum Code: Sendable, Hashable {
        /// "key/data pair already exists"
        case keyExists
        /// "key/data pair not found (EOF)"
        case notFound
        /// "Requested page not found - this usually indicates corruption"
        case pageNotFound
        /// "Located page was wrong type"
        case corrupted
        /// "Update of meta page failed or environment had fatal error"
        case panic
        /// "Environment version mismatch"
        case versionMismatch
        /// "File is not a valid LMDB file"
        case invalid
        /// "Environment mapsize reached"
        case mapFull
        /// "Environment maxdbs reached"
        case tablesFull
        /// "Environment maxreaders reached"
        case readersFull
        /// "Txn has too many dirty pages"
        case transactionFull
        /// "Database contents grew beyond environment mapsize"
        case mapResized
        /// "Operation and DB incompatible, or DB type changed"
        case incompatible
        /// "Invalid reuse of reader locktable slot"
        case badReaderSlot
        /// "Transaction must abort, has a child, or is invalid"
        case badTransaction
        /// "Unsupported size of key/DB name/data, or wrong DUPFIXED size"
        case badValueSize
        /// "The specified DBI was changed unexpectedly"
        case badTable
        /// The file is shorter than its own meta page says, and the missing pages were in use.
        case truncated
        /// A file or the directory must not be opened: it is a link or a pipe, or belongs to another account. `operation` is
        /// its path.
        case unsafeFile
        /// This process already has the environment open.
        case alreadyOpen
        /// ENOSPC.
        case noSpace
        /// EIO.
        case io
        /// EACCES.
        case accessDenied
        /// ENOENT.
        case noSuchFile
        /// Any other error number of LMDB or the system.
        case other(Int32)
    }

    /// The kind of failure.
    public let code: Code
    /// The call that failed, by its name in `lmdb.h` or in POSIX.
    public let operation: String
    /// The message of `mdb_strerror`.
    public let message: String

    /// Creates an error that this module detected itself.
    init(_ code: Code, in operation: String, message: String) {
        self.code = code
        self.operation = operation
        self.message = message
    }

    /// Creates an error from an error number of LMDB or the system.
    init(number: Int32, in operation: String) {
        self.init(Code(number: number), in: operation, message: Self.text(of: number))
    }

    /// Throws unless `result` is MDB_SUCCESS.
    @inline(__always)
    static func check(_ result: Int32, _ operation: @autoclosure () -> String) throws(LMDBError) {
        if result != MDB_SUCCESS { throw LMDBError(number: result, in: operation()) }
    }

    private static func text(of number: Int32) -> String {
        // Unsafe: a C string. "Returns a pointer to the error message": static text, or strerror's,
        // copied here before anything else can be called.
        guard let text = unsafe mdb_strerror(number) else { return "error \(number)" }
        return unsafe String(cString: text)
    }
}

extension LMDBError.Code {
    init(number: Int32) {
        self =
            switch number {
            case MDB_KEYEXIST: .keyExists
            case MDB_NOTFOUND: .notFound
            case MDB_PAGE_NOTFOUND: .pageNotFound
            case MDB_CORRUPTED: .corrupted
            case MDB_PANIC: .panic
            case MDB_VERSION_MISMATCH: .versionMismatch
            case MDB_INVALID: .invalid
            case MDB_MAP_FULL: .mapFull
            case MDB_DBS_FULL: .tablesFull
            case MDB_READERS_FULL: .readersFull
            case MDB_TXN_FULL: .transactionFull
            case MDB_MAP_RESIZED: .mapResized
            case MDB_INCOMPATIBLE: .incompatible
            case MDB_BAD_RSLOT: .badReaderSlot
            case MDB_BAD_TXN: .badTransaction
            case MDB_BAD_VALSIZE: .badValueSize
            case MDB_BAD_DBI: .badTable
            case ENOSPC: .noSpace
            case EIO: .io
            case EACCES: .accessDenied
            case ENOENT: .noSuchFile
            default: .other(number)
            }
    }
}

extension LMDBError: CustomStringConvertible {
    /// The call, and LMDB's message about its failure.
    public var description: String { code == .unsafeFile ? "\(operation) \(message)" : "\(operation): \(message)" }
}
