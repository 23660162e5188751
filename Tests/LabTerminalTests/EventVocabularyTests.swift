import CanonicalJSON
import Foundation
import Interchange
import Office
import Testing

@testable import LabTerminal

/// What the golden events name, as the exports have it from the descriptions of their fields.
struct EventVocabularyTests {
    @Test func `The events of version 0.1.0 name the objects that exports have always had of them`() throws {
        for line in expected.split(separator: "\n") {
            let name = String(line.prefix { $0 != ":" })
            let file = Self.golden.appending(path: name + ".json")
            let references = try Self.references(of: name, try Data(contentsOf: file))
            #expect("\(name): \(references.joined(separator: ", "))" == line)
        }
    }

    @Test func `The worker of an event is the first whom it names, and some have the case or request from then on`() {
        let events = Catalogue.eventTypes.map { ($0, EventVocabulary.ofCatalogue[$0]) }
        #expect(
            events.filter { $0.1.assigns }.map { "\($0.0) \($0.1.worker ?? "")" } == [
                "case.assigned worker", "case.opened worker", "mediation.assigned mediator",
            ])
        #expect(EventVocabulary.ofCatalogue["mediation.authorised"].worker == "by")
        #expect(EventVocabulary.ofCatalogue["timesheet.approved"].worker == "worker")
        #expect(events.filter { $0.1.opensCase }.map(\.0) == ["case.opened"])
        #expect(events.filter { $0.1.about != nil }.map(\.0) == ["hours.logged"])
        #expect(events.filter { $0.1.phase != nil }.map(\.0) == ["case.phase-advanced"])
        #expect(EventVocabulary.ofCatalogue["project.plan-adopted"].newPhases == ["plan", "phases", "id"])
    }

    @Test func `What is done in a case, and a delivery or a missed appointment, is the work of whoever has it`() {
        let ofAssignee = Catalogue.eventTypes.filter { EventVocabulary.ofCatalogue[$0].isWorkOfAssignee }
        let inCases = Catalogue.eventTypes.filter { $0.hasPrefix("case.") && $0 != "case.opened" }
        #expect(ofAssignee == inCases + ["mediation.delivered", "mediation.missed"])
    }

    private static let golden = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "OfficeTests/Golden")

    /// The objects that an export of the event alone has, its stream's left out.
    private static func references(of name: String, _ data: Data) throws -> [String] {
        let line: JSON = [
            "actor": "anna", "cause": "k", "data": try JSONReader.read(Array(data), as: .strict), "id": "0",
            "occurred": "2019-06-03", "position": 0, "revision": 1, "schema": 1, "source": "urn:labd:office:1",
            "specversion": "1.0", "subject": "stream", "time": "2019-06-05T08:00:00.000000Z",
            "type": .string(String(name.dropLast(2))),
        ]
        var export = OCELExport(.ofCatalogue) { try ExportFile() }
        try export.add(line.canonicalBytes)
        var text = ""
        try export.finish { text += $0 }
        guard case .object(let document) = try JSONReader.read(Array(text.utf8), as: .strict),
            case .array(let events)? = document["events"], case .object(let event)? = events.first,
            case .array(let relationships)? = event["relationships"]
        else { return [] }
        return relationships.compactMap { relationship in
            guard case .object(let object) = relationship, case .string(let id)? = object["objectId"],
                case .string(let part)? = object["qualifier"], part != "stream"
            else { return nil }
            return "\(part) \(id)"
        }
    }
}

private let expected = """
    activity.held.1: activity activity/a-1, place place/chiari, present person/p-1, present person/p-2, worker worker/ed-1
    case.assigned.1: case case/c-1, worker worker/ed-1
    case.closed.1: case case/c-1
    case.measure-ended.1: case case/c-1
    case.measure-recorded.1: case case/c-1
    case.member-added.1: case case/c-1, person person/p-2
    case.member-removed.1: case case/c-1, person person/p-2
    case.noted.1: case case/c-1, persons person/p-1, persons person/p-2, worker worker/sw-1
    case.opened.1: case case/c-1, contact contact/k-1, line line/secretariat-towns, members person/p-2, \
    person person/p-1, place place/rovato, worker worker/sw-1
    case.phase-advanced.1: case case/c-1
    case.referral-closed.1: case case/c-1
    case.referred.1: case case/c-1
    case.reopened.1: case case/c-1
    case.transferred.1: case case/c-1, line line/secretariat-office, place place/ufficio-di-piano
    contact.recorded.1: contact contact/k-1, line line/secretariat-towns, person person/p-2, place place/rovato, \
    worker worker/sw-1
    hours.adjusted.1: worker worker/sw-1
    hours.logged.1: line line/secretariat-towns, place place/rovato, worker worker/sw-1
    mediation.assigned.1: mediation mediation/m-1, mediator worker/me-1
    mediation.authorised.1: by worker/co-1, mediation mediation/m-1
    mediation.cancelled.1: mediation mediation/m-2
    mediation.delivered.1: mediation mediation/m-1, persons person/p-1
    mediation.delivered.2: mediation mediation/m-1, persons person/p-1
    mediation.evaluated.1: mediation mediation/m-1
    mediation.missed.1: mediation mediation/m-1
    mediation.requested.1: case case/c-1, mediation mediation/m-1, place place/rovato
    orientation.delivered.1: orientation orientation/o-1, person person/p-1, place place/chiari, worker worker/ed-1
    person.access-served.1: person person/p-1, persons person/p-1, persons person/p-2
    person.access-served.2: person person/p-1, persons person/p-1, persons person/p-2
    person.corrected.1: person person/p-2, place place/chiari
    person.eligibility-decided.1: person person/p-1
    person.erased.1: person person/p-1, persons person/p-1, persons person/p-2
    person.erasure-refused.1: person person/p-1
    person.evidence-added.1: person person/p-1
    person.linked.1: person person/p-1, same person/p-2
    person.registered.1: person person/p-1, place place/rovato
    person.restricted.1: person person/p-2
    person.restriction-lifted.1: person person/p-2
    person.unlinked.1: person person/p-2, same person/p-1
    personal-data.read.1: person person/p-1
    project.suspended.1: lines line/youth
    timesheet.approved.1: by worker/co-1, worker worker/sw-1
    timesheet.completed.1: worker worker/sw-1
    timesheet.signed.1: worker worker/sw-1
    worker.absence-noted.1: worker worker/sw-1
    worker.changed.1: supervisor worker/co-1, worker worker/sw-2
    worker.enrolled.1: supervisor worker/di-1, worker worker/co-1
    worker.left.1: worker worker/sw-2
    worker.rate-established.1: worker worker/sw-1
    """
