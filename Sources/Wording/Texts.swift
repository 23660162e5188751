import Office
import Views

/// The texts of a language, one for each code with its arguments.
///
/// A language is a type that conforms to it. Each text is a switch without a default over its codes, so the compiler finds a
/// code without a text, a text without a code, and an argument that a text binds and does not use.
protocol Texts {
    static func message(_ reason: ShapeReason, of field: String) -> Message
    static func message(_ reason: RecordReason) -> Message
    static func message(_ reason: CalendarReason) -> Message
    static func message(_ reason: PlanReason) -> Message
    static func message(_ reason: HoursReason) -> Message
    static func message(_ reason: TimesheetReason) -> Message
    static func message(_ reason: MediationReason) -> Message
    static func message(_ reason: CaseReason) -> Message
    static func message(_ reason: ClockReason) -> Message
    static func message(_ reason: PersonReason) -> Message
    static func message(_ reason: PersonalDataReason) -> Message
    static func message(_ reason: ReportReason) -> Message
    static func message(_ reason: WorkerReason) -> Message
    static func message(_ reason: YouthReason) -> Message
    static func message(_ reason: LogReason) -> Message
    static func message(_ reason: ServiceReason) -> Message
    static func message(_ reason: SenderReason) -> Message
    static func message(_ reason: RequestReason, of field: String) -> Message
    static func message(_ reason: ProofReason) -> Message
    static func message(_ reason: QuestionReason) -> Message

    static func title(_ code: Refusal.Code) -> String
    static func text(_ flag: Flag) -> String
    static func text(_ form: FieldForm) -> String
    static func text(_ note: Note) -> String
    static func text(_ parameter: Parameter) -> String
    static func form(of parameter: Parameter) -> String
    static func text(_ fault: UnreadableEvent.Fault) -> String

    /// The texts about each view, by its name.
    static var views: [String: ViewText] { get }
    /// The titles of the fields of views, by their names; by `VIEW.NAME` for a field that is said of something else there, and
    /// in Italian in another gender.
    static var columns: [String: String] { get }
    /// What each command does, by its name.
    static var commands: [String: String] { get }
    /// The labels of the fields of commands, by their names; by `COMMAND.PATH` for a field that means something else there.
    static var fields: [String: String] { get }
    /// The texts of the words of enumerations, by the word; by `FIELD.WORD` for a field where the word means something else.
    static var codes: [String: String] { get }
}

extension Texts {
    /// Returns the text of any reason; `field` is the field at fault.
    static func message(_ reason: Reason, of field: String) -> Message {
        switch reason {
        case .shape(let reason): message(reason, of: field)
        case .record(let reason): message(reason)
        case .calendar(let reason): message(reason)
        case .plan(let reason): message(reason)
        case .hours(let reason): message(reason)
        case .timesheet(let reason): message(reason)
        case .mediation(let reason): message(reason)
        case .cases(let reason): message(reason)
        case .clock(let reason): message(reason)
        case .person(let reason): message(reason)
        case .personalData(let reason): message(reason)
        case .report(let reason): message(reason)
        case .worker(let reason): message(reason)
        case .youth(let reason): message(reason)
        case .log(let reason): message(reason)
        case .service(let reason): message(reason)
        case .sender(let reason): message(reason)
        case .request(let reason): message(reason, of: field)
        case .proof(let reason): message(reason)
        case .question(let reason): message(reason)
        }
    }

    /// Returns roles one after the other, in the order of the alphabet.
    static func list(_ roles: Set<Role>, _ separator: String) -> String {
        roles.map(\.rawValue).sorted().joined(separator: separator)
    }

    /// Returns at most the first hundred characters of what a request has said.
    static func shortened(_ text: String) -> String { text.count <= 100 ? text : text.prefix(99) + "…" }

    /// Returns ids one after the other, as they can be typed.
    static func list(_ ids: [ID], _ separator: String = " ") -> String { ids.map(\.text).joined(separator: separator) }
}

/// The texts about a view.
struct ViewText {
    /// The line above its answer.
    let title: String
    /// What it answers, in one line.
    let purpose: String
    /// Additional text for its help.
    var note = ""
}
