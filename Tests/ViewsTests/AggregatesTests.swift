import CanonicalJSON
import Office
import OfficeSpecification
import Testing

@testable import Views

struct AggregatesTests {
    private typealias Figure = Aggregates.Figure

    private static func cells(_ counts: [Int]) -> [String: Int] {
        Dictionary(uniqueKeysWithValues: counts.enumerated().map { ("c\($0.offset)", $0.element) })
    }

    /// Counts, and the indices of the cells that are withheld.
    @Test(arguments: [
        ([10, 20, 30], []), ([5, 5], []), ([4, 20, 30], [0, 1]), ([1, 1, 30, 40], [0, 1, 2]), ([3, 4, 30], [0, 1]),
        ([2, 2, 2], [0, 1, 2]), ([1, 9], [0, 1]), ([3], [0]), ([0, 10, 20], []), ([0, 4, 10, 20], [1, 2]), ([], []),
        ([4, 1, 0, 6, 7], [0, 1]), ([4, 4, 4, 4, 100], [0, 1, 2, 3]),
    ])
    func `small cells are withheld, and so many others that none can be had by subtraction`(
        _ counts: [Int], _ withheld: [Int]
    ) {
        let table = Suppression.table(Self.cells(counts), total: counts.reduce(0, +))
        for (index, count) in counts.enumerated() {
            #expect(table["c\(index)"] == (withheld.contains(index) ? .withheld : .count(count)), "cell \(index)")
        }
    }

    /// What holds for every table, whatever is in it.
    @Test func `what is withheld of any table is none, or two cells and five at least, unless it is all`() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<5_000 {
            let counts = (0..<Int.random(in: 0...9, using: &random)).map { _ in Int.random(in: 0...12, using: &random) }
            let total = counts.reduce(0, +)
            let table = Suppression.table(Self.cells(counts), total: total)
            let hidden = counts.indices.filter { table["c\($0)"] == .withheld }
            #expect(counts.indices.allSatisfy { !(1...4).contains(counts[$0]) || hidden.contains($0) }, "\(counts)")
            let others = counts.indices.filter { counts[$0] > 0 && !hidden.contains($0) }
            let sum = hidden.reduce(0) { $0 + counts[$1] }
            #expect(hidden.isEmpty || others.isEmpty || (hidden.count > 1 && sum >= 5), "\(counts)")
            // No more than is needed: without the last one that was added it would not do.
            if let last = hidden.map({ counts[$0] }).max(), last >= 5, !others.isEmpty {
                #expect(hidden.count == 2 || sum - last < 5, "\(counts)")
            }
        }
    }

    @Test func `a part is withheld where it or the rest of its total is small`() {
        #expect(Suppression.figure(7, of: 20) == .count(7))
        #expect(Suppression.figure(4, of: 20) == .withheld)
        #expect(Suppression.figure(17, of: 20) == .withheld)
        #expect(Suppression.figure(20, of: 20) == .count(20))
        #expect(Suppression.figure(0, of: 20) == .count(0))
        #expect(Suppression.figure(0, of: 3) == .withheld)
        #expect(Suppression.figure(3) == .withheld)
    }

    @Test(arguments: [
        (Question(asOf: .position(1)), "asOf"), (Question(on: Day("2019-09-30")), "on"),
        (Question(to: Day("2019-09-29")), "to"), (Question(to: Day("2020-06-30")), "to"),
        (Question(from: Day("2019-07-02"), to: Day("2019-09-30")), "from"),
    ])
    func `aggregates are of quarters that are over`(_ question: Question, _ field: String) throws {
        let scenario = try Scenario.atWork()
        scenario.today("2020-05-04")
        try scenario.given(.person("p-9"))
        let refusal = #expect(throws: Refusal.self) { try Aggregates(scenario.office, question) }
        #expect(refusal?.field == field)
        #expect(refusal?.code == .invalidValue)
    }

    @Test func `the last quarter that is over is where they end, and few persons are no figure`() throws {
        let scenario = try Scenario.atWork()
        scenario.today("2020-05-04")
        try scenario.given(.person("p-9"))
        let answer = try Aggregates(scenario.office, Question())
        #expect(answer.basis.to == "2020-03-31")
        #expect(answer.least == 5)
        #expect(answer.personsServed == .count(0))
        #expect(!answer.hours.isEmpty)
        let text = String(decoding: try JSON.canonicalBytes(encoding: [Figure.count(7), .withheld]), as: UTF8.self)
        #expect(text == #"[7,"withheld"]"#)
    }
}
