internal import CanonicalJSON

/// Writes the cases and mediations of a log as XES, the XML that process mining tools read (IEEE 1849-2016).
///
/// One trace per case (stream `case/ID`) and one per mediation (`mediation/ID`), in the order in which their first
/// standing events were recorded; `concept:name` is the id, `kind` is `case` or `mediation`. Other streams are not
/// exported: they are no processes with a beginning and an end.
///
/// Each event has, in this order:
/// - `concept:name`, its type; `lifecycle:transition`, always `complete`: labd records what was done; `org:resource`,
///   the `worker` of its data, else the account that sent it.
/// - `time:timestamp`, **the day on which it happened** (`occurred`), for XES means by it "the date and time, at which
///   the event has occurred", and a month of work that is entered in one evening has no durations otherwise. labd knows
///   the day only, so it is that day's midnight in UTC: no tool shows another day. `recorded` is when it was recorded.
/// - `position`, `revision`, `actor`, `cause`, and `flags` where there are any, joined by spaces.
/// - the data's fields under their own names, or as `data.NAME` where one of the above has that name: texts and lists
///   as strings, whole numbers, booleans, days as dates; objects are left out.
///
/// Events of a trace stand by day, and within a day as they were recorded, which is also what tools that sort by
/// `time:timestamp` make of them.
///
/// Of the log itself: `concept:name` is its source, `position` the last position seen, `simulated` whether it is a
/// simulation (left out if the export did not begin at position 0), and `voided` how many events of cases and
/// mediations are left out because a `record.voided` took them back. The `record.voided` themselves are left out too
/// and not counted. A trace of which nothing stands is not written.
///
/// Holds every event of cases and mediations until `finish`, for any may yet be voided.
public struct XESExport: Sendable {
    private static let streams: Set<String> = ["case", "mediation"]

    private var standing: StandingEvents
    private var source: String?
    private var position: Int?
    private var isSimulated: Bool?

    /// An export of no events yet.
    public init(voided: VoidedRecords = .leftOut) {
        standing = StandingEvents(voided)
    }

    /// Takes the next event of the log; events of other streams are looked at and forgotten.
    ///
    /// - Throws: `InterchangeError` with the code `outOfOrder` if it is of a case or mediation and does not come after
    ///   the last one that was.
    public mutating func add(_ event: StoredEvent) throws(InterchangeError) {
        if source == nil { source = event.source }
        if event.type == "log.created", case .bool(let flag)? = event.data["simulated"] { isSimulated = flag }
        if Self.streams.contains(event.streamKind) { try standing.add(event) }
        position = event.position
    }

    /// Writes the document: the head, then each trace, then the end, each as one piece of ASCII.
    ///
    /// - Throws: What `write` throws, and nothing else.
    public func finish<Failure: Error>(_ write: (String) throws(Failure) -> Void) throws(Failure) {
        try write(head)
        for trace in traces { try write(Self.text(of: trace)) }
        try write("</log>\n")
    }

    // MARK: - The document

    /// The events of each stream, in the order in which the streams came up.
    private var traces: [[StoredEvent]] {
        var numbers: [String: Int] = [:]
        var traces: [[StoredEvent]] = []
        for event in standing.events {
            if let number = numbers[event.subject] {
                traces[number].append(event)
            } else {
                numbers[event.subject] = traces.count
                traces.append([event])
            }
        }
        return traces
    }

    // The elements stand in the order that the standard's schema asks. That schema has no target namespace, so the
    // document is in none; xes.version is a decimal there. A classifier's keys have to be global (§ 4.6).
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
            </global>
            <classifier name="Activity" keys="concept:name"/>
            <string key="lifecycle:model" value="standard"/>

            """
        if let source { text += Self.element("concept:name", .text(source)) }
        if let position { text += Self.element("position", .whole(Int64(position))) }
        if let isSimulated { text += Self.element("simulated", .flag(isSimulated)) }
        return text + Self.element("voided", .whole(Int64(standing.voidedCount)))
    }

    private static func text(of trace: [StoredEvent]) -> String {
        var text = "<trace>\n"
        if let first = trace.first {
            text += element("concept:name", .text(first.streamID)) + element("kind", .text(first.streamKind))
        }
        for event in trace.sorted(by: StoredEvent.happensBefore) { text += self.text(of: event) }
        return text + "</trace>\n"
    }

    private static func text(of event: StoredEvent) -> String {
        var text = "<event>\n" + element("concept:name", .text(event.type))
        text += element("lifecycle:transition", .text("complete"))
        text += element("org:resource", .text(event.text("worker") ?? event.actor))
        text += element("time:timestamp", .day(event.occurred))
        for (name, value) in event.envelopeAttributes { text += element(name, value) }
        for member in event.data.members {
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
