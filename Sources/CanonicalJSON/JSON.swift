/// A JSON value (RFC 8259) as labd stores it: numbers are whole.
///
/// The type also represents values that labd refuses, so that the refusal can name them: `null`, and numbers that are not whole
/// or not within ±(2^53 − 1), are read here and refused by the reader of a field.
public enum JSON: Sendable, Hashable {
    /// An object, its members in the order in which they were read.
    case object(JSONObject)
    /// An array.
    case array([JSON])
    /// A string: any Unicode scalars, as sent, not normalised.
    case string(String)
    /// A whole number within ±(2^53 − 1), the range that every JSON implementation represents exactly (RFC 7493 § 2.2).
    case integer(Int64)
    /// Any other number, as its text. labd never stores one; `JSONWriter` writes it as it was read.
    case number(String)
    /// `true` or `false`.
    case bool(Bool)
    /// `null`. labd never stores it: unknown values are left out.
    case null
}

/// The members of a JSON object, each name once, in the order in which they were read or added.
public struct JSONObject: Sendable, Hashable {
    /// One name with its value.
    public struct Member: Sendable, Hashable {
        /// The member's name, unescaped.
        public var name: String
        /// The member's value.
        public var value: JSON

        /// Creates a member from its name and value.
        public init(_ name: String, _ value: JSON) {
            self.name = name
            self.value = value
        }
    }

    /// The members, in order. A caller that adds a member must keep the names unique.
    public var members: [Member]

    /// Creates an object from members, whose names must be unique.
    public init(_ members: [Member] = []) {
        self.members = members
    }

    /// Returns the value of the member called `name`, or nil. The search is linear, because labd's objects have few members.
    public subscript(_ name: String) -> JSON? {
        for member in members where member.name == name { return member.value }
        return nil
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// Creates an object from a dictionary literal, whose names must be unique.
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self.init(elements.map { Member($0.0, $0.1) })
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// A string.
    public init(stringLiteral value: String) { self = .string(value) }
    /// A whole number.
    public init(integerLiteral value: Int64) { self = .integer(value) }
    /// A boolean.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// An array.
    public init(arrayLiteral elements: JSON...) { self = .array(elements) }
    /// An object.
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(JSONObject(elements.map { JSONObject.Member($0.0, $0.1) }))
    }
}

extension JSON {
    /// The largest whole number that JSON implementations agree on: 2^53 − 1 (RFC 7493 § 2.2).
    public static let largestInteger: Int64 = 9_007_199_254_740_991
}

/// Returns whether `a` comes before `b` in the member order of RFC 8785 § 3.2.3, which is by UTF-16 code units.
///
/// UTF-8 orders by code point, which differs from UTF-16 only where a supplementary character (lead byte F0 and above) is
/// compared with one of U+E000–U+FFFF (lead byte EE or EF): surrogates sort below those.
func precedes(_ a: String, _ b: String) -> Bool {
    let left = a.utf8Span.span
    let right = b.utf8Span.span
    for index in 0..<min(left.count, right.count) {
        let x = left[index]
        let y = right[index]
        if x == y { continue }
        if x >= 0xF0 && (y == 0xEE || y == 0xEF) { return true }
        if y >= 0xF0 && (x == 0xEE || x == 0xEF) { return false }
        return x < y
    }
    return left.count < right.count
}
