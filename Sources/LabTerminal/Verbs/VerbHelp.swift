internal import Office

/// What a verb's `--help` says: its fields with what they take, which must be there, and which are personal.
enum VerbHelp {
    static func usage(_ command: any Command.Type) -> String {
        var out = "labctl \(VerbName(command.name).typed)"
        let subject = TypedCommand(command).subject
        if let subject { out += " " + TypedValue.hint(subject) }
        for field in Catalogue.fields(of: command) where field.isRequired && field != subject {
            guard !field.getsNewID && field.name != "on" else { continue }
            out += " --\(field.typedName) …"
        }
        return out + localized(" [options]", it: " [opzioni]")
    }

    static func text(_ command: any Command.Type) -> String {
        var table = Table([.left(""), .left(""), .left("")])
        let typed = TypedCommand(command)
        for field in Catalogue.fields(of: command) {
            var remark = field.isRequired ? localized("required", it: "richiesto") : ""
            if field.getsNewID { remark = localized("a new one if not given", it: "uno nuovo se manca") }
            if field.name == "on" { remark = localized("today if not given", it: "oggi se manca") }
            if field.isSealed {
                remark = (remark.isEmpty ? "" : remark + ", ") + localized("personal: sealed", it: "riservato: cifrato")
            }
            let hint = TypedValue.hint(field)
            if hint.count <= Table.widestWords {
                table.add([Cell("  --" + field.typedName), Cell(hint), Cell(remark)])
            } else {
                table.add([
                    Cell("  --" + field.typedName), Cell(localized("one of these:", it: "uno di questi:")),
                    Cell(remark),
                ])
                for line in wrapped(hint) { table.add(["", Cell(line)]) }
            }
        }
        if typed.isOfPeriod {
            table.add([
                Cell("  --" + TypedCommand.quarter), Cell("YYYY-Qn"),
                Cell(localized("for --from and --to", it: "al posto di --from e --to")),
            ])
        }
        return """
            \(forms)
            \(table.text(.plain))
            \(commonText)
            \(localized("An example", it: "Un esempio")):
            \(example(command))
            \(localized(
                "Sends \(command.name); takes the role \(command.leastRole.rawValue).",
                it: "Invia \(command.name); richiede il ruolo \(command.leastRole.rawValue)."))
            """
    }

    /// The example on lines that a shell reads as one. They are short enough for the help not to be folded, which would break them
    /// without the backslash.
    private static func example(_ command: any Command.Type) -> String {
        var lines = [""]
        for (index, part) in TypedCommand(command).example.split(separator: " ").enumerated() {
            if index > 0, lines[lines.count - 1].count + part.count > 70 {
                lines[lines.count - 1] += " \\"
                lines.append("   ")
            }
            lines[lines.count - 1] += " " + part
        }
        return lines.map { " " + $0 }.joined(separator: "\n")
    }

    /// On lines that are not folded at 80 columns.
    private static var forms: String {
        localized(
            """
            The fields. Days: 2019-09-12, 12/9, today, yesterday, monday, -3d; months
            also last-month. Time: 450 (minutes), 7:30, 7h30, 7.5. Places, lines, phases
            and funds: by id or by name. Lists: separated by commas, or the option
            repeated.

            """,
            it: """
                I campi. Giorni: 2019-09-12, 12/9, oggi, ieri, lunedì, -3g; mesi anche
                mese-scorso. Ore: 450 (minuti), 7:30, 7h30, 7,5. Sedi, azioni, fasi e fondi:
                con l'id o il nome. Elenchi: separati da virgole, o l'opzione ripetuta.

                """)
    }

    private static var commonText: String {
        let width = common.map { $0.name.count + $0.value.count + 1 }.max() ?? 0
        let lines = common.map { option in
            let words = option.name + (option.value.isEmpty ? "" : " " + option.value)
            return "  " + words + String(repeating: " ", count: width - words.count) + "  " + option.about
        }
        return localized(
            """
            Personal fields: give - and type the value when prompted, or --sealed FILE.

            For all commands:

            """,
            it: """
                Dati riservati: si dà - e si scrive il valore quando è chiesto, oppure
                --sealed FILE.

                Per tutti i comandi:

                """
        ) + lines.joined(separator: "\n")
    }

    /// The options that every command has beside its fields, with the word for a value (empty where there is none) and what they do.
    static var common: [(name: String, value: String, about: String)] {
        [
            (
                "--dry-run", "",
                localized(
                    "say what would be recorded, and record nothing",
                    it: "dice che cosa si registrerebbe, e non registra nulla")
            ),
            ("--example", "", localized("print a complete command line", it: "scrive una riga di comando completa")),
            (
                "--no-input", "",
                localized(
                    "do not ask for missing fields on the terminal", it: "non chiede sul terminale i campi che mancano")
            ),
            (
                "--id", "ID",
                localized(
                    "the idempotency key, from which new ids follow; random if missing",
                    it: "la chiave d'idempotenza, da cui i nuovi id; a caso se manca")
            ),
            (
                "--expect", "N",
                localized(
                    "refuse if the stream is not at this revision", it: "respinge se il flusso non è a questa revisione"
                )
            ),
            (
                "--at", localized("INSTANT", it: "ISTANTE"),
                localized(
                    "the recording time, in a simulated log only",
                    it: "il momento della registrazione, solo in un registro simulato")
            ),
            (
                "--sealed", "FILE",
                localized(
                    "personal fields from lines of field = value, - for the input",
                    it: "dati riservati da righe campo = valore, - per l'ingresso")
            ),
            ("--json", "", localized("show labd's answer as it is", it: "mostra la risposta di labd così com'è")),
        ]
    }

    private typealias Cell = Table.Cell

    /// A list of words on lines that fit their column.
    private static func wrapped(_ hint: String) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in hint.split(separator: "|") {
            if !line.isEmpty && line.count + word.count + 1 > Table.widestWords {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : "|") + word
        }
        return lines + [line]
    }
}
