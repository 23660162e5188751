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
                "Imports commands from a file, one JSON object on each line.",
                it: "Importa comandi da un file, un oggetto JSON per riga."),
            discussion: localized(
                """
                Stops at the first refused line, and says which line and why. With --keep-going, writes refused lines \
                to a file and continues. Importing a file again is safe: accepted lines are answered as repeated.

                With --format csv, rows of a spreadsheet become commands according to --map. A cell that cannot be \
                read is named by line and column, and nothing is imported unless --keep-going leaves its row out. \
                Exits with 1 if a row was left out or a line was refused.
                """,
                it: """
                    Si ferma alla prima riga respinta, e dice quale e perché. Con --keep-going scrive le righe respinte in \
                    un file e prosegue. Importare di nuovo un file non fa danni: le righe accettate risultano ripetute.

                    Con --format csv le righe di un foglio di calcolo diventano comandi secondo --map. Una cella che non si \
                    può leggere è indicata per riga e colonna, e non si importa nulla, salvo che --keep-going ne tralasci la \
                    riga. Termina con 1 se una riga è stata tralasciata o respinta.
                    """))
    }

    /// The forms that can be read.
    enum Format: String, ExpressibleByArgument, CaseIterable, Sendable {
        case ndjson, csv
    }

    @ParentCommand var labctl: Labctl
    @Argument(
        help: .localized(
            "The file (NDJSON), or - for standard input.", it: "Il file (NDJSON), o - per lo standard input."))
    var file: String
    @Flag(
        help: .localized(
            "Continues after refusals; refused lines are written to a file.",
            it: "Prosegue dopo le righe respinte, che finiscono in un file.")) var keepGoing = false
    @Option(
        help: .localized(
            "Where refused lines go (default: FILE.refused.ndjson).",
            it: "Dove vanno le righe respinte (se manca: FILE.refused.ndjson).", name: "refused")) var refused: String?
    @Option(help: .localized("ndjson or csv.", it: "ndjson o csv.", name: "format")) var format = Format.ndjson
    @Option(
        help: .localized(
            "For csv: the TOML file that maps columns to fields.",
            it: "Per csv: il file TOML che dice quale colonna è quale campo.", name: "map")) var map: String?
    @Flag(
        help: .localized(
            "Says what would be accepted and refused, line by line; nothing is recorded.",
            it: "Dice che cosa sarebbe accettato o respinto, riga per riga; non registra nulla.")) var dryRun = false

    func validate() throws {
        guard (format == .csv) == (map != nil) else {
            throw ValidationError(
                localized("--format csv and --map go together", it: "--format csv e --map vanno insieme"))
        }
    }

    func run() async throws {
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
