import Office

/// A refusal, with the id of the command that it answers where that could be read.
struct RefusedCommand: Sendable, Hashable {
    let refusal: Refusal
    let id: String?

    init(_ refusal: Refusal, id: String? = nil) {
        self.refusal = refusal
        self.id = id
    }
}
