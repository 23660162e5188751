import CivilTime
import Markup
import Office
import Presentation
import Wording

/// The grid of a month: a table with a cell for each day and column, and totals of day, week and month.
struct MonthGrid {
    let visit: Visit
    let sheet: MonthSheet
    /// Whether its cells take hours.
    let isEditable: Bool
    /// The grid that was sent, if not all of it was recorded.
    let sent: SentMonth?

    /// The table.
    var markup: Markup {
        var rows: [Markup] = []
        var week: [MonthSheet.OneDay] = []
        for day in sheet.days {
            rows.append(row(day))
            week.append(day)
            guard day.day.weekday == 7 || day.day == sheet.month.lastDay else { continue }
            rows.append(weekRow(week))
            week = []
        }
        return """
            <div class="scroll" role="region" aria-label="\(visit.say("Hours by day", it: "Ore per giorno"))" tabindex="0">
            <table class="month">
            <caption>\(visit.say("Hours by day", it: "Ore per giorno"))</caption>
            \(head)
            <tbody>
            \(rows)</tbody>
            \(foot)
            </table>
            </div>

            """
    }

    /// The name of a cell: its day and the number of its column, or `o` for the column that is chosen.
    static func name(of place: SentMonth.Place, in sheet: MonthSheet) -> String {
        let column = sheet.pairs.firstIndex(of: place.pair).map(String.init) ?? "o"
        return "m-\(place.day.twoDigits)-\(column)"
    }

    // MARK: - Head

    private var head: Markup {
        let columns = sheet.pairs.enumerated().map { number, pair -> Markup in
            let hidden: Markup = isEditable ? hidden(pair, number) : ""
            return "<th scope=\"col\" class=\"n\">\(title(pair))\(hidden)</th>\n"
        }
        let other: Markup = isEditable ? "<th scope=\"col\" class=\"other\">\(otherHead)</th>\n" : ""
        return """
            <thead><tr><th scope="col">\(visit.say("Day", it: "Giorno"))</th>
            \(columns)\(other)<th scope="col" class="n">\(visit.say("Total", it: "Totale"))</th>
            <th scope="col">\(visit.say("Remarks", it: "Note"))</th></tr></thead>
            """
    }

    private func title(_ pair: MonthSheet.Pair) -> Markup {
        let names = sheet.office.names(in: visit.language)
        let line = pair.line.map { names.name(.line, $0) } ?? pair.fund
        let place = pair.place.map { names.name(.place, $0) }
        return "\(line)\(place.map { "<br><strong>\($0)</strong>" as Markup })"
    }

    private func plain(_ pair: MonthSheet.Pair) -> String {
        let names = sheet.office.names(in: visit.language)
        return [pair.line.map { names.name(.line, $0) } ?? pair.fund, pair.place.map { names.name(.place, $0) }]
            .compactMap(\.self).joined(separator: ", ")
    }

    private func hidden(_ pair: MonthSheet.Pair, _ number: Int) -> Markup {
        """
        <input type="hidden" name="c-\(number)-fund" value="\(pair.fund)">\
        <input type="hidden" name="c-\(number)-line" value="\(pair.line ?? "")">\
        <input type="hidden" name="c-\(number)-place" value="\(pair.place ?? "")">\
        <input type="hidden" name="c-\(number)-activity" value="\(sheet.activities[pair] ?? "")">
        """
    }

    /// The head of the column for another pair: what it is, chosen from the plan.
    private var otherHead: Markup {
        let plan = sheet.office.plan
        let names = sheet.office.names(in: visit.language)
        let profession = sheet.office.profession(of: sheet.worker, on: visit.today)
        let lines = (plan?.lines ?? []).filter { line in profession.map { line.professions.contains($0) } ?? true }
        let chosen = sent?.other ?? SentMonth.Other()
        let usual = sheet.pairs.first
        let fund = chosen.fund.nonEmpty ?? usual?.fund ?? plan?.funds.first?.id.text ?? ""
        let activity = chosen.activity.nonEmpty ?? usual.flatMap { sheet.activities[$0] } ?? ""
        return """
            <span>\(visit.say("Other", it: "Altro"))</span>
            \(select("line", visit.say("Line", it: "Linea"), lines.map { ($0.id.text, names.name(.line, $0.id.text)) }, chosen.line))
            \(select(
                "place", visit.say("Place", it: "Luogo"),
                (plan?.places ?? []).map { ($0.id.text, names.name(.place, $0.id.text)) }, chosen.place))
            \(select("fund", visit.say("Fund", it: "Fondo"), (plan?.funds ?? []).map { ($0.id.text, $0.id.text) }, fund))
            <input name="c-o-activity" type="text" value="\(activity)" autocomplete="off" \
            aria-label="\(visit.say("Activity", it: "Attività"))" placeholder="\(visit.say("Activity", it: "Attività"))">
            """
    }

    private func select(
        _ name: String, _ title: String, _ choices: [(value: String, title: String)], _ value: String
    ) -> Markup {
        let options = choices.map { choice -> Markup in
            "<option value=\"\(choice.value)\"\(" selected", if: choice.value == value)>\(choice.title)</option>"
        }
        return """
            <select name="c-o-\(name)" aria-label="\(title)"><option value="">\(title)…</option>\(options)</select>
            """
    }

    // MARK: - Days

    private func row(_ day: MonthSheet.OneDay) -> Markup {
        let isToday = day.day == visit.today
        let pairs = sheet.pairs.enumerated().map { cell(day, $1, String($0)) }
        let other: Markup = isEditable ? otherCell(day) : ""
        let (_, month, number) = day.day.parts
        let name = "\(visit.language.weekday(day.day)) \(number)"
        let title = "\(visit.language.weekday(day.day)) \(number) \(visit.language.month(month))"
        let classes = [day.isFree ? "free" : nil, isToday ? "today" : nil].compactMap(\.self).joined(separator: " ")
        return """
            <tr data-day class="\(classes)"\(" aria-current=\"date\"", if: isToday)>\
            <th scope="row"><abbr title="\(title)">\(name)</abbr></th>\
            \(pairs)\(other)<td class="n total">\(day.minutes > 0 ? visit.language.hours(day.minutes) : "")</td>\
            <td class="remarks">\(remarks(day))</td></tr>

            """
    }

    private func cell(_ day: MonthSheet.OneDay, _ pair: MonthSheet.Pair, _ column: String) -> Markup {
        let cell = day.cells[pair] ?? MonthSheet.Cell()
        guard isEditable, day.isOpen || cell.minutes > 0 else {
            let text = cell.minutes > 0 ? visit.language.hours(cell.minutes) : ""
            return "<td class=\"n\" data-column=\"\(column)\" data-minutes=\"\(cell.minutes)\">\(text)</td>"
        }
        let isFirst = day.day == firstInFocus && column == "0"
        return input(day, pair, column, stands: cell.minutes, isFirst: isFirst)
    }

    private func otherCell(_ day: MonthSheet.OneDay) -> Markup {
        guard day.isOpen else { return "<td class=\"n other\" data-column=\"o\" data-minutes=\"0\"></td>" }
        let pair = MonthSheet.Pair(
            fund: sent?.other.fund ?? "", line: sent?.other.line.nonEmpty, place: sent?.other.place.nonEmpty)
        // Once a pair has a column of its own, what was refused stands there.
        let isOwn = sheet.pairs.contains(pair)
        return input(
            day, isOwn ? MonthSheet.Pair(fund: "", line: nil, place: nil) : pair, "o", stands: 0,
            isFirst: sheet.pairs.isEmpty && day.day == firstInFocus)
    }

    private func input(
        _ day: MonthSheet.OneDay, _ pair: MonthSheet.Pair, _ column: String, stands: Int, isFirst: Bool
    ) -> Markup {
        let name = "\(day.day.twoDigits)-\(column)"
        let fault = sent?.faults[SentMonth.Place(day: day.day, pair: pair)]
        let value = fault?.typed ?? (stands > 0 ? visit.language.hours(stands) : "")
        let (_, month, number) = day.day.parts
        let what = column == "o" ? visit.say("other", it: "altro") : plain(pair)
        let label = "\(number) \(visit.language.month(month)), \(what)"
        let invalid: Markup = fault == nil ? "" : " aria-invalid=\"true\" aria-describedby=\"e-\(name)\""
        return """
            <td class="n\(" other", if: column == "o")" data-column="\(column)"><input id="m-\(name)" name="m-\(name)" type="text" \
            inputmode="decimal" autocomplete="off" size="5" value="\(value)" aria-label="\(label)"\(invalid)\
            \(" autofocus", if: isFirst)><input type="hidden" name="w-\(name)" value="\(stands)"></td>
            """
    }

    /// Today, or the month's last day that takes hours.
    private var firstInFocus: Day? {
        guard sent == nil else { return nil }
        return sheet.days.last { $0.isOpen && ($0.day == visit.today || sheet.month != visit.today.month) }?.day
            ?? sheet.days.last(where: \.isOpen)?.day
    }

    /// What is to be known of a day: its name, absences, and what was not recorded.
    private func remarks(_ day: MonthSheet.OneDay) -> Markup {
        var parts: [Markup] = []
        if let holiday = day.holiday {
            parts.append("<span>\(visit.say(holiday.en, it: holiday.it))</span>")
        }
        for absence in day.absences {
            let kind = Codes.text(of: absence.kind.rawValue, as: "absence", in: visit.language)
            parts.append("<span>\(kind)\(absence.minutes.map { " \(visit.language.hours($0))" } ?? "")</span>")
        }
        for (place, fault) in sent?.faults ?? [:] where place.day == day.day {
            let name = Self.name(of: place, in: sheet).dropFirst(2)
            let which = sheet.pairs.contains(place.pair) ? plain(place.pair) : visit.say("Other", it: "Altro")
            parts.append("<p class=\"error\" id=\"e-\(name)\">\(which): \(fault.reason.text(visit))</p>")
        }
        return parts.joined(separator: " ")
    }

    // MARK: - Totals

    /// A week's totals: of each column, beside what the line owes at its place, and of all, beside the worker's week.
    private func weekRow(_ days: [MonthSheet.OneDay]) -> Markup {
        guard let first = days.first else { return "" }
        let week = first.day.week
        let columns = sheet.pairs.enumerated().map { number, pair -> Markup in
            let minutes = days.reduce(0) { $0 + ($1.cells[pair]?.minutes ?? 0) }
            let plan: Markup? = sheet.owed(pair, in: week).map { figures in
                let text = visit.say(
                    "all: \(visit.language.hours(figures.delivered)) of \(visit.language.hours(figures.owed))",
                    it: "tutti: \(visit.language.hours(figures.delivered)) su \(visit.language.hours(figures.owed))")
                return "<small>\(text)</small>"
            }
            return "<td class=\"n\" data-sum=\"\(number)\"><span>\(visit.language.hours(minutes))</span>\(plan)</td>"
        }
        let other: Markup = isEditable ? "<td class=\"n other\" data-sum=\"o\"><span></span></td>" : ""
        let minutes = days.reduce(0) { $0 + $1.minutes }
        let contract = sheet.weeklyMinutes(on: days[days.count - 1].day).map { weekly -> Markup in
            let text = visit.say(
                "of \(visit.language.hours(weekly))", it: "su \(visit.language.hours(weekly))")
            return "<small>\(text)</small>"
        }
        let title = visit.say("Week", it: "Settimana")
        let number = week.description.suffix(2)
        return """
            <tr class="week" data-week><th scope="row">\(title) \(number)</th>\(columns)\(other)\
            <td class="n total" data-sum="all"><span>\(visit.language.hours(minutes))</span>\(contract)</td><td></td></tr>

            """
    }

    private var foot: Markup {
        let columns = sheet.pairs.enumerated().map { number, pair -> Markup in
            let minutes = sheet.days.reduce(0) { $0 + ($1.cells[pair]?.minutes ?? 0) }
            return "<td class=\"n\" data-sum=\"\(number)\"><span>\(visit.language.hours(minutes))</span></td>"
        }
        let other: Markup = isEditable ? "<td class=\"n other\" data-sum=\"o\"><span></span></td>" : ""
        return """
            <tfoot><tr data-month><th scope="row">\(visit.say("Month", it: "Mese"))</th>\(columns)\(other)\
            <td class="n total" data-sum="all"><span>\(visit.language.hours(sheet.minutes))</span></td><td></td></tr></tfoot>
            """
    }
}
