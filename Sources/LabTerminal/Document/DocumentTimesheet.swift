internal import ArgumentParser
internal import CivilTime
internal import Documents
internal import LabAPI
internal import Views
internal import Wording

/// `labctl document timesheet`.
struct DocumentTimesheet: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "timesheet",
            abstract: localized(
                "A worker's month, to be printed and signed.",
                it: "Il foglio ore di un operatore, da stampare e firmare."),
            discussion: localized(
                """
                Day by day the hours on the project, others and all, absences, lines and places; each entry; what was adjusted, \
                marked where it was after the signature; who declared what and when; places for signatures. The worker's name is \
                opened for it, which the log records; --no-name leaves the id.

                Each page of a PDF has a QR code, whose text labctl document verify holds against the log.
                """,
                it: """
                    Giorno per giorno le ore di progetto, le altre e il totale, le assenze, azioni e sedi; ogni registrazione; \
                    le rettifiche, segnate se dopo la firma; chi ha dichiarato che cosa e quando; lo spazio per le firme. Per \
                    farlo si apre il nome dell'operatore, e il registro lo annota; con --no-name resta l'id.

                    Ogni pagina di un PDF ha un codice QR, il cui testo labctl document verify confronta col registro.
                    """))
    }

    @ParentCommand var labctl: Labctl
    @Option(help: .localized("The worker's id.", it: "L'id dell'operatore.", name: "worker")) var worker: String
    @Option(
        help: .localized(
            "The month: 2019-11, november, last-month.", it: "Il mese: 2019-11, novembre, mese-scorso.", name: "month"))
    var month: String
    @ArgumentParser.Flag(
        help: .localized(
            "Leaves the worker's name closed.", it: "Non apre il nome dell'operatore.")) var noName = false
    @Option(help: NameOpening.reasonHelp) var reason: String?
    @OptionGroup var options: DocumentOptions

    func run() async throws {
        let client = labctl.client
        let today = await client.today(for: [month]).day
        let month = try TypedParameter(.month, today: today).value(month)
        try await options.make(
            .timesheet, of: [worker, month], client, opening: noName ? nil : NameOpening(reason: reason))
    }
}

extension NameOpening {
    /// The help of the option that says why.
    static var reasonHelp: ArgumentHelp {
        .localized(
            "Why names are opened; in clear. Auditors and admins must say it.",
            it: "Perché si aprono i nomi; in chiaro. Revisori e amministratori devono dirlo.", name: "reason")
    }
}

/// `labctl document attendance`.
struct DocumentAttendance: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "attendance",
            abstract: localized(
                "The attendance list of an activity, with a place for each signature.",
                it: "Il foglio presenze di un'attività, con lo spazio per ogni firma."),
            discussion: localized(
                """
                A row for each participant, known or anonymous. --names opens the names of those who are known, one by one, which \
                the log records.
                """,
                it: """
                    Una riga per ogni partecipante, noto o anonimo. Con --names si aprono i nomi di quelli noti, uno per uno, e il \
                    registro lo annota.
                    """))
    }

    @ParentCommand var labctl: Labctl
    @Option(help: .localized("The activity's id.", it: "L'id dell'attività.", name: "activity")) var activity: String
    @ArgumentParser.Flag(help: .localized("Opens the names.", it: "Apre i nomi.")) var names = false
    @Option(help: NameOpening.reasonHelp) var reason: String?
    @OptionGroup var options: DocumentOptions

    func run() async throws {
        try await options.make(
            .attendance, of: [activity], labctl.client, opening: names ? NameOpening(reason: reason) : nil)
    }
}

/// `labctl document person`.
struct DocumentPerson: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "person",
            abstract: localized(
                "All that is held of a person, for that person (GDPR, art. 15).",
                it:
                    "Tutto ciò che è conservato su una persona, per quella persona (art. 15 del Regolamento UE 2016/679)."
            ),
            discussion: localized(
                """
                Papers, decisions, cases, contacts and services, and as an annex each event with what was sealed, as labctl person \
                access gives it; the log records that it was given out. The annex is not covered by the paper's digest: sealed \
                texts are in no export.
                """,
                it: """
                    Documenti, valutazioni, casi, contatti e servizi e, in allegato, ogni evento con i suoi dati cifrati, come in \
                    labctl person access; il registro annota che è stato consegnato. L'impronta del foglio non copre \
                    l'allegato: i testi cifrati non stanno in nessuna esportazione.
                    """))
    }

    @ParentCommand var labctl: Labctl
    @Option(help: .localized("The person's id.", it: "L'id della persona.", name: "person")) var person: String
    @Option(help: PersonalDataRequest.reasonHelp) var reason: String?
    @Option(help: PersonalDataRequest.releaseHelp) var release: String?
    @OptionGroup var options: DocumentOptions

    func run() async throws {
        let client = labctl.client
        try await options.make(.person, of: [person], client) { draft in
            let answer = try await PersonalDataRequest(person: person, reason: reason, release: release).answer(client)
            draft.addAside(DossierPage(try answer.object).annex)
        }
    }
}
