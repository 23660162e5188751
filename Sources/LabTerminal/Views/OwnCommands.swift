internal import ArgumentParser
internal import CanonicalJSON
internal import CivilTime
internal import LabAPI
internal import Office
internal import Presentation
internal import Views

// Commands of views that do more than the view's description provides.

/// `labctl compliance`.
struct ComplianceCommand: ViewCommand {
    static var configuration: CommandConfiguration { configuration() }
    static let view: any Answer.Type = Compliance.self

    @ParentCommand var labctl: Labctl
    @Option(
        help: .localized(
            "One row for each week, month or the whole period; not with --csv, which takes --table.",
            it: "Una riga per settimana, per mese o per tutto il periodo; non con --csv, che usa --table.", name: "part"
        ))
    var by = CompliancePart.period
    @ArgumentParser.Flag(
        help: .localized(
            "Count to the end of the plan, including hours that are not owed yet.",
            it: "Conta fino alla fine del piano, anche le ore non ancora dovute.")) var whole = false
    @OptionGroup var options: ViewOptions<Self>

    func answer(_ plan: PlanNames?) async throws -> ClientAnswer {
        try await ask(plan, try await lastDay().map { [("on", $0)] } ?? [])
    }

    func text(_ answer: ClientAnswer, _ names: AnswerNames, _ style: Style) throws(Failure) -> String {
        guard options.output.choice.isEverything else { return try sheet(answer, names, style, only: by.tables) }
        let names = names.over(AnswerNames(try answer.object, Compliance.columns))
        return try Compliance(decoding: answer).text(style, names, by: by)
    }

    /// The last day that counts if none is given.
    private func lastDay() async throws -> String? {
        guard !whole, options.on == nil, options.to == nil, try await !labctl.client.isSimulated else { return nil }
        return Self.lastDay(asOf: options.asOf, today: Today.day)
    }

    /// The last day that counts in a real log: today, or the day of `--as-of`.
    static func lastDay(asOf: String?, today: Day) -> String { asOf == nil ? today.description : Question.dayOfAsOf }
}

/// The spans for which compliance can be shown.
enum CompliancePart: String, ExpressibleByArgument, CaseIterable, Sendable {
    case week, month, period

    /// The tables of the answer that show it.
    var tables: Set<String> {
        switch self {
        case .week: ["weeks", "rounding"]
        case .month: ["months", "rounding"]
        case .period: ["rows", "total", "rounding"]
        }
    }
}

/// `labctl diff --since …`.
struct DiffCommand: ViewCommand {
    static var configuration: CommandConfiguration { configuration() }
    static let view: any Answer.Type = Diff.self

    @ParentCommand var labctl: Labctl
    @OptionGroup var options: ViewOptions<Self>

    func validate() throws {
        guard options.since != nil else {
            throw ValidationError(
                localized("--since is missing: the earlier moment", it: "manca --since: il momento precedente"))
        }
    }
}

/// `labctl report diff ID`: the same view, for a report and its days.
struct ReportDiff: ViewCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "diff",
            abstract: localized(
                "Which of a report's figures changed since it was submitted, and by which events.",
                it: "Quali cifre di una relazione sono cambiate da quando è stata trasmessa, e per quali eventi."))
    }
    static let view: any Answer.Type = Diff.self
    static let withoutOption: Set<Parameter> = [.since, .on, .from, .to]

    @ParentCommand var labctl: Labctl
    @Argument(help: .localized("The report's id.", it: "L'id della relazione.")) var id: String
    @OptionGroup var options: ViewOptions<Self>

    var arguments: [(parameter: Parameter, value: String)] { [(.report, id)] }
}

extension LabClient {
    /// Whether the log is a simulation, in which the machine's clock does not count.
    var isSimulated: Bool {
        get async throws {
            let health = try await answer(to: .get(Paths.health))
            return try health.object["simulated"] == true
        }
    }
}
