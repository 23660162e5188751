import Foundation
import Markup
import OfficeSpecification
import Testing
import Views
import Wording

@testable import Pages

@Suite("Pictures say what the tables say") struct PictureTests {
    /// The views that have pictures, as the office of the tests fills them.
    static let pictured = [
        "compliance", "caseload", "cases", "mediations", "requests", "indicators", "youth", "timesheet", "costs",
        "diff",
        "audit",
    ]

    private func read(
        _ name: String, _ query: [(name: String, value: String)] = [], in language: DisplayLanguage = .italian
    )
        throws -> ReadPage
    {
        let tried = try #require(TriedView.all.first { $0.view.name == name })
        let since: [(name: String, value: String)] = name == "diff" ? [("since", "10")] : []
        let page = try Site.page(.tried(.page(name, tried.required + since + query), in: language), TriedDesk.busy)
        #expect(page.status == 200 && page.refusal == nil, "\(name) \(String(describing: page.refusal))")
        return try ReadPage(page.text)
    }

    @Test(arguments: pictured) func areThere(_ name: String) throws {
        #expect(!(try read(name)).all("figure").isEmpty, "\(name)")
    }

    /// Every figure that a picture labels stands in a cell of the page.
    @Test(arguments: pictured, DisplayLanguage.allCases) func haveTheFiguresOfTheTables(
        _ name: String, _ language: DisplayLanguage
    ) throws {
        let page = try read(name, in: language)
        let cells = Set((page.all("td") + page.all("th") + page.all("dd")).flatMap { $0.text.figures })
        let labels = page.all("text").filter { $0.attributes["class"]?.contains("chart-strong") == true }
        let wrong = labels.flatMap { $0.text.figures }.filter { !cells.contains($0) && !$0.isYear }
        #expect(wrong.isEmpty, "\(name): \(wrong)")
    }

    @Test func ofWeeksLeadToTheirEvents() throws {
        let page = try read("compliance", [("on", "2019-06-30")])
        let links = page.links.filter { $0.contains("week=2019-W23") && $0.contains("place=rovato") }
        #expect(links.contains { $0.hasPrefix("/pages/explain?of=compliance&counted=delivered") }, "\(links)")
        #expect(page.links.contains { $0.hasPrefix("/pages/compliance?") && $0.contains("place=rovato") })
        #expect(page[id: "pic-course-title"]?.text == "Ore dovute ed erogate")
    }

    @Test func ofOnePlaceNameItAndHaveItsLines() throws {
        let page = try read("compliance", [("place", "rovato")])
        #expect(page[id: "pic-course-title"]?.text.hasSuffix(", Rovato") == true)
        #expect(page[id: "pic-weeks-title"]?.text == "Azioni per settimana")
    }

    @Test func ofWeeksComeToTheTotals() throws {
        let page = try read("compliance", [("on", "2019-06-30")])
        let cells = page.all("td").map(\.text)
        let course = try #require(page.all("text").first { $0.text.hasPrefix("Erogate") })
        #expect(cells.contains(String(course.text.dropFirst("Erogate ".count))))
    }

    @Test func ofAMonthHaveARowForEachWeekAndEachDay() throws {
        let page = try read("timesheet")
        let calendar = try #require(page.all("table").first { $0.attributes["class"] == "calendar" })
        #expect(calendar.text.contains("2019-W22") && calendar.text.contains("2019-W26"))
        let days = page.all("span").filter { $0.attributes["class"] == "day" }.map(\.text)
        #expect(days == (1...30).map(String.init))
    }

    @Test func tellADifferenceInSentences() throws {
        let page = try read("diff")
        let sentences = page.all("li").map(\.text).filter { $0.contains(" da ") && $0.contains(" a ") }
        #expect(!sentences.isEmpty)
    }

    @Test(arguments: Set(TriedView.all.map { $0.view.name })) func areNotThereWithoutFigures(_ name: String) throws {
        let page = try ReadPage(try Site.page(.tried(.page(name)), TriedDesk.empty).text)
        #expect(page.all("svg").isEmpty && page.all("figure").isEmpty, "\(name)")
    }

    @Test func haveTheirStylesheet() {
        let style = String(decoding: Asset.style.bytes, as: UTF8.self)
        #expect(
            style.contains(".pictures") && style.contains(".chart-behind-1"))
    }

    @Test func objectsWithoutRowsAreLists() throws {
        let worker = try #require(
            TriedView.all.first { $0.view.name == "timesheet" }?.required.first { $0.name == "worker" })
        let page = try read("today", [worker])
        let section = try #require(page[id: "onDay"])
        #expect(
            section.name == "section" && !page.all("th").contains { $0.text.isEmpty && $0.attributes["class"] == "n" })
    }
}

extension String {
    /// Whether it names a year on an axis, which is no figure.
    fileprivate var isYear: Bool { count == 4 && (Int(self).map { (1900...2100).contains($0) } ?? false) }

    /// The words of a text that have digits.
    fileprivate var figures: [String] {
        split { $0.isWhitespace }.map(String.init).filter { $0.contains(where: \.isNumber) }
    }
}
