import Office

/// The rows of an answer's lists that a question asks for, and how many each list has in all.
struct ListParts {
    private let question: Question
    private var counts: [String: Int] = [:]

    /// No lists yet.
    init(_ question: Question) { self.question = question }

    /// The number of all rows of each list by its name; nil for a question that asks for all rows.
    var rowCounts: [String: Int]? { question.asksForPlaces ? counts : nil }

    /// Counts a list, and returns the rows of it that are asked for.
    mutating func take<Row>(_ rows: SelectedRows<Row>, as list: some CodingKey) -> [Row] {
        counts[list.stringValue] = rows.count
        return rows[question.places(among: rows.count)]
    }

    /// Counts a list, and returns the rows of it that are asked for.
    mutating func take<Row>(_ rows: [Row], as list: some CodingKey) -> [Row] {
        counts[list.stringValue] = rows.count
        return question.asksForPlaces ? Array(rows[question.places(among: rows.count)]) : rows
    }

    /// Counts a list, of which the rows that are asked for were made already.
    mutating func take<Row>(_ part: CollectedPart<Row>, as list: some CodingKey) -> [Row] {
        counts[list.stringValue] = part.count
        return part.rows
    }
}

/// A list that is gone through in its order, of which only the rows that a question asks for are made.
struct CollectedPart<Row> {
    private let places: Range<Int>
    /// How many rows there are in all.
    private(set) var count = 0
    /// The rows that are asked for.
    private(set) var rows: [Row] = []

    /// Nothing yet.
    init(_ question: Question) { places = question.places(among: .max) }

    /// Takes the next row.
    mutating func add(_ row: () throws(Refusal) -> Row) throws(Refusal) {
        if places.contains(count) { rows.append(try row()) }
        count += 1
    }
}
