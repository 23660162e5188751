import CLMDB
import Synchronization

extension Environment {
    private static let listener = Mutex<(@Sendable (String) -> Void)?>(nil)

    /// Sets who is told, in LMDB's words, when it finds that a file cannot be what it wrote: right before it ends the process,
    /// which nothing can keep it from. For all environments that are opened from now on.
    ///
    /// `listener` runs on whichever thread LMDB was called, inside that call: it must not call LMDB, nor wait.
    public static func whenAssertionFails(_ listener: @escaping @Sendable (String) -> Void) {
        Self.listener.withLock { $0 = listener }
    }

    /// "A callback function for most LMDB assert() failures, called before printing the message and aborting."
    static func listenForAssertions(_ handle: OpaquePointer) throws(LMDBError) {
        // Unsafe: a C call on a handle of ours; the message is a C string for as long as the callback runs.
        let result = unsafe mdb_env_set_assert(handle) { _, message in
            guard let message = unsafe message, let listener = Environment.listener.withLock({ $0 }) else { return }
            listener(unsafe String(cString: message))
        }
        try LMDBError.check(result, "mdb_env_set_assert")
    }
}
