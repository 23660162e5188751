import CLMDB
import CLinux
import Synchronization

extension Environment {
    private static let listener = Mutex<(@Sendable (_ file: String, _ words: String) -> Void)?>(nil)

    /// Sets a listener for failed assertions of LMDB, which mean that a file cannot be what LMDB wrote. The listener gets the
    /// file's path and LMDB's message, immediately before LMDB ends the process, which cannot be prevented. Applies to all
    /// environments that are opened from now on.
    ///
    /// `listener` runs on the thread that called LMDB, inside that call. It must neither call LMDB nor wait.
    package static func whenAssertionFails(_ listener: @escaping @Sendable (_ file: String, _ words: String) -> Void) {
        Self.listener.withLock { $0 = listener }
    }

    /// Makes the process report, before SIGBUS ends it, which environment's file could not be read. It writes `before`, the
    /// file's path and `after` to standard error. SIGBUS is raised if the disk cannot read a page, or if the page is missing.
    package static func speakAtBusError(before: String, after: String) {
        // Unsafe: the call copies both texts. It fails only for a signal that does not exist, and SIGBUS always exists.
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
