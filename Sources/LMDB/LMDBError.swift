import CLMDB
import Glibc

/// An error of LMDB, with the call that failed.
package struct LMDBError: Error, Sendable, Hashable {
    /// The kind of failure.
    package enum Code: Sendable, Hashable {
        /// "key/data pair already exists"
        case keyExists
        /// "Located page was wrong type"
        case corrupted
        /// "Update of meta page failed or environment had fatal error"
        case panic
        /// "Environment mapsize reached"
        case mapFull
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
        /// Another error number of LMDB or the system, whose message says all that there is.
        case other(Int32)
    }

    /// The kind of failure.
    package let code: Code
    /// The call that failed, by its name in `lmdb.h` or in POSIX.
    package let operation: String
    /// The message of `mdb_strerror`.
    package let message: String

    /// Creates an error that LMDB itself did not detect.
    package init(_ code: Code, in operation: String, message: String) {
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
            case MDB_CORRUPTED: .corrupted
            case MDB_PANIC: .panic
            case MDB_MAP_FULL: .mapFull
            case ENOSPC: .noSpace
            case EIO: .io
            default: .other(number)
            }
    }
}

extension LMDBError: CustomStringConvertible {
    /// The call, and LMDB's message about its failure.
    package var description: String { code == .unsafeFile ? "\(operation) \(message)" : "\(operation): \(message)" }
}
