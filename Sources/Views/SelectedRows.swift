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

    /// The records of these keys, in an order of theirs. Of a long list, only the places that the question asks for are put in
    /// order, with those before them.
    init<Key>(
        _ keys: [Key], in question: Question, by precedes: (Key, Key) -> Bool, _ row: @escaping (Key) -> Row
    ) {
        var keys = keys
        keys.sortFirst(question.places(among: keys.count).upperBound, by: precedes)
        self.init(keys, row)
    }

    /// The records of these numbers in the order of their ids, which are ASCII.
    init<Record>(
        _ refs: [Ref<Record>], of records: Register<Record>, in question: Question,
        _ row: @escaping (Ref<Record>) -> Row
    ) {
        self.init(refs.map { (prefix: TextPrefix(records.id($0)), ref: $0) }, in: question) {
            $0.prefix == $1.prefix ? records.id($0.ref) < records.id($1.ref) : $0.prefix < $1.prefix
        } _: {
            row($0.ref)
        }
    }

    /// Rows that are made already.
    init(_ rows: [Row]) {
        self.init(rows) { $0 }
    }

    /// All rows, of a question that asks for all.
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
        return first..<(limit.map { first + min($0, count - first) } ?? count)
    }

    /// Whether it asks for rows by their places.
    var asksForPlaces: Bool { limit != nil || skip != nil }

    /// Returns how many rows there are, for an answer that lists those of some places; nil if all are listed.
    func count(ofAll count: Int) -> Int? { asksForPlaces ? count : nil }
}

extension Array {
    /// Puts the first `count` elements of an order at the beginning, sorted. The others follow in any order.
    ///
    /// The elements before the last place that is asked for are gathered by partitions (Hoare's selection), which takes time
    /// proportional to the length of the array.
    mutating func sortFirst(_ count: Int, by precedes: (Element, Element) -> Bool) {
        guard count < self.count else { return sort(by: precedes) }
        guard count > 0 else { return }
        var (low, high) = (0, self.count)
        while high - low > 32 {
            let pivot = median(low, low + (high - low) / 2, high - 1, by: precedes)
            var (left, right) = (low, high - 1)
            while true {
                while precedes(self[left], pivot) { left += 1 }
                while precedes(pivot, self[right]) { right -= 1 }
                guard left < right else { break }
                swapAt(left, right)
                left += 1
                right -= 1
            }
            // All before `left` do not follow the pivot, and all from there on do not precede it.
            if count < left { high = left } else { low = left }
            if count == left { break }
        }
        if low < count { self[low..<high].sort(by: precedes) }
        self[..<count].sort(by: precedes)
    }

    private func median(_ a: Int, _ b: Int, _ c: Int, by precedes: (Element, Element) -> Bool) -> Element {
        let (low, high) = precedes(self[b], self[a]) ? (b, a) : (a, b)
        if precedes(self[c], self[low]) { return self[low] }
        return precedes(self[high], self[c]) ? self[high] : self[c]
    }
}
