public import CanonicalJSON
public import CivilTime

/// The content of an event of one type, and how it changes the office.
public protocol EventBody: Sendable {
    /// The event's name, as in the catalogue: `hours.logged`.
    static var event: String { get }
    /// The version of `data` that is written now, from 1.
    static var schema: Int { get }
    /// Whether it is the work of the worker who has the case, or of the mediator who has the request, where no field says whose.
    static var isWorkOfAssignee: Bool { get }
    /// Reads the fields. This is the only description of the event; see `Fields`.
    init(from fields: inout Fields) throws(Refusal)
    /// Converts the data of an older version to the next version; nil if there was no such version.
    ///
    /// Old lines are never changed; this is how they are read.
    static func upcast(_ data: JSONObject, from version: Int) -> JSONObject?
    /// Applies the event, which was accepted earlier, to the office. It never fails.
    func apply(to office: inout Office, _ mark: EventMark)
}

extension EventBody {
    /// The first version.
    public static var schema: Int { 1 }

    /// Most events are what somebody else did, or name the worker.
    public static var isWorkOfAssignee: Bool { false }

    /// There is no older version than the first.
    public static func upcast(_ data: JSONObject, from version: Int) -> JSONObject? { nil }
}

/// A command of the catalogue: its content, whether the office accepts it, and the event that it becomes.
///
/// A command and its event have the same content except for the personal fields, so one type represents both.
public protocol Command: EventBody {
    /// The command's name, as in the catalogue: `hours.log`.
    static var name: String { get }
    /// The least role that may send it.
    static var leastRole: Role { get }
    /// Whether its event freezes figures, for which the root of the log's tree is needed.
    static var freezesFigures: Bool { get }
    /// Whether labd adds something to its event, see ``completed(_:_:_:)``.
    static var isCompleted: Bool { get }
    /// The day on which it happened; nil for the local day of recording.
    var occurred: Day? { get }
    /// The stream of its event.
    func stream(in office: Office) throws(Refusal) -> Stream
    /// The owner of the key that seals its personal fields: the stream of a person or worker, if it concerns one.
    func owner(in office: Office) -> Stream?
    /// Accepts the command, with the flags that its event carries, or refuses it.
    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags
    /// Returns what labd adds to an accepted command; nil if nothing. Called only if `isCompleted` is true.
    func completed(
        _ office: Office, _ recording: Recording, _ freezer: any FigureFreezer
    ) throws(Refusal) -> Completion?
    /// Returns the commands that take back or correct its event, which is at `position` of the log, the best first; empty if
    /// none does.
    func remedies(_ office: Office, position: Int) -> [Remedy]
}

/// A command that says on which day it happened.
protocol DatedCommand: Command {
    var on: Day { get }
}

extension DatedCommand {
    var occurred: Day? { on }
}

/// The event of a command to which labd adds something of its own.
public struct Completion {
    /// The event's data; its type may differ from the command's.
    let body: any EventBody
    /// The members of its data in addition to the command's fields.
    let added: [JSONObject.Member]
    /// The refusal for the sender, if the event records that the command was refused.
    var refusal: Refusal?
    /// The owners whose sealed fields and keys are destroyed with the event.
    var erases: [Stream] = []
}

extension Command {
    /// Most commands are not completed by labd.
    public static var freezesFigures: Bool { false }

    /// The default is false: only reports freeze figures.
    public static var isCompleted: Bool { freezesFigures }

    /// Most commands say nothing of a day of their own.
    public var occurred: Day? { nil }

    /// The stream of the event itself.
    public func owner(in office: Office) -> Stream? { nil }

    /// Nothing.
    public func completed(
        _ office: Office, _ recording: Recording, _ freezer: any FigureFreezer
    ) throws(Refusal) -> Completion? { nil }
}

/// The name of a stream: `person/p-1`, `timesheet/sw-01/2019-06`, `project`.
public struct Stream: Sendable, Hashable {
    /// The first word of a name, where an id follows: the only streams, beside the project's, that can hold sealed fields.
    package enum Kind: String, CaseIterable {
        case person, worker, timesheet, contact, `case`, mediation, orientation, activity, report, finding
    }

    /// The name, as in an event's `subject`.
    public let name: String

    /// The stream of that name.
    public init(_ name: String) { self.name = name }

    init(_ kind: Kind, _ id: String) { name = kind.rawValue + "/" + id }

    static let project = Stream("project")
    /// The stream of a person.
    public static func person(_ id: ID) -> Stream { Stream(.person, id.text) }
    static func worker(_ id: ID) -> Stream { Stream(.worker, id.text) }
    static func contact(_ id: ID) -> Stream { Stream(.contact, id.text) }
    /// The stream of a case.
    package static func `case`(_ id: ID) -> Stream { Stream(.case, id.text) }
    static func mediation(_ id: ID) -> Stream { Stream(.mediation, id.text) }
    static func orientation(_ id: ID) -> Stream { Stream(.orientation, id.text) }
    static func activity(_ id: ID) -> Stream { Stream(.activity, id.text) }
    static func report(_ id: ID) -> Stream { Stream(.report, id.text) }
    static func finding(_ id: ID) -> Stream { Stream(.finding, id.text) }
    static func timesheet(_ worker: ID, _ month: Month) -> Stream { Stream(.timesheet, "\(worker.text)/\(month)") }
}

/// The five roles of the catalogue's section 7, as a command names the least of them that may send it.
public enum Role: String, Sendable, Hashable, CaseIterable {
    /// Sees aggregates.
    case viewer
    /// Records the work.
    case `operator`
    /// Plans, decides, approves.
    case coordinator
    /// Reads everything but what is sealed, and notes findings.
    case auditor
    /// Runs the machine; does no work of the office.
    case admin
}

/// When and by whom a command is recorded. The caller provides it, because the office has no clock.
public struct Recording: Sendable, Hashable {
    /// The moment that the event will carry as `time`.
    public let time: Instant
    /// The local day of that moment.
    public let today: Day
    /// The account that sent the command.
    public let actor: String
    /// The roles of that account; empty for labd itself.
    public let roles: Set<Role>
    /// The streams of the persons found by one of the command's search terms. The office itself does not know names.
    public var namesakes: [Stream]
    /// The clock that gave the time, if it is in doubt.
    public let doubtedClock: DoubtedClock?

    /// A recording at that moment by that account.
    public init(
        time: Instant, actor: String, roles: Set<Role>, namesakes: [Stream] = [], doubtedClock: DoubtedClock? = nil
    ) {
        self.time = time
        self.doubtedClock = doubtedClock
        self.today = EuropeRome.day(of: time)
        self.actor = actor
        self.roles = roles
        self.namesakes = namesakes
    }

    /// A recording at that moment by labd itself.
    public init(byLabdAt time: Instant) { self.init(time: time, actor: "labd", roles: []) }
}

/// The parts of an event that `apply` receives besides its body.
public struct EventMark: Sendable {
    /// Its place in the log.
    public let position: Int
    /// When it was recorded.
    public let time: Instant
    /// The day on which it happened.
    public let occurred: Day
    /// Its flags, as decided.
    public let flags: Flags

    /// The mark of an event.
    public init(position: Int, time: Instant, occurred: Day, flags: Flags) {
        self.position = position
        self.time = time
        self.occurred = occurred
        self.flags = flags
    }
}
