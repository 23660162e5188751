internal import ArgumentParser
internal import CanonicalJSON
internal import CivilTime
internal import Documents
internal import LabAPI
internal import Presentation
internal import TransparencyCrypto
internal import TransparencyLog
internal import Views
internal import Wording

/// `labctl document`.
struct DocumentGroup: ParsableCommand {
    static var _commandName: String { "document" }

    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "document",
            abstract: localized(
                "Makes papers to sign and file, and holds papers against the log.",
                it: "Prepara i documenti da firmare e archiviare, e confronta quelli di carta col registro."),
            subcommands: CommandScope.below(Self.self, [DocumentTimesheet.self, DocumentVerify.self]))
    }
}

/// The options of a command that makes a document.
struct DocumentOptions: ParsableArguments {
    @Option(
        help: .localized(
            "html, pdf (needs weasyprint), xlsx or ods (needs LibreOffice); by default the ending of --output.",
            it: "html, pdf (serve weasyprint), xlsx o ods (serve LibreOffice); se manca, dalla fine di --output.",
            name: "format"))
    var format: DocumentFormat?
    @Option(
        help: .localized(
            "The file to write; one of the same name is replaced.",
            it: "Il file da scrivere; sostituisce uno con lo stesso nome.", name: "file"))
    var output: String
    @Option(
        help: .localized(
            "The office's letterhead: a picture (.png, .jpg, .svg) or a file of text (default: $LABCTL_LETTERHEAD).",
            it:
                "L'intestazione dell'ufficio: un'immagine (.png, .jpg, .svg) o un file di testo (se manca: $LABCTL_LETTERHEAD).",
            name: "file"))
    var letterhead: String?
    @Option(
        help: .localized(
            "What labd is asked as of: a position; by default the last signed checkpoint.",
            it: "La posizione a cui si ferma; se manca, l'ultimo punto di controllo firmato.", name: "position"))
    var asOf: Int?

    /// The form asked for.
    func chosenFormat() throws(Failure) -> DocumentFormat {
        guard let format = format ?? DocumentFormat(ofFile: output) else {
            throw Failure(
                .usage,
                localized(
                    "\(output): the ending says no format; give --format html, pdf, xlsx or ods",
                    it: "\(output): la fine del nome non indica un formato; dare --format html, pdf, xlsx o ods"))
        }
        return format
    }

    /// Checks what can be checked before a name is opened, which the log records; returns the form and the letterhead.
    func prepare() throws(Failure) -> (format: DocumentFormat, letterhead: Document.Setting.Letterhead?) {
        let format = try chosenFormat()
        for program in format.programs where !program.isInstalled {
            throw Failure(
                .usage,
                program.isMissing(for: localized("the format \(format.rawValue)", it: "il formato \(format.rawValue)")))
        }
        let file = letterhead ?? Environment["LABCTL_LETTERHEAD"]
        return (format, try file.map { (path) throws(Failure) in try Document.Setting.Letterhead(file: path) })
    }

    /// Writes a document in a form that was prepared, and says what was written.
    func write(_ document: Document, _ prepared: (format: DocumentFormat, letterhead: Document.Setting.Letterhead?))
        async throws
    {
        let bytes = try await prepared.format.bytes(of: document, prepared.letterhead)
        let file = try Descriptor(writing: output)
        defer { file.close() }
        try file.write(bytes)
        say(
            localized(
                "\(output): \(document.title), \(document.subject), from position \(document.reference.position)",
                it: "\(output): \(document.title), \(document.subject), dalla posizione \(document.reference.position)")
        )
    }
}

/// A moment of the log that a document is made at.
struct LogPoint {
    let origin: String
    let size: Int
    let root: Hash
    /// When the last event before it was recorded.
    let recorded: Instant

    /// The last signed checkpoint of the running labd, or what a position ends.
    init(_ client: LabClient, asOf position: Int?) async throws {
        let source = LogSource(client: client)
        let present = try await source.note().unverifiedCheckpoint()
        let last = position ?? present.size - 1
        guard last >= 0, last < present.size else {
            throw Failure(
                .refused,
                localized(
                    "the log has no position \(last): it goes from 0 to \(present.size - 1)",
                    it: "il registro non ha la posizione \(last): va da 0 a \(present.size - 1)"))
        }
        (origin, size) = (present.origin, last + 1)
        root = size == present.size ? present.root : try await Self.root(client, size)
        recorded = try await EventLines(client: client).time(at: last)
    }

    /// The root of the first events, computed from their lines.
    private static func root(_ client: LabClient, _ size: Int) async throws -> Hash {
        let tree = PrefixTree(size: size)
        try await EventLines(client: client).forEachLine(from: 0) { tree.take($0) }
        return tree.root
    }

    /// The reference of a document made here, with these values of its kind's parameters.
    func reference(_ kind: DocumentKind, _ asked: [String], _ figures: JSONObject) -> DocumentReference {
        DocumentReference(
            kind: kind,
            parameters: zip(kind.parameters, asked).map { DocumentReference.Parameter($0.rawValue, $1) },
            origin: origin, size: size, root: root.base64, digest: digest(of: figures))
    }
}

extension EventLines {
    /// When the event at a position was recorded.
    func time(at position: Int) async throws -> Instant {
        guard let line = try await line(at: position),
            case .object(let event)? = try? JSONReader.read(line.span, as: .canonical),
            let time = Instant(event.word("time"))
        else {
            throw Failure(
                .unreachable,
                localized("labd sent no event \(position)", it: "labd non ha inviato l'evento \(position)"))
        }
        return time
    }
}

/// The digest of a document's figures, as its reference has it.
func digest(of figures: JSONObject) -> String {
    SHA256Function.crypto.digest(JSON.object(figures).canonicalBytes.span).base64
}

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
    @Option(
        help: .localized(
            "Why the name is opened; in clear. Auditors and admins must say it.",
            it: "Perché si apre il nome; in chiaro. Revisori e amministratori devono dirlo.", name: "reason"))
    var reason: String?
    @OptionGroup var options: DocumentOptions

    func run() async throws {
        let prepared = try options.prepare()
        let client = labctl.client
        let today = await client.today(for: [month]).day
        let month = try TypedParameter(.month, today: today).value(month)
        let point = try await LogPoint(client, asOf: options.asOf)
        let answer = try await client.answer(
            ofView: Views.Timesheet.name,
            [
                (Parameter.worker.rawValue, worker), (Parameter.month.rawValue, month),
                (Parameter.asOf.rawValue, String(point.size - 1)),
            ])
        let names = AnswerNames(plan: await client.planNames())
        let sheet = try answer.decoded(as: Views.Timesheet.self, Views.Timesheet.name)
        let name = noName ? nil : try await openName(client)
        let maker = TimesheetDocument(sheet, names)
        let reference = point.reference(.timesheet, [sheet.worker, sheet.month], maker.figures)
        try await options.write(maker.document(name: name, reference, recorded: point.recorded), prepared)
    }

    /// Opens the worker's name, which the log records; nil where none is held.
    private func openName(_ client: LabClient) async throws -> String? {
        var asked: JSONObject = ["fields": ["name"], "stream": .string("worker/\(worker)")]
        if let reason { asked.members.append(.init("reason", .string(reason))) }
        let answer = try await client.ask(Paths.personalDataRead, asked)
        guard case .array(let fields)? = try answer.object["fields"] else { return nil }
        // The last one recorded holds.
        return fields.reversed().lazy.compactMap { field in
            if case .object(let field) = field, case .string(let name)? = field["value"] { name } else { nil }
        }.first
    }
}
