internal import Wording
internal import ArgumentParser
internal import LabAPI
internal import Office
internal import Views

/// A command of labctl that asks a view. Its options are the parameters that the view accepts.
protocol ViewCommand: AsyncParsableCommand {
    /// The view.
    static var view: any Answer.Type { get }
    /// The parameters of the view that are not options, because they are arguments or never used here.
    static var withoutOption: Set<Parameter> { get }
    /// labctl's own options.
    var labctl: Labctl { get }
    /// The options given.
    var options: ViewOptions<Self> { get }
    /// The parameters given as arguments.
    var arguments: [(parameter: Parameter, value: String)] { get }
}

extension ViewCommand {
    static var withoutOption: Set<Parameter> { [] }
    var arguments: [(parameter: Parameter, value: String)] { [] }

    /// Returns the configuration of the command, made from the view's description and words.
    static func configuration(note: String? = nil) -> CommandConfiguration {
        CommandConfiguration(
            commandName: view.command.split(separator: " ").last.map(String.init),
            abstract: view.purpose(in: Speech.language), discussion: note ?? view.note(in: Speech.language))
    }

    /// The parameters that are options, in the view's order.
    static var offered: [Parameter] { view.parameters.filter { !withoutOption.contains($0) && $0.isOption } }

    /// The line above the answer: the view's title and its arguments.
    var title: String { ([Self.view.title(in: Speech.language)] + arguments.map(\.value)).joined(separator: " ") }

    func run() async throws { try show(try await ask()) }

    /// Returns labd's complete answer.
    func ask(_ more: [(name: String, value: String)] = []) async throws -> ClientAnswer {
        let client = labctl.client
        let typed = arguments + options.given
        let names = typed.contains { $0.parameter.planReference != nil } ? await client.planNames() : nil
        var query: [(name: String, value: String)] = []
        for (parameter, text) in typed {
            let reader = TypedParameter(parameter, today: Today.day, names: names)
            query.append((parameter.rawValue, try reader.value(text)))
            if let remark = reader.remark(text) { say("labctl: \(remark)") }
        }
        return try await client.answer(ofView: Self.view.name, query + more)
    }

    /// Prints the answer in the requested form.
    func show(_ answer: ClientAnswer) throws(Failure) {
        switch options.output.form {
        case .json: printAsIs(String(decoding: answer.body, as: UTF8.self))
        case .csv(let dialect):
            try AnswerSheet(answer, of: Self.view).printCSV(table: options.output.table, dialect)
        case .text: print(try text(answer, Style(for: .standardOutput)), terminator: "")
        }
    }

    private func text(_ answer: ClientAnswer, _ style: Style) throws(Failure) -> String {
        if let shown = Self.view as? any TerminalRenderable.Type { return try text(answer, as: shown, style) }
        return try head(title, of: try answer.basis(), style) + AnswerSheet(answer, of: Self.view).text(style)
    }

    private func text<View: TerminalRenderable>(
        _ answer: ClientAnswer, as view: View.Type, _ style: Style
    ) throws(Failure) -> String {
        try View(decoding: answer).text(style)
    }
}

extension LabClient {
    /// Returns the answer of a view. Fails if labd refuses the question.
    func answer(ofView name: String, _ query: [(name: String, value: String)]) async throws -> ClientAnswer {
        let answer = try await answer(to: .get(Paths.view(name), query))
        guard answer.isAccepted else { throw Failure(refusal: answer) }
        return answer
    }
}
