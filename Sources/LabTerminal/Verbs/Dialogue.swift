internal import CivilTime
internal import Office

/// A conversation in which labctl asks for the fields of a command that are missing, one after the other, and for those again that
/// labd refuses.
struct Dialogue {
    let command: TypedCommand
    let today: Day
    /// The names of the plan, whose entries are choices.
    let names: PlanNames?
    /// The office's records that can be chosen.
    let records: Choices.Records
    /// What the account mostly gives, which an empty answer stands for.
    let usual: [String: UsualValue]
    let conversation: Conversation

    /// How often labd may refuse before the conversation ends.
    static let refusals = 3

    /// The personal fields that were answered. The options only say that they stand elsewhere.
    private var sealed: [String: String] = [:]

    init(
        _ command: TypedCommand, today: Day, names: PlanNames?, records: Choices.Records = [:],
        usual: [String: UsualValue] = [:], on conversation: Conversation
    ) {
        self.command = command
        self.today = today
        self.names = names
        self.records = records
        self.usual = usual
        self.conversation = conversation
    }

    /// Asks for what is missing in the options and sends the command. If it is refused for a field, says why and asks for that field
    /// again. At the end, shows the command so that it can be repeated.
    ///
    /// - Throws: `Failure` if a required field is not answered, or if the command is refused for good.
    mutating func run(
        _ options: TypedCommand.Options, send: (TypedCommand.Options, SealedInput) async throws -> Void
    ) async throws {
        var options = options
        let asked = questions(options)
        conversation.show(introduction + "\n")
        for field in asked { try ask(field, &options) }
        var refused = 0
        while true {
            do {
                try await send(options, input)
                break
            } catch let failure as Failure {
                refused += 1
                guard refused <= Self.refusals, let field = field(atFaultIn: failure, options) else { throw failure }
                explain(failure)
                try ask(field, &options)
            }
        }
        let line = command.line(options, today: today, names: names)
        conversation.show(
            localized("The same command on one line:", it: "Lo stesso comando su una riga:") + "\n  \(line)\n")
    }

    /// The fields to ask for: those that are missing, and the day, which is probably today but need not be.
    private func questions(_ options: TypedCommand.Options) -> [Fields.Description] {
        let missing = command.missing(in: options)
        return command.fields.filter { field in
            missing.contains(field) || (field.isToday && options.values[field.name] == nil)
        }
    }

    /// What an empty answer stands for: today, or what the account mostly gives, if that can still be chosen.
    private func fallback(_ field: Fields.Description, _ choices: Choices) -> String? {
        if field.isToday { return today.description }
        guard let usual = usual[field.name]?.value,
            choices.all.isEmpty || choices.all.contains(where: { $0.value == usual })
        else { return nil }
        return usual
    }

    private var introduction: String {
        localized(
            """
            Enter takes the value in brackets. Where there is none, an empty line or Ctrl-D
            ends, and nothing is recorded.
            """,
            it: """
                Invio accetta il valore tra parentesi quadre. Dove manca, una riga vuota o
                Ctrl-D termina senza registrare.
                """)
    }

    /// Where the personal fields of the command stand.
    private var input: SealedInput {
        SealedInput { [sealed, conversation] field in
            if let text = sealed[field] { return text }
            conversation.show("\(field): ")
            return conversation.read(true)
        }
    }

    /// Asks for a field until the answer has the field's form, and puts it into the options.
    private mutating func ask(_ field: Fields.Description, _ options: inout TypedCommand.Options) throws(Failure) {
        let whole = Choices(field, names: names, records: records)
        let fallback = fallback(field, whole)
        let label = command.label(of: field)
        if !whole.all.isEmpty { conversation.show("\(label):\n\(whole.list)") }
        let prompt = prompt(field, label, whole, fallback)
        var shown = whole
        while true {
            conversation.show(prompt)
            guard let typed = conversation.read(field.isSealed) else {
                conversation.show("\n")
                break
            }
            if !typed.isBlank, shown.choice(typed) == nil, let fewer = whole.narrowed(by: typed) {
                shown = fewer
                conversation.show(fewer.list)
                continue
            }
            let chosen = shown.choice(typed) == nil ? whole : shown
            let answer = typed.isBlank ? fallback : chosen.values(typed)
            guard let answer else { break }
            if whole.areRecords, answer != typed, !typed.isBlank { conversation.show("  \(answer)\n") }
            do {
                try take(answer, for: field, &options)
                return
            } catch {
                explain(error)
            }
        }
        throw Failure(
            .usage,
            localized(
                "nothing was recorded: --\(field.name) is missing",
                it: "non è stato registrato nulla: manca --\(field.name)"))
    }

    /// Puts an answer into the options if the field takes it.
    private mutating func take(
        _ answer: String, for field: Fields.Description, _ options: inout TypedCommand.Options
    ) throws(Failure) {
        let typed = command.typed(field, today: today, names: names)
        _ = try typed.json([answer])
        var values = options.values.merging(sealed.mapValues { [$0] }) { $1 }
        values[field.name] = [answer]
        try command.check(field, in: values, today: today, names: names)
        if field.isSealed {
            sealed[field.name] = answer
            options.values[field.name] = [SealedInput.elsewhere]
        } else {
            for remark in typed.remarks([answer]) { conversation.show("  \(remark)\n") }
            options.values[field.name] = [answer]
        }
    }

    /// `Place (--place): `, `Person (--person PERSON): `, `Day (--on DAY) [2019-06-03]: `.
    private func prompt(
        _ field: Fields.Description, _ label: String, _ choices: Choices, _ fallback: String?
    ) -> String {
        let hint =
            switch field.kind {
            case _ where !choices.all.isEmpty: ""
            case .bool: localized(" yes|no", it: " sì|no")
            default: " " + TypedValue.hint(field)
            }
        return "\(label) (--\(field.name)\(hint))" + (fallback.map { " [\($0)]" } ?? "") + ": "
    }

    private func explain(_ failure: Failure) { conversation.show("labctl: \(failure.message)\n") }

    /// The field that can be asked for again; nil if there is none.
    private func field(atFaultIn failure: Failure, _ options: TypedCommand.Options) -> Fields.Description? {
        guard let field = command.fields.first(where: { $0.name == failure.field }) else { return nil }
        // What stands in a file is mended there.
        let isInFile = field.isSealed && options.sealed != nil && options.values[field.name] == nil
        return isInFile || field.kind == .object ? nil : field
    }
}

extension String {
    /// Whether there is nothing to read in it.
    fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
