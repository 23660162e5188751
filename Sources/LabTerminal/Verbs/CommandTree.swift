internal import ArgumentParser
internal import Office
internal import Views

/// The commands of labctl as a tree, by which words on the command line are found.
struct CommandTree {
    /// The command, or the group of commands.
    let command: any ParsableCommand.Type

    /// All of labctl.
    static let root = CommandTree(command: Labctl.self)

    /// What it is called.
    var name: String { command._commandName }
    /// The commands below it.
    var children: [CommandTree] { command.configuration.subcommands.map(CommandTree.init) }

    /// Those that help shows.
    var shown: [CommandTree] { children.filter { $0.command.configuration.shouldDisplay } }

    /// The command below it of that name, or of that other name.
    func child(_ name: String) -> CommandTree? {
        let children = children
        return children.first { $0.name == name } ?? children.first { $0.command.configuration.aliases.contains(name) }
    }

    /// The way from the root along words of a command line.
    struct Walk {
        /// The names of the commands found: `["case", "open"]`.
        var path: [String] = []
        /// Those commands.
        var commands: [any ParsableCommand.Type] = []
        /// The command at the end of the path.
        var end = CommandTree.root
        /// The first word that is neither an option nor the name of a command, where there must be one.
        var unknown: String?
        /// The index of the first argument behind the path.
        var rest = 0
    }

    /// Follows the words of a command line as far as they name commands.
    static func walk(_ arguments: [String]) -> Walk {
        var walk = Walk()
        var index = 0
        while index < arguments.count {
            let word = arguments[index]
            index += 1
            if word.hasPrefix("-") {
                // The options before a verb that take a value.
                if ["--socket", "--office", "--lang"].contains(word) { index += 1 }
                continue
            }
            if word == "help", walk.path.isEmpty { continue }
            guard !walk.end.children.isEmpty else { break }
            guard let child = walk.end.child(word) else {
                walk.unknown = word
                break
            }
            walk.path.append(word)
            walk.commands.append(child.command)
            walk.end = child
            walk.rest = index
        }
        return walk
    }
}

/// What is said about commands that do not exist.
enum UnknownCommand {
    /// Returns the message if the arguments name a command that does not exist; nil if all of them exist.
    static func message(_ arguments: [String]) -> String? {
        let walk = CommandTree.walk(arguments)
        guard let unknown = walk.unknown else { return nil }
        let before = (["labctl"] + walk.path).joined(separator: " ")
        let hint = hint(unknown, among: walk.end.shown, prefix: before + " ", isNoun: walk.path.isEmpty)
        return localized(
            "labctl: there is no command \"\(before) \(unknown)\"\(hint)\nAll commands: \(before) --help",
            it: "labctl: il comando \"\(before) \(unknown)\" non esiste\(hint)\nTutti i comandi: \(before) --help")
    }

    /// Returns the message if the arguments ask for the help of a command that does not exist. The parser would show the help of what
    /// is above it.
    static func messageForHelp(_ arguments: [String]) -> String? {
        arguments.contains { ["--help", "-h", "help"].contains($0) } ? message(arguments) : nil
    }

    /// Returns what was probably meant by a word that is no command: one of nearly that name, the one whose name the word is in
    /// Italian, or the verb with which the noun says that something new is recorded. Empty if nothing is near.
    static func hint(
        _ word: String, among known: [CommandTree] = CommandTree.root.shown, prefix: String, isNoun: Bool
    ) -> String {
        if isNoun, let meant = italianWords[word.folded] { return Nearest.hint(meant, among: [meant], prefix: prefix) }
        let names = known.flatMap { [$0.name] + $0.command.configuration.aliases }
        let near = Nearest.hint(word, among: names, prefix: prefix)
        guard near.isEmpty, !isNoun, beginnings.contains(word.folded) else { return near }
        let meant = names.first(where: beginnings.contains)
        return meant.map { Nearest.hint($0, among: [$0], prefix: prefix) } ?? ""
    }

    /// The verbs by which something new is recorded, each noun's own, and what people call them.
    private static let beginnings: Set<String> = [
        "record", "register", "open", "log", "request", "deliver", "hold", "enrol", "submit", "add", "new", "create",
        "enter", "registra", "registrare", "nuovo", "nuova", "apri", "aggiungi", "inserisci", "crea",
    ]

    /// The commands by what they are about in Italian, folded, in the singular and in the plural. They are no names of commands:
    /// scripts and manuals need one name each.
    private static let italianWords = [
        "ora": "hours", "ore": "hours", "foglioore": "timesheet", "fogliore": "timesheet", "fogliodore": "timesheet",
        "fogli": "timesheet", "persona": "person", "persone": "person", "caso": "case", "casi": "case",
        "presaincarico": "case", "contatto": "contact", "contatti": "contact", "mediazione": "mediation",
        "mediazioni": "mediation", "orientamento": "orientation", "orientamenti": "orientation",
        "attivita": "activity", "operatore": "worker", "operatori": "worker", "progetto": "project",
        "relazione": "report", "relazioni": "report", "registro": "log", "piano": "plan", "indicatori": "indicators",
        "costi": "costs", "annulla": "undo", "stato": "status", "importa": "import", "esporta": "export",
        "aiuto": "help", "spiega": "explain", "invia": "send", "chiavi": "keys",
    ]
}
