import CanonicalJSON
import CivilTime
import Documents
import Markup
import Office
import OfficeSpecification
import Presentation
import Testing
import Views
import Wording

struct TimesheetDocumentTests {
    private func draft(
        _ scenario: Scenario, in language: DisplayLanguage = .english, name: String? = nil
    ) async throws -> Draft {
        try await DocumentKind.timesheet.draft(
            of: ["sw-1", "2019-06"], OfficeSource(scenario, in: language),
            opened: name.map { ["worker/sw-1": $0] } ?? [:])
    }

    private let reference = DocumentReference(
        kind: .timesheet, parameters: [.init("worker", "sw-1"), .init("month", "2019-06")],
        origin: "labd.example/prova", size: 9, root: "cm9vdA==", digest: "ZGlnZXN0")

    private func document(
        _ scenario: Scenario, in language: DisplayLanguage = .english, name: String? = nil
    ) async throws -> Document {
        try await draft(scenario, in: language, name: name).document(reference, recorded: .epoch)
    }

    private func worked() throws -> Scenario {
        let scenario = try Scenario.atWork()
        try scenario.given(
            .hours("h-1", "2019-06-05", ["minutes": 90, "start": "08:30"]), .own("h-2", "2019-06-05", ["minutes": 45]),
            .absence("sw-1", "2019-06-10"), .adjust("h-1", 75, "2019-06-12"))
        return scenario
    }

    @Test func `each day has its row, and free days are grey`() async throws {
        let days = try await document(try worked()).tables[0]
        #expect(days.rows.count == 30)
        #expect(
            Array(days.rows[4].cells.prefix(4)) == [
                .day(try #require(Day("2019-06-05"))), .minutes(75), .minutes(45), .minutes(120),
            ])
        #expect(days.rows.indices.filter { days.rows[$0].isFaint }.prefix(4) == [0, 1, 7, 8])
        #expect(days.rows[9].cells[4] == .text("leave"))
        #expect(days.totals == [nil, .minutes(75), .minutes(45), .minutes(120), nil, nil])
    }

    @Test func `an adjustment after the signature says so`() async throws {
        let scenario = try worked()
        let before = try #require(try await document(scenario).tables.last)
        #expect(before.rows.map(\.cells.last) == [.empty])
        scenario.today("2019-07-05")
        try scenario.given(
            .complete("2019-06"), .sign("2019-06"), .adjust("h-1", 60, "2019-07-03"))
        let after = try #require(try await document(scenario).tables.last)
        #expect(after.rows.map(\.cells.last) == [.empty, .text("after the signature")])
        #expect(try await document(scenario).facts.contains { $0.label == "Signed" })
    }

    /// Digests on paper are of these bytes: the form never changes.
    @Test func `the figures are those of version 1`() async throws {
        let figures = try await draft(try worked()).figures
        guard case .array(let days)? = figures["days"], case .array(let hours)? = figures["hours"] else {
            Issue.record("no days and hours")
            return
        }
        #expect(
            String(decoding: days[4].canonicalBytes, as: UTF8.self)
                == #"{"minutes":120,"on":"2019-06-05","otherMinutes":45,"projectMinutes":75}"#)
        #expect(
            String(decoding: days[9].canonicalBytes, as: UTF8.self)
                == #"{"absence":"leave","minutes":0,"on":"2019-06-10","otherMinutes":0,"projectMinutes":0}"#)
        #expect(hours.count == 2)
        #expect(
            figures.members.map(\.name).sorted() == [
                "absences", "adjusted", "days", "hours", "month", "pending", "state", "worker", "yearMinutes",
            ])
        #expect(
            String(decoding: hours[0].canonicalBytes, as: UTF8.self)
                == #"{"activity":"desk","entry":"h-1","fund":"fami","line":"secretariat-towns","logged":90,"minutes":75,"on":"2019-06-05","place":"rovato","start":"08:30"}"#
        )
    }

    @Test func `the language and the name change the paper, and not the figures`() async throws {
        let scenario = try worked()
        let english = try await document(scenario)
        let italian = try await document(scenario, in: .italian, name: "Anna Bianchi")
        #expect(english.figures == italian.figures)
        #expect(italian.title == "Foglio ore")
        #expect(italian.subject == "Anna Bianchi, giugno 2019")
        #expect(!String(decoding: italian.figures, as: UTF8.self).contains("Bianchi"))
    }

    @Test func `the page has each total, the reference, and no markup of a name`() async throws {
        let document = try await document(try worked(), in: .italian, name: "Anna <b>Bianchi</b>")
        let page = document.page(.init(letterhead: .text("Ufficio & Piano"))).text
        #expect(page.contains("<td class=\"n\">2:00</td>"))
        #expect(page.contains("Ufficio &amp; Piano"))
        #expect(page.contains("Anna &lt;b&gt;Bianchi&lt;/b&gt;"))
        #expect(page.contains("<td class=\"d\">mer 05/06/2019</td>"))
        #expect(page.contains(reference.root) && page.contains(reference.digest))
        #expect(!page.contains("http:") && !page.contains("https:"))
    }
}
