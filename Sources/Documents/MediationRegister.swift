import CanonicalJSON
import CivilTime
import Presentation
import Views
import Wording

/// The register of mediation: each request of some days, and each delivery or missed appointment in these days, whenever it was
/// asked for.
enum MediationRegister {
    static func draft(
        _ asked: [(Views.Parameter, String)], _ source: some DocumentSource
    ) async throws -> Draft {
        let language = source.names.language
        let (from, to) = (asked[0].1, asked[1].1)
        // What was asked for earlier is delivered in these days too.
        let requests = try await source.answer(Requests.self, [(.to, to)])
        var draft = Draft(
            title: language.say("Register of mediation", it: "Registro della mediazione"),
            subject: language.span(from, to), basis: requests.value.basis, language: language)
        draft.add("from", .string(from))
        draft.add("to", .string(to))
        draft.isLandscape = true
        draft.add(
            inOrder(requests, since: from, source).table(
                language.say("Requests", it: "Richieste"), "rows",
                [
                    "mediation": nil, "on": nil, "place": nil, "language": nil, "setting": nil, "state": nil,
                    "worker": nil, "waitedDays": nil, "askedMinutes": nil, "authorisedMinutes": nil,
                    "deliveredMinutes": nil,
                ], summed: ["askedMinutes", "authorisedMinutes", "deliveredMinutes"]), as: "requests")
        var steps: [(mediation: String, step: JSONObject)] = []
        for request in requests.value.rows {
            let answer = try await source.answer(MediationFile.self, [(.id, request.mediation), (.to, to)])
            guard case .array(let all)? = answer.object["steps"] else { continue }
            for case .object(let step) in all
            where ["delivered", "missed"].contains(step.word("state")) && (step.word("on") ?? "") >= from {
                steps.append((request.mediation, step))
            }
        }
        // By day; on one day as they were recorded.
        steps.sort { Self.order($0.step) < Self.order($1.step) }
        draft.add(deliveries(steps, source), as: "steps")
        draft.signatures = [
            Document.Signature(role: language.say("The coordinator", it: "Il coordinatore"))
        ]
        return draft
    }

    /// The requests since a day, by day, as a register has them; the list has those that wait first.
    private static func inOrder(
        _ requests: DocumentAnswer<Requests>, since first: String, _ source: some DocumentSource
    ) -> AnswerParts {
        guard case .array(let rows)? = requests.object["rows"] else { return AnswerParts(requests, source) }
        func key(_ row: JSON) -> (day: String, id: String) {
            if case .object(let row) = row { (row.word("on") ?? "", row.word("mediation") ?? "") } else { ("", "") }
        }
        return AnswerParts(
            ["rows": .array(rows.filter { key($0).day >= first }.sorted { key($0) < key($1) })], Requests.columns,
            ofView: Requests.name, source)
    }

    private static func order(_ step: JSONObject) -> (day: String, position: Int64) {
        if case .integer(let position)? = step["event"] { (step.word("on") ?? "", position) } else { ("", 0) }
    }

    /// Steps of several requests in one table, with the request of each.
    private static func deliveries(
        _ steps: [(mediation: String, step: JSONObject)], _ source: some DocumentSource
    ) -> (table: Document.Table, figures: JSON) {
        let language = source.names.language
        let title = language.say("Deliveries and missed appointments", it: "Interventi e appuntamenti mancati")
        let parts = AnswerParts(
            ["steps": .array(steps.map { .object($0.step) })], MediationFile.columns, ofView: MediationFile.name, source
        )
        let (table, figures) = parts.table(
            title, "steps",
            [
                "on": nil, "state": nil, "worker": nil, "start": nil, "minutes": nil, "mode": nil, "persons": nil,
                "anonymous": nil, "reason": nil,
            ], summed: ["minutes"])
        guard case .array(let values) = figures, !values.isEmpty else { return (table, []) }
        let named = zip(steps, values).map { step, value -> JSON in
            guard case .object(var figure) = value else { return value }
            figure.members.append(.init("mediation", .string(step.mediation)))
            return .object(figure)
        }
        return (
            Document.Table(
                title: title, columns: [Document.Column(language.say("Request", it: "Richiesta"))] + table.columns,
                rows: zip(steps, table.rows).map { Document.Row([.text($0.mediation)] + $1.cells) }), .array(named)
        )
    }
}
