internal import CanonicalJSON
internal import CivilTime
internal import Office

extension TypedCommand {
    /// A complete command line, which has the form that the command accepts: all fields that must be given, and where the work was
    /// done, if it is on a fund, which may require it.
    var example: String {
        var words = ["labctl", VerbName(name).typed]
        let isOnFund = fields.contains { $0.reference == .fund && $0.isRequired }
        for field in fields
        where (field.isRequired && !field.hasFallback)
            || (isOnFund && (field.reference == .line || field.reference == .place))
        {
            let text = Self.sample(field)
            words.append("--" + field.typedName)
            if field.kind != .bool || text != "true" { words.append(text.quotedForShell) }
        }
        return words.joined(separator: " ")
    }

    /// The command line with which the same command can be sent again later: days are dates, names are ids, and personal fields are
    /// asked for.
    func line(_ options: Options, today: Day, names: PlanNames?) -> String {
        var words = ["labctl", VerbName(name).typed]
        for field in fields {
            guard let texts = options.values[field.name] else { continue }
            for text in lasting(texts, field, today, names) {
                words.append("--" + field.typedName + (text.hasPrefix("--") ? "=" : " ") + text.quotedForShell)
            }
        }
        let others = [
            ("--at", options.at), ("--sealed", options.sealed), ("--expect", options.expect.map { String($0) }),
            ("--id", options.id),
        ]
        for case (let option, let value?) in others { words += [option, value.quotedForShell] }
        return words.joined(separator: " ")
    }

    /// What was typed for a field, in a form that means the same on another day.
    private func lasting(
        _ texts: [String], _ field: Fields.Description, _ today: Day, _ names: PlanNames?
    ) -> [String] {
        if field.isSealed { return [SealedInput.elsewhere] }
        switch (field.kind, try? typed(field, today: today, names: names).json(texts)) {
        case (.object, _): return texts
        case (_, .string(let text)?): return [text]
        case (_, .bool(let flag)?): return [flag ? "true" : "false"]
        case (.list(let element), .array(let values)?):
            let values = values.compactMap { if case .string(let text) = $0 { text } else { nil } }
            return element == .text ? values : [values.joined(separator: ",")]
        case (_, .array(let values)?):
            let values = values.compactMap { if case .string(let text) = $0 { text } else { nil } }
            return [values.joined(separator: ",")]
        default: return texts
        }
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
        case .day where field.name == "from" && field.isRequired: "2019-10-01"
        case .day where field.name == "to" && field.isRequired: "2019-12-31"
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
        case .assignee where field.name == "mediator": "me-01"
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
