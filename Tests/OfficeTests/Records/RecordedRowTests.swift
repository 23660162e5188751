import CanonicalJSON
import CivilTime
import OfficeSpecification
import Testing

@testable import Office

struct RecordedRowTests {
    /// What becomes of the voiding of an event, asked for right after it.
    private enum Voiding: Hashable {
        case accepted
        case refused(String, String?)
    }

    /// Whether an event of a kind can be voided as long as it is the last.
    private static func isVoidable(_ kind: Record.Kind) -> Bool {
        switch kind {
        case .contact, .caseOpening, .caseStep, .mediationStep, .orientation, .activity, .decision, .evidence, .absence,
            .rate:
            true
        case .log, .plan, .project, .worker, .entry, .adjustment, .timesheet, .person, .link, .mediationRequest, .void,
            .report, .finding, .erasure, .erasureRefusal, .look:
            false
        }
    }

    private static func voiding(_ position: Int, in office: Office) -> Voiding {
        let recording = Recording(time: office.time, actor: "ufficio", roles: [.coordinator])
        do throws(Refusal) {
            let request = try CommandRequest(text: Sending.void(position).text(id: "v").span)
            _ = try office.decide(request, recording, FixedFigures())
            return .accepted
        } catch {
            return .refused(error.code.word, error.field)
        }
    }

    /// The offices after each event of a run in which every kind comes, each asked about its last event.
    private static func voidings() throws -> [Record.Kind: Set<Voiding>] {
        let scenario = try Scenario()
        scenario.today("2019-07-20")
        var found: [Record.Kind: Set<Voiding>] = [:]
        func ask(_ office: Office) {
            found[office.records[office.position].kind, default: []].insert(voiding(office.position, in: office))
        }
        ask(scenario.office)
        for command in GoldenCommands.all {
            try scenario.given(command)
            ask(scenario.office)
        }
        var office = scenario.office
        let stream = try #require(StreamName("worker/sw-1"))
        for body in [PersonalDataSearched(), RecordErasureRefused(), EraseRecord(stream)] as [any EventBody] {
            office.apply(
                body,
                EventMark(
                    position: office.position + 1, time: office.time, occurred: Day(number: 18_000), flags: Flags()))
            ask(office)
        }
        return found
    }

    @Test func `the last event is voided where its kind can be, and refused by its position where not`() throws {
        let voidings = try Self.voidings()
        for kind in Record.Kind.allCases {
            let wanted: Voiding = Self.isVoidable(kind) ? .accepted : .refused("invalid-value", "position")
            #expect(voidings[kind] == [wanted], "\(kind)")
            #expect((kind.type is any VoidableRow.Type) == Self.isVoidable(kind), "\(kind)")
        }
    }

    @Test func `a voiding joins the stream of what it voids, and is sealed for the same`() throws {
        let scenario = try Scenario()
        scenario.today("2019-07-20")
        for command in GoldenCommands.all {
            try scenario.given(command)
            let event = try #require(scenario.events.last)
            guard scenario.office.streamedRow(of: scenario.office.records[scenario.position]) is any VoidableRow else {
                continue
            }
            let decision = try scenario.decide(.void(scenario.position))
            #expect(decision.stream.name == event.stream, "\(event.type)")
            #expect(decision.owner.name == event.owner, "\(event.type)")
        }
    }

    @Test func `what an auditor looks at is of five kinds`() {
        let matters = Dictionary(grouping: Record.Kind.allCases) { $0.type.auditMatter }
        #expect(matters[.voiding] == [.void])
        #expect(matters[.adjustment] == [.adjustment])
        #expect(matters[.erasure] == [.erasure])
        #expect(matters[.erasureRefusal] == [.erasureRefusal])
        #expect(matters[.look] == [.look])
    }

    @Test func `a kind's type is its own, unless it changes no figure`() {
        let kinds = Record.Kind.allCases.filter { $0.type != PlainRecord.self }
        #expect(Set(kinds.map { ObjectIdentifier($0.type) }).count == kinds.count)
        #expect(Set(Record.Kind.allCases).subtracting(kinds) == [.log, .project, .report, .finding])
        #expect(Record.Kind.allCases.enumerated().allSatisfy { Int($1.rawValue) == $0 })
    }

    @Test func `a voiding is about what the event that it voids is about`() throws {
        let scenario = try Scenario.withCase(["members": ["p-2"]])
        let opening = scenario.position
        try scenario.given(.void(opening))
        var subjects: [Int: [RecordSubject]] = [:]
        scenario.office.forEachSubject(ofEventsAt: opening...opening + 1) { subjects[$0, default: []].append($1) }
        #expect(subjects[opening] == [.case(Ref(0)), .person(Ref(0)), .person(Ref(1))])
        #expect(subjects[opening + 1] == subjects[opening])
    }

    @Test func `the voiding of a contact is also about all who are served in the cases that came from it`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.person("p-3"), .person("p-4"), .contact("k-1", "2019-06-03", ["person": "p-4"]))
        let contact = scenario.position
        try scenario.given(
            .open("c-1", "2019-06-03", ["members": ["p-2"], "contact": "k-1"]),
            .note("c-1", "2019-06-04", ["persons": ["p-3"]]), .open("c-2", "2019-06-03", ["person": "p-3"]),
            .void(contact))
        var subjects: Set<RecordSubject> = []
        scenario.office.forEachSubject(ofEventsAt: scenario.position...scenario.position) { subjects.insert($1) }
        #expect(subjects == [.person(Ref(0)), .person(Ref(1)), .person(Ref(2)), .person(Ref(3))])
    }

    @Test func `a transfer is also about those of whom the case's later notes are`() throws {
        let scenario = try Scenario.withCase()
        try scenario.given(
            .person("p-3"), .person("p-4"), .note("c-1", "2019-06-03", ["persons": ["p-4"]]),
            .transfer("c-1", "2019-06-04", ["place": "chiari"]))
        let transfer = scenario.position
        try scenario.given(.note("c-1", "2019-06-05", ["persons": ["p-2", "p-3"]]), .void(transfer))
        for position in [transfer, scenario.position] {
            var subjects: Set<RecordSubject> = []
            scenario.office.forEachSubject(ofEventsAt: position...position) { subjects.insert($1) }
            #expect(subjects == [.case(Ref(0)), .person(Ref(0)), .person(Ref(1)), .person(Ref(2))])
        }
    }
}
