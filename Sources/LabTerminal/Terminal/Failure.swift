/// The exit codes of labctl.
public enum ExitStatus: Int32, Sendable {
    /// Everything was accepted or answered.
    case done = 0
    /// labd refused something, or a row of a sheet was left out.
    case refused = 1
    /// The arguments are wrong, or a file is not what it should be.
    case usage = 2
    /// labd cannot be reached, or went away.
    case unreachable = 3
}

/// The reason why labctl ends without having done what was asked.
struct Failure: Error, Hashable {
    let status: ExitStatus
    /// What happened, where, and what would be accepted. Empty if it was already printed.
    let message: String
    /// The field of the command that is at fault, if it is one.
    let field: String?
    /// The code of labd's refusal, if it is one.
    let code: String?
    /// What labd says of it, without the code.
    let detail: String?

    init(
        _ status: ExitStatus, _ message: String, field: String? = nil, code: String? = nil, detail: String? = nil
    ) {
        self.status = status
        self.message = message
        self.field = field
        self.code = code
        self.detail = detail
    }
}
