package import Wording

// Figures for people, as a language writes them. What programs read has no marks.

extension DisplayLanguage {
    /// Minutes as hours: `7:30`, `-0:45`, `1'326:00`; in Italian `1.326:00`.
    package func hours(_ minutes: Int) -> String {
        let amount = minutes.magnitude
        let rest = String(amount % 60)
        return (minutes < 0 ? "-" : "") + "\(grouped(Int(amount / 60))):" + (rest.count == 1 ? "0" + rest : rest)
    }

    /// A count with a mark at the thousands. In English it is the thin one of accountants, from five digits on: `12'345`. In
    /// Italian it is a point, from four digits on: `1.326`.
    package func grouped(_ count: Int) -> String {
        let (mark, fewest): (Character, Int) = self == .italian ? (".", 4) : ("'", 5)
        let digits = String(count.magnitude)
        var out = ""
        for (index, digit) in digits.enumerated() {
            if index > 0 && (digits.count - index) % 3 == 0 && digits.count >= fewest { out.append(mark) }
            out.append(digit)
        }
        return count < 0 ? "-" + out : out
    }

    /// Cents as euros: `1640.42`, `12'345.00`; in Italian `1.640,42 €`.
    package func euros(_ cents: Int) -> String {
        let rest = String(cents.magnitude % 100)
        return (cents < 0 ? "-" : "") + grouped(Int(cents.magnitude / 100)) + decimalMark
            + (rest.count == 1 ? "0" + rest : rest) + (self == .italian ? " €" : "")
    }

    /// A figure with one or two decimals: `37.1`; in Italian `37,1`.
    package func decimal(_ value: Double, _ places: Int) -> String {
        let scale = places == 2 ? 100 : 10
        let scaled = Int((value * Double(scale)).rounded())
        let rest = String(scaled % scale)
        return "\(scaled / scale)" + decimalMark + String(repeating: "0", count: places - rest.count) + rest
    }

    /// Yes or no.
    package func yesNo(_ isTrue: Bool) -> String {
        isTrue ? (self == .italian ? "sì" : "yes") : "no"
    }

    private var decimalMark: String { self == .italian ? "," : "." }
}
