package import CivilTime

/// Why the machine's clock stands in the way of a command.
package enum ClockReason: Sendable, Hashable {
    /// It is not believed; `daysAhead` is how far it is from the last event.
    case doubted(DoubtedClock.Doubt, shows: Day, daysAhead: Int)
    /// It is believed, so that there is nothing to confirm.
    case believed

    /// What programs are told.
    package var code: Refusal.Code {
        switch self {
        case .doubted: .clockImplausible
        case .believed: .wrongOrder
        }
    }
}
