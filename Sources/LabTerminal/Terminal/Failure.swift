/// How labctl ends, for whoever started it.
public enum ExitStatus: Int32, Sendable {
    /// All was accepted, or answered.
    case done = 0
    /// labd refused something, or a row of a sheet was left out.
    case refused = 1
    /// labctl was not told what to do, or a file is not what it should be.
    case usage = 2
    /// labd cannot be reached, or went away.
    case unreachable = 3
}

/// Why labctl ends without having done what was asked.
struct Failure: Error, Hashable {
    let status: ExitStatus
    /// What happened, where, and what would be accepted. Empty where it was said already.
    let message: String

    init(_ status: ExitStatus, _ message: String) {
        self.status = status
        self.message = message
    }
}
