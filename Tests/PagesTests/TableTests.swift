import CanonicalJSON
import Markup
import Office
import Testing
import Views
import Wording

@testable import Pages

@Suite("Tables say what they are about once") struct TableTests {
    private func read(_ answer: String, _ view: any Answer.Type) throws -> ReadPage {
        guard case .object(let answer) = try JSONReader.read(Array(answer.utf8), as: .strict) else {
            throw JSONObjectExpected()
        }
        let tables = TableMarkup(
            PartialAnswer(answer), of: view, TriedDesk.busy.newest, .tried(.page(view.name), in: .italian))
        return try ReadPage("<div>" + tables.markup(below: "").text + "</div>")
    }

    private struct JSONObjectExpected: Error {}

    @Test func columnsOfAnObjectStandUnderItsTitle() throws {
        let amount = #"{"cents":5,"minutes":60}"#
        let row =
            #"{"approved":\#(amount),"line":"youth","minutes":60,"month":"2019-06","pending":\#(amount),"worker":"ed-01"}"#
        let page = try read(#"{"rows":[\#(row)]}"#, Costs.self)
        let groups = page.all("th").filter { $0.attributes["scope"] == "colgroup" }
        #expect(groups.map(\.text) == ["Approvate", "Da riapprovare"])
        #expect(groups.allSatisfy { $0.attributes["colspan"] == "2" })
        let heads = page.all("th").filter { $0.attributes["scope"] == "col" }
        #expect(
            heads.filter { $0.attributes["rowspan"] == "2" }.map(\.text) == ["Operatore", "Azione", "Mese", "Durata"])
        #expect(heads.suffix(4).map(\.text) == ["Durata", "Costo", "Durata", "Costo"])
        #expect(page.all("tr").count == 3)
    }

    @Test func usualValuesAreCalledAsPeopleCallThem() throws {
        let rows = [("fund", "fami"), ("line", "secretariat-towns"), ("place", "rovato")].map {
            #"{"field":"\#($0)","mostOften":"\#($1)","times":3}"#
        }
        let page = try read(#"{"rows":[\#(rows.joined(separator: ","))]}"#, Usual.self)
        #expect(page.all("th").suffix(3).map(\.text) == ["Fondo", "Azione", "Sede"])
        #expect(page.text.contains("Segretariato sociale nei comuni") && page.text.contains("Rovato"))
    }

    @Test func theDayOfAnAccountThatIsNobodysHasNoHours() throws {
        let hours = #"{"entries":0,"minutes":0,"projectMinutes":0,"services":{}}"#
        let months = (0..<30).map {
            #"{"month":"2019-\#($0 % 2 + 10)","pending":false,"state":"open","worker":"sw-0\#($0 % 9)"}"#
        }
        let behind = #"{"balance":-60,"line":"secretariat-towns","missing":60,"place":"rovato"}"#
        func answer(_ worker: String) -> String {
            #"{"actor":"root","coordinates":true,"day":"2019-12-01","inMonth":\#(hours),"monthsBehind":[\#(months.joined(separator: ","))],"onDay":\#(hours),"openCases":0,"placesBehind":[\#(behind)]\#(worker)}"#
        }
        let page = try read(answer(""), DaySummary.self)
        #expect(page[id: "onDay"] == nil && page[id: "inMonth"] == nil && !page.text.contains("root"))
        #expect(page.all("section").compactMap { $0.attributes["id"] } == ["placesBehind", "monthsBehind"])
        #expect(page.all("tr").count == 1 + 1 + 1 + 10 && page.text.contains("e altre 20"))
        #expect(page.links.contains("/pages/compliance?line=secretariat-towns&place=rovato"))
        #expect(page.links.contains("/pages/timesheet?worker=sw-00&month=2019-10"))
        let own = try read(answer(#","worker":"sw-01""#), DaySummary.self)
        #expect(own[id: "onDay"] != nil && own[id: "inMonth"] != nil)
    }
}
