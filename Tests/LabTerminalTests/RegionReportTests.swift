import CanonicalJSON
import LabAPI
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

    /// What labregion answers of two offices.
    private func answer(
        _ view: any Answer.Type, first: Int = 3, position: Int = 9, state: String = "whole", doubled: Bool = false
    ) throws -> JSONObject {
        func own(_ number: Int, _ position: Int) throws -> JSONObject {
            try object(
                #"{"basis":{"on":"2019-12-31","position":\#(position)},"open":\#(number),"flow":{"closed":0,"opened":2}}"#
            )
        }
        var answers = [(office: "chiari", answer: try own(first, position)), (office: "rovato", answer: try own(4, 5))]
        if doubled { answers.append((office: "rovato", answer: try own(100, 5))) }
        let rows = answers.map { office, answer in
            JSON.object([
                "answer": .object(answer), "office": .string(office), "root": .string(Self.root),
                "state": .string(office == "rovato" ? state : "whole"),
            ])
        }
        return [
            "complete": .bool(state == "whole"), "offices": .array(rows), "region": "lombardia",
            "sum": .object(RegionSum.sum(answers, of: view.columns)), "view": .string(view.name),
        ]
    }

    private func answers(state: String = "whole") throws -> [JSONObject] {
        try Views.Catalogue.overOffices.map { try answer($0, state: state) }
    }

    private func frozen(_ views: [JSONObject]) throws -> RegionReport {
        try #require(try RegionReport(day: "2019-12-31", views))
    }

    @Test func `a file is read as it was frozen`() throws {
        let views = try answers()
        let report = try frozen(views)
        let read = try #require(RegionReport(reading: report.bytes))
        #expect(read.day == "2019-12-31")
        #expect(read.region == "lombardia")
        #expect(read.version == Version.current)
        #expect(read.views.map { JSON.object($0).canonicalBytes } == views.map { JSON.object($0).canonicalBytes })
        #expect(read.offices.map(\.id) == ["chiari", "rovato"])
        #expect(read.offices.map(\.position) == [9, 5])
        #expect(read.offices.allSatisfy { $0.root.base64 == Self.root })
        #expect(read.bytes == report.bytes)
        #expect(read.isComplete)
        #expect(read.viewsWithWrongSum.isEmpty)
        #expect(read.answers(of: "rovato").map(\.view) == Views.Catalogue.overOffices.map { $0.name })
        #expect(try !frozen(answers(state: "stopped")).isComplete)
    }

    @Test func `a file with an office twice, without a view, or that hides that an office was stopped is none`() throws
    {
        let text = String(decoding: try frozen(try answers(state: "stopped")).bytes, as: UTF8.self)
        #expect(RegionReport(reading: Array(text.utf8)) != nil)
        #expect(
            RegionReport(reading: Array(text.replacing(#""complete":false"#, with: #""complete":true"#).utf8)) == nil)
        #expect(RegionReport(reading: Array(text.replacing(#""on":"#, with: #""more":1,"on":"#).utf8)) == nil)
        var views = try answers()
        views[1] = try answer(Caseload.self, doubled: true)
        #expect(throws: Failure.self) { try RegionReport(day: "2019-12-31", views) }
        #expect(throws: Failure.self) { try RegionReport(day: "2019-12-31", Array(answers().dropLast())) }
    }

    @Test func `an office that refuses one view is in the report with the others`() throws {
        var views = try answers()
        var members = views[0].members
        for (index, member) in members.enumerated() {
            switch (member.name, member.value) {
            case ("offices", .array(let rows)):
                members[index] = .init(
                    "offices",
                    .array([rows[0], ["office": "rovato", "refused": ["code": "failed"], "state": "whole"]]))
            case ("complete", _): members[index] = .init("complete", false)
            default: break
            }
        }
        views[0] = JSONObject(members)
        let report = try frozen(views)
        #expect(report.offices.map(\.id) == ["chiari", "rovato"])
        #expect(report.answers(of: "rovato").count == views.count - 1)
    }

    @Test func `views of different moments are not one report`() throws {
        var views = try answers()
        views[3] = try answer(Indicators.self, position: 10)
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
        let honest = try frozen(try answers())
        let text = String(decoding: honest.bytes, as: UTF8.self)
        // The other views have no member open that is added.
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
        let more = try object(#"{"basis":{"asOf":"9","on":"2019-12-31","position":9},"new":1,"open":3}"#)
        #expect(RegionReport.isSame(more, asFrozen: frozen))
        for other in [
            #"{"basis":{"asOf":"9","on":"2019-12-31","position":9},"open":4}"#,
            #"{"basis":{"asOf":"9","on":"2019-12-31","position":8},"open":3}"#,
            #"{"basis":{"on":"2019-12-31","position":9}}"#,
        ] {
            #expect(try !RegionReport.isSame(object(other), asFrozen: frozen))
        }
    }
}
