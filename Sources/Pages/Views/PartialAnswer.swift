import CanonicalJSON
import Markup
import Presentation
import Views

/// An answer of which a page has asked only for the rows that it shows.
struct PartialAnswer {
    /// The answer, without the counts of its lists.
    let object: JSONObject
    /// How many rows each list has in all.
    let counts: ListCounts
    /// How many rows of each counted list are left out at its beginning.
    let skipped: Int

    /// An answer whose counted lists begin after so many rows.
    init(_ answer: JSONObject, after skipped: Int = 0) {
        counts = ListCounts(answer)
        object = JSONObject(answer.members.filter { !ListCounts.fields.contains($0.name) })
        self.skipped = skipped
    }

    /// Returns how many rows a table of the answer has in all.
    func count(of table: AnswerTable) -> Int { counts[table.name] ?? table.rows.count }

    /// Returns the rows of a table at these places among all of its rows.
    func rows(_ places: Range<Int>, of table: AnswerTable) -> ArraySlice<AnswerTable.Row> {
        let first = counts[table.name] == nil ? 0 : skipped
        return table.rows.dropFirst(max(places.lowerBound - first, 0)).prefix(places.count)
    }
}

/// Which rows of its lists a page asks a view for.
struct AskedRows {
    /// The rows of the list that stands alone, or those of the longest beginning.
    let window: RowWindow
    /// The list that the address names, if the view counts it.
    let list: String?

    /// The rows that an address shows of a view; nil if the page needs all, or the view has no part of its lists.
    init?(_ visit: Visit, of view: any Answer.Type, _ question: Question) {
        guard view.parameters.contains(.limit), question.limit == nil else { return nil }
        let name = visit.address["rows"] ?? ""
        func isCounted(_ list: some StringProtocol) -> Bool { ListCounts.areSaid(of: String(list), in: view.columns) }
        // A list within the rows of another is a table of all of them.
        if let outer = name.split(separator: ".").first, outer.count < name.count, isCounted(outer) { return nil }
        list = isCounted(name) ? name : nil
        window = list == nil ? TableMarkup.beginning(of: view) : .after(visit.skippedRows)
    }

    /// More rows than any list has.
    private static let beyondAll = 1_000_000_000

    /// Returns the question for the rows of the window in a list of `count`, and how many are left out before them.
    func question(_ question: Question, among count: Int = beyondAll) -> (question: Question, skipped: Int) {
        var question = question
        let rows = window.rows(of: count)
        question.limit = window.size
        question.skip = rows.lowerBound == 0 ? nil : rows.lowerBound
        return (question, rows.lowerBound)
    }
}
