import CanonicalJSON
import Interchange
import Markup
import Office
import Presentation
import Testing
import Views
import Wording

@testable import Pages

@Suite("Every page as a file") struct DownloadTests {
    private static func query(_ tried: TriedView) -> [(name: String, value: String)] {
        tried.required + (tried.view.name == Diff.name ? [("since", "10")] : [])
    }

    private func answer(_ tried: TriedView) throws -> (bytes: [UInt8], object: JSONObject) {
        var question = try Question(parameters: Self.query(tried), to: tried.view)
        question.asker = Visit.tried(.page("today")).asker
        let bytes = try TriedDesk.busy.answer(tried.view, question) { bytes in
            bytes.indices.map { bytes[$0] }
        }
        guard case .object(let object) = try JSONReader.read(bytes, as: .strict) else { throw NoObject() }
        return (bytes, object)
    }
    private struct NoObject: Error {}

    private func file(_ name: String, _ query: [(name: String, value: String)]) throws -> Page {
        try Site.page(.tried(Address(["pages", name], query)), TriedDesk.busy)
    }

    @Test(arguments: TriedView.all.filter { $0.language == .italian }) func isTheAnswerItself(_ tried: TriedView) throws
    {
        let page = try file(tried.view.name + ".json", Self.query(tried))
        #expect(page.status == 200 && page.mediaType == "application/json")
        #expect(page.body == (try answer(tried).bytes))
        #expect(page.fileName?.hasPrefix(tried.view.name) == true && page.fileName?.hasSuffix(".json") == true)
    }

    /// What labctl prints, and the page leads to each table that has rows.
    @Test(arguments: TriedView.all) func isEachTableAsCSV(_ tried: TriedView) throws {
        let written = AnswerCSV(try answer(tried).object, tried.view.columns, ofView: tried.view.name)
        let filled = written.tables.filter { !$0.rows.isEmpty && !$0.columns.isEmpty }.map(\.name)
        let visit = Visit.tried(.page(tried.view.name, Self.query(tried)), in: tried.language)
        let links = Set(try ReadPage(try Site.page(visit, TriedDesk.busy).text).links)
        let name = tried.view.name + ".csv"
        let isItalian = tried.language == .italian
        for table in written.tables where filled.contains(table.name) {
            let isMain = table.name == written.main?.name
            let query = Self.query(tried) + (isMain ? [] : [("table", table.name)])
            let page = try file(name, query)
            #expect(page.body == Array(written.text(table).utf8), "\(table.name)")
            #expect(page.fileName != nil && page.mediaType == "text/csv; charset=utf-8")
            let italian = Address(["pages", name], query + [("dialect", "it")])
            #expect(try file(name, italian.query).body == Array(written.text(table, .italian).utf8))
            let link = isItalian ? italian : Address(["pages", name], query)
            #expect(links.contains(link.text), "\(link) is not among \(links)")
        }
        #expect(
            links.count { $0.hasPrefix("/pages/\(name)") } == filled.count
                + (isItalian && written.main.map { filled.contains($0.name) } == true ? 1 : 0))
    }

    @Test func keepsFiltersAndTimes() throws {
        let query = [("place", "rovato"), ("on", "2019-06-30"), ("lang", "it"), ("rows", "weeks"), ("skip", "3")]
        let links = try ReadPage(try Site.page(.tried(.page("compliance", query)), TriedDesk.busy).text).links
        #expect(links.contains("/pages/compliance.csv?place=rovato&on=2019-06-30"))
        #expect(links.contains("/pages/compliance.json?place=rovato&on=2019-06-30"))
        let page = try file("compliance.csv", [("place", "rovato"), ("on", "2019-06-30"), ("table", "weeks")])
        #expect(page.fileName == "compliance_weeks_rovato_on-2019-06-30.csv")
    }

    /// The name is in a header: nothing of it may end the header, or leave the folder of the browser.
    @Test func hasAPlainName() throws {
        let page = try file("compliance.csv", [("asOf", "2019-06-30T10:00:00Z")])
        #expect(page.fileName == "compliance_asOf-2019-06-30T10-00-00Z.csv")
        #expect(Download.plain("a\"\r\n/..\\è") == "a----..--")
    }

    @Test func saysWhatCannotBeShown() throws {
        #expect(try file("compliance.csv", [("on", "x")]).refusal?.field == "on")
        #expect(try file("compliance.csv", [("table", "nothing")]).status == 404)
        #expect(try file("compliance.xml", []).status == 404)
        #expect(try file("nothing.csv", []).status == 404)
        #expect(try file("explain.csv", []).refusal?.field == "of")
    }

    /// A spreadsheet executes a cell that begins so, whoever wrote it.
    @Test func aTextIsNoFormula() {
        let fields = Diff.columns.filter { $0.name == "rows" }
        let answer: JSONObject = ["rows": [["figure": "=HYPERLINK(\"http://x\")", "before": -5, "after": 1]]]
        let written = AnswerCSV(answer, fields)
        #expect(written.main.map { written.text($0) }?.contains("\"'=HYPERLINK(") == true)
        #expect(written.main.map { written.text($0) }?.contains(",-5,") == true)
    }
}
