internal import ArgumentParser
internal import CanonicalJSON
internal import CivilTime
internal import LabAPI
internal import Office
internal import Synchronization
internal import Wording

/// The verb of one command of the catalogue: `labctl hours log --worker sw-01 --minutes 7:30 …`.
///
/// All that it knows follows from the command's own description; a command added to the catalogue has its verb.
struct Verb<C: Command>: AsyncParsableCommand {
    static var configuration: CommandConfiguration { VerbConfigurations.configuration(of: C.self) }
    static var _commandName: String { VerbName(C.name).verb }

    @ParentCommand var labctl: Labctl
    @Argument(parsing: .captureForPassthrough, help: .hidden) var words: [String] = []

    func run() async throws {
        if words.contains(where: { $0 == "--help" || $0 == "-h" }) { throw CleanExit.helpRequest(Self.self) }
        let typed = TypedCommand(C.self)
        do {
            var options = try typed.split(words)
            if options.example { return print(typed.example) }
            // Whose the entry is, the entry says.
            for (name, value) in await labctl.client.deduced(typed, options) { options.values[name] = [value] }
            if options.canBeAsked, Conversation.isPossible, !typed.missing(in: options).isEmpty {
                try await ask(typed, options)
            } else {
                let names = typed.namesPlan(options) ? await labctl.client.planNames() : nil
                try await send(typed, options, names, .standard)
            }
        } catch let failure as Failure where failure.status == .usage {
            throw Failure(.usage, failure.message + "\n" + typed.whatNext)
        }
    }

    /// Asks the person at the terminal for what is missing, and sends the command.
    private func ask(_ typed: TypedCommand, _ options: TypedCommand.Options) async throws {
        // Whether labd is there is known before anything is asked.
        let names = try await labctl.client.adoptedNames()
        let present = options.at == nil ? await labctl.client.today() : .ofClock
        if let remark = present.remark { say("labctl: \(remark)") }
        let today = try typed.today(options, present.day)
        try typed.checkTyped(options, today: today, names: names)
        var records = await labctl.client.records(
            forFields: typed.missing(in: options) + typed.givenWorkers(options))
        let usual = (try? await labctl.client.usualValues()) ?? [:]
        records[.assignee] = await labctl.client.mediators(for: typed, options)
        records[.entry] = await labctl.client.entries(for: typed, options, usual: usual)
        try typed.checkKnown(options, today: today, names: names, records: records)
        for echo in typed.echoes(options, today: today, names: names) { say("labctl: \(echo)") }
        var dialogue = Dialogue(typed, today: today, names: names, records: records, usual: usual, on: .terminal)
        let client = labctl.client
        try await dialogue.run(options, deducing: { await client.deduced(typed, $0) }) { options, sealed in
            try await send(typed, options, names, sealed, today: today)
        }
    }

    private func send(
        _ typed: TypedCommand, _ options: TypedCommand.Options, _ names: PlanNames?, _ sealed: SealedInput,
        today: Day? = nil
    ) async throws {
        var random = SystemRandom()
        let client = labctl.client
        var today = today
        // What was answered to questions was remarked on there.
        let isAsked = today != nil
        if today == nil { today = await client.today(for: typed.datingTexts(options)).day }
        let reading = try typed.read(options, today: today ?? Today.day, random: &random, sealed: sealed, names: names)
        for remark in isAsked ? [] : reading.remarks { say("labctl: \(remark)") }
        try await SealedInput.check(reading.exposed, client)
        if options.dryRun {
            try await Reply.rehearse(reading, names, with: client)
        } else {
            try confirm(reading, options)
            let entry = reading.showsJSON ? nil : await client.entryNow(typed, options)
            try await Reply.send(reading, names, adjusting: entry, with: client)
        }
    }

    /// Asks whether hours that are probably meant as others are to be recorded; where nobody can be asked, says so.
    private func confirm(_ reading: TypedCommand.Reading, _ options: TypedCommand.Options) throws(Failure) {
        guard let doubt = reading.doubt else { return }
        say("labctl: \(doubt.text)")
        guard options.canBeAsked, !reading.showsJSON, Conversation.isPossible else { return }
        Conversation.terminal.show(doubt.question)
        guard TypedValue.flag(Conversation.terminal.read(false) ?? "") == true else { throw doubt.declined }
    }
}

/// The verbs' configurations, each made once: the parser asks for them many times, whatever is typed.
private enum VerbConfigurations {
    private static let made = Mutex<[Key: CommandConfiguration]>([:])

    private struct Key: Hashable {
        let command: String
        let language: DisplayLanguage
    }

    static func configuration(of command: any Command.Type) -> CommandConfiguration {
        let key = Key(command: command.name, language: Speech.language)
        return made.withLock { made in
            if let configuration = made[key] { return configuration }
            let configuration = CommandConfiguration(
                commandName: VerbName(command.name).verb, abstract: command.summary(in: Speech.language),
                usage: VerbHelp.usage(command),
                discussion: VerbHelp.text(command))
            made[key] = configuration
            return configuration
        }
    }
}

/// A command's name in its two parts.
struct VerbName: Hashable {
    let noun: String
    let verb: String

    init(_ name: String) {
        let parts = name.split(separator: ".", maxSplits: 1)
        noun = String(parts[0])
        verb = parts.count > 1 ? String(parts[1]) : ""
    }

    /// As it is typed after `labctl`.
    var typed: String { noun + " " + verb }
}

/// The verbs of a noun, in the catalogue's order.
func verbs(of noun: String) -> [any ParsableCommand.Type] {
    func verb<C: Command>(_ command: C.Type) -> any ParsableCommand.Type { Verb<C>.self }
    return Catalogue.commands.filter { VerbName($0.name).noun == noun }.map { verb($0) }
}
