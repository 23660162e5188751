internal import ArgumentParser
internal import CanonicalJSON
internal import CivilTime
internal import LabAPI
internal import Office
internal import Views

// Commands of views that do more than the view's description provides.

/// `labctl compliance`.
struct ComplianceCommand: ViewCommand {
    static var configuration: CommandConfiguration { configuration() }
    static let view: any Answer.Type = Compliance.self

    @ParentCommand var labctl: Labctl
    @Option(help: "One row for each week, month or the whole period; not with --csv, which takes --table.")
    var by = CompliancePart.period
    @ArgumentParser.Flag(help: "Count to the end of the plan, including hours that are not owed yet.") var whole = false
    @OptionGroup var options: ViewOptions<Self>

    func run() async throws {
        let answer = try await ask(try await lastDay().map { [("on", $0)] } ?? [])
        guard options.output.form == .text else { return try show(answer) }
        let compliance = try Compliance(decoding: answer)
        print(compliance.text(Style(for: .standardOutput), by: by), terminator: "")
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
}

/// `labctl explain VIEW`; its help lists what each view counts.
struct ExplainCommand: ViewCommand {
    static var configuration: CommandConfiguration {
        configuration(
            note: """
                The options select a figure of the view: labctl explain compliance --line secretariat-towns \
                --place rovato --week 2019-W45. Each view has its own figures and options:
                \(Explanation.explained.map(line).joined(separator: "\n"))
                """)
    }
    static let view: any Answer.Type = Explanation.self

    @ParentCommand var labctl: Labctl
    @OptionGroup var required: OneArgument<Explanation>
    @OptionGroup var options: ViewOptions<Self>

    var arguments: [(parameter: Parameter, value: String)] { [(.of, required.first)] }

    private static func line(_ explained: Explanation.Explained) -> String {
        "\(explained.view): \(explained.counted.joined(separator: ", "));"
            + " \(explained.parameters.map(\.option).joined(separator: " "))"
    }
}

/// `labctl diff --since …`.
struct DiffCommand: ViewCommand {
    static var configuration: CommandConfiguration { configuration() }
    static let view: any Answer.Type = Diff.self

    @ParentCommand var labctl: Labctl
    @OptionGroup var options: ViewOptions<Self>

    func validate() throws {
        guard options.since != nil else { throw ValidationError("--since is missing: the earlier moment") }
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
    @Argument(help: "The report's id.") var id: String
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
