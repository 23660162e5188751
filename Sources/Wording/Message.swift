/// What a person is told of a refusal.
package struct Message: Sendable, Hashable {
    /// What is wrong, as one sentence without a full stop.
    package let detail: String
    /// What would be accepted, where that can be said.
    package let accepted: String?

    init(_ detail: String, accepted: String? = nil) {
        self.detail = detail
        self.accepted = accepted
    }
}
