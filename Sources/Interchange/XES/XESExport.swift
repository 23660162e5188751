internal import CanonicalJSON

/// Writes the cases and mediations of a log as XES, the XML that process mining tools read (IEEE 1849-2016).
///
/// One trace per case (stream `case/ID`) and one per mediation (`mediation/ID`), by kind and id; `concept:name` is the id,
/// `kind` is `case` or `mediation`. Other streams are not exported: they are no processes with a beginning and an end.
///
/// Each event has, in this order:
/// - `concept:name`, its activity: of a case's move into a phase that phase (`analysis`), the first one for `case.opened`;
///   of all else the event's type. The classifier `Activity` goes by it, the classifier `Type` by `type`.
/// - `lifecycle:transition`, always `complete`: labd records what was done.
/// - `org:resource`, the worker: the `worker` or `mediator` of its data, or who authorised; else the worker who had the case
///   at that time, or the mediator at a delivery; else the account that sent it.
/// - `time:timestamp`, **the day on which it happened** (`occurred`), for XES means by it "the date and time, at which
///   the event has occurred", and a month of work that is entered in one evening has no durations otherwise. labd knows
///   the day only, so it is that day's midnight in UTC: no tool shows another day. `recorded` is when it was recorded.
/// - `type`, its type; `phase`, of `case.opened`, the phase that it enters: the first of the plan that was in force.
/// - `position`, `revision`, `actor`, `cause`, and `flags` where there are any, joined by spaces.
/// - the data's fields under their own names, or as `data.NAME` where one of the above has that name: texts and lists
///   as strings, whole numbers, booleans, days as dates; objects are left out.
///
/// Events of a trace stand by day, and within a day as they were recorded, which is also what tools that sort by
/// `time:timestamp` make of them.
///
/// Of the log itself: `concept:name` is its source, `position` the last position seen, `simulated` whether it is a
/// simulation (left out if the log was not read from position 0), and `voided` how many events of cases and
/// mediations are left out because a `record.voided` took them back. The `record.voided` themselves are left out too
/// and not counted. A trace of which nothing stands is not written.
///
/// Any event may yet be voided, so that nothing is written until `finish`; what is kept until then lies in a store, and
/// memory does not grow with the log.
public struct XESExport {
    private static let streams: Set<String> = ["case", "mediation"]

    private let from: Int
    private var standing: StandingEvents
    /// Events by stream: the phase that `case.opened` enters, or nothing, then a newline, then the line.
    private var events: SortedRecords
    private var source: String?
    private var position: Int?
    private var isSimulated: Bool?
    /// The first phase of the plan in force.
    private var firstPhase = ""

    /// An export of no events yet.
    ///
    /// - Parameters:
    ///   - from: Where it begins. Of the lines before only the plan counts, and that the log is a simulation.
    ///   - store: Makes a place for what memory should not hold.
    public init(
        from: Int = 0, voided: VoidedRecords = .leftOut, store: @escaping () throws -> any ExportStore
    ) {
        self.from = from
        standing = StandingEvents(voided)
        events = SortedRecords(store: store)
    }

    /// Takes the next line of the log; events of other streams are looked at and forgotten.
    ///
    /// - Throws: `InterchangeError` if it is not an event, or is of a case or mediation and does not come after the last
    ///   one that was; and what the store throws.
    public mutating func add(_ line: [UInt8]) throws {
        let event = try StoredEvent(line)
        switch event.type {
        case "log.created": if case .bool(let flag)? = event.data["simulated"] { isSimulated = flag }
        case "project.plan-adopted": firstPhase = event.firstPhaseOfPlan ?? ""
        default: break
        }
        guard event.position >= from else { return }
        if source == nil { source = event.source }
        position = event.position
        guard Self.streams.contains(event.streamKind) else { return }
        try standing.note(event)
        let phase = event.type == "case.opened" ? firstPhase : ""
        try events.add(key: EventKey.byStream(event), value: Array(phase.utf8) + [UInt8(ascii: "\n")] + line)
    }

    /// Writes the document: the head, then each trace, then the end, in pieces of ASCII.
    ///
    /// - Throws: What `write` and the store throw.
    public mutating func finish(_ write: (String) throws -> Void) throws {
        try write(head)
        var trace: String?
        var course = TraceCourse()
        try events.forEach { _, value in
            let parts = value.split(separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
            let event = try StoredEvent(Array(parts[1]))
            guard standing.stands(event.position) else { return }
            if event.subject != trace {
                if trace != nil { try write("</trace>\n") }
                trace = event.subject
                course = TraceCourse()
                let name = Self.element("concept:name", .text(event.streamID))
                try write("<trace>\n" + name + Self.element("kind", .text(event.streamKind)))
            }
            let phase = String(decoding: parts[0], as: UTF8.self)
            try write(Self.text(of: event, entering: phase, by: course.resource(of: event)))
        }
        if trace != nil { try write("</trace>\n") }
        try write("</log>\n")
    }

    // MARK: - The document

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

    private static func text(of event: StoredEvent, entering phase: String, by resource: String) -> String {
        let moved = event.type == "case.phase-advanced" ? event.text("phase") : nil
        let activity = moved ?? (phase.isEmpty ? event.type : phase)
        var text = "<event>\n" + element("concept:name", .text(activity))
        text += element("lifecycle:transition", .text("complete"))
        text += element("org:resource", .text(resource))
        text += element("time:timestamp", .day(event.occurred))
        text += element("type", .text(event.type))
        if !phase.isEmpty { text += element("phase", .text(phase)) }
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

extension StoredEvent {
    /// The id of the first phase of the plan that this event adopts.
    fileprivate var firstPhaseOfPlan: String? {
        guard case .object(let plan)? = data["plan"], case .array(let phases)? = plan["phases"],
            case .object(let first)? = phases.first, case .string(let id)? = first["id"]
        else { return nil }
        return id
    }
}
