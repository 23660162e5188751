import Office

extension English {
    static func message(_ reason: CalendarReason) -> Message {
        switch reason {
        case .beforeOpening(let day, let noun, let opening):
            Message("\(day) lies before the day of the \(name(noun)), \(opening)", accepted: "\(opening) or later")
        case .notYet(let day, let today):
            Message("\(day) has not come yet: today is \(today)", accepted: "\(today) or earlier")
        case .reversed(let from, let to): Message("\(to) lies before \(from)", accepted: "\(from) or later")
        case .skippedClock(let clock, let day):
            Message("the clock went forward: \(day) has no \(clock)", accepted: "before 02:00, or 03:00 and later")
        }
    }
}
