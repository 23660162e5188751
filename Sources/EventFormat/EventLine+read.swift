public import CanonicalJSON
public import CivilTime

/// An event as read back from its line.
public struct StoredEvent: Sendable, Hashable {
    /// 0, 1, 2… in the log.
    public let position: Int
    /// 1, 2, 3… in its stream.
    public let revision: Int
    /// Its stream.
    public let subject: String
    /// Its name.
    public let type: String
    /// The version of `data`.
    public let schema: Int
    /// When it was recorded.
    public let time: Instant
    /// The civil day on which it happened, `YYYY-MM-DD`.
    public let occurred: String
    /// The account that sent the command.
    public let actor: String
    /// The command's id, or `labd`.
    public let cause: String
    /// The clear fields.
    public let data: JSONObject
    /// Base64 SHA-256 of the sealed fields' box content; nil if there are none.
    public let sealedDigest: String?

    package init(
        position: Int, revision: Int, subject: String, type: String, schema: Int, time: Instant, occurred: String,
        actor: String, cause: String, data: JSONObject, sealedDigest: String?
    ) {
        self.position = position
        self.revision = revision
        self.subject = subject
        self.type = type
        self.schema = schema
        self.time = time
        self.occurred = occurred
        self.actor = actor
        self.cause = cause
        self.data = data
        self.sealedDigest = sealedDigest
    }
}

/// A line that is not the stored form of an event.
public struct EventLineError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The first byte at which the line departs from its form.
    public let offset: Int

    /// For people.
    public var description: String { "not a line of this log from byte \(offset) on" }
}

extension EventLine {
    /// Reads the event of a line, without its newline.
    ///
    /// - Throws: `EventLineError` for anything that `write` would not have written.
    public static func read(_ bytes: Span<UInt8>) throws(EventLineError) -> StoredEvent {
        var scanner = LineScanner()
        return try scanner.event(bytes)
    }
}

extension StoredEvent {
    /// What was noticed when the event was recorded, sorted; empty if nothing was.
    public var flags: [String] {
        guard case .array(let items)? = data["flags"] else { return [] }
        return items.compactMap { if case .string(let flag) = $0 { flag } else { nil } }
    }
}

extension JSONObject {
    /// Whether `flags`, if they are there, are a list of texts.
    fileprivate var hasFlagsOrNone: Bool {
        guard let flags = self["flags"] else { return true }
        guard case .array(let items) = flags else { return false }
        return items.allSatisfy { if case .string = $0 { true } else { false } }
    }
}

/// Walks along a line. Strings of the envelope but `actor` hold no escapes; `data` is read by the reader of canonical JSON.
private struct LineScanner {
    private var at = 0

    mutating func event(_ bytes: Span<UInt8>) throws(EventLineError) -> StoredEvent {
        try expect("{\"actor\":\"", bytes)
        let actor = try account(bytes)
        try expect(",\"cause\":\"", bytes)
        let cause = try string(bytes)
        try expect(",\"data\":", bytes)
        let dataStart = at
        let data = try object(bytes)
        guard data.hasFlagsOrNone else { throw EventLineError(offset: dataStart) }
        try expect(",\"id\":\"", bytes)
        let id = try integer(bytes)
        try expect("\",\"occurred\":\"", bytes)
        let occurredStart = at
        let occurred = try string(bytes)
        guard Day(utf8: bytes.extracting(occurredStart..<at - 1)) != nil else {
            throw EventLineError(offset: occurredStart)
        }
        try expect(",\"position\":", bytes)
        let position = try integer(bytes)
        guard id == position else { throw EventLineError(offset: at) }
        try expect(",\"revision\":", bytes)
        let revision = try integer(bytes)
        try expect(",\"schema\":", bytes)
        let schema = try integer(bytes)
        guard revision > 0, schema > 0 else { throw EventLineError(offset: at) }
        try expect(",\"s", bytes)
        var digest: String?
        if at < bytes.count, bytes[at] == UInt8(ascii: "e") {
            try expect("ealed\":\"", bytes)
            digest = try self.digest(bytes)
            try expect(",\"s", bytes)
        }
        try expect("ource\":\"urn:labd:", bytes)
        try skipString(bytes)
        try expect(",\"specversion\":\"1.0\",\"subject\":\"", bytes)
        let subject = try string(bytes)
        try expect(",\"time\":\"", bytes)
        guard at + Instant.width < bytes.count, let time = Instant(utf8: bytes.extracting(at..<at + Instant.width)),
            time >= .epoch
        else { throw EventLineError(offset: at) }
        at += Instant.width
        try expect("\",\"type\":\"", bytes)
        let type = try string(bytes)
        try expect("}", bytes)
        guard at == bytes.count, !subject.isEmpty, !type.isEmpty else { throw EventLineError(offset: at) }
        return StoredEvent(
            position: position, revision: revision, subject: subject, type: type, schema: schema, time: time,
            occurred: occurred, actor: actor, cause: cause, data: data, sealedDigest: digest)
    }

    private mutating func expect(_ piece: StaticString, _ bytes: Span<UInt8>) throws(EventLineError) {
        let count = piece.utf8CodeUnitCount
        guard at + count <= bytes.count else { throw EventLineError(offset: bytes.count) }
        for offset in 0..<count {
            // Unsafe: the bytes of a static string are valid for ever, and `offset` is below their count.
            guard unsafe bytes[at + offset] == piece.utf8Start[offset] else {
                throw EventLineError(offset: at + offset)
            }
        }
        at += count
    }

    /// To behind the closing quote of a string of printable ASCII without escapes, as an office's id and a generation are.
    private mutating func skipString(_ bytes: Span<UInt8>) throws(EventLineError) {
        while at < bytes.count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") {
                at += 1
                return
            }
            guard byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "\\") else { break }
            at += 1
        }
        throw EventLineError(offset: at)
    }

    private mutating func string(_ bytes: Span<UInt8>) throws(EventLineError) -> String {
        let start = at
        try skipString(bytes)
        guard let text = try? UTF8Span(validating: bytes.extracting(start..<at - 1)) else {
            throw EventLineError(offset: start)
        }
        return String(copying: text)
    }

    /// The account's name, from behind its opening quote: a canonical JSON string.
    private mutating func account(_ bytes: Span<UInt8>) throws(EventLineError) -> String {
        let start = at
        while at < bytes.count, bytes[at] != UInt8(ascii: "\"") { at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1 }
        guard at < bytes.count else { throw EventLineError(offset: start) }
        at += 1
        guard case .string(let name)? = try? JSONReader.read(bytes.extracting(start - 1..<at), as: .canonical),
            EventLine.takes(actor: name)
        else { throw EventLineError(offset: start) }
        return name
    }

    private mutating func digest(_ bytes: Span<UInt8>) throws(EventLineError) -> String {
        let start = at
        let text = try string(bytes)
        guard text.utf8.count == 44, bytes[at - 2] == UInt8(ascii: "="), bytes[at - 3] != UInt8(ascii: "=") else {
            throw EventLineError(offset: start)
        }
        return text
    }

    private mutating func integer(_ bytes: Span<UInt8>) throws(EventLineError) -> Int {
        let start = at
        var number = 0
        while at < bytes.count, bytes[at] >= UInt8(ascii: "0"), bytes[at] <= UInt8(ascii: "9") {
            number = number * 10 + Int(bytes[at] - UInt8(ascii: "0"))
            at += 1
            guard number <= EventLine.greatest else { throw EventLineError(offset: start) }
        }
        guard at > start, at == start + 1 || bytes[start] != UInt8(ascii: "0") else {
            throw EventLineError(offset: start)
        }
        return number
    }

    /// The value of `data`: its end is found by its braces, its form is checked by the reader.
    private mutating func object(_ bytes: Span<UInt8>) throws(EventLineError) -> JSONObject {
        let start = at
        var depth = 0
        var inString = false
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            if inString {
                if byte == UInt8(ascii: "\\") { at += 1 } else if byte == UInt8(ascii: "\"") { inString = false }
            } else if byte == UInt8(ascii: "\"") {
                inString = true
            } else if byte == UInt8(ascii: "{") {
                depth += 1
            } else if byte == UInt8(ascii: "}") {
                depth -= 1
                if depth == 0 { break }
            }
        }
        guard at <= bytes.count else { throw EventLineError(offset: start) }
        let value: JSON
        do {
            value = try JSONReader.read(bytes.extracting(start..<at), as: .canonical)
        } catch {
            throw EventLineError(offset: start + error.offset)
        }
        guard case .object(let object) = value else { throw EventLineError(offset: start) }
        return object
    }
}
