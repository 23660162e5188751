internal import ArgumentParser
internal import CivilTime
internal import LabAPI
internal import Spreadsheets
internal import Views

/// `labctl sheet`.
struct SheetCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "sheet",
            abstract: localized(
                "Makes a workbook to be filled in, for labctl import.",
                it: "Prepara una cartella di lavoro da compilare, per labctl import."),
            discussion: localized(
                """
                A row for each entry, with lists of the plan's lines, places and funds, of workers and of the month's days, \
                holidays in grey. The cells check what is typed. Excel and LibreOffice open it.

                hours records hours (hours.log), contacts contacts (contact.record), mediations deliveries of mediation \
                (mediation.deliver), attendance activities with who was present (activity.hold).
                """,
                it: """
                    Una riga per registrazione, con gli elenchi delle azioni, delle sedi e dei fondi del piano, degli operatori \
                    e dei giorni del mese, i festivi in grigio. Le celle controllano ciò che si scrive. La aprono Excel e LibreOffice.

                    hours registra ore (hours.log), contacts contatti (contact.record), mediations interventi di mediazione \
                    (mediation.deliver), attendance attività con chi era presente (activity.hold).
                    """))
    }

    @ParentCommand var labctl: Labctl
    @Argument(
        help: .localized(
            "What its rows are: \(SheetKind.allCases.map(\.rawValue).joined(separator: ", ")).",
            it: "Che cosa sono le righe: \(SheetKind.allCases.map(\.rawValue).joined(separator: ", ")).", name: "kind"))
    var kind: SheetKind
    @Option(
        help: .localized(
            "The month: 2019-11, november, last-month.", it: "Il mese: 2019-11, novembre, mese-scorso.", name: "month"))
    var month: String
    @Option(
        help: .localized(
            "The file to write (.xlsx); one of the same name is not replaced.",
            it: "Il file da scrivere (.xlsx); non ne sostituisce uno con lo stesso nome.", name: "file"))
    var output: String
    @Option(
        help: .localized(
            "How many rows it has (default: 2000 of hours, 300 of others).",
            it: "Quante righe ha (se manca: 2000 per le ore, 300 per il resto).", name: "number")) var rows: Int?

    func validate() throws {
        guard output.lowercased().hasSuffix(".xlsx") else {
            throw ValidationError(
                localized("--output is a file that ends in .xlsx", it: "--output è un file che finisce in .xlsx"))
        }
        guard rows.map({ (1...10_000).contains($0) }) ?? true else {
            throw ValidationError(localized("--rows takes 1 to 10000", it: "--rows accetta da 1 a 10000"))
        }
    }

    func run() async throws {
        let client = labctl.client
        let today = await client.today(for: [month]).day
        guard let month = Month(try TypedParameter(.month, today: today).value(month)) else { return }
        let plan = try await EntryPlan(client)
        let form = EntryForm(kind, month, plan.names, await client.entryRecords(for: kind))
        var random = SystemRandom()
        let identity = EntryIdentity(
            kind: kind, month: month, plan: plan.identity, tag: EntryIdentity.newTag(&random),
            isSimulated: await client.today().isOfLog)
        let activities = kind == .hours ? await client.usedActivities(until: month) : []
        let sheet = form.sheet(rows: rows ?? kind.usualRows, suggesting: ["activity": activities], identity)
        try Descriptor.create(output, try sheet.bytes())
        print(
            localized(
                "\(output): fill it in, then labctl import \(output) --dry-run",
                it: "\(output): compilarla, poi labctl import \(output) --dry-run"))
    }
}
