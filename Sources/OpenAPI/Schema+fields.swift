import CanonicalJSON
import CivilTime
import Office
import Views
import Wording

extension Schema {
    /// What a field of a command may be.
    ///
    /// Bounds that only another value or the office decides are not in it: that a day is in the past, that a person is known.
    init(_ field: Fields.Description, in command: any Command.Type, path: String = "") {
        let path = path.isEmpty ? field.name : "\(path).\(field.name)"
        let schema = Self.value(field.form, parts: field.parts, of: .command(command, path: path))
        var text = command.label(ofField: path, in: .english)
        if let reference = field.reference {
            text += field.isCreated ? " (new id)" : " (\(Unit.id(of: reference)))"
        }
        if field.isSealed { text += "; sealed: in no line of the log" }
        self = schema.described(text)
    }

    /// What a field of a stored event is. Bounds may have been others when it was recorded, so there are none.
    init(recorded field: Fields.Description) {
        self = Self.value(field.form, parts: field.parts, of: .event)
    }

    /// Whose value a schema describes.
    private enum Subject {
        case command(any Command.Type, path: String)
        case event
    }

    /// The schema of `data`, or of an object in it.
    static func data(_ fields: [Fields.Description], of command: any Command.Type, path: String = "") -> Schema {
        .object(
            fields.map { ($0.name, Schema($0, in: command, path: path)) },
            required: fields.filter(\.isRequired).map(\.name), isClosed: true)
    }

    /// The schema of an event's `data`. Later versions may have more fields.
    static func recordedData(_ fields: [Fields.Description]) -> Schema {
        .object(
            fields.filter { !$0.isSealed }.map { ($0.name, Schema(recorded: $0)) },
            required: fields.filter { $0.isRequired && !$0.isSealed }.map(\.name), isClosed: false)
    }

    private static func value(_ form: FieldForm, parts: [Fields.Description], of subject: Subject) -> Schema {
        let bounds: ClosedRange<Int>? = if case .command = subject { form.range } else { nil }
        switch form {
        case .id: return .id
        case .commandID: return .commandID
        case .text: return if case .command = subject { .text } else { .string }
        case .minutes, .count, .cents, .wholeNumber, .birthYear, .revision: return .integer(bounds)
        case .bool: return .boolean
        case .words(let words): return .words(words)
        case .list(let element):
            let most: Int? = if case .command = subject { Fields.mostElements } else { nil }
            return .list(of: value(element, parts: parts, of: subject), most: most)
        case .ids: return .list(of: .id)
        case .day: return .day
        case .month: return .month
        case .clock: return .clock
        case .dayOfYear: return .dayOfYear
        case .moment, .storedMoment: return .format("date-time")
        case .positionOrMoment: return .positionOrMoment
        case .language: return .words(Language.codes.sorted())
        case .country: return .words(Nationality.codes.sorted())
        case .stream: return .stream
        case .scope: return .any(of: [.constant("all"), .list(of: .id, most: Fields.mostElements, least: 1)])
        case .plan, .span, .object:
            switch subject {
            case .command(let command, let path): return .data(parts, of: command, path: path)
            case .event: return .recordedData(parts)
            }
        case .anyObject: return .anyObject
        case .numbers: return .members(.integer())
        }
    }
}

// The forms of values that people write, as `Office` and `CivilTime` read them.
extension Schema {
    private static let idPattern = JSON.string("^[A-Za-z0-9._:][A-Za-z0-9._:-]{0,63}$")
    static let id = Schema(["type": "string", "pattern": idPattern])
    /// An id that is none of labd's own.
    static let commandID = Schema(["type": "string", "pattern": idPattern, "not": ["pattern": "^labd(:|$)"]])
    /// Up to 500 characters, without controls, line ends and characters that change the direction of others.
    static let text = Schema([
        "type": "string", "minLength": 1, "maxLength": 500,
        "pattern": #"^[^\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+$"#,
    ])
    static let day = Schema([
        "type": "string", "format": "date",
        "pattern": .string("^\(year)-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"),
    ])
    /// Years from 1900 on.
    private static let year = "(19|[2-9][0-9])[0-9]{2}"
    static let month = pattern("^\(year)-(0[1-9]|1[0-2])$")
    static let week = pattern("^\(year)-W(0[1-9]|[1-4][0-9]|5[0-3])$")
    static let quarter = pattern("^\(year)-Q[1-4]$")
    static let clock = pattern("^([01][0-9]|2[0-3]):[0-5][0-9]$")
    static let dayOfYear = pattern(
        "^((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9]))$")
    static let moment = format("date-time")
    /// A position of the log, or an instant with its zone.
    static let positionOrMoment = any(of: [pattern("^(0|[1-9][0-9]{0,8})$"), moment])
    /// `project`, or a kind and an id; a timesheet's month comes after its worker.
    static let stream: Schema = {
        let id = "[A-Za-z0-9._:][A-Za-z0-9._:-]{0,63}"
        let kinds = Stream.Kind.allCases.filter { $0 != .timesheet }.map(\.rawValue).joined(separator: "|")
        return pattern("^(project|(\(kinds))/\(id)|\(Stream.Kind.timesheet.rawValue)/\(id)/\(id))$")
    }()
}
