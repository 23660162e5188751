import CivilTime
import EventFormat
import Ledger
import Office

extension Refusal {
    /// What the sender of a command is told when the ledger did not take it.
    init(_ error: LedgerError) {
        switch error {
        case .invalid(let field, let detail): self.init(.log(.unstorable(diagnostic: detail)), field: field)
        case .tooLarge(let bytes): self.init(.log(.lineTooLong(bytes: bytes, most: EventLine.limit)))
        case .timeBackwards(let last, let given):
            self = .backwards(given, last: last)
        case .noSpace, .mapFull: self.init(.log(.diskFull))
        case .erased(let owner): self.init(.log(.ownerErased(owner)))
        case .keysUnavailable(let detail): self.init(.log(.keysUnavailable(diagnostic: detail)))
        case .keyMissing(let owner): self.init(.log(.keyMissing(owner: owner)))
        default: self.init(.log(.damaged(diagnostic: error.description)))
        }
    }

    /// The recording time asked for lies before the last one.
    static func backwards(_ given: Instant, last: Instant) -> Refusal {
        Refusal(.log(.timeBackwards(given: given, last: last)), field: "at", value: "\"\(given)\"")
    }

    /// Commands carry no recording time in a real log.
    static let atInRealLog = Refusal(.log(.timeInRealLog), field: "at")

    /// The id stands for another command.
    static func idReused(_ id: ID) -> Refusal {
        Refusal(.log(.idReused(id)), field: "id", value: "\"\(id.text)\"")
    }

    /// The stream has moved on since the sender saw it.
    static func stale(_ stream: Stream, expected: Int, current: Int) -> Refusal {
        Refusal(
            .log(.stale(stream: stream.name, expected: expected, current: current)), field: "expect",
            value: "\(expected)")
    }

    /// An earlier line of the same body was refused.
    static let notTried = Refusal(.log(.notTried))

    /// Too many commands wait.
    static let tooManyWait = Refusal(.service(.tooManyWait))

    /// The connection was closed before the command's turn came.
    static let isForgotten = Refusal(.service(.forgotten))

    /// labd is stopping.
    static let isStopping = Refusal(.service(.stopping))
}
