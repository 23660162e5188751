import Ledger
import Office

extension Refusal {
    /// What the sender of a command is told when the ledger did not take it.
    init(_ error: LedgerError) {
        switch error {
        case .invalid(let field, let detail):
            self.init(.invalidValue, field: field, detail)
        case .tooLarge:
            self.init(.tooLarge, error.description, accepted: "a line of at most \(EventLine.limit) bytes")
        case .timeBackwards(let last, let given):
            self.init(.atBackwards, at: given.description, last: last.description)
        case .noSpace, .mapFull:
            self.init(.noSpace, LedgerError.noSpace.description, accepted: "the same command, once there is room")
        case .erased:
            self.init(.erased, error.description, accepted: "what concerns somebody else")
        case .keysUnavailable, .keyMissing:
            self.init(.keysUnavailable, error.description, accepted: "the same command, once the keys are back")
        default:
            self.init(.logDamaged, error.description, accepted: "the same command, once the log has been looked after")
        }
    }

    /// The recording time asked for lies before the last one.
    init(_ code: Code, at given: String, last: String) {
        self.init(
            code, field: "at", value: "\"\(given)\"", "\(given) lies before the last recording, \(last)",
            accepted: "\(last) or later")
    }

    /// Commands carry no recording time in a real log.
    static let atInRealLog = Refusal(
        .atNotAllowed, field: "at", "this log is a real one: labd's own clock gives the recording time",
        accepted: "the command without at")

    /// The id stands for another command.
    static func idReused(_ id: ID) -> Refusal {
        Refusal(
            .idReused, field: "id", value: "\"\(id.text)\"",
            "\(id.text) is the id of another command, accepted earlier", accepted: "an id of its own for each command")
    }

    /// The stream has moved on since the sender saw it.
    static func stale(_ stream: Stream, expected: Int, current: Int) -> Refusal {
        Refusal(
            .staleRevision, field: "expect", value: "\(expected)",
            current == 0
                ? "\(stream.name) has no events yet" : "\(stream.name) stands at revision \(current), not \(expected)",
            accepted: "\(current), after a look at what has changed")
    }

    /// An earlier line of the same body was refused.
    static let notTried = Refusal(
        .notTried, "an earlier line of this body was refused, and the sender asked to stop there",
        accepted: "the same line, once the refused one is settled")

    /// Too many commands wait.
    static let tooManyWait = Refusal(
        .busy, "more commands wait for the writer than labd holds", accepted: "the same command, a moment later")

    /// The connection was closed before the command's turn came.
    static let isForgotten = Refusal(
        .busy, "the connection was closed before the command's turn came", accepted: "the same command, once more")

    /// labd is stopping.
    static let isStopping = Refusal(
        .busy, "labd is stopping and takes no more commands", accepted: "the same command, once labd runs again")
}
