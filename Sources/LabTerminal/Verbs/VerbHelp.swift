internal import Office

/// What a verb's `--help` says: its fields with what they take, which must be there, and which are personal.
enum VerbHelp {
    static func usage(_ command: any Command.Type) -> String {
        var out = "labctl \(VerbName(command.name).typed)"
        for field in Catalogue.fields(of: command) where field.isRequired {
            guard !field.getsNewID && field.name != "on" else { continue }
            out += " --\(field.name) …"
        }
        return out + " [options]"
    }

    static func text(_ command: any Command.Type) -> String {
        var table = Table([.left(""), .left(""), .left("")])
        for field in Catalogue.fields(of: command) {
            var remark = field.isRequired ? "required" : ""
            if field.getsNewID { remark = "a new one if not given" }
            if field.name == "on" { remark = "today if not given" }
            if field.isSealed { remark = (remark.isEmpty ? "" : remark + ", ") + "personal: sealed" }
            let hint = TypedValue.hint(field)
            if hint.count <= Table.widestWords {
                table.add([Cell("  --" + field.name), Cell(hint), Cell(remark)])
            } else {
                table.add([Cell("  --" + field.name), Cell("one of these:"), Cell(remark)])
                for line in wrapped(hint) { table.add(["", Cell(line)]) }
            }
        }
        return """
            The fields (DAY: YYYY-MM-DD, today, yesterday; lists separated by commas, or the option repeated):
            \(table.text(.plain))
            Personal fields: give - and type the value when prompted, or use --sealed FILE.
            For all commands:
              --id ID        the idempotency key, from which new ids follow; a new random one if not given
              --expect N     refuse if the stream is not at this revision
              --at INSTANT   the recording time, in a simulated log only
              --sealed FILE  personal fields from lines of field = value, - for standard input
              --json         show labd's answer as it is
            Sends \(command.name); takes the role \(command.leastRole.rawValue).
            """
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
