internal import CivilTime

/// A span of days as people type it, in either language: `2019-Q4`, `2019-11`, `2019-W45`, `2019`, `last-month`, `mese-scorso`, or a
/// single day.
struct TypedSpan: Hashable {
    /// What kind of span was typed.
    enum Kind: Hashable { case day, week, month, quarter, year }

    let kind: Kind
    let first: Day
    let last: Day
    /// What to tell the person about a day that could be another.
    let remark: String?

    /// Reads the text; nil if it is not a span.
    init?(_ text: String, today: Day) {
        if let typed = TypedDay(text, today: today) {
            self.init(.day, typed.day, typed.day, remark: typed.remark)
        } else if let month = Month(text) {
            self.init(.month, month.firstDay, month.lastDay)
        } else if let quarter = Quarter(text.uppercased()) {
            self.init(.quarter, quarter.firstDay, quarter.lastDay)
        } else if let week = ISOWeek(text.uppercased()) {
            self.init(.week, week.monday, week.sunday)
        } else if text.utf8.count == 4, let year = Int(text), let first = Day(year: year, month: 1, day: 1),
            let last = Day(year: year, month: 12, day: 31)
        {
            self.init(.year, first, last)
        } else if let span = Self.named(text.lowercased(), today) {
            self = span
        } else {
            return nil
        }
    }

    /// Whether a text means another span on another day, as `today` and `12/9` do.
    static func isRelative(_ text: String) -> Bool {
        TypedSpan(text, today: .earliest)?.first != TypedSpan(text, today: Self.anotherDay)?.first
    }

    /// A day that differs from the earliest one in its year, its month, its day of the month and its day of the week.
    private static let anotherDay = Day.earliest.adding(10_000)

    private init(_ kind: Kind, _ first: Day, _ last: Day, remark: String? = nil) {
        self.kind = kind
        self.first = first
        self.last = last
        self.remark = remark
    }

    /// The month that holds all days of the span; nil if it has days of several.
    var month: Month? { first.month == last.month ? first.month : nil }
    /// The quarter that holds all days of the span; nil if it has days of several.
    var quarter: Quarter? { first.quarter == last.quarter ? first.quarter : nil }
    /// The week that holds all days of the span; nil if it has days of several.
    var week: ISOWeek? { first.week == last.week ? first.week : nil }

    private static func named(_ word: String, _ today: Day) -> TypedSpan? {
        switch word {
        case "this-week", "questa-settimana": week(today)
        case "last-week", "settimana-scorsa": week(today.adding(-7))
        case "this-month", "questo-mese": month(today)
        case "last-month", "mese-scorso": month(today.month.firstDay.adding(-1))
        case "this-quarter", "questo-trimestre": quarter(today.quarter)
        case "last-quarter", "trimestre-scorso": quarter(today.quarter.previous)
        default: nil
        }
    }

    private static func week(_ day: Day) -> TypedSpan { TypedSpan(.week, day.week.monday, day.week.sunday) }
    private static func month(_ day: Day) -> TypedSpan { TypedSpan(.month, day.month.firstDay, day.month.lastDay) }
    private static func quarter(_ quarter: Quarter) -> TypedSpan {
        TypedSpan(.quarter, quarter.firstDay, quarter.lastDay)
    }

    /// The accepted forms of days and spans, for messages.
    static var form: String {
        localized(
            "\(TypedDay.form), or a span as 2019-11, 2019-Q4 or last-month",
            it: "\(TypedDay.form), oppure un periodo come 2019-11, 2019-Q4 o mese-scorso")
    }
    /// The accepted forms of months.
    static var monthForm: String {
        localized("a month as 2019-11, this-month or last-month", it: "un mese come 2019-11, questo-mese o mese-scorso")
    }
    /// The accepted forms of quarters.
    static var quarterForm: String {
        localized(
            "a quarter as 2019-Q4, this-quarter or last-quarter",
            it: "un trimestre come 2019-Q4, questo-trimestre o trimestre-scorso")
    }
    /// The accepted forms of weeks.
    static var weekForm: String {
        localized(
            "a week as 2019-W45, this-week or last-week",
            it: "una settimana come 2019-W45, questa-settimana o settimana-scorsa")
    }
}
