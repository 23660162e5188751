internal import ArgumentParser
internal import FoundationEssentials
internal import LabAPI
internal import Office
internal import Views

/// What every view can be asked with.
struct ViewOptions: ParsableArguments {
    @ArgumentParser.Flag(help: "As JSON, as labd answers it.") var json = false
    @ArgumentParser.Flag(help: "The rows as CSV: RFC 4180, ISO dates, decimal hours beside minutes.") var csv = false
    @Option(
        help: ArgumentHelp(
            "What the log knew then: after this position, or before this instant.", valueName: "position|instant"))
    var asOf: String?
    @Option(help: "Up to and including this day.") var on: String?
    @Option(help: "From this day on.") var from: String?
    @Option(help: "To this day.") var to: String?

    /// The query's parameters, days as they go on the wire.
    func query() throws(Failure) -> [(name: String, value: String)] {
        var query: [(name: String, value: String)] = []
        if let asOf {
            guard AsOf(asOf) != nil else {
                throw Failure(.usage, "--as-of cannot be \"\(asOf)\": it takes \(AsOf.form)")
            }
            query.append(("asOf", asOf))
        }
        for (name, text) in [("on", on), ("from", from), ("to", to)] {
            guard let text else { continue }
            guard let day = Day(typed: text, today: Today.day) else {
                throw Failure(.usage, "--\(name) cannot be \"\(text)\": it takes \(Day.typedForm)")
            }
            query.append((name, day.description))
        }
        return query
    }
}

/// A view that can be shown on a terminal.
protocol Shown: Answer {
    /// What the answer rests on.
    var basis: Views.Basis { get }
    /// The answer as tables.
    func text(_ style: Style) -> String
}

extension Shown {
    /// Asks labd for the view, and prints the answer: as it came, or as tables.
    static func show(_ options: ViewOptions, id: String? = nil, with client: LabClient) async throws {
        let query = try options.query() + (id.map { [("id", $0)] } ?? [])
        let answer = try await ask(query, with: client)
        if options.json { return printAsIs(String(decoding: answer.body, as: UTF8.self)) }
        if options.csv { return printAsIs(try AnswerSheet(answer).csv, terminator: "") }
        print(try decoded(answer).text(Style(for: .standardOutput)), terminator: "")
    }

    /// labd's answer, whole.
    static func ask(_ query: [(name: String, value: String)], with client: LabClient) async throws -> ClientAnswer {
        let answer = try await client.answer(to: .get(Paths.view(name), query))
        guard answer.isAccepted else { throw Failure(refusal: answer) }
        return answer
    }

    /// The answer read.
    static func decoded(_ answer: ClientAnswer) throws(Failure) -> Self {
        do {
            return try JSONDecoder().decode(Self.self, from: Data(answer.body))
        } catch {
            throw Failure(
                .unreachable,
                "labd's answer is not a \(name) that this labctl knows; are both of one version? (\(error))")
        }
    }

    /// What stands above every answer: the days it is about and where the log stood.
    func head(_ title: String, _ style: Style) -> String {
        var parts: [String] = []
        if let from = basis.from { parts.append("from \(from)") }
        if let last = [basis.on, basis.to].compactMap({ $0 }).min() { parts.append("up to \(last)") }
        parts.append("\(basis.asOf == nil ? "log at" : "as known at") position \(basis.position)")
        if basis.simulated { parts.append("simulated") }
        return style.heading(title) + style.faint("  \(parts.joined(separator: ", "))") + "\n"
    }
}

/// Figures by name, the larger first, in a table of two columns.
func counts(_ heading: String, _ counts: [String: Int], names: [String: String] = [:], _ style: Style) -> String {
    guard !counts.isEmpty else { return "" }
    var table = Table([.left(heading), .right("")])
    for (name, count) in counts.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
        table.add([.text(names[name] ?? name), .count(count)])
    }
    return "\n" + table.text(style)
}
