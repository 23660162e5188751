internal import ArgumentParser
internal import LabAPI
internal import Presentation
internal import Views

/// `labctl today`, or `labctl oggi`.
struct TodayCommand: ViewCommand {
    static var configuration: CommandConfiguration {
        var configuration = configuration()
        configuration.aliases = ["oggi"]
        return configuration
    }
    static let view: any Answer.Type = DaySummary.self

    @ParentCommand var labctl: Labctl
    @OptionGroup var options: ViewOptions<Self>

    func text(_ answer: ClientAnswer, _ names: AnswerNames, _ style: Style) throws(Failure) -> String {
        guard options.output.choice.isEverything else { return try sheet(answer, names, style) }
        let summary = try answer.decoded(as: DaySummary.self, DaySummary.name)
        return summary.screen(style, columns: Screen.present?.columns ?? 80)
    }
}
