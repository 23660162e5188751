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
            subcommands: CommandScope.below(
                Self.self,
                [
                    DocumentTimesheet.self, DocumentReport.self, DocumentMediations.self, DocumentAttendance.self,
                    DocumentClaim.self, DocumentPerson.self, DocumentVerify.self,
                ]))
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
    private func chosenFormat() throws(Failure) -> DocumentFormat {
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
    private func prepare() throws(Failure) -> (format: DocumentFormat, letterhead: Document.Setting.Letterhead?) {
        let format = try chosenFormat()
        for program in format.programs where !program.isInstalled {
            throw Failure(
                .usage,
                program.isMissing(for: localized("the format \(format.rawValue)", it: "il formato \(format.rawValue)")))
        }
        let file = letterhead ?? Environment["LABCTL_LETTERHEAD"]
        return (format, try file.map { (path) throws(Failure) in try Document.Setting.Letterhead(file: path) })
    }

    /// Makes a document, and writes it.
    ///
    /// - Parameters:
    ///   - kind: Its kind.
    ///   - values: What it is of: a value for each of the kind's parameters.
    ///   - client: The labd that is asked.
    ///   - position: The position that it is made at unless another was asked for; nil for the last signed checkpoint.
    ///   - opening: How the names on it are opened; nil to leave them closed.
    ///   - annex: What is added to what the log says in clear.
    func make(
        _ kind: DocumentKind, of values: [String], _ client: LabClient, asOf position: Int? = nil,
        opening: NameOpening? = nil, annex: (inout Draft) async throws -> Void = { _ in }
    ) async throws {
        let prepared = try prepare()
        let point = try await LogPoint(client, asOf: asOf ?? position)
        let source = await LabdSource(client, asOf: point.size - 1)
        var draft = try await kind.madeDraft(of: values, source)
        if let opening, !draft.people.isEmpty {
            let opened = try await opening.names(of: draft.people, client)
            draft = try await kind.madeDraft(of: values, source, opened: opened)
        }
        try await annex(&draft)
        let reference = point.reference(kind, values, draft.figures)
        try await write(draft.document(reference, recorded: point.recorded), prepared)
    }

    /// Writes a document in a form that was prepared, and says what was written.
    private func write(
        _ document: Document, _ prepared: (format: DocumentFormat, letterhead: Document.Setting.Letterhead?)
    )
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
