import CanonicalJSON
import CivilTime
import Office
import Presentation
import Views
import Wording

/// A worker's month of hours as it is printed, signed by hand and filed: day by day the hours on the project and others, absences,
/// lines and places, and what was adjusted.
struct TimesheetDocument {
    private let sheet: Views.Timesheet
    private let names: AnswerNames
    private var language: DisplayLanguage { names.language }

    static func draft(
        _ asked: [(Views.Parameter, String)], _ source: some DocumentSource, _ opened: [String: String]
    ) async throws -> Draft {
        let sheet = try await source.answer(Views.Timesheet.self, asked).value
        return TimesheetDocument(sheet: sheet, names: source.names).draft(name: opened["worker/\(sheet.worker)"])
    }

    /// The figures: all that the paper says but for names and titles.
    private var figures: JSONObject {
        func minutes(_ value: Int) -> JSON { .integer(Int64(value)) }
        let days = sheet.days.map { day -> JSON in
            var row: JSONObject = [
                "minutes": minutes(day.minutes), "on": .string(day.on), "otherMinutes": minutes(day.otherMinutes),
                "projectMinutes": minutes(day.projectMinutes),
            ]
            if let absence = day.absence { row.members.append(.init("absence", .string(absence))) }
            if day.absentMinutes > 0 { row.members.append(.init("absentMinutes", minutes(day.absentMinutes))) }
            return .object(row)
        }
        let hours = sheet.hours.map { entry -> JSON in
            var row: JSONObject = [
                "activity": .string(entry.activity), "entry": .string(entry.entry), "fund": .string(entry.fund),
                "minutes": minutes(entry.minutes), "on": .string(entry.on),
            ]
            if let line = entry.line { row.members.append(.init("line", .string(line))) }
            if let logged = entry.logged { row.members.append(.init("logged", minutes(logged))) }
            if let place = entry.place { row.members.append(.init("place", .string(place))) }
            if let start = entry.start { row.members.append(.init("start", .string(start))) }
            return .object(row)
        }
        let absences = sheet.absences.map { absence -> JSON in
            var row: JSONObject = [
                "from": .string(absence.from), "kind": .string(absence.kind), "to": .string(absence.to),
            ]
            if let part = absence.minutes { row.members.append(.init("minutes", minutes(part))) }
            return .object(row)
        }
        let adjusted = sheet.adjusted.map { entry -> JSON in
            let adjustments = entry.adjustments.map { adjustment -> JSON in
                [
                    "before": minutes(adjustment.before), "minutes": minutes(adjustment.minutes),
                    "on": .string(adjustment.on), "position": .integer(Int64(adjustment.position)),
                ]
            }
            return ["adjustments": .array(adjustments), "entry": .string(entry.entry)]
        }
        var figures: JSONObject = [
            "absences": .array(absences), "adjusted": .array(adjusted), "days": .array(days), "hours": .array(hours),
            "month": .string(sheet.month), "pending": .bool(sheet.pending), "state": .string(sheet.state),
            "worker": .string(sheet.worker), "yearMinutes": minutes(sheet.annual.minutes),
        ]
        for (name, declared) in [
            ("approved", sheet.approved), ("completed", sheet.completed), ("signed", sheet.signed),
        ] {
            guard let declared else { continue }
            var row: JSONObject = ["position": .integer(Int64(declared.position)), "time": .string(declared.time)]
            if let by = declared.by { row.members.append(.init("by", .string(by))) }
            figures.members.append(.init(name, .object(row)))
        }
        return figures
    }

    private func draft(name: String?) -> Draft {
        let month = Month(sheet.month).map { language.long($0) } ?? sheet.month
        var draft = Draft(
            title: language.say("Timesheet", it: "Foglio ore"), subject: "\(name ?? sheet.worker), \(month)",
            basis: sheet.basis, language: language)
        draft.people = ["worker/\(sheet.worker)"]
        // Its figures are one form, whatever table they stand in.
        for figure in figures.members { draft.add(figure.name, figure.value) }
        for fact in facts(name, month) { draft.addAside(fact.label, fact.value) }
        for table in [days, entries, absences, adjustments] { draft.addAside(table) }
        draft.signatures = [
            Document.Signature(role: language.say("The worker", it: "L'operatore"), name: name ?? sheet.worker),
            Document.Signature(
                role: language.say("The coordinator", it: "Il coordinatore"), name: sheet.approved?.by),
        ]
        return draft
    }

    private func facts(_ name: String?, _ month: String) -> [Document.Fact] {
        let worker = name.map { "\($0) (\(sheet.worker))" } ?? sheet.worker
        var facts = [
            Document.Fact(language.say("Worker", it: "Operatore"), worker),
            Document.Fact(language.say("Month", it: "Mese"), month),
            Document.Fact(
                language.say("State", it: "Stato"),
                Codes.text(of: sheet.state, as: "state", in: language)
                    + (sheet.pending
                        ? language.say(
                            ", changed since and to be approved again", it: ", poi modificato e da riapprovare") : "")
            ),
        ]
        for (label, declared) in [
            (language.say("Declared complete", it: "Dichiarato completo"), sheet.completed),
            (language.say("Signed", it: "Firmato"), sheet.signed),
            (language.say("Approved", it: "Approvato"), sheet.approved),
        ] {
            guard let declared else { continue }
            let time = Instant(declared.time).map { language.printed($0) } ?? declared.time
            let by = declared.by.map { language.say(" by \($0)", it: " da \($0)") } ?? ""
            facts.append(
                Document.Fact(
                    label, "\(time)\(by) (\(language.say("position", it: "posizione")) \(declared.position))"))
        }
        let annual = sheet.annual
        facts.append(
            Document.Fact(
                language.say("Hours of \(annual.year) so far", it: "Ore del \(annual.year) finora"),
                language.say(
                    "\(language.hours(annual.minutes)) of \(language.hours(annual.limit))",
                    it: "\(language.hours(annual.minutes)) su \(language.hours(annual.limit))")))
        return facts
    }

    private var days: Document.Table {
        let byDay = Dictionary(grouping: sheet.hours, by: \.on)
        return Document.Table(
            title: language.say("Days", it: "Giorni"),
            columns: [
                Document.Column(language.say("Day", it: "Giorno")),
                Document.Column(language.say("Project", it: "Progetto"), summedFrom: .minutes(0)),
                Document.Column(language.say("Other", it: "Altro"), summedFrom: .minutes(0)),
                Document.Column(language.say("All", it: "Totale"), summedFrom: .minutes(0)),
                Document.Column(language.say("Absence", it: "Assenza")),
                Document.Column(language.say("Line and place", it: "Azione e sede")),
            ],
            rows: sheet.days.map { day in
                Document.Row(
                    [
                        self.day(day.on), time(day.projectMinutes), time(day.otherMinutes), time(day.minutes),
                        absence(of: day), text(where: byDay[day.on] ?? []),
                    ], isFaint: day.free)
            })
    }

    private func day(_ text: String) -> Document.Cell { Day(text).map { .day($0) } ?? .text(text) }

    private func time(_ minutes: Int) -> Document.Cell { minutes == 0 ? .empty : .minutes(minutes) }

    private func absence(of day: Views.Timesheet.OneDay) -> Document.Cell {
        let kind = day.absence.map { Codes.text(of: $0, as: "absence", in: language) }
        let part =
            day.absentMinutes > 0
            ? language.say(
                "\(language.hours(day.absentMinutes)) h", it: "\(language.hours(day.absentMinutes)) ore") : nil
        let said = [kind, part].compactMap(\.self).joined(separator: ", ")
        return said.isEmpty ? .empty : .text(said)
    }

    /// The lines and places of a day's entries, each pair once.
    private func text(where entries: [ListedEntry]) -> Document.Cell {
        var said: [String] = []
        for entry in entries {
            let parts = [entry.line.map { names.name(.line, $0) }, entry.place.map { names.name(.place, $0) }]
            let text = parts.compactMap(\.self).joined(separator: ", ")
            if !text.isEmpty, !said.contains(text) { said.append(text) }
        }
        return said.isEmpty ? .empty : .text(said.joined(separator: "; "))
    }

    private var entries: Document.Table {
        Document.Table(
            title: language.say("Entries", it: "Registrazioni"),
            columns: [
                Document.Column(language.say("Day", it: "Giorno")), Document.Column(language.say("From", it: "Dalle")),
                Document.Column(language.say("Hours", it: "Ore"), summedFrom: .minutes(0)),
                Document.Column(language.say("Fund", it: "Fondo")),
                Document.Column(language.say("Activity", it: "Attività")),
                Document.Column(language.say("Line and place", it: "Azione e sede")),
                Document.Column(language.say("Entry", it: "Registrazione")),
            ],
            rows: sheet.hours.map { entry in
                Document.Row([
                    day(entry.on), entry.start.map { .text($0) } ?? .empty, .minutes(entry.minutes),
                    .text(names.name(.fund, entry.fund)), .text(names.name(.code, entry.activity)),
                    text(where: [entry]),
                    .text(
                        entry.entry
                            + (entry.logged.map {
                                language.say(
                                    ", logged as \(language.hours($0))", it: ", registrata con \(language.hours($0))")
                            } ?? "")),
                ])
            })
    }

    private var absences: Document.Table {
        Document.Table(
            title: language.say("Absences", it: "Assenze"),
            columns: [
                Document.Column(language.say("From", it: "Dal")), Document.Column(language.say("To", it: "Al")),
                Document.Column(language.say("Kind", it: "Tipo")),
                Document.Column(language.say("Hours a day", it: "Ore al giorno")),
            ],
            rows: sheet.absences.map { absence in
                Document.Row([
                    day(absence.from), day(absence.to),
                    .text(Codes.text(of: absence.kind, as: "absence", in: language)),
                    absence.minutes.map { .minutes($0) } ?? .text(language.say("whole days", it: "giorni interi")),
                ])
            })
    }

    /// What was adjusted, with a mark where it was after the signature.
    private var adjustments: Document.Table {
        Document.Table(
            title: language.say("Adjustments", it: "Rettifiche"),
            columns: [
                Document.Column(language.say("Entry", it: "Registrazione")),
                Document.Column(language.say("Day", it: "Giorno")),
                Document.Column(language.say("Adjusted on", it: "Rettificata il")),
                Document.Column(language.say("Before", it: "Prima")),
                Document.Column(language.say("After", it: "Dopo")), Document.Column(""),
            ],
            rows: sheet.adjusted.flatMap { entry in
                entry.adjustments.map { adjustment in
                    let isLate = sheet.signed.map { adjustment.position > $0.position } ?? false
                    return Document.Row([
                        .text(entry.entry), day(entry.on), day(adjustment.on), .minutes(adjustment.before),
                        .minutes(adjustment.minutes),
                        isLate ? .text(language.say("after the signature", it: "dopo la firma")) : .empty,
                    ])
                }
            })
    }
}
