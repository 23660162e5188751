internal import ArgumentParser
internal import CivilTime
internal import Documents
internal import LabAPI
internal import Views
internal import Wording

/// `labctl document report`.
struct DocumentReport: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "report",
            abstract: localized(
                "The quarterly or the final report, to be handed in.",
                it: "La relazione trimestrale o finale, da consegnare."),
            discussion: localized(
                """
                Hours owed and delivered, suspensions, caseload, mediation, youth, indicators against targets, changes of the \
                working group, and what earlier reports said that is different now.

                With --report it is of a report that was submitted, as of its last submission. With --quarter, or --from and --to, \
                it is a draft until such a report is submitted.
                """,
                it: """
                    Ore dovute ed erogate, sospensioni, casi, mediazione, giovani, indicatori rispetto agli obiettivi, variazioni \
                    del gruppo di lavoro, e quanto è cambiato di ciò che era stato riferito.

                    Con --report è quella di una relazione trasmessa, all'ultima trasmissione. Con --quarter, oppure --from e \
                    --to, è una bozza finché non la si trasmette.
                    """))
    }

    @ParentCommand var labctl: Labctl
    @Option(help: .localized("The id of a submitted report.", it: "L'id di una relazione trasmessa.", name: "report"))
    var report: String?
    @Option(
        help: .localized(
            "The kind: quarterly (default) or final.", it: "Il tipo: quarterly (se manca) o final.", name: "kind"))
    var kind: String?
    @OptionGroup var span: SpanOptions
    @OptionGroup var options: DocumentOptions

    func validate() throws {
        guard report == nil || kind == nil && span.isEmpty else {
            throw ValidationError(
                localized(
                    "--report has its own kind and days: leave the others out",
                    it: "--report ha già il suo tipo e i suoi giorni: omettere gli altri"))
        }
        guard kind.map({ ["quarterly", "final"].contains($0) }) ?? true else {
            throw ValidationError(
                localized("--kind takes quarterly or final", it: "--kind accetta quarterly o final"))
        }
    }

    func run() async throws {
        let client = labctl.client
        guard let report else {
            let days = try await span.days(client)
            let kind: DocumentKind = kind == "final" ? .final : .quarterly
            try await options.make(kind, of: [days.from.description, days.to.description], client)
            return
        }
        let found = try await client.answer(ofView: ReportFile.name, [(Parameter.id.rawValue, report)])
            .decoded(as: ReportFile.self, ReportFile.name)
        guard let kind = [DocumentKind.quarterly, .final].first(where: { $0.rawValue == found.kind }) else {
            throw Failure(
                .refused,
                localized(
                    "\(report) is of the kind \(found.kind), which is no quarterly and no final report",
                    it: "\(report) è di tipo \(found.kind), e non una relazione trimestrale o finale")
                    + (found.kind == "claim" ? ": labctl document claim --report \(report)" : ""))
        }
        try await options.make(kind, of: [found.from, found.to], client, asOf: found.submissions.last)
    }
}

/// `labctl document mediations`.
struct DocumentMediations: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "mediations",
            abstract: localized(
                "The register of mediation: requests, deliveries and missed appointments.",
                it: "Il registro della mediazione: richieste, interventi e appuntamenti mancati."))
    }

    @ParentCommand var labctl: Labctl
    @OptionGroup var span: SpanOptions
    @OptionGroup var options: DocumentOptions

    func run() async throws {
        let days = try await span.days(labctl.client)
        try await options.make(.mediations, of: [days.from.description, days.to.description], labctl.client)
    }
}

/// `labctl document claim`.
struct DocumentClaim: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "claim",
            abstract: localized(
                "A submitted claim, with its entries and their exact costs.",
                it: "Una domanda di rimborso trasmessa, con le sue registrazioni e i costi esatti."))
    }

    @ParentCommand var labctl: Labctl
    @Option(help: .localized("The claim's id.", it: "L'id della domanda.", name: "report")) var report: String
    @OptionGroup var options: DocumentOptions

    func run() async throws { try await options.make(.claim, of: [report], labctl.client) }
}

/// The options of a report, or of a document, of some days.
struct SpanOptions: ParsableArguments {
    @Option(
        help: .localized(
            "The quarter: 2019-Q4, this-quarter, last-quarter.",
            it: "Il trimestre: 2019-Q4, questo-trimestre, trimestre-scorso.",
            name: localized("quarter", it: "trimestre")))
    var quarter: String?
    @Option(
        help: .localized(
            "The first day, or a span: 2019-11.", it: "Il primo giorno, o un periodo: 2019-11.",
            name: localized("day", it: "giorno")))
    var from: String?
    @Option(
        help: .localized(
            "The last day, or a span: 2019-11.", it: "L'ultimo giorno, o un periodo: 2019-11.",
            name: localized("day", it: "giorno")))
    var to: String?

    /// Whether none is given.
    var isEmpty: Bool { quarter == nil && from == nil && to == nil }

    /// The days that were typed.
    func days(_ client: LabClient) async throws -> ReportDays {
        let today = await client.today(for: [quarter, from, to].compactMap(\.self)).day
        return try ReportPreview.days(quarter: quarter, from: from, to: to, today: today)
    }
}
