internal import Office
internal import Views
internal import Wording

extension Remedies {
    /// Returns the event, and a command line for each remedy.
    func text(_ style: Style) -> String {
        guard let event else {
            return localized(
                "The account \(actor) has sent no command since position \(lookedBackTo); --position takes any event",
                it:
                    "L'account \(actor) non ha inviato comandi dalla posizione \(lookedBackTo); --position indica un evento"
            ) + "\n"
        }
        var out = style.heading(event.type) + "  \(event.subject), \(event.occurred)"
        out += style.faint(
            localized(
                "  position \(event.position), by \(event.actor)",
                it: "  posizione \(event.position), da \(event.actor)"))
        out += "\n"
        if rows.isEmpty {
            out += localized(
                "No command takes it back. It stays in the log, where nothing is ever deleted",
                it: "Nessun comando lo annulla. Resta nel registro, dove nulla viene mai cancellato")
            return out + "\n"
        }
        out += localized(
            "Nothing is deleted: the log keeps it, and what corrects it is recorded after it",
            it: "Nulla viene cancellato: il registro lo conserva, e ciò che lo corregge è registrato dopo")
        out += "\n"
        if !rows.contains(where: \.isComplete) {
            out += event.type.hasPrefix("timesheet.") ? declared : toComplete
            out += "\n"
        }
        out += "\n"
        for row in rows {
            out += "  " + row.line.visible() + "\n"
            if let refused = row.refused { out += "    " + style.faint(row.hindrance(refused)) + "\n" }
        }
        return out
    }

    /// Says that what a worker or a supervisor declared of a month stands.
    private var declared: String {
        localized(
            "What was declared of a month is not taken back: hours of it are adjusted or logged, and it is declared again",
            it:
                "Completamento, firma e approvazione non si annullano: le ore del mese si rettificano o si aggiungono, e il "
                + "mese si firma e si approva di nuovo")
    }

    /// Says that the lines below are only patterns.
    private var toComplete: String {
        localized(
            "No command takes it back as it is; these correct it once … is filled in",
            it: "Nessun comando lo annulla così com'è; questi lo correggono, una volta completato …")
    }
}

extension Remedies.Row {
    /// Whether it can be sent now, once a reason is given in words: nothing else is open in it.
    var isComplete: Bool {
        guard refused == nil, let type = CommandCatalogue.command(command) else { return false }
        let fields = CommandCatalogue.fields(of: type)
        return toGive.allSatisfy { name in fields.contains { $0.name == name && $0.kind == .text } }
    }

    /// The command as it is typed, with `…` for what is still to be given, and `-` for what labctl asks for without showing it
    /// in the list of processes.
    var line: String {
        let type = CommandCatalogue.command(command)
        let sealed = type.map { Set(CommandCatalogue.fields(of: $0).filter(\.isSealed).map(\.name)) } ?? []
        let known = type.map { words(of: $0) } ?? []
        let typed = type.map(TypedCommand.init)
        let open = toGive.map {
            "--\(typed?.typedName(of: $0) ?? $0) " + (sealed.contains($0) ? SealedInput.elsewhere : "…")
        }
        return (["labctl", VerbName(command).typed] + known.map(Self.typed) + open).joined(separator: " ")
    }

    /// The options for the fields that are known, in the catalogue's order.
    func words(of type: any Command.Type) -> [String] {
        CommandCatalogue.fields(of: type).compactMap { field in data[field.name].map { "--\(field.typedName)=\($0)" } }
    }

    /// Says why the account cannot send it now.
    fileprivate func hindrance(_ refused: String) -> String {
        guard refused == Refusal.Code.notPermitted.word else {
            return localized("refused now: \(refused)", it: "ora sarebbe respinto: \(refused)")
        }
        return switch Role(rawValue: role) {
        case .coordinator: localized("a coordinator may send it", it: "lo può inviare un coordinatore")
        case .auditor: localized("an auditor may send it", it: "lo può inviare un revisore")
        case .admin: localized("an administrator may send it", it: "lo può inviare un amministratore")
        case .operator, .viewer, nil: localized("an operator may send it", it: "lo può inviare un operatore")
        }
    }

    /// An option with its value as a person types it.
    private static func typed(_ word: String) -> String {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, !parts[1].hasPrefix("-") else { return quoted(word) }
        return parts[0] + " " + quoted(parts[1])
    }

    /// A word as a shell reads it as one.
    private static func quoted(_ word: String) -> String {
        let isPlain = word.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: ":"),
                UInt8(ascii: "-"), UInt8(ascii: "="):
                true
            default: false
            }
        }
        return isPlain ? word : "'" + word.replacing("'", with: #"'\''"#) + "'"
    }
}
