import CanonicalJSON
import Markup
import Office
import Testing
import Views
import Wording

@testable import Pages

@Suite("Long tables are on several pages") struct LongTableTests {
    private func object(_ members: [(String, JSON)]) -> JSONObject { JSONObject(members.map { .init($0.0, $0.1) }) }

    private func weeks(_ count: Int) -> JSON {
        .array(
            (0..<count).map { number in
                .object(
                    object([
                        ("balance", .integer(Int64(number))), ("delivered", .integer(0)),
                        ("line", .string("secretariat-towns")), ("owed", .integer(0)), ("place", .string("rovato")),
                        ("week", .string("2019-W23")),
                    ]))
            })
    }

    private func read(
        _ answer: JSONObject, _ view: any Answer.Type, _ query: [(name: String, value: String)] = [],
        in language: DisplayLanguage = .italian
    ) throws -> ReadPage {
        let visit = Visit.tried(.page(view.name, query), in: language)
        let tables = TableMarkup(PartialAnswer(answer), of: view, TriedDesk.busy.newest, visit)
        return try ReadPage("<div>" + tables.markup(below: "<p id=\"pictures\">bars</p>").text + "</div>")
    }

    @Test(arguments: DisplayLanguage.allCases) func haveTheirBeginningOnThePage(_ language: DisplayLanguage) throws {
        let page = try read(object([("rows", weeks(239)), ("weeks", weeks(400))]), Compliance.self, in: language)
        #expect(page.all("tr").count == 1 + 100 + 1 + 25)
        #expect(page.text.contains(language == .italian ? "e altre 139" : "and 139 more"))
        #expect(page.links.contains("/pages/compliance?rows=rows&skip=100"))
        #expect(page.links.contains("/pages/compliance?rows=weeks&skip=25"))
        #expect(page[id: "pictures"] != nil)
    }

    @Test(arguments: [
        ("25", 200, ["rows=weeks", "rows=weeks&skip=225"]), ("225", 175, ["rows=weeks&skip=25"]),
        ("399", 1, ["rows=weeks&skip=199"]), ("99999", 200, ["rows=weeks"]), ("-5", 200, ["rows=weeks&skip=200"]),
        ("x", 200, ["rows=weeks&skip=200"]),
    ]) func haveTheRestOnPagesOfTheirOwn(_ skip: String, _ rows: Int, _ links: [String]) throws {
        let query = [("on", "2019-06-30"), ("rows", "weeks"), ("skip", skip)]
        let page = try read(object([("rows", weeks(239)), ("weeks", weeks(400))]), Compliance.self, query)
        #expect(page.all("tr").count == 1 + rows)
        let base = "/pages/compliance?on=2019-06-30"
        #expect(
            Set(page.links.filter { $0.hasPrefix("/pages/compliance") }) == Set([base] + links.map { "\(base)&\($0)" }))
        #expect(page[id: "pictures"] == nil)
    }

    @Test func aTableThatTheAnswerLacksIsNoPage() throws {
        let page = try read(object([("weeks", weeks(3))]), Compliance.self, [("rows", "months")])
        #expect(page[id: "pictures"] != nil && page[id: "weeks"] != nil)
    }

    /// A figure may rest on a hundred thousand events: its cell has the first, and leads to all.
    @Test func aListInACellHasItsBeginning() throws {
        let events = (0..<500).map { position in
            JSON.object(object([("position", .integer(position)), ("type", .string("hours.logged"))]))
        }
        let row = object([
            ("after", .integer(2)), ("before", .integer(1)), ("events", .array(events)),
            ("figure", .string("caseload/open")),
        ])
        let answer = object([("rows", .array([.object(row)]))])
        let page = try read(answer, Diff.self)
        #expect(page.text.contains("#19") && !page.text.contains("#20"))
        let link = "/pages/diff?rows=rows.events"
        #expect(page.links.contains(link) && page.text.contains("e altri 480"))
        #expect(
            try read(answer, Diff.self, [("rows", "rows.events")]).all("td").count { $0.text == "hours.logged" } == 200)
    }

    /// The first page of each view of the tests' office, with all of the plan's weeks, is well under what a phone loads at once.
    @Test(arguments: TriedView.all) func noPageIsLarge(_ tried: TriedView) throws {
        let page = try Site.page(.tried(.page(tried.view.name, tried.required), in: tried.language), TriedDesk.busy)
        #expect(page.body.count < 150_000, "\(tried.testDescription): \(page.body.count)")
    }
}
