/// A writer of canonical JSON (RFC 8785) into bytes.
///
/// Members are sorted by the UTF-16 code units of their names, strings have the shortest escapes, and numbers are whole. A
/// caller that already knows the order of its members can write them directly with the lower-level functions.
public struct JSONWriter: Sendable {
    /// The bytes that have been written so far.
    public var bytes: [UInt8] = []

    /// Creates an empty writer.
    public init() {}

    /// Creates an empty writer with space for `capacity` bytes.
    public init(capacity: Int) {
        bytes.reserveCapacity(capacity)
    }

    /// Writes any value, with members sorted at every level.
    public mutating func write(_ value: JSON) {
        switch value {
        case .object(let object): write(object)
        case .array(let values):
            byte("[")
            for index in values.indices {
                if index > 0 { byte(",") }
                write(values[index])
            }
            byte("]")
        case .string(let text): string(text)
        case .integer(let number): integer(Int(number))
        case .number(let text): bytes.append(contentsOf: text.utf8)
        case .bool(let flag): raw(flag ? "true" : "false")
        case .null: raw("null")
        }
    }

    /// Writes an object with sorted members.
    public mutating func write(_ object: JSONObject) {
        byte("{")
        var first = true
        for member in object.canonicalMembers {
            if !first { byte(",") }
            first = false
            write(member)
        }
        byte("}")
    }

    /// Writes a member: its name, a colon, its value.
    public mutating func write(_ member: JSONObject.Member) {
        string(member.name)
        byte(":")
        write(member.value)
    }

    /// Writes a string with its quotes. Escapes the quote, the backslash and the control characters below U+0020, as RFC 8785 §
    /// 3.2.2.2 requires: by letter if the character has one, otherwise as \u00xx in lower case.
    public mutating func string(_ text: String) {
        byte("\"")
        // Nearly every string needs no escape. It is copied whole, and written again only if it does need one.
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        if needsEscape(from: start) {
            bytes.removeSubrange(start...)
            for unit in text.utf8 { escaped(unit) }
        }
        byte("\"")
    }

    private func needsEscape(from start: Int) -> Bool {
        let span = bytes.span
        for index in start..<span.count {
            let unit = span[index]
            if unit < 0x20 || unit == 0x22 || unit == 0x5C { return true }
        }
        return false
    }

    private mutating func escaped(_ unit: UInt8) {
        switch unit {
        case 0x22: raw("\\\"")
        case 0x5C: raw("\\\\")
        case 0x08: raw("\\b")
        case 0x09: raw("\\t")
        case 0x0A: raw("\\n")
        case 0x0C: raw("\\f")
        case 0x0D: raw("\\r")
        case 0..<0x20:
            raw("\\u00")
            for nibble in [unit >> 4, unit & 15] {
                bytes.append(nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10)
            }
        default: bytes.append(unit)
        }
    }

    /// Writes a whole number in decimal.
    public mutating func integer(_ number: Int) {
        if number < 0 { byte("-") }
        // The digits are written from the first to the last, so that they need not be reversed afterwards.
        let magnitude = number.magnitude
        var power: UInt = 1
        while magnitude / power >= 10 { power *= 10 }
        while power > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: magnitude / power % 10))
            power /= 10
        }
    }

    /// Writes bytes that are already canonical JSON, or a part of it.
    public mutating func raw(_ text: StaticString) {
        // A static string's bytes are always valid, and the buffer does not outlive the call.
        text.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
    }

    /// Writes bytes that are already canonical JSON, or a part of it.
    public mutating func raw(_ piece: [UInt8]) {
        bytes.append(contentsOf: piece)
    }

    private mutating func byte(_ scalar: Unicode.Scalar) {
        bytes.append(UInt8(ascii: scalar))
    }
}

extension JSON {
    /// The value in canonical form.
    public var canonicalBytes: [UInt8] {
        var writer = JSONWriter(capacity: 256)
        writer.write(self)
        return writer.bytes
    }
}

extension JSONObject {
    /// The object in canonical form.
    public var canonicalBytes: [UInt8] { JSON.object(self).canonicalBytes }

    /// The members in canonical order (RFC 8785 § 3.2.3).
    public var canonicalMembers: [Member] {
        isSorted ? members : members.sorted { precedes($0.name, $1.name) }
    }

    /// Whether the members are already in canonical order. Usually they are, and are written without sorting.
    private var isSorted: Bool {
        guard members.count > 1 else { return true }
        for index in 1..<members.count where !precedes(members[index - 1].name, members[index].name) { return false }
        return true
    }
}
