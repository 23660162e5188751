internal import ArgumentParser
internal import CivilTime
internal import Interchange
internal import Office
internal import Views
internal import Wording

/// The form in which an answer is printed.
struct OutputOptions: ParsableArguments {
    enum Form: Equatable { case json, csv(CSVDialect), workbook(String), text }

    @ArgumentParser.Flag(
        help: .localized("Print labd's JSON answer unchanged.", it: "Stampa la risposta JSON di labd, invariata."))
    var json = false
    @Option(
        defaultAsFlag: CSVForm.international, parsing: .next,
        help: .localized(
            """
            Print a table as CSV: RFC 4180, ISO dates, with decimal hours next to minutes and euros next to cents; \
            --csv=it for a spreadsheet in Italian: semicolons, decimal commas, a byte order mark.
            """,
            it: """
                Stampa una tabella come CSV: RFC 4180, giorni ISO, con ore decimali accanto ai minuti ed euro accanto ai \
                centesimi; --csv=it per un foglio di calcolo in italiano: punti e virgola, virgole decimali, BOM.
                """))
    var csv: CSVForm?
    @Option(
        help: .localized(
            """
            Write all tables to a workbook for Excel and LibreOffice (XLSX): hours and euros as numbers, totals as \
            formulas, filters.
            """,
            it: """
                Scrive tutte le tabelle in una cartella di lavoro per Excel e LibreOffice (XLSX): ore ed euro come numeri, \
                totali come formule, filtri.
                """, name: "file"))
    var xlsx: String?
    @Option(
        help: .localized(
            "The table for --csv, if the answer has several.",
            it: "La tabella per --csv, se la risposta ne ha più di una.",
            name: "name"))
    var table: String?
    @Option(
        parsing: .unconditional,
        help: .localized(
            "Sort rows by this column, by its title or its name in CSV; -COLUMN for the greatest first.",
            it: "Ordina le righe per questa colonna, col titolo o col nome nel CSV; -COLUMN dal valore più alto.",
            name: "column"))
    var sort: String?
    @Option(
        help: .localized(
            "Show this many rows of each table; 0 for all.", it: "Mostra tante righe di ogni tabella; 0 per tutte.",
            name: "n"))
    var limit: Int?
    @Option(
        defaultAsFlag: WatchInterval.usual, parsing: .next,
        help: .localized(
            "Ask again every so many seconds, and show the answer over the last one, until Ctrl-C.",
            it: "Chiede di nuovo ogni tanti secondi e mostra la risposta sopra la precedente, fino a Ctrl-C.",
            name: "seconds"))
    var watch: WatchInterval?
    @OptionGroup var pager: PagerOption

    var form: Form { json ? .json : csv.map { .csv($0.dialect) } ?? xlsx.map { .workbook($0) } ?? .text }

    /// The rows that are shown.
    var choice: RowChoice { RowChoice(sort: sort, limit: limit ?? 0) }

    func validate() throws {
        guard [json, csv != nil, xlsx != nil].count(where: \.self) < 2 else {
            throw ValidationError(
                localized(
                    "--json, --csv and --xlsx exclude each other", it: "--json, --csv e --xlsx si escludono a vicenda"))
        }
        guard table == nil || csv != nil else {
            throw ValidationError(localized("--table requires --csv", it: "--table richiede --csv"))
        }
        guard choice.isEverything || !json else {
            throw ValidationError(
                localized(
                    "--json is labd's answer unchanged; --sort and --limit go with tables and --csv",
                    it: "--json è la risposta di labd, invariata; --sort e --limit vanno con le tabelle e con --csv"))
        }
        guard watch == nil || form == .text else {
            throw ValidationError(
                localized(
                    "--watch shows tables; leave out --json, --csv and --xlsx",
                    it: "--watch mostra tabelle: senza --json, --csv e --xlsx"))
        }
        guard limit ?? 0 >= 0 else {
            throw ValidationError(localized("--limit takes 0 or more", it: "--limit va da 0 in su"))
        }
    }
}

extension OutputOptions.Form {
    /// Whether things are shown under their names, which are the plan's.
    var namesThings: Bool {
        switch self {
        case .json, .csv: false
        case .workbook, .text: true
        }
    }
}

/// The options of a command that asks a view: one for each parameter that the view accepts. All others are hidden and refused.
struct ViewOptions<Command: ViewCommand>: ParsableArguments {
    @OptionGroup var output: OutputOptions
    @Option(help: Self.help(.since)) var since: String?
    @Option(help: Self.help(.line)) var line: String?
    @Option(help: Self.help(.place)) var place: String?
    @Option(help: Self.help(.worker)) var worker: String?
    @Option(help: Self.help(.month)) var month: String?
    @Option(help: Self.help(.week)) var week: String?
    @Option(help: Self.help(.quarter)) var quarter: String?
    @Option(help: Self.help(.counted)) var counted: String?
    @Option(help: Self.help(.position)) var position: String?
    @Option(help: Self.help(.phase)) var phase: String?
    @Option(help: Self.help(.state)) var state: String?
    @Option(help: Self.help(.measure)) var measure: String?
    @Option(help: Self.help(.age)) var age: String?
    @Option(help: Self.help(.sex)) var sex: String?
    @Option(help: Self.help(.nationality)) var nationality: String?
    @Option(help: Self.help(.language)) var language: String?
    @Option(help: Self.help(.setting)) var setting: String?
    @Option(help: Self.help(.serviceRecord)) var thing: String?
    @Option(help: Self.help(.person)) var person: String?
    @Option(help: Self.help(.fund)) var fund: String?
    @Option(help: Self.help(.profession)) var profession: String?
    @Option(help: Self.help(.supervisor)) var supervisor: String?
    @Option(help: Self.help(.desk)) var desk: String?
    @Option(help: Self.help(.channel)) var channel: String?
    @Option(help: Self.help(.outcome)) var outcome: String?
    @Option(help: Self.help(.kind)) var kind: String?
    @Option(help: Self.help(.schoolExit)) var schoolExit: String?
    @Option(help: Self.help(.verdict)) var verdict: String?
    @Option(help: Self.help(.status)) var status: String?
    @ArgumentParser.Flag(help: Self.help(.silent)) var silent = false
    @ArgumentParser.Flag(help: Self.help(.waiting)) var waiting = false
    @ArgumentParser.Flag(help: Self.help(.minor)) var minor = false
    @ArgumentParser.Flag(help: Self.help(.restricted)) var restricted = false
    @Option(help: Self.help(.asOf)) var asOf: String?
    @Option(help: Self.help(.on)) var on: String?
    @Option(help: Self.help(.from)) var from: String?
    @Option(help: Self.help(.to)) var to: String?
    @Option(help: Self.help(.until)) var until: String?

    /// Refuses an option that is not a parameter of the view, and a value with the wrong form.
    func validate() throws {
        for parameter in Parameter.allCases where self[parameter] != nil && !Command.offered.contains(parameter) {
            let own = ["--json", "--csv", "--xlsx", "--table", "--sort", "--limit", "--watch", "--no-pager"]
            let options = (Command.offered.map(\.option) + own).joined(separator: ", ")
            throw ValidationError(
                localized(
                    "\(Command.view.name) has no option \(parameter.option); it has \(options)",
                    it: "\(Command.view.name) non ha l'opzione \(parameter.option); ha \(options)"))
        }
    }

    /// Returns the value given for a parameter.
    subscript(parameter: Parameter) -> String? {
        switch parameter {
        case .asOf: asOf
        case .on: on
        case .from: from
        case .to: to
        case .until: until
        case .since: since
        case .counted: counted
        case .position: position
        case .line: line
        case .place: place
        case .worker: worker
        case .month: month
        case .week: week
        case .quarter: quarter
        case .phase: phase
        case .state: state
        case .measure: measure
        case .age: age
        case .sex: sex
        case .nationality: nationality
        case .language: language
        case .setting: setting
        case .serviceRecord: thing
        case .person: person
        case .fund: fund
        case .profession: profession
        case .supervisor: supervisor
        case .desk: desk
        case .channel: channel
        case .outcome: outcome
        case .kind: kind
        case .schoolExit: schoolExit
        case .verdict: verdict
        case .status: status
        case .silent: silent ? "true" : nil
        case .waiting: waiting ? "true" : nil
        case .minor: minor ? "true" : nil
        case .restricted: restricted ? "true" : nil
        case .id, .of, .report, .limit, .skip: nil
        }
    }

    /// The parameters that were given, as they were typed.
    var given: [(parameter: Parameter, value: String)] {
        Command.offered.compactMap { parameter in self[parameter].map { (parameter, $0) } }
    }

    private static func help(_ parameter: Parameter) -> ArgumentHelp {
        guard Command.offered.contains(parameter) else { return .hidden }
        return ArgumentHelp(
            "\(parameter.summary(in: Speech.language))", valueName: Command.view.form(of: parameter))
    }
}

extension Answer {
    /// Says in the language that is spoken what a parameter takes in this view.
    static func form(of parameter: Parameter) -> String {
        words[parameter]?.joined(separator: "|") ?? parameter.form(in: Speech.language)
    }
}

extension Parameter {
    /// Whether it is an option, unless a command takes it as an argument.
    var isOption: Bool {
        switch self {
        // `--limit` is an option of every view, and labctl asks for as many rows as it shows.
        case .id, .of, .report, .limit, .skip: false
        default: true
        }
    }

    /// The name of the option: `--as-of`.
    var option: String {
        "--" + rawValue.reduce(into: "") { $0 += $1.isUppercase ? "-" + $1.lowercased() : String($1) }
    }
}
