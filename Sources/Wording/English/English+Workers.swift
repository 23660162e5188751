import Office

extension English {
    static func message(_ reason: WorkerReason) -> Message {
        switch reason {
        case .notEmployed(let worker, let day, let from, let left):
            Message(
                "\(worker.text) does not work here on \(day)",
                accepted: "a day from \(from)" + (left.map { " to \($0)" } ?? " on"))
        case .absent(let worker, let from, let to, let kind, let position):
            Message(
                "\(worker.text) is away from \(from) to \(to) (\(kind.rawValue))",
                accepted: "another day, or record.void of the absence at position \(position)")
        case .nothingToChange:
            Message(
                "nothing is to be changed",
                accepted: "one of profession, languages, employer, weeklyMinutes, account, supervisor, name")
        case .beforeFirstDay(let worker, let first):
            Message("\(worker.text) begins on \(first)", accepted: "\(first) or later")
        case .weekTooLong: Message("a week has 10,080 minutes", accepted: "1 to 10080")
        case .ownSupervisor: Message("nobody supervises themselves", accepted: "another worker")
        case .left(let worker, let day): Message("\(worker.text) left on \(day) already")
        case .absenceTooLong(let last):
            Message("an absence lasts ten years at most", accepted: "\(last) or earlier")
        case .hoursLogged(let worker, let day, let entry):
            Message(
                "\(worker.text) logged hours on \(day) (entry \(entry.text))",
                accepted: "days without logged hours, or the absence's minutes")
        }
    }
}
