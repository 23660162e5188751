import CanonicalJSON
import CivilTime

/// `clock.confirm`: an admin confirms that the machine's clock is right, although labd does not believe it.
///
/// The event says what the clock showed and why it was doubted. It applies only to that time: from then on the clock is
/// measured against it, and is judged again if it departs from it.
struct ConfirmClock: Command {
    static let name = "clock.confirm"
    static let event = "log.clock-confirmed"
    static let leastRole = Role.admin
    static let isCompleted = true

    /// The time that the clock showed; nil in the command as sent.
    private(set) var shows: Instant?

    init(from fields: inout Fields) throws(Refusal) {
        let _: Text? = try fields.optional("reason")
        let clock: Text? = try fields.added("clock")
        let _: DoubtedClock.Doubt? = try fields.added("doubt")
        let _: Text? = try fields.added("last")
        if let clock {
            guard let instant = Instant(clock.text) else {
                throw .invalid(.string(clock.text), "clock", .storedMoment)
            }
            shows = instant
        }
    }

    func stream(in office: Office) -> Stream { Stream("log") }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        guard recording.doubtedClock != nil else {
            throw Refusal(.clock(.believed))
        }
        return Flags()
    }

    func completed(
        _ office: Office, _ recording: Recording, _ freezer: any FigureFreezer
    ) throws(Refusal) -> Completion? {
        guard let doubted = recording.doubtedClock else { return nil }
        var body = self
        body.shows = doubted.shows
        return Completion(
            body: body,
            added: [
                .init("clock", .string(doubted.shows.description)), .init("doubt", .string(doubted.doubt.rawValue)),
                .init("last", .string(doubted.last.description)),
            ])
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        office.confirmedClock = shows
        office.record(.log, row: 0, mark)
    }
}

extension CommandRequest {
    /// Whether it is about the clock itself, so that it is recorded although that is not believed.
    public var confirmsClock: Bool { command is ConfirmClock }
}
