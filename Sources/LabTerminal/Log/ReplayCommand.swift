internal import ArgumentParser
internal import CanonicalJSON
internal import CivilTime
internal import LabAPI
internal import Office
internal import Presentation
internal import Views
internal import Wording

/// `labctl replay`: history, event by event, with what each one changed in the figures.
struct ReplayCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "replay",
            abstract: localized(
                "Walks through history, and shows what each event changed.",
                it: "Ripercorre la storia e mostra che cosa ha cambiato ogni evento."),
            discussion: localized(
                """
                Each event is shown with the figures that it changed, as `labctl diff` compares them just before and just \
                after it. An event without such lines changed none of them.
                """,
                it: """
                    Ogni evento è mostrato con le cifre che ha cambiato, come `labctl diff` le confronta subito prima e \
                    subito dopo. Un evento senza tali righe non ne ha cambiata alcuna.
                    """))
    }

    @ParentCommand var labctl: Labctl
    @Option(help: .localized("The first position.", it: "La prima posizione.", name: "from")) var from = 0
    @Option(
        help: .localized(
            "The last: this position, or what was recorded before this instant.",
            it: "L'ultima: questa posizione, o ciò che è stato registrato prima di questo momento.",
            name: Parameter.asOf.form(in: Speech.language)))
    var to: String?
    @Option(
        help: .localized(
            "Only events of this type: hours.logged.", it: "Solo gli eventi di questo tipo: hours.logged.", name: "type"
        )
    )
    var type: String?
    @Option(
        help: .localized(
            "Only events of this stream: case/c-1.", it: "Solo gli eventi di questo flusso: case/c-1.", name: "subject")
    )
    var subject: String?
    @Option(
        help: .localized(
            "Events a second; without it, as fast as they come.",
            it: "Eventi al secondo; se manca, man mano che arrivano.", name: "speed"))
    var speed: Double?
    @ArgumentParser.Flag(help: .localized("Waits for Enter after each event.", it: "Attende Invio dopo ogni evento."))
    var step = false

    func validate() throws {
        guard from >= 0 else {
            throw ValidationError(
                localized("--from takes a position: 0 or more", it: "--from vuole una posizione: 0 o più"))
        }
        if let speed, !(speed > 0) {
            throw ValidationError(
                localized(
                    "--speed takes a number of events a second, above 0",
                    it: "--speed vuole un numero di eventi al secondo, maggiore di 0"))
        }
        if let to, AsOf(to) == nil {
            throw ValidationError(localized("--to takes", it: "--to vuole") + " \(AsOf.form.text(in: Speech.language))")
        }
    }

    func run() async throws {
        let client = labctl.client
        let events = EventLines(client: client)
        let count = try await events.count()
        guard from < count else {
            throw Failure(
                .refused,
                localized(
                    "the log has no position \(from): it goes from 0 to \(count - 1)",
                    it: "il registro non ha la posizione \(from): va da 0 a \(count - 1)"))
        }
        let end = to.flatMap { AsOf($0) }
        if case .position(let last)? = end, last < from {
            throw Failure(
                .usage, localized("--to \(last) lies before --from \(from)", it: "--to \(last) precede --from \(from)"))
        }
        let (type, subject, speed, step) = (self.type, self.subject, self.speed, self.step)
        let style = Style(for: .standardOutput)
        let names = AnswerNames(plan: await client.planNames())
        try await events.forEach(from: from) { _, event in
            let position = event.number("position")
            switch end {
            case .position(let last)? where position > last: return false
            case .instant(let instant)?:
                guard let time = Instant(event.word("time")), time < instant else { return false }
            default: break
            }
            guard type == nil || type == event.word("type"), subject == nil || subject == event.word("subject") else {
                return true
            }
            try printNow(style.heading(EventText.line(event)))
            for remark in EventText.remarks(event) { try printNow(style.faint("    " + remark)) }
            for change in try await Self.changes(by: position, client, names) { try printNow("    " + change) }
            if step { return readLine() != nil }
            if let speed { try await Task.sleep(for: .seconds(1 / speed)) }
            return true
        }
    }

    /// The figures that differ just before and just after an event.
    private static func changes(
        by position: Int, _ client: LabClient, _ names: AnswerNames
    ) async throws -> [String] {
        guard position > 0 else { return [] }
        let answer = try await client.answer(
            to: .get(Paths.view(Diff.name), [("since", String(position - 1)), ("asOf", String(position))]))
        guard answer.isAccepted else {
            // Before the first plan there are no figures.
            if case .object(let problem)? = try? JSONReader.read(answer.body.span, as: .strict),
                problem.word("code") == "no-plan"
            {
                return []
            }
            throw Failure(refusal: answer)
        }
        guard case .object(let diff)? = try? JSONReader.read(answer.body.span, as: .strict),
            case .array(let rows)? = diff["rows"]
        else {
            throw Failure(
                .unreachable,
                localized(
                    "labd's answer is not a diff; are both of one version?",
                    it: "la risposta di labd non è un confronto; le due versioni sono uguali?"))
        }
        return rows.compactMap { row in
            guard case .object(let row) = row else { return nil }
            let figure = row.word("figure")
            let change = row.number("change")
            let shown = { (value: Int) in AnswerCells.text(ofFigure: figure, value, in: Speech.language) }
            return "\(names.figure(figure))  \(shown(row.number("before"))) → \(shown(row.number("after"))) "
                + "(\(change > 0 ? "+" : "")\(shown(change)))"
        }
    }
}
