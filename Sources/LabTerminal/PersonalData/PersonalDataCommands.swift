internal import ArgumentParser
internal import CanonicalJSON
internal import LabAPI
internal import Presentation
internal import Views

/// `labctl person show ID`.
struct PersonShow: ViewCommand {
    static var configuration: CommandConfiguration { configuration() }
    static let view: any Answer.Type = PersonFile.self

    @ParentCommand var labctl: Labctl
    @OptionGroup var required: OneArgument<PersonFile>
    @ArgumentParser.Flag(
        help: .localized(
            "Opens sealed fields, which is recorded.", it: "Apre i dati riservati, e il registro lo annota."))
    var sealed = false
    @Option(
        help: .localized(
            "The fields to open, separated by commas.", it: "I campi da aprire, separati da virgole.",
            name: "field,field")) var fields: String?
    @Option(help: .localized("Why they are opened; in clear.", it: "Perché si aprono; in chiaro.", name: "reason"))
    var reason: String?
    @OptionGroup var options: ViewOptions<Self>

    var arguments: [(parameter: Parameter, value: String)] { [(.id, required.first)] }

    func validate() throws {
        guard sealed || (fields == nil && reason == nil) else {
            throw ValidationError(
                localized("--fields and --reason belong to --sealed", it: "--fields e --reason vanno con --sealed"))
        }
        let output = options.output
        guard !sealed || (output.csv == nil && output.watch == nil && output.choice.isEverything) else {
            throw ValidationError(
                localized(
                    "--sealed shows the fields one by one; leave out --csv, --sort, --limit and --watch",
                    it: "--sealed mostra i campi uno per uno: senza --csv, --sort, --limit e --watch"))
        }
    }

    func run() async throws {
        guard sealed else {
            try await present()
            return
        }
        try await openSealed(
            [.init("person", .string(required.first))], title, fields, reason, options.output.json,
            options.output.pager, labctl.client)
    }
}

/// `labctl person find`.
struct PersonFind: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "find",
            abstract: localized(
                "Finds the ids of persons with this name or tax code; each search is an event.",
                it: "Trova gli id delle persone con questo nome o codice fiscale; ogni ricerca è un evento."),
            discussion: localized(
                """
                --name - and --tax-code - prompt for the value, or read a line of standard input. A value on the \
                command line could be read by every account of the machine, and is accepted only in a simulated log. \
                Case, accents, apostrophes and the order of a name's words are ignored. The whole name must be given. \
                At most 100 persons are found.
                """,
                it: """
                    --name - e --tax-code - chiedono il valore, o leggono una riga dello standard input. Un valore sulla riga \
                    di comando lo potrebbe leggere ogni account del computer, e si accetta solo in un registro simulato. \
                    Maiuscole, accenti, apostrofi e l'ordine delle parole di un nome non contano. Il nome va dato intero. Si \
                    trovano al massimo 100 persone.
                    """))
    }

    @ParentCommand var labctl: Labctl
    @Option(
        help: .localized(
            "The whole name; - to be asked for it.", it: "Il nome intero; - per scriverlo quando è chiesto.", name: "-")
    ) var name: String?
    @Option(
        help: .localized(
            "The tax code; - to be asked for it.", it: "Il codice fiscale; - per scriverlo quando è chiesto.", name: "-"
        )) var taxCode: String?
    @Option(
        help: .localized(
            "Why; in clear. Auditors and admins must say it.",
            it: "Perché; in chiaro. Revisori e amministratori devono dirlo.", name: "reason")) var reason: String?
    @ArgumentParser.Flag(help: .localized("As JSON, as labd answers it.", it: "In JSON, come risponde labd."))
    var json = false

    func run() async throws {
        var asked: [JSONObject.Member] = []
        var exposed: [String] = []
        for (field, option, value) in [("name", "name", name), ("taxCode", "tax-code", taxCode)] {
            guard let value else { continue }
            if value != SealedInput.elsewhere { exposed.append(option) }
            let text = value == SealedInput.elsewhere ? try SealedInput.standard.value(of: option) : value
            asked.append(.init(field, .string(text)))
        }
        try await SealedInput.check(exposed, labctl.client)
        if let reason { asked.append(.init("reason", .string(reason))) }
        let answer = try await labctl.client.ask(Paths.personalDataFind, JSONObject(asked))
        if json { return printAsIs(String(decoding: answer.body, as: UTF8.self)) }
        guard case .array(let persons)? = try answer.object["persons"] else { return }
        if persons.isEmpty { say(localized("nobody was found", it: "nessuna persona trovata")) }
        for case .string(let person) in persons { print(person) }
    }
}

/// `labctl person access ID`.
struct PersonAccess: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "access",
            abstract: localized(
                "Writes everything that is held about a person, to be given to them (GDPR art. 15).",
                it: "Scrive tutto ciò che è conservato su una persona, da consegnarle (art. 15 GDPR)."),
            discussion: localized(
                """
                Lists every event that concerns the person, under all linked ids, with its sealed fields; other \
                people's ids are left out. Texts about several persons are withheld and counted: read them (labctl \
                privacy open), and name the positions of those that may be given out in --release. The result is a \
                page in Italian, or with --json labd's whole answer. The log records that it was served.
                """,
                it: """
                    Elenca ogni evento che riguarda la persona, sotto tutti gli id uniti, con i dati riservati; gli id di \
                    altre persone sono omessi. I testi che parlano di più persone sono trattenuti e contati: leggerli (labctl \
                    privacy open), e indicare in --release le posizioni di quelli da consegnare. Il risultato è una pagina in \
                    italiano, o con --json l'intera risposta di labd. Il registro annota che è stata consegnata.
                    """))
    }

    @ParentCommand var labctl: Labctl
    @Argument(help: .localized("The person's id.", it: "L'id della persona.")) var id: String
    @Option(help: PersonalDataRequest.reasonHelp) var reason: String?
    @Option(help: PersonalDataRequest.releaseHelp) var release: String?
    @Option(
        help: .localized(
            "The file to write, for its owner alone; it must not exist. Standard output without it.",
            it:
                "Il file da scrivere, leggibile solo dal proprietario; non deve esistere. Se manca, lo standard output.",
            name: "output"))
    var output: String?
    @ArgumentParser.Flag(help: .localized("As JSON, as labd answers it.", it: "In JSON, come risponde labd."))
    var json = false

    func run() async throws {
        let answer = try await PersonalDataRequest(person: id, reason: reason, release: release).answer(labctl.client)
        let bytes = json ? answer.body + [10] : Array(DossierPage(try answer.object).text.utf8)
        if let output {
            try Descriptor.create(output, bytes)
            say(localized("\(output): all that is held of \(id)", it: "\(output): tutto ciò che è conservato su \(id)"))
        } else {
            try Descriptor.standardOutput.write(bytes)
        }
    }
}

/// `labctl privacy`.
struct PrivacyGroup: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "privacy",
            abstract: localized(
                "Shows what may be erased and when, what should not be in clear, and who looked.",
                it:
                    "Mostra che cosa si può cancellare e quando, che cosa non dovrebbe essere in chiaro, e chi ha guardato."
            ),
            subcommands: CommandScope.below(
                Self.self,
                [Ask<Retention, NoArgument>.self, PrivacySuspected.self, PrivacyReads.self, PrivacyOpen.self]))
    }
}

/// `labctl privacy open STREAM`.
struct PrivacyOpen: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "open",
            abstract: localized(
                "Opens the sealed fields of a stream's events, which is recorded.",
                it: "Apre i dati riservati degli eventi di un flusso, e il registro lo annota."),
            discussion: localized(
                """
                Use this for streams that do not belong to a served person (worker/sw-01, mediation/m-7, \
                timesheet/sw-01/2019-06, project) and for texts in a case or contact (case/c-4). Auditors and admins \
                must give a reason, which is in the log in clear. For a person use labctl person show ID --sealed.
                """,
                it: """
                    Per i flussi che non sono di un destinatario (worker/sw-01, mediation/m-7, timesheet/sw-01/2019-06, \
                    project) e per i testi di un caso o contatto (case/c-4). Revisori e amministratori devono dare una \
                    motivazione, che resta in chiaro nel registro. Per una persona: labctl person show ID --sealed.
                    """))
    }

    @ParentCommand var labctl: Labctl
    @Argument(
        help: .localized(
            "The stream, as events name it in their subject.", it: "Il flusso, come lo indicano gli eventi in subject.",
            name: "stream")
    ) var stream: String
    @Option(
        help: .localized(
            "The fields to open, parted by commas; all without it.",
            it: "I campi da aprire, separati da virgole; se manca, tutti.", name: "field,field"))
    var fields: String?
    @Option(help: .localized("Why they are opened; in clear.", it: "Perché si aprono; in chiaro.", name: "reason"))
    var reason: String?
    @ArgumentParser.Flag(help: .localized("As JSON, as labd answers it.", it: "In JSON, come risponde labd."))
    var json = false
    @OptionGroup var pager: PagerOption

    func run() async throws {
        try await openSealed(
            [.init("stream", .string(stream))], stream, fields, reason, json, pager, labctl.client)
    }
}

/// Opens sealed fields, and shows them.
private func openSealed(
    _ whose: [JSONObject.Member], _ title: String, _ fields: String?, _ reason: String?, _ json: Bool,
    _ pager: PagerOption, _ client: LabClient
) async throws {
    var asked = whose
    if let fields {
        asked.append(.init("fields", .array(fields.split(separator: ",").map { .string(String($0)) })))
    }
    if let reason { asked.append(.init("reason", .string(reason))) }
    let answer = try await client.ask(Paths.personalDataRead, JSONObject(asked))
    if json { return printAsIs(String(decoding: answer.body, as: UTF8.self)) }
    let style = Style(for: .standardOutput)
    let head =
        style.heading(localized("\(title), what is sealed", it: "\(title), dati riservati"))
        + style.faint(localized("  opening it is recorded", it: "  l'apertura è annotata"))
    var table = Table([
        .left(localized("Field", it: "Campo")), .left(localized("Value", it: "Valore")),
        .left(localized("On", it: "Giorno")), .left(localized("Event", it: "Evento")),
        .right(localized("Position", it: "Posizione")),
    ])
    if case .array(let opened)? = try answer.object["fields"] {
        for case .object(let field) in opened {
            func text(_ name: String) -> String { field[name].map(AnswerCells.plain) ?? "" }
            table.add(
                [
                    text("field"), field["problem"] == nil ? text("value") : text("problem"), text("on"), text("type"),
                    text("position"),
                ].map { Table.Cell($0) })
        }
    }
    printPaged(head + "\n\n" + table.text(style), isAllowed: pager.isAllowed)
}

extension LabClient {
    /// Posts an object, and answers what labd accepted.
    func ask(_ path: String, _ object: JSONObject) async throws -> ClientAnswer {
        let answer = try await answer(to: .post(path, as: MediaTypes.json), body: object.canonicalBytes)
        guard answer.isAccepted else { throw Failure(refusal: answer) }
        return answer
    }
}

extension ClientAnswer {
    /// The object that it is.
    var object: JSONObject {
        get throws(Failure) {
            guard case .object(let object)? = try? JSONReader.read(body.span, as: .strict) else {
                throw Failure(
                    .unreachable,
                    localized(
                        "labd's answer is not an object of JSON; are both of one version?",
                        it: "la risposta di labd non è un oggetto JSON; sono della stessa versione?"))
            }
            return object
        }
    }
}
