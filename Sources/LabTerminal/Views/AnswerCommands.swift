internal import ArgumentParser
internal import LabAPI
internal import Views

// Views that are shown as their fields, without a table of their own.

/// `labctl youth`.
struct YouthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "youth", abstract: "Needs and difficulties of young people, sessions, activities, attendance.")

    @ParentCommand var labctl: Labctl
    @OptionGroup var options: ViewOptions

    func run() async throws { try await showAnswer("youth", "Youth", options, with: labctl.client) }
}

/// What narrows an answer to some hours.
struct HoursOptions: ParsableArguments {
    @Option(help: "One worker's.") var worker: String?
    @Option(help: "Of one month, YYYY-MM.") var month: String?
    @Option(help: "Of one ISO week, such as 2019-W45.") var week: String?

    var query: [(name: String, value: String)] {
        [("worker", worker), ("month", month), ("week", week)].compactMap { name, value in value.map { (name, $0) } }
    }
}

/// `labctl costs`.
struct CostsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "costs", abstract: "What the hours cost, by worker, line and month; approved and pending apart.")

    @ParentCommand var labctl: Labctl
    @Option(help: "On one line.") var line: String?
    @Option(help: "At one place.") var place: String?
    @OptionGroup var hours: HoursOptions
    @OptionGroup var options: ViewOptions

    func run() async throws {
        let more = [("line", line), ("place", place)].compactMap { name, value in value.map { (name, $0) } }
        try await showAnswer("costs", "Costs", options, hours.query + more, with: labctl.client)
    }
}

/// `labctl reconciliation`.
struct ReconciliationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconciliation", abstract: "Hours logged, against the records of what they were for.")

    @ParentCommand var labctl: Labctl
    @OptionGroup var hours: HoursOptions
    @OptionGroup var options: ViewOptions

    func run() async throws {
        try await showAnswer("reconciliation", "Reconciliation", options, hours.query, with: labctl.client)
    }
}

/// `labctl aggregates`.
struct AggregatesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "aggregates", abstract: "Hours, persons and cases of whole quarters, small cells withheld.",
        discussion: """
            What may be shown to anyone, and all that viewers see beside the plan. --from and --to take the first and the \
            last day of quarters; without them, all quarters of the plan that are published. A quarter is published 30 \
            days after its end, and its persons and cases stay what they were known to be then. Several quarters are \
            added up, also where the same person was served in both.
            """)

    @ParentCommand var labctl: Labctl
    @OptionGroup var options: ViewOptions

    func run() async throws { try await Aggregates.show(options, with: labctl.client) }
}

/// `labctl retention`.
struct RetentionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retention", abstract: "What falls due for erasure when, and why not yet.")

    @ParentCommand var labctl: Labctl
    @OptionGroup var options: ViewOptions

    func run() async throws { try await showAnswer("retention", "Retention", options, with: labctl.client) }
}

/// `labctl timesheet show WORKER MONTH`.
struct TimesheetShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One worker's month, day by day.")

    @ParentCommand var labctl: Labctl
    @Argument(help: "The worker's id.") var worker: String
    @Argument(help: "The month, YYYY-MM.") var month: String
    @OptionGroup var options: ViewOptions

    func run() async throws {
        try await showAnswer(
            "timesheet", "\(worker), \(month)", options, [("worker", worker), ("month", month)], with: labctl.client)
    }
}

/// `labctl diff --since …`.
struct DiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Which figures changed since a moment, and by which events.",
        discussion: "With --as-of, the later moment is that one instead of now.")

    @ParentCommand var labctl: Labctl
    @Option(help: ArgumentHelp("The earlier moment.", valueName: "position|instant")) var since: String
    @OptionGroup var options: ViewOptions

    func run() async throws {
        try await showAnswer("diff", "Changed since \(since)", options, [("since", since)], with: labctl.client)
    }
}

/// `labctl explain VIEW`.
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "The events that a figure is the sum of.",
        discussion: """
            The view is one of compliance, timesheets, caseload, mediations, indicators, costs, reconciliation; the other options say which of \
            its figures: labctl explain compliance --line secretariat-towns --place rovato --week 2019-W45
            """)

    @ParentCommand var labctl: Labctl
    @Argument(help: "The view that has the figure.") var view: String
    @Option(help: "What is counted, where the view counts several things: deliveredMinutes.") var counted: String?
    @Option(help: "The budget line.") var line: String?
    @Option(help: "The place.") var place: String?
    @Option(help: "The phase of open cases.") var phase: String?
    @Option(help: "The state of cases or requests.") var state: String?
    @Option(help: "The kind of measure.") var measure: String?
    @Option(help: "The quarter, 2019-Q4.") var quarter: String?
    @Option(help: "The age band.") var age: String?
    @Option(help: "F, M, X or unknown.") var sex: String?
    @Option(help: "The nationality's code.") var nationality: String?
    @Option(help: "The language's code.") var language: String?
    @Option(help: "The setting of mediation.") var setting: String?
    @Option(help: "What hours are about: the id of a contact, case, mediation, orientation or activity.")
    var thing: String?
    @OptionGroup var hours: HoursOptions
    @OptionGroup var options: ViewOptions

    func run() async throws {
        let more: [(String, String?)] = [
            ("counted", counted), ("line", line), ("place", place), ("phase", phase), ("state", state),
            ("measure", measure), ("quarter", quarter), ("age", age), ("sex", sex), ("nationality", nationality),
            ("language", language), ("setting", setting), ("thing", thing),
        ]
        let query = [("of", view)] + more.compactMap { name, value in value.map { (name, $0) } } + hours.query
        try await showAnswer("explain", "What \(view) rests on", options, query, with: labctl.client)
    }
}

/// `labctl audit show`.
struct AuditShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Flags, voided records, adjusted hours, findings, and reports as known now.")

    @ParentCommand var labctl: Labctl
    @OptionGroup var options: ViewOptions

    func run() async throws { try await showAnswer("audit", "Audit", options, with: labctl.client) }
}

/// `labctl report list`.
struct ReportList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Every report, and how many of its figures today's knowledge would change.")

    @ParentCommand var labctl: Labctl
    @OptionGroup var options: ViewOptions

    func run() async throws { try await showAnswer("reports", "Reports", options, with: labctl.client) }
}

/// `labctl report show ID`.
struct ReportShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "A report's figures as they were submitted.")

    @ParentCommand var labctl: Labctl
    @Argument(help: "The report's id.") var id: String
    @OptionGroup var options: ViewOptions

    func run() async throws {
        try await showAnswer("report", "Report \(id)", options, [("id", id)], with: labctl.client)
    }
}

/// `labctl report diff ID`.
struct ReportDiff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Which of a report's figures changed since it was submitted, and by which events.")

    @ParentCommand var labctl: Labctl
    @Argument(help: "The report's id.") var id: String
    @OptionGroup var options: ViewOptions

    func run() async throws {
        try await showAnswer("diff", "Report \(id) and now", options, [("report", id)], with: labctl.client)
    }
}
