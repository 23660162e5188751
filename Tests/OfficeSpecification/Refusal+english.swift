package import Office
import Wording

extension Refusal {
    /// What is wrong, in English.
    package var detail: String { message(in: .english).detail }
    /// What would be accepted, in English.
    package var accepted: String? { message(in: .english).accepted }
}

extension UnreadableEvent {
    /// What is wrong with the event, in English.
    package var reason: String { fault.text(in: .english) }
}
