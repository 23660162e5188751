/// A reader of JSON texts from bytes, in one pass and without Foundation.
///
/// It accepts two forms. `strict` accepts every text of RFC 8259 whose objects contain each name once; senders may write this
/// form. `canonical` accepts exactly what `JSONWriter` writes (RFC 8785): no white space, sorted members, the shortest escapes,
/// whole numbers. The log contains this form, so many changes of a byte in a stored line are detected here.
public struct JSONReader {
    /// The form of the texts that are accepted.
    public enum Form: Sendable, Hashable {
        /// Any JSON text (RFC 8259) without duplicate names.
        case strict
        /// Only the canonical form (RFC 8785), whole numbers only.
        case canonical
    }

    /// The maximum nesting of arrays and objects. A plan, the most deeply nested value that labd reads, has six levels.
    public static let depthLimit = 32

    /// Reads the value in `bytes`.
    ///
    /// - Throws: `JSONError`, with the offset at which the text departs from `form`.
    public static func read(_ bytes: Span<UInt8>, as form: Form) throws(JSONError) -> JSON {
        var reader = JSONReader(form: form)
        reader.skipSpace(bytes)
        let value = try reader.value(bytes)
        reader.skipSpace(bytes)
        guard reader.at == bytes.count else { throw JSONError(.trailing, reader.at) }
        return value
    }

    /// Reads the value in `bytes`. See `read(_:as:)` for a span.
    public static func read(_ bytes: [UInt8], as form: Form) throws(JSONError) -> JSON {
        try read(bytes.span, as: form)
    }

    private let canonical: Bool
    private var at = 0
    private var depth = 0

    private init(form: Form) {
        canonical = form == .canonical
    }

    // MARK: - Values

    private mutating func value(_ bytes: Span<UInt8>) throws(JSONError) -> JSON {
        guard at < bytes.count else { throw JSONError(.truncated, at) }
        switch bytes[at] {
        case UInt8(ascii: "\""): return .string(try string(bytes))
        case UInt8(ascii: "{"): return .object(try object(bytes))
        case UInt8(ascii: "["): return .array(try array(bytes))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number(bytes)
        case UInt8(ascii: "t"): return try literal(bytes, "true", .bool(true))
        case UInt8(ascii: "f"): return try literal(bytes, "false", .bool(false))
        case UInt8(ascii: "n"): return try literal(bytes, "null", .null)
        default: throw JSONError(.unexpected, at)
        }
    }

    private mutating func literal(_ bytes: Span<UInt8>, _ word: StaticString, _ value: JSON) throws(JSONError) -> JSON {
        for offset in 0..<word.utf8CodeUnitCount {
            guard at < bytes.count else { throw JSONError(.truncated, at) }
            // The pointer of a static string is always valid, and `offset` is below its count.
            guard unsafe bytes[at] == word.utf8Start[offset] else { throw JSONError(.unexpected, at) }
            at += 1
        }
        return value
    }

    private mutating func enter() throws(JSONError) {
        depth += 1
        guard depth <= Self.depthLimit else { throw JSONError(.tooDeep, at) }
        at += 1
    }

    private mutating func array(_ bytes: Span<UInt8>) throws(JSONError) -> [JSON] {
        try enter()
        defer { depth -= 1 }
        var values: [JSON] = []
        skipSpace(bytes)
        if peek(bytes) == UInt8(ascii: "]") {
            at += 1
            return values
        }
        while true {
            skipSpace(bytes)
            values.append(try value(bytes))
            skipSpace(bytes)
            if try continues(bytes, until: UInt8(ascii: "]")) == false { return values }
        }
    }

    private mutating func object(_ bytes: Span<UInt8>) throws(JSONError) -> JSONObject {
        try enter()
        defer { depth -= 1 }
        var members: [JSONObject.Member] = []
        skipSpace(bytes)
        if peek(bytes) == UInt8(ascii: "}") {
            at += 1
            return JSONObject(members)
        }
        members.reserveCapacity(12)
        while true {
            skipSpace(bytes)
            guard let quote = peek(bytes) else { throw JSONError(.truncated, at) }
            guard quote == UInt8(ascii: "\"") else { throw JSONError(.unexpected, at) }
            let start = at
            let name = try string(bytes)
            if canonical, let last = members.last, !precedes(last.name, name) {
                throw JSONError(last.name == name ? .duplicateName(name) : .notCanonical, start)
            }
            skipSpace(bytes)
            guard let colon = peek(bytes) else { throw JSONError(.truncated, at) }
            guard colon == UInt8(ascii: ":") else { throw JSONError(.unexpected, at) }
            at += 1
            skipSpace(bytes)
            members.append(JSONObject.Member(name, try value(bytes)))
            skipSpace(bytes)
            if try continues(bytes, until: UInt8(ascii: "}")) == false { break }
        }
        if !canonical { try refuseDuplicates(members) }
        return JSONObject(members)
    }

    /// Reads what follows a value in an array or object: returns true after a comma, false after the closing byte.
    private mutating func continues(_ bytes: Span<UInt8>, until close: UInt8) throws(JSONError) -> Bool {
        guard let byte = peek(bytes) else { throw JSONError(.truncated, at) }
        guard byte == close || byte == UInt8(ascii: ",") else { throw JSONError(.unexpected, at) }
        at += 1
        return byte != close
    }

    private func refuseDuplicates(_ members: [JSONObject.Member]) throws(JSONError) {
        // Names are compared as bytes, because Unicode's canonical equivalence would treat two distinct names as equal. A few
        // members are compared pair by pair, and many with a set, so that no sender can make this quadratic.
        if members.count <= 24 {
            for index in members.indices.dropFirst() {
                for earlier in members[..<index]
                where earlier.name.utf8.count == members[index].name.utf8.count
                    && earlier.name.utf8.elementsEqual(members[index].name.utf8)
                {
                    throw JSONError(.duplicateName(members[index].name), at)
                }
            }
        } else {
            var seen = Set<[UInt8]>(minimumCapacity: members.count)
            for member in members where !seen.insert(Array(member.name.utf8)).inserted {
                throw JSONError(.duplicateName(member.name), at)
            }
        }
    }

    // MARK: - Numbers

    private mutating func number(_ bytes: Span<UInt8>) throws(JSONError) -> JSON {
        let start = at
        let negative = bytes[at] == UInt8(ascii: "-")
        if negative { at += 1 }
        let firstDigit = at
        var magnitude: Int64 = 0
        var exact = true
        while let digit = digit(bytes) {
            if magnitude > (JSON.largestInteger - digit) / 10 {
                exact = false
            } else {
                magnitude = magnitude * 10 + digit
            }
            at += 1
        }
        guard at > firstDigit else { throw JSONError(at < bytes.count ? .unexpected : .truncated, at) }
        if bytes[firstDigit] == UInt8(ascii: "0") && at > firstDigit + 1 {
            throw JSONError(.unexpected, firstDigit + 1)
        }
        if peek(bytes) == UInt8(ascii: ".") {
            exact = false
            at += 1
            try digits(bytes)
        }
        if let e = peek(bytes), e == UInt8(ascii: "e") || e == UInt8(ascii: "E") {
            exact = false
            at += 1
            if let sign = peek(bytes), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { at += 1 }
            try digits(bytes)
        }
        if exact {
            if canonical && negative && magnitude == 0 { throw JSONError(.notCanonical, start) }
            return .integer(negative ? -magnitude : magnitude)
        }
        if canonical { throw JSONError(.notCanonical, start) }
        return .number(try text(bytes, start..<at))
    }

    private func digit(_ bytes: Span<UInt8>) -> Int64? {
        guard let byte = peek(bytes), byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
        return Int64(byte - UInt8(ascii: "0"))
    }

    private mutating func digits(_ bytes: Span<UInt8>) throws(JSONError) {
        let start = at
        while digit(bytes) != nil { at += 1 }
        guard at > start else { throw JSONError(at < bytes.count ? .unexpected : .truncated, at) }
    }

    // MARK: - Strings

    private mutating func string(_ bytes: Span<UInt8>) throws(JSONError) -> String {
        at += 1
        let start = at
        while at < bytes.count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") {
                let text = try text(bytes, start..<at)
                at += 1
                return text
            }
            if byte == UInt8(ascii: "\\") { return try escapedString(bytes, from: start) }
            guard byte >= 0x20 else { throw JSONError(.unexpected, at) }
            at += 1
        }
        throw JSONError(.truncated, at)
    }

    private func text(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(JSONError) -> String {
        do {
            return String(copying: try UTF8Span(validating: bytes.extracting(range)))
        } catch {
            throw JSONError(.invalidUTF8, range.upperBound)
        }
    }

    /// Reads a string with at least one escape, from its first byte `start`; `at` is at the first backslash.
    private mutating func escapedString(_ bytes: Span<UInt8>, from start: Int) throws(JSONError) -> String {
        var unescaped: [UInt8] = []
        for index in start..<at { unescaped.append(bytes[index]) }
        while at < bytes.count {
            let byte = bytes[at]
            switch byte {
            case UInt8(ascii: "\""):
                let text = try text(unescaped.span, 0..<unescaped.count)
                at += 1
                return text
            case UInt8(ascii: "\\"):
                try escape(bytes, into: &unescaped)
            case 0x20...:
                unescaped.append(byte)
                at += 1
            default:
                throw JSONError(.unexpected, at)
            }
        }
        throw JSONError(.truncated, at)
    }

    private mutating func escape(_ bytes: Span<UInt8>, into unescaped: inout [UInt8]) throws(JSONError) {
        let start = at
        at += 1
        guard let letter = peek(bytes) else { throw JSONError(.truncated, at) }
        at += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): unescaped.append(letter)
        case UInt8(ascii: "b"): unescaped.append(0x08)
        case UInt8(ascii: "t"): unescaped.append(0x09)
        case UInt8(ascii: "n"): unescaped.append(0x0A)
        case UInt8(ascii: "f"): unescaped.append(0x0C)
        case UInt8(ascii: "r"): unescaped.append(0x0D)
        case UInt8(ascii: "/"):
            if canonical { throw JSONError(.notCanonical, start) }
            unescaped.append(letter)
        case UInt8(ascii: "u"):
            let scalar = try unicodeEscape(bytes)
            // RFC 8785 § 3.2.2.2 escapes as \u00xx, in lower case, only the control characters that have no letter escape.
            if canonical {
                guard scalar.value < 0x20, ![8, 9, 10, 12, 13].contains(scalar.value) else {
                    throw JSONError(.notCanonical, start)
                }
                for index in start..<at where (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(bytes[index]) {
                    throw JSONError(.notCanonical, index)
                }
            }
            unescaped.append(contentsOf: String(scalar).utf8)
        default: throw JSONError(.unexpected, at - 1)
        }
    }

    private mutating func unicodeEscape(_ bytes: Span<UInt8>) throws(JSONError) -> Unicode.Scalar {
        let high = try hex4(bytes)
        if let scalar = Unicode.Scalar(high) { return scalar }
        guard high < 0xDC00, peek(bytes) == UInt8(ascii: "\\") else { throw JSONError(.loneSurrogate, at) }
        at += 1
        guard peek(bytes) == UInt8(ascii: "u") else { throw JSONError(.loneSurrogate, at) }
        at += 1
        let low = try hex4(bytes)
        guard (0xDC00...0xDFFF).contains(low) else { throw JSONError(.loneSurrogate, at) }
        let value = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)
        guard let scalar = Unicode.Scalar(value) else { throw JSONError(.loneSurrogate, at) }
        return scalar
    }

    private mutating func hex4(_ bytes: Span<UInt8>) throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek(bytes) else { throw JSONError(.truncated, at) }
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { throw JSONError(.unexpected, at) }
            value = value << 4 | UInt32(digit)
            at += 1
        }
        return value
    }

    // MARK: - Bytes

    private func peek(_ bytes: Span<UInt8>) -> UInt8? {
        at < bytes.count ? bytes[at] : nil
    }

    private mutating func skipSpace(_ bytes: Span<UInt8>) {
        // In canonical form white space is not skipped, and so is found where a value or a comma is expected.
        guard !canonical else { return }
        while at < bytes.count {
            switch bytes[at] {
            case 0x20, 0x09, 0x0A, 0x0D: at += 1
            default: return
            }
        }
    }
}
