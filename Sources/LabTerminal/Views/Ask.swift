internal import ArgumentParser
internal import Views

/// The command of a view, such as `labctl caseload` or `labctl case show ID`. All that it knows follows from the view's
/// description; a view added to the catalogue has its command.
struct Ask<View: Answer, Required: RequiredArguments>: ViewCommand {
    static var configuration: CommandConfiguration { configuration() }
    static var view: any Answer.Type { View.self }
    static var withoutOption: Set<Parameter> { Set(View.required) }

    @ParentCommand var labctl: Labctl
    @OptionGroup var required: Required
    @OptionGroup var options: ViewOptions<Self>

    var arguments: [(parameter: Parameter, value: String)] {
        zip(View.required, required.values).map { ($0, $1) }
    }
}

/// The arguments that a view's required parameters make, in their order.
protocol RequiredArguments: ParsableArguments {
    /// What was typed.
    var values: [String] { get }
}

/// Of a view that requires nothing.
struct NoArgument: RequiredArguments {
    var values: [String] { [] }
}

/// Of a view that requires one parameter.
struct OneArgument<View: Answer>: RequiredArguments {
    @Argument(help: View.argumentHelp(0)) var first: String

    var values: [String] { [first] }
}

/// Of a view that requires two.
struct TwoArguments<View: Answer>: RequiredArguments {
    @Argument(help: View.argumentHelp(0)) var first: String
    @Argument(help: View.argumentHelp(1)) var second: String

    var values: [String] { [first, second] }
}

extension Answer {
    fileprivate static func argumentHelp(_ number: Int) -> ArgumentHelp {
        let parameter = required[number]
        return ArgumentHelp(
            "\(parameter.summary)", valueName: parameter == .of ? parameter.form : parameter.rawValue)
    }
}

/// The commands of the views that are asked by a verb of this noun, or by one word alone where it is nil, in the catalogue's
/// order.
func viewCommands(of noun: String? = nil) -> [any ParsableCommand.Type] {
    Catalogue.views.filter { view in
        let words = view.command.split(separator: " ")
        return words.count == (noun == nil ? 1 : 2) && noun.map { $0 == words[0] } ?? true
    }.map { ownCommands[$0.name] ?? command(of: $0) }
}

/// The views whose commands do more than ask.
private let ownCommands: [String: any ParsableCommand.Type] = [
    Compliance.name: ComplianceCommand.self, Explanation.name: ExplainCommand.self, Diff.name: DiffCommand.self,
    PersonFile.name: PersonShow.self,
]

private func command<View: Answer>(of view: View.Type) -> any ParsableCommand.Type {
    switch view.required.count {
    case 0: Ask<View, NoArgument>.self
    case 1: Ask<View, OneArgument<View>>.self
    default: Ask<View, TwoArguments<View>>.self
    }
}
