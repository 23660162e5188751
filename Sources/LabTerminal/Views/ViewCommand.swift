internal import ArgumentParser
internal import CivilTime
internal import LabAPI
internal import Office
internal import Presentation
internal import Views
internal import Wording

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
    /// Returns labd's complete answer to the question; the names of the plan are those by which something may have been typed.
    func answer(_ plan: PlanNames?) async throws -> ClientAnswer
    /// Returns an answer as tables, with these names before its own.
    func text(_ answer: ClientAnswer, _ names: AnswerNames, _ style: Style) async throws -> String
}

extension ViewCommand {
    static var withoutOption: Set<Parameter> { [] }
    var arguments: [(parameter: Parameter, value: String)] { [] }

    /// Returns the configuration of the command, made from the view's description and words.
    static func configuration(note: String? = nil) -> CommandConfiguration {
        CommandConfiguration(
            commandName: ownName,
            abstract: view.purpose(in: Speech.language), discussion: note ?? view.note(in: Speech.language))
    }

    /// What the command is called, by the view's description.
    static var ownName: String { view.command.split(separator: " ").last.map(String.init) ?? "" }

    /// The parameters that are options, in the view's order.
    static var offered: [Parameter] { view.parameters.filter { !withoutOption.contains($0) && $0.isOption } }

    /// How many rows of each list are shown if nothing else is asked for; nil for all. Lists that are looked through have all of
    /// them, those beside figures their beginning.
    static var usualRows: Int? {
        switch view.name {
        case Caseload.name, OfficeCalendar.name, Audit.name: 20
        // More than have room on the line of a list.
        case DaySummary.name: 50
        default: nil
        }
    }

    /// The line above the answer: the view's title and its arguments.
    var title: String {
        let named = arguments.map { $0.parameter == .of ? AnswerNames.view($0.value, in: Speech.language) : $0.value }
        let title = Self.view.title(in: Speech.language)
        // "Person p-1", but "Explanation: Compliance".
        let isOfAnother = arguments.contains { $0.parameter == .of || $0.parameter == .report }
        return ([isOfAnother ? title + ":" : title] + named).joined(separator: " ")
    }

    func run() async throws { try await present() }

    func answer(_ plan: PlanNames?) async throws -> ClientAnswer { try await ask(plan) }

    /// What was typed for the view's parameters.
    private var typed: [(parameter: Parameter, value: String)] { arguments + options.given }

    /// Asks for the names of the plan if they are needed, to show the answer or to read what was typed.
    private func plan() async -> PlanNames? {
        guard options.output.form.namesThings || typed.contains(where: { $0.parameter.planReference != nil }) else {
            return nil
        }
        return await labctl.client.planNames()
    }

    /// Returns labd's complete answer, asked with the options, the arguments and more.
    func ask(_ plan: PlanNames?, _ more: [(name: String, value: String)] = []) async throws -> ClientAnswer {
        let today = await today(isTold: false)
        var query: [(name: String, value: String)] = []
        for (parameter, text) in typed {
            let reader = TypedParameter(parameter, today: today, names: plan, words: Self.view.words(of: parameter))
            query.append((parameter.rawValue, try reader.value(text)))
        }
        // Of a long list only what is shown, unless all of it must be sorted.
        let output = options.output
        if output.form == .text, output.sort == nil, let limit = output.limit ?? Self.usualRows, limit > 0,
            Self.view.parameters.contains(.limit)
        {
            query.append((Parameter.limit.rawValue, String(limit)))
        }
        return try await labctl.client.answer(ofView: Self.view.name, query + more)
    }

    /// The day that counts as today for what was typed.
    private func today(isTold: Bool) async -> Day {
        await labctl.client.today(for: typed.filter { $0.parameter.isOfDays }.map(\.value), isTold: isTold).day
    }

    /// What to tell the person about days that could be others.
    private func remarks(_ today: Day) -> [String] {
        typed.compactMap { parameter, text in TypedParameter(parameter, today: today).remark(text) }
    }

    /// Asks, and prints the answer in the requested form; with `--watch`, again and again. Returns the answer that was printed;
    /// nil after `--watch`.
    @discardableResult
    func present() async throws -> ClientAnswer? {
        if let interval = options.output.watch {
            try await watch(every: interval)
            return nil
        }
        let plan = await plan()
        let answer = try await answer(plan)
        for remark in remarks(await today(isTold: true)) { say("labctl: \(remark)") }
        switch options.output.form {
        case .json: printAsIs(String(decoding: answer.body, as: UTF8.self))
        case .csv(let dialect):
            try AnswerSheet(answer, of: Self.view).printCSV(
                table: options.output.table, dialect, options.output.choice)
        case .workbook(let path):
            try AnswerSheet(answer, of: Self.view, AnswerNames(plan: plan)).writeWorkbook(
                titled: title, of: answer.basis(), to: path, options.output.choice)
        case .text:
            let text = try await text(answer, AnswerNames(plan: plan), Style(for: .standardOutput))
            printPaged(text, isAllowed: options.output.pager.isAllowed)
        }
        return answer
    }

    /// Shows the answer until it is interrupted, each time over the one before.
    private func watch(every interval: WatchInterval) async throws {
        guard Screen.measured() != nil else {
            throw Failure(
                .usage, localized("--watch takes a terminal to show on", it: "--watch richiede un terminale"))
        }
        let style = Style(for: .standardOutput)
        let remarks = self.remarks(await today(isTold: false)).map { style.faint($0) + "\n" }.joined()
        // ECMA-48: ED 2 erases the screen, CUP moves to its beginning, EL and ED erase what stood there before.
        printAsIs("\u{1B}[2J", terminator: "")
        while true {
            let screen = Screen.measured()
            let plan = await plan()
            let answer = try await answer(plan)
            let names = AnswerNames(plan: plan)
            let shown = try await Screen.$present.withValue(screen) {
                Self.watched(interval, style) + remarks + (try await text(answer, names, style))
            }
            let lines = shown.visible(keepingLines: true, style: style).split(
                separator: "\n", omittingEmptySubsequences: false
            ).prefix(max(2, screen?.lines ?? .max) - 1)
            printAsIs("\u{1B}[H" + lines.map { $0 + "\u{1B}[K\n" }.joined() + "\u{1B}[J", terminator: "")
            try Printed.check()
            try await Task.sleep(for: .seconds(interval.seconds))
        }
    }

    private static func watched(_ interval: WatchInterval, _ style: Style) -> String {
        let (now, pause) = (Today.now.local, decimal(interval.seconds, 1))
        return style.faint(
            localized("\(now), every \(pause) s; Ctrl-C ends", it: "\(now), ogni \(pause) s; Ctrl-C per finire")) + "\n"
    }

    func text(_ answer: ClientAnswer, _ names: AnswerNames, _ style: Style) throws(Failure) -> String {
        guard let shown = Self.view as? any TerminalRenderable.Type, options.output.choice.isEverything else {
            return try sheet(answer, names, style)
        }
        return try text(answer, as: shown, names, style)
    }

    /// Returns an answer as the tables that its description determines; only those of `only`, if it is given.
    func sheet(
        _ answer: ClientAnswer, _ names: AnswerNames, _ style: Style, only: Set<String>? = nil
    ) throws(Failure) -> String {
        try head(title, of: try answer.basis(), names, style)
            + AnswerSheet(answer, of: Self.view, names, only: only).text(style, options.output.choice)
    }

    private func text<View: TerminalRenderable>(
        _ answer: ClientAnswer, as view: View.Type, _ names: AnswerNames, _ style: Style
    ) throws(Failure) -> String {
        try View(decoding: answer).text(style, names.over(AnswerNames(try answer.object, View.columns)))
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
