/// Which figures of a quarter are told.
///
/// Small is a count from 1 to 4. Where no cell of a table is small, all are told, zeros too. Otherwise the cells
/// under a limit are withheld, whatever they are: under the lowest limit, from 5 up, with which enough values remain for
/// each of them by all that is told. Where no limit leaves a cell to be told, the whole table is withheld.
///
/// Whether a limit will do is decided by what is told with it, never by the counts of the cells that it withholds. These
/// decide only that no lower limit would do, and that leaves at least five values for each of them too, also to a reader
/// who knows the rule: `SuppressionTests` counts the values, for every table of a small size.
enum Suppression {
    /// The least count that is told, and the number of values that remain for a count that is not.
    static let least = 5

    static func isSmall(_ count: Int) -> Bool { (1..<least).contains(count) }

    /// A total: withheld under `least`, zero too, so that what is withheld may be 0 to 4.
    static func figure(_ total: Int) -> Aggregates.Figure { total < least ? .withheld : .count(total) }

    /// The least count that is told of the cells of a table in which everyone stands once; nil where none is.
    ///
    /// `counts` may leave out empty cells; `cells` is how many there are. The total is told, so the sum of what is withheld
    /// is known. Any one cell may be any number under the limit if the sum suffices for the largest, and if the others can
    /// take all of it. It is 6 at least: of a sum of 5 in two cells four values would remain, as neither may be empty.
    static func leastTold(of counts: [Int], cells: Int, total: Int) -> Int? {
        guard total >= least, counts.reduce(0, +) == total else { return nil }
        // Of two cells with a known sum four values would remain if zeros were told: of 1 and 4, or 2 and 3.
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

/// Cells in which a person may stand in several, such as lines and places: what is known of them are bounds, no sums.
struct OverlappingCells {
    /// How many persons stand in each cell.
    let counts: [Int]
    /// How many there are, at least `Suppression.least`.
    let total: Int
    /// Whoever stands in `cell` stands in one of `others` too.
    var within: [(cell: Int, others: [Int])] = []
    /// Sets of cells in one of which everyone stands.
    var covers: [[Int]] = []

    /// Whether each cell is told.
    var told: [Bool] {
        // The only cell of its kind is the total.
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

    /// Whether each of the cells may be 0, 1, 2, 3 or 4, if all of them are under the limit and the others what they are.
    private func isSafe(_ withheld: [Int], under limit: Int) -> Bool {
        withheld.allSatisfy { cell in
            (0..<Suppression.least).allSatisfy { value in
                // One cell is small, else nothing would be withheld.
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

    /// The largest counts within the bounds that can be. There is one that is largest in every cell, as each condition
    /// bounds one cell by a sum of others: of two solutions the larger count of each cell is a solution again.
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
