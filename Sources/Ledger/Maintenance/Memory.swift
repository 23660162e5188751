import CLinux
import Glibc

/// Keeps what this process holds in memory, keys and sealed fields among it, from a disk and from other processes.
public enum Memory {
    /// Switches core dumps off, and lets no other process of this account look into this one (prctl(2),
    /// PR_SET_DUMPABLE). Programs that are run from this one must do so themselves.
    public static func keepPrivate() {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        // Where the service manager forbids the first, its own LimitCORE= holds; the second does not fail.
        unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        _ = linux_forbid_dumps()
    }
}
