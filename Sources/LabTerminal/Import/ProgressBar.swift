import CivilTime

/// A line on the terminal with the progress, the speed and the remaining time of an import.
struct ProgressBar {
    /// The bytes of the whole, where known.
    let total: Int?
    private var drawn: ContinuousClock.Instant?
    private let start: ContinuousClock.Instant

    init(total: Int?, start: ContinuousClock.Instant) {
        self.total = total
        self.start = start
    }

    /// Draws the bar if it is time to: ten times a second.
    mutating func draw(bytes: Int, lines: Int, now: ContinuousClock.Instant) {
        if let drawn, now - drawn < .milliseconds(100) { return }
        drawn = now
        put("\r" + Self.text(bytes: bytes, of: total, lines: lines, seconds: (now - start).seconds) + "\u{1B}[K")
    }

    /// Removes the bar.
    func clear() {
        if drawn != nil { put("\r\u{1B}[K") }
    }

    /// `██████░░░░  61 %   12'345 lines   98'000/s   0:12 min left`.
    static func text(bytes: Int, of total: Int?, lines: Int, seconds: Double) -> String {
        let rate = seconds > 0 ? Int(Double(lines) / seconds) : 0
        let figures = localized(
            "\(grouped(lines)) lines   \(grouped(rate))/s", it: "\(grouped(lines)) righe   \(grouped(rate))/s")
        guard let total, total > 0 else { return figures }
        let share = min(1, Double(bytes) / Double(total))
        let filled = Int(share * 24)
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 24 - filled)
        var text = "\(bar) \(Int(share * 100)) %   \(figures)"
        if share > 0.01 && seconds > 0.5 {
            text += localized(
                "   \(duration(seconds / share * (1 - share))) left",
                it: "   ancora \(duration(seconds / share * (1 - share)))")
        }
        return text
    }

    private func put(_ text: String) {
        // If the bar cannot be drawn, the import continues.
        try? Descriptor.standardError.write(Array(text.utf8))
    }
}

extension Duration {
    /// As a fraction.
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
