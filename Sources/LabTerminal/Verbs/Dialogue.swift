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
    /// The fields that were answered, in order, to which the person can go back.
    private var answered: [Fields.Description] = []

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
    /// again, and for those that it goes with. At the end, shows the command so that it can be repeated.
    ///
    /// - Parameters:
    ///   - options: What was typed.
    ///   - needed: The names of more fields that must be given here, though the command can be without them elsewhere.
    ///   - deduce: Returns the fields that follow from the options, so that they need not be asked for.
    ///   - send: Sends the command.
    /// - Throws: `Failure` if a required field is not answered, or if the command is refused for good.
    mutating func run(
        _ options: TypedCommand.Options, needing needed: Set<String> = [],
        deducing deduce: (TypedCommand.Options) async -> [String: String] = { _ in [:] },
        send: (TypedCommand.Options, SealedInput) async throws -> Void
    ) async throws {
        var options = options
        let asked = questions(options, needed)
        if !asked.isEmpty { conversation.show(introduction + "\n") }
        try await askAll(asked, &options, deduce)
        var refused = 0
        while true {
            do {
                try await send(options, input)
                break
            } catch let failure as Failure {
                guard let field = field(atFaultIn: failure, options) else { throw failure }
                if failure.code == Refusal.Code.missingField.word, options.values[field.name] == nil {
                    // What is needed only because of other answers is one more question, and no mistake.
                    conversation.show("\(failure.detail ?? failure.message)\n")
                    try await askAll([field], &options, deduce)
                    continue
                }
                refused += 1
                guard refused <= Self.refusals else { throw failure }
                explain(failure)
                try await askAll([field] + companions(of: field, failure, options), refused: field, &options, deduce)
            }
        }
        let line = command.line(options, today: today, names: names)
        conversation.show(
            localized("The same command on one line:", it: "Lo stesso comando su una riga:") + "\n  \(line)\n")
    }

    /// Asks for fields one after the other; the person can go back to those before. A refused value is only kept by an empty answer if
    /// one that it goes with can be changed instead.
    private mutating func askAll(
        _ fields: [Fields.Description], refused: Fields.Description? = nil, _ options: inout TypedCommand.Options,
        _ deduce: (TypedCommand.Options) async -> [String: String]
    ) async throws {
        answered.removeAll(where: fields.contains)
        var queue = fields
        while let field = queue.first {
            let isKept = options.values[field.name] != nil && (field != refused || fields.count > 1)
            guard try ask(field, &options, keeping: isKept, suggesting: field != refused) else {
                guard let last = answered.popLast() else { continue }
                queue.insert(last, at: 0)
                continue
            }
            queue.removeFirst()
            answered.append(field)
            for (name, value) in await deduce(options) where options.values[name] == nil {
                options.values[name] = [value]
                queue.removeAll { $0.name == name }
            }
        }
    }

    /// The fields to ask for: those that are missing, and the day, which is probably today but need not be. The day comes before what
    /// the plan has only on some days.
    private func questions(_ options: TypedCommand.Options, _ needed: Set<String>) -> [Fields.Description] {
        let missing = command.missing(in: options)
        var asked = command.fields.filter { field in
            missing.contains(field)
                || ((field.isToday || needed.contains(field.name)) && options.values[field.name] == nil)
        }
        if let line = asked.firstIndex(where: { $0.reference == .line }),
            let day = asked.firstIndex(where: { $0.isToday }), line < day
        {
            asked.insert(asked.remove(at: day), at: line)
        }
        return asked
    }

    /// The fields that a refused one goes with, which may be the ones to change: for a day the line that had ended by then. There
    /// are none if the value itself is unknown.
    private func companions(
        of field: Fields.Description, _ failure: Failure, _ options: TypedCommand.Options
    ) -> [Fields.Description] {
        func goesWithOthers(_ field: Fields.Description) -> Bool {
            field.isToday || field.reference == .line || field.reference == .place
        }
        let isUnknown = failure.code.map { $0.hasPrefix("unknown-") || $0 == Refusal.Code.notFound.word } ?? true
        guard !isUnknown, goesWithOthers(field) else { return [] }
        return command.fields.filter { $0 != field && goesWithOthers($0) && options.values[$0.name] != nil }
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
            ? explains a question, < goes back to the one before. Enter takes the value in
            brackets; where there is none, an empty line or Ctrl-D ends, and nothing is
            recorded.
            """,
            it: """
                ? spiega una domanda, < torna alla precedente. Invio accetta il valore tra
                parentesi quadre; dove manca, una riga vuota o Ctrl-D termina senza registrare.
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

    /// Asks for a field until the answer has the field's form, and puts it into the options; false if the person goes back instead.
    /// An empty answer keeps the present value if `isKept`, else takes what the account mostly gives if that is suggested.
    private mutating func ask(
        _ field: Fields.Description, _ options: inout TypedCommand.Options, keeping isKept: Bool,
        suggesting isSuggested: Bool = true
    ) throws(Failure) -> Bool {
        let whole = Choices(field, names: names, records: records, on: day(in: options))
        let present = isKept && !field.isSealed ? options.values[field.name]?.joined(separator: ",") : nil
        // After a refusal a suggestion that Enter takes would record something that nobody chose.
        let fallback = present ?? (isSuggested ? fallback(field, whole) : nil)
        let label = command.label(of: field)
        if whole.all.isEmpty, !Choices(field, names: names).all.isEmpty, let day = day(in: options) {
            conversation.show(noneOnDay(label, day))
        }
        if !whole.all.isEmpty { conversation.show("\(label):\n\(whole.list)") }
        let prompt = prompt(field, label, whole, fallback)
        var shown = whole
        while true {
            conversation.show(prompt)
            guard let typed = conversation.read(field.isSealed) else {
                conversation.show("\n")
                break
            }
            if typed == Self.help {
                shown = whole
                conversation.show(explanation(of: field, whole))
                continue
            }
            if ["<", ".."].contains(typed) {
                if !answered.isEmpty { return false }
                conversation.show(localized("This is the first question.", it: "È la prima domanda.") + "\n")
                continue
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
                return true
            } catch {
                explain(error)
            }
        }
        throw Failure(
            .usage,
            localized(
                "nothing was recorded: --\(field.typedName) is missing",
                it: "non è stato registrato nulla: manca --\(field.typedName)"))
    }

    /// Whether the day was answered here, so that the person can go back to it.
    var canGoBackToDay: Bool { answered.contains { $0.isToday } }

    /// The day that was given; nil if there is none yet.
    private func day(in options: TypedCommand.Options) -> Day? {
        options.values["on"]?.first.flatMap { Day(typed: $0, today: today) }
    }

    /// Puts an answer into the options if the field takes it.
    private mutating func take(
        _ answer: String, for field: Fields.Description, _ options: inout TypedCommand.Options
    ) throws(Failure) {
        let typed = command.typed(field, today: today, names: names)
        _ = try typed.json([answer])
        var alone = TypedCommand.Options()
        alone.values[field.name] = [answer]
        try command.checkKnown(alone, today: today, names: names, records: records)
        var values = options.values.merging(sealed.mapValues { [$0] }) { $1 }
        values[field.name] = [answer]
        try command.check(field, in: values, today: today, names: names)
        if field.isSealed {
            sealed[field.name] = answer
            options.values[field.name] = [SealedInput.elsewhere]
        } else {
            for remark in typed.remarks([answer]) + typed.echoes([answer]) { conversation.show("  \(remark)\n") }
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
        return "\(label) (--\(field.typedName)\(hint))" + (fallback.map { " [\($0)]" } ?? "") + ": "
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
