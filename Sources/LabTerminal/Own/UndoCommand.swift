internal import ArgumentParser
internal import LabAPI
internal import Office
internal import Presentation
internal import Views

/// `labctl undo`: shows what can be done about the last command and, where both ends are a terminal, offers to send it.
struct UndoCommand: ViewCommand {
    static var configuration: CommandConfiguration { configuration() }
    static let view: any Answer.Type = Remedies.self

    @ParentCommand var labctl: Labctl
    @OptionGroup var options: ViewOptions<Self>

    func run() async throws {
        guard let shown = try await present(), options.output.form == .text, Descriptor.standardInput.isTerminal,
            Descriptor.standardOutput.isTerminal
        else { return }
        let remedies = try shown.decoded(as: Remedies.self, Remedies.name)
        guard let offered = remedies.rows.first(where: { $0.refused == nil }) else { return }
        try await offer(offered)
    }

    func text(_ answer: ClientAnswer, _ names: AnswerNames, _ style: Style) throws(Failure) -> String {
        guard options.output.choice.isEverything else { return try sheet(answer, names, style) }
        return try answer.decoded(as: Remedies.self, Remedies.name).text(style)
    }

    private func offer(_ row: Remedies.Row) async throws {
        guard let command = CommandCatalogue.command(row.command) else { return }
        let terminal = Conversation.terminal
        terminal.show(localized("Send the first one? [y/N]: ", it: "Inviare il primo? [s/N]: "))
        guard let answer = terminal.read(false)?.lowercased(),
            ["y", "yes", "s", "si", "sì"].contains(answer)
        else { return }
        var words = row.words(of: command)
        // What is asked for here is on no command line, so it may be personal; then it is not shown either.
        let sealed = Set(CommandCatalogue.fields(of: command).filter(\.isSealed).map(\.name))
        for field in row.toGive {
            words += ["--\(field)=\(try SealedInput.asking(hidden: sealed.contains(field)).value(of: field))"]
        }
        var random = SystemRandom()
        let reading = try TypedCommand(command).read(words, today: Today.day, random: &random)
        try await Reply.send(reading, with: labctl.client)
    }
}
