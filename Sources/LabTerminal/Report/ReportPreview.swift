internal import ArgumentParser
internal import CanonicalJSON
internal import CivilTime
internal import LabAPI
internal import Office
internal import Presentation
internal import Views
internal import Wording

/// `labctl report preview KIND`: what a report of some days would contain, and what should be done before it is submitted.
///
/// Nothing is recorded: the submission is rehearsed, and the rest are answers of views for the same days.
struct ReportPreview: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "preview",
            abstract: localized(
                "What a report would contain, and what is missing before it is submitted.",
                it: "Che cosa conterrebbe una relazione, e che cosa manca prima di trasmetterla."),
            discussion: localized(
                """
                Tries the submission, which records nothing, lists what is pending or missing in its days, and shows the \
                figures that it would freeze, as they are now. Exits with 1 if the report would be refused.
                """,
                it: """
                    Prova la trasmissione, che non registra nulla, elenca ciò che manca o è da riapprovare nei suoi giorni, e \
                    mostra le cifre che fisserebbe, come sono ora. Termina con 1 se la relazione sarebbe respinta.
                    """))
    }

    @ParentCommand var labctl: Labctl
    @Argument(
        help: .localized(
            "The kind: quarterly, timesheets, claim or final.", it: "Il tipo: quarterly, timesheets, claim o final.",
            name: localized("kind", it: "tipo")))
    var kind: String
    @OptionGroup var span: SpanOptions
    @ArgumentParser.Flag(
        help: .localized(
            "As JSON: labd's answers, by their names.", it: "In JSON: le risposte di labd, con i loro nomi."))
    var json = false

    func run() async throws {
        guard let kind = ReportKind(rawValue: kind) else {
            let known = ReportKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw Failure(
                .usage,
                localized(
                    "there is no kind of report \(self.kind); it is one of \(known)",
                    it: "non c'è un tipo di relazione \(self.kind); è uno di \(known)"))
        }
        let client = labctl.client
        let days = try await span.days(client)
        let verdict = try await verdict(kind, days, client)
        let readiness = try await ReportReadiness(kind, days, client)
        var answers: [(view: any Answer.Type, answer: ClientAnswer)] = []
        // A claim freezes figures of its entries alone, so these are what is shown of it.
        let claimed: [any Answer.Type] = kind == .claim ? [ClaimableEntries.self] : []
        for view in claimed + (kind == .claim && !json ? [] : ReportFigures.views(of: kind)) {
            answers.append((view, try await client.answer(ofView: view.name, days.query)))
        }
        if json {
            var members = [JSONObject.Member("verdict", try Self.value(verdict))]
            for (view, answer) in answers { members.append(.init(view.name, try Self.value(answer.body))) }
            print(String(decoding: JSONObject(members).canonicalBytes, as: UTF8.self))
        } else {
            let style = Style(for: .standardOutput)
            let names = AnswerNames(plan: await client.planNames())
            print(head(kind, days, verdict, style) + readiness.text(style, names), terminator: "")
            for (view, answer) in answers {
                print("\n" + (try Self.text(answer, of: view, names, style)), terminator: "")
            }
            print(
                "\n"
                    + localized("To submit it:", it: "Per trasmetterla:")
                    + " labctl report submit --report ID --kind \(kind.rawValue) --from \(days.from) --to \(days.to)")
        }
        if CommandAnswer(verdict) == nil { throw Failure(.refused, "") }
    }

    /// The days of a quarter, or those between two that were typed.
    static func days(quarter: String?, from: String?, to: String?, today: Day) throws(Failure) -> ReportDays {
        if let quarter {
            guard from == nil, to == nil else {
                throw Failure(
                    .usage,
                    localized("give --quarter, or --from and --to", it: "indicare --quarter, oppure --from e --to"))
            }
            let days = try TypedParameter(.quarter, today: today).value(quarter)
            guard let quarter = Quarter(days) else { throw Failure(.usage, "--quarter: \(TypedSpan.quarterForm)") }
            return ReportDays(from: quarter.firstDay, to: quarter.lastDay)
        }
        guard let from else {
            throw Failure(
                .usage,
                localized(
                    "the days are missing: --quarter 2019-Q4, or --from and --to",
                    it: "mancano i giorni: --quarter 2019-Q4, oppure --from e --to"))
        }
        let first = try TypedParameter(.from, today: today).value(from)
        let last = try TypedParameter(.to, today: today).value(to ?? from)
        guard let first = Day(first), let last = Day(last), first <= last else {
            throw Failure(
                .usage,
                localized("--to \(last) lies before --from \(first)", it: "--to \(last) precede --from \(first)"))
        }
        return ReportDays(from: first, to: last)
    }

    /// labd's answer to the submission, tried: an answer to an accepted command, or a problem.
    private func verdict(_ kind: ReportKind, _ days: ReportDays, _ client: LabClient) async throws -> [UInt8] {
        guard let command = Catalogue.command("report.submit") else { preconditionFailure("reports are submitted") }
        let typed = TypedCommand(command)
        var random = SystemRandom()
        let words = [
            "--report", "preview-" + NewID.letters(12, random: &random), "--kind", kind.rawValue, "--from",
            "\(days.from)", "--to", "\(days.to)",
        ]
        let reading = try typed.read(try typed.split(words), today: Today.day, random: &random, names: nil)
        let answer = try await client.answer(
            to: .post(Paths.commands, [(name: "rehearse", value: "1")], as: MediaTypes.ndjson),
            body: reading.command.canonicalBytes + [UInt8(ascii: "\n")])
        let line = Array(answer.body.prefix { $0 != UInt8(ascii: "\n") })
        guard CommandAnswer(line) != nil || Problem(line) != nil else { throw Failure(refusal: answer) }
        return line
    }

    private func head(_ kind: ReportKind, _ days: ReportDays, _ verdict: [UInt8], _ style: Style) -> String {
        let name = Codes.text(of: kind.rawValue, as: "kind", in: Speech.language)
        var out = style.heading(localized("Report: \(name)", it: "Relazione: \(name)"))
        out +=
            style.faint(localized("  from \(days.from) to \(days.to)", it: "  dal \(days.from) al \(days.to)")) + "\n\n"
        if let accepted = CommandAnswer(verdict) {
            out += localized("It would be accepted now.", it: "Ora sarebbe accettata.") + "\n"
            for flag in accepted.events.flatMap(\.flags).compactMap(Flag.init(rawValue:)) {
                out += "  \(flag.rawValue): \(flag.text(in: Speech.language))\n"
            }
        } else if let problem = Problem(verdict) {
            let refused = localized("It would be refused now:", it: "Ora sarebbe respinta:")
            out += style.warning(refused) + "\n  \(problem.line)\n"
        }
        return out + "\n"
    }

    private static func value(_ body: [UInt8]) throws -> JSON { try JSONReader.read(body, as: .strict) }

    private static func text(
        _ answer: ClientAnswer, of view: any Answer.Type, _ names: AnswerNames, _ style: Style
    ) throws(Failure) -> String {
        if let shown = view as? any TerminalRenderable.Type { return try text(answer, as: shown, names, style) }
        return try LabTerminal.head(view.title(in: Speech.language), of: try answer.basis(), names, style)
            + AnswerSheet(answer, of: view, names).text(style)
    }

    private static func text<View: TerminalRenderable>(
        _ answer: ClientAnswer, as view: View.Type, _ names: AnswerNames, _ style: Style
    ) throws(Failure) -> String {
        try View(decoding: answer).text(style, names)
    }
}

/// The days of a report.
struct ReportDays: Hashable {
    let from: Day
    let to: Day

    /// The parameters of a view.
    var query: [(name: String, value: String)] { [("from", from.description), ("to", to.description)] }
}
