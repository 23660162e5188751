import CLMDB
import CLinux
import Synchronization

extension Environment {
    private static let listener = Mutex<(@Sendable (_ file: String, _ words: String) -> Void)?>(nil)

    /// Sets who is told which file it is, and in LMDB's words what is wrong, when it finds that a file cannot be what it wrote:
    /// right before it ends the process, which nothing can keep it from. For all environments that are opened from now on.
    ///
    /// `listener` runs on whichever thread LMDB was called, inside that call: it must not call LMDB, nor wait.
    public static func whenAssertionFails(_ listener: @escaping @Sendable (_ file: String, _ words: String) -> Void) {
        Self.listener.withLock { $0 = listener }
    }

    /// Has the process say, before it ends by SIGBUS, which environment's file could not be read: `before`, the file's path,
    /// `after`, on standard error. A page that the disk does not give, or that is not there, ends it so.
    public static func speakAtBusError(before: String, after: String) {
        // Unsafe: both are copied by the call. It fails for a signal that no system lacks.
        _ = unsafe linux_speak_at_sigbus(before, after)
    }

    /// "A callback function for most LMDB assert() failures, called before printing the message and aborting."
    static func listenForAssertions(_ handle: OpaquePointer) throws(LMDBError) {
        // Unsafe: a C call on a handle of ours; the message and the path are C strings for as long as the callback runs.
        let result = unsafe mdb_env_set_assert(handle) { handle, message in
            guard let message = unsafe message, let listener = Environment.listener.withLock({ $0 }) else { return }
            var directory: UnsafePointer<CChar>?
            let isKnown = unsafe mdb_env_get_path(handle, &directory) == 0
            let path = unsafe isKnown ? directory.map { unsafe String(cString: $0) } : nil
            listener((path.map { $0 + "/" } ?? "") + "data.mdb", unsafe String(cString: message))
        }
        try LMDBError.check(result, "mdb_env_set_assert")
    }
}
