import ArgumentParser
import CanonicalJSON
import CivilTime
import LabAPI
import Office
import Testing

@testable import LabTerminal

/// Every command of the catalogue.
private let commandNames = Catalogue.commands.map { $0.name }

/// Some text that a field of the kind takes.
private func sample(_ field: Fields.Description) -> String? {
    switch field.kind {
    case .id, .text: field.name == "evidence" ? "x" : "de"
    case .day: "2019-06-03"
    case .month: "2019-06"
    case .clock: "09:00"
    case .code: field.form == .country ? "MA" : "ar"
    case .minutes: "7:30"
    case .number: field.name == "score" ? "5" : field.name == "birthYear" ? "1990" : "4"
    case .bool: "true"
    case .words(let words): words.first
    case .list(let element):
        switch element {
        case .words(let words): words.first
        case .code: "de"
        default: "x,y"
        }
    case .scope: "all"
    case .object: nil
    }
}

/// A verb of whatever command, and what was typed for it.
private protocol Typed {
    /// The socket, and the words after the verb.
    var typed: [String] { get }
}

extension Verb: Typed {
    var typed: [String] { [labctl.client.socket] + words }
}

@Suite struct VerbTests {
    @Test(arguments: commandNames)
    func `Every command of the catalogue has its verb`(_ name: String) throws {
        let parts = VerbName(name)
        let parsed = try Labctl.parseAsRoot([parts.noun, parts.verb, "--some", "words"])
        #expect(String(describing: type(of: parsed)).hasPrefix("Verb<"))
    }

    @Test(arguments: commandNames.filter { $0 != "project.adopt-plan" })
    func `Every command can be typed with what its fields take`(_ name: String) throws {
        let command = try #require(Catalogue.command(name))
        let typed = TypedCommand(command)
        let words = typed.fields.flatMap { field in
            let text =
                field.name == "stream"
                ? "worker/sw-1" : field.name.lowercased().hasPrefix("othernational") ? "MA,XA" : sample(field)
            return text.map { ["--" + field.name, $0] } ?? []
        }
        var random = SystemRandom()
        let reading = try typed.read(words, today: try #require(Day("2019-06-03")), random: &random)
        let request = try CommandRequest(.object(reading.command))
        #expect(type(of: request.command).name == name)
    }

    @Test(arguments: commandNames.filter { $0 != "project.adopt-plan" })
    func `Every command's example has the form that the command accepts`(_ name: String) throws {
        let typed = TypedCommand(try #require(Catalogue.command(name)))
        var words: [String] = []
        for (index, part) in typed.example.split(separator: "'", omittingEmptySubsequences: false).enumerated() {
            words += index % 2 == 1 ? [String(part)] : part.split(separator: " ").map(String.init)
        }
        #expect(Array(words.prefix(3)).joined(separator: " ") == "labctl " + VerbName(name).typed)
        var random = SystemRandom()
        let reading = try typed.read(
            Array(words.dropFirst(3)), today: try #require(Day("2019-12-10")), random: &random,
            sealed: SealedInput { _ in "Anna Rossi" })
        #expect(reading.exposed.isEmpty)
        #expect(throws: Never.self) { try CommandRequest(.object(reading.command)) }
    }

    @Test(arguments: commandNames)
    func `Every verb's help lists its fields and what it sends`(_ name: String) throws {
        let command = try #require(Catalogue.command(name))
        let help = VerbHelp.text(command)
        for field in Catalogue.fields(of: command) {
            let line = help.split(separator: "\n").first { $0.contains("--\(field.typedName) ") }
            #expect(line != nil, "\(field.name)")
            #expect((line?.contains("personal") == true) == field.isSealed, "\(field.name)")
        }
        #expect(help.contains("Sends \(name); takes the role \(command.leastRole.rawValue)."))
        #expect(help.split(separator: "\n").allSatisfy { $0.count <= 100 })
    }

    @Test func `The socket may be named before and after the verb`() throws {
        for words in [
            ["--socket", "/s", "hours", "log", "--worker", "w"], ["hours", "log", "--worker", "w", "--socket", "/s"],
        ] {
            let parsed = try Labctl.parseAsRoot(words)
            #expect((parsed as? any Typed)?.typed == ["/s", "--worker", "w"])
        }
        let view = try Labctl.parseAsRoot(["compliance", "--socket", "/s", "--by", "week"]) as? ComplianceCommand
        #expect(view?.labctl.client.socket == "/s")
    }

    @Test(arguments: [
        ["hours", "log", "--wrker", "w"], ["hours", "lgo"], ["nonsense"], ["compliance", "--by", "year"],
        ["compliance", "--on", "2019-02-30"], ["import"], ["plan", "check", "/nowhere/plan.toml"], ["case", "show"],
        ["import", "/nowhere/season.ndjson"],
    ])
    func `What is not understood ends with 2`(_ words: [String]) async {
        #expect(await LabctlProgram.run(["--socket", "/nowhere/labd.sock"] + words) == .usage)
    }

    @Test(arguments: [
        ["caseload"], ["plan", "show"], ["case", "show", "c-1"], ["indicators", "--json", "--on", "today"],
        ["person", "restrict", "--person", "p", "--reason", "r"],
    ])
    func `An office that cannot be reached ends with 3`(_ words: [String]) async {
        #expect(await LabctlProgram.run(words + ["--socket", "/nowhere/labd.sock"]) == .unreachable)
    }

    @Test(arguments: [["--help"], ["case", "--help"], ["case", "open", "--help"], ["help", "hours", "log"]])
    func `Help ends with 0`(_ words: [String]) async {
        #expect(await LabctlProgram.run(words) == .done)
    }
}
