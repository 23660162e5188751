import Office
import OfficeSpecification
import Testing
import ViewsSpecification

@testable import Views

/// What pictures count of a whole list is what its rows say.
struct LastingRecordsTests {
    private static let asked: [[(name: String, value: String)]] = [
        [], [("on", "2019-09-30")], [("on", "2018-01-01")], [("place", "coccaglio")], [("asOf", "400")],
    ]

    private func question(_ number: Int, to view: any Answer.Type) throws -> (Question, Office, RecordedPast) {
        let season = try Season.recorded.get()
        let past = RecordedPast(events: season.events)
        let question = try Question(parameters: Self.asked[number], to: view)
        let office = try question.asOf.map { try past.office(at: past.position(asOf: $0)) } ?? season.office
        return (question.settled(in: office), office, past)
    }

    private func expect(_ found: (Int) throws -> LastingRecords, _ rows: [LastingRecords.Record]) throws {
        let all = try found(rows.count)
        #expect(all.records == rows && all.days.sorted() == rows.map(\.days).sorted())
        guard !rows.isEmpty else { return }
        let tooMany = try found(rows.count - 1)
        #expect(tooMany.records == [] && tooMany.days.sorted() == all.days.sorted())
    }

    @Test(arguments: asked.indices) func `the silence of cases is that of the list, and of the caseload`(
        _ number: Int
    ) throws {
        let (question, office, past) = try question(number, to: Cases.self)
        let open = try Cases(office, question, past).rows.filter { $0.state == "open" }
        #expect(!open.isEmpty || number == 2 || number == 3)
        try expect({ try ListedCase.silence(office, question, naming: $0) }) {
            open.map { .init(id: $0.case, place: $0.place, days: $0.quietDays ?? -1) }
        }
        var silentOnly = question
        silentOnly.filters[.silent] = "true"
        let silent = try Caseload(office, question).silent
        let found = try ListedCase.silence(office, silentOnly, naming: .max)
        #expect(found.days.sorted() == silent.map(\.days).sorted())
        #expect(Set(found.records) == Set(silent.map { .init(id: $0.case, place: $0.place, days: $0.days) }))
    }

    @Test(arguments: asked.indices) func `the figures of requests are the sums of their rows`(_ number: Int) throws {
        let (question, office, past) = try question(number, to: Requests.self)
        let rows = try Requests(office, question, past).rows
        #expect(!rows.isEmpty || number == 2 || number == 3)
        try expect({ try RequestFigures(office, question, naming: $0).waiting }) {
            rows.filter(\.waits).map { .init(id: $0.mediation, place: $0.place, days: $0.waitedDays ?? -1) }
        }
        let figures = try RequestFigures(office, question, naming: 0).byLanguage
        #expect(Set(figures.keys) == Set(rows.map(\.language)))
        for (language, minutes) in figures {
            let own = rows.filter { $0.language == language }
            #expect(minutes.asked == own.reduce(0) { $0 + $1.askedMinutes })
            #expect(minutes.authorised == own.reduce(0) { $0 + ($1.authorisedMinutes ?? 0) })
            #expect(minutes.delivered == own.reduce(0) { $0 + $1.deliveredMinutes })
        }
    }

    private func expect(
        _ found: (Int) throws -> LastingRecords, _ rows: () -> [LastingRecords.Record]
    ) throws {
        try expect(found, rows())
    }
}
