import ArgumentParser
import Office
import OfficeSpecification
import Testing
import Wording

@testable import LabTerminal

/// Everything that `--help` and `labctl help` say, in both languages.
@Suite struct HelpTests {
    /// A command of labctl with its words, as `case open`.
    private struct Page {
        let words: [String]
        let command: any ParsableCommand.Type

        /// The page as it is printed.
        var text: String { CommandScope(words + ["--help"]).tell { wholeText } }

        /// The page that the parser makes if it knows all commands, which takes much longer.
        var wholeText: String { ParserText.spoken(Labctl.helpMessage(for: command, columns: 128)) }

        /// The page and those of the commands below it.
        var all: [Page] {
            [self]
                + command.configuration.subcommands.flatMap {
                    Page(words: words + [$0.configuration.commandName ?? "\($0)"], command: $0).all
                }
        }
    }

    @Test(arguments: DisplayLanguage.allCases)
    func `no help page has words of another language`(language: DisplayLanguage) {
        Speech.$language.withValue(language) {
            let pages = Page(words: [], command: Labctl.self).all
            #expect(pages.count > 100)
            for page in pages {
                let name = page.words.joined(separator: " ")
                #expect(name.isEmpty || FunctionWords.found(language, in: page.text), "\(name)")
                for line in page.text.split(separator: "\n") {
                    // "it" is a language too, and "no" a word of both.
                    let found = FunctionWords.foreign(to: language, in: String(line))
                        .filter { !["it", "no"].contains($0) }
                    #expect(found.isEmpty, "labctl \(name), not \(language.tag): \(line)")
                }
            }
        }
    }

    /// The parser is told of few commands, and must say what it says when it is told of all.
    @Test(arguments: [
        [], ["case"], ["case", "open"], ["compliance"], ["privacy", "reads"], ["log", "tail"], ["explain"],
    ])
    func `a help page is the same if the parser knows only what the words can mean`(_ words: [String]) {
        let page = Page(words: words, command: CommandTree.walk(words).end.command)
        #expect(page.text == page.wholeText)
    }

    @Test func `the parser is told of the commands on the way, and of those below its end`() {
        func told(_ words: [String]) -> [Int] {
            CommandScope(words).tell {
                var (counts, below) = ([Int](), Labctl.configuration.subcommands)
                while let next = below.first {
                    counts.append(below.count)
                    below = next.configuration.subcommands
                }
                return counts
            }
        }
        let nouns = Labctl.configuration.subcommands.count
        #expect(told(["case", "open", "--person", "p-1"]) == [1, 1])
        #expect(told(["case"]) == [1, Group<CaseNoun>.configuration.subcommands.count])
        #expect(told(["--help"]) == [nouns] && told(["no-such-thing"]) == [nouns])
        #expect(told(["--generate-completion-script", "bash"]).count == 2)
    }

    /// A line that the help folds has no backslash at its end, so that a shell would run the half of the example.
    @Test func `examples are not folded at 80 columns`() {
        func help<C: Command>(_ command: C.Type) -> String { Labctl.helpMessage(for: Verb<C>.self, columns: 80) }
        for command in Catalogue.commands {
            let narrow = help(command)
            let lines = narrow.split(separator: "\n").map(String.init)
            guard
                let first = lines.firstIndex(where: { $0.contains("labctl ") && $0.contains("--") && !$0.contains("[") }
                )
            else { continue }
            var last = first
            while lines[last].hasSuffix("\\") { last += 1 }
            let example = lines[first...last].joined(separator: " ").replacing("\\", with: "").split(separator: " ")
            #expect(example.joined(separator: " ") == TypedCommand(command).example, "\(command.name)")
        }
    }

    @Test func `the values of options have Italian names too`() {
        let names = { (language: DisplayLanguage) in
            Speech.$language.withValue(language) {
                Page(words: [], command: Labctl.self).all.map { page in
                    Set(page.text.matches(of: /<([^>]+)>/).map { String($0.1) })
                }
            }
        }
        let ofBoth: Set = ["id", "n", "file", "csv", "shell", "socket", "vkey", "host:port", "it|en", "-", "words"]
        for (english, italian) in zip(names(.english), names(.italian)) {
            let same = english.intersection(italian).subtracting(ofBoth).filter { !$0.contains("|") }
            #expect(same.isEmpty, "\(same)")
        }
    }

    @Test(arguments: DisplayLanguage.allCases)
    func `an explanation fits on a screen and is in one language`(language: DisplayLanguage) {
        Speech.$language.withValue(language) {
            for topic in HelpTopic.allCases {
                let lines = topic.text.split(separator: "\n", omittingEmptySubsequences: false)
                #expect(lines.count <= 22, "\(topic) has \(lines.count) lines")
                for line in lines { #expect(line.count <= 78, "\(line)") }
                for text in [topic.text, topic.summary] {
                    #expect(FunctionWords.foreign(to: language, in: text).isEmpty, "\(topic)")
                }
            }
        }
    }

    @Test(arguments: DisplayLanguage.allCases)
    func `what an explanation tells people to type exists`(language: DisplayLanguage) {
        Speech.$language.withValue(language) {
            let known = Set(Page(words: [], command: Labctl.self).all.map { $0.words.joined(separator: " ") })
            for topic in HelpTopic.allCases {
                let typed = topic.text.matches(of: /labctl(?:\s+([a-z-]+))?(?:\s+([a-z-]+))?/).map { match in
                    [match.1, match.2].compactMap { $0 }.filter { !$0.hasPrefix("-") }.map(String.init)
                }
                #expect(!typed.isEmpty)
                for words in typed {
                    #expect(
                        known.contains(words.joined(separator: " ")) || known.contains(words.first ?? ""), "\(words)")
                }
            }
        }
    }

    @Test(arguments: DisplayLanguage.allCases)
    func `topics are found by the names of both languages, and leave the help of commands alone`(
        language: DisplayLanguage
    ) throws {
        try Speech.$language.withValue(language) {
            let weeks = try ["weeks", "settimane"].map { try HelpTopic.answer(["help", $0]) }
            #expect(weeks == [HelpTopic.weeks.text, HelpTopic.weeks.text])
            let list = try HelpTopic.answer(["help", "topics"])
            #expect(list == HelpTopic.list)
            for topic in HelpTopic.allCases { #expect(HelpTopic.list.contains("  \(topic.name)  ")) }
            let others = try [["help", "case"], ["help", "case", "open"], ["weeks"]].compactMap(HelpTopic.answer)
            #expect(others.isEmpty)
            #expect(throws: Failure.self) { try HelpTopic.answer(["help", "week"]) }
        }
    }

    @Test func `labctl help lists the topics and explains them`() async throws {
        let list = try await LabctlRun(["help", "--lang", "it"])
        #expect(list.status == 0 && list.output.contains("  settimane      le ore dovute in una settimana\n"))
        let weeks = try await LabctlRun(["help", "settimane", "--lang", "it"])
        #expect(weeks.status == 0 && weeks.output.hasPrefix("Le settimane\n"))
        let command = try await LabctlRun(["help", "case", "open", "--lang", "en"])
        #expect(command.status == 0 && command.output.contains("labctl case open"))
    }
}
