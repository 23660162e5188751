import CanonicalJSON
import CivilTime
import Office
import Testing
import Wording

@testable import LabTerminal

@Suite struct DialogueHelpTests {
    private static let words = "--line youth --access referral --worker sw-01 --minor"

    @Test func `a question mark lists the choices and asks again`() async throws {
        let script = Script(["p-1", "?", "udp", ""])
        let labd = ScriptedLabd()
        try await ask("case.open", Self.words, script, labd)
        #expect(labd.commands.first?.contains(#""place":"udp""#) == true, "\(labd.commands)")
        #expect(
            script.seen.contains(
                """
                Place (--place): «?»
                  Place (--place): one of these, by number, id or name
                  1  Comezzano-Cizzago
                """), "\(script.seen)")
        #expect(script.seen.hasPrefix("? explains a question"), "\(script.seen)")
    }

    @Test func `a question mark explains a field without choices`() async throws {
        let script = Script(["?", "p-1", "udp", "?", "ieri"])
        try await Speech.$language.withValue(.italian) {
            try await ask("case.open", Self.words, script, ScriptedLabd())
        }
        #expect(script.seen.contains("«?»\n  Persona (--person): id: "), "\(script.seen)")
        #expect(script.seen.contains("\n  per esempio: p-000001\nPersona (--person PERSONA): «p-1»"), "\(script.seen)")
        let form = Speech.$language.withValue(.italian) { TypedDay.form }
        #expect(script.seen.contains("«?»\n  Giorno (--on): \(form)"), "\(script.seen)")
        #expect(script.seen.contains("  per esempio: oggi\n"), "\(script.seen)")
        #expect(script.seen.hasPrefix("? spiega una domanda"), "\(script.seen)")
    }

    @Test func `a personal field is explained without an example`() throws {
        let script = Script([])
        let typed = TypedCommand(try #require(Catalogue.command("person.correct")))
        let sealed = try #require(typed.fields.first { $0.isSealed })
        let dialogue = Dialogue(typed, today: try #require(Day("2019-06-03")), names: nil, on: script.conversation)
        let said = dialogue.explanation(of: sealed, Choices(sealed, names: nil))
        #expect(said.contains("personal: it is sealed") && !said.contains("for example"), "\(said)")
    }

    @Test func `of many records the first ones are listed, and how many there are`() throws {
        let persons = (100..<140).map { Choices.Choice(value: "p-\($0)", text: "rovato") }
        let typed = TypedCommand(try #require(Catalogue.command("case.open")))
        let field = try #require(typed.fields.first { $0.name == "person" })
        let listed = Choices(field, names: nil, records: [.person: persons]).listed
        #expect(
            listed.hasPrefix("  p-100 (rovato)\n") && listed.contains("  p-119 (rovato)\n  40 to choose from"),
            "\(listed)")
    }

    @Test(arguments: DisplayLanguage.allCases)
    func `where the plan has no line on the day, it is said of what, and what to do`(_ language: DisplayLanguage)
        async throws
    {
        let plan = #"{"lines":[{"id":"a","from":"2019-06-01","to":"2019-12-31"}]}"#
        guard case .object(let object) = try JSONReader.read(Array(plan.utf8), as: .strict) else { return }
        for (typedDay, answers) in [("--on 2020-01-02", ["p-1"]), ("", ["p-1", "2020-01-02"])] {
            let script = Script(answers)
            let typed = TypedCommand(try #require(Catalogue.command("case.open")))
            var dialogue = Dialogue(
                typed, today: try #require(Day("2020-01-03")), names: PlanNames(object), on: script.conversation)
            let options = try typed.split(typedDay.split(separator: " ").map(String.init))
            await #expect(throws: Failure.self) {
                try await Speech.$language.withValue(language) { try await dialogue.run(options) { _, _ in } }
            }
            let isItalian = language == .italian
            #expect(
                script.seen.contains(
                    isItalian
                        ? "Il 2020-01-02 il piano non prevede nulla per \"Azione\"."
                        : "The plan has no line on 2020-01-02."),
                "\(script.seen)")
            let remedy =
                typedDay.isEmpty
                ? (isItalian ? "Con < si torna indietro" : "Go back with <")
                : (isItalian ? "Ctrl-D termina" : "End with Ctrl-D")
            #expect(script.seen.contains(remedy), "\(script.seen)")
        }
    }
}
