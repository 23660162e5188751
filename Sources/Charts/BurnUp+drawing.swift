import CivilTime
import Markup

/// Where the parts of a burn-up lie.
struct BurnUpDrawing {
    private let chart: BurnUp
    private let days: Double
    private let labels: Double
    private let left: Double
    private let right: Double
    private let lanes: [Lane]
    private let top: Double
    private let bottom: Double
    private var canvas = Canvas()

    private static let width = 760.0
    private static let plot = 260.0

    /// A name above the plot, in a line in which it touches no other.
    private struct Lane {
        var number: Int
        var start: Double
        var end: Double
        var x: Double
        var suspension: BurnUp.Suspension?
    }

    init(_ chart: BurnUp) {
        self.chart = chart
        days = Double(chart.last.days(since: chart.first) + 1)
        labels = min(chart.axis.ticks.map { Lettering.small.width($0.text) }.max() ?? 0, 100)
        left = labels + 10
        let ends = [chart.words.owed, chart.forecast?.lowText, chart.forecast?.highText].compactMap { $0 }
        right = Self.width - 10 - min(ends.map { Lettering.strong.width($0) }.max() ?? 0, 190)
        lanes = Self.lanes(of: chart, left: left, right: right, days: days)
        top = 8 + Double((lanes.map(\.number).max() ?? -1) + 1) * 19
        bottom = top + Self.plot
    }

    var svg: Markup {
        var drawing = self
        drawing.drawSuspensions()
        drawing.canvas.verticalAxis(
            chart.axis, left: left, right: right, top: top, bottom: bottom, labels: labels)
        drawing.drawMonths()
        drawing.drawDelivered()
        drawing.drawOwed()
        drawing.drawLanes()
        drawing.drawEnds()
        return drawing.canvas.svg(chart.caption, width: Self.width, height: bottom + 42, .wide)
    }

    /// Where a day begins; days outside the period lie at its ends.
    private static func x(_ day: Day, of chart: BurnUp, left: Double, right: Double, days: Double) -> Double {
        left + min(max(Double(day.days(since: chart.first)) / days, 0), 1) * (right - left)
    }
    private func start(_ day: Day) -> Double { Self.x(day, of: chart, left: left, right: right, days: days) }
    private func end(_ day: Day) -> Double { start(day.adding(1)) }
    private func y(_ value: Double) -> Double { chart.axis.scale.position(value, from: bottom, to: top) }

    private static func lanes(of chart: BurnUp, left: Double, right: Double, days: Double) -> [Lane] {
        var names: [(text: String, x: Double, suspension: BurnUp.Suspension?)] = chart.shownSuspensions.map {
            ($0.title, x($0.first, of: chart, left: left, right: right, days: days), $0)
        }
        if let today = chart.shownToday {
            names.append(
                (chart.words.today, x(today.adding(1), of: chart, left: left, right: right, days: days), nil))
        }
        var free: [Double] = []
        return names.sorted { $0.x < $1.x }.map { name in
            let width = min(Lettering.small.width(name.text), 240)
            let start = min(name.x, Self.width - width - 2)
            let number = free.firstIndex { $0 <= start } ?? free.count
            if number == free.count { free.append(0) }
            free[number] = start + width + 10
            return Lane(number: number, start: start, end: start + width, x: name.x, suspension: name.suspension)
        }
    }

    private mutating func drawSuspensions() {
        for suspension in chart.shownSuspensions {
            let (begin, end) = (start(suspension.first), end(suspension.last))
            canvas.mark(suspension.title, nil) { canvas in
                canvas.rectangle(x: begin, y: top, width: end - begin, height: bottom - top, "chart-shade")
            }
        }
    }

    private mutating func drawLanes() {
        for lane in lanes {
            let y = 14 + Double(lane.number) * 19
            if let suspension = lane.suspension {
                canvas.line(lane.x, y + 4, lane.x, top, "chart-axis")
                canvas.mark("", suspension.link) { canvas in
                    canvas.text(suspension.title, x: lane.start, y: y, .start, .small, within: lane.end - lane.start)
                }
            } else {
                canvas.line(lane.x, y + 4, lane.x, bottom, "chart-now")
                canvas.text(chart.words.today, x: lane.start, y: y, .start, .small, within: lane.end - lane.start)
            }
        }
    }

    private mutating func drawMonths() {
        let widest = chart.words.months.map { Lettering.small.width($0) }.max() ?? 16
        let stride = [1, 2, 3, 6, 12, 24, 60, 120, 1200].first {
            Double($0) * 30.4 / days * (right - left) >= widest + 8
        }
        let every = Int32(stride ?? 12_000)
        var (free, yearFree, isFirst) = (left, left, true)
        for number in chart.first.month.number...chart.last.month.number where number % every == 0 || isFirst {
            let month = Month(year: Int(number) / 12, month: Int(number) % 12 + 1)
            let begin = start(month.firstDay)
            canvas.line(begin, bottom, begin, bottom + 5, "chart-axis")
            let name = chart.words.months.dropFirst(month.month - 1).first ?? String(month.month)
            let isShown = begin >= free && begin + 3 + Lettering.small.width(name) <= right
            if isShown {
                canvas.text(name, x: begin + 3, y: bottom + 18, .start, .small)
                free = begin + 3 + Lettering.small.width(name) + 6
            }
            if isShown, isFirst || month.month <= Int(every) && begin >= yearFree {
                canvas.text(String(month.year), x: begin + 3, y: bottom + 36, .start, .small)
                yearFree = begin + 3 + Lettering.small.width("2000") + 8
            }
            isFirst = false
        }
    }

    private mutating func drawOwed() {
        var points = [(x: left, y: y(0))]
        for point in chart.owed {
            let x = start(point.day)
            points += [(x, points[points.count - 1].y), (x, y(point.value))]
        }
        if let last = points.last, points.count > 1 { canvas.path(points + [(right, last.y)], "chart-owed") }
    }

    private mutating func drawDelivered() {
        let points = chart.delivered.map { (x: end($0.day), y: y($0.value)) }
        guard let last = points.last else { return }
        if let forecast = chart.forecast {
            let (low, high) = ((x: right, y: y(forecast.low)), (x: right, y: y(forecast.high)))
            canvas.area([last, low, high], "chart-fan")
            canvas.path([last, low], "chart-fan-edge")
            canvas.path([last, high], "chart-fan-edge")
        }
        let line = [(x: left, y: y(0))] + points
        canvas.area(line + [(last.x, y(0))], "chart-area")
        canvas.path(line, "chart-line")
        canvas.circle(x: last.x, y: last.y, radius: 4, "chart-bar")
        drawDeliveredName(line)
    }

    /// Within the area left of its end where there is space, else above the axis right of it, or left of it.
    private mutating func drawDeliveredName(_ line: [(x: Double, y: Double)]) {
        guard let end = line.last else { return }
        let name = chart.words.delivered
        let width = Lettering.regular.width(name)
        // The lowest that the line comes above the name.
        let begin = end.x - 10 - width
        let above = (line.last { $0.x <= begin }.map { [$0.y] } ?? []) + line.filter { $0.x > begin }.map(\.y)
        let base = (above.max() ?? bottom) + 22
        if begin > left, base <= bottom - 8 {
            canvas.text(name, x: end.x - 10, y: base, .end, within: width)
        } else if right - end.x >= end.x - left {
            canvas.text(name, x: end.x + 10, y: bottom - 8, within: right - end.x - 14, halo: true)
        } else {
            canvas.text(name, x: end.x - 10, y: bottom - 8, .end, within: end.x - left - 14, halo: true)
        }
    }

    /// The names at the right, each at its line as far as the others let it.
    private mutating func drawEnds() {
        var ends: [(y: Double, text: String, lettering: Lettering)] = []
        if let last = chart.owed.last { ends.append((y(last.value), chart.words.owed, .strong)) }
        if let forecast = chart.forecast, !chart.delivered.isEmpty {
            ends += [
                (y(forecast.high), forecast.highText, .regular), (y(forecast.low), forecast.lowText, .regular),
            ]
        }
        ends.sort { $0.y < $1.y }
        var floor = top
        for index in ends.indices {
            ends[index].y = max(ends[index].y, floor)
            floor = ends[index].y + 19
        }
        var ceiling = bottom
        for index in ends.indices.reversed() {
            ends[index].y = min(ends[index].y, ceiling)
            ceiling = ends[index].y - 19
        }
        for end in ends {
            canvas.text(end.text, x: right + 8, y: end.y + 5, .start, end.lettering, within: Self.width - right - 9)
        }
    }
}

extension BurnUp {
    fileprivate var shownSuspensions: [Suspension] {
        suspensions.filter { $0.first <= last && $0.last >= first && $0.first <= $0.last }
    }
    fileprivate var shownToday: Day? {
        guard let today, today >= first, today <= last else { return nil }
        return today
    }
}
