public import Office
import Synchronization

/// The published office, which questions read while the writer works on the next one.
public final class CurrentOffice: Sendable {
    private struct State {
        var office: Office
        var edition = 0
        var refusal: Refusal?
    }

    private let state: Mutex<State>

    /// Publishes a first office.
    public init(_ office: Office) {
        state = Mutex(State(office: office, refusal: nil))
    }

    /// The office after the last commit: a value, which stays as it is.
    public var office: Office { state.withLock { $0.office } }

    /// The edition, which increases when the office turns out to have been wrong: everything derived from an earlier edition is
    /// invalid.
    var edition: Int { state.withLock { $0.edition } }

    /// Why no commands are taken now, or nil if they are.
    public var refusal: Refusal? { state.withLock { $0.refusal } }

    /// Publishes the office after a commit, and returns the one before. Free that where nobody waits: it takes long, since much of it
    /// may have no other owner.
    func publish(_ office: Office) -> Office {
        state.withLock { state in
            let earlier = state.office
            state.office = office
            state.refusal = nil
            return earlier
        }
    }

    /// Publishes another office of the same position, whether commands are taken or not.
    func replace(by office: Office, sayingTheSame isSame: Bool) {
        let earlier = state.withLock { state in
            let earlier = state.office
            state.office = office
            if !isSame { state.edition += 1 }
            return earlier
        }
        _ = consume earlier
    }

    /// Stops accepting commands until the next publication.
    func refuse(_ refusal: Refusal) {
        state.withLock { $0.refusal = refusal }
    }
}
