import CanonicalJSON
import CivilTime
import Markup
import Office
import OfficeSpecification
import Views
import ViewsSpecification
import Wording

@testable import Pages

/// The desk of an office in which something of everything was recorded.
struct TriedDesk: Desk {
    let newest: Office
    fileprivate let past: RecordedPast

    init(_ scenario: Scenario) {
        newest = scenario.office
        past = RecordedPast(events: scenario.events)
    }

    /// An office with hours, a case, a contact, a mediation, an orientation, an activity and a report.
    static let busy: TriedDesk = {
        do {
            let scenario = try Scenario.withMediation()
            try scenario.given(
                .contact("k-1", "2019-06-03"), .open("c-1", "2019-06-03"), .note("c-1", "2019-06-04"),
                .deliver("m-1", "2019-06-05"), .orientation("o-1", "2019-06-05"), .activity("a-1", "2019-06-06"),
                .hours("h-1", "2019-06-05"), .decide("p-1", "eligible"), .suspend("x-1"))
            scenario.today("2019-07-05")
            // More than a month late, which is flagged.
            try scenario.given(.contact("k-2", "2019-06-03"))
            try scenario.given(.complete("2019-06"), .sign("2019-06"), .approve("2019-06"))
            scenario.today("2019-10-05")
            try scenario.given(.submit("r-1", "quarterly", "2019-07-01", "2019-09-30"))
            return TriedDesk(scenario)
        } catch {
            fatalError("the office of the tests does not come about: \(error)")
        }
    }()

    /// An office in which nothing was recorded, not even a plan.
    static let empty: TriedDesk = {
        guard let scenario = try? Scenario() else { fatalError("no scenario") }
        return TriedDesk(scenario)
    }()

    func office(for question: Question) throws -> Office {
        guard let asOf = question.asOf else { return newest }
        return try past.office(at: past.position(asOf: asOf))
    }

    func answer<Result>(
        _ view: any Answer.Type, _ question: Question, _ read: (Span<UInt8>) throws -> Result
    ) throws -> Result {
        let office = try office(for: question)
        let answer = try JSON.canonicalBytes(encoding: view.init(office, question.settled(in: office), past))
        return try read(answer.span)
    }
}

extension TriedDesk {
    func content(at position: Int) throws -> RecordedEvent { try past.content(at: position) }
    func line(at position: Int) throws -> String {
        String(decoding: try past.content(at: position).data.canonicalBytes, as: UTF8.self)
    }
    func checkpoint(isWitnessed: Bool) throws -> String? {
        isWitnessed ? nil : "labd.example/prova\n7\nroot=\n\n— sig\n"
    }
    var verifierKey: String { "labd.example/prova+1234+key" }
    func events(of stream: Stream, after revision: Int) throws -> [RecordedEvent] {
        try past.events.indices.filter { past.events[$0].stream == stream.name }.dropFirst(revision).map {
            try past.content(at: $0)
        }
    }
    func revision(of stream: Stream) throws -> Int { past.events.count { $0.stream == stream.name } }
}

extension Visit {
    /// A visit of a coordinator who may see everything.
    static func tried(
        _ address: Address, in language: DisplayLanguage = .italian, audiences: Set<Audience> = Set(Audience.allCases)
    ) -> Visit {
        Visit(
            account: "tester", roles: [.coordinator], sends: [.operator, .coordinator], audiences: audiences,
            language: language, address: address, today: Day("2019-10-05") ?? .earliest, token: "token", newID: "web-1",
            readsLines: audiences.contains(.office), opensSealed: audiences.contains(.office))
    }
}

extension Page {
    /// The body as text.
    var text: String { String(decoding: body, as: UTF8.self) }
}
