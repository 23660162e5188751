import CanonicalJSON
import CivilTime
import Office
import Testing
import Views
import Wording

@testable import LabTerminal

/// An office with a small plan, two cases and a worker.
private let office: OfficeNames = {
    var office = OfficeNames(plan: smallPlanNames)
    office.records[.worker] = [Candidate(text: "sw-01", about: "social worker")]
    office.records[.case] = [Candidate(text: "c-000001", about: "p-000001, open"), Candidate(text: "c-000002")]
    office.records[.person] = [Candidate(text: "p-000001"), Candidate(text: "p-000002")]
    return office
}()

/// The completion of a line, whose words spaces separate; the last one is being typed.
private func completion(_ line: String) throws -> TabCompletion {
    let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    return TabCompletion(CompletedLine(words), today: try #require(Day("2019-12-10")))
}

private func texts(_ line: String) throws -> [String] { try completion(line).candidates(office).map(\.text) }

@Suite struct CompletionTests {
    @Test(arguments: [
        ("ca", ["case", "caseload", "calendar"]), ("case op", ["open"]), ("wit", ["witness"]),
        ("comp", ["compliance", "compact", "completion"]),
        ("--socket x case op", ["open"]), ("--l", ["--lang"]), ("--lang ", ["it", "en"]),
        ("case open --pla", ["--place"]),
        ("case open --place cast", ["castrezzato", "castelcovati"]), ("case open --place=uf", ["--place=udp"]),
        ("case open --place = uf", ["udp"]),
        ("case open --place =", ["comezzano-cizzago", "castrezzato", "castelcovati", "udp", "urago-d-oglio"]),
        ("case open --place uragod", ["urago-d-oglio"]), ("case open --line interv", ["youth"]),
        ("case open --line segretariato", []), ("hours log --fund f", ["fami"]),
        ("hours log --minor", []), ("hours log --about c-", ["c-000001", "c-000002"]),
        ("hours log --worker s", ["sw-01"]), ("mediation assign --wo", ["--worker"]),
        ("mediation assign --med", ["--mediation"]),
        ("mediation assign --mediator s", ["sw-01"]), ("mediation assign --mediator sw-01 --wo", []),
        ("case show c-000002", ["c-000002"]), ("case show --case c-000001", ["c-000001"]), ("case show c-000001 c", []),
        ("timesheet show sw-01 last", ["last-month"]),
        ("timesheet show --worker sw-01 --month 2019-1", ["2019-12", "2019-11", "2019-10"]),
        ("case list --place cast", ["castrezzato", "castelcovati"]), ("case list --silent --wo", ["--worker"]),
        ("compliance --csv=i", ["--csv=international", "--csv=it"]), ("compliance --by ", ["week", "month", "period"]),
        ("compliance --from last-q", ["last-quarter"]), ("explain compl", ["compliance"]),
        ("import x --form", ["--format"]),
        ("import --format c", ["csv"]), ("completion z", ["zsh"]), ("case open --access tel", []),
        ("help case op", ["open"]), ("help wee", ["weeks"]), ("help top", ["topics"]), ("case top", []),
        ("case list --sort qu", ["quietDays"]), ("case list --sort -qu", ["-quietDays"]),
        ("case list --sort=qu", ["--sort=quietDays"]), ("caseload --sort op", ["open"]),
        ("compliance --sort forecast.m", ["forecast.missing"]), ("replay --type hours.l", ["hours.logged"]),
        ("mediation list --language a", ["aa", "ab", "ae", "af", "ak", "am", "an", "ar", "as", "av", "ay", "az"]),
        (
            "person register --nationality P",
            ["PA", "PE", "PF", "PG", "PH", "PK", "PL", "PM", "PN", "PR", "PS", "PT", "PW", "PY"]
        ),
        (
            "person register --otherNationalities MA,T",
            [
                "MA,TC", "MA,TD", "MA,TF", "MA,TG", "MA,TH", "MA,TJ", "MA,TK", "MA,TL", "MA,TM", "MA,TN", "MA,TO",
                "MA,TR", "MA,TT", "MA,TV", "MA,TW", "MA,TZ",
            ]
        ),
        ("explain indicators --nationality X", ["XA", "XK", "XX"]),
        ("caseload --lan", ["--lang"]), ("caseload --lang e", ["en"]),
        ("case open --lang=", ["--lang=it", "--lang=en"]),
        ("case list --state ", ["open", "closed"]), ("contact list --outcome ref", ["referred"]),
        ("case list --outcome mo", ["moved"]), ("worker list --supervisor s", ["sw-01"]), ("case nothing ", []),
        ("hours log --minutes 7", []),
        ("hours log --activity x", []),
    ])
    func `what can stand at the cursor`(_ line: String, _ expected: [String]) throws {
        #expect(try texts(line) == expected)
    }

    @Test func `an option that was given is not offered again, unless it takes a list`() throws {
        #expect(try texts("case open ").contains("--person"))
        #expect(try !texts("case open --person p-000001 ").contains("--person"))
        #expect(try texts("case open --members p-000001 ").contains("--members"))
        #expect(try texts("case open --members p-000001,p-").contains("p-000001,p-000002"))
        #expect(try !texts("case open --members p-000001,p-").contains("p-000001,p-000001"))
    }

    @Test func `what must be given comes first, and says so`() throws {
        let first = try #require(try completion("case open ").candidates(office).first)
        #expect(first.about.hasSuffix("(required)"))
        try Speech.$language.withValue(.italian) {
            let first = try #require(try completion("case open ").candidates(office).first)
            #expect(first.about.hasSuffix("(richiesto)"))
            #expect(try texts("hours log --on o") == ["oggi"])
        }
    }

    @Test func `an option of several words can be typed with dashes`() throws {
        let names = try texts("person register --birth")
        #expect(names.contains("--birthYear"))
        #expect(try texts("person register --birth-").contains("--birth-year"))
    }

    @Test(arguments: [
        "import ", "send ", "plan check ", "plan adopt ", "hours log --sealed ", "log export --output x",
        "import --map=",
        "witness cosign ", "--socket ", "keys backup ",
    ])
    func `names of files are left to the shell`(_ line: String) throws {
        #expect(try completion(line).isFile)
    }

    @Test func `labd is asked only for what is being completed`() throws {
        #expect(try completion("case open --").wanted == nil)
        #expect(try completion("case open --access ").wanted == nil)
        #expect(try completion("case open --place ").wanted == Reference.place)
        #expect(try completion("contact record --topics sch").wanted == Reference.code)
        #expect(try completion("mediation list --person p").wanted == Reference.person)
    }

    @Test(arguments: Catalogue.commands.map { $0.name })
    func `every command offers all of its fields and options`(_ name: String) throws {
        let command = try #require(Catalogue.command(name))
        let verb = VerbName(name).typed
        let offered = try completion(verb + " --").candidates(office)
        let fields = Catalogue.fields(of: command).map { "--" + $0.typedName }
        let expected = fields + TypedCommand.common + ["--lang", "--help"]
        #expect(Set(offered.map(\.text)) == Set(expected))
        #expect(offered.allSatisfy { !$0.about.isEmpty })
    }

    @Test(arguments: Catalogue.views.map { $0.command })
    func `every view offers its parameters`(_ command: String) throws {
        let view = try #require(Catalogue.views.first { $0.command == command })
        let offered = Set(try texts(command + " --"))
        let parameters = view.parameters.filter { $0.isOption && !view.required.contains($0) }
        #expect(offered.isSuperset(of: parameters.map(\.option) + ["--json", "--csv", "--help"]))
    }

    @Test(arguments: [Reference.worker, .case, .person, .contact, .mediation, .orientation, .activity, .entry, .report])
    func `a kind of records has a list`(_ kind: Reference) {
        #expect(OfficeNames.list(of: kind) != nil)
    }

    @Test func `ids come from the rows of a list, with what they say first`() throws {
        let text = """
            {"position":2,"rows":[{"case":"c-1","person":"p-1","phase":"intake","quietDays":3,"state":"open"},
            {"case":"d-1","person":"p-2","phase":"intake","state":"closed"}]}
            """
        guard case .object(let answer) = try JSONReader.read(Array(text.utf8), as: .strict) else { return }
        let found = OfficeNames.records(answer, of: .case, beginning: "c", limit: 100)
        #expect(found == [Candidate(text: "c-1", about: "p-1, open, intake")])
        #expect(OfficeNames.records(answer, of: .case, beginning: "", limit: 1).count == 1)
    }

    @Test func `the program prints candidates with their meaning, or that a file is meant`() async throws {
        let run = try await LabctlRun(["complete", "--", "--lang", "e"])
        #expect(run.output == "en\tEnglish\n")
        let file = try await LabctlRun(["complete", "--", "import", ""])
        #expect(file.output == "\tfiles\n")
    }

    @Test func `without labd it prints nothing and does not fail`() async throws {
        let run = try await LabctlRun(["--socket", "/nonexistent", "complete", "--", "case", "open", "--place", ""])
        #expect(run.status == 0 && run.output.isEmpty && run.errors.isEmpty)
    }

    @Test(arguments: CompletionScript.allCases)
    func `the script of a shell is short and asks labctl`(_ shell: CompletionScript) {
        #expect(shell.text.split(separator: "\n").count <= 25)
        #expect(shell.text.contains("labctl complete -- "))
    }
}
