public import CanonicalJSON

/// The answer to the sender of an accepted command, with the events that the command became.
///
/// On the wire, in canonical form: `{"events":[{"flags","position","revision","subject","time","type"}],"id",
/// "repeated"}`.
public struct CommandAnswer: Sendable, Hashable {
    /// The command's id.
    public let id: String
    /// The events, in the order of their positions.
    public let events: [Event]
    /// Whether the command had already been accepted; then these are the events of that time.
    public let isRepeated: Bool

    /// One event that was appended.
    public struct Event: Sendable, Hashable {
        /// Its position in the log.
        public let position: Int
        /// Its revision in its stream, from 1.
        public let revision: Int
        /// Its stream.
        public let subject: String
        /// Its type.
        public let type: String
        /// When it was recorded: `YYYY-MM-DDTHH:MM:SS.ffffffZ`.
        public let time: String
        /// Its flags, sorted.
        public let flags: [String]

        /// Creates an event from its parts.
        public init(position: Int, revision: Int, subject: String, type: String, time: String, flags: [String]) {
            self.position = position
            self.revision = revision
            self.subject = subject
            self.type = type
            self.time = time
            self.flags = flags
        }
    }

    /// Creates the answer to an accepted command.
    public init(id: String, events: [Event], isRepeated: Bool) {
        self.id = id
        self.events = events
        self.isRepeated = isRepeated
    }
}

extension CommandAnswer {
    /// Writes the answer in canonical form.
    public func write(to writer: inout JSONWriter) {
        writer.raw("{\"events\":[")
        for (index, event) in events.enumerated() {
            if index > 0 { writer.raw(",") }
            event.write(to: &writer)
        }
        writer.raw("],\"id\":")
        writer.string(id)
        if isRepeated { writer.raw(",\"repeated\":true}") } else { writer.raw(",\"repeated\":false}") }
    }

    /// The answer in canonical form.
    public var bytes: [UInt8] {
        var writer = JSONWriter(capacity: 256)
        write(to: &writer)
        return writer.bytes
    }

    /// Reads an answer from a JSON object; nil if it is not an answer.
    public init?(_ object: JSONObject) {
        guard case .string(let id)? = object["id"], case .array(let events)? = object["events"],
            case .bool(let isRepeated)? = object["repeated"]
        else { return nil }
        var read: [Event] = []
        for event in events {
            guard case .object(let members) = event, let event = Event(members) else { return nil }
            read.append(event)
        }
        self.init(id: id, events: read, isRepeated: isRepeated)
    }
}

extension CommandAnswer.Event {
    func write(to writer: inout JSONWriter) {
        writer.raw("{\"flags\":[")
        for (index, flag) in flags.enumerated() {
            if index > 0 { writer.raw(",") }
            writer.string(flag)
        }
        writer.raw("],\"position\":")
        writer.integer(position)
        writer.raw(",\"revision\":")
        writer.integer(revision)
        writer.raw(",\"subject\":")
        writer.string(subject)
        writer.raw(",\"time\":")
        writer.string(time)
        writer.raw(",\"type\":")
        writer.string(type)
        writer.raw("}")
    }

    init?(_ object: JSONObject) {
        guard case .integer(let position)? = object["position"], case .integer(let revision)? = object["revision"],
            case .string(let subject)? = object["subject"], case .string(let type)? = object["type"],
            case .string(let time)? = object["time"], case .array(let flags)? = object["flags"]
        else { return nil }
        var words: [String] = []
        for flag in flags {
            guard case .string(let word) = flag else { return nil }
            words.append(word)
        }
        self.init(
            position: Int(position), revision: Int(revision), subject: subject, type: type, time: time, flags: words)
    }
}
