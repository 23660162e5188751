import CanonicalJSON
import Markup
import Office
import OfficeSpecification
import Synchronization
import Testing
import Views

@testable import Pages

@Suite("Pages ask long lists for what they show") struct ListPartsTests {
    /// A desk that notes the questions it is asked.
    private final class NotingDesk: Desk {
        let desk: TriedDesk
        let asked = Mutex<[Question]>([])

        init(_ desk: TriedDesk) { self.desk = desk }

        func answer<Result>(
            _ view: any Answer.Type, _ question: Question, _ read: (Span<UInt8>) throws -> Result
        ) throws -> Result {
            asked.withLock { $0.append(question) }
            return try desk.answer(view, question, read)
        }

        var newest: Office { desk.newest }
        var verifierKey: String { desk.verifierKey }
        func office(for question: Question) throws -> Office { try desk.office(for: question) }
        func content(at position: Int) throws -> RecordedEvent { try desk.content(at: position) }
        func line(at position: Int) throws -> String { try desk.line(at: position) }
        func checkpoint(isWitnessed: Bool) throws -> String? { try desk.checkpoint(isWitnessed: isWitnessed) }
        func events(of stream: Stream, after revision: Int) throws -> [RecordedEvent] {
            try desk.events(of: stream, after: revision)
        }
        func revision(of stream: Stream) throws -> Int { try desk.revision(of: stream) }
    }

    /// An office with more of everything than a page shows.
    private static let long = Result {
        let scenario = try Scenario.atWork()
        // Everything is recorded more than a month late, which is flagged.
        scenario.today("2019-10-05")
        for number in 0..<430 {
            let on = "2019-06-0\(number % 3 + 3)"
            try scenario.given(
                .person("q-\(number)"), .open("c-\(number)", on, ["person": .string("q-\(number)")]),
                .request("m-\(number)", on), .contact("k-\(number)", on, ["minutes": 15]))
        }
        // The days of silence go up to the last event.
        try scenario.given(.contact("k-last", "2019-10-04", ["minutes": 15]))
        return TriedDesk(scenario)
    }

    private static let lists: [(view: any Answer.Type, list: String)] = [
        (Cases.self, "rows"), (Requests.self, "rows"), (Contacts.self, "rows"), (Persons.self, "rows"),
        (Retention.self, "rows"), (Reconciliation.self, "rows"), (Caseload.self, "silent"), (Audit.self, "flagged"),
        (DaySummary.self, "waitingRequests"), (OfficeCalendar.self, "waitingRequests"),
    ]

    /// The page has the same tables and pictures as one that is made from the whole answer, whichever rows it shows.
    @Test(arguments: lists.indices, [nil, "0", "17", "200", "400", "99999", "9223372036854775807", "-4"])
    func showWhatTheWholeAnswerSays(_ number: Int, _ skip: String?) throws {
        let (view, list) = Self.lists[number]
        let tried = try Self.long.get()
        let desk = NotingDesk(tried)
        let visit = Visit.tried(.page(view.name, skip.map { [("rows", list), ("skip", $0)] } ?? []))
        let page = try Site.page(visit, desk)
        #expect(page.refusal == nil)
        var question = Question()
        question.asker = visit.asker
        let whole = try tried.object(view, question)
        #expect(whole.rows(list).count > 400)
        let markup = try TableMarkup(PartialAnswer(whole), of: view, tried.newest, visit).markup(
            below: Pictures(whole, of: view, question, tried.newest, visit).markup())
        #expect(page.text.contains(markup.text), "\(view.name) \(skip ?? "")")
        let limits = desk.asked.withLock { $0.map(\.limit) }
        #expect(
            !limits.isEmpty && limits.allSatisfy { $0 == (skip != nil ? 200 : view.name == DaySummary.name ? 10 : 100) }
        )
    }

    @Test func askForAllWhereAListWithinRowsIsShown() throws {
        let desk = NotingDesk(try Self.long.get())
        let page = try Site.page(.tried(.page("retention", [("rows", "rows.reasons"), ("skip", "200")])), desk)
        #expect(page.refusal == nil && desk.asked.withLock { $0.map(\.limit) } == [nil])
    }

    @Test func areStillAskedForARowCountByHand() throws {
        let desk = NotingDesk(try Self.long.get())
        let page = try ReadPage(try Site.page(.tried(.page("contacts", [("limit", "3")])), desk).text)
        #expect(page.all("tbody").first.map { $0.text.contains("k-") } == true)
        #expect(desk.asked.withLock { $0.map(\.limit) } == [3])
        let refused = try Site.page(.tried(.page("contacts", [("limit", "x")])), desk)
        #expect(refused.refusal?.field == "limit")
    }
}
