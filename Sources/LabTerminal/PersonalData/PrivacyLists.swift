internal import ArgumentParser
internal import CanonicalJSON
internal import LabAPI
internal import Presentation
internal import Views

/// `labctl privacy suspected`.
struct PrivacySuspected: ViewCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "suspected",
            abstract: localized(
                "Lists events whose clear fields look like personal data.",
                it: "Elenca gli eventi i cui campi in chiaro sembrano dati personali."),
            discussion: localized(
                """
                A stored line is never changed. Void the record (labctl record void), record it again with the \
                personal part in a sealed field such as --note, and tell the person who wrote it. The old line stays \
                in the log and in its exports: if it does contain personal data, enter that in the register of \
                incidents.
                """,
                it: """
                    Una riga conservata non cambia mai. Annullare la registrazione (labctl record void), registrarla di nuovo \
                    con la parte personale in un campo riservato come --note, e avvisare chi l'ha scritta. La vecchia riga \
                    resta nel registro e nelle esportazioni: se contiene davvero dati personali, annotarlo nel registro delle \
                    violazioni.
                    """))
    }

    static let view: any Answer.Type = Audit.self

    @ParentCommand var labctl: Labctl
    @OptionGroup var options: ViewOptions<Self>

    func answer(_ plan: PlanNames?) async throws -> ClientAnswer {
        try await ask(plan).list("flagged") { event in
            guard case .array(let flags)? = event["flags"] else { return false }
            return flags.contains("personal-data-suspected")
        }
    }

    func text(_ answer: ClientAnswer, _ names: AnswerNames, _ style: Style) throws(Failure) -> String {
        let title = localized("Personal data suspected in clear", it: "Possibili dati personali in chiaro")
        return try listText("flagged", title, answer, names, style)
            + localized(
                "\nHow to correct one: labctl privacy suspected --help\n",
                it: "\nCome si corregge: labctl privacy suspected --help\n")
    }
}

/// `labctl privacy reads`.
struct PrivacyReads: ViewCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "reads",
            abstract: localized(
                "Lists who looked at whose sealed fields.", it: "Elenca chi ha guardato i dati riservati di chi."))
    }
    static let view: any Answer.Type = Audit.self

    @ParentCommand var labctl: Labctl
    @OptionGroup var options: ViewOptions<Self>

    func answer(_ plan: PlanNames?) async throws -> ClientAnswer { try await ask(plan).list("reads") { _ in true } }

    func text(_ answer: ClientAnswer, _ names: AnswerNames, _ style: Style) throws(Failure) -> String {
        try listText(
            "reads", localized("Looks at personal data", it: "Accessi ai dati riservati"), answer, names, style)
    }
}

extension ViewCommand {
    /// Returns one list of an answer under a title, with the number of its events.
    fileprivate func listText(
        _ list: String, _ title: String, _ answer: ClientAnswer, _ names: AnswerNames, _ style: Style
    ) throws(Failure) -> String {
        let object = try answer.object
        let count = if case .array(let events)? = object[list] { events.count } else { 0 }
        let fields = Self.view.columns.filter { $0.name == list }
        return style.heading(title)
            + style.faint(localized("  \(grouped(count)) events", it: "  \(grouped(count)) eventi")) + "\n"
            + (try AnswerSheet(object, fields, names).text(style, options.output.choice))
    }
}

extension ClientAnswer {
    /// Returns the answer with one of its lists alone, and of this only the events that are wanted.
    fileprivate func list(_ name: String, _ isWanted: (JSONObject) -> Bool) throws(Failure) -> ClientAnswer {
        var wanted: [JSON] = []
        if case .array(let events)? = try object[name] {
            wanted = events.filter { if case .object(let event) = $0 { isWanted(event) } else { false } }
        }
        return ClientAnswer(
            status: status, mediaType: mediaType, body: JSONObject([.init(name, .array(wanted))]).canonicalBytes)
    }
}
