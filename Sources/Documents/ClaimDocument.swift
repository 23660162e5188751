import CanonicalJSON
import CivilTime
import Office
import Presentation
import Views
import Wording

/// A claim as it was submitted: exactly its entries, with their minutes and costs.
enum ClaimDocument {
    static func draft(_ asked: [(Views.Parameter, String)], _ source: some DocumentSource) async throws -> Draft {
        let language = source.names.language
        let answer = try await source.answer(ReportFile.self, asked)
        let report = answer.value
        guard report.kind == ReportKind.claim.rawValue else {
            throw NotOfKind(report: report.report, kind: report.kind)
        }
        var draft = Draft(
            title: language.say("Claim", it: "Domanda di rimborso"),
            subject: "\(report.report), \(language.span(report.from, report.to))", basis: report.basis,
            language: language)
        draft.isLandscape = true
        addFacts(of: report, &draft, language)
        let entries = try await entries(of: report, source)
        draft.add(
            Document.Table(
                title: language.say("Entries", it: "Registrazioni"),
                columns: [
                    Document.Column(language.say("Entry", it: "Registrazione")),
                    Document.Column(language.say("Day", it: "Giorno")),
                    Document.Column(language.say("Worker", it: "Operatore")),
                    Document.Column(language.say("Line", it: "Azione")),
                    Document.Column(language.say("Place", it: "Sede")),
                    Document.Column(language.say("Hours", it: "Ore"), summedFrom: .minutes(0)),
                    Document.Column(language.say("Cost", it: "Costo"), summedFrom: .centFractions(0)),
                ],
                rows: report.claimed.map { claimed in
                    let entry = entries[claimed.entry]
                    return Document.Row([
                        .text(claimed.entry),
                        entry.flatMap { Day($0.on) }.map { .day($0) } ?? .empty,
                        entry.map { .text($0.worker) } ?? .empty,
                        entry?.line.map { .text(source.names.name(.line, $0)) } ?? .empty,
                        entry?.place.map { .text(source.names.name(.place, $0)) } ?? .empty,
                        .minutes(claimed.minutes), .centFractions(claimed.centFractions),
                    ])
                },
                note: language.say(
                    "Costs are exact fractions of a cent, rounded once in their sum.",
                    it: "I costi sono frazioni esatte di centesimo, arrotondate una volta sola nella loro somma.")),
            "claimed",
            .array(
                report.claimed.map { claimed in
                    var figure: JSONObject = [
                        "centFractions": .integer(Int64(claimed.centFractions)), "entry": .string(claimed.entry),
                        "minutes": .integer(Int64(claimed.minutes)),
                    ]
                    guard let entry = entries[claimed.entry] else { return .object(figure) }
                    figure.members.append(.init("on", .string(entry.on)))
                    figure.members.append(.init("worker", .string(entry.worker)))
                    if let line = entry.line { figure.members.append(.init("line", .string(line))) }
                    if let place = entry.place { figure.members.append(.init("place", .string(place))) }
                    return .object(figure)
                }))
        draft.addAside(byWorker(report, entries, language))
        draft.add(
            AnswerParts(answer, source).table(
                language.say("Left out, without a rate", it: "Escluse, senza tariffa"), "leftOut",
                ["entry": nil, "on": nil, "worker": nil, "minutes": nil], summed: ["minutes"]), as: "leftOut")
        draft.signatures = [
            Document.Signature(role: language.say("The coordinator", it: "Il coordinatore")),
            Document.Signature(role: language.say("The legal representative", it: "Il legale rappresentante")),
        ]
        return draft
    }

    private static func addFacts(of report: ReportFile, _ draft: inout Draft, _ language: DisplayLanguage) {
        draft.add(language.say("Claim", it: "Domanda"), report.report, "report", .string(report.report))
        draft.add("from", .string(report.from))
        draft.add("to", .string(report.to))
        draft.add(
            language.say("State", it: "Stato"), Codes.text(of: report.state, as: "state", in: language), "state",
            .string(report.state))
        draft.add(
            language.say("Submitted at positions", it: "Trasmessa alle posizioni"),
            report.submissions.map(String.init).joined(separator: ", "), "submissions",
            .array(report.submissions.map { .integer(Int64($0)) }))
        if let minutes = report.minutes {
            draft.add(
                language.say("Hours claimed", it: "Ore rendicontate"), language.hours(minutes), "minutes",
                .integer(Int64(minutes)))
        }
        if let cents = report.cents {
            draft.add(
                language.say("Amount claimed", it: "Importo richiesto"), language.euros(cents), "cents",
                .integer(Int64(cents)))
        }
        if let digest = report.claimDigest {
            draft.add(
                language.say("Digest of the entries", it: "Impronta delle registrazioni"), digest, "claimDigest",
                .string(digest))
        }
        draft.add(
            language.say("The log still gives them", it: "Il registro le conferma ancora"),
            language.yesNo(report.holds), "holds", .bool(report.holds))
    }

    /// The entries of the claim's days, as they are now.
    private static func entries(
        of report: ReportFile, _ source: some DocumentSource
    ) async throws -> [String: ListedEntry] {
        let hours = try await source.answer(Hours.self, [(.from, report.from), (.to, report.to)])
        return Dictionary(hours.value.rows.map { ($0.entry, $0) }) { first, _ in first }
    }

    /// The sums of each worker, which the entries say one by one.
    private static func byWorker(
        _ report: ReportFile, _ entries: [String: ListedEntry], _ language: DisplayLanguage
    ) -> Document.Table {
        let sums = Dictionary(grouping: report.claimed) { entries[$0.entry]?.worker ?? "" }.mapValues { claimed in
            claimed.reduce((minutes: 0, fractions: 0)) { ($0.minutes + $1.minutes, $0.fractions + $1.centFractions) }
        }
        return Document.Table(
            title: language.say("By worker", it: "Per operatore"),
            columns: [
                Document.Column(language.say("Worker", it: "Operatore")),
                Document.Column(language.say("Hours", it: "Ore"), summedFrom: .minutes(0)),
                Document.Column(language.say("Cost", it: "Costo"), summedFrom: .centFractions(0)),
            ],
            rows: sums.sorted { $0.key < $1.key }.map { worker, sum in
                Document.Row([.text(worker), .minutes(sum.minutes), .centFractions(sum.fractions)])
            })
    }
}

/// A report that a document of another kind was asked of.
package struct NotOfKind: Error, Hashable {
    /// The report's id.
    package let report: String
    /// What it is.
    package let kind: String
}
