import Office

extension Office {
    /// Returns the codes that a field held in the last records, the most frequent first; nil for a field whose codes are in the
    /// plan's measures.
    func recordedCodes(inField name: String) -> [String]? {
        switch name {
        case "difficulties":
            codes(ofLast: orientations.count) { index in
                let row = orientations[Ref(index)]
                return row.isVoided ? .empty : row.difficulties
            }
        case "complexity":
            codes(ofLast: cases.count) { index in
                let row = cases[Ref(index)]
                return row.isVoided ? .empty : row.complexity
            }
        default: nil
        }
    }

    /// How many records are read, so that a form takes the same time however long the log is.
    private static let mostRead = 1000
    /// How many codes are offered.
    private static let mostOffered = 30

    private func codes(ofLast count: Int, _ list: (Int) -> ListRef) -> [String] {
        var times: [Symbol: Int] = [:]
        for index in max(0, count - Self.mostRead)..<count {
            lists.forEach(list(index), of: SymbolRow.self) { times[$0, default: 0] += 1 }
        }
        return times.map { (code: symbols[$0.key], times: $0.value) }
            .sorted { ($1.times, $0.code) < ($0.times, $1.code) }
            .prefix(Self.mostOffered).map(\.code)
    }
}
