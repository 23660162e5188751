/// Why a command or question is not accepted: what is wrong, and where. Nothing has changed.
///
/// It carries no sentence: the target `Wording` says it, and what would be accepted, in a language. Senders see it as an
/// RFC 9457 problem.
public struct Refusal: Error, Sendable, Hashable {
    /// What is wrong, with the values that a sentence about it needs.
    package let reason: Reason
    /// The invalid field, as its path below `data` (`plan.lines[2].places[0]`), if one is to blame.
    public let field: String?
    /// The value at fault as JSON text, shortened. Never a personal one.
    public let value: String?

    /// A refusal with all that can be said of it.
    package init(_ reason: Reason, field: String? = nil, value: String? = nil) {
        self.reason = reason
        self.field = field
        self.value = value
    }

    /// What is wrong, as programs are told it.
    public var code: Code { reason.code }
}
