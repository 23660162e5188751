import CanonicalJSON
import CivilTime
import Markup
import Office
import Presentation

/// What a form's fields hold, as they were typed, and the command's data that they make.
///
/// A field that was left empty is one that the command does not have. What cannot be read as a value of its kind is passed on as
/// it was typed, so that labd refuses it in its own words.
struct FormValues {
    private let texts: [(name: String, value: String)]

    init(_ texts: [(name: String, value: String)]) { self.texts = texts }

    /// The first text of a field; empty if it was left so.
    func text(_ name: String) -> String { texts.first { $0.name == name }?.value ?? "" }

    /// All texts of a field.
    func all(_ name: String) -> [String] { texts.filter { $0.name == name && !$0.value.isEmpty }.map(\.value) }

    /// The values of a field of several, from boxes that were ticked and from texts with commas between them.
    func parts(_ name: String) -> [String] {
        all(name).flatMap { $0.split(separator: ",") }.map(Self.trimmed).filter { !$0.isEmpty }
    }

    /// Hidden controls of some fields, with what they hold.
    func hidden(_ isMeant: (_ name: String) -> Bool) -> Markup {
        texts.filter { isMeant($0.name) && !$0.value.isEmpty }.map { field -> Markup in
            "<input type=\"hidden\" name=\"\(field.name)\" value=\"\(field.value)\">\n"
        }.joined()
    }

    /// The data of a command with these fields.
    func data(_ fields: [Fields.Description]) -> JSONObject {
        JSONObject(
            fields.compactMap { field in json(of: field).map { JSONObject.Member(field.name, $0) } }
                .sorted { $0.name < $1.name })
    }

    private func json(of field: Fields.Description) -> JSON? {
        let given = all(field.name)
        guard let first = given.first else {
            // Nobody by name is an answer where others are counted.
            let isNobody =
                field.isRequired && field.reference == .participant && texts.contains { $0.name == field.name }
            return isNobody ? .array([]) : nil
        }
        switch field.kind {
        case .list(let element): return .array(list(given, element))
        case .scope: return given.contains("all") ? "all" : .array(list(given, .id))
        case .object:
            guard let value = try? JSONReader.read(Array(first.utf8), as: .strict) else { return .string(first) }
            return value
        default: return value(first, field.kind)
        }
    }

    /// Several values: boxes that were ticked, or one text with commas or lines between them.
    private func list(_ given: [String], _ element: FieldKind) -> [JSON] {
        let separators: Set<Character> = element == .text ? ["\n"] : [",", "\n"]
        return given.flatMap { $0.split { separators.contains($0) || $0 == "\r\n" } }
            .map(Self.trimmed).filter { !$0.isEmpty }.map { value($0, element) }
    }

    private func value(_ text: String, _ kind: FieldKind) -> JSON {
        let text = Self.trimmed(text)
        switch kind {
        case .minutes: return TypedHours.minutes(text).map { .integer($0) } ?? .string(text)
        case .number: return Int64(text).map { .integer($0) } ?? .string(text)
        case .bool: return text == "true" ? true : text == "false" ? false : .string(text)
        case .text: return .string(Self.line(text))
        case .id, .day, .month, .clock, .code, .words, .list, .scope, .object: return .string(text)
        }
    }

    /// The text in one line, as labd takes it: a field of several lines lets people break theirs.
    private static func line(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).map(trimmed).filter { !$0.isEmpty }.joined(separator: " ")
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        var rest = text[...]
        while rest.first?.isWhitespace == true { rest = rest.dropFirst() }
        while rest.last?.isWhitespace == true { rest = rest.dropLast() }
        return String(rest)
    }
}

/// Hours as a form takes them: `7:30`, `7,5`, `7.5`, `7`.
///
/// A bare number is hours here, unlike at a terminal, where it is minutes: the field's label says hours.
enum TypedHours {
    /// Returns the whole minutes; nil if the text is not an amount of hours, or not one of whole minutes.
    static func minutes(_ text: String) -> Int64? {
        let parts = text.split(omittingEmptySubsequences: false) { ":.,".contains($0) }
        guard let hours = parts.first.flatMap(number), parts.count <= 2 else { return nil }
        guard parts.count == 2 else { return hours * 60 }
        guard let rest = number(parts[1]) else { return nil }
        if text.contains(":") { return parts[1].utf8.count == 2 && rest < 60 ? hours * 60 + rest : nil }
        guard parts[1].utf8.count <= 4 else { return nil }
        let scale = (0..<parts[1].utf8.count).reduce(Int64(1)) { value, _ in value * 10 }
        return rest * 60 % scale == 0 ? hours * 60 + rest * 60 / scale : nil
    }

    private static func number(_ text: Substring) -> Int64? {
        guard !text.isEmpty, text.utf8.count <= 7, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int64(text)
    }
}
