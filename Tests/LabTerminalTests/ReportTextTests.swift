import FoundationEssentials
import Office
import Presentation
import Testing
import Views
import Wording

@testable import LabTerminal

/// What `labctl report show` shows, and how other answers name what they are about.
@Suite struct ReportTextTests {
    private static let names = AnswerNames(
        [
            .place: ["chiari": "Chiari", "urago": "Urago d'Oglio"], .line: ["desk": "Desk"],
            .phase: ["intake": "Intake", "analysis": "Analysis"],
        ], listed: [.phase: ["intake", "analysis"]], in: .english)

    private static func report() throws -> ReportFile {
        let json = """
            {"basis":{"position":9,"simulated":false},"position":9,"report":"r-1","kind":"quarterly","from":"2019-10-01",
            "to":"2019-12-31","state":"submitted","submissions":[7],"knows":6,"root":"AA==","figures":"BB==",
            "figureNames":1,"views":["caseload","compliance"],"holds":true,"entries":[],"claimed":[],"leftOut":[],"totals":{
            "caseload/phase=analysis/cases":1,"caseload/phase=intake/cases":2,
            "caseload/state=closed/cases":1,"caseload/state=open/cases":3,
            "caseload/state=closed/place=chiari/cases":1,"caseload/state=open/place=urago/cases":3,
            "compliance/line=desk/place=chiari/delivered":405,"compliance/line=desk/place=chiari/owed":600}}
            """
        return try JSONDecoder().decode(ReportFile.self, from: Data(json.utf8))
    }

    @Test func `figures stand under their views, by place where there are places, phases in the plan's order`() throws {
        let text = try Speech.$language.withValue(.english) { try Self.report().text(.plain, Self.names) }
        let figures = """
            Caseload
            Phase     Cases
            Intake        2
            Analysis      1

            State   Cases
            closed      1
            open        3

            Place          State closed  State open
            Chiari                    1
            Urago d'Oglio                         3

            Compliance
            Place   Line Desk, delivered  Line Desk, owed
            Chiari                  6:45            10:00
            """
        #expect(text.lowercased().contains(figures.lowercased()), "\(text)")
        #expect(text.contains("Submitted at position  7\n") && text.contains("labctl report prove "), "\(text)")
    }

    @Test func `the language is that which is spoken`() throws {
        let text = try Speech.$language.withValue(.italian) { try Self.report().text(.plain, Self.names) }
        #expect(text.contains("Trasmessa alla posizione  7\n") && text.contains("Per dimostrare"), "\(text)")
    }

    @Test func `codes of the plan are called by their measure, and with their own word where it has several`() {
        let codes = AnswerNames.codes([
            ("housing", "Housing"), ("work", "Work and school"), ("school", "Work and school"),
        ])
        #expect(codes == ["housing": "Housing", "work": "Work and school: work", "school": "Work and school: school"])
    }
}
