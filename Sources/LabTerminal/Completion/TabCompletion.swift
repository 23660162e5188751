internal import ArgumentParser
internal import CivilTime
internal import Office

/// What can stand at the cursor of a command line: a pure function of the line, the day and what the office has.
struct TabCompletion {
    /// The line.
    private(set) var line: CompletedLine
    /// What the office must be asked for; nil if the candidates follow from the line alone.
    private(set) var wanted: Reference?
    /// Whether the shell is to complete a file's name.
    private(set) var isFile = false
    private var fixed: [Candidate] = []
    /// The parts of a list that are there already.
    private var taken: [String] = []

    /// Finds out what stands at the cursor.
    init(_ line: CompletedLine, today: Day) {
        self.line = line
        let walk = CommandTree.walk(line.before)
        guard walk.unknown == nil else { return }
        switch line.before.last {
        case "--lang": fixed = [Candidate(text: "it", about: "italiano"), Candidate(text: "en", about: "English")]
        case "--socket": isFile = true
        default:
            if walk.end.children.isEmpty {
                complete(KnownCommand(walk, today: today), behind: line.before[walk.rest...])
            } else if line.typed.hasPrefix("-") {
                fixed = Self.rootOptions(walk)
            } else {
                fixed = walk.end.shown.map { Candidate(text: $0.name, about: $0.command.configuration.abstract) }
                if walk.path.isEmpty, line.before.last == "help" { fixed += HelpTopic.candidates }
            }
        }
    }

    /// The candidates, in order, at most `limit`. Where none begins with what was typed, the one that is called so.
    func candidates(_ office: OfficeNames, limit: Int = 300) -> [Candidate] {
        let all = (fixed + (wanted.map(office.candidates) ?? [])).filter { !taken.contains($0.text) }
        var found = all.filter { $0.text.hasPrefix(line.typed) }
        if found.isEmpty {
            // An option of several words can be typed with dashes.
            found = all.map { Candidate(text: TypedCommand.dashed($0.text), about: $0.about) }
                .filter { $0.text.hasPrefix("--") && $0.text.hasPrefix(line.typed) }
        }
        if found.isEmpty, !line.typed.folded.isEmpty {
            let folded = line.typed.folded
            found = all.filter { ([$0.text] + $0.names).contains { $0.folded.hasPrefix(folded) } }
            // The shells insert what several candidates have in common, which need not begin with what was typed.
            if found.count > 1 { found = [] }
        }
        return found.prefix(limit).map { Candidate(text: line.kept + $0.text, about: $0.about) }
    }

    private static func rootOptions(_ walk: CommandTree.Walk) -> [Candidate] {
        let help = Candidate(text: KnownCommand.help.name, about: KnownCommand.help.about)
        guard walk.path.isEmpty else { return [help] }
        return [
            Candidate(text: "--socket", about: localized("labd's socket", it: "il socket di labd")),
            Candidate(text: "--office", about: localized("an office of a region", it: "un ufficio di una regione")),
            Candidate(text: "--lang", about: localized("the language, it or en", it: "la lingua, it o en")),
            Candidate(text: "--version", about: localized("show the version", it: "mostra la versione")), help,
        ]
    }

    /// Completes an option of the command, the value of one, or an argument.
    private mutating func complete(_ command: KnownCommand, behind words: ArraySlice<String>) {
        var given: Set<String> = []
        var arguments = command.arguments[...]
        var awaiting: KnownCommand.Option?
        for word in words {
            if awaiting != nil {
                awaiting = nil
            } else if word.hasPrefix("--") {
                let name = String(word.prefix { $0 != "=" })
                let option = command.options.first { $0.isCalled(name) }
                guard let option else { continue }
                if !option.isList { given.insert(option.name) }
                if option.value != nil, !option.isAssigned, !word.contains("=") { awaiting = option }
            } else {
                _ = arguments.popFirst()
            }
        }
        if line.isAssigned, let name = line.before.last {
            awaiting = command.options.first { $0.isCalled(name) }
        }
        if let awaiting {
            if awaiting.isList { taken = line.takeList() }
            complete(awaiting.value ?? .other)
        } else if let argument = arguments.first, !line.typed.hasPrefix("-") {
            complete(argument)
        } else if line.typed.isEmpty || line.typed.hasPrefix("-") {
            fixed = command.options.filter { !given.contains($0.name) }
                .map { Candidate(text: $0.name, about: $0.about) }
        }
    }

    private mutating func complete(_ value: KnownCommand.Value) {
        switch value {
        case .words(let words): fixed = words
        case .columns(let columns):
            let isDescending = line.typed.hasPrefix("-")
            fixed = columns.map { isDescending ? Candidate(text: "-" + $0.text, about: $0.about) : $0 }
        case .named(let reference): wanted = reference
        case .file: isFile = true
        case .other: break
        }
    }
}
