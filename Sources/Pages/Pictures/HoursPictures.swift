import CanonicalJSON
import Charts
import CivilTime
import Markup
import Office
import Presentation
import Views
import Wording

extension Pictures {
    /// Workers by months: how far each month's declaration has come.
    var timesheets: [Markup] {
        var months: [String: [String: JSONObject]] = [:]
        for row in answer.rows("rows") {
            guard let worker = row.text("worker"), let month = row.text("month") else { continue }
            months[worker, default: [:]][month] = row
        }
        // Of many months the last, and of very many workers the first: each row has a link of its own in the table.
        let known = Set(months.values.flatMap(\.keys)).sorted()
        let shown = known.suffix(max(Self.mostSheets / max(months.count, 1), 3))
        let workers = months.sorted { $0.key < $1.key }.prefix(Self.mostSheets / 3)
        guard months.count > 1 || shown.count > 1 else { return [] }
        let heads = shown.map { month -> Markup in
            let name = Month(month).map { "\(shortMonths[$0.month - 1]) \($0.year)" } ?? month
            return "<th scope=\"col\">\(name)</th>"
        }
        let body = workers.map { worker, rows -> Markup in
            let cells = shown.map { month -> Markup in rows[month].map { sheetCell($0, worker, month) } ?? "<td></td>" }
            let name: Markup = ways.link(to: .worker, worker).map { "<a href=\"\($0)\">\(worker)</a>" } ?? "\(worker)"
            return "<tr><th scope=\"row\">\(name)</th>\(cells)</tr>\n"
        }
        let title = visit.say("Months of the workers", it: "I mesi degli operatori")
        let table: Markup = """
            <div class="scroll" role="region" aria-label="\(title)" tabindex="0">
            <table class="states"><thead><tr><th scope="col">\(Column.title(of: "worker", in: language))</th>\(heads)</tr></thead>
            <tbody>
            \(body)</tbody></table></div>
            """
        let open = answer.rows("rows").count { $0.text("state") != "approved" }
        let left =
            shown.count < known.count || workers.count < months.count
            ? visit.say(" The table below has all months.", it: " La tabella in basso ha tutti i mesi.") : ""
        return [
            figure(
                title,
                visit.say(
                    "How far each month has come, with its hours. Not yet approved: \(count(open)).\(left)",
                    it: "A che punto è ogni mese, con le sue ore. Non ancora approvati: \(count(open)).\(left)"),
                isWide: true, table)
        ]
    }

    /// How many sheets the picture has at most, about.
    private static let mostSheets = 240

    private func sheetCell(_ row: JSONObject, _ worker: String, _ month: String) -> Markup {
        let state = row.text("state") ?? ""
        let word = Codes.text(of: state, as: "state", in: language)
        let linked: Markup =
            page(Timesheet.self, [("worker", worker), ("month", month)]).map { "<a href=\"\($0)\">\(word)</a>" }
            ?? "\(word)"
        let changed: Markup =
            row.isTrue("pending")
            ? "<span class=\"pending\">\(Column.title(of: "pending", ofView: view.name, in: language).lowercased())</span>"
            : ""
        let style: Markup =
            switch state {
            case "approved": "approved"
            case "signed": "signed"
            case "completed": "completed"
            default: "open"
            }
        return """
            <td class="state \(style)">\(linked)<span class="hours">\(language.hours(row.number("minutes") ?? 0))</span>\(changed)</td>
            """
    }

    /// One worker's month as a calendar: a row for each week.
    var timesheet: [Markup] {
        let days = answer.rows("days").compactMap { row in row.text("on").flatMap { Day($0) }.map { ($0, row) } }
        guard let first = days.first?.0, let last = days.last?.0,
            days.contains(where: { ($0.1.number("minutes") ?? 0) > 0 || $0.1.text("absence") != nil })
        else { return [] }
        let rows = Dictionary(days) { one, _ in one }
        var entries: [Day: [JSONObject]] = [:]
        for entry in answer.rows("hours") {
            if let on = entry.text("on").flatMap({ Day($0) }) { entries[on, default: []].append(entry) }
        }
        var weeks: [Markup] = []
        var monday = first.week.monday
        while monday <= last {
            let cells: [Markup] = monday.through(monday.adding(6)).map { day in
                calendarCell(day, rows[day], entries[day] ?? [])
            }
            let sum = monday.through(monday.adding(6)).reduce(0) { $0 + (rows[$1]?.number("minutes") ?? 0) }
            weeks.append(
                """
                <tr><th scope="row">\(monday.week.description)</th>\(cells)<td class="n"><strong>\(language.hours(sum))</strong></td></tr>

                """)
            monday = monday.adding(7)
        }
        let title = language.long(first.month)
        let heads = language.weekdays.map { "<th scope=\"col\">\($0)</th>" as Markup }
        let total = answer.object("total")?.number("minutes") ?? 0
        return [
            figure(
                title.prefix(1).uppercased() + title.dropFirst(),
                visit.say("\(language.hours(total)) in all.", it: "\(language.hours(total)) in tutto."), isWide: true,
                """
                <div class="scroll" role="region" aria-label="\(title)" tabindex="0">
                <table class="calendar"><thead><tr><th scope="col">\(Column.title(of: "week", in: language))</th>\(heads)\
                <th scope="col" class="n">\(visit.say("In all", it: "In tutto"))</th></tr></thead>
                <tbody>
                \(weeks)</tbody></table></div>
                """)
        ]
    }

    private func calendarCell(_ day: Day, _ row: JSONObject?, _ entries: [JSONObject]) -> Markup {
        guard let row else { return "<td class=\"outside\"></td>" }
        var lines: [Markup] = entries.map { entry in
            let hours = language.hours(entry.number("minutes") ?? 0)
            let amount: Markup =
                entry.text("entry").flatMap { ways.link(to: .entry, $0) }.map { "<a href=\"\($0)\">\(hours)</a>" }
                ?? "\(hours)"
            return "<li>\(amount) \(entry.text("place").map { names.name(.place, $0) } ?? "")</li>"
        }
        if let holiday = Holidays.name(of: day) {
            lines.insert("<li>\(visit.say(holiday.en, it: holiday.it))</li>", at: 0)
        }
        if let absence = row.text("absence") {
            lines.append("<li class=\"absence\">\(Codes.text(of: absence, as: "absence", in: language))</li>")
        } else if let minutes = row.number("absentMinutes"), minutes > 0 {
            let text = visit.say("absent \(language.hours(minutes))", it: "assenza \(language.hours(minutes))")
            lines.append("<li class=\"absence\">\(text)</li>")
        }
        let minutes = row.number("minutes") ?? 0
        let sum: Markup = minutes > 0 ? "<strong>\(language.hours(minutes))</strong>" : ""
        let list: Markup = lines.isEmpty ? "" : "<ul>\(lines)</ul>"
        return """
            <td\(" class=\"free\"", if: row.isTrue("free"))><span class="day">\(day.parts.day)</span>\(sum)\(list)</td>
            """
    }

    /// Hours by line, and what they cost where each rate is known.
    var costs: [Markup] {
        let lines = answer.objects("byLine").compactMap { id, sums in sums.object("total").map { (id, $0) } }
        func link(_ id: String) -> Address { visit.address.setting("line", id) }
        let hours = lines.compactMap { id, total -> Bars.Row? in
            guard let minutes = total.number("minutes"), minutes > 0 else { return nil }
            return Bars.Row(names.name(.line, id), .init(Double(minutes), language.hours(minutes)), link: link(id))
        }
        let costs = lines.compactMap { id, total -> Bars.Row? in
            guard let cents = total.number("cents"), cents > 0 else { return nil }
            return Bars.Row(names.name(.line, id), .init(Double(cents), language.euros(cents)), link: link(id))
        }
        return [
            bars(
                "pic-hours", visit.say("Hours by line", it: "Ore per azione"),
                visit.say("All hours, approved or not.", it: "Tutte le ore, anche non ancora approvate."), hours),
            bars(
                "pic-costs", visit.say("Costs by line", it: "Costi per azione"),
                visit.say(
                    "Of the lines whose rates are all known.", it: "Delle azioni di cui sono noti tutti i costi orari."),
                costs),
        ]
    }
}
