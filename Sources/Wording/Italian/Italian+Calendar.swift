import Office

extension Italian {
    static func message(_ reason: CalendarReason) -> Message {
        switch reason {
        case .beforeOpening(let day, let noun, let opening):
            Message("\(day) precede la data \(of(noun)), \(opening)", accepted: "dal \(opening) in poi")
        case .notYet(let day, let today):
            Message("\(day) deve ancora venire: oggi è \(today)", accepted: "fino al \(today)")
        case .reversed(let from, let to): Message("\(to) precede \(from)", accepted: "dal \(from) in poi")
        case .skippedClock(let clock, let day):
            Message(
                "con il passaggio all'ora legale, \(day) non ha le \(clock)",
                accepted: "prima delle 02:00, o dalle 03:00 in poi")
        }
    }
}
