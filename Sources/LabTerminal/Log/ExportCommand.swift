internal import ArgumentParser
internal import CanonicalJSON
internal import EventFormat
internal import Interchange

/// `labctl export`: the log, or a part of it, in a form that other programs read.
struct ExportCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "export",
            abstract: localized(
                "Writes the log, or a part of it, in a form that other programs read.",
                it: "Scrive il registro, o una sua parte, in una forma che altri programmi leggono."),
            discussion: localized(
                """
                ndjson: the stored lines unchanged, each a CloudEvents 1.0 event. csv: RFC 4180, with a row for each \
                event, its fields in columns, and decimal hours next to minutes. xes (IEEE 1849) and ocel (OCEL 2.0 \
                JSON): for process mining, with cases and requests for mediation and without voided records. These two \
                need a temporary file in $TMPDIR, which takes about as much space as the log.
                """,
                it: """
                    ndjson: le righe conservate, invariate, ciascuna un evento CloudEvents 1.0. csv: RFC 4180, una riga per \
                    evento, i suoi campi in colonne, e ore decimali accanto ai minuti. xes (IEEE 1849) e ocel (OCEL 2.0 \
                    JSON): per il process mining, con i casi e le richieste di mediazione e senza le registrazioni annullate. \
                    Questi due usano un file temporaneo in $TMPDIR, grande circa quanto il registro.
                    """))
    }

    /// The forms.
    enum Format: String, ExpressibleByArgument, CaseIterable, Sendable {
        case ndjson, csv, xes, ocel
    }

    @ParentCommand var labctl: Labctl
    @Option(help: .localized("ndjson, csv, xes or ocel.", it: "ndjson, csv, xes o ocel.", name: "format")) var format:
        Format?
    @Option(
        defaultAsFlag: CSVForm.international, parsing: .next,
        help: .localized(
            "As CSV; --csv=it for a spreadsheet in Italian: semicolons, decimal commas, a byte order mark.",
            it:
                "In CSV; --csv=it per un foglio di calcolo in italiano: punto e virgola, virgola decimale, byte order mark."
        ))
    var csv: CSVForm?
    @Option(help: .localized("The first position.", it: "La prima posizione.", name: "from")) var from = 0
    @Option(
        help: .localized(
            "The last position; to the log's end without it.",
            it: "L'ultima posizione; se manca, fino alla fine del registro.", name: "to")) var to: Int?
    @Option(
        help: .localized(
            "The file to write; it must not exist. Standard output without it.",
            it: "Il file da scrivere, che non deve esistere. Se manca, lo standard output.", name: "output"))
    var output: String?

    func validate() throws {
        guard from >= 0 else {
            throw ValidationError(
                localized("--from takes a position: 0 or more", it: "--from è una posizione: 0 o più"))
        }
        guard csv == nil || format == nil || format == .csv else {
            throw ValidationError(
                localized(
                    "--csv and --format \(form.rawValue) do not go together; leave one of them out",
                    it: "--csv e --format \(form.rawValue) non vanno insieme; toglierne uno"))
        }
        if let to, to < from {
            throw ValidationError(
                localized("--to \(to) lies before --from \(from)", it: "--to \(to) viene prima di --from \(from)"))
        }
    }

    private var form: Format { format ?? (csv == nil ? .ndjson : .csv) }

    func run() async throws {
        let events = EventLines(client: labctl.client)
        let end = try await events.count() - 1
        guard from <= end, (to ?? end) <= end else {
            throw Failure(
                .refused,
                localized("the log goes from position 0 to \(end)", it: "il registro va dalla posizione 0 alla \(end)"))
        }
        let output = try self.output.map { (path) throws(Failure) in try Descriptor(creating: path) }
        defer { output?.close() }
        let sink = output ?? .standardOutput
        do {
            try await write(events, to: to ?? end, sink)
        } catch let error as InterchangeError {
            throw Failure(
                .unreachable,
                localized(
                    "an event cannot be written as \(form.rawValue): \(error.spoken)",
                    it: "un evento non si può scrivere come \(form.rawValue): \(error.spoken)"))
        }
    }

    private func write(_ events: EventLines, to last: Int, _ sink: Descriptor) async throws {
        switch form {
        case .ndjson:
            try await read(events, from: from, to: last) { line in try sink.write(line + [UInt8(ascii: "\n")]) }
        case .csv:
            // The columns are known only after all events were read, which are not kept meanwhile.
            let fields = Kept(CSVFields())
            try await read(events, from: from, to: last) { line in fields.value.note(try StoredEvent(line)) }
            let export = CSVExport(fields: fields.value, writer: CSVWriter(dialect: csv?.dialect ?? .international))
            try sink.write(Array(export.header.utf8))
            try await read(events, from: from, to: last) { line in
                try sink.write(Array(try export.row(try StoredEvent(line)).utf8))
            }
        case .xes:
            // The plan that names the phases may have been adopted before the first line that is asked for.
            let export = Kept(XESExport(.ofCatalogue, from: from) { try ExportFile() })
            try await read(events, from: 0, to: last) { line in try export.value.add(line) }
            try write(sink) { (put) in try export.value.finish(put) }
        case .ocel:
            let export = Kept(OCELExport(.ofCatalogue) { try ExportFile() })
            try await read(events, from: from, to: last) { line in try export.value.add(line) }
            try write(sink) { (put) in try export.value.finish(put) }
        }
    }

    /// Writes a document that comes in small pieces.
    private func write(_ sink: Descriptor, _ body: ((String) throws -> Void) throws -> Void) throws {
        var block: [UInt8] = []
        try body { text in
            block += text.utf8
            guard block.count >= 65_536 else { return }
            try sink.write(block)
            block.removeAll(keepingCapacity: true)
        }
        try sink.write(block)
    }

    private func read(
        _ events: EventLines, from first: Int, to last: Int, _ body: @Sendable ([UInt8]) throws -> Void
    ) async throws {
        try await events.forEach(from: first) { line, event in
            guard event.number("position") <= last else { return false }
            try body(line)
            return true
        }
    }
}

/// A value that one reader changes, one line after another.
private final class Kept<Value>: @unchecked Sendable {
    var value: Value

    init(_ value: Value) { self.value = value }
}
