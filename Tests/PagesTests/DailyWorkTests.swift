import CanonicalJSON
import CivilTime
import Markup
import Office
import OfficeSpecification
import Testing
import Views
import Wording

@testable import Pages

@Suite("Attendance, mediations and what comes after a form") struct DailyWorkTests {
    private func read(_ address: Address, _ desk: TriedDesk = .busy, in language: DisplayLanguage = .italian) throws
        -> ReadPage
    {
        try ReadPage(try Site.page(.tried(address, in: language), desk).text)
    }

    private func actions(_ read: ReadPage) -> [String] {
        read.all("form").compactMap { $0.attributes["action"] }.filter { $0.hasPrefix("/pages/send/") }
            .map { String($0.dropFirst(12)) }
    }

    // MARK: - Attendance

    @Test(arguments: DisplayLanguage.allCases)
    func beginsWithTheLastList(_ language: DisplayLanguage) throws {
        let read = try read(Address(["pages", "attendance"]), in: language)
        let boxes = read.all("input").filter { $0.attributes["type"] == "checkbox" }
        #expect(!boxes.isEmpty && boxes.allSatisfy { $0.attributes["checked"] != nil })
        #expect(boxes.allSatisfy { $0.attributes["name"] == "present" })
        #expect(actions(read) == ["activity.hold"])
        #expect(read[id: "f-anonymous"]?.attributes["value"] == "0")
        #expect(read[id: "l-more"] != nil)
        #expect(FunctionWords.foreign(to: language, in: read.text.replacing("English", with: "")) == [])
        let ids = read.elements.compactMap { $0.attributes["id"] }
        #expect(Set(ids).count == ids.count)
    }

    @Test func makesOneCommandOfTicksAndPseudonyms() throws {
        let visit = Visit.tried(Address(["pages", "send", "activity.hold"]))
        let sent = try Site.read(
            visit,
            [
                ("form-token", "token"), ("form-id", "web-abcdefghijkl"), ("form-back", "/pages/attendance"),
                ("place", "rovato"), ("desk", "informagiovani"), ("kind", "workshop"), ("on", "2019-06-12"),
                ("minutes", "2"), ("worker", "ed-1"), ("present", "p-1"), ("present", "p-2, p-3"), ("anonymous", "4"),
            ])
        guard case .object(let data)? = sent.command["data"] else { return #expect(Bool(false), "no data") }
        #expect(data["present"] == ["p-1", "p-2", "p-3"] && data["anonymous"] == 4 && data["minutes"] == 120)
        _ = try CommandRequest(.object(sent.command))
        let refused = try Site.refused(
            visit, TriedDesk.busy, sent,
            Refusal(.youth(.presentTwice(person: try #require(ID("p-3")))), field: "present[2]"))
        let read = try ReadPage(refused.text)
        #expect(read[id: "e-present"]?.text.contains("p-3") == true)
        #expect(read[id: "f-more"]?.attributes["value"]?.contains("p-3") == true)
        let wrong = try Site.refused(
            visit, TriedDesk.busy, sent, Refusal(.shape(.impossible(form: .id)), field: "present[1]"))
        let sentence = try ReadPage(wrong.text)[id: "e-present"]?.text ?? ""
        #expect(sentence.trimmed == "\"Presenti\" non può avere questo valore", "\(sentence)")
        #expect(Site.recorded(visit, sent, at: 7).location?.text == "/pages/attendance?recorded=7")
    }

    @Test func sendsNobodyForAnEmptyList() throws {
        let sent = try Site.read(
            .tried(Address(["pages", "send", "activity.hold"])),
            [
                ("form-token", "token"), ("form-id", "web-abcdefghijkl"), ("place", "rovato"),
                ("desk", "informagiovani"), ("kind", "workshop"), ("on", "2019-06-12"), ("minutes", "2"),
                ("worker", "ed-1"), ("present", ""), ("anonymous", "9"),
            ])
        _ = try CommandRequest(.object(sent.command))
    }

    // MARK: - Mediation

    @Test(arguments: DisplayLanguage.allCases)
    func offersWhatAStateAdmits(_ language: DisplayLanguage) throws {
        let scenario = try Scenario.atWork()
        let address = Address.page("mediation", [("id", "m-1")])
        func offered() throws -> [String] { actions(try read(address, TriedDesk(scenario), in: language)) }
        try scenario.given(.request("m-1", "2019-06-03"))
        #expect(try offered() == ["mediation.authorise", "mediation.assign", "mediation.cancel"])
        try scenario.given(.authorise("m-1", "2019-06-04"))
        #expect(try offered() == ["mediation.assign", "mediation.authorise", "mediation.cancel"])
        try scenario.given(.assign("m-1", "2019-06-04"))
        #expect(
            try offered() == [
                "mediation.deliver", "mediation.miss", "mediation.authorise", "mediation.assign", "mediation.cancel",
            ])
        let open = try read(address, TriedDesk(scenario), in: language)
        #expect(open.all("details").filter { $0.attributes["class"] == nil && $0.attributes["open"] != nil }.count == 1)
        #expect(open.all("ol").first { $0.attributes["class"] == "steps" }?.text.contains("me-1") == true)
        #expect(
            open.elements.filter { $0.attributes["name"] == "form-expect" }.allSatisfy { $0.attributes["value"] == "3" }
        )
        #expect(open[id: "f-deliver-minutes"]?.attributes["value"] == "1:30")
        let ids = open.elements.compactMap { $0.attributes["id"] }
        #expect(Set(ids).count == ids.count)
        try scenario.given(.deliver("m-1", "2019-06-05", ["last": true]))
        #expect(try offered() == ["mediation.evaluate"])
        try scenario.given(.evaluate("m-1", "2019-06-06"))
        #expect(try offered() == [])
    }

    @Test func offersOnlyMediatorsWhoSpeakTheLanguage() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.request("m-1", "2019-06-03", ["language": "sq"]))
        let visit = Visit.tried(.page("mediation", [("id", "m-1")]))
        let page = try Site.page(visit, TriedDesk(scenario)).text
        let select = try #require(page.split(separator: "id=\"f-assign-mediator\"", maxSplits: 1).last)
        let options = select.prefix(upTo: try #require(select.ranges(of: "</select>").first).lowerBound)
        #expect(options.contains("me-2") && !options.contains("me-1"))
    }

    @Test func comesBackToTheMediation() throws {
        let visit = Visit.tried(Address(["pages", "send", "mediation.deliver"]))
        let sent = try Site.read(
            visit,
            [
                ("form-token", "token"), ("form-id", "web-1"), ("form-back", "/pages/mediation?id=m-1"),
                ("mediation", "m-1"), ("minutes", "9"),
            ])
        #expect(Site.recorded(visit, sent, at: 4).location?.text == "/pages/mediation?id=m-1&recorded=4")
        let scenario = try Scenario.withMediation()
        let page = try Site.refused(
            visit, TriedDesk(scenario), sent,
            Refusal(.mediation(.beyondAuthorised(ceiling: 90, delivered: 0)), field: "minutes", value: "540"))
        let read = try ReadPage(page.text)
        #expect(read[id: "e-deliver-minutes"] != nil && read[id: "f-deliver-minutes"]?.attributes["value"] == "9")
        #expect(read.all("form").contains { $0.attributes["action"] == "/pages/send/mediation.miss" })
    }

    @Test(arguments: [
        "https://evil.example/pages/x", "//evil.example", "/v1/caseload", "/pages/../v1/x", "/pages/%2e%2e/v1/x",
        "javascript:alert(1)", "/pages/x#y", "/pages/%zz", "",
    ])
    func comesBackToPagesAlone(_ text: String) { #expect(Address(ofPages: text) == nil) }

    @Test func readsAnAddressOfPages() {
        let address = Address(["pages", "month"], [("worker", "sw-1"), ("x", "à & b=c")])
        #expect(Address(ofPages: address.text) == address)
    }

    // MARK: - After a form

    @Test func showsWhatWasRecordedInTheMeantime() throws {
        let visit = Visit.tried(Address(["pages", "form", "case.note"]))
        let sent = try Site.read(
            visit,
            [
                ("form-token", "token"), ("form-id", "web-9"), ("form-expect", "1"), ("case", "c-1"),
                ("note", "mia nota"),
            ])
        let page = try Site.refused(
            visit, TriedDesk.busy, sent, Refusal(.log(.stale(stream: "case/c-1", expected: 1, current: 2))))
        #expect(page.refusal?.code == .staleRevision)
        let read = try ReadPage(page.text)
        #expect(read.all("section").contains { $0.attributes["class"] == "since" && $0.text.contains("2019-06-04") })
        let kept = Dictionary(
            read.all("input").map { ($0.attributes["name"] ?? "", $0.attributes["value"] ?? "") }
        ) { first, _ in first }
        #expect(kept["form-expect"] == "2" && kept["form-id"] == "web-1")
        #expect(read.all("textarea").contains { $0.text == "mia nota" })
    }

    @Test(arguments: DisplayLanguage.allCases)
    func asksAgainBeforeErasing(_ language: DisplayLanguage) throws {
        let visit = Visit.tried(Address(["pages", "form", "person.erase"]), in: language)
        var fields = [
            ("form-token", "token"), ("form-id", "web-1"), ("person", "p-1"), ("authorisation", "Prot. 12"),
        ].map { (name: $0.0, value: $0.1) }
        let page = try #require(try Site.confirmation(visit, TriedDesk.busy, try Site.read(visit, fields)))
        let read = try ReadPage(page.text)
        #expect(read.text.contains("Prot. 12") && read.text.contains("person/p-1") && read.text.contains("case/c-1"))
        #expect(
            read[id: "confirmed"]?.attributes["required"] != nil && read[id: "confirmed"]?.attributes["checked"] == nil)
        #expect(read.all("p").contains { $0.attributes["class"] == "problem" })
        #expect(FunctionWords.foreign(to: language, in: read.text.replacing("English", with: "")) == [])
        fields.append(("form-confirmed", "yes"))
        #expect(try Site.confirmation(visit, TriedDesk.busy, try Site.read(visit, fields)) == nil)
        // Without a reason there is nothing to confirm: the form comes back.
        fields.removeAll { $0.name == "authorisation" || $0.name == "form-confirmed" }
        #expect(try Site.confirmation(visit, TriedDesk.busy, try Site.read(visit, fields)) == nil)
    }

    @Test(arguments: [
        ("hours.logged", "/pages/month?worker=sw-1&month=2019-06"),
        ("hours.logged", "/pages/form/hours.log?on=2019-06-06"),
        ("contact.recorded", "/pages/form/hours.log?about=k-1"),
        ("case.opened", "/pages/form/case.advance-phase?case=c-1"),
        ("case.noted", "/pages/form/hours.log?about=c-1"), ("mediation.delivered", "/pages/mediation?id=m-1"),
        ("activity.held", "/pages/attendance?activity=a-1"), ("person.registered", "/pages/form/case.open?person=p-1"),
        ("timesheet.approved", "/pages/month?worker=sw-1&month=2019-06"),
    ])
    func offersTheLikeliestSteps(_ type: String, _ link: String) throws {
        let position = try #require(
            (0...TriedDesk.busy.newest.position).first { position in
                (try? TriedDesk.busy.content(at: position).note.type) == type
            })
        let read = try read(.page("recorded", [("position", "\(position)")]))
        let next = try #require(read.all("section").first { $0.attributes["class"] == "next" })
        #expect(!next.text.isEmpty)
        #expect(read.links.contains { $0.hasPrefix(link) }, "\(read.links)")
        for link in Set(read.links) where link.hasPrefix("/pages/") {
            let page = try Site.page(.tried(try Address(reading: link)), TriedDesk.busy)
            #expect(page.refusal == nil && [200, 303].contains(page.status), "\(link)")
        }
    }
}
