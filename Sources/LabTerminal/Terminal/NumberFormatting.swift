internal import Presentation

// Numbers for people, as the language that is spoken writes them (see `DisplayLanguage`).

/// Minutes as hours on a terminal: `7:30`, `-0:45`.
func hours(_ minutes: Int) -> String { Speech.language.hours(minutes) }

/// A count with a mark at the thousands: `12'345`; in Italian `1.326`.
func grouped(_ count: Int) -> String { Speech.language.grouped(count) }

/// Cents as euros: `1640.42`; in Italian `1.640,42 €`.
func euros(_ cents: Int) -> String { Speech.language.euros(cents) }

/// A figure with one or two decimals: `37.1`; in Italian `37,1`.
func decimal(_ value: Double, _ places: Int) -> String { Speech.language.decimal(value, places) }

/// Seconds for a person: `0.42 s`, `12.3 s`, `3:05 min`.
func duration(_ seconds: Double) -> String {
    if seconds < 10 { return "\(decimal(seconds, 2)) s" }
    if seconds < 60 { return "\(decimal(seconds, 1)) s" }
    let whole = Int(seconds.rounded())
    let rest = String(whole % 60)
    return "\(whole / 60):" + (rest.count == 1 ? "0" + rest : rest) + " min"
}
