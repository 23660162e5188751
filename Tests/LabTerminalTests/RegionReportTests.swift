import CanonicalJSON
import Testing
import TransparencyLog
import Views

@testable import LabTerminal

@Suite("Figures of a region that are frozen in a file")
struct RegionReportTests {
    private static let root = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="

    private func object(_ text: String) throws -> JSONObject {
        try #require(
            {
                if case .object(let object) = try JSONReader.read(Array(text.utf8).span, as: .strict) {
                    object
                } else {
                    nil
                }
            }())
    }

    /// What labregion answers of two offices, of which the second one may be refused.
    private func answer(
        _ view: any Answer.Type, _ field: String, first: Int = 3, position: Int = 9, isComplete: Bool = true
    ) throws -> JSONObject {
        func own(_ number: Int, _ position: Int) throws -> JSONObject {
            try object(
                #"{"basis":{"on":"2019-12-31","position":\#(position)},"\#(field)":\#(number),"flow":{"closed":0,"opened":2}}"#
            )
        }
        let answers = [(office: "chiari", answer: try own(first, position)), (office: "rovato", answer: try own(4, 5))]
        let rows = answers.map { office, answer in
            JSON.object([
                "answer": .object(answer), "office": .string(office), "root": .string(Self.root), "state": "whole",
            ])
        }
        return [
            "complete": .bool(isComplete), "offices": .array(rows), "region": "lombardia",
            "sum": .object(RegionSum.sum(answers, of: view.columns)), "view": .string(view.name),
        ]
    }

    @Test func `a file is read as it was frozen`() throws {
        let views = [try answer(Caseload.self, "open"), try answer(Mediations.self, "requests")]
        let report = try #require(try RegionReport(day: "2019-12-31", views))
        let read = try #require(RegionReport(reading: report.bytes))
        #expect(read.day == "2019-12-31")
        #expect(read.region == "lombardia")
        #expect(read.views.map { JSON.object($0).canonicalBytes } == views.map { JSON.object($0).canonicalBytes })
        #expect(read.offices.map(\.id) == ["chiari", "rovato"])
        #expect(read.offices.map(\.position) == [9, 5])
        #expect(read.offices.allSatisfy { $0.root.base64 == Self.root })
        #expect(read.bytes == report.bytes)
        #expect(read.isComplete)
        #expect(read.viewsWithWrongSum.isEmpty)
        #expect(read.answers(of: "rovato").map(\.view) == ["caseload", "mediations"])
        #expect(
            try !#require(try RegionReport(day: "2019-12-31", [answer(Caseload.self, "open", isComplete: false)]))
                .isComplete)
    }

    @Test func `views of different moments are not one report`() throws {
        let views = [try answer(Caseload.self, "open"), try answer(Mediations.self, "requests", position: 10)]
        #expect(try RegionReport(day: "2019-12-31", views) == nil)
    }

    @Test func `what one labd answers of itself is not of a region`() throws {
        let own = [try object(#"{"basis":{"position":9},"open":3}"#)]
        #expect(throws: Failure.self) { try RegionReport(day: "2019-12-31", own) }
        #expect(throws: Failure.self) { try RegionReport(day: "2019-12-31", []) }
    }

    @Test
    func `a number that is changed in the file is not in the sum, and a sum that is changed is not of the numbers`()
        throws
    {
        let honest = try #require(try RegionReport(day: "2019-12-31", [answer(Caseload.self, "open")]))
        let text = String(decoding: honest.bytes, as: UTF8.self)
        for (from, to) in [(#""open":3"#, #""open":2"#), (#""open":7"#, #""open":8"#)] {
            let forged = text.replacing(from, with: to)
            #expect(forged != text)
            #expect(try #require(RegionReport(reading: Array(forged.utf8))).viewsWithWrongSum == ["caseload"])
        }
    }

    @Test(arguments: [
        "", "{}", #"{"format":"labd-region-report/v1","on":"2019-12-31","region":"lombardia","views":[]}"#,
        #"{"format":"labd-region-report/v2","on":"2019-12-31","region":"lombardia","views":[{}]}"#,
    ])
    func `what is no report is not read as one`(text: String) {
        #expect(RegionReport(reading: Array(text.utf8)) == nil)
    }

    @Test func `an answer as of a position is the frozen one but for the moment that it names`() throws {
        let frozen = try object(#"{"basis":{"on":"2019-12-31","position":9},"open":3}"#)
        let later = try object(#"{"basis":{"asOf":"9","on":"2019-12-31","position":9},"open":3}"#)
        #expect(RegionReport.isSame(later, asFrozen: frozen))
        for other in [
            #"{"basis":{"asOf":"9","on":"2019-12-31","position":9},"open":4}"#,
            #"{"basis":{"asOf":"9","on":"2019-12-31","position":8},"open":3}"#,
        ] {
            #expect(try !RegionReport.isSame(object(other), asFrozen: frozen))
        }
    }
}
