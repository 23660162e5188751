internal import CivilTime
internal import Presentation

/// A day as people type it, in either language whatever labctl speaks: `2019-09-12`, `12/9`, `today`, `ieri`, `monday`, `-3d`.
struct TypedDay: Hashable {
    /// The day that is meant.
    let day: Day
    /// What to tell the person if the text does not say the year or could also be another day: `3/4 is 3 April 2019`. Nil if it
    /// can only be one.
    let remark: String?

    /// Reads the text; nil if it is not a day. A day without its year is the nearest one that is not in the future, and a day of the
    /// week the last one, today included.
    init?(_ text: String, today: Day) {
        let word = text.lowercased()
        if let day = Day(text) ?? Self.named(word, today) ?? Self.distant(word, today) {
            self.day = day
            remark = nil
            return
        }
        guard let (day, isDoubtful) = Self.written(word, today) else { return nil }
        self.day = day
        remark = isDoubtful ? localized("\(text) is \(day.spoken)", it: "\(text) è il \(day.spoken)") : nil
    }

    /// The accepted forms, for messages.
    static var form: String {
        localized(
            "a day as 2019-09-12, 12/9, today, yesterday, monday or -3d",
            it: "un giorno come 2019-09-12, 12/9, oggi, ieri, lunedì o -3g")
    }

    private static func named(_ word: String, _ today: Day) -> Day? {
        switch word {
        case "today", "oggi": return today
        case "yesterday", "ieri": return today.adding(-1)
        case "tomorrow", "domani": return today.adding(1)
        default:
            guard let index = weekdays.firstIndex(where: { $0.contains(word) }) else { return nil }
            return today.adding(-((today.weekday - (index + 1) + 7) % 7))
        }
    }

    /// The names of the days of the week, from Monday on.
    private static let weekdays = [
        ["monday", "lunedì", "lunedi"], ["tuesday", "martedì", "martedi"], ["wednesday", "mercoledì", "mercoledi"],
        ["thursday", "giovedì", "giovedi"], ["friday", "venerdì", "venerdi"], ["saturday", "sabato"],
        ["sunday", "domenica"],
    ]

    /// `-3d`, `-3g`, `+1d`; weeks as `-2w`, `-2s`.
    private static func distant(_ word: String, _ today: Day) -> Day? {
        guard let sign = word.first, sign == "-" || sign == "+", let unit = word.last, "dgws".contains(unit),
            let count = Int(word.dropFirst().dropLast()), (0...10_000).contains(count), word.dropFirst().first != "+",
            word.dropFirst().first != "-"
        else { return nil }
        let days = "ws".contains(unit) ? 7 * count : count
        return today.adding(sign == "-" ? -days : days)
    }

    /// `12/9`, `12/9/2019`: the day first, as in Italy.
    private static func written(_ word: String, _ today: Day) -> (Day, isDoubtful: Bool)? {
        let parts = word.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3, parts.allSatisfy({ $0.allSatisfy { "0123456789".contains($0) } }),
            parts[0].count <= 2, parts[1].count <= 2, let first = Int(parts[0]), let second = Int(parts[1])
        else { return nil }
        let isAmbiguous = first <= 12 && second <= 12 && first != second
        if parts.count == 3 {
            guard parts[2].count == 4, let year = Int(parts[2]),
                let day = Day(year: year, month: second, day: first)
            else { return nil }
            return (day, isAmbiguous)
        }
        // 29 February may be up to eight years back.
        for year in stride(from: today.year, through: today.year - 8, by: -1) {
            if let day = Day(year: year, month: second, day: first), day <= today { return (day, true) }
        }
        return nil
    }
}

extension Day {
    /// A day as people type it.
    init?(typed text: String, today: Day) {
        guard let typed = TypedDay(text, today: today) else { return nil }
        self = typed.day
    }

    /// The day in words: `3 April 2019`.
    var spoken: String { Speech.language.long(self) }

    /// The day in words with its day of the week: `Wed 3 April 2019`.
    var spokenWithWeekday: String { Speech.language.weekday(self) + " " + spoken }
}
