import Testing

@testable import Views

/// Tests what a reader who knows the rule cannot find out. Every table of a small size is made, tables that look the same are
/// grouped, and each withheld cell must have at least five values in its group.
struct SuppressionTests {
    /// A published table, in which nil is withheld.
    private typealias TerminalRenderable = [Int?]

    /// Returns the least number of values of a withheld cell, over all tables that look the same; nil if nothing is withheld.
    private static func fewestValues(_ tables: [[Int]], _ shown: ([Int]) -> TerminalRenderable) -> Int? {
        var values: [TerminalRenderable: [Set<Int>]] = [:]
        for table in tables {
            let shown = shown(table)
            for (index, cell) in shown.enumerated() where cell == nil {
                values[shown, default: table.map { _ in [] }][index].insert(table[index])
            }
        }
        return values.flatMap { shown, sets in sets.indices.filter { shown[$0] == nil }.map { sets[$0].count } }.min()
    }

    private static func parts(of total: Int, _ cells: Int) -> [[Int]] {
        guard cells > 1 else { return [[total]] }
        return (0...total).flatMap { first in parts(of: total - first, cells - 1).map { [first] + $0 } }
    }

    private static func shown(_ table: [Int]) -> TerminalRenderable {
        let least = Suppression.leastTold(of: table, cells: table.count, total: table.reduce(0, +))
        return table.map { count in least.map { count >= $0 } == true ? count : nil }
    }

    @Test(arguments: [(2, 90), (3, 45), (4, 28), (5, 16)])
    func `a cell of a table with a known sum may be five numbers at least`(_ cells: Int, _ largest: Int) {
        for total in Suppression.least...largest {
            let tables = Self.parts(of: total, cells)
            #expect((Self.fewestValues(tables, Self.shown) ?? 5) >= 5, "\(cells) cells, \(total) in all")
            for table in tables {
                let shown = Self.shown(table)
                #expect(zip(table, shown).allSatisfy { !(1...4).contains($0) || $1 == nil }, "\(table)")
                let rest = total - shown.reduce(0) { $0 + ($1 ?? 0) }
                #expect(rest == 0 || rest >= 5, "\(table)")
            }
        }
    }

    /// Lines and places: which places each line has, and how many there are.
    @Test(arguments: [
        ([[0, 1]], 2, 18), ([[0], [1]], 2, 14), ([[0], [0, 1]], 2, 12), ([[0, 1], [0, 1]], 2, 10),
        ([[0], [0]], 1, 18), ([[0], [1, 2]], 3, 5), ([[0], [0, 1], [0, 1]], 2, 5),
    ])
    func `a cell of overlapping tables may be five numbers at least`(
        _ plan: [[Int]], _ places: Int, _ largest: Int
    ) {
        let cells = plan.count + places
        var within = plan.enumerated().map { (cell: $0, others: $1.map { plan.count + $0 }) }
        within += (0..<places).map { place in
            (cell: plan.count + place, others: plan.indices.filter { plan[$0].contains(place) })
        }
        let covers = [Array(plan.indices), Array(plan.count..<cells)]
        for total in Suppression.least...largest {
            var tables: [[Int]] = []
            Self.forEachTable(cells, upTo: total) { table in
                let isPossible =
                    covers.allSatisfy { $0.reduce(0) { $0 + table[$1] } >= total }
                    && within.allSatisfy { table[$0] <= $1.reduce(0) { $0 + table[$1] } }
                if isPossible { tables.append(table) }
            }
            let fewest = Self.fewestValues(tables) { table in
                let overlap = OverlappingCells(counts: table, total: total, within: within, covers: covers)
                return zip(table, overlap.told).map { $1 ? $0 : nil }
            }
            #expect((fewest ?? 5) >= 5, "\(plan), \(total) in all")
        }
    }

    @Test(arguments: [(1, 20), (2, 20), (3, 12), (4, 7)])
    func `a cell that nothing bounds may be five numbers at least`(_ cells: Int, _ largest: Int) {
        for total in Suppression.least...largest {
            var tables: [[Int]] = []
            Self.forEachTable(cells, upTo: total) { tables.append($0) }
            let fewest = Self.fewestValues(tables) { table in
                zip(table, OverlappingCells(counts: table, total: total).told).map { $1 ? $0 : nil }
            }
            #expect((fewest ?? 5) >= 5, "\(cells) cells, \(total) in all")
        }
    }

    private static func forEachTable(_ cells: Int, upTo total: Int, _ body: ([Int]) -> Void) {
        var table = Array(repeating: 0, count: cells)
        while true {
            body(table)
            guard let cell = table.indices.first(where: { table[$0] < total }) else { return }
            table[cell] += 1
            for earlier in 0..<cell { table[earlier] = 0 }
        }
    }

    /// Counts, and the least one that is published.
    @Test(arguments: [
        ([10, 20, 30], 0), ([5, 5], 0), ([0, 5, 20], 0), ([4, 3, 20, 30], 8), ([4, 3, 1, 20, 30], 5),
        ([4, 20, 30], 25), ([4, 7, 20, 30], 12), ([0, 4, 7, 20, 30], 8), ([1, 0, 0, 40, 50], 41), ([0, 5], nil),
        ([2, 1], nil), ([9, 1, 0], nil), ([7, 2, 1, 12, 40], 8), ([1, 9, 10, 50, 60], 11), ([], nil),
    ])
    func `the lowest limit that will do is taken, or the table is withheld`(_ counts: [Int], _ least: Int?) {
        let total = counts.reduce(0, +)
        #expect(Suppression.leastTold(of: counts, cells: counts.count, total: total) == least)
        // Rows that do not include everyone would have an unknown sum.
        #expect(Suppression.leastTold(of: counts, cells: counts.count, total: total + 1) == nil)
    }

    @Test func `a total of few persons is withheld, and so is zero`() {
        #expect((0...4).allSatisfy { Suppression.figure($0) == .withheld })
        #expect(Suppression.figure(5) == .count(5))
    }

    @Test func `a line with a single place withholds that place too`() {
        var overlap = OverlappingCells(counts: [3, 30, 3, 28, 2], total: 30)
        overlap.covers = [[0, 1], [2, 3, 4]]
        overlap.within = [(0, [2]), (1, [2, 3, 4]), (2, [0, 1]), (3, [1]), (4, [1])]
        #expect(overlap.told == [false, true, false, true, false])
    }
}
