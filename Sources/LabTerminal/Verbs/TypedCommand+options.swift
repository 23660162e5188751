internal import Office

extension TypedCommand {
    /// The words after a verb, parted into options, not yet understood.
    struct Options {
        var values: [String: [String]] = [:]
        var id: String?
        var expect: Int64?
        var at: String?
        var sealed: String?
        var json = false
        /// Whether the command is only tried, and nothing recorded.
        var dryRun = false
        /// Whether an example is asked for.
        var example = false
        /// Whether nothing is asked on the terminal.
        var noInput = false

        /// Whether the person may be asked: standard input is not used up for personal fields.
        var canBeAsked: Bool { !noInput && sealed != SealedInput.elsewhere }
    }

    /// The options that every command has, beside its fields.
    static let common = ["--id", "--expect", "--at", "--sealed", "--json", "--dry-run", "--example", "--no-input"]

    /// Parts `--field value`, `--field=value`, `--flag`, `--no-flag`.
    func split(_ words: [String]) throws(Failure) -> Options {
        var options = Options()
        var quarter: String?
        var rest = words[...]
        while let word = rest.popFirst() {
            if !word.hasPrefix("-"), let subject, options.values[subject.name] == nil {
                options.values[subject.name] = [word]
                continue
            }
            guard word.hasPrefix("--"), word.count > 2 else {
                throw Failure(
                    .usage,
                    localized(
                        "\"\(word)\" belongs to no option; a text of several words stands in quotes",
                        it: "\"\(word)\" non appartiene a nessuna opzione; un testo di più parole va tra virgolette"))
            }
            let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            var inline = parts.count > 1 ? String(parts[1]) : nil
            func value() throws(Failure) -> String {
                if let inline { return inline }
                guard let next = rest.first, !next.hasPrefix("--") else {
                    throw Failure(
                        .usage,
                        localized(
                            "--\(name) needs a value; one that begins with -- stands as --\(name)=VALUE",
                            it: "--\(name) richiede un valore; se comincia con -- si scrive --\(name)=VALORE"))
                }
                rest.removeFirst()
                return next
            }
            switch name {
            case "json" where inline == nil: options.json = true
            case "dry-run" where inline == nil: options.dryRun = true
            case "example" where inline == nil: options.example = true
            case "no-input" where inline == nil: options.noInput = true
            case "id": try Self.set(&options.id, try value(), name)
            case "at": try Self.set(&options.at, try value(), name)
            case "sealed": try Self.set(&options.sealed, try value(), name)
            case Self.quarter where isOfPeriod: try Self.set(&quarter, try value(), name)
            case "expect":
                let text = try value()
                guard let revision = Int64(text), revision >= 0 else {
                    throw Failure(
                        .usage,
                        localized(
                            "--expect cannot be \"\(text)\": it takes a revision, 0 or more",
                            it: "--expect non può essere \"\(text)\": accetta una revisione, da 0 in su"))
                }
                options.expect = revision
            default:
                guard let (field, isNegated) = field(typedAs: name) else { throw unknown(name) }
                if field.kind == .bool && inline == nil {
                    if isNegated {
                        inline = "false"
                    } else if let next = rest.first, TypedValue.flag(next) != nil {
                        inline = next
                        rest.removeFirst()
                    } else {
                        inline = "true"
                    }
                } else if isNegated {
                    throw unknown(name)
                }
                options.values[field.name, default: []].append(try value())
            }
        }
        try fillPeriod(&options, quarter: quarter)
        return options
    }

    private static func set(_ option: inout String?, _ value: String, _ name: String) throws(Failure) {
        guard option == nil else {
            throw Failure(.usage, localized("--\(name) is given twice", it: "--\(name) è dato due volte"))
        }
        option = value
    }

    /// The field that an option names: as help shows it (`--minutes`), as in the catalogue (`--maxMinutes`), or with dashes
    /// (`--max-minutes`).
    private func field(typedAs name: String) -> (Fields.Description, isNegated: Bool)? {
        for field in fields where field.typedName == name || field.name == name || Self.dashed(field.name) == name {
            return (field, false)
        }
        guard name.hasPrefix("no-") else { return nil }
        let positive = name.dropFirst(3)
        let negated = fields.first {
            $0.kind == .bool && ($0.name == positive || Self.dashed($0.name) == positive)
        }
        return negated.map { ($0, true) }
    }

    static func dashed(_ name: String) -> String {
        name.reduce(into: "") { $0 += $1.isUppercase ? "-" + $1.lowercased() : String($1) }
    }

    private func unknown(_ name: String) -> Failure {
        let known = fields.map { "--" + $0.typedName } + (isOfPeriod ? ["--" + Self.quarter] : []) + Self.common
        let hint = Nearest.hint(
            name, among: fields.map(\.typedName) + Self.common.map { String($0.dropFirst(2)) }, prefix: "--")
        let all = known.joined(separator: " ")
        return Failure(
            .usage,
            localized(
                "\(self.name) has no option --\(name)" + (hint.isEmpty ? "; it has \(all)" : hint),
                it: "\(self.name) non ha l'opzione --\(name)" + (hint.isEmpty ? "; ha \(all)" : hint)))
    }
}
