import Markup

/// A range of values that contains zero, and the values that are named along it.
public struct Axis: Sendable, Hashable {
    /// A value that is named.
    public struct Tick: Sendable, Hashable {
        /// Where it stands.
        public var value: Double
        /// What it is called, in the reader's language.
        public var text: String

        /// A named value.
        public init(_ value: Double, _ text: String) { (self.value, self.text) = (value, text) }
    }

    /// The named values, ascending; the first and the last are the ends of the axis.
    public let ticks: [Tick]
    let scale: Scale

    /// An axis over values and zero, with about `count` round steps (1, 2 or 5 times a power of ten) that are not smaller than
    /// `smallest`. Values that are not numbers are left out.
    public init(
        covering values: some Sequence<Double>, count: Int = 4, smallest: Double = 1, text: (Double) -> String
    ) {
        let all = Scale(values)
        let wanted = max((all.upper - all.lower) / Double(max(count, 1)), smallest, 1e-6)
        var power = 1.0
        while power * 10 <= wanted { power *= 10 }
        while power > wanted { power /= 10 }
        let step = power * ([1, 2, 5].first { $0 * power >= wanted * 0.999 } ?? 10)
        let first = Int((all.lower / step + 0.001).rounded(.down))
        let last = max(Int((all.upper / step - 0.001).rounded(.up)), first < 0 ? 0 : 1)
        ticks = (first...last).map { Tick(Double($0) * step, text(Double($0) * step)) }
        scale = Scale([Double(first) * step, Double(last) * step])
    }
}

/// A range of values that contains zero.
struct Scale: Sendable, Hashable {
    let lower: Double
    let upper: Double

    /// The range of values and zero. One of zeros alone reaches to 1.
    init(_ values: some Sequence<Double>) {
        var (lower, upper) = (0.0, 0.0)
        for value in values where value.isFinite {
            lower = max(min(lower, value), -1e15)
            upper = min(max(upper, value), 1e15)
        }
        self.lower = lower
        self.upper = lower == 0 && upper == 0 ? 1 : upper
    }

    /// Where a value lies, from 0 at the lower end to 1 at the upper; what lies outside is at the end, and what is not a
    /// number at zero.
    func fraction(_ value: Double) -> Double {
        let known = value.isNaN ? 0 : min(max(value, lower), upper)
        return (known - lower) / (upper - lower)
    }

    /// Where a value lies between two coordinates.
    func position(_ value: Double, from start: Double, to end: Double) -> Double {
        start + fraction(value) * (end - start)
    }
}

extension Canvas {
    /// The names of an axis from left to right, below `y`; those that would touch the one before are left out.
    mutating func horizontalAxis(_ axis: Axis, from left: Double, to right: Double, y: Double) {
        line(left, y, right, y, "chart-axis")
        var free = left - 100
        for tick in axis.ticks {
            let x = axis.scale.position(tick.value, from: left, to: right)
            let width = min(Lettering.small.width(tick.text), 120)
            let start = min(max(x - width / 2, left), right - width)
            guard start >= free else { continue }
            line(x, y, x, y + 4, "chart-axis")
            text(tick.text, x: start + width / 2, y: y + 18, .middle, .small, within: width)
            free = start + width + 8
        }
    }

    /// The lines of an axis across a plot, and their names left of it.
    mutating func verticalAxis(_ axis: Axis, left: Double, right: Double, top: Double, bottom: Double, labels: Double) {
        for tick in axis.ticks {
            let y = axis.scale.position(tick.value, from: bottom, to: top)
            line(left, y, right, y, tick.value == 0 ? "chart-axis" : "chart-grid")
            text(tick.text, x: left - 8, y: y + 4.5, .end, .small, within: labels)
        }
    }
}
