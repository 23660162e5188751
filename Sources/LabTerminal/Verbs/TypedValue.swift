internal import CanonicalJSON
internal import CivilTime
internal import LabAPI
internal import Office
internal import TOMLFiles
internal import Wording

/// A reader of what a person types for a field, which converts it to the field's JSON.
///
/// This is the only place that knows how each kind of field is typed.
struct TypedValue {
    let kind: FieldKind
    let name: String
    let today: Day

    /// The value of all that was typed for the field: one text, or several for a list.
    ///
    /// - Throws: `Failure` of usage, naming the option and what it takes.
    func json(_ texts: [String]) throws(Failure) -> JSON {
        switch kind {
        case .list(let element): return try list(texts, of: element)
        case .scope: return texts == ["all"] ? "all" : try list(texts, of: .id)
        default:
            guard let text = texts.first, texts.count == 1 else {
                throw Failure(.usage, "--\(name) is given \(texts.count) times; it takes one value")
            }
            return try one(text, kind)
        }
    }

    /// How the field is typed, for help: `WORKER`, `DAY`, `a|b|c`.
    static func hint(_ field: Fields.Description) -> String {
        // The hint for the id of something that exists is its kind, such as WORKER.
        let id = field.isCreated ? nil : field.reference?.subject.rawValue.uppercased()
        return hint(field.kind, id: id ?? "ID", form: field.form)
    }

    private static func hint(_ kind: FieldKind, id: String, form: FieldForm) -> String {
        switch kind {
        case .id: id
        case .text: "TEXT"
        case .day: "DAY"
        case .month: "YYYY-MM"
        case .clock: "HH:MM"
        case .code: form.text(in: Speech.language)
        case .minutes: "MINUTES or H:MM"
        case .number: "NUMBER"
        case .bool: "true|false"
        case .words(let words): words.joined(separator: "|")
        case .list(let element):
            if case .list(let one) = form {
                hint(element, id: id, form: one) + ",…"
            } else {
                hint(element, id: id, form: form) + ",…"
            }
        case .scope: "all or \(id),…"
        case .object: "FILE.toml"
        }
    }

    private func list(_ texts: [String], of element: FieldKind) throws(Failure) -> JSON {
        var values: [JSON] = []
        for text in texts {
            // Commas part what cannot hold one.
            let parts = element == .text ? [text] : text.split(separator: ",").map(String.init)
            for part in parts { values.append(try one(part, element)) }
        }
        return .array(values)
    }

    private func one(_ text: String, _ kind: FieldKind) throws(Failure) -> JSON {
        switch kind {
        case .id, .text, .month, .code: return .string(text)
        case .words(let words):
            guard words.contains(text) else { throw wrong(text, words.joined(separator: ", ")) }
            return .string(text)
        case .day:
            guard let day = Day(typed: text, today: today) else { throw wrong(text, Day.typedForm) }
            return .string(day.description)
        case .clock: return .string(text.utf8.count == 4 && text.dropFirst().first == ":" ? "0" + text : text)
        case .minutes:
            guard let number = minutes(text) else { throw wrong(text, "minutes, or hours as 7:30") }
            return .integer(number)
        case .number:
            guard let number = Int64(text) else { throw wrong(text, "a whole number") }
            return .integer(number)
        case .bool:
            guard let flag = Self.flag(text) else { throw wrong(text, "true or false") }
            return .bool(flag)
        case .object: return .object(try readPlan(text).plan)
        case .list, .scope: throw wrong(text, "one value")
        }
    }

    /// Reads a boolean as people type it, or returns nil.
    static func flag(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true", "yes", "si", "sì": true
        case "false", "no": false
        default: nil
        }
    }

    private func minutes(_ text: String) -> Int64? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return Int64(text) }
        guard let hours = Int64(parts[0]), let minutes = Int64(parts[1]), parts[1].utf8.count == 2,
            (0...1_000_000).contains(hours), (0..<60).contains(minutes)
        else { return nil }
        return hours * 60 + minutes
    }

    private func wrong(_ text: String, _ accepted: String) -> Failure {
        Failure(.usage, "--\(name) cannot be \"\(text)\": it takes \(accepted)")
    }
}
