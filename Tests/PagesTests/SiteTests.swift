import Documents
import Foundation
import Markup
import Office
import OfficeSpecification
import Testing
import Views
import Wording

@testable import Pages

/// A view, and what it needs to be told to be a page.
struct TriedView: CustomTestStringConvertible, Sendable {
    let view: any Answer.Type
    let language: DisplayLanguage

    var testDescription: String { "\(view.name) \(language.tag)" }

    static let all = Views.Catalogue.views.flatMap { view in
        DisplayLanguage.allCases.map { TriedView(view: view, language: $0) }
    }

    /// The parameters without which the view answers nothing.
    var required: [(name: String, value: String)] {
        let ids = [
            "case": "c-1", "person": "p-1", "contact": "k-1", "mediation": "m-1", "orientation": "o-1",
            "activity": "a-1", "entry": "h-1", "worker": "sw-1", "report": "r-1",
        ]
        return view.required.compactMap { parameter in
            switch parameter {
            case .id: ids[view.name].map { ("id", $0) }
            case .worker: ("worker", "sw-1")
            case .month: ("month", "2019-06")
            case .of: ("of", "compliance")
            case .since: ("since", "10")
            default: nil
            }
        }
    }
}

@Suite("Every view is a page") struct SiteTests {
    @Test(arguments: TriedView.all)
    func isWellFormed(_ tried: TriedView) throws {
        let visit = Visit.tried(.page(tried.view.name, tried.required), in: tried.language)
        let page = try Site.page(visit, TriedDesk.busy)
        #expect(page.status == 200 && page.refusal == nil, "\(String(describing: page.refusal))")
        let read = try ReadPage(page.text)
        #expect(read.all("h1").map(\.text).first?.hasPrefix(tried.view.title(in: tried.language)) == true)
        try checkForm(read)
        #expect(
            FunctionWords.foreign(to: tried.language, in: read.text.replacing("English", with: "")).filter {
                $0 != "no"
            } == [],
            "\(tried.testDescription)")
    }

    /// What no page may lack or have twice: one main heading, ids that are alone, labels whose field there is, names for tables.
    private func checkForm(_ read: ReadPage) throws {
        #expect(read.all("h1").count == 1)
        let ids = read.elements.compactMap { $0.attributes["id"] }
        #expect(Set(ids).count == ids.count, "ids twice: \(ids)")
        for label in read.all("label") {
            #expect(label.attributes["for"].map(ids.contains) == true, "\(label)")
        }
        let forbidden = read.elements.filter { element in
            element.attributes.keys.contains { $0.hasPrefix("on") || $0 == "style" } || element.name == "style"
        }
        #expect(forbidden.isEmpty, "the policy of content forbids \(forbidden)")
    }

    @Test(arguments: TriedView.all)
    func isWellFormedWithoutAnything(_ tried: TriedView) throws {
        let page = try Site.page(.tried(.page(tried.view.name), in: tried.language), TriedDesk.empty)
        let read = try ReadPage(page.text)
        try checkForm(read)
        #expect(FunctionWords.foreign(to: tried.language, in: read.text.replacing("English", with: "")) == [])
    }

    /// Every link of a page is an answer: a page, or the same view as JSON.
    @Test(arguments: Set(TriedView.all.map { $0.view.name }))
    func leadsNowhereWrong(_ name: String) throws {
        let tried = try #require(TriedView.all.first { $0.view.name == name })
        let read = try ReadPage(try Site.page(.tried(.page(name, tried.required)), TriedDesk.busy).text)
        var followed = 0
        for link in Set(read.links) where link.hasPrefix("/pages/") {
            let address = try Address(reading: link)
            followed += 1
            // Documents are made by the server, whose tests ask for them.
            if address.path.starts(with: ["pages", "document"]) {
                let kind = try #require(DocumentKind(rawValue: address.path[2]))
                #expect(kind.parameters.allSatisfy { address[$0.rawValue]?.isEmpty == false }, "\(link)")
                continue
            }
            let page = try Site.page(.tried(address), TriedDesk.busy)
            #expect(
                page.refusal == nil && [200, 303].contains(page.status), "\(link): \(String(describing: page.refusal))")
        }
        #expect(followed >= Section.allCases.count)
    }

    @Test func eachViewIsInOneSection() {
        let views = Section.allCases.flatMap { section in section.views.map { $0.name } }
        #expect(views.sorted() == Views.Catalogue.views.map { $0.name }.sorted())
    }

    @Test func explainsFigures() throws {
        let read = try ReadPage(try Site.page(.tried(.page("compliance", [("on", "2019-06-30")])), TriedDesk.busy).text)
        #expect(
            read.links.contains(
                "/pages/explain?of=compliance&counted=delivered&line=secretariat-towns&place=rovato&on=2019-06-30"),
            "\(read.links)")
    }

    @Test func showsNothingThatTheRolesDoNotAllow() throws {
        let visit = Visit.tried(.page("aggregates"), audiences: [.everyone])
        let read = try ReadPage(try Site.page(visit, TriedDesk.busy).text)
        #expect(read.links.filter { $0.hasPrefix("/pages/") && !$0.contains("/aggregates") } == ["/pages/log"])
    }
}

extension Address {
    /// The address that a link says.
    init(reading link: String) throws {
        let withoutFragment = link.split(separator: "#", maxSplits: 1)[0]
        let halves = withoutFragment.split(separator: "?", maxSplits: 1)
        let decoded = { (text: Substring) in try #require(String(text).removingPercentEncoding) }
        self.init(
            try halves[0].split(separator: "/").map(decoded),
            try (halves.count > 1 ? halves[1].split(separator: "&") : []).map { pair in
                let parts = pair.split(separator: "=", maxSplits: 1)
                return (try decoded(parts[0]), try decoded(parts.count > 1 ? parts[1] : ""))
            })
    }
}

@Suite("The log's own pages") struct LogPageTests {
    @Test(arguments: DisplayLanguage.allCases)
    func showEveryEventWithItsLine(_ language: DisplayLanguage) throws {
        for position in 0...TriedDesk.busy.newest.position {
            let visit = Visit.tried(.page("event", [("position", "\(position)")]), in: language)
            let read = try ReadPage(try Site.page(visit, TriedDesk.busy).text)
            #expect(read.all("pre").first?.text == (try TriedDesk.busy.line(at: position)))
            #expect(read.links.contains("/v1/log/proof?position=\(position)"))
            let words = read.text.replacing("English", with: "").replacing(
                try TriedDesk.busy.line(at: position), with: "")
            #expect(FunctionWords.foreign(to: language, in: words).filter { $0 != "no" } == [], "\(position)")
        }
    }

    @Test func hideTheLineFromThoseWhoMayNotReadIt() throws {
        let visit = Visit.tried(.page("event", [("position", "3")]), audiences: [.everyone])
        #expect(try ReadPage(try Site.page(visit, TriedDesk.busy).text).all("pre").isEmpty)
    }

    @Test(arguments: DisplayLanguage.allCases)
    func sayHowToVerify(_ language: DisplayLanguage) throws {
        let read = try ReadPage(try Site.page(.tried(.page("log"), in: language), TriedDesk.busy).text)
        #expect(read.all("pre").contains { $0.text == TriedDesk.busy.verifierKey })
        #expect(read.all("pre").contains { $0.text.contains("root=") })
        #expect(FunctionWords.foreign(to: language, in: read.text.replacing("English", with: "")) == [])
    }

    @Test(arguments: ["99999", "-1", "x", ""])
    func knowNoOtherEvents(_ position: String) throws {
        let page = try Site.page(.tried(.page("event", [("position", position)])), TriedDesk.busy)
        #expect(page.status == 404)
    }
}

@Suite("Figures lead to what they count") struct FigureLinkTests {
    private func links(_ view: String, _ query: [(name: String, value: String)] = []) throws -> [String] {
        try ReadPage(try Site.page(.tried(.page(view, query)), TriedDesk.busy).text).links
    }

    @Test(arguments: [
        ("caseload", "of=caseload&counted=cases&state=open"),
        ("caseload", "of=caseload&counted=cases&place=rovato&state=open"),
        ("caseload", "of=caseload&counted=cases&phase=intake"),
        ("costs", "of=costs&counted=minutes"),
        ("costs", "of=costs&counted=minutes&line=secretariat-towns&state=open"),
        ("costs", "of=costs&counted=minutes&line=secretariat-towns&worker=sw-1&month=2019-06"),
        ("timesheets", "of=timesheets&counted=minutes&worker=sw-1&month=2019-06"),
        ("mediations", "of=mediations&counted=requests"),
        ("mediations", "of=mediations&counted=askedMinutes&place=rovato"),
        ("indicators", "of=indicators&counted=personsServed"),
        ("indicators", "of=indicators&counted=personsServed&place=rovato"),
        ("compliance", "of=compliance&counted=delivered&line=secretariat-towns&place=rovato"),
    ]) func throughTheirEvents(_ view: String, _ query: String) throws {
        let links = try links(view)
        #expect(links.contains("/pages/explain?" + query), "\(links.filter { $0.contains("explain") })")
    }

    /// The figure that a page explains is the one that led there, however the page is narrowed.
    @Test(
        arguments: ["caseload", "costs", "timesheets", "mediations", "indicators", "compliance"],
        ["", "place=rovato", "line=secretariat-towns", "line=youth", "from=2019-06-03&to=2019-06-30", "on=2019-06-30"])
    func areTheFigureThatIsExplained(_ view: String, _ narrowed: String) throws {
        let address = try Address(reading: "/pages/\(view)?\(narrowed)")
        let described = try #require(Views.Catalogue.views.first { $0.name == view })
        guard address.query.allSatisfy({ name, _ in described.parameters.contains { $0.rawValue == name } }) else {
            return
        }
        let page = try ReadPage(try Site.page(.tried(address), TriedDesk.busy).text)
        var seen = 0
        for link in page.all("a") {
            guard let address = link.attributes["href"], address.hasPrefix("/pages/explain"), !link.text.isEmpty,
                !link.text.contains(" ")
            else { continue }
            let answer = try Site.page(.tried(try Address(reading: address)), TriedDesk.busy)
            let explained = try ReadPage(answer.text)
            #expect(answer.status == 200 && answer.refusal == nil, "\(address)")
            #expect(explained.all("div").contains { $0.text == "Cifra" + link.text }, "\(address): \(link.text)")
            seen += 1
        }
        #expect(seen > 0 || !narrowed.isEmpty)
    }

    @Test(arguments: ["", "place=rovato", "place=udp", "from=2019-06-06&to=2019-06-30", "on=2019-06-05"])
    func ofYoungPeopleHaveAsManyRows(_ narrowed: String) throws {
        let address = try Address(reading: "/pages/youth?\(narrowed)")
        let page = try ReadPage(try Site.page(.tried(address), TriedDesk.busy).text)
        for link in page.all("a") {
            guard let address = link.attributes["href"], let number = Int(link.text),
                ["/pages/activities?", "/pages/orientations?"].contains(where: address.hasPrefix)
            else { continue }
            let list = try ReadPage(try Site.page(.tried(try Address(reading: address)), TriedDesk.busy).text)
            #expect(list.all("tr").count == (number == 0 ? 0 : 1 + number), "\(address): \(number)")
        }
    }

    @Test func ofYoungPeopleThroughLists() throws {
        #expect(try links("youth").contains { $0.hasPrefix("/pages/activities?kind=") })
    }

    @Test func ofAMonthLeadToItsFormsAndItsGrid() throws {
        let tried = try #require(TriedView.all.first { $0.view.name == "timesheet" }).required
        let (links, query) = (try links("timesheet", tried), Address(["x"], tried).description.drop { $0 != "?" })
        for command in ["complete", "sign", "approve"] {
            #expect(links.contains("/pages/form/timesheet.\(command)\(query)"), "\(links)")
        }
        #expect(links.contains("/pages/month\(query)"))
        let approve = try Address(reading: "/pages/form/timesheet.approve\(query)")
        let form = try ReadPage(try Site.page(.tried(approve), TriedDesk.busy).text)
        let month = try #require(tried.first { $0.name == "month" }).value
        #expect(form.all("input").contains { $0.attributes["name"] == "month" && $0.attributes["value"] == month })
    }

    @Test(arguments: [("person", false), ("case", false), ("retention", false), ("compliance", true)])
    func viewsOfOneDayAskForOneDay(_ view: String, _ hasLast: Bool) throws {
        let tried = try #require(TriedView.all.first { $0.view.name == view })
        let page = try ReadPage(try Site.page(.tried(.page(view, tried.required)), TriedDesk.busy).text)
        #expect((page[id: "f-to"] != nil) == hasLast && page[id: "t-on"] != nil)
    }
}
