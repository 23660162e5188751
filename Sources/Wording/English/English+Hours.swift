import CivilTime
import Office

extension English {
    static func message(_ reason: HoursReason) -> Message {
        switch reason {
        case .longerThanADay(let most, let day):
            Message("no day has so many minutes", accepted: "at most \(most) on \(day)")
        case .dayFull(let day, let minutes, let filled):
            Message(
                "\(day) has \(minutes) minutes, of which \(filled) are filled",
                accepted: "at most \(minutes - filled) on \(day)")
        case .overlap(let worker, let entry):
            Message(
                "\(worker.text) has the entry \(entry.text) at that time already",
                accepted: "a time that no other entry of the worker shares")
        case .lineMissing(let fund, let lines):
            Message("hours on the project fund \(fund.text) need a line", accepted: list(lines))
        case .placeMissing(let fund):
            Message("hours on the project fund \(fund.text) need a place", accepted: text(.id))
        case .wrongProfession(let line, let profession, let professions):
            Message(
                profession.map { "\(line.text) is not for \($0.rawValue)s" }
                    ?? "\(line.text) is not for a worker without a profession",
                accepted: professions.map(\.rawValue).joined(separator: "·"))
        case .monthSigned(let worker, let month):
            Message("\(worker.text) has signed \(month)", accepted: "a reason")
        case .notOfWorker(let entry, let worker):
            Message("\(worker.text) has no entry \(entry.text)", accepted: "the id of an entry of this worker")
        case .aboutVoided(let entry, let about):
            Message(
                "\(entry.text) is about \(about.text), which was voided", accepted: "hours.log, about something else")
        }
    }

    static func message(_ reason: TimesheetReason) -> Message {
        switch reason {
        case .monthNotOver(let month):
            Message(
                "\(month) ends on \(month.lastDay), which has not come yet",
                accepted: "a month whose last day has come")
        case .complete(let month, let worker): Message("\(month) of \(worker.text) is complete already")
        case .signed(let month, let worker):
            Message(
                "\(worker.text) has signed \(month)", accepted: "timesheet.approve, where something came after signing")
        case .notCompleted(let month, let worker, let state):
            Message(
                "\(month) of \(worker.text) is \(state.rawValue), not completed",
                accepted: "timesheet.complete first, and one signature")
        case .signsWithAccount(let worker, let account):
            Message("\(worker.text) signs with the account \(account)", accepted: "the same command from \(account)")
        case .signsOnPaper(let worker):
            Message(
                "\(worker.text) signs on paper, having no account here",
                accepted: "the same command from a coordinator, with the paper's protocol number as evidence")
        case .ownMonth: Message("nobody approves their own month", accepted: "the supervisor")
        case .approvesWithAccount(let by, let account, let supervisor):
            Message("\(by.text) approves with the account \(account)", accepted: approver(supervisor))
        case .notSupervisor(let by, let worker, let supervisor):
            Message("\(by.text) does not supervise \(worker.text)", accepted: approver(supervisor))
        case .approved(let month, let worker):
            Message(
                "\(month) of \(worker.text) is approved, and nothing came since",
                accepted: "a signed month, or an approved one with something pending")
        case .notSigned(let month, let worker, let state):
            Message(
                "\(month) of \(worker.text) is \(state.rawValue), not signed",
                accepted: "a signed month, or an approved one with something pending")
        }
    }

    private static func approver(_ supervisor: ID?) -> String { supervisor?.text ?? "any coordinator" }
}
