internal import CanonicalJSON
internal import CivilTime
internal import LabAPI

/// The day that counts as today for what a person types.
struct OfficeDay: Hashable {
    /// The day.
    let day: Day
    /// Whether it is the last day of a simulated log, in which no clock counts.
    let isOfLog: Bool

    /// The day of this machine's clock.
    static var ofClock: OfficeDay { OfficeDay(day: Today.day, isOfLog: false) }

    /// What to tell the person; nil of the clock's day, which they know.
    var remark: String? {
        guard isOfLog else { return nil }
        return localized(
            "the log is simulated: today is \(day), the day of its last event",
            it: "registro simulato: oggi è il \(day), il giorno dell'ultimo evento")
    }
}

extension LabClient {
    /// Returns the day that counts as today, as views take it too: in a simulated log that of the last event. It is the clock's
    /// where labd does not tell, which will say why to what is sent next.
    func today() async -> OfficeDay {
        guard let answer = try? await answer(to: .get(Paths.health)),
            case .object(let health)? = try? JSONReader.read(answer.body, as: .strict), health["simulated"] == true,
            let time = Instant(health.word("time"))
        else { return .ofClock }
        return OfficeDay(day: EuropeRome.day(of: time), isOfLog: true)
    }

    /// Returns the day that counts as today, and tells the person if it is not the clock's, unless that is told elsewhere; asks labd
    /// only if some text means another day on another day.
    func today(for texts: [String], isTold: Bool = true) async -> OfficeDay {
        guard texts.contains(where: TypedSpan.isRelative) else { return .ofClock }
        let today = await today()
        if isTold, let remark = today.remark { say("labctl: \(remark)") }
        return today
    }
}
