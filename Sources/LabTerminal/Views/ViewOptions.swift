internal import ArgumentParser
internal import Interchange
internal import LabAPI
internal import Office
internal import Views

/// A command of labctl that asks a view. Its options are the parameters that the view says it takes.
protocol ViewCommand: AsyncParsableCommand {
    /// The view that it asks.
    static var view: any Answer.Type { get }
    /// The view's parameters that are none of its options: those that its arguments give, or that it is never asked with.
    static var withoutOption: Set<Parameter> { get }
    /// labctl's own options.
    var labctl: Labctl { get }
    /// What was typed after the command.
    var options: ViewOptions<Self> { get }
    /// What its arguments say.
    var arguments: [(parameter: Parameter, value: String)] { get }
    /// What stands above the answer, where its view does not have a table of its own.
    var title: String { get }
}

extension ViewCommand {
    static var withoutOption: Set<Parameter> { [] }
    var arguments: [(parameter: Parameter, value: String)] { [] }
    var title: String { String(describing: Self.view) }

    /// The parameters that are its options, in the view's order.
    static var offered: [Parameter] { view.parameters.filter { !withoutOption.contains($0) && $0.isOption } }

    func run() async throws { try show(try await ask()) }

    /// labd's answer, whole.
    func ask(_ more: [(name: String, value: String)] = []) async throws -> ClientAnswer {
        let arguments = arguments.map { (name: $0.parameter.rawValue, value: $0.value) }
        return try await labctl.client.answer(
            ofView: Self.view.name, arguments + (try options.query(today: Today.day)) + more)
    }

    /// Prints the answer in the form that is asked for.
    func show(_ answer: ClientAnswer) throws(Failure) {
        switch options.output.form {
        case .json: printAsIs(String(decoding: answer.body, as: UTF8.self))
        case .csv(let dialect): try AnswerSheet(answer).printCSV(table: options.output.table, dialect)
        case .text: print(try text(answer, Style(for: .standardOutput)), terminator: "")
        }
    }

    private func text(_ answer: ClientAnswer, _ style: Style) throws(Failure) -> String {
        if let shown = Self.view as? any TerminalRenderable.Type { return try text(answer, as: shown, style) }
        return try head(title, of: try answer.basis(), style) + AnswerSheet(answer).text(style)
    }

    private func text<View: TerminalRenderable>(
        _ answer: ClientAnswer, as view: View.Type, _ style: Style
    ) throws(Failure) -> String {
        try View(decoding: answer).text(style)
    }
}

/// The form in which an answer is printed.
struct OutputOptions: ParsableArguments {
    enum Form: Equatable { case json, csv(CSVDialect), text }

    @ArgumentParser.Flag(help: "As JSON, as labd answers it.") var json = false
    @Option(
        defaultAsFlag: CSVForm.international, parsing: .next,
        help: """
            A table as CSV: RFC 4180, ISO dates, decimal hours beside minutes; --csv=it for a spreadsheet in Italian: \
            semicolons, decimal commas, a byte order mark.
            """)
    var csv: CSVForm?
    @Option(help: ArgumentHelp("Which table, with --csv, where the answer has several.", valueName: "name"))
    var table: String?

    var form: Form { json ? .json : csv.map { .csv($0.dialect) } ?? .text }

    func validate() throws {
        guard !json || csv == nil else { throw ValidationError("--json and --csv are two forms; give one of them") }
        guard table == nil || csv != nil else { throw ValidationError("--table goes with --csv") }
    }
}

/// The options of a command that asks a view: one for each parameter that it takes. The others are not told, and refused.
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
    @Option(help: Self.help(.phase)) var phase: String?
    @Option(help: Self.help(.state)) var state: String?
    @Option(help: Self.help(.measure)) var measure: String?
    @Option(help: Self.help(.age)) var age: String?
    @Option(help: Self.help(.sex)) var sex: String?
    @Option(help: Self.help(.nationality)) var nationality: String?
    @Option(help: Self.help(.language)) var language: String?
    @Option(help: Self.help(.setting)) var setting: String?
    @Option(help: Self.help(.serviceRecord)) var thing: String?
    @Option(help: Self.help(.asOf)) var asOf: String?
    @Option(help: Self.help(.on)) var on: String?
    @Option(help: Self.help(.from)) var from: String?
    @Option(help: Self.help(.to)) var to: String?

    /// Refuses an option that the view has no parameter for, and a value that has not the form of one.
    func validate() throws {
        for parameter in Parameter.allCases where self[parameter] != nil && !Command.offered.contains(parameter) {
            let options = Command.offered.map(\.option) + ["--json", "--csv", "--table"]
            throw ValidationError(
                "\(Command.view.name) has no option \(parameter.option); it has \(options.joined(separator: ", "))")
        }
    }

    /// What was typed for a parameter.
    subscript(parameter: Parameter) -> String? {
        switch parameter {
        case .asOf: asOf
        case .on: on
        case .from: from
        case .to: to
        case .since: since
        case .counted: counted
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
        case .id, .of, .report: nil
        }
    }

    /// The query's parameters, days as they go on the wire.
    func query(today: Day) throws(Failure) -> [(name: String, value: String)] {
        var query: [(name: String, value: String)] = []
        for parameter in Command.offered {
            guard let text = self[parameter] else { continue }
            switch parameter {
            case .asOf, .since:
                guard AsOf(text) != nil else { throw wrong(parameter, text, AsOf.form) }
                query.append((parameter.rawValue, text))
            case .on, .from, .to:
                guard let day = Day(typed: text, today: today) else { throw wrong(parameter, text, Day.typedForm) }
                query.append((parameter.rawValue, day.description))
            default: query.append((parameter.rawValue, text))
            }
        }
        return query
    }

    private func wrong(_ parameter: Parameter, _ text: String, _ accepted: String) -> Failure {
        Failure(.usage, "\(parameter.option) cannot be \"\(text)\": it takes \(accepted)")
    }

    private static func help(_ parameter: Parameter) -> ArgumentHelp {
        guard Command.offered.contains(parameter) else { return .hidden }
        return ArgumentHelp("\(parameter.summary)", valueName: parameter.form)
    }
}

extension Parameter {
    /// Whether it is typed as an option, where a command does not take it as an argument.
    fileprivate var isOption: Bool {
        switch self {
        case .id, .of, .report: false
        default: true
        }
    }

    /// As it is typed: `--as-of`.
    var option: String {
        "--" + rawValue.reduce(into: "") { $0 += $1.isUppercase ? "-" + $1.lowercased() : String($1) }
    }
}

extension LabClient {
    /// The answer of a view. Fails where labd refuses the question.
    func answer(ofView name: String, _ query: [(name: String, value: String)]) async throws -> ClientAnswer {
        let answer = try await answer(to: .get(Paths.view(name), query))
        guard answer.isAccepted else { throw Failure(refusal: answer) }
        return answer
    }
}
