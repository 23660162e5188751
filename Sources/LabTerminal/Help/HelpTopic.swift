internal import ArgumentParser
internal import Wording

/// An explanation of how labd thinks about something, on one screen: `labctl help funds`.
enum HelpTopic: CaseIterable {
    case phases, funds, weeks, asOf, erasure

    /// The topic's name in the language in which labctl speaks.
    var name: String { name(in: Speech.language) }

    /// The topic of this name, in whichever language; nil if there is none.
    init?(named name: String) {
        let found = Self.allCases.first { topic in DisplayLanguage.allCases.contains { topic.name(in: $0) == name } }
        guard let found else { return nil }
        self = found
    }

    private func name(in language: DisplayLanguage) -> String {
        switch (self, language) {
        case (.phases, .english): "phases"
        case (.phases, .italian): "fasi"
        case (.funds, .english): "funds"
        case (.funds, .italian): "fondi"
        case (.weeks, .english): "weeks"
        case (.weeks, .italian): "settimane"
        case (.asOf, .english): "as-of"
        case (.asOf, .italian): "noto-al"
        case (.erasure, .english): "erasure"
        case (.erasure, .italian): "cancellazione"
        }
    }

    /// What it explains, in a line.
    var summary: String {
        switch self {
        case .phases: localized("the phases of a case, and going back", it: "le fasi di un caso e il ritorno indietro")
        case .funds: localized("who pays for an hour, and what it costs", it: "chi paga un'ora e quanto costa")
        case .weeks: localized("the hours that a week owes", it: "le ore dovute in una settimana")
        case .asOf:
            localized(
                "when it happened, and when it was recorded", it: "quando è accaduto e quando è stato registrato")
        case .erasure: localized("erasing a person's data", it: "la cancellazione dei dati di una persona")
        }
    }

    /// The explanation, in lines of at most 78 columns.
    var text: String {
        switch self {
        case .phases: Self.phasesText
        case .funds: Self.fundsText
        case .weeks: Self.weeksText
        case .asOf: Self.asOfText
        case .erasure: Self.erasureText
        }
    }

    /// The topics, a line each.
    static var list: String {
        let width = allCases.map(\.name.count).max() ?? 0
        let lines = allCases.map { "  " + $0.name.padded(to: width + 2) + $0.summary }
        return
            ([localized("Explanations, with labctl help TOPIC:", it: "Spiegazioni, con labctl help ARGOMENTO:")]
            + lines).joined(separator: "\n")
    }

    /// The topics as words that `labctl help` takes.
    static var candidates: [Candidate] {
        allCases.map { Candidate(text: $0.name, about: $0.summary) }
            + [
                Candidate(
                    text: listName, about: localized("the list of explanations", it: "l'elenco delle spiegazioni"))
            ]
    }

    private static var listName: String { localized("topics", it: "argomenti") }

    /// Returns what `labctl help …` explains with these arguments; nil if they ask for something else, such as a command's help.
    ///
    /// - Throws: `Failure` of usage if there is neither a topic nor a command of the name.
    static func answer(_ arguments: [String]) throws(Failure) -> String? {
        guard arguments.first == "help", arguments.count == 2, !arguments[1].hasPrefix("-") else { return nil }
        let name = arguments[1]
        if ["topics", "argomenti"].contains(name) { return list }
        if let topic = HelpTopic(named: name) { return topic.text }
        let commands = Labctl.configuration.groupedSubcommands.flatMap(\.subcommands)
        if name == "help" || commands.contains(where: { $0.configuration.commandName == name }) { return nil }
        let topics = allCases.map(\.name).joined(separator: ", ")
        let hint = UnknownCommand.hint(name, prefix: "labctl help ", isNoun: true)
        throw Failure(
            .usage,
            localized(
                "there is no command or topic \(name)\(hint.isEmpty ? ";" : hint) topics are \(topics); labctl --help lists the commands",
                it:
                    "non c'è un comando o argomento \(name)\(hint.isEmpty ? ";" : hint) gli argomenti sono \(topics); labctl --help elenca i comandi"
            ))
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
