internal import ArgumentParser
internal import CanonicalJSON
internal import CivilTime
internal import LabAPI
internal import Office
internal import Presentation
internal import Views

/// `labctl explain VIEW`; its help lists what each view counts.
struct ExplainCommand: ViewCommand {
    static var configuration: CommandConfiguration {
        configuration(note: CommandScope.mentions(Self.self) ? note : "")
    }
    private static var note: String {
        localized(
            """
            The options select a figure of the view: labctl explain compliance --line secretariat-towns \
            --place rovato --week 2019-W45. Each view has its own figures and options:

            """,
            it: """
                Le opzioni scelgono una cifra della vista: labctl explain compliance --line secretariat-towns \
                --place rovato --week 2019-W45. Ogni vista ha le sue cifre e le sue opzioni:

                """) + Explanation.explained.map(line).joined(separator: "\n")
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

    func text(_ answer: ClientAnswer, _ names: AnswerNames, _ style: Style) async throws -> String {
        let names = names.over(AnswerNames(try answer.object, Explanation.columns))
        let basis = try answer.basis()
        return try await head(title, of: basis, names, style) + shortfall(answer, basis, names, style)
            + AnswerSheet(answer, of: Self.view, names).text(style, options.output.choice)
    }

    /// Returns what makes the line or place behind that the explanation of compliance is about; empty for any other explanation.
    private func shortfall(
        _ answer: ClientAnswer, _ basis: Views.Basis, _ names: AnswerNames, _ style: Style
    ) async throws -> String {
        let asked = basis.narrowed ?? [:]
        guard try answer.object["of"] == .string(Compliance.name), asked["worker"] == nil,
            asked["line"] != nil || asked["place"] != nil
        else { return "" }
        var days = [("asOf", basis.asOf), ("from", basis.from), ("to", basis.to), ("on", basis.on)].compactMap {
            parameter, value in value.map { (name: parameter, value: $0) }
        }
        if basis.on == nil, basis.to == nil {
            let isToday = !basis.simulated && basis.asOf == nil
            days.append(("on", isToday ? Today.day.description : Question.dayOfAsOf))
        }
        let filters = ["line", "place"].compactMap { name in asked[name].map { (name: name, value: $0) } }
        let compliance = try await Compliance(
            decoding: labctl.client.answer(ofView: Compliance.name, days + filters))
        var shortfall = Shortfall(compliance, week: asked["week"], month: asked["month"])
        for part in shortfall.shown {
            let query = [
                ("of", Compliance.name), ("line", part.line), ("place", part.place), ("week", part.week ?? ""),
            ]
            let explained = try await labctl.client.answer(ofView: Explanation.name, days + query)
            shortfall.away[part] =
                Set(try explained.decoded(as: Away.self, Explanation.name).absences.map(\.worker)).count
        }
        return shortfall.text(style, names)
    }

    /// Of an explanation, who was absent.
    private struct Away: Decodable { let absences: [AwayWorker] }
}
