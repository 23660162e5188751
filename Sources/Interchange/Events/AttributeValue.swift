internal import CanonicalJSON
internal import CivilTime

/// The value of an event's attribute, with a type of event logs.
enum AttributeValue: Sendable, Hashable {
    case text(String)
    case whole(Int64)
    case flag(Bool)
    /// A civil day, `YYYY-MM-DD`.
    case day(String)
    /// An instant of RFC 3339, in UTC.
    case instant(String)

    /// Creates the value of a data field; nil for an object, for which event logs have no type, and for an empty list.
    ///
    /// A string that looks like a day of the calendar becomes a day: labd has no free text in clear that would look so by
    /// chance.
    init?(_ json: JSON) {
        switch json {
        case .string(let text):
            self = Day(text) != nil ? .day(text) : .text(text)
        case .integer(let number): self = .whole(number)
        case .bool(let flag): self = .flag(flag)
        case .array([]): return nil
        case .array, .number: self = .text(json.cellText)
        case .object, .null: return nil
        }
    }

    /// The value as text, as in the log.
    var text: String {
        switch self {
        case .text(let text), .day(let text), .instant(let text): text
        case .whole(let number): "\(number)"
        case .flag(let flag): flag ? "true" : "false"
        }
    }

    /// Returns the instant that represents a day: its midnight in UTC, so that no tool that shows times in UTC shows another
    /// day.
    static func midnight(of day: String) -> String { day + "T00:00:00.000Z" }
}

extension JSON {
    /// This value as one cell of a table.
    ///
    /// Strings are unchanged, numbers are decimal, booleans are `true` and `false`. A list of strings without spaces, such as
    /// ids and codes, is joined by spaces. Any other list, and an object, becomes canonical JSON.
    var cellText: String {
        switch self {
        case .string(let text), .number(let text): return text
        case .integer(let number): return "\(number)"
        case .bool(let flag): return flag ? "true" : "false"
        case .null: return ""
        case .array(let items):
            var words: [String] = []
            for item in items {
                guard case .string(let word) = item, !word.isEmpty, !word.contains(where: \.isWhitespace) else {
                    return String(decoding: canonicalBytes, as: UTF8.self)
                }
                words.append(word)
            }
            return words.joined(separator: " ")
        case .object: return String(decoding: canonicalBytes, as: UTF8.self)
        }
    }
}
