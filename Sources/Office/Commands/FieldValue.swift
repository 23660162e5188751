package import CanonicalJSON
package import CivilTime

/// A type that a field of a command can have: how it is read, and how it is described.
package protocol FieldValue: Sendable {
    /// Reads the value, or says why it cannot be one of this type. `field` is its path, for the refusal.
    init(_ json: JSON, field: String) throws(Refusal)
    /// The accepted values, in a few words: `day YYYY-MM-DD`, `permit·renewal-receipt`.
    static var form: FieldForm { get }
    /// The type of the value, for programs.
    static var kind: FieldKind { get }
    /// Whether it is an object that is read field by field.
    static var isGroup: Bool { get }
    /// The fields of the objects that it contains; empty if it is not an object.
    static var parts: [Fields.Description] { get }
    /// Any value of the type, used where a command is read only in order to describe it.
    static func placeholder() throws(Refusal) -> Self
    /// The text that may contain personal data; nil if the form excludes it.
    var clearText: String? { get }
}

extension FieldValue {
    /// The default is nil: most forms cannot contain personal data.
    package var clearText: String? { nil }
    package static var isGroup: Bool { false }
    package static var parts: [Fields.Description] { [] }
}

extension Refusal {
    /// The field holds JSON of another type.
    static func wrongType(_ json: JSON, _ field: String, _ form: FieldForm) -> Refusal {
        Refusal(.shape(.wrongType(form: form)), field: field, value: excerpt(json))
    }

    /// The field holds a value that it cannot have.
    static func invalid(_ json: JSON, _ field: String, _ form: FieldForm) -> Refusal {
        Refusal(.shape(.impossible(form: form)), field: field, value: excerpt(json))
    }

    /// A value as it may be shown: at most 100 characters of its JSON.
    static func excerpt(_ json: JSON) -> String {
        let text = String(decoding: json.canonicalBytes.prefix(400), as: UTF8.self)
        return text.count <= 100 ? text : text.prefix(99) + "…"
    }
}

/// An id or a code: 1–64 of `A-Za-z0-9._:-`, not starting with `-`.
public struct ID: TextForm, Hashable, Comparable, Codable {
    /// The id as sent.
    public let text: String

    /// The id, if `text` is one.
    public init?(_ text: String) {
        guard (1...64).contains(text.utf8.count), text.utf8.first != UInt8(ascii: "-") else { return nil }
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: ":"),
                UInt8(ascii: "-"):
                continue
            default: return nil
            }
        }
        self.text = text
    }

    package static var form: FieldForm { .id }
    package static var kind: FieldKind { .id }
    static var sample: String { "x" }
    package var clearText: String? { text }

    /// An id that was accepted before: one that the office holds.
    package init(stored text: String) { self.text = text }

    /// Compares by bytes.
    public static func < (a: ID, b: ID) -> Bool { a.text < b.text }
}

extension ID {
    /// The id as JSON text, for a refusal: none of its characters needs an escape.
    var quoted: String { "\"" + text + "\"" }
}

extension TextForm where Self: CustomStringConvertible {
    /// The value as JSON text, for a refusal.
    var quoted: String { "\"\(self)\"" }
}

extension Text {
    /// The text as JSON text, shortened, for a refusal.
    var quoted: String { Refusal.excerpt(.string(text)) }
}

/// Free text in clear: 1–500 characters as sent, no control characters. Those of Unicode's bidirectional algorithm are
/// refused by ``Fields``, which knows what was sent from what was stored.
public struct Text: TextForm, Hashable, Codable {
    /// The text as sent.
    public let text: String

    init?(_ text: String) {
        guard Self.isAcceptable(text) else { return nil }
        self.text = text
    }

    package static var form: FieldForm { .text }
    package static var kind: FieldKind { .text }
    static var sample: String { "x" }
    package var clearText: String? { text }

    /// Characters are Unicode scalars; the controls are those of categories Cc and the line separators Zl and Zp.
    static func isAcceptable(_ text: String) -> Bool {
        guard !text.isEmpty else { return false }
        var plain = text.utf8.count <= 500
        if plain { for byte in text.utf8 where byte < 0x20 || byte >= 0x7F { plain = false } }
        if plain { return true }
        var count = 0
        for scalar in text.unicodeScalars {
            count += 1
            switch scalar.value {
            case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029: return false
            default: if count > 500 { return false }
            }
        }
        return true
    }
}

extension Text {
    /// Returns whether a text has a character that overrides, embeds or isolates a direction (U+202A–U+202E, U+2066–U+2069),
    /// with which a terminal shows the following text in another order than it is stored in (Unicode Standard Annex #9).
    static func reorders(_ text: String) -> Bool {
        let bytes = text.utf8.span
        // In UTF-8 they are E2 80 AA–AE and E2 81 A6–A9.
        for index in bytes.indices where bytes[index] == 0xE2 && index + 2 < bytes.count {
            switch (bytes[index + 1], bytes[index + 2]) {
            case (0x80, 0xAA...0xAE), (0x81, 0xA6...0xA9): return true
            default: continue
            }
        }
        return false
    }
}

/// A whole number of minutes above zero.
public struct Minutes: WholeNumber, Hashable {
    /// 1 … 10,000,000.
    public let count: Int

    static var range: ClosedRange<Int> { 1...10_000_000 }

    package static var form: FieldForm { .minutes }
    package static var kind: FieldKind { .minutes }
}

/// A whole number, zero or more.
public struct Count: WholeNumber, Hashable {
    /// 0 … 1,000,000,000.
    public let count: Int

    static var range: ClosedRange<Int> { 0...1_000_000_000 }

    package static var form: FieldForm { .count }
    package static var kind: FieldKind { .number }
}

/// An amount of euro cents above zero, up to a hundred million euro.
public struct Cents: WholeNumber, Hashable {
    /// 1 … 10,000,000,000.
    public let count: Int

    static var range: ClosedRange<Int> { 1...10_000_000_000 }

    package static var form: FieldForm { .cents }
    package static var kind: FieldKind { .number }
}

/// A whole number within bounds.
protocol WholeNumber: FieldValue {
    /// The numbers that are accepted.
    static var range: ClosedRange<Int> { get }
    var count: Int { get }
    init(count: Int)
}

extension WholeNumber {
    package init(_ json: JSON, field: String) throws(Refusal) {
        self.init(count: try wholeNumber(json, in: Self.range, field, Self.form))
    }

    package static func placeholder() -> Self { Self(count: range.lowerBound) }
}

/// Reads a whole number within bounds.
func wholeNumber(_ json: JSON, in range: ClosedRange<Int>, _ field: String, _ form: FieldForm) throws(Refusal) -> Int {
    switch json {
    case .integer(let number) where range.contains(Int(number)): return Int(number)
    case .integer, .number: throw .invalid(json, field, form)
    default: throw .wrongType(json, field, form)
    }
}

extension Bool: FieldValue {
    package init(_ json: JSON, field: String) throws(Refusal) {
        guard case .bool(let flag) = json else { throw .wrongType(json, field, Self.form) }
        self = flag
    }

    package static var form: FieldForm { .bool }
    package static var kind: FieldKind { .bool }
    package static func placeholder() -> Bool { false }
}

extension Array: FieldValue where Element: FieldValue {
    package init(_ json: JSON, field: String) throws(Refusal) {
        guard case .array(let values) = json else { throw .wrongType(json, field, Self.form) }
        guard values.count <= Fields.mostElements else {
            throw Refusal(.shape(.tooManyElements(values.count, most: Fields.mostElements)), field: field)
        }
        self = []
        reserveCapacity(values.count)
        for (index, value) in values.enumerated() {
            // Only a refusal needs the element's path.
            do { append(try Element(value, field: field)) } catch {
                append(try Element(value, field: "\(field)[\(index)]"))
            }
        }
    }

    package static var form: FieldForm { .list(of: Element.form) }
    package static var kind: FieldKind { .list(of: Element.kind) }
    package static var parts: [Fields.Description] { Element.parts }
    package static func placeholder() -> [Element] { [] }
    package var clearText: String? {
        let texts = compactMap(\.clearText)
        return texts.isEmpty ? nil : texts.joined(separator: "\n")
    }
}

/// A closed list of words, each with a meaning of its own.
package protocol WordList: FieldValue, CaseIterable, RawRepresentable<String>, BitwiseCopyable, Hashable, Codable {}

extension WordList {
    package init(_ json: JSON, field: String) throws(Refusal) {
        guard case .string(let word) = json else { throw .wrongType(json, field, Self.form) }
        guard let value = Self(rawValue: word) else { throw .invalid(json, field, Self.form) }
        self = value
    }

    package static var form: FieldForm { .words(allCases.map(\.rawValue)) }
    package static var kind: FieldKind { .words(allCases.map(\.rawValue)) }
    package static func placeholder() -> Self { allCases[allCases.startIndex] }
}

/// A value written as a string of a fixed form: a day, a clock.
protocol TextForm: FieldValue {
    init?(_ text: String)
    /// Any text of the form.
    static var sample: String { get }
}

extension TextForm {
    package init(_ json: JSON, field: String) throws(Refusal) {
        guard case .string(let text) = json else { throw .wrongType(json, field, Self.form) }
        guard let value = Self(text) else { throw .invalid(json, field, Self.form) }
        self = value
    }

    package static func placeholder() throws(Refusal) -> Self { try Self(.string(sample), field: "") }
}

extension Day: TextForm {
    package static var form: FieldForm { .day }
    package static var kind: FieldKind { .day }
    static var sample: String { "2019-06-03" }
}

extension Month: TextForm {
    package static var form: FieldForm { .month }
    package static var kind: FieldKind { .month }
    static var sample: String { "2019-06" }
}

extension Clock: TextForm {
    package static var form: FieldForm { .clock }
    package static var kind: FieldKind { .clock }
    static var sample: String { "09:00" }
}

extension DayOfYear: TextForm {
    package static var form: FieldForm { .dayOfYear }
    package static var kind: FieldKind { .code }
    static var sample: String { "02-15" }
}
