import CanonicalJSON
import Markup
import Office
import OfficeSpecification
import Testing
import Views
import Wording

@testable import Pages

/// A command in a language.
struct TriedForm: CustomTestStringConvertible, Sendable {
    let command: any Command.Type
    let language: DisplayLanguage

    var testDescription: String { "\(command.name) \(language.tag)" }

    static let all = CommandCatalogue.commands.flatMap { command in
        DisplayLanguage.allCases.map { TriedForm(command: command, language: $0) }
    }
}

@Suite("Forms of commands") struct FormTests {
    private func form(_ name: String, _ query: [(name: String, value: String)] = []) throws -> ReadPage {
        try ReadPage(try Site.page(.tried(Address(["pages", "form", name], query)), TriedDesk.busy).text)
    }

    @Test(arguments: TriedForm.all)
    func hasEveryField(_ tried: TriedForm) throws {
        let visit = Visit.tried(Address(["pages", "form", tried.command.name]), in: tried.language)
        let read = try ReadPage(try Site.page(visit, TriedDesk.busy).text)
        let controls = Set(read.elements.compactMap { $0.attributes["name"] })
        for field in CommandCatalogue.fields(of: tried.command) where !field.getsNewID {
            #expect(controls.contains(field.name), "no control for \(field.name)")
            if field.isSealed {
                let hint = read[id: "h-\(field.name)"]?.text ?? ""
                #expect(hint.contains(tried.language == .italian ? "Riservato" : "Sealed"))
            }
        }
        let ids = read.elements.compactMap { $0.attributes["id"] }
        #expect(Set(ids).count == ids.count)
        #expect(read.all("label").allSatisfy { $0.attributes["for"].map(ids.contains) ?? false })
        let text = read.text.replacing("English", with: "")
        #expect(FunctionWords.foreign(to: tried.language, in: text).filter { $0 != "no" } == [])
    }

    @Test func offersWhatTheOfficeHas() throws {
        let read = try form("hours.log")
        let options = Set(read.all("option").compactMap { $0.attributes["value"] })
        #expect(options.isSuperset(of: ["sw-1", "me-2", "rovato", "secretariat-towns"]))
        #expect(read.all("option").contains { $0.text == "Rovato" })
    }

    @Test func knowsTheRevisionOfWhatItChanges() throws {
        let read = try form("case.note", [("case", "c-1")])
        let expect = read.elements.first { $0.attributes["name"] == "form-expect" }
        #expect(expect?.attributes["value"] == "2")
        #expect(try form("case.open").elements.allSatisfy { $0.attributes["name"] != "form-expect" })
    }

    @Test func makesTheCommand() throws {
        let visit = Visit.tried(Address(["pages", "form", "hours.log"]))
        let sent = try Site.read(
            visit,
            [
                ("form-token", "token"), ("form-id", "web-abcdefghijklmnop"), ("worker", " sw-1 "),
                ("on", "2019-09-30"), ("minutes", "7,5"), ("fund", "fami"), ("line", "secretariat-towns"),
                ("place", "rovato"), ("activity", "casework"), ("note", ""),
            ])
        #expect(sent.command["command"] == "hours.log" && sent.command["id"] == "web-abcdefghijklmnop")
        guard case .object(let data)? = sent.command["data"] else { return #expect(Bool(false), "no data") }
        #expect(data["minutes"] == 450 && data["worker"] == "sw-1" && data["note"] == nil)
        #expect(data["entry"] == "entry-efghijklmnop")
        _ = try CommandRequest(.object(sent.command))
    }

    @Test func takesCodesThatThePlanDoesNotList() throws {
        let read = try form("orientation.deliver", [("needs", "network"), ("needs", "work")])
        #expect(read[id: "o-needs"]?.attributes["value"] == "network")
        #expect(read.all("input").contains { $0.attributes["value"] == "work" && $0.attributes["checked"] != nil })
        let sent = try Site.read(
            .tried(Address(["pages", "form", "orientation.deliver"])),
            [
                ("form-token", "token"), ("form-id", "web-1"), ("difficulties", "work"),
                ("difficulties", "network, language"),
            ])
        guard case .object(let data)? = sent.command["data"] else { return #expect(Bool(false), "no data") }
        #expect(data["difficulties"] == .array(["work", "network", "language"]))
    }

    @Test func offersTheCodesThatWereRecordedWhereThePlanHasNone() throws {
        func boxes(_ read: ReadPage, _ name: String) -> [String] {
            read.all("input").filter { $0.attributes["name"] == name && $0.attributes["type"] == "checkbox" }
                .compactMap { $0.attributes["value"] }
        }
        let scenario = try Scenario.withMediation()
        try scenario.given(
            .orientation("o-1", "2019-06-05", ["difficulties": ["transport"]]),
            .orientation("o-2", "2019-06-06", ["difficulties": ["network", "language"]]),
            .orientation("o-3", "2019-06-07", ["difficulties": ["network"]]),
            .open("c-1", "2019-06-03", ["minor": true, "complexity": ["unaccompanied"]]))
        func read(_ name: String, _ query: [(name: String, value: String)] = []) throws -> ReadPage {
            try ReadPage(
                try Site.page(.tried(Address(["pages", "form", name], query)), TriedDesk(scenario)).text)
        }
        let orientation = try read("orientation.deliver", [("difficulties", "network"), ("difficulties", "work")])
        #expect(boxes(orientation, "difficulties") == ["network", "language", "transport"])
        #expect(orientation[id: "o-difficulties"]?.attributes["value"] == "work")
        #expect(boxes(orientation, "needs").contains("work"))
        #expect(boxes(try read("case.open"), "complexity") == ["unaccompanied"])
        // What was voided is not offered, and where nothing was recorded the codes are typed.
        try scenario.given(.void(scenario.office.position))
        let empty = try read("case.open")
        #expect(boxes(empty, "complexity").isEmpty && empty[id: "f-complexity"]?.attributes["type"] == "text")
    }

    @Test func showsWhatIsNoDay() throws {
        let read = try form("case.note", [("on", "31/2/2019")])
        #expect(read[id: "f-on"]?.attributes["value"] == "31/2/2019" && read[id: "f-on"]?.attributes["type"] == "text")
        #expect(try form("case.note", [("on", "2019-02-28")])[id: "f-on"]?.attributes["type"] == "date")
    }

    @Test func makesOneLineOfSeveral() throws {
        let visit = Visit.tried(Address(["pages", "form", "case.note"]))
        let sent = try Site.read(
            visit, [("form-token", "token"), ("form-id", "web-1"), ("text", " sì,\r\n\r\n anche\nil padre\r\n")])
        guard case .object(let data)? = sent.command["data"] else { return #expect(Bool(false), "no data") }
        #expect(data["text"] == "sì, anche il padre")
    }

    @Test(arguments: ["", "other"])
    func refusesAFormOfSomebodyElse(_ token: String) {
        let visit = Visit.tried(Address(["pages", "form", "hours.log"]))
        #expect(throws: Refusal.self) {
            try Site.read(visit, [("form-token", token), ("form-id", "web-1"), ("worker", "sw-1")])
        }
    }

    @Test func keepsWhatWasTypedAndSaysWhatIsWrongAtItsField() throws {
        let visit = Visit.tried(Address(["pages", "form", "case.note"]))
        let typed = "<b>\"già\" & 'poi'</b>"
        let sent = try Site.read(
            visit,
            [("form-token", "token"), ("form-id", "web-1"), ("form-expect", "1"), ("case", "c-9"), ("note", typed)])
        let page = try Site.refused(
            visit, TriedDesk.busy, sent,
            Refusal(.record(.unknown(.case, try #require(ID("c-9")))), field: "case", value: "\"c-9\""))
        #expect(page.refusal?.field == "case")
        let read = try ReadPage(page.text)
        #expect(read[id: "e-case"]?.text.contains("c-9") == true)
        #expect(read[id: "f-case"]?.attributes["aria-invalid"] == "true")
        #expect(read[id: "f-case"]?.attributes["value"] == "c-9")
        #expect(read.all("textarea").contains { $0.text == typed })
        #expect(read.links.contains("#f-case"))
        let kept = Dictionary(
            read.all("input").map { ($0.attributes["name"] ?? "", $0.attributes["value"] ?? "") }
        ) { first, _ in first }
        #expect(kept["form-id"] == "web-1" && kept["form-expect"] == "1")
    }

    private static let note: [(name: String, value: String)] = [
        ("case", "c-1"), ("on", "2019-06-10"), ("kind", "phone"), ("worker", "sw-1"),
    ]

    /// The sentences of a refusal on the page of a form that sent something.
    private func sentences(
        _ name: String, _ field: String, _ sent: [(name: String, value: String)], in language: DisplayLanguage
    ) throws -> [String] {
        let visit = Visit.tried(Address(["pages", "form", name]), in: language)
        let sent = try Site.read(visit, [("form-token", "token"), ("form-id", "web-1")] + sent)
        let refusal = try #require(throws: Refusal.self) { try CommandRequest(.object(sent.command)) }
        let read = try ReadPage(try Site.refused(visit, TriedDesk.busy, sent, refusal).text)
        let summary = read.all("div").first { $0.attributes["class"] == "problem" }?.text ?? ""
        let error = try #require(read[id: "e-\(field)"]?.text)
        #expect(summary.contains(error.trimmed), "\(summary)")
        return error.split(separator: " (").prefix(1).map(String.init)
    }

    @Test(arguments: [
        ("kind", "shouting", "Tipo", "Kind"), ("case", "/", "Caso", "Case"),
        ("persons", "p-1, /", "Persone", "Persons"),
    ])
    func callsTheFieldAtFaultByItsLabel(
        _ field: String, _ value: String, _ italian: String, _ english: String
    ) throws {
        let sent = Self.note.filter { $0.name != field } + [(field, value)]
        #expect(
            try sentences("case.note", field, sent, in: .italian) == ["\"\(italian)\" non può avere questo valore"])
        #expect(try sentences("case.note", field, sent, in: .english) == ["\"\(english)\" cannot be that"])
    }

    @Test func saysByItsLabelWhatIsMissing() throws {
        let sent = Self.note.filter { $0.name != "worker" }
        #expect(try sentences("case.note", "worker", sent, in: .italian) == ["Manca \"Operatore\""])
        #expect(try sentences("case.note", "worker", sent, in: .english) == ["\"Worker\" is missing"])
    }

    @Test(arguments: [
        ("7:30", 450), ("7,5", 450), ("7.5", 450), ("7", 420), ("0:05", 5), ("0,25", 15), ("1,333", nil), ("7:5", nil),
        ("7:60", nil), ("", nil), ("sette", nil), ("-1", nil), ("1:00:00", nil),
    ])
    func readsHours(_ text: String, _ minutes: Int64?) {
        #expect(TypedHours.minutes(text) == minutes)
    }

    @Test func saysWhatWasRecorded() throws {
        let position = try #require(
            (0..<TriedDesk.busy.newest.position).first { position in
                (try? TriedDesk.busy.content(at: position).note.type) == "case.opened"
            })
        let read = try ReadPage(
            try Site.page(.tried(.page("recorded", [("position", "\(position)")])), TriedDesk.busy).text)
        #expect(read.text.contains("Rovato") && read.text.contains("p-1"))
        #expect(
            read.links.contains("/pages/form/case.advance?case=c-1")
                || read.links.contains { $0.hasPrefix("/pages/form/case.") })
        #expect(read.links.contains("/pages/case?id=c-1"))
    }

    @Test(arguments: [(DisplayLanguage.italian, "Marocco"), (.english, "Morocco")])
    func namesEveryCountry(_ language: DisplayLanguage, _ name: String) throws {
        let form = try ReadPage(
            try Site.page(.tried(Address(["pages", "form", "person.register"]), in: language), TriedDesk.busy).text)
        let options = form.all("option").filter { $0.attributes["value"]?.count == 2 }
        #expect(options.contains { $0.attributes["value"] == "MA" && $0.text == name })
        #expect(Set(options.compactMap { $0.attributes["value"] }) == Nationality.codes)
        #expect(options.count == Nationality.codes.count)
    }
}
