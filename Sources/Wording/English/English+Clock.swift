import Office

extension English {
    static func message(_ reason: ClockReason) -> Message {
        switch reason {
        case .doubted(let doubt, let day, let daysAhead):
            Message(
                "the machine's clock shows \(day), \(text(doubt, daysAhead)); what it shows would stay in the log",
                accepted:
                    "the same command, once the clock is set right or, if it is right, once an admin has confirmed it "
                    + "(labctl clock confirm)")
        case .believed:
            Message(
                "labd believes the machine's clock: there is nothing to confirm",
                accepted: "this command, while others are refused with clock-implausible")
        }
    }

    private static func text(_ doubt: DoubtedClock.Doubt, _ daysAhead: Int) -> String {
        switch doubt {
        case .before2019: "no log of labd is that old"
        case .yearsAhead: "\(daysAhead) days after the last event"
        case .ranAhead: "it was set forward by more than a day while labd worked"
        case .unsynchronised:
            "\(daysAhead) days after the last event, and the kernel says that nothing synchronises it"
        }
    }
}
