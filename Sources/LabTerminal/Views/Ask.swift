internal import ArgumentParser
internal import Views
internal import Wording

/// The command of a view, such as `labctl caseload` or `labctl case show ID`. It is derived completely from the view's
/// description, so a view added to the catalogue has a command.
struct Ask<View: Answer, Required: RequiredArguments>: ViewCommand {
    static var configuration: CommandConfiguration { configuration() }
    static var _commandName: String { ownName }
    static var view: any Answer.Type { View.self }
    static var withoutOption: Set<Parameter> { Set(View.required) }

    @ParentCommand var labctl: Labctl
    @OptionGroup var required: Required
    @OptionGroup var options: ViewOptions<Self>

    var arguments: [(parameter: Parameter, value: String)] {
        zip(View.required, required.values).map { ($0, $1) }
    }
}

/// The arguments for a view's required parameters, in order.
protocol RequiredArguments: ParsableArguments {
    /// The values given.
    var values: [String] { get }
}

/// For a view without required parameters.
struct NoArgument: RequiredArguments {
    var values: [String] { [] }
}

/// For a view with one required parameter.
struct OneArgument<View: Answer>: RequiredArguments {
    @Argument(help: View.argumentHelp(0)) var first: String

    var values: [String] { [first] }
}

/// For a view with two required parameters.
struct TwoArguments<View: Answer>: RequiredArguments {
    @Argument(help: View.argumentHelp(0)) var first: String
    @Argument(help: View.argumentHelp(1)) var second: String

    var values: [String] { [first, second] }
}

extension Answer {
    fileprivate static func argumentHelp(_ number: Int) -> ArgumentHelp {
        let parameter = required[number]
        return ArgumentHelp(
            "\(parameter.summary(in: Speech.language))",
            valueName: parameter == .of
                ? parameter.form(in: Speech.language) : ValueName.spoken(parameter.rawValue))
    }
}

/// The commands of the views with a verb of this noun (or, if it is nil, with a single word), in the catalogue's order.
func viewCommands(of noun: String? = nil) -> [any ParsableCommand.Type] {
    Catalogue.views.filter { view in
        let words = view.command.split(separator: " ")
        return words.count == (noun == nil ? 1 : 2) && noun.map { $0 == words[0] } ?? true
    }.map { ownCommands[$0.name] ?? command(of: $0) }
}

/// The views with commands of their own.
private let ownCommands: [String: any ParsableCommand.Type] = [
    Compliance.name: ComplianceCommand.self, Explanation.name: ExplainCommand.self, Diff.name: DiffCommand.self,
    PersonFile.name: PersonShow.self, DaySummary.name: TodayCommand.self, Remedies.name: UndoCommand.self,
    OfficeCalendar.name: CalendarCommand.self,
]

private func command<View: Answer>(of view: View.Type) -> any ParsableCommand.Type {
    switch view.required.count {
    case 0: Ask<View, NoArgument>.self
    case 1: Ask<View, OneArgument<View>>.self
    default: Ask<View, TwoArguments<View>>.self
    }
}
