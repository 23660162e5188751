import CanonicalJSON
import CivilTime
import Glibc
import Office
import Synchronization
import Testing

@testable import LabTerminal

/// Deals the same letters every time.
struct SameLetters: RandomNumberGenerator {
    // A value without size cannot be passed on as inout under ThreadSanitizer.
    private let number: UInt64 = 1
    mutating func next() -> UInt64 { number }
}

private func read(_ name: String, _ line: String) throws(Failure) -> TypedCommand.Reading {
    guard let command = Catalogue.command(name), let today = Day("2019-06-03") else {
        throw Failure(.usage, "there is no \(name)")
    }
    var random = SameLetters()
    return try TypedCommand(command).read(words(line), today: today, random: &random)
}

/// Words parted by spaces; quotes hold several together.
private func words(_ line: String) -> [String] {
    line.split(separator: "'", omittingEmptySubsequences: false).enumerated().reduce(into: []) { words, part in
        let isQuoted = part.offset % 2 == 1
        words += isQuoted ? [String(part.element)] : part.element.split(separator: " ").map(String.init)
    }
}

private func data(_ reading: TypedCommand.Reading) -> String {
    String(decoding: (reading.command["data"] ?? .null).canonicalBytes, as: UTF8.self)
}

@Suite struct TypedCommandTests {
    private static let opening = "--person p-1 --line youth --place chiari --access referral --worker sw-01 --minor"

    @Test func `A case is opened with a new id, today, and what was typed`() throws {
        let reading = try read("case.open", Self.opening)
        let opened =
            #"{"access":"referral","case":"case-bbbbbbbbbbbb","line":"youth","minor":true,"#
            + #""on":"2019-06-03","person":"p-1","place":"chiari","worker":"sw-01"}"#
        #expect(data(reading) == opened)
        #expect(reading.command["command"] == "case.open")
        #expect(reading.command["id"] == .string("ctl-" + String(repeating: "b", count: 20)))
        #expect(reading.chosen.map(\.name) == ["case", "on"])
        #expect(!reading.showsJSON)
    }

    @Test func `A given value is not chosen again`() throws {
        let reading = try read("case.open", Self.opening + " --case c-1 --on yesterday --id k-1 --expect 0 --json")
        #expect(reading.command["id"] == "k-1")
        #expect(reading.command["expect"] == 0)
        #expect(reading.chosen.isEmpty)
        #expect(reading.showsJSON)
        #expect(data(reading).contains(#""on":"2019-06-02""#))
    }

    @Test func `New ids follow from the command's own id, and differ with it and with the command`() throws {
        func opened(_ id: String) throws -> String { data(try read("case.open", Self.opening + " --id \(id)")) }
        let first = try opened("k-1")
        #expect(first.contains(#""case":"case-"#) && !first.contains("case-bbbbbbbbbbbb"))
        #expect(try opened("k-1") == first)
        #expect(try opened("k-2") != first)
        #expect(NewID.letters(12, of: "case.open", "k-1") != NewID.letters(12, of: "contact.record", "k-1"))
        // What was recorded by an id stays its id: another program, or a later one, must draw the same.
        #expect(NewID.letters(12, of: "case.open", "k-1") == "qfzqzsmrgdgm")
    }

    @Test(arguments: [("7:30", 450), ("90", 90), ("0:05", 5), ("12:00", 720)])
    func `Minutes are typed as such or as hours`(_ typed: String, _ minutes: Int64) throws {
        let reading = try read("hours.log", "--worker w --minutes \(typed) --fund own --activity desk")
        guard case .object(let object)? = reading.command["data"] else { return }
        #expect(object["minutes"] == .integer(minutes))
    }

    @Test(arguments: ["7:3", "7:60", "-1:30", "1:30:00", "x", ":30", "7,33", ""])
    func `A malformed amount of time is refused with what would be accepted`(_ typed: String) {
        let error = #expect(throws: Failure.self) {
            try read("hours.log", "--worker w --minutes=\(typed) --fund own --activity desk")
        }
        #expect(error?.status == .usage)
        #expect(error?.message.contains("--minutes") == true)
        #expect(error?.message.contains("7:30") == true)
    }

    @Test func `An adjusted amount may be typed as hours too, and be nothing`() throws {
        let adjusting = "--entry e --worker w --reason r --minutes "
        #expect(data(try read("hours.adjust", adjusting + "1:00")).contains(#""minutes":60"#))
        #expect(data(try read("hours.adjust", adjusting + "0")).contains(#""minutes":0"#))
    }

    @Test(arguments: [
        ("--minor", "true"), ("--minor true", "true"), ("--minor false", "false"), ("--no-minor", "false"),
        ("--minor=no", "false"), ("--minor sì", "true"),
    ])
    func `A boolean is a word, its opposite, or the option alone`(_ typed: String, _ value: String) throws {
        let reading = try read("case.open", Self.opening.replacing("--minor", with: typed))
        #expect(data(reading).contains("\"minor\":\(value)"))
    }

    @Test func `A boolean without its value does not consume what follows`() throws {
        let reading = try read("case.open", Self.opening + " --members p-2,p-3 --members p-4")
        #expect(data(reading).contains(#""members":["p-2","p-3","p-4"]"#))
        #expect(data(reading).contains(#""minor":true"#))
    }

    @Test func `A list may be empty, a scope all or some`() throws {
        let held = "--place chiari --desk informagiovani --kind leisure --minutes 60 --worker ed-01 --anonymous 4"
        #expect(data(try read("activity.hold", held + " --present=")).contains(#""present":[]"#))
        let suspended = "--from today --act 'DPCM 08/03/2020' --reason r --lines all --places chiari,rovato"
        let reading = try read("project.suspend", suspended)
        #expect(data(reading).contains(#""lines":"all","places":["chiari","rovato"]"#))
        #expect(data(reading).contains(#""act":"DPCM 08/03/2020","from":"2019-06-03""#))
    }

    // MARK: - What is personal

    private static let person = "--nationality MA --basis declared"

    private func register(_ line: String, asked answers: [String?]) throws(Failure) -> TypedCommand.Reading {
        guard let command = Catalogue.command("person.register"), let today = Day("2019-06-03") else {
            throw Failure(.usage, "there is no command")
        }
        let left = Mutex(answers)
        let input = SealedInput { _ in left.withLock { $0.isEmpty ? nil : $0.removeFirst() } }
        var random = SameLetters()
        return try TypedCommand(command).read(words(line), today: today, random: &random, sealed: input)
    }

    @Test
    func `Personal fields are prompted for, in the order of the fields, and those on the command line are reported`()
        throws
    {
        let asked = try register(Self.person + " --taxCode - --name -", asked: ["Anna Rossi", "RSSNNA80A41F205X"])
        #expect(asked.exposed.isEmpty)
        #expect(data(asked).contains(#""name":"Anna Rossi""#) && data(asked).contains(#""taxCode":"RSSNNA80A41F205X""#))
        #expect(try register(Self.person + " --name 'Anna Rossi' --note x", asked: []).exposed == ["name", "note"])
        #expect(try register(Self.person, asked: []).exposed.isEmpty)
        for answers in [[nil], [""]] as [[String?]] {
            #expect(throws: Failure.self) { try register(Self.person + " --name -", asked: answers) }
        }
    }

    @Test func `Personal fields come from a file, of lines or of JSON, and then from nowhere else`() throws {
        let path = "/tmp/labctl-sealed-\(UInt32.random(in: 0 ... .max))"
        defer { unsafe unlink(path) }
        for text in [
            "# di Anna\nname = Anna = Rossi \n\nborn=1980-01-01\n", #"{"name":"Anna = Rossi","born":"1980-01-01"}"#,
        ] {
            try Descriptor.create(path, Array(text.utf8))
            let reading = try register(Self.person + " --sealed \(path)", asked: [])
            #expect(reading.exposed.isEmpty)
            #expect(
                data(reading).contains(#""name":"Anna = Rossi""#) && data(reading).contains(#""born":"1980-01-01""#))
            #expect(throws: Failure.self) { try register(Self.person + " --name X --sealed \(path)", asked: []) }
            unsafe unlink(path)
        }
        for text in ["name", "= x", "sex = F", "name = A\nname = B", #"{"name":1}"#] {
            try Descriptor.create(path, Array(text.utf8))
            #expect(throws: Failure.self, "\(text)") { try register(Self.person + " --sealed \(path)", asked: []) }
            unsafe unlink(path)
        }
    }

    @Test func `All fields that are missing are named at once`() {
        let error = #expect(throws: Failure.self) { try read("case.open", "--place chiari") }
        #expect(
            error?.message == "missing: --person PERSON, --line LINE, --access own-request|referral, --worker WORKER, "
                + "--minor true|false")
    }

    @Test func `Days are read as people type them, and it is said which day is meant`() throws {
        let reading = try read("case.open", Self.opening + " --on 3/4")
        #expect(data(reading).contains(#""on":"2019-04-03""#))
        #expect(reading.remarks == ["3/4 is 3 April 2019"])
        let signed = try read("timesheet.complete", "--worker sw-1 --month last-month")
        #expect(data(signed) == #"{"month":"2019-05","worker":"sw-1"}"#)
    }

    @Test func `Places, lines and funds are found by name`() throws {
        let command = try #require(Catalogue.command("case.open"))
        var random = SameLetters()
        let reading = try TypedCommand(command).read(
            words(Self.opening.replacing("chiari", with: "'Urago d oglio'").replacing("youth", with: "interventi")),
            today: try #require(Day("2019-06-03")), random: &random, names: smallPlanNames)
        #expect(data(reading).contains(#""line":"youth""#) && data(reading).contains(#""place":"urago-d-oglio""#))
    }

    @Test(arguments: [
        ("--acces own-request", "did you mean --access?"), ("--access refferal", "did you mean referral?"),
    ])
    func `A mistyped option or word is answered with what was meant`(_ line: String, _ says: String) {
        let error = #expect(throws: Failure.self) { try read("case.open", line) }
        #expect(error?.message.contains(says) == true, "\(error?.message ?? "")")
    }

    @Test(arguments: [
        ("mediation.authorise", "m-1 --maxMinutes 60 --by co-01", #""mediation":"m-1""#),
        ("mediation.authorise", "--maxMinutes 60 m-1 --by co-01", #""mediation":"m-1""#),
        ("case.advance-phase", "c-1 --phase analysis", #""case":"c-1""#),
        ("worker.leave", "sw-01", #""worker":"sw-01""#), ("person.restrict", "p-1 --reason r", #""person":"p-1""#),
        ("hours.adjust", "e-1 --worker w --minutes 0 --reason r", #""entry":"e-1""#),
        ("report.reopen", "2019-q4 --reason r", #""report":"2019-q4""#),
    ])
    func `The id of what a verb is about may stand without its option`(
        _ name: String, _ line: String, _ says: String
    ) throws {
        #expect(data(try read(name, line)).contains(says))
        // It is one word, and not the option's value a second time.
        #expect(throws: Failure.self) { try read(name, line + " another") }
    }

    @Test func `The days of a period may be a quarter or another span`() throws {
        let report = "--report r-1 --kind quarterly "
        let quarter = #""from":"2019-10-01","kind":"quarterly","report":"r-1","to":"2019-12-31""#
        for days in [
            "--quarter 2019-Q4", "--quarter 2019-11", "--from 2019-Q4", "--from 2019-Q4 --to 2019-Q4",
            "--from 2019-10 --to 2019-12",
        ] {
            #expect(data(try read("report.submit", report + days)) == "{\(quarter)}", "\(days)")
        }
        for days in ["--quarter 2019", "--quarter 2019-Q4 --to 2019-12-31", "--from 2019-10-01"] {
            #expect(throws: Failure.self, "\(days)") { try read("report.submit", report + days) }
        }
        #expect(throws: Failure.self) { try read("case.open", Self.opening + " --quarter 2019-Q4") }
    }

    @Test(arguments: [
        ("--language arabo --setting school", "ar"), ("--language Arabic --setting scuola", "ar"),
        ("--language ar --setting school", "ar"), ("--language Urdu --setting SCUOLA", "ur"),
    ])
    func `Languages and words are found by what they are called in either language`(
        _ line: String, _ code: String
    ) throws {
        let request = "--place chiari --minutes 60 --purpose interview "
        let typed = data(try read("mediation.request", request + line))
        #expect(typed.contains(#""language":"\#(code)""#) && typed.contains(#""setting":"school""#), "\(typed)")
    }

    @Test func `What is no language is refused with what is one`() {
        let error = #expect(throws: Failure.self) { try read("mediation.request", "--language marziano") }
        #expect(
            error?.message.hasPrefix(#"--language cannot be "marziano": it takes"#) == true, "\(error?.message ?? "")")
    }

    @Test func `Names of fields may be typed with dashes`() throws {
        let reading = try read("mediation.authorise", "--mediation m --max-minutes 2:00 --by co-01")
        #expect(data(reading) == #"{"by":"co-01","maxMinutes":120,"mediation":"m","on":"2019-06-03"}"#)
    }

    @Test func `The only worker of a command is --worker, and no two fields share an option`() {
        for command in Catalogue.commands {
            let fields = Catalogue.fields(of: command)
            #expect(Set(fields.map(\.typedName)).count == fields.count, "\(command.name)")
            let workers = fields.filter { $0.reference?.subject == .worker }
            if workers.count == 1 { #expect(workers[0].typedName == "worker", "\(command.name)") }
            for field in fields where fields.contains(where: { $0 != field && $0.name == field.typedName }) {
                Issue.record("\(command.name) has a field \(field.typedName) beside \(field.name)")
            }
        }
    }

    @Test(arguments: [
        ("mediation.assign", "m-1 --worker me-01", "m-1 --mediator me-01"),
        ("mediation.authorise", "m-1 --minutes 2:00 --worker co-01", "m-1 --maxMinutes 2:00 --by co-01"),
    ])
    func `A field is typed by the name that other commands have for it, or by its own`(
        _ name: String, _ short: String, _ own: String
    ) throws {
        #expect(data(try read(name, short)) == data(try read(name, own)))
        let command = try #require(Catalogue.command(name))
        let (help, usage) = (VerbHelp.text(command), VerbHelp.usage(command))
        #expect(help.contains("--worker ") && usage.contains("--worker "), "\(help)")
        for hidden in ["--mediator", "--maxMinutes", "--by"] {
            #expect(!(help + usage).contains(hidden), "\(help)")
        }
    }

    @Test func `Errors name the option that help shows`() throws {
        let missing = #expect(throws: Failure.self) { try read("mediation.authorise", "m-1") }
        #expect(missing?.message == "missing: --minutes MINUTES or H:MM, --worker WORKER")
        for line in ["m-1 --max-minutes x --by co-01", "m-1 --minutes x --worker co-01"] {
            let wrong = #expect(throws: Failure.self) { try read("mediation.authorise", line) }
            #expect(wrong?.message.hasPrefix("--minutes cannot be \"x\"") == true, "\(wrong?.message ?? "")")
        }
        let unread = #expect(throws: Failure.self) { try read("mediation.assign", "m-1 --mediator /") }
        #expect(unread?.message.hasPrefix("--worker cannot be that; it takes ") == true, "\(unread?.message ?? "")")
    }

    @Test func `In a simulated log today is the day of the recording time`() throws {
        let reading = try read("person.restrict", "--person p --reason r --at 2020-01-31T23:30:00Z")
        #expect(reading.command["at"] == "2020-01-31T23:30:00.000000Z")
        let logged = try read(
            "hours.log", "--worker w --minutes 60 --fund own --activity desk --at 2020-01-31T23:30:00Z")
        #expect(data(logged).contains(#""on":"2020-02-01""#))
    }

    @Test(arguments: [
        ("--wrker w", "has no option --wrker"), ("w-1", "belongs to no option"), ("--worker", "--worker needs a value"),
        ("--worker --fund own", "--worker needs a value"), ("--worker a --worker b", "given 2 times"),
        ("--on 2019-02-30", "--on cannot be"), ("--id a --id b", "--id is given twice"),
        ("--expect x", "--expect cannot be"), ("--at noon", "--at cannot be"), ("--no-worker", "has no option"),
        ("--worker w --minutes 60 --activity desk", "missing: --fund FUND"),
        ("--worker -w --minutes 60 --activity desk --fund own", "--worker"),
    ])
    func `What is not understood is refused by the option's name`(_ line: String, _ says: String) {
        let error = #expect(throws: Failure.self) { try read("hours.log", line) }
        #expect(error?.status == .usage)
        #expect(error?.message.contains(says) == true, "\(error?.message ?? "")")
    }

    @Test func `A new id contains nothing that looks like the number of a document or a telephone`() {
        var random = SystemRandom()
        let letters = NewID.letters(2000, random: &random)
        #expect(letters.utf8.count == 2000)
        #expect(Set(letters).isSubset(of: Set("bcdfghjkmnpqrstvwxz")))
    }
}
