/// An address within this site: a path and a query, percent-encoded (RFC 3986). It always begins with `/`, so that it can be
/// neither a script nor another site.
public struct Address: Sendable, Hashable, CustomStringConvertible {
    /// The segments of the path, decoded.
    public var path: [String]
    /// The query's parameters, decoded, in their order.
    public var query: [(name: String, value: String)]
    /// The element of the page to go to.
    public var fragment: String?

    /// The address of a path's segments and a query.
    public init(_ path: [String], _ query: [(name: String, value: String)] = [], fragment: String? = nil) {
        self.path = path
        self.query = query
        self.fragment = fragment
    }

    /// The value of a parameter; nil if the query does not have it.
    public subscript(name: String) -> String? {
        get { query.first { $0.name == name }?.value }
        set {
            let place = query.firstIndex { $0.name == name }
            switch (place, newValue) {
            case (let place?, let value?): query[place].value = value
            case (let place?, nil): query.remove(at: place)
            case (nil, let value?): query.append((name, value))
            case (nil, nil): break
            }
        }
    }

    /// The address with a parameter set, or without it if the value is nil.
    public func setting(_ name: String, _ value: String?) -> Address {
        var other = self
        other[name] = value
        return other
    }

    /// As it stands in a link.
    public var text: String {
        var text = ""
        // Without its empty segments: a text that begins with two slashes would lead to another site.
        for segment in path where !segment.isEmpty { text += "/" + Self.encode(segment) }
        if text.isEmpty { text = "/" }
        for (number, parameter) in query.enumerated() {
            text += (number == 0 ? "?" : "&") + Self.encode(parameter.name) + "=" + Self.encode(parameter.value)
        }
        if let fragment { text += "#" + Self.encode(fragment) }
        return text
    }

    /// The same as `text`.
    public var description: String { text }

    /// Two are equal if they lead to the same place.
    public static func == (one: Address, other: Address) -> Bool { one.text == other.text }

    /// Hashes the text.
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }

    /// Percent-encodes everything but what RFC 3986 calls unreserved.
    private static func encode(_ value: String) -> String {
        var text = ""
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                text += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return text
    }
}
