import CivilTime

/// `timesheet.complete`: declares a worker's month complete. A later entry opens it again.
struct CompleteTimesheet: Command {
    static let name = "timesheet.complete"
    static let event = "timesheet.completed"
    static let leastRole = Role.operator

    let worker: ID
    let month: Month

    init(from fields: inout Fields) throws(Refusal) {
        worker = try fields.required("worker", .worker)
        month = try fields.required("month")
    }

    func stream(in office: Office) -> Stream { .timesheet(worker, month) }
    func owner(in office: Office) -> Stream? { .worker(worker) }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        let ref = try office.known(worker: worker)
        guard month.lastDay <= recording.today else {
            throw Refusal(.timesheet(.monthNotOver(month)), field: "month", value: month.quoted)
        }
        switch office.hours.sheet(ref, month).state {
        case .open: return Flags()
        case .completed:
            throw Refusal(.timesheet(.complete(month, worker: worker)), field: "month", value: month.quoted)
        case .signed, .approved:
            throw Refusal(.timesheet(.signed(month, worker: worker)), field: "month", value: month.quoted)
        }
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        office.declare(worker, month, mark) { sheet in
            sheet.state = .completed
            sheet.completed = Int32(mark.position)
            sheet.completedAt = mark.time
        }
    }
}

/// `timesheet.sign`: the worker signs the month, which is frozen from now on.
struct SignTimesheet: Command {
    static let name = "timesheet.sign"
    static let event = "timesheet.signed"
    static let leastRole = Role.operator

    let worker: ID
    let month: Month

    init(from fields: inout Fields) throws(Refusal) {
        worker = try fields.required("worker", .worker)
        month = try fields.required("month")
    }

    func stream(in office: Office) -> Stream { .timesheet(worker, month) }
    func owner(in office: Office) -> Stream? { .worker(worker) }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        let ref = try office.known(worker: worker)
        guard office.hours.sheet(ref, month).state == .completed else {
            throw Refusal(
                .timesheet(.notCompleted(month, worker: worker, office.hours.sheet(ref, month).state)), field: "month",
                value: month.quoted)
        }
        if let account = office.account(of: ref, on: recording.today) {
            guard account == recording.actor else {
                throw Refusal(
                    .timesheet(.signsWithAccount(worker: worker, account: account)), field: "worker",
                    value: worker.quoted)
            }
        } else if !recording.roles.contains(.coordinator) {
            throw Refusal(.timesheet(.signsOnPaper(worker: worker)), field: "worker", value: worker.quoted)
        }
        return Flags()
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        office.declare(worker, month, mark) { sheet in
            sheet.state = .signed
            sheet.signed = Int32(mark.position)
            sheet.signedAt = mark.time
        }
    }
}

/// `timesheet.approve`: the supervisor approves the month, and again after later changes.
struct ApproveTimesheet: Command {
    static let name = "timesheet.approve"
    static let event = "timesheet.approved"
    static let leastRole = Role.coordinator

    let worker: ID
    let month: Month
    let by: ID

    init(from fields: inout Fields) throws(Refusal) {
        worker = try fields.required("worker", .worker)
        month = try fields.required("month")
        by = try fields.required("by", .worker)
    }

    func stream(in office: Office) -> Stream { .timesheet(worker, month) }
    func owner(in office: Office) -> Stream? { .worker(worker) }

    func decide(_ office: Office, _ recording: Recording) throws(Refusal) -> Flags {
        let today = recording.today
        let ref = try office.known(worker: worker)
        let approver = try office.employed(worker: by, field: "by", on: today)
        let account = office.account(of: ref, on: today)
        if ref == approver || account == recording.actor {
            throw Refusal(.timesheet(.ownMonth), field: "by", value: by.quoted)
        }
        // A supervisor who has left can no longer approve, but somebody must.
        let supervisor = office.term(of: ref, on: today) { $0.supervisor }.flatMap {
            office.works($0, on: today) ? $0 : nil
        }
        let mayApprove =
            supervisor.map { $0 == approver } ?? (office.profession(of: approver, on: today) == .coordinator)
        let theirAccount = office.account(of: approver, on: today)
        guard mayApprove, theirAccount == nil || theirAccount == recording.actor else {
            let who = supervisor.map { ID(stored: office.workers.id($0)) }
            throw Refusal(
                .timesheet(
                    mayApprove
                        ? .approvesWithAccount(by: by, account: theirAccount ?? "", supervisor: who)
                        : .notSupervisor(by: by, worker: worker, supervisor: who)),
                field: "by", value: by.quoted)
        }
        let sheet = office.hours.sheet(ref, month)
        guard sheet.state == .signed || (sheet.state == .approved && sheet.isPending) else {
            throw Refusal(
                .timesheet(
                    sheet.state == .approved
                        ? .approved(month, worker: worker) : .notSigned(month, worker: worker, sheet.state)),
                field: "month", value: month.quoted)
        }
        return Flags()
    }

    func apply(to office: inout Office, _ mark: EventMark) {
        let approver = office.workers.find(by.text)
        office.declare(worker, month, mark) { sheet in
            sheet.state = .approved
            sheet.approved = Int32(mark.position)
            sheet.approvedAt = mark.time
            sheet.approver = approver
            sheet.isPending = false
        }
    }
}

extension Office {
    fileprivate mutating func declare(
        _ worker: ID, _ month: Month, _ mark: EventMark, _ change: (inout Timesheet) -> Void
    ) {
        guard let ref = workers.find(worker.text) else { return }
        var sheet = hours.sheet(ref, month)
        change(&sheet)
        hours.setSheet(sheet, ref, month)
        record(.timesheet, row: ref, mark)
    }
}

/// A stage of a worker's month; its row is the worker.
extension Timesheet: RecordedRow {
    // The effects of an approval are found through the month's sheet, which stores the approval's position.
}
