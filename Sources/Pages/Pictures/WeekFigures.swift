import CanonicalJSON
import CivilTime
import Office
import Views

/// The weeks of a compliance answer, gathered into the rows of its pictures: a place each, or a line each where the page is of
/// one place.
struct WeekFigures {
    /// Minutes owed and delivered.
    struct Sum {
        var owed = 0
        var delivered = 0
        var balance = 0
        var lines: Set<String> = []

        mutating func add(_ part: JSONObject) {
            owed += part.number("owed") ?? 0
            delivered += part.number("delivered") ?? 0
            balance += part.number("balance") ?? 0
            if let line = part.text("line") { lines.insert(line) }
        }
    }

    /// The name of the field that the rows are by: `place` or `line`.
    let key: String
    /// The weeks, ascending.
    let weeks: [ISOWeek]
    /// The sums of a row by week.
    let rows: [String: [ISOWeek: Sum]]
    /// The sums of all rows by week.
    let all: [ISOWeek: Sum]
    /// What each row comes to, from the answer's own rows.
    let totals: [String: Sum]

    /// Nil for an answer without weeks.
    init?(_ answer: JSONObject, _ question: Question) {
        let key = question.place == nil ? "place" : "line"
        var rows: [String: [ISOWeek: Sum]] = [:]
        var all: [ISOWeek: Sum] = [:]
        for part in answer.rows("weeks") {
            guard let row = part.text(key), let week = part.text("week").flatMap({ ISOWeek($0) }) else { continue }
            rows[row, default: [:]][week, default: Sum()].add(part)
            all[week, default: Sum()].add(part)
        }
        guard !rows.isEmpty else { return nil }
        var totals: [String: Sum] = [:]
        for row in answer.rows("rows") {
            guard let id = row.text(key), rows[id] != nil, row.number("balance") != nil else { continue }
            totals[id, default: Sum()].add(row)
        }
        (self.key, self.rows, self.all, self.totals) = (key, rows, all, totals)
        weeks = all.keys.sorted()
    }

    /// The ids of the rows in the plan's order.
    func order(_ plan: Plan?) -> [String] {
        let planned = (key == "place" ? plan?.places.map(\.id.text) : plan?.lines.map(\.id.text)) ?? []
        return planned.filter { rows[$0] != nil } + rows.keys.filter { !planned.contains($0) }.sorted()
    }
}
