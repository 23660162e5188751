internal import ArgumentParser
internal import LabAPI
internal import Wording

/// `labctl complete -- WORDS…`, which the shells call: prints `CANDIDATE<TAB>MEANING` on a line each for the last word.
///
/// It prints nothing if it knows nothing, and never an error, since that would stand in the middle of what is typed. An empty
/// candidate that means `files` asks the shell to complete a file's name.
struct CompleteCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "complete",
            abstract: localized(
                "Prints what can stand at the cursor, for shells.",
                it: "Scrive che cosa può stare al cursore, per le shell."),
            shouldDisplay: false)
    }

    /// How long labd may take: longer, and Tab seems to do nothing.
    static let deadline = Duration.milliseconds(300)

    @ParentCommand var labctl: Labctl
    @Argument(parsing: .captureForPassthrough) var words: [String] = []

    func run() async throws {
        var words = words
        if words.first == "--" { words.removeFirst() }
        guard let typed = words.popLast() else { return }
        let asked = (try? Speech.takeOption(from: &words)) ?? nil
        let language = asked.flatMap(DisplayLanguage.init(named:)) ?? Speech.language
        await Speech.$language.withValue(language) { await complete(words + [typed]) }
    }

    private func complete(_ words: [String]) async {
        let completion = TabCompletion(CompletedLine(words), today: Today.day)
        if completion.isFile { return printAsIs("\tfiles") }
        var office = OfficeNames()
        if let wanted = completion.wanted {
            let socket = value(of: "--socket", in: words) ?? labctl.client.socket
            let client = LabClient(
                socket: Labctl.socket(of: value(of: "--office", in: words), beside: socket), language: Speech.language)
            office = await client.officeNames(for: wanted, beginning: completion.line.typed, within: Self.deadline)
        }
        let lines = completion.candidates(office).map { $0.text + "\t" + $0.about.visible() + "\n" }
        printAsIs(lines.joined(), terminator: "")
    }

    /// The value that the line gives an option.
    private func value(of option: String, in words: [String]) -> String? {
        for (word, next) in zip(words, words.dropFirst()) where word == option { return next }
        return words.first { $0.hasPrefix(option + "=") }.map { String($0.dropFirst(option.count + 1)) }
    }
}

/// `labctl completion SHELL`.
struct CompletionCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "completion",
            abstract: localized(
                "Prints the script by which Tab completes commands in a shell.",
                it: "Scrive lo script con cui Tab completa i comandi in una shell."),
            discussion: localized(
                """
                The package for Debian installs it. Elsewhere: eval "$(labctl completion bash)" in ~/.bashrc; \
                source <(labctl completion zsh) after compinit in ~/.zshrc; labctl completion fish | source in \
                ~/.config/fish/config.fish. Ids of places, workers, cases and so on come from the running labd.
                """,
                it: """
                    Il pacchetto per Debian lo installa. Altrove: eval "$(labctl completion bash)" in ~/.bashrc; \
                    source <(labctl completion zsh) dopo compinit in ~/.zshrc; labctl completion fish | source in \
                    ~/.config/fish/config.fish. Gli id di sedi, operatori, casi e così via vengono dal labd in funzione.
                    """))
    }

    @Argument(help: .localized("bash, zsh or fish.", it: "bash, zsh o fish.")) var shell: CompletionScript

    func run() throws { print(shell.text) }
}
