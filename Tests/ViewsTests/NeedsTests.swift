import CanonicalJSON
import CivilTime
import OfficeSpecification
import Testing
import ViewsSpecification

@testable import Office
@testable import Views

/// Tests that answers depend on nothing of the office but the parts that their views name.
struct NeedsTests {
    /// A part of the office in both directions: how two offices are compared in it, and how it is put into another.
    private struct Part {
        let part: OfficeParts
        let isSame: (Office, Office) -> Bool
        let put: (Office, inout Office) -> Void
    }

    private static func part<each Value: Equatable>(
        _ part: OfficeParts, _ paths: repeat WritableKeyPath<Office, each Value>
    ) -> Part {
        Part(
            part: part,
            isSame: { one, other in
                for path in repeat each paths { guard one[keyPath: path] == other[keyPath: path] else { return false } }
                return true
            },
            put: { from, office in repeat office[keyPath: each paths] = from[keyPath: each paths] })
    }

    private static var parts: [Part] {
        [
            part(.project, \.plan, \.suspensions, \.statusExtensions, \.finalPayments, \.proceedings, \.isSimulated),
            part(.workers, \.workers, \.terms, \.rates, \.absences), part(.hours, \.hours),
            part(.people, \.people, \.evidence, \.decisions, \.links, \.erasedStreams), part(.contacts, \.contacts),
            part(.cases, \.cases, \.caseSteps, \.caseload, \.memberships, \.casesOfContacts),
            part(.mediations, \.mediations, \.mediationSteps, \.mediationsOfCases, \.deliveryDays),
            part(.orientations, \.orientations),
            part(.activities, \.activities), part(.reports, \.reports), part(.today, \.time),
            // What follows from several parts.
            part(
                OfficeParts.services.union([.project, .people]), \.personServices, \.servicesOfPersons, \.served),
        ]
    }

    /// The runs: one in which every command comes, and a season.
    private static func runs() throws -> [(name: String, events: [Scenario.Event])] {
        let scenario = try Scenario()
        scenario.today("2019-07-20")
        for command in GoldenCommands.all { try scenario.given(command) }
        try scenario.given(
            .link("p-1", "p-2"), .submit("r-2", "claim", "2019-06-01", "2019-06-30", ["withoutRate": "left-out"]))
        return [("every command", scenario.events), ("season", try Season.recorded.get().events)]
    }

    /// Questions to a view: plain, of a day, of days, and about each record that the office knows by then.
    private static func questions(to view: any Answer.Type, _ office: Office) -> [Question] {
        var questions = [Question(), Question(on: Day("2019-06-30"))]
        if view.parameters.contains(.from) {
            questions.append(Question(from: Day("2019-06-03"), to: Day("2019-10-31")))
        }
        func named(_ id: Parameter, _ ids: [String]) {
            guard view.parameters.contains(id) else { return }
            for text in ids.suffix(2) {
                var question = Question()
                switch id {
                case .id: question.id = ID(text)
                case .worker: question.worker = ID(text)
                case .line: question.line = ID(text)
                case .place: question.place = ID(text)
                case .person: question.filters[.person] = text
                default: return
                }
                if view.required.contains(.month) { question.month = Month("2019-06") }
                questions.append(question)
            }
        }
        var ids: [String] = []
        office.serviceRecords.forEach { ref, _ in ids.append(office.serviceRecords.id(ref)) }
        office.hours.entries.forEach { ref, _ in ids.append(office.hours.entries.id(ref)) }
        var people: [String] = []
        office.people.forEach { ref, _ in people.append(office.people.id(ref)) }
        var workers: [String] = []
        office.workers.forEach { ref, _ in workers.append(office.workers.id(ref)) }
        let kinds = ids.indices.filter { $0 % max(1, ids.count / 10) == 0 }.map { ids[$0] }
        for id in kinds { named(.id, [id]) }
        named(.id, people)
        named(.id, workers)
        named(.worker, workers)
        named(.person, people)
        named(.line, office.plan?.lines.map(\.id.text) ?? [])
        named(.place, office.plan?.places.map(\.id.text) ?? [])
        return questions
    }

    /// The answer without the position that it states; nil if the question is refused.
    private static func answer(
        _ view: any Answer.Type, _ office: Office, _ question: Question, _ past: RecordedPast
    ) -> String? {
        var office = office
        office.position = 0
        guard let answer = try? view.init(office, question, past) else { return nil }
        return (try? JSON.canonicalBytes(encoding: answer)).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `the office notes the part that an event changes`() throws {
        for (name, events) in try Self.runs() {
            var office = Office()
            for (position, event) in events.enumerated() {
                let before = office
                try office.replay(
                    type: event.type, schema: event.schema, data: try JSONObject(canonical: event.data),
                    position: position, time: event.time, occurred: event.occurred)
                for part in Self.parts where part.part != .today {
                    let isSame = part.isSame(before, office)
                    #expect(
                        isSame || office.lastChange(of: part.part) == position, "\(name): \(event.type), \(part.part)")
                }
                let isSameDay = EuropeRome.day(of: before.time) == EuropeRome.day(of: office.time)
                #expect((isSameDay && position > 0) == (office.lastChange(of: .today) != position))
                // What stays has its place: only rows that were there can be looked up by a number.
                #expect(office.lastChange(of: .everything) <= position)
            }
        }
    }

    @Test func `an answer is the same whatever happens to the parts that it does not need`() throws {
        for (name, events) in try Self.runs() {
            let past = RecordedPast(events: events)
            let end = try Scenario.replay(events)
            var office = Office()
            let stride = max(1, events.count / 20)
            var compared = 0
            for (position, event) in events.enumerated() {
                try office.replay(
                    type: event.type, schema: event.schema, data: try JSONObject(canonical: event.data),
                    position: position, time: event.time, occurred: event.occurred)
                guard position % stride == 0 else { continue }
                for view in Views.Catalogue.views {
                    guard let needs = view.needs else { continue }
                    // The end of the run, but with the parts that the view needs as they are now.
                    var mixed = end
                    for part in Self.parts where needs.contains(part.part) { part.put(office, &mixed) }
                    for question in Self.questions(to: view, office) {
                        guard let answer = Self.answer(view, office, question, past) else { continue }
                        compared += 1
                        let other = Self.answer(view, mixed, question, past)
                        #expect(answer == other, "\(name), \(position): \(view.name) \(question)")
                    }
                }
            }
            #expect(compared > 1_000)
        }
    }
}
