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

    /// An earlier line of the same body was refused.
    static let notTried = Refusal(.log(.notTried))

    /// Too many commands wait.
    static let tooManyWait = Refusal(.service(.tooManyWait))

    /// labd is stopping.
    static let isStopping = Refusal(.service(.stopping))
}
