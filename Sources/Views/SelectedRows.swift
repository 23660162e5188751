import Office

/// The records that a question to a list selects, in order. Each becomes a row when it is listed.
public struct SelectedRows<Row> {
    /// The number of records.
    public let count: Int
    private let row: (Int) -> Row

    /// The records of these keys, which `row` makes rows of.
    init<Key>(_ keys: [Key], _ row: @escaping (Key) -> Row) {
        count = keys.count
        self.row = { row(keys[$0]) }
    }

    /// Rows that are made already.
    init(_ rows: [Row]) {
        self.init(rows) { $0 }
    }

    /// All rows.
    public var all: [Row] { self[0..<count] }

    /// The rows at these places.
    subscript(places: Range<Int>) -> [Row] { places.map(row) }
}

extension Question {
    /// Reads a number of rows in decimal; nil for any other text, and beyond a billion.
    static func rowCount(_ text: String) -> Int? {
        guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(text)
    }

    /// Returns the places of the rows that are listed of so many.
    func places(among count: Int) -> Range<Int> {
        let first = min(skip ?? 0, count)
        return first..<(limit.map { min(first + $0, count) } ?? count)
    }

    /// Returns how many rows there are, for an answer that lists those of some places; nil if all are listed.
    func count(ofAll count: Int) -> Int? { limit == nil && skip == nil ? nil : count }
}
