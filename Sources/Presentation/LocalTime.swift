package import CivilTime

extension Instant {
    /// The moment as a clock in the office shows it (Europe/Rome), to the second: `2019-06-04 10:00:00`.
    package var local: String {
        let seconds = microseconds.flooringDivision(by: 1_000_000)
        let minute = seconds.flooringDivision(by: 60)
        let (day, clock) = EuropeRome.wall(atUTCMinute: minute)
        let second = String(seconds - minute * 60)
        return "\(day) \(clock):" + (second.count == 1 ? "0" + second : second)
    }
}
