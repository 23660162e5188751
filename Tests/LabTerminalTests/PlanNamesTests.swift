import CanonicalJSON
import CivilTime
import Office
import Testing
import Views

@testable import LabTerminal

/// The names of a small plan, as labd answers it.
let smallPlanNames: PlanNames = {
    let text = """
        {"plan":{"funds":[{"id":"fami"},{"id":"own"}],
        "lines":[{"id":"secretariat-towns","title":{"en":"In the towns","it":"Segretariato sociale nei comuni"}},
        {"id":"secretariat-office","title":{"en":"At the office","it":"Segretariato sociale presso l'Ufficio"}},
        {"id":"youth","title":{"en":"Youth","it":"Interventi educativi"}}],
        "phases":[{"en":"Situation analysis","id":"analysis","it":"Analisi della situazione"}],
        "places":[{"id":"comezzano-cizzago","name":"Comezzano-Cizzago"},{"id":"castrezzato","name":"Castrezzato"},
        {"id":"castelcovati","name":"Castelcovati"},{"id":"udp","name":"Ufficio di Piano"},
        {"id":"urago-d-oglio","name":"Urago d'Oglio"}]}}
        """
    guard case .object(let object)? = try? JSONReader.read(Array(text.utf8), as: .strict) else {
        return PlanNames(JSONObject())
    }
    return PlanNames(object)
}()

@Suite struct PlanNamesTests {
    @Test(arguments: [
        ("urago d'oglio", Reference.place, "urago-d-oglio"), ("Comezzano Cizzago", .place, "comezzano-cizzago"),
        ("castrezzato", .place, "castrezzato"), ("CASTR", .place, "castrezzato"), ("ufficio", .place, "udp"),
        ("segretariato sociale nei comuni", .line, "secretariat-towns"), ("in the towns", .line, "secretariat-towns"),
        ("interventi", .line, "youth"), ("analisi", .phase, "analysis"), ("FAMI", .fund, "fami"),
        ("c-1", .case, "c-1"),
    ])
    func `what the plan has is found by id, by name and by a beginning`(
        _ typed: String, _ kind: Reference, _ id: String
    ) throws {
        #expect(try smallPlanNames.id(typed, of: kind, option: "--x") == id)
    }

    @Test func `a name that fits several lists them with their ids`() {
        let error = #expect(throws: Failure.self) { try smallPlanNames.id("cast", of: .place, option: "--place") }
        #expect(error?.status == .usage)
        #expect(error?.message.contains("fits 2: castrezzato (Castrezzato), castelcovati (Castelcovati)") == true)
    }

    @Test func `a name that fits nothing is answered with what was meant, or with all that there is`() throws {
        let near = #expect(throws: Failure.self) { try smallPlanNames.id("castrezato!", of: .place, option: "--place") }
        #expect(near?.message.contains("did you mean castrezzato") == true, "\(near?.message ?? "")")
        let far = #expect(throws: Failure.self) {
            try smallPlanNames.id("città di Milano", of: .place, option: "--place")
        }
        #expect(far?.message.contains("it takes ") == true, "\(far?.message ?? "")")
        // It may be an id of an earlier plan: labd knows.
        #expect(try smallPlanNames.id("milano", of: .place, option: "--place") == "milano")
    }

    @Test(arguments: [
        ("case.open", "--place castrezato", "--place: the plan has no \"castrezato\"; did you mean castrezzato?"),
        ("case.open", "--line yuoth --place udp", "--line: the plan has no \"yuoth\"; did you mean youth?"),
        ("case.advance-phase", "c-1 --phase analisys", "--phase: the plan has no \"analisys\"; did you mean analysis?"),
        ("hours.log", "--fund famy", "--fund: the plan has no \"famy\"; did you mean fami?"),
        ("hours.log", "--worker sw-02 --fund fami", "--worker: there is no worker \"sw-02\"; did you mean sw-01?"),
        ("mediation.assign", "m-1 --mediator zz", "--worker: there is no worker \"zz\""),
        (
            "project.suspend", "--lines all --places udp,castrezato",
            "--places: the plan has no \"castrezato\"; did you mean castrezzato?"
        ),
    ])
    func `what nobody has is refused before anything is asked`(_ name: String, _ line: String, _ says: String) throws {
        let typed = TypedCommand(try #require(Catalogue.command(name)))
        let today = try #require(Day("2019-12-10"))
        let options = try typed.split(line.split(separator: " ").map(String.init))
        let workers: Choices.Records = [.worker: [.init(value: "sw-01", text: "social-worker")]]
        let error = #expect(throws: Failure.self) {
            try typed.checkKnown(options, today: today, names: smallPlanNames, records: workers)
        }
        #expect(error?.status == .usage && error?.message == says, "\(error?.message ?? "")")
        // Where labd does not tell, it is labd's to know.
        try typed.checkKnown(options, today: today, names: nil, records: [:])
    }

    @Test func `what the plan and the office have is not refused`() throws {
        let typed = TypedCommand(try #require(Catalogue.command("case.open")))
        let options = try typed.split(["--place", "urago d'oglio", "--line", "interventi", "--worker", "sw-01"])
        try typed.checkKnown(
            options, today: try #require(Day("2019-12-10")), names: smallPlanNames,
            records: [.worker: [.init(value: "sw-01", text: "")]])
    }

    @Test func `a parameter of a view is read by name, with spans and moments`() throws {
        let today = try #require(Day("2019-12-10"))
        func read(_ parameter: Parameter, _ text: String) throws -> String {
            try TypedParameter(parameter, today: today, names: smallPlanNames).value(text)
        }
        #expect(try read(.place, "urago d'oglio") == "urago-d-oglio")
        #expect(try read(.from, "2019-Q4") == "2019-10-01")
        #expect(try read(.to, "last-month") == "2019-11-30")
        #expect(try read(.on, "ieri") == "2019-12-09")
        #expect(try read(.month, "mese-scorso") == "2019-11")
        #expect(try read(.quarter, "last-quarter") == "2019-Q3")
        #expect(try read(.week, "last-week") == "2019-W49")
        #expect(try read(.since, "yesterday") == "2019-12-08T23:00:00.000000Z")
        #expect(try read(.asOf, "yesterday") == "2019-12-09T23:00:00.000000Z")
        #expect(try read(.asOf, "12") == "12")
        let error = #expect(throws: Failure.self) { try read(.month, "2019-Q4") }
        #expect(error?.status == .usage && error?.message.contains("--month") == true)
        #expect(throws: Failure.self) { try read(.asOf, "noon") }
        let state = TypedParameter(.state, today: today, words: ["requested", "assigned"])
        #expect(try state.value("assegnata") == "assigned" && state.value("Assigned") == "assigned")
        #expect(try state.value("nonsense") == "nonsense")
        #expect(try read(.language, "arabo") == "ar")
        #expect(TypedParameter(.on, today: today).remark("3/4") == "3/4 is 3 April 2019")
    }
}

@Suite struct TypedArgumentsTests {
    @Test(arguments: [
        ("timesheet show --worker sw-01 --month 2019-06", "timesheet show sw-01 2019-06"),
        ("timesheet show --month=2019-06 --worker=sw-01 --json", "timesheet show sw-01 2019-06 --json"),
        ("timesheet show sw-01 --month 2019-06", "timesheet show sw-01 2019-06"),
        ("timesheet show 2019-06 --worker sw-01", "timesheet show sw-01 2019-06"),
        ("timesheet show sw-01 2019-06", "timesheet show sw-01 2019-06"),
        ("--socket /s case show --case c-1", "--socket /s case show c-1"),
        ("explain --view compliance --place rovato", "explain compliance --place rovato"),
        ("report diff --report r-1", "report diff r-1"), ("caseload --on -3d", "caseload --on=-3d"),
        ("caseload --asOf 12", "caseload --as-of 12"),
        ("hours log --worker sw-1 --on -3g", "hours log --worker sw-1 --on=-3g"),
    ])
    func `arguments are given as options too`(_ typed: String, _ parsed: String) {
        func words(_ line: String) -> [String] { line.split(separator: " ").map(String.init) }
        #expect(TypedArguments.normalised(words(typed)) == words(parsed))
    }

    @Test func `help with an Italian word names the command`() {
        let error = #expect(throws: Failure.self) { try HelpTopic.answer(["help", "ore"]) }
        #expect(error?.message.contains("ore; did you mean labctl help hours?") == true, "\(error?.message ?? "")")
    }

    @Test(arguments: [
        (["cost"], "labctl costs"), (["case", "opne"], "labctl case open"), (["hors", "log"], "labctl hours"),
        (["ore"], "labctl hours"), (["mediazioni", "x"], "labctl mediation"), (["Oggi"], "labctl oggi"),
        (["foglio-ore"], "labctl timesheet"),
        (["hours", "record"], "labctl hours log"), (["case", "nuovo"], "labctl case open"),
        (["--socket", "/s", "timesheets", "x"], nil), (["case", "open", "x"], nil),
    ])
    func `a command that does not exist is answered with what was meant`(_ words: [String], _ meant: String?) {
        let message = UnknownCommand.message(words)
        guard let meant else {
            #expect(message == nil)
            return
        }
        #expect(message?.contains("did you mean \(meant)?") == true, "\(message ?? "")")
        // Help of what does not exist is the same answer, and not the help of what is above it.
        #expect(UnknownCommand.messageForHelp(words + ["--help"]) == message)
    }

    @Test func `help of what exists is not refused`() {
        for words in [["hours", "log", "--help"], ["hours", "--help"], ["--help"], ["help", "hours"]] {
            #expect(UnknownCommand.messageForHelp(words) == nil, "\(words)")
        }
    }
}
