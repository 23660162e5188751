public import CivilTime
public import Office

/// The moment whose knowledge the question is about: the log up to then, without anything recorded later.
public enum AsOf: Sendable, Hashable {
    /// After the event at this position.
    case position(Int)
    /// Before everything recorded at this moment or later.
    case instant(Instant)

    /// The accepted forms.
    public static let form = FieldForm.positionOrMoment

    /// Reads a position in decimal, or an RFC 3339 date-time with its zone.
    public init?(_ text: String) {
        if let instant = Instant(rfc3339: text) {
            self = .instant(instant)
        } else if let first = text.utf8.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first),
            let position = Int(text)
        {
            self = .position(position)
        } else {
            return nil
        }
    }
}

extension AsOf: CustomStringConvertible {
    /// The text in a form that can be read back.
    public var description: String {
        switch self {
        case .position(let position): "\(position)"
        case .instant(let instant): "\(instant)"
        }
    }
}

/// The log behind the office: earlier states, and the contents of lines.
public protocol Past {
    /// The office after the event at `position`.
    ///
    /// - Throws: `Refusal` if the log does not reach there, or cannot be read.
    func office(at position: Int) throws(Refusal) -> Office
    /// The position of the last event that was known at a moment; -1 for none.
    func position(asOf moment: AsOf) throws(Refusal) -> Int
    /// The stamp of the line at `position`.
    func event(at position: Int) throws(Refusal) -> EventNote
    /// The event at `position`, with its data.
    func content(at position: Int) throws(Refusal) -> RecordedEvent
    /// The SHA-256 of some bytes, in base64. It is passed in because this module has no hash function.
    func digest(of bytes: [UInt8]) -> String
}

extension Refusal {
    /// Says that the log does not reach the position yet; its newest is `last`. `field` is where the moment was named.
    public static func notYet(_ position: Int, last: Int, field: String = "asOf") -> Refusal {
        Refusal(.log(.notYet(position: position, last: last)), field: field, value: "\(position)")
    }
}

/// An event as it is listed in an answer.
public struct EventNote: Described, Hashable {
    /// Its position in the log.
    public let position: Int
    /// Its type.
    public let type: String
    /// Its stream.
    public let subject: String
    /// The account that sent it.
    public let actor: String
    /// The day on which it happened.
    public let occurred: String
    /// When it was recorded.
    public let time: String
    /// Its flags.
    public let flags: [String]

    /// Its fields, in reading order.
    public static let columns = Columns<CodingKeys>(
        [
            .position: .position, .occurred: .day, .type: .value(.eventType), .subject: .value(.stream),
            .actor: .value(.account), .time: .instant, .flags: .codes,
        ], essential: [.type, .subject]
    ).all

    /// A note of an event.
    public init(
        position: Int, type: String, subject: String, actor: String, occurred: String, time: String, flags: [String]
    ) {
        self.position = position
        self.type = type
        self.subject = subject
        self.actor = actor
        self.occurred = occurred
        self.time = time
        self.flags = flags
    }
}
