import CanonicalJSON
import Markup
import Office
import OfficeSpecification
import Testing
import Views
import Wording

@testable import Pages

@Suite("A report's page says what became of it") struct ReportSectionsTests {
    /// An office that submitted a report and recorded something in its days afterwards, and the submission's position.
    private func desk(_ later: Sending...) throws -> (desk: TriedDesk, submission: Int) {
        let scenario = try Scenario.atWork()
        try scenario.given(.hours("h-1", "2019-06-05"))
        scenario.today("2019-07-05")
        try scenario.given(.submit("r-1", "quarterly", "2019-04-01", "2019-06-30"))
        let submission = scenario.office.position
        for sending in later { try scenario.given(sending) }
        return (TriedDesk(scenario), submission)
    }

    private func read(
        _ desk: TriedDesk, _ query: [(name: String, value: String)] = [], in language: DisplayLanguage = .italian,
        audiences: Set<Audience> = Set(Audience.allCases)
    ) throws -> ReadPage {
        let address = Address.page("report", [("id", "r-1")] + query)
        let page = try Site.page(.tried(address, in: language, audiences: audiences), desk)
        #expect(page.status == 200 && page.refusal == nil, "\(String(describing: page.refusal))")
        return try ReadPage(page.text)
    }

    @Test func inSentences() throws {
        let (desk, submission) = try desk(.hours("h-2", "2019-06-06", ["minutes": 90]))
        let italian =
            "Le ore erogate a Rovato (Segretariato sociale nei comuni) sono passate da 1:00 a 2:30 per un evento."
        let page = try read(desk)
        #expect(page.all("li").contains { $0.text == italian })
        #expect(page.links.contains("/pages/diff?report=r-1"))
        #expect(page[id: "since"]?.text.contains("Cifre cambiate: ") == true)
        let english = try read(desk, [("lang", "en")], in: .english)
        #expect(
            english.all("li").contains {
                $0.text
                    == "The hours delivered at Rovato (Social secretariat in the towns) went from 1:00 to 2:30, because of one event."
            })
        #expect(english.links.contains("/pages/diff?report=r-1&lang=en"))
        // Of an earlier moment it says how things stood then.
        let past = try read(desk, [("asOf", "\(submission)")])
        #expect(past[id: "since"]?.text.contains("Nessuna cifra era cambiata") == true)
        // A page of the rows of one table has nothing beside them.
        #expect(try read(desk, [("rows", "totals")])[id: "since"] == nil)
    }

    @Test(arguments: DisplayLanguage.allCases) func whereNothingChanged(_ language: DisplayLanguage) throws {
        let section = try #require(try read(try desk().desk, in: language)[id: "since"])
        #expect(
            section.text.contains(
                language == .italian ? "Nessuna cifra è cambiata" : "No figure has changed"))
    }

    @Test func andFoldsManySentences() throws {
        let (desk, _) = try desk(.hours("h-2", "2019-06-06"))
        let section = try #require(try read(desk)[id: "since"])
        let told = try read(desk).all("ul").filter { $0.attributes["class"] == "told" }
        #expect(told.count == 1 && section.text.contains("Tutte le differenze"))
        let sentences = try read(desk).all("li").filter { $0.text.hasSuffix("per un evento.") }
        #expect(sentences.count <= 12)
        let folded = try read(desk).all("details").contains { $0.text.hasPrefix("Cifre cambiate") }
        #expect(folded == (sentences.count > 4))
    }

    @Test(arguments: DisplayLanguage.allCases) func andHowToProveIt(_ language: DisplayLanguage) throws {
        let (desk, submission) = try desk(.hours("h-2", "2019-06-06"))
        let page = try read(desk, in: language)
        let folder = language == .italian ? "prova-r-1" : "proof-r-1"
        #expect(page[id: "prove"]?.text.contains("labctl report prove r-1 --output \(folder)") == true)
        // What the links name stands on the event's page.
        let event = Address.page("event", [("position", "\(submission)")])
        let there = try ReadPage(try Site.page(.tried(event, in: language), desk).text)
        for fragment in ["line", "proof"] {
            #expect(page.links.contains("\(event.text)#\(fragment)") && there[id: fragment] != nil)
        }
    }

    @Test func butNotToThoseWhoReadNoLines() throws {
        let (desk, submission) = try desk()
        let tried = Visit.tried(.page("report", [("id", "r-1")]))
        let visit = Visit(
            account: tried.account, roles: tried.roles, sends: tried.sends, audiences: tried.audiences,
            language: .italian, address: tried.address, today: tried.today, token: "token", newID: "web-1",
            readsLines: false, opensSealed: false)
        let page = try ReadPage(try Site.page(visit, desk).text)
        #expect(page.links.contains("/pages/event?position=\(submission)"))
        #expect(page[id: "prove"]?.text.contains("labctl") == false)
    }
}
