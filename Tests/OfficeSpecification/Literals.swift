package import CivilTime
package import Office

// Literals in tests, which are known to be well-formed.

extension Day {
    package static func of(_ text: String) -> Day {
        guard let day = Day(text) else { preconditionFailure("\(text) is no day") }
        return day
    }
}

extension Clock {
    package static func of(_ text: String) -> Clock {
        guard let clock = Clock(text) else { preconditionFailure("\(text) is no clock") }
        return clock
    }
}

extension Instant {
    package static func of(_ text: String) -> Instant {
        guard let instant = Instant(text) else { preconditionFailure("\(text) is no moment") }
        return instant
    }
}

extension ID {
    package static func of(_ text: String) -> ID {
        guard let id = ID(text) else { preconditionFailure("\(text) is no id") }
        return id
    }
}
