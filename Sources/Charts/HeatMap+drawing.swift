import CivilTime
import Markup

/// Where the parts of a heat map lie.
struct HeatMapDrawing {
    private let map: HeatMap
    private let firstMonday: Day
    private let columns: Int
    private let column: Double
    private let titles: Double
    private let left: Double
    private let totalsText: Double
    private var canvas = Canvas()

    private static let row = 28.0
    private static let top = 42.0
    private static let totalsBar = 84.0

    init(_ map: HeatMap) {
        self.map = map
        let last = map.lastMonday
        firstMonday = map.firstMonday ?? .earliest
        let monday = firstMonday
        columns = last.map { $0.days(since: monday) / 7 + 1 } ?? 0
        column =
            switch columns {
            case ...20: 28
            case ...32: 22
            case ...56: 16
            default: 13
            }
        titles = min(map.rows.map { Lettering.regular.width($0.title) }.max() ?? 0, 190)
        left = titles + 12
        let texts = map.rows.compactMap(\.total?.text).map { Lettering.strong.width($0) }
        totalsText = min(texts.max() ?? 0, 120)
    }

    private var right: Double { left + Double(columns) * column }
    private var bottom: Double { Self.top + Double(map.rows.count) * Self.row }
    private var hasTotals: Bool { map.rows.contains { $0.total != nil } }
    private var totals: Double { right + 18 }
    private var width: Double {
        let heading = Lettering.small.width(map.words.totals)
        let content = hasTotals ? totals + max(Self.totalsBar + 10 + totalsText, min(heading, 240)) : right
        return max(content + 2, 380)
    }

    var svg: Markup {
        var drawing = self
        drawing.drawMonths()
        for (number, row) in map.rows.enumerated() {
            drawing.draw(row, y: Self.top + Double(number) * Self.row)
        }
        if hasTotals { drawing.drawTotals() }
        let end = drawing.legend.draw(on: &drawing.canvas, left: 2, right: width - 2, y: bottom + 16)
        return drawing.canvas.svg(map.caption, width: width, height: end, .wide)
    }

    private func x(_ day: Day) -> Double { left + Double(day.days(since: firstMonday)) / 7 * column }

    private mutating func drawMonths() {
        guard columns > 0 else { return }
        let end = firstMonday.adding(columns * 7 - 1)
        var (yearFree, monthFree) = (0.0, left - 1)
        for number in firstMonday.month.number...end.month.number {
            let month = Month(year: Int(number) / 12, month: Int(number) % 12 + 1)
            // A month stands above its first day; the one in which the picture begins above the first column.
            let begin = max(x(month.firstDay), left)
            let next = min(x(month.lastDay.adding(1)), right)
            let name = map.words.months.dropFirst(month.month - 1).first ?? String(month.month)
            if month.firstDay > firstMonday { canvas.line(begin, Self.top - 6, begin, bottom, "chart-grid") }
            let isShown = begin >= monthFree && next - begin >= Lettering.small.width(name) + 4
            if isShown {
                canvas.text(name, x: begin + 3, y: Self.top - 10, .start, .small)
                monthFree = next
            }
            let year = String(month.year)
            if month.month == 1 && begin >= yearFree || yearFree == 0 && isShown {
                if begin + 3 + Lettering.strong.width(year) <= width {
                    canvas.text(year, x: begin + 3, y: Self.top - 27, .start, .strong)
                    yearFree = begin + Lettering.strong.width(year) + 8
                }
            }
        }
    }

    private mutating func draw(_ row: HeatMap.Row, y: Double) {
        let titles = titles
        let isLong = Lettering.regular.width(row.title) > titles
        let cells = row.cells.filter { $0.first >= firstMonday && $0.first <= $0.last }
        let map = map
        let boxes = cells.map { ($0.state, box($0, y: y)) }
        // What is drawn at once has one link: that of its row.
        let atOnce = map.isDense ? boxes : []
        canvas.mark(isLong ? row.title : "", row.link) { canvas in
            if isLong {
                let lines = Lettering.small.lines(row.title, within: titles, atMost: 2)
                let first = y + 18.5 - Double(lines.count - 1) * 7
                for (number, line) in lines.enumerated() {
                    canvas.text(line, x: 2, y: first + Double(number) * 13.5, .start, .small)
                }
            } else {
                canvas.text(row.title, x: 2, y: y + 19)
            }
            map.draw(atOnce, on: &canvas)
        }
        guard !map.isDense else { return }
        for (cell, box) in zip(cells, boxes) {
            canvas.mark(cell.title, cell.link, inTabOrder: false) { canvas in map.draw([box], on: &canvas) }
        }
    }

    /// Where a cell lies in the row that begins at `y`.
    private func box(_ cell: HeatMap.Cell, y: Double) -> Box {
        let last = min(cell.last, ISOWeek(containing: cell.first).sunday)
        let (begin, end) = (x(cell.first), x(last) + column / 7)
        return Box(x: begin + 1, y: y + 2, width: end - begin - 2, height: Self.row - 4)
    }

    private mutating func drawTotals() {
        canvas.text(
            map.words.totals, x: totals, y: Self.top - 10, .start, .small, within: width - totals)
        let scale = Scale(map.rows.compactMap(\.total?.balance))
        let zero = scale.position(0, from: totals, to: totals + Self.totalsBar)
        for (number, row) in map.rows.enumerated() {
            guard let total = row.total else { continue }
            let y = Self.top + Double(number) * Self.row
            let x = scale.position(total.balance, from: totals, to: totals + Self.totalsBar)
            let style: Markup = total.balance < 0 ? "chart-bar-late" : "chart-bar"
            canvas.rectangle(x: min(x, zero), y: y + 7, width: (x - zero).magnitude, height: 14, style)
            canvas.text(
                total.text, x: totals + Self.totalsBar + 10 + totalsText, y: y + 19, .end, .strong, within: totalsText)
        }
        canvas.line(zero, Self.top, zero, bottom, "chart-axis")
    }

    private var legend: Legend {
        func entry(_ text: String, _ state: HeatMap.State) -> Legend.Entry {
            .init(text: text) { canvas, x, y in
                map.draw([(state, Box(x: x, y: y, width: 16, height: 16))], on: &canvas)
            }
        }
        return Legend(
            title: map.words.legend,
            entries: map.steps.reversed().map { entry($0.behind, .balance(-$0.from)) }
                + [entry(map.words.met, .balance(0))]
                + map.steps.map { entry($0.ahead, .balance($0.from)) }
                + [entry(map.words.suspended, .suspended)])
    }
}

extension HeatMap {
    /// How many cells a picture may have that have a link and a title each.
    static let mostLinkedCells = 200
    /// How many cells are drawn at all; of more, those of the last weeks.
    static let mostCells = 3000

    /// Whether there are too many cells for a link each: they would make most of a page.
    fileprivate var isDense: Bool { rows.reduce(0) { $0 + $1.cells.count } > Self.mostLinkedCells }

    /// Draws cells with their dots; those that look the same in one mark.
    fileprivate func draw(_ cells: [(state: State, box: Box)], on canvas: inout Canvas) {
        canvas.rectangles(
            cells.filter { $0.state == .suspended }.map(\.box), "chart-shade", hatched: "chart-cell chart-mark", caption
        )
        let steps = cells.compactMap { cell -> (signed: Int, box: Box)? in
            guard case .balance(let balance) = cell.state else { return nil }
            return (balance < 0 ? -step(balance) : step(balance), cell.box)
        }
        for signed in -self.steps.count...self.steps.count {
            let boxes = steps.filter { $0.signed == signed }.map(\.box)
            let step = abs(signed)
            let style: Markup = step == 0 ? "met" : signed < 0 ? "behind-\(step)" : "ahead-\(step)"
            canvas.rectangles(boxes, "chart-cell chart-mark chart-\(style)")
            guard step > 0 else { continue }
            let dots = boxes.compactMap { box -> (x: Double, y: Double, radius: Double)? in
                let most = min(box.width, box.height) / 2 - 1.5
                guard most > 0.5 else { return nil }
                let radius = min(most, 9) * (0.1 + 0.9 * Double(step) / Double(self.steps.count))
                return (box.x + box.width / 2, box.y + box.height / 2, radius)
            }
            let dot: Markup = signed < 0 ? "chart-full-\(step)" : "chart-ring-\(step)"
            canvas.circles(dots, "chart-dot \(dot)")
        }
    }
}
