import CLinux
import Glibc

/// Protects this process's memory, which contains keys and sealed fields, from being written to disk and from other processes.
public enum Memory {
    /// Switches core dumps off, and forbids other processes of this account to read this one's memory (prctl(2),
    /// PR_SET_DUMPABLE). Programs that this one runs must do so themselves.
    public static func keepPrivate() {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        // If the service manager forbids the first call, its own LimitCORE= applies; the second one does not fail.
        unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        _ = linux_forbid_dumps()
    }
}
