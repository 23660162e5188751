import CanonicalJSON
import Markup
import Presentation
import Views

/// Which rows of a table a page has.
enum RowWindow {
    /// The beginning of the list that a page is about.
    case first
    /// The beginning of a list beside it.
    case beginning
    /// What has room beside all other lists of a day.
    case glance
    /// As many as a page of the table alone has, after those that are skipped.
    case after(Int)

    /// How many rows it has at most.
    var size: Int {
        switch self {
        case .first: 100
        case .beginning: 25
        case .glance: 10
        case .after: 200
        }
    }

    /// Returns the places of the rows in a table of `count`; those of the last page if it does not go so far.
    func rows(of count: Int) -> Range<Int> {
        let start: Int
        switch self {
        case .first, .beginning, .glance: start = 0
        case .after(let skipped): start = skipped < count ? max(skipped, 0) : max(count - 1, 0) / size * size
        }
        return start..<min(count, start + size)
    }
}

/// Tables that are too long for a page of several: the page of one table, which has the rest.
extension TableMarkup {
    /// How many elements of a list a cell shows.
    private static let elementsShown = 20

    /// The table that the address names, with the rows after those that it skips; nil if it names none. A list within the rows
    /// of another is a table too, in which each row begins with those of its outer row.
    var whole: Markup? {
        guard let name = visit.address["rows"], let table = tableNamed(name) else { return nil }
        let window = RowWindow.after(visit.skippedRows)
        let count = answer.count(of: table)
        let rows = window.rows(of: count)
        let back = visit.address.setting("rows", nil).setting("skip", nil)
        let which = visit.say(
            "Rows \(rows.lowerBound + 1) to \(rows.upperBound) of \(visit.language.grouped(count))",
            it: "Righe da \(rows.lowerBound + 1) a \(rows.upperBound) di \(visit.language.grouped(count))")
        return """
            <p class="whole">\(which) · <a href="\(back)">\(visit.say("The whole page", it: "Tutta la pagina"))</a></p>
            <div class="tables">
            \(self.table(table, from: window))</div>

            """
    }

    private func tableNamed(_ name: String) -> AnswerTable? {
        for form in [AnswerForm.folded, .flat] {
            if let table = AnswerTable.all(answer.object, fields, form, ofView: view.name).first(where: {
                $0.name == name && !$0.rows.isEmpty
            }) {
                return cells.ordered(table)
            }
        }
        return nil
    }

    /// Leads to the rows before and after those that are shown.
    func others(_ shown: Range<Int>, of table: AnswerTable) -> Markup {
        let more = answer.count(of: table) - shown.upperBound
        var links: [Markup] = []
        if shown.lowerBound > 0 {
            let before = max(0, shown.lowerBound - RowWindow.after(0).size)
            let text = visit.say("those before", it: "le precedenti")
            links.append("<a href=\"\(address(of: table.name, after: before))\" rel=\"prev\">\(text)</a>")
        }
        if more > 0 {
            let text = visit.say(
                "and \(visit.language.grouped(more)) more",
                it: "e \(more == 1 ? "un'altra" : "altre \(visit.language.grouped(more))")")
            links.append("<a href=\"\(address(of: table.name, after: shown.upperBound))\" rel=\"next\">\(text)</a>")
        }
        return links.isEmpty ? "" : "<p class=\"more\">\(links.joined(separator: " · "))</p>"
    }

    private func address(of table: String, after skipped: Int) -> Address {
        visit.address.setting("rows", table).setting("skip", skipped > 0 ? String(skipped) : nil)
    }

    /// The first elements of a long list in a cell, and the way to all of them; nil for a cell without one.
    func beginning(of column: AnswerTable.Column, _ row: AnswerTable.Row, _ table: AnswerTable) -> Markup? {
        guard column.path.count == 1, let name = column.path.first, case .array(let values)? = table.value(column, row),
            values.count > Self.elementsShown
        else { return nil }
        let members = row.object.members.map { member in
            member.name == name
                ? JSONObject.Member(name, .array(Array(values.prefix(Self.elementsShown)))) : member
        }
        var short = row
        short.object = JSONObject(members)
        let text = cells.text(column, short, of: table)
        let rest = values.count - Self.elementsShown
        let count = visit.language.grouped(rest)
        let more = visit.say("and \(count) more", it: rest == 1 ? "e un altro" : "e altri \(count)")
        let isTable = if case .rows = column.content { true } else { false }
        let whole = table.name == AnswerTable.answerName ? name : isTable ? "\(table.name).\(name)" : nil
        let all = whole.map { "<a href=\"\(address(of: $0, after: 0))\">\(more)</a>" as Markup } ?? "\(more)"
        return "\(text) \(all)"
    }
}

extension Visit {
    /// How many rows of the table that stands alone come before those that are shown.
    var skippedRows: Int { address["skip"].flatMap { Int($0) } ?? 0 }
}
