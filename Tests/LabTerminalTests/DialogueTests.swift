import CanonicalJSON
import CivilTime
import Office
import Synchronization
import Testing
import Wording

@testable import LabTerminal

@Suite struct DialogueTests {
    private static let opened =
        #"{"access":"referral","case":"case-bbbbbbbbbbbb","line":"youth","minor":true,"on":"2019-06-02","#
        + #""person":"p-1","place":"urago-d-oglio","worker":"sw-01"}"#

    @Test func `in English each missing field is asked for, with its choices`() async throws {
        let script = Script(["p-1", "yesterday", "3", "urago d'oglio", "refe", "sw-01", "yes"])
        let labd = ScriptedLabd()
        try await ask("case.open", "", script, labd)
        #expect(labd.commands == [Self.opened])
        #expect(script.seen.contains("Person (--person PERSON): «p-1»\n"), "\(script.seen)")
        #expect(script.seen.contains("  3  Youth\nLine (--line): «3»\n"), "\(script.seen)")
        #expect(script.seen.contains("Minor (--minor yes|no): «yes»\n"), "\(script.seen)")
        #expect(script.seen.contains("Day (--on DAY) [2019-06-03]: «yesterday»\n"), "\(script.seen)")
        let end = """
            The same command on one line:
              labctl case open --person p-1 --line youth --place urago-d-oglio --on 2019-06-02 --access referral \
            --worker sw-01 --minor true

            """
        #expect(script.seen.hasSuffix(end), "\(script.seen)")
    }

    @Test func `in Italian each missing field is asked for, with its choices`() async throws {
        let script = Script(["p-1", "ieri", "interventi educativi", "Urago", "referral", "sw-01", "sì"])
        let labd = ScriptedLabd()
        try await Speech.$language.withValue(.italian) { try await ask("case.open", "", script, labd) }
        #expect(labd.commands == [Self.opened])
        #expect(script.seen.contains("youth (Interventi educativi)\n"), "\(script.seen)")
        #expect(script.seen.contains("(--minor sì|no): «sì»\n"), "\(script.seen)")
        #expect(script.seen.contains("[2019-06-03]: «ieri»\n"), "\(script.seen)")
        #expect(script.seen.contains("Lo stesso comando su una riga:\n  labctl case open --person p-1 "))
    }

    @Test func `only what is missing is asked for, and Enter takes the default`() async throws {
        let script = Script(["", "no"])
        let labd = ScriptedLabd()
        try await ask(
            "case.open", "--person p-1 --line youth --place castrezzato --access referral --worker sw-01", script, labd)
        #expect(labd.commands.first?.contains(#""minor":false,"on":"2019-06-03""#) == true)
        #expect(!script.seen.contains("--person PERSON") && !script.seen.contains("(--place)"), "\(script.seen)")
        #expect(
            script.seen.hasSuffix("--on 2019-06-03 --access referral --worker sw-01 --minor false\n"), "\(script.seen)")
    }

    @Test func `a value that the field does not take is explained and asked for again`() async throws {
        let script = Script(["a b", "p-1", "31/31", "3/4", "maybe", "yes"])
        let labd = ScriptedLabd()
        try await ask(
            "case.open", "--line youth --place castrezzato --access referral --worker sw-01", script, labd)
        #expect(labd.commands.count == 1 && labd.commands[0].contains(#""on":"2019-04-03""#))
        #expect(script.seen.contains("«a b»\nlabctl: --person cannot be that; "), "\(script.seen)")
        #expect(script.seen.contains("«maybe»\nlabctl: --minor cannot be \"maybe\""), "\(script.seen)")
        #expect(script.seen.contains("«31/31»\nlabctl: --on cannot be \"31/31\""), "\(script.seen)")
        #expect(script.seen.contains("3/4 is 3 April 2019\n"), "\(script.seen)")
    }

    @Test(arguments: [["p-1"], ["p-1", "", ""], []], [DisplayLanguage.english, .italian])
    func `an empty line or the end of input ends, and nothing is sent`(
        _ answers: [String], _ language: DisplayLanguage
    ) async throws {
        let labd = ScriptedLabd()
        let failure = await #expect(throws: Failure.self) {
            try await Speech.$language.withValue(language) {
                try await ask("case.open", "", Script(answers), labd)
            }
        }
        let option = answers.isEmpty ? "--person" : answers.count == 1 ? "--on" : "--line"
        let said =
            language == .italian
            ? "non è stato registrato nulla: manca \(option)" : "nothing was recorded: \(option) is missing"
        #expect(failure?.message == said && failure?.status == .usage)
        #expect(labd.commands.isEmpty)
    }

    @Test func `what labd refuses is explained and asked for again`() async throws {
        let refusal = Failure(.refused, "not-found: there is no person p-1", field: "person")
        let script = Script(["p-1", "", "yes", "p-2"])
        let labd = ScriptedLabd([refusal])
        try await ask(
            "case.open", "--line youth --place castrezzato --access referral --worker sw-01", script, labd)
        #expect(labd.commands.map { $0.contains(#""person":"p-2""#) } == [false, true])
        #expect(
            script.seen.contains("labctl: not-found: there is no person p-1\nPerson (--person PERSON): «p-2»\n"),
            "\(script.seen)")
        #expect(script.seen.contains("labctl case open --person p-2 "), "\(script.seen)")
    }

    @Test func `the person can go back, and keeps by Enter what was answered`() async throws {
        let script = Script(["<", "p-1", "", "1", "<", "..", "yesterday", "3", "no"])
        let labd = ScriptedLabd()
        try await ask("case.open", "--place castrezzato --access referral --worker sw-01", script, labd)
        #expect(labd.commands.count == 1)
        #expect(labd.commands[0].contains(#""line":"youth""#) && labd.commands[0].contains(#""on":"2019-06-02""#))
        #expect(script.seen.contains("«<»\nThis is the first question.\n"), "\(script.seen)")
        #expect(
            script.seen.contains("Line (--line) [secretariat-towns]: «..»\nDay (--on DAY) [2019-06-03]: «yesterday»"),
            "\(script.seen)")
    }

    @Test(arguments: DisplayLanguage.allCases)
    func `what is needed because of other answers is one more question`(_ language: DisplayLanguage) async throws {
        let needed = Failure(
            .refused, "missing-field: fund fami takes a line (line)", field: "line", code: "missing-field",
            detail: "fund fami takes a line")
        let script = Script(["", "youth"])
        let labd = ScriptedLabd([needed])
        try await Speech.$language.withValue(language) {
            try await ask("hours.log", "--worker sw-01 --minutes 60 --fund fami --activity desk", script, labd)
        }
        #expect(labd.commands.count == 2 && labd.commands[1].contains(#""line":"youth""#))
        #expect(
            !script.seen.contains("missing-field") && script.seen.contains("\nfund fami takes a line\n"),
            "\(script.seen)")
    }

    @Test func `a refused day is asked for again with the line that had ended`() async throws {
        let refusal = Failure(.refused, "outside-period: youth ended", field: "on", code: "outside-period")
        let script = Script(["p-1", "no", "", "2", ""])
        let labd = ScriptedLabd([refusal])
        try await ask(
            "case.open", "--line youth --place castrezzato --access referral --worker sw-01 --on 2019-06-01", script,
            labd)
        #expect(labd.commands.last?.contains(#""line":"secretariat-office""#) == true, "\(labd.commands)")
        #expect(labd.commands.last?.contains(#""on":"2019-06-01""#) == true)
        #expect(script.seen.contains("Day (--on DAY) [2019-06-01]: «»"), "\(script.seen)")
        #expect(script.seen.contains("Line (--line) [youth]: «2»"), "\(script.seen)")
        #expect(script.seen.contains("Place (--place) [castrezzato]: «»"), "\(script.seen)")
    }

    @Test func `what follows from an answer is not asked for`() async throws {
        let typed = TypedCommand(try #require(Catalogue.command("hours.adjust")))
        let script = Script(["e-1", "4:00", "", "too long"])
        var sent: [String: [String]] = [:]
        var dialogue = Dialogue(
            typed, today: try #require(Day("2019-06-03")), names: nil, on: script.conversation)
        try await dialogue.run(try typed.split([])) { options in
            options.values["entry"] == nil ? [:] : ["worker": "sw-01"]
        } send: { options, _ in
            sent = options.values
        }
        #expect(sent["worker"] == ["sw-01"] && sent["reason"] == ["too long"], "\(sent)")
        #expect(!script.seen.contains("--worker WORKER"), "\(script.seen)")
    }

    @Test func `a language is read by its name, and checked as soon as it is asked for`() async throws {
        let script = Script(["marziano", "arabo", "", "60", "colloquio"])
        let labd = ScriptedLabd()
        try await Speech.$language.withValue(.italian) {
            try await ask("mediation.request", "--setting school --place castrezzato", script, labd)
        }
        #expect(labd.commands.first?.contains(#""language":"ar""#) == true)
        #expect(script.seen.contains("«marziano»\nlabctl: --language non può essere"), "\(script.seen)")
        #expect(script.seen.contains("«60»\n  60 minuti sono 1:00\n"), "\(script.seen)")
    }

    @Test func `the fourth refusal, and one that is of no field, end the conversation`() async throws {
        let words = "--line youth --place castrezzato --access referral --worker sw-01 --minor"
        let refusal = Failure(.refused, "not-found: there is nobody", field: "person")
        let often = ScriptedLabd(Array(repeating: refusal, count: 9))
        let thrown = await #expect(throws: Failure.self) {
            try await ask("case.open", words, Script(["p-1", "", "p-2", "p-3", "p-4", "p-5"]), often)
        }
        #expect(thrown == refusal && often.commands.count == 4)
        let once = ScriptedLabd([Failure(.refused, "read-only: labd is stopping")])
        await #expect(throws: Failure.self) {
            try await ask("case.open", words, Script(["p-1", "", "p-2"]), once)
        }
        #expect(once.commands.count == 1)
    }

    private static let workers: [Choices.Choice] = [
        .init(value: "sw-01", text: "social-worker"), .init(value: "me-01", text: "mediator"),
    ]

    private static let persons = (1...40).map { number in
        Choices.Choice(value: "p-\(100 + number)", text: number == 7 ? "eligible, chiari" : "undecided, rovato")
    }

    @Test func `what the account mostly gives is taken by Enter, if it can still be chosen`() async throws {
        let script = Script(["", "", "p-1", "", "no"])
        let labd = ScriptedLabd()
        let usual = [
            "place": UsualValue(value: "castrezzato", times: 9), "worker": UsualValue(value: "sw-01", times: 0),
            "line": UsualValue(value: "closed-line", times: 3),
        ]
        try await ask(
            "case.open", "--line youth --access referral", Script(["p-1", "", "", "", "no"]), labd,
            records: [.worker: Self.workers], usual: usual)
        #expect(labd.commands.first?.contains(#""place":"castrezzato""#) == true, "\(labd.commands)")
        #expect(labd.commands.first?.contains(#""worker":"sw-01""#) == true, "\(labd.commands)")
        let gone = ["place": UsualValue(value: "gone", times: 9)]
        await #expect(throws: Failure.self) {
            try await ask("case.open", "--person p-1 --line youth --on 2019-06-03", script, ScriptedLabd(), usual: gone)
        }
        #expect(!script.seen.contains("[gone]") && script.seen.contains("(--place): "), "\(script.seen)")
    }

    @Test func `after a refusal Enter takes nothing that nobody chose`() async throws {
        let refusal = Failure(.refused, "unknown-line: the plan has no line nei", field: "line", code: "unknown-line")
        let script = Script(["p-1", "", "no", ""])
        let labd = ScriptedLabd([refusal])
        await #expect(throws: Failure.self) {
            try await ask(
                "case.open", "--line nei --place castrezzato --access referral --worker sw-01", script, labd,
                usual: ["line": UsualValue(value: "youth", times: 9)])
        }
        #expect(labd.commands.count == 1, "\(labd.commands)")
        #expect(script.seen.hasSuffix("Line (--line): «»\n"), "\(script.seen)")
    }

    @Test func `the usual value stands in brackets behind the choices`() async throws {
        let script = Script([""])
        try await ask(
            "case.open", "--person p-1 --line youth --place castrezzato --on 2019-06-03 --access referral --minor",
            script,
            ScriptedLabd(), records: [.worker: Self.workers], usual: ["worker": UsualValue(value: "me-01", times: 4)])
        #expect(
            script.seen.contains(
                "Worker:\n  1  sw-01 (social-worker)\n  2  me-01 (mediator)\nWorker (--worker) [me-01]: «»\n"),
            "\(script.seen)")
        #expect(script.seen.contains("--worker me-01"), "\(script.seen)")
    }

    @Test(arguments: [
        (["chiari"], "p-107"), (["p-12", "3"], "p-122"), (["p-13", "p-105"], "p-105"),
        (["rovato", "p-14", "1"], "p-140"),
        (["p-999"], "p-999"), (["107"], "p-107"),
    ])
    func `of many records, a part of the id or the description leaves few, which are numbered`(
        _ answers: [String], _ person: String
    ) async throws {
        let script = Script(answers)
        let labd = ScriptedLabd()
        try await ask(
            "case.open", "--line youth --place castrezzato --on 2019-06-03 --access referral --worker sw-01 --minor",
            script, labd, records: [.person: Self.persons])
        #expect(labd.commands.first?.contains(#""person":"\#(person)""#) == true, "\(labd.commands) \(script.seen)")
        #expect(script.seen.contains("Person:\n  40 to choose from: a part of the id"), "\(script.seen)")
        #expect(script.seen.contains("--person \(person) "), "\(script.seen)")
        #expect(answers.last == person || script.seen.contains("»\n  \(person)\n"), "\(script.seen)")
    }

    @Test func `in Italian many records are counted too`() async throws {
        let script = Script(["chiari"])
        try await Speech.$language.withValue(.italian) {
            try await ask(
                "case.open",
                "--line youth --place castrezzato --on 2019-06-03 --access referral --worker sw-01 --minor",
                script, ScriptedLabd(), records: [.person: Self.persons])
        }
        #expect(script.seen.contains("  40 possibili: una parte dell'id"), "\(script.seen)")
    }

    @Test func `personal fields are hidden, and not in the line that is shown`() async throws {
        let sealed = try #require(
            Catalogue.commands.first { Catalogue.fields(of: $0).contains { $0.isSealed && $0.isRequired } })
        let typed = TypedCommand(sealed)
        var answers: [String] = []
        for field in typed.fields where field.isRequired && !field.getsNewID {
            answers.append(field.isSealed ? "secret words" : field.kind == .day ? "" : TypedCommand.sample(field))
        }
        let script = Script(answers)
        let labd = ScriptedLabd()
        try await ask(sealed.name, "", script, labd)
        #expect(labd.commands.first?.contains("secret words") == true)
        #expect(!script.seen.contains("secret") && script.seen.contains("«***»"), "\(script.seen)")
        #expect(script.seen.contains(" -\n") || script.seen.contains(" - --"), "\(script.seen)")
    }
}

@Suite struct ChoicesTests {
    private static func choices(_ command: String, _ field: String) throws -> Choices {
        let typed = TypedCommand(try #require(Catalogue.command(command)))
        return Choices(try #require(typed.fields.first { $0.name == field }), names: smallPlanNames)
    }

    @Test(arguments: [
        ("1", "comezzano-cizzago"), ("5", "urago-d-oglio"), ("6", "6"), ("0", "0"), ("URAGO", "urago-d-oglio"),
        ("cast", "cast"), ("udp", "udp"), ("milano", "milano"),
    ])
    func `a place is chosen by number, id, name and beginning`(_ typed: String, _ value: String) throws {
        #expect(try Self.choices("case.open", "place").values(typed) == value)
    }

    @Test func `a word is chosen by the beginning of a word of its text too`() throws {
        let command = TypedCommand(try #require(Catalogue.command("mediation.deliver")))
        let field = try #require(command.fields.first { $0.name == "mode" })
        try Speech.$language.withValue(.italian) {
            let choices = Choices(field, names: nil)
            #expect(choices.values("presenza") == "in-person" && choices.values("tel") == "phone")
            // Not the end of one, nor what begins words of two.
            #expect(choices.choice("senza") == nil && choices.choice("") == nil)
            let value = try command.typed(field, today: try #require(Day("2019-06-03")), names: nil).json(["presenza"])
            #expect(value == .string("in-person"))
        }
    }

    @Test func `of the lines those are choices that the plan has on the day`() throws {
        let plan =
            #"{"lines":[{"id":"a","from":"2019-06-01","to":"2019-12-31"},{"id":"b","from":"2019-06-01","to":"2020-03-31"}]}"#
        guard case .object(let object) = try JSONReader.read(Array(plan.utf8), as: .strict) else { return }
        let command = try #require(Catalogue.command("case.open"))
        let field = try #require(Catalogue.fields(of: command).first { $0.name == "line" })
        func ids(_ day: String?) -> [String] {
            Choices(field, names: PlanNames(object), on: day.flatMap { Day($0) }).all.map(\.value)
        }
        #expect(ids(nil) == ["a", "b"] && ids("2019-12-31") == ["a", "b"])
        #expect(ids("2020-01-01") == ["b"] && ids("2020-04-01") == [])
    }

    @Test func `many choices stand in columns`() throws {
        let choices = try Self.choices("contact.record", "outcome")
        #expect(choices.list.split(separator: "\n").allSatisfy { String($0).displayWidth <= 79 }, "\(choices.list)")
        #expect(try Self.choices("case.open", "person").list.isEmpty)
    }
}
