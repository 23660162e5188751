internal import ArgumentParser
internal import LabAPI
internal import Office
internal import Views

/// `labctl compliance`.
struct ComplianceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compliance", abstract: "Hours owed and delivered, by line and place.",
        discussion: """
            On a log that is no simulation, the table counts up to today unless --on, --to or --whole says otherwise.
            """)

    @ParentCommand var labctl: Labctl
    @Option(help: "One row for each week, month or the whole period.") var by = CompliancePart.period
    @ArgumentParser.Flag(help: "To the end of the plan, also what is not owed yet.") var whole = false
    @OptionGroup var options: ViewOptions

    func run() async throws {
        let query = try options.query()
        var answer = try await Compliance.ask(query, with: labctl.client)
        if options.json { return printAsIs(String(decoding: answer.body, as: UTF8.self)) }
        if options.csv { return printAsIs(try AnswerSheet(answer).csv, terminator: "") }
        var view = try Compliance.decoded(answer)
        if !view.basis.simulated && !whole && options.on == nil && options.to == nil {
            answer = try await Compliance.ask(query + [("on", Today.day.description)], with: labctl.client)
            view = try Compliance.decoded(answer)
        }
        print(view.text(Style(for: .standardOutput), by: by), terminator: "")
    }
}

/// The spans by which compliance is shown.
enum CompliancePart: String, ExpressibleByArgument, CaseIterable, Sendable {
    case week, month, period
}

/// `labctl caseload`.
struct CaseloadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "caseload", abstract: "Cases open and closed, by place, phase, worker.")

    @ParentCommand var labctl: Labctl
    @OptionGroup var options: ViewOptions

    func run() async throws { try await Caseload.show(options, with: labctl.client) }
}

/// `labctl case show ID`.
struct CaseShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Everything on one case, in order; nothing personal.")

    @ParentCommand var labctl: Labctl
    @Argument(help: "The case's id.") var id: String
    @OptionGroup var options: ViewOptions

    func run() async throws { try await CaseFile.show(options, id: id, with: labctl.client) }
}

/// `labctl mediations`.
struct MediationsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mediations", abstract: "Mediation asked, authorised, delivered, missed.")

    @ParentCommand var labctl: Labctl
    @OptionGroup var options: ViewOptions

    func run() async throws { try await Mediations.show(options, with: labctl.client) }
}

/// `labctl indicators`.
struct IndicatorsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "indicators", abstract: "Persons served, each once, against the targets.")

    @ParentCommand var labctl: Labctl
    @OptionGroup var options: ViewOptions

    func run() async throws { try await Indicators.show(options, with: labctl.client) }
}

/// `labctl timesheets`.
struct TimesheetsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "timesheets", abstract: "Every worker's months: hours, and who declared what.")

    @ParentCommand var labctl: Labctl
    @OptionGroup var options: ViewOptions

    func run() async throws { try await Timesheets.show(options, with: labctl.client) }
}
