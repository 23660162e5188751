import Charts
import CivilTime
import Markup
import Testing

@Suite("What the pictures say") struct FiguresTests {
    private let words = HeatMap.Words(
        months: Samples.months, totals: "saldo", legend: "Saldo", met: "in pari", suspended: "sospesa")
    private let steps = [
        HeatMap.Step(from: 1, behind: "−1", ahead: "+1"), HeatMap.Step(from: 5, behind: "−5", ahead: "+5"),
    ]
    private let caption = Caption(id: "p", title: "t", description: "d")
    private let monday = Day(year: 2019, month: 9, day: 30) ?? .earliest

    private func map(_ cells: [HeatMap.Cell]) throws -> Drawn {
        try #require(
            Drawn(HeatMap(caption, rows: [.init("Rovato", cells: cells)], steps: steps, words: words).svg.text))
    }
    private func cell(_ state: HeatMap.State, days: ClosedRange<Int> = 0...6) -> HeatMap.Cell {
        .init(first: monday.adding(days.lowerBound), last: monday.adding(days.upperBound), state: state, title: "w")
    }

    /// One of each stands in the legend.
    @Test(arguments: [
        (-0.9, "chart-met"), (-1, "chart-behind-1"), (-5, "chart-behind-2"), (4.9, "chart-ahead-1"),
        (99, "chart-ahead-2"),
        (.nan, "chart-met"), (-.infinity, "chart-behind-2"),
    ]) func stepsOfAHeatMap(_ balance: Double, _ style: String) throws {
        let drawn = try map([cell(.balance(balance))])
        #expect(drawn.count(style) == 2)
        #expect(drawn.count("chart-cell") == 1 + 6)
    }

    @Test func partOfAWeekIsNarrower() throws {
        let cells = try map([cell(.balance(0), days: 0...1), cell(.suspended, days: 2...6)]).marks
            .filter { $0.classes.contains("chart-cell") }
        let widths = cells.prefix(2).map { $0.right - $0.left }
        #expect(widths == [6, 18])
        #expect(cells[0].right + 2 == cells[1].left)
    }

    @Test func onlyTenYearsAreDrawn() throws {
        let drawn = try map([
            cell(.balance(0)), .init(first: .latest.adding(-9), last: .latest, state: .balance(0), title: "last"),
        ])
        #expect(drawn.size.width < 522 * 13 + 400)
        #expect(drawn.count("chart-cell") == 1 + 6)
    }

    /// Tabbing through hundreds of cells would delay keyboard users.
    @Test func cellsAreNoStopsOfTheKeyboard() throws {
        var map = Samples.usual.heatMap
        map.rows = map.rows.prefix(2).map { row in
            var row = row
            row.cells = Array(row.cells.prefix(40))
            return row
        }
        let links = try #require(Drawn(map.svg.text)).elements.filter { $0.name == "a" }
        #expect(links.count { $0.attributes["tabindex"] == "-1" } == 80)
        #expect(links.count { $0.attributes["tabindex"] == nil } == map.rows.count { $0.link != nil })
    }

    /// Every cell is drawn, but the links are those of the rows, and a cell takes little of the page.
    @Test func hundredsOfCellsAreDrawnAtOnce() throws {
        let map = Samples.usual.heatMap
        let drawn = try #require(Drawn(map.svg.text))
        let cells = map.rows.reduce(0) { $0 + $1.cells.count }
        #expect(cells > 600 && drawn.count("chart-cell") == cells + 2 * map.steps.count + 2)
        #expect(drawn.elements.count { $0.name == "a" } == map.rows.count { $0.link != nil })
        #expect(map.svg.text.utf8.count < cells * 90)
    }

    @Test func owedIsALineOfSteps() throws {
        let day = { (number: Int) in monday.adding(number) }
        let chart = BurnUp(
            caption, first: day(0), last: day(9), axis: Axis(covering: [10]) { String(Int($0)) },
            owed: [.init(day(0), 5), .init(day(5), 10)], delivered: [.init(day(4), 5)], today: day(99),
            words: .init(months: [], owed: "", delivered: "", today: "oggi"))
        let elements = try #require(Drawn(chart.svg.text)).elements
        func points(_ style: String) -> [[Double]] {
            let found = elements.first { $0.attributes["class"] == style }?.attributes["points"] ?? ""
            return found.split(separator: " ").map { $0.split(separator: ",").compactMap { Double($0) } }
        }
        let (owed, delivered) = (points("chart-owed"), points("chart-line"))
        #expect(owed.count == 6)
        for (one, other) in zip(owed, owed.dropFirst()) { #expect(one[0] == other[0] || one[1] == other[1]) }
        // Five of ten days, and half of what is owed in the end.
        let half = [(owed[0][0] + owed[5][0]) / 2, (owed[0][1] + owed[5][1]) / 2]
        #expect(delivered.last == half)
        #expect(owed[3] == half)
        #expect(!elements.contains { $0.attributes["class"] == "chart-now" })
    }

    @Test func barsAreAsLongAsTheirFigures() throws {
        let chart = Bars(caption, rows: [.init("a", .init(10, "10")), .init("b", .init(5, "5"), target: 20)])
        let drawn = try #require(Drawn(chart.svg.text))
        let bars = drawn.marks.filter { $0.classes == ["chart-bar"] }.map { $0.right - $0.left }
        let target = try #require(drawn.marks.first { $0.classes == ["chart-target"] })
        let (long, short, reach) = (bars[0], bars[1], target.left - 2)
        #expect((long - 2 * short).magnitude < 0.02)
        #expect((reach - 2 * long).magnitude < 0.02)
    }

    @Test func everyRequestIsADot() throws {
        let drawn = try #require(Drawn(Samples.usual.waiting.svg.text))
        let late = Samples.usual.waiting.dots.count { $0.value >= 15 }
        #expect(drawn.count("chart-stay-late") == late && late > 0)
        #expect(drawn.count("chart-stay") == 53 - late)
    }

    @Test func manyRequestsAreCountedInColumns() throws {
        let values = (0..<5000).map { $0 * $0 % 371 }
        let axis = Axis(covering: values.map(Double.init)) { String(Int($0)) }
        #expect(!Waiting.isReadable(values.map(Double.init), along: axis))
        #expect(!Waiting.isReadable([Double](repeating: 7, count: 19), along: axis))
        #expect(Waiting.isReadable((0..<100).map { Double($0 * 4) }, along: axis))
        let columns = Histogram.columns(of: values, along: axis, limit: 60)
        #expect(columns.reduce(0) { $0 + $1.count } == 5000 && columns.first?.lower == 0)
        #expect(columns.contains { $0.upper == 61 } && columns.contains { $0.lower == 61 })
        for column in columns {
            #expect(column.upper - column.lower == (column.lower == 0 ? 1 : 20))
            #expect(values.count { column.lower <= Double($0) && Double($0) < column.upper } == column.count)
        }
        let chart = Histogram(
            caption, columns: columns, axis: axis, axisTitle: "", limit: .init(60.5, "60"), count: { String($0) },
            title: { "\($0.count)" })
        let drawn = try #require(Drawn(chart.svg.text))
        #expect(drawn.count("chart-bar-late") == columns.count { $0.lower > 60 })
        #expect(drawn.count("chart-bar") == 4)
        let heights = drawn.marks.filter { $0.element == "rect" }.map { $0.bottom - $0.top }
        let most = try #require(columns.map(\.count).max())
        for (column, height) in zip(columns, heights) {
            #expect((height - 130 * Double(column.count) / Double(most)).magnitude < 0.02)
        }
    }

    @Test func multiplesShareOneScale() throws {
        let axis = Axis(covering: [40]) { String(Int($0)) }
        let panels = [20.0, 40].map { SmallMultiples.Panel("p", values: [$0], text: "") }
        let drawn = try #require(
            Drawn(SmallMultiples(caption, panels: panels, quarters: ["T1"], axis: axis).svg.text))
        let heights = drawn.marks.filter { $0.element == "rect" }.map { $0.bottom - $0.top }
        #expect(heights == [35, 70])
    }

    @Test func sparklineIsBrokenWhereThereIsNoValue() throws {
        let line = Sparkline(caption, values: [1, 2, nil, 3, nil, 4, 5])
        let drawn = try #require(Drawn(line.svg.text))
        #expect(drawn.marks.count { $0.element == "polyline" } == 2)
        #expect(drawn.marks.count { $0.element == "circle" } == 2)
    }

    @Test(arguments: [
        ([0.0], [0.0, 1]), ([7], [0, 2, 4, 6, 8]), ([100], [0, 50, 100]), ([1326], [0, 500, 1000, 1500]),
        ([-3, 5], [-4, -2, 0, 2, 4, 6]), ([-10], [-10, -5, 0]), ([.nan, .infinity, 3], [0, 1, 2, 3]),
        ([1e300], [0, 5e14, 1e15]),
    ]) func axisHasRoundSteps(_ values: [Double], _ ticks: [Double]) {
        #expect(Axis(covering: values) { _ in "" }.ticks.map(\.value) == ticks)
    }

    @Test func idsAreOfSafeCharacters() {
        #expect(Caption(id: "città & <a_1>-x", title: "", description: "").id == "citt-----a_1--x")
    }
}
