internal import ArgumentParser
internal import CanonicalJSON
internal import LabAPI
internal import Office
internal import Views

/// `labctl compliance`.
struct ComplianceCommand: ViewCommand {
    static let configuration = CommandConfiguration(
        commandName: "compliance", abstract: "Hours owed and delivered, by line and place.",
        discussion: """
            On a log that is no simulation, the answer counts up to today unless --on, --to or --whole says otherwise; \
            with --as-of, up to the day of that instant, or of the event at that position.
            """)
    static let view: any Answer.Type = Compliance.self

    @ParentCommand var labctl: Labctl
    @Option(help: "One row for each week, month or the whole period; not with --csv, which takes --table.")
    var by = CompliancePart.period
    @ArgumentParser.Flag(help: "To the end of the plan, also what is not owed yet.") var whole = false
    @OptionGroup var options: ViewOptions<Self>

    func run() async throws {
        let answer = try await ask(try await lastDay().map { [("on", $0)] } ?? [])
        guard options.output.form == .text else { return try show(answer) }
        let compliance = try Compliance(decoding: answer)
        print(compliance.text(Style(for: .standardOutput), by: by), terminator: "")
    }

    /// The last day that counts where none is typed.
    private func lastDay() async throws -> String? {
        guard !whole, options.on == nil, options.to == nil, try await !labctl.client.isSimulated else { return nil }
        return Self.lastDay(asOf: options.asOf, today: Today.day)
    }

    /// The last day that counts in a real log: today, or that of the moment whose knowledge is asked for.
    static func lastDay(asOf: String?, today: Day) -> String { asOf == nil ? today.description : Question.dayOfAsOf }
}

/// The spans by which compliance is shown.
enum CompliancePart: String, ExpressibleByArgument, CaseIterable, Sendable {
    case week, month, period
}

/// `labctl caseload`.
struct CaseloadCommand: ViewCommand {
    static let configuration = CommandConfiguration(
        commandName: "caseload", abstract: "Cases open and closed, by place, phase, worker.")
    static let view: any Answer.Type = Caseload.self

    @ParentCommand var labctl: Labctl
    @OptionGroup var options: ViewOptions<Self>
}

/// `labctl case show ID`.
struct CaseShow: ViewCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Everything on one case, in order; nothing personal.")
    static let view: any Answer.Type = CaseFile.self

    @ParentCommand var labctl: Labctl
    @Argument(help: "The case's id.") var id: String
    @OptionGroup var options: ViewOptions<Self>

    var arguments: [(parameter: Parameter, value: String)] { [(.id, id)] }
}

/// `labctl mediations`.
struct MediationsCommand: ViewCommand {
    static let configuration = CommandConfiguration(
        commandName: "mediations", abstract: "Mediation asked, authorised, delivered, missed.",
        discussion: "With --month, the requests of that month with all that came of them.")
    static let view: any Answer.Type = Mediations.self

    @ParentCommand var labctl: Labctl
    @OptionGroup var options: ViewOptions<Self>
}

/// `labctl indicators`.
struct IndicatorsCommand: ViewCommand {
    static let configuration = CommandConfiguration(
        commandName: "indicators", abstract: "Persons served, each once, against the targets.")
    static let view: any Answer.Type = Indicators.self

    @ParentCommand var labctl: Labctl
    @OptionGroup var options: ViewOptions<Self>
}

/// `labctl timesheets`.
struct TimesheetsCommand: ViewCommand {
    static let configuration = CommandConfiguration(
        commandName: "timesheets", abstract: "Every worker's months: hours, and who declared what.")
    static let view: any Answer.Type = Timesheets.self

    @ParentCommand var labctl: Labctl
    @OptionGroup var options: ViewOptions<Self>
}

/// `labctl timesheet show WORKER MONTH`.
struct TimesheetShow: ViewCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One worker's month, day by day.")
    static let view: any Answer.Type = Views.Timesheet.self
    static let withoutOption: Set<Parameter> = [.worker, .month]

    @ParentCommand var labctl: Labctl
    @Argument(help: "The worker's id.") var worker: String
    @Argument(help: "The month, YYYY-MM.") var month: String
    @OptionGroup var options: ViewOptions<Self>

    var arguments: [(parameter: Parameter, value: String)] { [(.worker, worker), (.month, month)] }
    var title: String { "\(worker), \(month)" }
}

/// `labctl youth`.
struct YouthCommand: ViewCommand {
    static let configuration = CommandConfiguration(
        commandName: "youth", abstract: "Needs and difficulties of young people, sessions, activities, attendance.")
    static let view: any Answer.Type = Youth.self

    @ParentCommand var labctl: Labctl
    @OptionGroup var options: ViewOptions<Self>
}

/// `labctl costs`.
struct CostsCommand: ViewCommand {
    static let configuration = CommandConfiguration(
        commandName: "costs", abstract: "What the hours cost, by worker, line and month; approved and pending apart.")
    static let view: any Answer.Type = Costs.self

    @ParentCommand var labctl: Labctl
    @OptionGroup var options: ViewOptions<Self>
}

/// `labctl reconciliation`.
struct ReconciliationCommand: ViewCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconciliation", abstract: "Hours logged, against the records of what they were for.")
    static let view: any Answer.Type = Reconciliation.self

    @ParentCommand var labctl: Labctl
    @OptionGroup var options: ViewOptions<Self>
}

/// `labctl retention`.
struct RetentionCommand: ViewCommand {
    static let configuration = CommandConfiguration(
        commandName: "retention", abstract: "What falls due for erasure when, and why not yet.")
    static let view: any Answer.Type = Retention.self

    @ParentCommand var labctl: Labctl
    @OptionGroup var options: ViewOptions<Self>
}

/// `labctl aggregates`.
struct AggregatesCommand: ViewCommand {
    static let configuration = CommandConfiguration(
        commandName: "aggregates", abstract: "Hours, persons and cases of whole quarters, small cells withheld.",
        discussion: """
            What may be shown to anyone, and all that viewers see beside the plan. --from and --to take the first and the \
            last day of quarters; without them, all quarters of the plan that are published. A quarter is published 30 \
            days after its end, and its persons and cases stay what they were known to be then. Several quarters are \
            added up, also where the same person was served in both.
            """)
    static let view: any Answer.Type = Aggregates.self

    @ParentCommand var labctl: Labctl
    @OptionGroup var options: ViewOptions<Self>
}

extension LabClient {
    /// Whether the log is a simulation, in which nobody's own clock counts.
    var isSimulated: Bool {
        get async throws {
            let health = try await answer(to: .get(Paths.health))
            return try health.object["simulated"] == true
        }
    }
}
