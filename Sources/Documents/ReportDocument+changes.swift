import CanonicalJSON
import CivilTime
import Presentation
import Views
import Wording

// What changed: the working group, and what was reported before.

extension ReportDocument {
    /// Who joined, left, or works by other terms since a day of the report.
    func addWorkers(_ draft: inout Draft) async throws {
        let workers = try await source.answer(Workers.self, [(.on, to)])
        let parts = AnswerParts(workers, source)
        let isOfThese = { (day: String?) in day.map { $0 >= from && $0 <= to } ?? false }
        draft.add(
            parts.table(
                language.say("Changes of the working group", it: "Variazioni del gruppo di lavoro"), "rows",
                ["worker": nil, "profession": nil, "weeklyMinutes": nil, "from": nil, "to": nil]
            ) { row in
                isOfThese(row.word("from")) || isOfThese(row.word("to"))
            }, as: "workers")
        var rows: [Document.Row] = []
        var figures: [JSON] = []
        for worker in workers.value.rows where worker.from <= to {
            let terms = try await source.answer(WorkerFile.self, [(.id, worker.worker)])
            let (table, changed) = AnswerParts(terms, source).table(
                "", "terms",
                ["from": nil, "profession": nil, "weeklyMinutes": nil, "supervisor": nil, "languages": nil]
            ) { row in
                isOfThese(row.word("from")) && row.word("from") != worker.from
            }
            guard !table.rows.isEmpty else { continue }
            // One text a change: which terms changed differs from worker to worker.
            for row in table.rows {
                let said = zip(table.columns, row.cells).dropFirst().filter { $1 != .empty }
                    .map { "\($0.title.lowercased()) \($1.text(in: language))" }
                rows.append(
                    Document.Row([.text(worker.worker), row.cells[0], .text(said.joined(separator: ", "))]))
            }
            figures.append(["terms": changed, "worker": .string(worker.worker)])
        }
        draft.add(
            Document.Table(
                title: language.say("Changed terms", it: "Condizioni variate"),
                columns: [
                    Document.Column(language.say("Worker", it: "Operatore")),
                    Document.Column(language.say("From", it: "Dal")),
                    Document.Column(language.say("Since then", it: "Da allora")),
                ], rows: rows), "terms", .array(figures))
    }

    /// How many changed figures of an earlier report are told one by one.
    private static var most: Int { 12 }

    func addEarlierReports(_ reports: DocumentAnswer<Reports>, _ draft: inout Draft) async throws {
        let this = reports.value.rows.last(where: isThis)
        draft.add(
            AnswerParts(reports, source).table(
                language.say("Reports submitted before", it: "Relazioni trasmesse prima"), "rows",
                [
                    "report": nil, "kind": nil, "from": nil, "to": nil, "state": nil, "position": nil,
                    "changedCount": nil,
                ]
            ) { $0.word("report") != this?.report }, as: "reports")
        var rows: [Document.Row] = []
        var figures: [JSON] = []
        // This one's too: its tables are of the paper's position, which may be later than what was frozen.
        for row in reports.value.rows where row.changedCount > 0 {
            let changes = try await source.answer(Diff.self, [(.report, row.report)])
            let told = FigureChange.all(in: changes.object)
            // One that is left out takes as much room as the sentence that says so.
            let shown = told.count == Self.most + 1 ? told.count : Self.most
            for change in told.prefix(shown) {
                rows.append(Document.Row([.text(row.report), .text(change.sentence(source.names))]))
            }
            if told.count > shown {
                let left = language.grouped(told.count - shown)
                rows.append(
                    Document.Row([
                        .text(row.report),
                        .text(
                            language.say(
                                "and \(left) more figures: labctl diff --report \(row.report)",
                                it: "e altre \(left) cifre: labctl diff --report \(row.report)")),
                    ]))
            }
            let values = changes.value.rows.map { change -> JSON in
                [
                    "after": .integer(Int64(change.after)), "before": .integer(Int64(change.before)),
                    "events": .integer(Int64(change.events.count)),
                    "figure": .string(change.figure),
                ]
            }
            figures.append(["changes": .array(values), "report": .string(row.report)])
        }
        draft.add(
            Document.Table(
                title: language.say(
                    "What was reported before, and is different now",
                    it: "Quanto è cambiato di ciò che era stato riferito"),
                columns: [
                    Document.Column(language.say("Report", it: "Relazione")),
                    Document.Column(language.say("Change", it: "Variazione")),
                ], rows: rows), "changes", .array(figures))
    }
}
