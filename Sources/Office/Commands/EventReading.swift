public import CanonicalJSON

/// Why a stored event cannot be taken in. Replay stops there: an office that skipped an event would answer wrongly.
public struct UnreadableEvent: Error, Sendable, Hashable, CustomStringConvertible {
    /// The event's place in the log.
    public let position: Int
    /// The event's type.
    public let type: String
    /// The version of its data.
    public let schema: Int
    /// What is wrong with it.
    public let reason: String

    /// One line for a person.
    public var description: String {
        "the event at position \(position) (\(type), version \(schema)) cannot be read: \(reason)"
    }
}

extension Office {
    /// Reads a stored event's data and takes it into the office.
    ///
    /// - Throws: `UnreadableEvent` where this labd does not know the type or version, or the data is not of its form.
    public mutating func replay(
        type: String, schema: Int, data: JSONObject, position: Int, time: Instant, occurred: Day
    ) throws(UnreadableEvent) {
        func unreadable(_ reason: String) -> UnreadableEvent {
            UnreadableEvent(position: position, type: type, schema: schema, reason: reason)
        }
        guard let bodyType = Catalogue.event(type) else { throw unreadable("this labd knows no such type") }
        guard (1...bodyType.schema).contains(schema) else {
            throw unreadable("this labd knows versions 1 to \(bodyType.schema) of it")
        }
        var data = data
        for version in schema..<bodyType.schema {
            guard let next = bodyType.upcast(data, from: version) else {
                throw unreadable("this labd cannot read version \(version) of it as version \(version + 1)")
            }
            data = next
        }
        let body: any EventBody
        var flags = Flags()
        do {
            var fields = try Fields(data, from: .event)
            body = try bodyType.init(from: &fields)
            try CommandRequest.readCommonFields(&fields)
            if let words: [ID] = try fields.optional("flags", .code) {
                guard let known = Flags(words: words.map(\.text)) else {
                    throw unreadable("it has a flag unknown here")
                }
                flags = known
            }
            try fields.finish()
        } catch let refusal as Refusal {
            throw unreadable(refusal.detail)
        } catch let error as UnreadableEvent {
            throw error
        } catch {
            throw unreadable("\(error)")
        }
        apply(body, EventMark(position: position, time: time, occurred: occurred, flags: flags))
        // Every event leaves one record; one that found nothing to hold on to leaves none.
        guard records.count == position + 1 else { throw unreadable("it does not fit the events before it") }
    }
}
