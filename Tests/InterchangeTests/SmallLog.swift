import CanonicalJSON
import EventFormat
import Interchange

/// A log of a few events, written by hand; `append` gives each event the position and revision that labd would give it.
struct SmallLog {
    private(set) var lines: [[UInt8]] = []
    private var revisions: [String: Int64] = [:]

    var events: [StoredEvent] {
        get throws { try lines.map { try StoredEvent($0) } }
    }

    mutating func append(_ type: String, _ subject: String, on day: String = "2019-06-03", _ data: JSON) {
        let position = Int64(lines.count)
        revisions[subject, default: 0] += 1
        let event: JSON = [
            "actor": "anna", "cause": .string("k-\(position)"), "data": data, "id": .string("\(position)"),
            "occurred": .string(day), "position": .integer(position),
            "revision": .integer(revisions[subject] ?? 1), "schema": 1, "source": "urn:labd:office:1",
            "specversion": "1.0", "subject": .string(subject), "time": "2019-06-05T08:00:00.000000Z",
            "type": .string(type),
        ]
        lines.append(event.canonicalBytes)
    }

    /// Two cases, a mediation with a delivery that was voided, hours about it, and a contact that was voided.
    static var season: SmallLog {
        var log = SmallLog()
        log.append("log.created", "log", ["generation": 1, "office": "office", "simulated": true])
        log.append(
            "case.opened", "case/c-1", on: "2019-06-04",
            [
                "case": "c-1", "line": "desk", "members": ["p-1", "p-2"], "minor": false, "on": "2019-06-04",
                "person": "p-1", "place": "chiari", "worker": "sw-1",
            ])
        log.append(
            "mediation.requested", "mediation/m-1",
            [
                "case": "c-1", "language": "ar", "mediation": "m-1", "minutes": 120, "on": "2019-06-03",
                "place": "chiari",
            ])
        log.append(
            "case.noted", "case/c-1", on: "2019-06-03",
            [
                "case": "c-1", "flags": ["late-entry", "out-of-order"], "kind": "phone", "on": "2019-06-03",
                "worker": "sw-1",
            ])
        log.append(
            "mediation.delivered", "mediation/m-1", on: "2019-06-10",
            ["last": true, "mediation": "m-1", "minutes": 60, "on": "2019-06-10", "persons": ["p-3"]])
        log.append("contact.recorded", "contact/k-1", ["contact": "k-1", "on": "2019-06-03", "topics": ["a", "b"]])
        log.append(
            "hours.logged", "timesheet/sw-1/2019-06",
            ["about": "m-1", "activity": "desk", "entry": "h-1", "minutes": 450, "on": "2019-06-03", "worker": "sw-1"])
        log.append("case.opened", "case/c-2", ["case": "c-2", "on": "2019-06-03", "person": "p-3"])
        log.append("record.voided", "mediation/m-1", on: "2019-06-11", ["position": 4, "reason": "entered twice"])
        log.append("record.voided", "contact/k-1", on: "2019-06-11", ["position": 5, "reason": "entered twice"])
        return log
    }
}

extension EventVocabulary {
    /// What the events of these tests name.
    static let small: EventVocabulary = {
        var events: [String: Event] = [:]
        func note(_ type: String, _ objects: [String: String], _ more: (inout Event) -> Void = { _ in }) {
            var event = Event()
            event.objects = objects
            more(&event)
            events[type] = event
        }
        let ofCase = ["case": "case", "line": "line", "place": "place", "worker": "worker"]
        note("project.plan-adopted", [:]) { $0.newPhases = ["plan", "phases", "id"] }
        note("project.suspended", ["lines": "line", "places": "place"]) { $0.scopes = ["lines", "places"] }
        note("contact.recorded", ["contact": "contact"])
        note("hours.logged", ["worker": "worker"]) { $0.about = "about" }
        note("case.opened", ofCase.merging(["person": "person", "members": "person"]) { $1 }) {
            ($0.worker, $0.assigns, $0.opensCase) = ("worker", true, true)
        }
        note("case.assigned", ofCase) { ($0.worker, $0.assigns) = ("worker", true) }
        note("case.noted", ofCase) { ($0.worker, $0.isWorkOfAssignee) = ("worker", true) }
        note("case.phase-advanced", ofCase) { ($0.phase, $0.isWorkOfAssignee) = ("phase", true) }
        note("case.closed", ofCase) { $0.isWorkOfAssignee = true }
        note("mediation.requested", ["case": "case", "mediation": "mediation", "place": "place"])
        note("mediation.authorised", ["by": "worker", "mediation": "mediation"]) { $0.worker = "by" }
        note("mediation.assigned", ["mediation": "mediation", "mediator": "worker"]) {
            ($0.worker, $0.assigns) = ("mediator", true)
        }
        note("mediation.delivered", ["mediation": "mediation", "persons": "person"]) { $0.isWorkOfAssignee = true }
        note("mediation.missed", ["mediation": "mediation"]) { $0.isWorkOfAssignee = true }
        note("mediation.evaluated", ["mediation": "mediation"])
        return EventVocabulary(
            events, sharedTypes: ["case", "contact", "mediation", "orientation", "activity"])
    }()
}
