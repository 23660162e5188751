internal import ArgumentParser
internal import LabAPI
internal import Views

// Views of what stands behind the figures: the evidence, what changed, the reports and their audit.

/// `labctl diff --since …`.
struct DiffCommand: ViewCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Which figures changed since a moment, and by which events.",
        discussion: "With --as-of, the later moment is that one instead of now.")
    static let view: any Answer.Type = Diff.self

    @ParentCommand var labctl: Labctl
    @OptionGroup var options: ViewOptions<Self>

    var title: String { "Changed since \(options.since ?? "")" }

    func validate() throws {
        guard options.since != nil else { throw ValidationError("--since is missing: the earlier moment") }
    }
}

/// `labctl explain VIEW`.
struct ExplainCommand: ViewCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "The events that a figure is the sum of.",
        discussion: """
            The options say which figure of the view: labctl explain compliance --line secretariat-towns --place rovato \
            --week 2019-W45. Each view counts, and has options, of its own:
            \(Explanation.explained.map(Self.line).joined(separator: "\n"))
            """)
    static let view: any Answer.Type = Explanation.self

    @ParentCommand var labctl: Labctl
    @Argument(help: "The view that has the figure.") var view: String
    @OptionGroup var options: ViewOptions<Self>

    var arguments: [(parameter: Parameter, value: String)] { [(.of, view)] }
    var title: String { "What \(view) rests on" }

    private static func line(_ explained: Explanation.Explained) -> String {
        "\(explained.view): \(explained.counted.joined(separator: ", "));"
            + " \(explained.parameters.map(\.option).joined(separator: " "))"
    }
}

/// `labctl audit show`.
struct AuditShow: ViewCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Flags, voided records, adjusted hours, findings, and reports as known now.")
    static let view: any Answer.Type = Audit.self

    @ParentCommand var labctl: Labctl
    @OptionGroup var options: ViewOptions<Self>
}

/// `labctl report list`.
struct ReportList: ViewCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Every report, and how many of its figures today's knowledge would change.")
    static let view: any Answer.Type = Reports.self

    @ParentCommand var labctl: Labctl
    @OptionGroup var options: ViewOptions<Self>
}

/// `labctl report show ID`.
struct ReportShow: ViewCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "A report's figures as they were submitted.")
    static let view: any Answer.Type = ReportFile.self

    @ParentCommand var labctl: Labctl
    @Argument(help: "The report's id.") var id: String
    @OptionGroup var options: ViewOptions<Self>

    var arguments: [(parameter: Parameter, value: String)] { [(.id, id)] }
    var title: String { "Report \(id)" }
}

/// `labctl report diff ID`.
struct ReportDiff: ViewCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Which of a report's figures changed since it was submitted, and by which events.")
    static let view: any Answer.Type = Diff.self
    // A report has its own days.
    static let withoutOption: Set<Parameter> = [.since, .on, .from, .to]

    @ParentCommand var labctl: Labctl
    @Argument(help: "The report's id.") var id: String
    @OptionGroup var options: ViewOptions<Self>

    var arguments: [(parameter: Parameter, value: String)] { [(.report, id)] }
    var title: String { "Report \(id) and now" }
}
