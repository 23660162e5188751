internal import ArgumentParser
internal import CanonicalJSON
internal import CivilTime
internal import Documents
internal import EventFormat
internal import LabAPI
internal import Office
internal import Presentation
internal import Synchronization
internal import TransparencyCrypto
internal import TransparencyLog
internal import Views
internal import Wording

/// `labctl document verify`.
struct DocumentVerify: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "verify",
            abstract: localized(
                "Holds a sheet of paper against the log.", it: "Confronta un foglio di carta col registro."),
            discussion: localized(
                """
                REFERENCE is the text of the QR code on the paper, in a file or, with -, on standard input: \
                zbarimg -q --raw -Sbinary scan.png | labctl document verify -

                The log must begin with exactly the events that the paper was made from, and the figures that follow from them \
                must have the digest on the paper. They are then printed, to be compared with those on the paper: whoever forges \
                a figure can leave the code as it is.

                Without --file the running labd is asked. With --file LINES --key VKEY an export (labctl export) is enough: it is \
                verified, and its events are computed anew by labctl itself.
                """,
                it: """
                    RIFERIMENTO è il testo del codice QR sul foglio, in un file o, con -, dallo standard input: \
                    zbarimg -q --raw -Sbinary scansione.png | labctl document verify -

                    Il registro deve cominciare esattamente con gli eventi da cui il foglio è nato, e le cifre che ne seguono \
                    devono avere l'impronta che sta sul foglio. Poi si stampano, per confrontarle con quelle sul foglio: chi \
                    falsifica una cifra può lasciare il codice com'è.

                    Senza --file si chiede al labd in funzione. Con --file RIGHE --key VKEY basta un'esportazione (labctl \
                    export): la si verifica, e labctl stesso ricalcola i suoi eventi.
                    """))
    }

    @ParentCommand var labctl: Labctl
    @Argument(
        help: .localized(
            "A file with the text of the QR code; - for standard input.",
            it: "Un file col testo del codice QR; - per lo standard input.", name: "reference"))
    var reference: String
    @Option(help: .localized("Exported lines.", it: "Righe esportate.", name: "lines")) var file: String?
    @Option(
        help: .localized(
            "The signed checkpoint of the lines (default: LINES.checkpoint).",
            it: "Il punto di controllo firmato delle righe (se manca: RIGHE.checkpoint).", name: "file"))
    var checkpoint: String?
    @Option(help: KeyArgument.help) var key: KeyArgument?

    func validate() throws {
        guard file == nil || key != nil else {
            throw ValidationError(
                localized(
                    "--key VKEY is needed: the log's key, as `labctl log key` prints it",
                    it: "serve --key VKEY: la chiave del registro, come la stampa `labctl log key`"))
        }
        guard file != nil || checkpoint == nil else {
            throw ValidationError(localized("--checkpoint belongs to --file", it: "--checkpoint va con --file"))
        }
    }

    func run() async throws {
        let reference = try self.read()
        let document: Document
        if let file, let key {
            document = try await Self.madeOfExport(reference, file, checkpoint ?? file + ".checkpoint", key.key)
        } else {
            document = try await madeByLabd(reference)
        }
        let style = Style(for: .standardOutput)
        var text =
            style.heading("\(document.title), \(document.subject)") + "\n"
            + localized(
                "The log of \(reference.origin) begins with the \(grouped(reference.size)) events that this paper was made from, and "
                    + "its digest is that of these figures. Compare them with those on the paper:",
                it:
                    "Il registro di \(reference.origin) comincia con i \(grouped(reference.size)) eventi da cui questo foglio è nato, e "
                    + "l'impronta è quella di queste cifre. Vanno confrontate con quelle sul foglio:"
            ).wrapped() + "\n"
        // Who changes what a paper says need not change its code: all of it is shown, what was declared too.
        var facts = Table([.whole(""), .left("")])
        for fact in document.facts { facts.add([Table.Cell(fact.label), Table.Cell(fact.value)]) }
        text += "\n" + facts.text(style)
        for table in document.tables { text += "\n" + table.text(style, in: document.language) }
        printPaged(text)
    }

    /// The reference that was given.
    private func read() throws(Failure) -> DocumentReference {
        let isStandard = reference == "-"
        let bytes = try isStandard ? Descriptor.standardInput.readAll() : Descriptor.contents(of: reference)
        guard let text = String(validating: bytes, as: UTF8.self), let read = DocumentReference(text) else {
            let name = isStandard ? localized("standard input", it: "lo standard input") : reference
            throw Failure(
                .usage,
                localized(
                    "\(name) is not the text of a document's QR code, which begins with labd-document/v1",
                    it: "\(name) non è il testo del codice QR di un documento, che comincia con labd-document/v1"))
        }
        return read
    }

    /// Makes the document of a paper again.
    ///
    /// - Throws: `Failure` if its figures are not those of the paper.
    private static func made(
        _ reference: DocumentReference, _ source: some DocumentSource, recorded: Instant
    ) async throws -> Document {
        let draft = try await reference.kind.madeDraft(of: reference.parameters.map(\.value), source)
        let found = digest(of: draft.figures)
        guard found == reference.digest else {
            throw Failure(
                .refused,
                localized(
                    "the figures of this paper are not those that follow from the log at position \(reference.position): its "
                        + "digest is \(reference.digest), the log's \(found)",
                    it:
                        "le cifre di questo foglio non sono quelle che seguono dal registro alla posizione \(reference.position): "
                        + "la sua impronta è \(reference.digest), quella del registro \(found)"
                ))
        }
        return draft.document(reference, recorded: recorded)
    }

    /// What the running labd says.
    private func madeByLabd(_ reference: DocumentReference) async throws -> Document {
        let source = LogSource(client: labctl.client)
        let key: VerifierKey
        if let given = self.key { key = given.key } else { key = try await source.key() }
        let recorded: Checkpoint
        do {
            recorded = try Checkpoint(
                origin: reference.origin, size: reference.size, root: try Hash(base64: reference.root))
        } catch {
            throw Failure(
                .usage,
                localized(
                    "this is not the text of a document's QR code: \(spoken(error))",
                    it: "non è il testo del codice QR di un documento: \(spoken(error))"))
        }
        let (change, _) = try await source.change(since: recorded, of: key)
        guard change.keepsHistory else { throw Self.isOfAnother(reference) }
        return try await Self.made(
            reference, await LabdSource(labctl.client, asOf: reference.position),
            recorded: try await EventLines(client: labctl.client).time(at: reference.position))
    }

    /// That a paper was not made from the log. A paper is signed by nobody, so this does not say which of them is false.
    static func isOfAnother(_ reference: DocumentReference) -> Failure {
        Failure(
            .refused,
            localized(
                "this paper was not made from this log: the log does not begin with \(grouped(reference.size)) events of the root "
                    + "\(reference.root). Either the code is not the paper's own, or the log was replaced: compare the log with a "
                    + "checkpoint that somebody else saved, labctl log verify --against",
                it:
                    "questo foglio non è nato da questo registro, che non comincia con \(grouped(reference.size)) eventi di radice "
                    + "\(reference.root). O il codice non è quello del foglio, o il registro è stato sostituito: confrontarlo con un "
                    + "punto di controllo conservato da altri, labctl log verify --against"))
    }

    /// What follows from an export.
    private static func madeOfExport(
        _ reference: DocumentReference, _ path: String, _ checkpoint: String, _ key: VerifierKey
    ) async throws -> Document {
        let lines = try Descriptor(reading: path)
        defer { lines.close() }
        let beside = try? Descriptor(reading: path + ".leaves")
        defer { beside?.close() }
        let outcome = try await LogFileAudit(
            lines: lines, name: path, note: try SignedNote(file: checkpoint), key: key, leaves: beside,
            showsProgress: Descriptor.standardError.isTerminal
        ).run()
        guard outcome.checkpoint.origin == reference.origin else {
            throw Failure(
                .refused,
                localized(
                    "\(path) is of the log \(outcome.checkpoint.origin), the paper of \(reference.origin)",
                    it: "\(path) è del registro \(outcome.checkpoint.origin), il foglio di \(reference.origin)"))
        }
        guard reference.size <= outcome.checkpoint.size else {
            throw Failure(
                .refused,
                localized(
                    "\(path) has \(outcome.checkpoint.size) events, the paper knows of \(reference.size); take a newer export",
                    it:
                        "\(path) ha \(outcome.checkpoint.size) eventi, il foglio ne conosce \(reference.size); serve un'esportazione più nuova"
                ))
        }
        let office = try ExportedOffice(lines, madeFor: reference)
        return try await made(reference, office, recorded: office.recorded)
    }
}

extension DocumentKind {
    /// Returns what a document of the kind says.
    ///
    /// - Throws: `Failure`, also if what it is of is of another kind.
    func madeDraft(
        of values: [String], _ source: some DocumentSource, opened: [String: String] = [:]
    ) async throws -> Draft {
        do {
            return try await draft(of: values, source, opened: opened)
        } catch let error as NotOfKind {
            let kind = Codes.text(of: error.kind, as: "kind", in: Speech.language)
            throw Failure(
                .refused,
                localized(
                    "\(error.report) is of the kind \(error.kind) (\(kind)), and no claim: labctl document report --report \(error.report)",
                    it:
                        "\(error.report) è di tipo \(error.kind) (\(kind)), non una domanda di rimborso: labctl document report --report \(error.report)"
                ))
        }
    }
}

extension Document.Table {
    /// The table for a terminal.
    func text(_ style: Style, in language: DisplayLanguage) -> String {
        let isNumber = columns.indices.map { index in rows.contains { $0.cells[index].isNumber } }
        var table = Table(
            zip(columns, isNumber).map { column, isNumber in
                isNumber ? .right(column.title) : .left(column.title)
            })
        for row in rows { table.add(row.cells.map { Table.Cell($0.text(in: language)) }) }
        if hasTotals {
            table.add(
                totals.enumerated().map { index, total in
                    if let total { return Table.Cell(total.text(in: language)) }
                    return index == 0 ? Table.Cell(localized("Total", it: "Totale")) : ""
                })
        }
        return style.heading(title) + "\n" + table.text(style) + (note.map { $0.wrapped() + "\n" } ?? "")
    }
}
