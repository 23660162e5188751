import CanonicalJSON
import CivilTime
import Markup
import Office
import OfficeSpecification
import Testing
import Views
import Wording

@testable import Pages

@Suite("A worker's month") struct MonthTests {
    /// An office in which sw-1 has hours at two places in June 2019.
    private func office(signed: Bool = false) throws -> Scenario {
        let scenario = try Scenario.atWork()
        try scenario.given(
            .hours("h-1", "2019-06-03", ["minutes": 450]), .hours("h-2", "2019-06-04"), .hours("h-3", "2019-06-04"),
            .hours("h-4", "2019-06-05", ["place": "coccaglio"]), .absence("sw-1", "2019-06-07"))
        if signed {
            scenario.today("2019-07-05")
            try scenario.given(.complete("2019-06"), .sign("2019-06"))
        }
        return scenario
    }

    private let june: [(name: String, value: String)] = [("worker", "sw-1"), ("month", "2019-06")]

    private func visit(
        _ query: [(name: String, value: String)], today: String = "2019-06-12", in language: DisplayLanguage = .italian
    ) throws -> Visit {
        let tried = Visit.tried(Address(["pages", "month"], query), in: language)
        return Visit(
            account: tried.account, roles: tried.roles, sends: tried.sends, audiences: tried.audiences,
            language: language, address: tried.address, today: try #require(Day(today)), token: "token", newID: "web-1",
            readsLines: tried.readsLines, opensSealed: false)
    }

    private func page(_ scenario: Scenario, _ visit: Visit) throws -> ReadPage {
        try ReadPage(try Site.page(visit, TriedDesk(scenario)).text)
    }

    /// What a browser sends of a form that nobody has touched.
    private func fields(_ read: ReadPage) -> [(name: String, value: String)] {
        read.all("input").compactMap { input in
            input.attributes["name"].map { ($0, input.attributes["value"] ?? "") }
        }
    }

    private func typed(
        _ values: [String: String], into read: ReadPage
    ) -> [(name: String, value: String)] {
        let old = fields(read).filter { values[$0.name] == nil }
        return old + values.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
    }

    /// The column of a place in the grid.
    private func column(_ place: String, _ read: ReadPage) throws -> String {
        let field = read.all("input").first { input in
            input.attributes["name"]?.hasSuffix("-place") == true && input.attributes["value"] == place
        }
        return String(try #require(field?.attributes["name"]).dropFirst(2).prefix { $0 != "-" })
    }

    @Test(arguments: DisplayLanguage.allCases)
    func showsWhatStands(_ language: DisplayLanguage) throws {
        let read = try page(try office(), try visit(june, in: language))
        let rovato = try column("rovato", read)
        let coccaglio = try column("coccaglio", read)
        #expect(read[id: "m-03-\(rovato)"]?.attributes["value"] == "7:30")
        #expect(read[id: "m-04-\(rovato)"]?.attributes["value"] == "2:00")
        #expect(read[id: "m-05-\(coccaglio)"]?.attributes["value"] == "1:00")
        // Nothing is given for days to come, nor on a day of absence.
        #expect(read[id: "m-13-\(rovato)"] == nil && read[id: "m-07-\(rovato)"] == nil)
        #expect(read.text.contains(language == .italian ? "Festa della Repubblica" : "Republic Day"))
        #expect(read.text.contains("10:30"))
        #expect(
            read.all("input").filter { $0.attributes["autofocus"] != nil }.map { $0.attributes["id"] } == ["m-12-0"])
        #expect(FunctionWords.foreign(to: language, in: read.text.replacing("English", with: "")) == [])
        let ids = read.elements.compactMap { $0.attributes["id"] }
        #expect(Set(ids).count == ids.count)
    }

    @Test func sendsOnlyWhatChanged() throws {
        let scenario = try office()
        let visit = try visit(june)
        let read = try page(scenario, visit)
        #expect(try Site.readMonth(visit, scenario.office, fields(read)).commands == [])
        let rovato = try column("rovato", read)
        let sent = try Site.readMonth(
            visit, scenario.office,
            typed(["m-12-\(rovato)": "7,5", "m-03-\(rovato)": "7:00", "reason": "errore"], into: read))
        #expect(sent.faults.isEmpty)
        let commands = try sent.commands.map { try CommandRequest(.object($0)) }
        #expect(commands.map { type(of: $0.command).name } == ["hours.adjust", "hours.log"])
        guard case .object(let adjusted)? = sent.commands[0]["data"],
            case .object(let logged)? = sent.commands[1]["data"]
        else { return #expect(Bool(false), "no data") }
        #expect(adjusted["entry"] == "h-1" && adjusted["minutes"] == 420 && adjusted["reason"] == "errore")
        #expect(adjusted["on"] == "2019-06-12")
        #expect(logged["minutes"] == 450 && logged["on"] == "2019-06-12" && logged["place"] == "rovato")
        #expect(logged["activity"] == "desk" && logged["fund"] == "fami" && logged["reason"] == nil)
        // The same form makes the same commands.
        let again = try Site.readMonth(
            visit, scenario.office,
            typed(["m-12-\(rovato)": "7:30", "m-03-\(rovato)": "7", "reason": "errore"], into: read))
        #expect(again.commands == sent.commands)
    }

    @Test func saysWhatWasNotRecordedBesideTheDay() throws {
        let scenario = try office()
        let visit = try visit(june)
        let read = try page(scenario, visit)
        let rovato = try column("rovato", read)
        let sent = try Site.readMonth(
            visit, scenario.office,
            typed(
                [
                    "m-12-\(rovato)": "sette", "m-04-\(rovato)": "3", "m-03-\(rovato)": "8", "m-11-o": "1",
                    "m-10-\(rovato)": "6",
                ], into: read))
        #expect(sent.commands.count == 1)
        #expect(sent.faults.count == 4)
        let answer = try Site.monthSent(visit, TriedDesk(scenario), sent, [(nil, Refusal(.log(.diskFull)))])
        #expect(answer.status == 422)
        let again = try ReadPage(answer.text)
        #expect(again[id: "m-12-\(rovato)"]?.attributes["value"] == "sette")
        #expect(again[id: "m-12-\(rovato)"]?.attributes["aria-invalid"] == "true")
        #expect(again[id: "e-12-\(rovato)"]?.text.contains("quantità di ore") == true)
        #expect(again[id: "e-04-\(rovato)"]?.text.contains("più registrazioni") == true)
        #expect(again[id: "e-03-\(rovato)"]?.text.contains("motivo") == true)
        #expect(again[id: "e-11-o"] != nil && again[id: "e-10-\(rovato)"] != nil)
        #expect(again[id: "e-reason"] != nil)
        #expect(again.links.contains("#m-12-\(rovato)"))
    }

    @Test func doesNotReplaceWhatOthersRecorded() throws {
        let scenario = try office()
        let visit = try visit(june)
        let read = try page(scenario, visit)
        let rovato = try column("rovato", read)
        try scenario.given(.hours("h-9", "2019-06-12", ["minutes": 120]))
        let other = try Site.readMonth(visit, scenario.office, typed(["m-12-\(rovato)": "3"], into: read))
        #expect(other.commands.isEmpty && other.faults.count == 1)
        // What stands as it was typed is not sent again: a second click.
        let same = try Site.readMonth(visit, scenario.office, typed(["m-12-\(rovato)": "2:00"], into: read))
        #expect(same.commands.isEmpty && same.faults.isEmpty)
    }

    @Test func recordsAnotherPair() throws {
        let scenario = try office()
        let visit = try visit(june)
        let read = try page(scenario, visit)
        let sent = try Site.readMonth(
            visit, scenario.office,
            typed(
                [
                    "m-12-o": "1", "c-o-fund": "fami", "c-o-line": "secretariat-towns", "c-o-place": "cologne",
                    "c-o-activity": "desk",
                ], into: read))
        guard case .object(let data)? = sent.commands.first?["data"] else { return #expect(Bool(false), "no command") }
        #expect(sent.commands.count == 1 && data["place"] == "cologne" && data["minutes"] == 60)
    }

    @Test func isReadOnlyOnceSigned() throws {
        let scenario = try office(signed: true)
        let read = try page(scenario, try visit(june, today: "2019-07-05"))
        #expect(read.all("form").allSatisfy { $0.attributes["class"] != "month" })
        let way = try #require(read.links.first { $0.contains("correct=1") })
        #expect(way.contains("worker=sw-1"))
        let correction = try visit(june + [("correct", "1")], today: "2019-07-05")
        let open = try page(scenario, correction)
        #expect(open[id: "reason"]?.attributes["required"] != nil)
        let rovato = try column("rovato", open)
        let without = try Site.readMonth(correction, scenario.office, typed(["m-12-\(rovato)": "1"], into: open))
        #expect(without.commands.isEmpty && without.faults.count == 1)
        let with = try Site.readMonth(
            correction, scenario.office, typed(["m-12-\(rovato)": "1", "reason": "dimenticate"], into: open))
        guard case .object(let data)? = with.commands.first?["data"] else { return #expect(Bool(false), "no command") }
        #expect(data["reason"] == "dimenticate")
    }

    @Test func saysWhatACompletionCovers() throws {
        let scenario = try office()
        scenario.today("2019-07-01")
        let read = try page(scenario, try visit(june, today: "2019-07-01"))
        #expect(read.text.contains("10:30 ore in 3 giorni, con 4 registrazioni"))
        #expect(read.all("form").contains { $0.attributes["action"] == "/pages/send/timesheet.complete" })
        #expect(
            try page(scenario, try visit(june)).all("form").allSatisfy {
                $0.attributes["action"] != "/pages/send/timesheet.complete"
            })
    }

    @Test(arguments: [("worker", "sw-77"), ("other", "x")])
    func asksWhoseMonth(_ parameter: (String, String)) throws {
        let answer = try Site.page(try visit([parameter]), TriedDesk(try office()))
        let read = try ReadPage(answer.text)
        #expect(answer.status == (parameter.0 == "worker" ? 404 : 200))
        #expect(read[id: "q-worker"] != nil)
    }

    @Test func refusesAFormOfSomebodyElse() throws {
        let scenario = try office()
        let visit = try visit(june)
        #expect(throws: Refusal.self) {
            try Site.readMonth(visit, scenario.office, [("form-token", "other"), ("form-id", "web-1")])
        }
    }
}
