import CanonicalJSON
import CivilTime
import Office
import Presentation
import Views
import Wording

/// The report of a quarter or of the whole project, as it is handed in to the fund: hours owed and delivered, caseload, mediation,
/// youth, indicators against targets, what suspended the plan, who joined and left, and what earlier reports said that is different now.
///
/// If a report of that kind and those days was submitted, the paper says which, with what was frozen; else that it is a draft.
struct ReportDocument<Source: DocumentSource> {
    let kind: DocumentKind
    let from: String
    let to: String
    let days: [(Views.Parameter, String)]
    let source: Source
    var language: DisplayLanguage { source.names.language }

    init(_ kind: DocumentKind, _ asked: [(Views.Parameter, String)], _ source: Source) {
        self.kind = kind
        (from, to) = (asked[0].1, asked[1].1)
        days = asked
        self.source = source
    }

    func draft() async throws -> Draft {
        let compliance = try await source.answer(Compliance.self, days + [(.on, to)])
        var draft = Draft(
            title: kind == .final
                ? language.say("Final report", it: "Relazione finale")
                : language.say("Quarterly report", it: "Relazione trimestrale"),
            subject: language.span(from, to), basis: compliance.value.basis, language: language)
        draft.add("from", .string(from))
        draft.add("to", .string(to))
        let reports = try await source.answer(Reports.self)
        try await addSubmission(reports.value, &draft)
        try await addHours(compliance, &draft)
        try await addCases(&draft)
        try await addMediation(&draft)
        try await addYouth(&draft)
        try await addIndicators(&draft)
        try await addCosts(&draft)
        try await addWorkers(&draft)
        try await addEarlierReports(reports, &draft)
        draft.signatures = [
            Document.Signature(role: language.say("The coordinator", it: "Il coordinatore")),
            Document.Signature(role: language.say("The legal representative", it: "Il legale rappresentante")),
        ]
        return draft
    }

    /// Whether a submitted report is what this document is of.
    func isThis(_ row: Reports.Row) -> Bool { row.kind == kind.rawValue && row.from == from && row.to == to }

    private func addSubmission(_ reports: Reports, _ draft: inout Draft) async throws {
        let label = language.say("Report", it: "Relazione")
        guard let row = reports.rows.last(where: isThis) else {
            draft.add(
                label,
                language.say("draft: not submitted at this position", it: "bozza: non trasmessa a questa posizione"),
                "report", .null)
            return
        }
        let report = try await source.answer(ReportFile.self, [(.id, row.report)]).value
        let state = Codes.text(of: report.state, as: "state", in: language)
        draft.add(label, "\(report.report), \(state)", "report", .string(report.report))
        draft.add("state", .string(report.state))
        let time = Instant(row.submitted).map { language.printed($0) } ?? row.submitted
        let position = report.submissions.last ?? report.knows
        draft.add(
            language.say("Submitted", it: "Trasmessa"),
            "\(time) (\(language.say("position", it: "posizione")) \(position))", "submitted",
            .string(row.submitted))
        draft.add("submission", .integer(Int64(position)))
        draft.add(
            language.say("Figures frozen at", it: "Cifre fissate a"),
            language.say(
                "position \(report.knows), \(language.grouped(report.totals.count)) figures of digest \(report.figures)",
                it:
                    "posizione \(report.knows), \(language.grouped(report.totals.count)) cifre di impronta \(report.figures)"
            ), "frozen", .string(report.figures))
        draft.add("frozenCount", .integer(Int64(report.totals.count)))
        draft.add("knows", .integer(Int64(report.knows)))
        draft.add(
            language.say("The log confirms what was frozen", it: "Il registro conferma le cifre fissate"),
            language.yesNo(report.holds), "holds", .bool(report.holds))
    }

    private func addHours(_ answer: DocumentAnswer<Compliance>, _ draft: inout Draft) async throws {
        let parts = AnswerParts(answer, source)
        draft.add(
            language.say("Hours owed, delivered of them", it: "Ore dovute, erogate di queste"),
            "\(language.hours(answer.value.total.owed)), \(language.hours(answer.value.total.delivered))", "owedInAll",
            .integer(Int64(answer.value.total.owed)))
        draft.add("deliveredInAll", .integer(Int64(answer.value.total.delivered)))
        draft.add(
            parts.table(
                language.say("Hours owed and delivered", it: "Ore dovute ed erogate"), "rows",
                ["line": nil, "place": nil, "owed": nil, "delivered": nil, "balance": nil],
                summed: ["delivered"], note: parts.note("rounding")
            ) { row in
                // A line whose hours are not owed and were not given in these days has nothing to say.
                row["owed"] != 0 || row["delivered"] != 0
            }, as: "hours")
        let whole = try await source.answer(Compliance.self, [(.to, to), (.on, to)])
        draft.add(
            AnswerParts(whole, source).table(
                language.say("Since the beginning, and what is missing", it: "Dall'inizio, e quanto manca"), "rows",
                [
                    "line": nil, "place": nil, "owed": nil, "delivered": nil, "balance": nil,
                    "forecast.missing": language.say("Missing to the end", it: "Manca alla fine"),
                    "forecast.weeklyMinutesNeeded": language.say("Needed a week", it: "Servono a settimana"),
                ], summed: ["delivered"]), as: "hoursSoFar")
        draft.add(
            parts.table(
                language.say("Deviations from the plan: suspensions", it: "Scostamenti dal piano: sospensioni"),
                "suspensions", ["suspension": nil, "from": nil, "to": nil]), as: "suspensions")
    }

    private func addCases(_ draft: inout Draft) async throws {
        let parts = AnswerParts(try await source.answer(Caseload.self, days), source)
        draft.add(
            parts.values(
                language.say("Cases", it: "Casi"),
                [
                    "open": language.say("Open on the last day", it: "Aperti l'ultimo giorno"),
                    "closed": language.say("Closed by then", it: "Chiusi fino ad allora"),
                    "flow.opened": language.say("Opened in these days", it: "Aperti nel periodo"),
                    "flow.closed": language.say("Closed in these days", it: "Chiusi nel periodo"),
                    "flow.reopened": language.say("Reopened in these days", it: "Riaperti nel periodo"),
                    "openMinors": language.say("Open, for minors", it: "Aperti, per minori"),
                    "openComplexMinors": language.say(
                        "Open, for foreign minors", it: "Aperti, per minori stranieri"),
                ]), as: "cases")
        let count = language.say("Open cases", it: "Casi aperti")
        draft.add(
            parts.table(
                language.say("Open cases by phase", it: "Casi aperti per fase"), "openByPhase",
                ["name": language.say("Phase", it: "Fase"), "count": count], summed: ["count"]), as: "casesByPhase")
        draft.add(
            parts.table(
                language.say("Cases by place", it: "Casi per sede"), "byPlace",
                ["name": language.say("Place", it: "Sede"), "open": nil, "closed": nil],
                summed: ["open", "closed"]), as: "casesByPlace")
        draft.add(
            parts.table(
                language.say("Time in each phase", it: "Tempo in ogni fase"), "phaseTimes",
                ["phase": nil, "stays": nil, "days": nil]), as: "phaseTimes")
    }

    private func addMediation(_ draft: inout Draft) async throws {
        let parts = AnswerParts(try await source.answer(Mediations.self, days), source)
        draft.add(
            parts.values(
                language.say("Mediation", it: "Mediazione"),
                [
                    "requests": nil, "askedMinutes": nil, "authorisedMinutes": nil, "deliveredMinutes": nil,
                    "missed": nil, "missedMinutes": nil, "waiting.medianDays": nil, "waiting.longestDays": nil,
                ]), as: "mediation")
        let count = language.say("Requests", it: "Richieste")
        for (name, title) in [
            ("byState", language.say("Requests by state", it: "Richieste per stato")),
            ("bySetting", language.say("Requests by setting", it: "Richieste per ambito")),
            ("byLanguage", language.say("Requests by language", it: "Richieste per lingua")),
            ("unmet", language.say("Requests without a delivery", it: "Richieste senza erogazione")),
        ] {
            draft.add(
                parts.table(title, name, ["name": nil, "count": count], summed: ["count"]), as: "mediation.\(name)")
        }
        draft.add(
            parts.table(
                language.say("Mediation by place", it: "Mediazione per sede"), "byPlace",
                [
                    "name": language.say("Place", it: "Sede"), "requests": nil, "askedMinutes": nil,
                    "authorisedMinutes": nil, "deliveredMinutes": nil,
                ], summed: ["requests", "askedMinutes", "authorisedMinutes", "deliveredMinutes"]),
            as: "mediation.byPlace")
    }

    private func addYouth(_ draft: inout Draft) async throws {
        let parts = AnswerParts(try await source.answer(Youth.self, days), source)
        let activities = language.say("Activities", it: "Attività")
        draft.add(
            parts.values(
                language.say("Young people", it: "Giovani"),
                [
                    "orientation.sessions": language.say("Orientation sessions", it: "Colloqui di orientamento"),
                    "orientation.minutes": language.say("Their time", it: "Durata dei colloqui"),
                    "orientation.persons": language.say("Persons oriented", it: "Persone orientate"),
                    "activities.activities": activities,
                    "activities.minutes": language.say("Their time", it: "Durata delle attività"),
                    "activities.persons": language.say("Known participants", it: "Partecipanti noti"),
                    "activities.presences": language.say("Their presences", it: "Loro presenze"),
                    "activities.anonymous": language.say("Anonymous presences", it: "Presenze anonime"),
                ], note: parts.note("caution")), as: "youth")
        draft.add(
            parts.table(
                language.say("Orientation by place", it: "Orientamento per sede"), "byPlace",
                ["name": language.say("Place", it: "Sede"), "sessions": nil, "minutes": nil, "persons": nil],
                summed: ["sessions", "minutes"]), as: "youth.byPlace")
        draft.add(
            parts.table(
                language.say("Orientation by school exit", it: "Orientamento per uscita scolastica"), "bySchoolExit",
                [
                    "name": language.say("School exit", it: "Uscita scolastica"), "sessions": nil, "minutes": nil,
                    "persons": nil,
                ], summed: ["sessions", "minutes"]), as: "youth.bySchoolExit")
        draft.add(
            parts.table(
                language.say("Activities by kind", it: "Attività per tipo"), "activitiesByKind",
                [
                    "name": language.say("Kind", it: "Tipo"), "activities": activities, "minutes": nil,
                    "persons": nil, "presences": nil, "anonymous": nil,
                ], summed: ["activities", "minutes", "presences", "anonymous"]), as: "youth.activitiesByKind")
    }

    private func addIndicators(_ draft: inout Draft) async throws {
        let parts = AnswerParts(try await source.answer(Indicators.self, days), source)
        draft.add(
            parts.values(
                language.say("Persons served", it: "Persone servite"),
                ["personsServed": nil, "newInPeriod": nil, "servedNotCounted": nil], note: parts.note("caution")),
            as: "indicators")
        draft.add(
            parts.table(
                language.say("Indicators against targets", it: "Indicatori rispetto agli obiettivi"), "targets",
                ["indicator": nil, "line": nil, "measure": nil, "value": nil, "reached": nil]), as: "targets")
        let count = language.say("Persons", it: "Persone")
        // Persons are not added up: who is in two rows is one.
        for (name, title, lead) in [
            (
                "byLine", language.say("Persons by line", it: "Persone per azione"), language.say("Line", it: "Azione")
            ),
            (
                "byPlace", language.say("Persons by place", it: "Persone per sede"), language.say("Place", it: "Sede")
            ),
            (
                "byMeasure", language.say("Persons by measure", it: "Persone per misura"),
                language.say("Measure", it: "Misura")
            ),
            ("byAge", language.say("Persons by age", it: "Persone per età"), language.say("Age", it: "Età")),
            ("bySex", language.say("Persons by sex", it: "Persone per sesso"), language.say("Sex", it: "Sesso")),
            (
                "byNationality", language.say("Persons by nationality", it: "Persone per cittadinanza"),
                language.say("Nationality", it: "Cittadinanza")
            ),
        ] {
            draft.add(parts.table(title, name, ["name": lead, "count": count]), as: "indicators.\(name)")
        }
    }

    private func addCosts(_ draft: inout Draft) async throws {
        // A quarter's report counts persons and hours; costs are claimed. The final one has both.
        guard kind == .final else { return }
        let parts = AnswerParts(try await source.answer(Costs.self, days), source)
        draft.add(
            parts.table(
                language.say("Costs by line", it: "Costi per azione"), "byLine",
                [
                    "name": language.say("Line", it: "Azione"), "total.minutes": nil, "total.cents": nil,
                    "approved.cents": language.say("Approved", it: "Approvati"),
                    "pending.cents": language.say("To be approved again", it: "Da riapprovare"),
                    "open.cents": language.say("Open", it: "Aperti"),
                ], summed: ["total.minutes"], note: parts.note("caution")), as: "costs")
    }
}

extension Draft {
    /// Adds a table with its figures.
    mutating func add(_ part: (table: Document.Table, figures: JSON), as name: String) {
        add(part.table, name, part.figures)
    }
}

extension JSONObject {
    /// Returns a member that is a string; nil if there is none of that name.
    func word(_ name: String) -> String? { if case .string(let text)? = self[name] { text } else { nil } }
}

extension DisplayLanguage {
    /// Days from one to another as papers write them; a whole quarter also by its name.
    func span(_ from: String, _ to: String) -> String {
        guard let first = Day(from), let last = Day(to) else { return "\(from) – \(to)" }
        let days = say("\(printed(first)) to \(printed(last))", it: "dal \(printed(first)) al \(printed(last))")
        let quarter = Quarter(first)
        guard quarter == Quarter(last), quarter.firstDay == first, quarter.lastDay == last else { return days }
        let name = say("Q\(quarter.description.suffix(1))", it: "\(quarter.description.suffix(1))° trimestre")
        return "\(name) \(quarter.description.prefix(4)), \(days)"
    }
}
