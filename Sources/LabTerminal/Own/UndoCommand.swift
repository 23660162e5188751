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
        guard let offered = remedies.rows.first(where: \.isComplete) else { return }
        try await offer(offered)
    }

    func text(_ answer: ClientAnswer, _ names: AnswerNames, _ style: Style) throws(Failure) -> String {
        guard options.output.choice.isEverything else { return try sheet(answer, names, style) }
        return try answer.decoded(as: Remedies.self, Remedies.name).text(style)
    }

    private func offer(_ row: Remedies.Row) async throws {
        guard let command = CommandCatalogue.command(row.command) else { return }
        let line = row.line.visible()
        Conversation.terminal.show(localized("Send \(line)? [y/N]: ", it: "Inviare \(line)? [s/N]: "))
        guard TypedValue.flag(Conversation.terminal.read(false) ?? "") == true else { return }
        let client = labctl.client
        let typed = TypedCommand(command)
        let options = try typed.split(row.words(of: command))
        let names = await client.planNames()
        let today = await client.today().day
        var dialogue = Dialogue(typed, today: today, names: names, on: .terminal)
        try await dialogue.run(options, needing: Set(row.toGive)) { options, sealed in
            var random = SystemRandom()
            let reading = try typed.read(options, today: today, random: &random, sealed: sealed, names: names)
            let entry = await client.entryNow(typed, options)
            try await Reply.send(reading, names, adjusting: entry, with: client)
        }
    }
}
