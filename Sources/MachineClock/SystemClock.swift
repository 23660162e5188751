import CLinux
package import CivilTime
import Glibc

/// The machine's clock.
package enum SystemClock {
    /// The present time of the clock, in UTC.
    package static let now: @Sendable () -> Instant = {
        var time = timespec()
        // clock_gettime(2) fills `time`; this clock exists on every Linux, so that the call cannot fail.
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }

    /// Microseconds of the clock that never goes back (CLOCK_MONOTONIC), which service managers expect.
    package static var monotonicMicroseconds: Int {
        var time = timespec()
        // As above.
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000_000 + time.tv_nsec / 1_000
    }

    /// Microseconds since the machine was booted, including suspended time (CLOCK_BOOTTIME). Nobody can set this clock.
    package static let steadyMicroseconds: @Sendable () -> Int64 = {
        var time = timespec()
        // As above.
        unsafe clock_gettime(CLOCK_BOOTTIME, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
    }

    /// Whether the kernel reports its clock as synchronised, by NTP or another source; nil if it does not say.
    package static let isSynchronised: @Sendable () -> Bool? = {
        switch linux_is_clock_synchronised() {
        case 0: false
        case 1: true
        default: nil
        }
    }
}
