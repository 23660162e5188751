internal import Office

extension TypedCommand {
    /// A complete command line, which has the form that the command accepts: all fields that must be given.
    var example: String {
        var words = ["labctl", VerbName(name).typed]
        for field in fields where field.isRequired && !field.hasFallback {
            let text = Self.sample(field)
            words.append("--" + field.name)
            if field.kind != .bool || text != "true" { words.append(text.quotedForShell) }
        }
        return words.joined(separator: " ")
    }

    /// The line below an error of usage: what to type next.
    var whatNext: String {
        let verb = VerbName(name).typed
        return localized(
            "See labctl \(verb) --help, or an example: labctl \(verb) --example",
            it: "Aiuto: labctl \(verb) --help; un esempio: labctl \(verb) --example")
    }

    /// Returns some text that a field takes.
    static func sample(_ field: Fields.Description) -> String {
        field.isSealed ? SealedInput.elsewhere : sample(field.kind, field, form: field.form)
    }

    private static func sample(_ kind: FieldKind, _ field: Fields.Description, form: FieldForm) -> String {
        switch kind {
        case .id: sampleID(field)
        case .text: localized("as agreed", it: "come concordato")
        case .day: localized("today", it: "oggi")
        case .month: "2019-09"
        case .clock: "09:00"
        case .code: code(form)
        case .minutes: "7:30"
        case .number: field.name == "birthYear" ? "1990" : "4"
        case .bool: "true"
        case .words(let words): words.first ?? ""
        case .list(let element):
            if case .list(let one) = form {
                sample(element, field, form: one)
            } else {
                sample(element, field, form: form)
            }
        case .scope: "all"
        case .object: "plan.toml"
        }
    }

    private static func code(_ form: FieldForm) -> String {
        switch form {
        case .country: "MA"
        case .stream: "worker/sw-01"
        case .birthYear: "1990"
        case .dayOfYear: "02-15"
        default: "ar"
        }
    }

    private static func sampleID(_ field: Fields.Description) -> String {
        switch field.reference {
        case .person, .participant, .leaver: "p-000001"
        case .worker, .assignee: "sw-01"
        case .case, .serviceRecord: "c-000001"
        case .place: "chiari"
        case .line: "secretariat-towns"
        case .fund: "fami"
        case .phase: "analysis"
        case .planMeasure: "housing"
        case .report: "2019-q4"
        case .stream: "worker/sw-01"
        case .code: "work"
        case let reference?: reference.rawValue + "-1"
        case nil: "de"
        }
    }
}

extension String {
    /// The text as a word of a shell's command line, in quotes if it needs them.
    var quotedForShell: String {
        let isPlain =
            !isEmpty
            && utf8.allSatisfy { byte in
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte > 127
                    || "-_./:,=@+".utf8.contains(byte)
            }
        return isPlain ? self : "'" + replacing("'", with: "'\\''") + "'"
    }
}
