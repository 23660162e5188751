/// Decides which figures of a quarter are disclosed.
///
/// A count from 1 to 4 is small. If no cell of a table is small, all cells are disclosed, including zeros. Otherwise all cells
/// below a limit are withheld. The limit is the lowest one, starting from 5, with which every withheld cell still has enough
/// possible values, given everything that is disclosed. If no limit leaves any cell to disclose, the whole table is withheld.
///
/// Whether a limit is sufficient depends only on what it discloses, never on the counts that it withholds. Those counts only
/// determine that no lower limit was sufficient, and even a reader who knows this rule is left with at least five possible
/// values for each withheld cell: `SuppressionTests` counts the values for every table of a small size.
enum Suppression {
    /// The smallest count that is disclosed, and the number of values that remain possible for a withheld count.
    static let least = 5

    static func isSmall(_ count: Int) -> Bool { (1..<least).contains(count) }

    /// Returns a total; it is withheld below `least`, including zero, so that a withheld total may be 0 to 4.
    static func figure(_ total: Int) -> Aggregates.Figure { total < least ? .withheld : .count(total) }

    /// Returns the smallest count that is disclosed in a table in which everyone is counted once; nil if none is disclosed.
    ///
    /// `counts` may omit empty cells; `cells` is the number of all cells. The total is disclosed, so the sum of the withheld
    /// cells is known. Any withheld cell may have any value below the limit if the sum is large enough for the largest value
    /// and the other cells can contain all of it. The limit is at least 6: with a sum of 5 in two cells, only four values would
    /// be possible, because neither may be empty.
    static func leastTold(of counts: [Int], cells: Int, total: Int) -> Int? {
        guard total >= least, counts.reduce(0, +) == total else { return nil }
        // If zeros were disclosed, two cells with a known sum would have only four possible values, as 1 and 4, or 2 and 3.
        let isAnyWithheld = counts.contains(where: isSmall) || (cells == 2 && counts.contains(total))
        guard isAnyWithheld else { return 0 }
        var limit = least
        while true {
            let told = counts.filter { $0 >= limit }
            guard !told.isEmpty else { return nil }
            let rest = total - told.reduce(0, +)
            if rest >= max(least + 1, limit - 1) && rest <= (limit - 1) * (cells - told.count - 1) { return limit }
            limit += 1
        }
    }
}

/// Tables in which one person may be counted in several cells, such as lines and places. For them, bounds are known but not
/// sums.
struct OverlappingCells {
    /// The number of persons in each cell.
    let counts: [Int]
    /// The number of persons in all, at least `Suppression.least`.
    let total: Int
    /// Everyone in `cell` is also in one of `others`.
    var within: [(cell: Int, others: [Int])] = []
    /// Sets of cells; everyone is in at least one cell of each set.
    var covers: [[Int]] = []

    /// Returns, for each cell, whether it is disclosed.
    var told: [Bool] {
        // The only cell of its kind equals the total.
        let certain = Set(covers.filter { $0.count == 1 }.joined())
        let open = counts.indices.filter { !certain.contains($0) }
        let isAnyWithheld = open.contains { Suppression.isSmall(counts[$0]) || (open.count == 1 && counts[$0] == 0) }
        guard isAnyWithheld else { return counts.map { _ in true } }
        var limit = Suppression.least
        while let told = open.map({ counts[$0] }).filter({ $0 >= limit }).min() {
            let withheld = open.filter { counts[$0] < limit }
            if isSafe(withheld, under: told) { return counts.indices.map { !withheld.contains($0) } }
            limit = told + 1
        }
        return counts.indices.map(certain.contains)
    }

    /// Whether each of the cells can be 0, 1, 2, 3 or 4, if all of them are below the limit and the other cells have their
    /// values.
    private func isSafe(_ withheld: [Int], under limit: Int) -> Bool {
        withheld.allSatisfy { cell in
            (0..<Suppression.least).allSatisfy { value in
                // At least one cell is small, or nothing would be withheld.
                let small = value > 0 ? [cell] : withheld.filter { $0 != cell }
                return small.contains { isPossible(value, in: cell, withheld, under: limit, small: $0) }
            }
        }
    }

    private func isPossible(_ value: Int, in cell: Int, _ withheld: [Int], under limit: Int, small: Int) -> Bool {
        var bounds = counts
        for other in withheld { bounds[other] = min(limit - 1, total) }
        bounds[small] = min(bounds[small], Suppression.least - 1)
        bounds[cell] = value
        let found = largest(under: bounds)
        return found[cell] == value && found[small] > 0
            && counts.indices.allSatisfy { withheld.contains($0) || found[$0] == counts[$0] }
            && covers.allSatisfy { $0.reduce(0) { $0 + found[$1] } >= total }
    }

    /// Returns the largest possible counts within the bounds. One solution is largest in every cell, because each condition
    /// bounds one cell by a sum of others: the larger counts of two solutions, taken cell by cell, are again a solution.
    private func largest(under bounds: [Int]) -> [Int] {
        var found = bounds
        var hasChanged = true
        while hasChanged {
            hasChanged = false
            for (cell, others) in within {
                let sum = others.reduce(0) { $0 + found[$1] }
                guard found[cell] > sum else { continue }
                found[cell] = sum
                hasChanged = true
            }
        }
        return found
    }
}
