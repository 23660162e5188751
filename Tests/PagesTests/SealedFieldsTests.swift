import CanonicalJSON
import Markup
import Office
import OfficeSpecification
import Testing
import Views
import Wording

@testable import Pages

@Suite("Sealed fields on a person's page") struct SealedFieldsTests {
    private let address = Address.page("person", [("id", "p-1")])

    @Test(arguments: DisplayLanguage.allCases) func areOpenedByAForm(_ language: DisplayLanguage) throws {
        let page = try ReadPage(try Site.page(.tried(address, in: language), TriedDesk.busy).text)
        #expect(page[id: "sealed"] != nil && page[id: "reason"]?.attributes["required"] != nil)
        #expect(page.all("form").contains { $0.attributes["action"] == "/pages/send/sealed" })
    }

    @Test func haveNoFormForOthers() throws {
        var visit = Visit.tried(address)
        visit = Visit(
            account: visit.account, roles: visit.roles, sends: visit.sends, audiences: visit.audiences,
            language: visit.language, address: address, today: visit.today, token: "token", newID: "w",
            readsLines: true, opensSealed: false)
        #expect(try ReadPage(try Site.page(visit, TriedDesk.busy).text)[id: "sealed"] == nil)
        // Nor where the page is of an earlier moment, or of something else.
        let past = Visit.tried(.page("person", [("id", "p-1"), ("asOf", "20")]))
        #expect(try ReadPage(try Site.page(past, TriedDesk.busy).text)[id: "sealed"] == nil)
        #expect(try ReadPage(try Site.page(.tried(.page("persons")), TriedDesk.busy).text)[id: "sealed"] == nil)
    }

    @Test(arguments: DisplayLanguage.allCases) func areShownOnce(_ language: DisplayLanguage) throws {
        let visit = Visit.tried(Address(["pages", "send", "sealed"]), in: language)
        let fields = [("form-token", "token"), ("person", "p-1"), ("reason", " colloquio "), ("texts", "yes")]
        let sent = try Site.readSealed(visit, fields)
        #expect(sent.refusal == nil && sent.look != nil)
        let opened: [JSON] = [
            ["field": "name", "value": "<b>Anna</b>", "position": 3, "type": "person.registered", "on": "2019-06-01"],
            ["position": 4, "problem": "sealed-altered"],
        ]
        let page = try Site.sealed(visit, TriedDesk.busy, sent, .opened(fields: opened, position: 9))
        let read = try ReadPage(page.text)
        #expect(read.all("td").contains { $0.text == "<b>Anna</b>" } && read.text.contains("sealed-altered"))
        #expect(read.links.contains("/pages/event?position=9"))
        #expect(
            FunctionWords.foreign(to: language, in: read.text.replacing("English", with: "")).filter { $0 != "no" }
                == [])
    }

    @Test func whatWasTypedIsKeptWhereNothingWasOpened() throws {
        let visit = Visit.tried(Address(["pages", "send", "sealed"]))
        let sent = try Site.readSealed(visit, [("form-token", "token"), ("person", "p-1"), ("reason", "urgenza")])
        let refusal = Refusal(.sender(.reasonMissing), field: "reason")
        let page = try Site.sealed(visit, TriedDesk.busy, sent, .refused(refusal))
        let read = try ReadPage(page.text)
        #expect(page.refusal != nil && read[id: "reason"]?.attributes["value"] == "urgenza")
        #expect(read[id: "reason"]?.attributes["aria-invalid"] == "true" && read[id: "e-reason"] != nil)
    }
}
