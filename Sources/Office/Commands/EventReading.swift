public import CanonicalJSON
public import CivilTime

/// The reason why a stored event cannot be applied. Replay stops there, because an office that skipped an event would give
/// wrong answers.
public struct UnreadableEvent: Error, Sendable, Hashable {
    /// The event's place in the log.
    public let position: Int
    /// The event's type.
    public let type: String
    /// The version of its data.
    public let schema: Int
    /// The error.
    package let fault: Fault

    /// What can be wrong with a stored event.
    package enum Fault: Sendable, Hashable {
        /// This labd knows no such type.
        case unknownType
        /// This labd knows versions up to `newest` only.
        case unknownVersion(newest: Int)
        /// Nothing makes the next version of this one.
        case notUpcast(from: Int)
        /// It has a flag that is not known here.
        case unknownFlag
        /// Its data is not of its form.
        case malformed(Refusal)
        /// It does not fit the events before it.
        case unfit
    }
}

/// A stored event whose data was read, which does not depend on any office, so that events can be read ahead of an office.
public struct ReadEvent: Sendable {
    fileprivate let type: String
    fileprivate let schema: Int
    fileprivate let body: any EventBody
    fileprivate let mark: EventMark

    /// Reads a stored event's data.
    ///
    /// - Throws: `UnreadableEvent` where this labd does not know the type or version, or the data is not of its form.
    public init(
        type: String, schema: Int, data: JSONObject, position: Int, time: Instant, occurred: Day
    ) throws(UnreadableEvent) {
        let (body, flags) = try Catalogue.read(type, schema, data, at: position)
        self.type = type
        self.schema = schema
        self.body = body
        mark = EventMark(position: position, time: time, occurred: occurred, flags: flags)
    }
}

extension Office {
    /// Reads a stored event's data and takes it into the office.
    ///
    /// - Throws: `UnreadableEvent` where this labd does not know the type or version, or the data is not of its form.
    public mutating func replay(
        type: String, schema: Int, data: JSONObject, position: Int, time: Instant, occurred: Day
    ) throws(UnreadableEvent) {
        try replay(
            ReadEvent(type: type, schema: schema, data: data, position: position, time: time, occurred: occurred))
    }

    /// Takes an event that was read into the office.
    ///
    /// - Throws: `UnreadableEvent` where it does not fit the events before it.
    public mutating func replay(_ event: ReadEvent) throws(UnreadableEvent) {
        apply(event.body, event.mark)
        // Every event leaves one record, unless it refers to something unknown.
        guard records.count == event.mark.position + 1 else {
            throw UnreadableEvent(
                position: event.mark.position, type: event.type, schema: event.schema, fault: .unfit)
        }
    }
}

extension Catalogue {
    /// Reads a stored event's data, of whichever version.
    ///
    /// - Throws: `UnreadableEvent` where this labd does not know the type or version, or the data is not of its form.
    static func read(
        _ type: String, _ schema: Int, _ data: JSONObject, at position: Int
    ) throws(UnreadableEvent) -> (body: any EventBody, flags: Flags) {
        func unreadable(_ fault: UnreadableEvent.Fault) -> UnreadableEvent {
            UnreadableEvent(position: position, type: type, schema: schema, fault: fault)
        }
        guard let bodyType = event(type) else { throw unreadable(.unknownType) }
        guard (1...bodyType.schema).contains(schema) else {
            throw unreadable(.unknownVersion(newest: bodyType.schema))
        }
        var data = data
        for version in schema..<bodyType.schema {
            guard let next = bodyType.upcast(data, from: version) else {
                throw unreadable(.notUpcast(from: version))
            }
            data = next
        }
        let body: any EventBody
        let words: [ID]?
        do {
            var fields = try Fields(data, from: .event)
            body = try bodyType.init(from: &fields)
            try CommandRequest.readCommonFields(&fields)
            words = try fields.optional("flags", .code)
            try fields.finish()
        } catch {
            throw unreadable(.malformed(error))
        }
        guard let flags = Flags(words: words?.map(\.text) ?? []) else { throw unreadable(.unknownFlag) }
        return (body, flags)
    }
}
