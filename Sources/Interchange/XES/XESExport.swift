internal import CanonicalJSON
internal import EventFormat

/// An export of the cases and mediations of a log as XES, the XML that process mining tools read (IEEE 1849-2016).
///
/// There is a trace for each case (stream `case/ID`) and each mediation (`mediation/ID`), ordered by kind and id.
/// `concept:name` is the id, and `kind` is `case` or `mediation`. Other streams are not exported, because they are not
/// processes with a beginning and an end.
///
/// Each event has, in this order:
/// - `concept:name`, its activity. For a case's move into a phase this is the phase (`analysis`), for `case.opened` the first
///   phase, and for all other events the event's type. The classifier `Activity` uses `concept:name`, the classifier `Type`
///   uses `type`.
/// - `lifecycle:transition`, always `complete`: labd records what was done.
/// - `org:resource`, the worker: the `worker` or `mediator` of its data, or the one who authorised; otherwise the worker who
///   had the case at that time, or the mediator for a delivery; otherwise the account that sent the command.
/// - `time:timestamp`, **the day on which it happened** (`occurred`). XES defines it as "the date and time, at which the event
///   has occurred", and a month of work that is entered in one evening would otherwise have no durations. labd knows only the
///   day, so the timestamp is that day's midnight in UTC, which tools show as the same day. `recorded` is when it was recorded.
/// - `type`, its type; for `case.opened` also `phase`, the phase that it enters, which is the first of the plan in force.
/// - `position`, `revision`, `actor`, `cause`, and `flags`, if there are any, joined by spaces.
/// - the data's fields under their own names, or as `data.NAME` if one of the above has that name: texts and lists as strings,
///   whole numbers, booleans, and days as dates. Objects are left out.
///
/// The events of a trace are ordered by day, and within a day as they were recorded. Tools that sort by `time:timestamp` get
/// the same order.
///
/// The attributes of the log itself: `concept:name` is its source; `position` is the last position that was read; `simulated`
/// says whether it is a simulation, and is left out if the log was not read from position 0; `voided` is the number of events
/// of cases and mediations that are left out because a `record.voided` voided them. The `record.voided` events are left out
/// too, and not counted. A trace whose events were all voided is not written.
///
/// Because any event may still be voided, nothing is written until `finish`. Until then the events are kept in a store, so that
/// memory does not grow with the log.
public struct XESExport {
    private static let streams: Set<String> = ["case", "mediation"]

    private let vocabulary: EventVocabulary
    private let from: Int
    private var standing = StandingEvents()
    /// Events by stream. A record is the phase that `case.opened` enters, or nothing, then a newline, then the line.
    private var events: SortedRecords
    private var source: String?
    private var position: Int?
    private var isSimulated: Bool?
    /// The first phase of the plan in force.
    private var firstPhase = ""

    /// Creates an export without events.
    ///
    /// - Parameters:
    ///   - vocabulary: What the fields of events name.
    ///   - from: The position at which the export begins. Of the lines before it, only the plan and whether the log is a
    ///     simulation are used.
    ///   - store: Creates a store for what should not be kept in memory.
    public init(_ vocabulary: EventVocabulary, from: Int = 0, store: @escaping () throws -> any ExportStore) {
        self.vocabulary = vocabulary
        self.from = from
        events = SortedRecords(store: store)
    }

    /// Adds the next line of the log. Events of other streams are not kept.
    ///
    /// - Throws: `InterchangeError` if it is not an event, or is an event of a case or mediation and does not come after the
    ///   last such event; and what the store throws.
    public mutating func add(_ line: [UInt8]) throws {
        let event = try StoredEvent(line)
        let known = vocabulary[event.type]
        if event.type == LogEvent.created, case .bool(let flag)? = event.data["simulated"] { isSimulated = flag }
        if let path = known.newPhases { firstPhase = JSON.object(event.data).firstText(at: path[...]) ?? "" }
        guard event.position >= from else { return }
        if source == nil { source = EventLine.source(line.span) }
        position = event.position
        guard Self.streams.contains(event.streamKind) else { return }
        try standing.note(event)
        let phase = known.opensCase ? firstPhase : ""
        try events.add(key: EventKey.byStream(event), value: Array(phase.utf8) + [UInt8(ascii: "\n")] + line)
    }

    /// Writes the document: the head, then each trace, then the end, in pieces of ASCII.
    ///
    /// - Throws: What `write` and the store throw.
    public mutating func finish(_ write: (String) throws -> Void) throws {
        try write(head)
        var trace: String?
        let vocabulary = vocabulary
        var course = TraceCourse(vocabulary)
        try events.forEach { _, value in
            let parts = value.split(separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
            let event = try StoredEvent(Array(parts[1]))
            guard standing.stands(event.position) else { return }
            if event.subject != trace {
                if trace != nil { try write("</trace>\n") }
                trace = event.subject
                course = TraceCourse(vocabulary)
                let name = Self.element("concept:name", .text(event.streamID))
                try write("<trace>\n" + name + Self.element("kind", .text(event.streamKind)))
            }
            let phase = String(decoding: parts[0], as: UTF8.self)
            try write(Self.text(of: event, vocabulary[event.type], entering: phase, by: course.resource(of: event)))
        }
        if trace != nil { try write("</trace>\n") }
        try write("</log>\n")
    }

    // MARK: - The document

    // The elements are in the order that the standard's schema requires. The schema has no target namespace, so the document
    // has none; xes.version is a decimal in it. A classifier's keys must be global (§ 4.6).
    private var head: String {
        var text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <log xes.version="1849.2016" xes.features="">
            <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
            <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
            <extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
            <extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
            <global scope="trace">
            <string key="concept:name" value=""/>
            <string key="kind" value=""/>
            </global>
            <global scope="event">
            <string key="concept:name" value=""/>
            <string key="lifecycle:transition" value="complete"/>
            <string key="org:resource" value=""/>
            <date key="time:timestamp" value="1970-01-01T00:00:00.000Z"/>
            <string key="type" value=""/>
            </global>
            <classifier name="Activity" keys="concept:name"/>
            <classifier name="Type" keys="type"/>
            <string key="lifecycle:model" value="standard"/>

            """
        if let source { text += Self.element("concept:name", .text(source)) }
        if let position { text += Self.element("position", .whole(Int64(position))) }
        if let isSimulated { text += Self.element("simulated", .flag(isSimulated)) }
        return text + Self.element("voided", .whole(Int64(standing.voidedCount)))
    }

    private static func text(
        of event: StoredEvent, _ known: EventVocabulary.Event, entering phase: String, by resource: String
    ) -> String {
        let moved = known.phase.flatMap(event.text)
        let activity = moved ?? (phase.isEmpty ? event.type : phase)
        var text = "<event>\n" + element("concept:name", .text(activity))
        text += element("lifecycle:transition", .text("complete"))
        text += element("org:resource", .text(resource))
        text += element("time:timestamp", .day(event.occurred))
        text += element("type", .text(event.type))
        if !phase.isEmpty { text += element("phase", .text(phase)) }
        for (name, value) in event.envelopeAttributes { text += element(name, value) }
        for member in event.fields {
            guard let value = AttributeValue(member.value) else { continue }
            text += element(StoredEvent.exportName(member.name), value)
        }
        return text + "</event>\n"
    }

    private static func element(_ key: String, _ value: AttributeValue) -> String {
        let (type, text) =
            switch value {
            case .text(let text): ("string", XMLText.attribute(text))
            case .whole(let number): ("int", "\(number)")
            case .flag(let flag): ("boolean", flag ? "true" : "false")
            case .day(let day): ("date", AttributeValue.midnight(of: day))
            case .instant(let time): ("date", XMLText.attribute(time))
            }
        return "<\(type) key=\"\(XMLText.attribute(key))\" value=\"\(text)\"/>\n"
    }
}

extension JSON {
    /// The first text that the names of a path lead to, by the first item of each list.
    fileprivate func firstText(at path: ArraySlice<String>) -> String? {
        switch self {
        case .string(let text): path.isEmpty ? text : nil
        case .array(let items): items.first?.firstText(at: path)
        case .object(let object): path.first.flatMap { object[$0] }?.firstText(at: path.dropFirst())
        case .integer, .number, .bool, .null: nil
        }
    }
}
