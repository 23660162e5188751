import Glibc
public import Office

/// The machine's clock.
public enum SystemClock {
    /// The moment that it shows, in UTC.
    public static let now: @Sendable () -> Instant = {
        var time = timespec()
        // clock_gettime(2) fills `time`; this clock exists on every Linux, so that the call cannot fail.
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }

    /// Microseconds of the clock that only goes forwards (CLOCK_MONOTONIC), as service managers are told.
    public static var monotonicMicroseconds: Int {
        var time = timespec()
        // As above.
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000_000 + time.tv_nsec / 1_000
    }
}
