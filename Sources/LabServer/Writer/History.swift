import CivilTime
import EventFormat
import LabAPI
public import Ledger
public import Office
import Synchronization
import Views

/// The offices of earlier positions. Some are kept, spread over the log; the others are replayed from the nearest one.
///
/// An office is a value that shares its structure with later ones, so keeping one costs only what changed since. There is only
/// one set of rules: the office of a position answers what labd would answer if the log ended there.
public final class History: Sendable {
    /// The minimum distance between kept offices while commands wait.
    private static let busySpacing = 65_536
    /// How many offices that were replayed are kept: those of the quarters that viewers see are asked for together.
    private static let recentLimit = 6

    private struct State {
        /// By position.
        var kept: [Office] = []
        var spacing: Int
        /// Those that were replayed last, the latest last: questions about the same moments come together.
        var recent: [Office] = []
    }

    private let ledger: Ledger
    private let limit: Int
    private let state: Mutex<State>

    /// A history of the log, with nothing kept yet.
    ///
    /// `spacing` is the initial distance between kept offices. When there are more than `limit`, every second one is dropped,
    /// and the distance is doubled.
    public init(_ ledger: Ledger, spacing: Int = 8_192, limit: Int = 64) {
        self.ledger = ledger
        self.limit = limit
        state = Mutex(State(spacing: spacing))
    }

    /// Keeps `office` if it is far enough from the last one kept. Offices come in the order of their positions.
    ///
    /// While commands wait (`isBusy`), fewer are kept: what a kept office still holds must be copied by whoever goes on.
    public func keep(_ office: Office, isBusy: Bool = false) {
        state.withLock { state in
            let distance = isBusy ? max(state.spacing, Self.busySpacing) : state.spacing
            guard office.position - (state.kept.last?.position ?? -1) >= distance else { return }
            state.kept.append(office)
            guard state.kept.count > limit else { return }
            state.spacing *= 2
            state.kept = state.kept.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
        }
    }

    /// Keeps what another history of the same log kept instead of its own.
    func takeOver(_ other: History) {
        let (kept, spacing) = other.state.withLock { ($0.kept, $0.spacing) }
        state.withLock { $0 = State(kept: kept, spacing: spacing) }
    }

    /// The position that a question is about; `newest` is the office published now, `field` where the moment was named.
    ///
    /// - Throws: `Refusal` for a position beyond the log, and where the log cannot be read.
    func position(asOf moment: AsOf?, newest: Office, field: String = "asOf") throws -> Int {
        switch moment {
        case nil: return newest.position
        case .position(let position):
            guard position <= newest.position else {
                // The office ends before the first damaged line, the log does not.
                if let damage = ledger.damage.first, position < ledger.count {
                    throw LedgerError.damaged(position: damage.position, detail: damage.detail)
                }
                throw Refusal.notYet(position, last: newest.position, field: field)
            }
            return position
        case .instant(let instant): return try lastPosition(before: instant, newest)
        }
    }

    /// The office that a question is about; as ``position(asOf:newest:field:)``.
    func office(asOf moment: AsOf?, newest: Office, _ interest: Interest? = nil) throws -> Office {
        try office(at: try position(asOf: moment, newest: newest), newest, interest)
    }

    /// The office after the event at `position`, which must be no later than `newest`; that of nothing before the first.
    ///
    /// - Throws: `CancellationError` where nobody waits for the answer any more.
    func office(at position: Int, _ newest: Office, _ interest: Interest? = nil) throws -> Office {
        if position == newest.position { return newest }
        guard position >= 0 else { return Office() }
        let (kept, recent) = state.withLock { state in
            let recent = state.recent.filter { $0.position <= position }.max { $0.position < $1.position }
            return (state.kept.last { $0.position <= position }, recent)
        }
        var office = kept ?? Office()
        if let recent, recent.position >= office.position { office = recent }
        if office.position < position {
            try office.replay(ledger, upTo: position) { interest?.isOver != true }
            try interest?.check()
            let found = office
            state.withLock { state in
                state.recent.removeAll { $0.position == position }
                state.recent.append(found)
                if state.recent.count > Self.recentLimit { state.recent.removeFirst() }
            }
        }
        return office
    }

    /// The position of the last event that was recorded before `instant`; -1 if there is none. Times never go back.
    private func lastPosition(before instant: Instant, _ newest: Office) throws -> Int {
        guard newest.time >= instant else { return newest.position }
        var low = -1
        var high = newest.position
        while high - low > 1 {
            let middle = low + (high - low) / 2
            guard let event = try ledger.event(at: middle) else {
                throw LedgerError.damaged(position: middle, detail: "no event")
            }
            if event.time.microseconds < instant.microseconds { low = middle } else { high = middle }
        }
        return low
    }
}

/// The log behind the office that is published now.
struct PublishedPast: Past {
    let history: History
    let ledger: Ledger
    let newest: Office
    var interest: Interest?

    func office(at position: Int) throws(Refusal) -> Office {
        try refusing { try history.office(asOf: .position(position), newest: newest, interest) }
    }

    func position(asOf moment: AsOf) throws(Refusal) -> Int {
        try refusing { try history.position(asOf: moment, newest: newest, field: "since") }
    }

    func event(at position: Int) throws(Refusal) -> EventNote {
        let event = try refusing { try ledger.event(at: position) }
        guard let event else { throw Refusal(.log(.noEvent(position: position))) }
        return EventNote(event)
    }

    func content(at position: Int) throws(Refusal) -> RecordedEvent {
        let event = try refusing { try ledger.event(at: position) }
        guard let event else { throw Refusal(.log(.noEvent(position: position))) }
        return RecordedEvent(EventNote(event), schema: event.schema, data: event.data)
    }

    func digest(of bytes: [UInt8]) -> String { Ledger.digest(of: bytes) }

    private func refusing<Result>(_ body: () throws -> Result) throws(Refusal) -> Result {
        do {
            return try body()
        } catch let refusal as Refusal {
            throw refusal
        } catch let error as LedgerError {
            throw Refusal(error)
        } catch {
            throw Refusal(.log(.unreadable(diagnostic: "\(error)")))
        }
    }
}

extension EventNote {
    init(_ event: StoredEvent) {
        self.init(
            position: event.position, type: event.type, subject: event.subject, actor: event.actor,
            occurred: event.occurred, time: event.time.description, flags: event.flags)
    }
}
