internal import ArgumentParser
internal import Interchange
internal import LabAPI
internal import TOMLFiles

/// `labctl import`: commands from a file, as fast as labd accepts them.
struct ImportCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "import",
            abstract: localized(
                "Imports commands from a file, or rows of a workbook.",
                it: "Importa comandi da un file, o le righe di una cartella di lavoro."),
            discussion: localized(
                """
                A file of commands has one JSON object on each line. \
                Stops at the first refused line, and says which line and why. With --keep-going, writes refused lines \
                to a file and continues. Importing a file again is safe: accepted lines are answered as repeated.

                With --format csv, rows of a spreadsheet become commands according to --map. A cell that cannot be \
                read is named by line and column, and nothing is imported unless --keep-going leaves its row out. \
                Exits with 1 if a row was left out or a line was refused.

                A workbook (.xlsx, .ods; needs LibreOffice) is one of labctl sheet, or any other with --map. Its rows are tried \
                first, and recorded only if all can be; with --keep-going all that can be are. What became of each row is written in the last \
                column of a copy, FILE.result.xlsx: mend the rows there and import it again, and none is recorded twice.
                """,
                it: """
                    Un file di comandi ha un oggetto JSON per riga. \
                    Si ferma alla prima riga respinta, e dice quale e perché. Con --keep-going scrive le righe respinte in \
                    un file e prosegue. Importare di nuovo un file non fa danni: le righe accettate risultano ripetute.

                    Con --format csv le righe di un foglio di calcolo diventano comandi secondo --map. Una cella che non si \
                    può leggere è indicata per riga e colonna, e non si importa nulla, salvo che --keep-going ne tralasci la \
                    riga. Termina con 1 se una riga è stata tralasciata o respinta.

                    Una cartella di lavoro (.xlsx, .ods; serve LibreOffice) è una di labctl sheet, o qualsiasi altra con --map. \
                    Le righe si provano prima, e si registrano solo se vanno bene tutte; con --keep-going quelle che vanno bene. L'esito di ogni \
                    riga si trova nell'ultima colonna di una copia, FILE.result.xlsx: si correggono lì le righe e la si \
                    importa di nuovo, e nessuna si registra due volte.
                    """))
    }

    /// The forms that can be read.
    enum Format: String, ExpressibleByArgument, CaseIterable, Sendable {
        case ndjson, csv, workbook
    }

    @ParentCommand var labctl: Labctl
    @Argument(
        help: .localized(
            "The file, or - for standard input.", it: "Il file, o - per lo standard input."))
    var file: String
    @Flag(
        help: .localized(
            "Continues after refusals; refused lines are written to a file.",
            it: "Prosegue dopo le righe respinte, che finiscono in un file.")) var keepGoing = false
    @Option(
        help: .localized(
            "Where refused lines go (default: FILE.refused.ndjson).",
            it: "Dove vanno le righe respinte (se manca: FILE.refused.ndjson).", name: "refused")) var refused: String?
    @Option(
        help: .localized(
            "ndjson, csv or workbook (default: workbook for .xlsx and .ods, else ndjson).",
            it: "ndjson, csv o workbook (se manca: workbook per .xlsx e .ods, altrimenti ndjson).", name: "format"))
    var format: Format?
    @Option(
        help: .localized(
            "For csv and workbook: the TOML file that maps columns to fields.",
            it: "Per csv e workbook: il file TOML che dice quale colonna è quale campo.", name: "map")) var map: String?
    @Option(
        help: .localized(
            "For workbook: where the copy with the results goes (default: FILE.result.xlsx, FILE.result-2.xlsx …).",
            it: "Per workbook: dove va la copia con gli esiti (se manca: FILE.result.xlsx, FILE.result-2.xlsx …).",
            name: "file"))
    var output: String?
    @Flag(
        help: .localized(
            "Says what would be accepted and refused, line by line; nothing is recorded.",
            it: "Dice che cosa sarebbe accettato o respinto, riga per riga; non registra nulla.")) var dryRun = false

    func validate() throws {
        guard (read == .csv) == (map != nil) || read == .workbook else {
            throw ValidationError(
                localized("--format csv and --map go together", it: "--format csv e --map vanno insieme"))
        }
        guard output == nil || read == .workbook else {
            throw ValidationError(
                localized("--output is for workbooks", it: "--output serve per le cartelle di lavoro"))
        }
        guard refused == nil || read != .workbook else {
            throw ValidationError(
                localized(
                    "--refused is not for workbooks: what became of each row is in --output",
                    it: "--refused non serve per le cartelle di lavoro: l'esito di ogni riga è in --output"))
        }
    }

    /// The form that is read.
    private var read: Format { format ?? (WorkbookFile.isNamed(file) ? .workbook : .ndjson) }

    func run() async throws {
        guard read != .workbook else {
            return try await WorkbookImport(
                client: labctl.client, path: file, map: map, keepsGoing: keepGoing, isRehearsal: dryRun,
                output: output
            ).run()
        }
        var input = try file == "-" ? Descriptor.standardInput : Descriptor(reading: file)
        defer { input.close() }
        var rows: [Int]?
        var leftOut = 0
        if let map {
            let sheet = try Sheet(try input.readAll(), file: file, map: map)
            if let encoding = sheet.foundEncoding {
                say(
                    localized(
                        "\(file) is not UTF-8 and is read as \(encoding.rawValue); encoding in \(map) says which it is",
                        it: "\(file) non è UTF-8 ed è letto come \(encoding.rawValue); encoding in \(map) dice qual è"))
            }
            for problem in sheet.problems { say("\(file): \(problem)") }
            guard sheet.problems.isEmpty || keepGoing else {
                throw Failure(
                    .refused,
                    localized(
                        "\(file) cannot be read as it should; nothing was imported",
                        it: "\(file) non si può leggere come dovrebbe; non si è importato nulla"))
            }
            input.close()
            input = try Descriptor(holding: sheet.commands)
            rows = sheet.lines
            leftOut = sheet.rowsLeftOut
        }
        let refusedPath = refused ?? (file == "-" ? "stdin" : file) + ".refused.ndjson"
        guard refusedPath != file else {
            throw Failure(
                .usage,
                localized(
                    "--refused names the file that is imported; choose another",
                    it: "--refused indica il file che si importa; sceglierne un altro"))
        }
        let run = ImportRun(
            client: labctl.client, input: input, name: file, keepsGoing: keepGoing || dryRun, refusedPath: refusedPath,
            isRehearsal: dryRun, rows: rows,
            showsProgress: Descriptor.standardError.isTerminal, style: Style(for: .standardError))
        let outcome = try await run.run()
        print(
            (dryRun ? localized("dry run, nothing recorded: ", it: "prova, nulla è registrato: ") : "")
                + Self.summary(outcome))
        if keepGoing && !dryRun && outcome.tally.refused > 0 {
            for (code, count) in outcome.tally.refusedByCode.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
                print("  \(grouped(count)) \(code)")
            }
            print(
                localized("  the refused lines are in \(refusedPath)", it: "  le righe respinte sono in \(refusedPath)")
            )
        }
        if let error = outcome.brokenOff {
            throw Failure(
                .unreachable,
                localized(
                    "after line \(outcome.lastLine) of \(file): \(error.spoken)",
                    it: "dopo la riga \(outcome.lastLine) di \(file): \(error.spoken)"))
        }
        if outcome.isShort {
            throw Failure(
                .unreachable,
                localized(
                    "labd ended its answers after line \(outcome.lastLine) of \(file); importing it again is safe",
                    it:
                        "labd ha smesso di rispondere dopo la riga \(outcome.lastLine) di \(file); importarlo di nuovo non fa danni"
                ))
        }
        if leftOut > 0 {
            throw Failure(
                .refused,
                localized(
                    "\(grouped(leftOut)) rows of \(file) were left out, since cells of theirs cannot be read; correct them and "
                        + "import it again: what was accepted is repeated",
                    it:
                        "\(grouped(leftOut)) righe di \(file) sono state tralasciate, perché hanno celle che non si possono leggere; "
                        + "correggerle e importare di nuovo: ciò che è stato accettato risulta ripetuto"))
        }
        if outcome.tally.refused > 0 || outcome.tally.notTried > 0 { throw Failure(.refused, "") }
    }

    /// `4'402 accepted, 0 repeated, 0 refused in 0.42 s (10'480 lines/s)`.
    static func summary(_ outcome: ImportRun.Outcome) -> String {
        let tally = outcome.tally
        let tried = tally.count - tally.notTried
        let rate = outcome.seconds > 0 ? Int(Double(tried) / outcome.seconds) : tried
        var text = localized(
            "\(grouped(tally.accepted)) accepted, \(grouped(tally.repeated)) repeated, ",
            it: "\(grouped(tally.accepted)) accettati, \(grouped(tally.repeated)) ripetuti, ")
        text += localized("\(grouped(tally.refused)) refused", it: "\(grouped(tally.refused)) respinti")
        if tally.notTried > 0 {
            text += localized(
                ", \(grouped(tally.notTried)) sent and not tried",
                it: ", \(grouped(tally.notTried)) inviati e non provati")
        }
        return text
            + localized(
                " in \(duration(outcome.seconds)) (\(grouped(rate)) lines/s)",
                it: " in \(duration(outcome.seconds)) (\(grouped(rate)) righe/s)")
    }
}
