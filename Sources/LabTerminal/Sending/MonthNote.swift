internal import CanonicalJSON
internal import CivilTime
internal import LabAPI
internal import Office
internal import Views

/// What a person is told about the worker's month that a command is about: what a declaration covers, and whether new hours open a
/// month again that was complete.
///
/// labd is asked for it only where the answer is shown to a person. Where it does not say, nothing is told.
struct MonthNote: Hashable {
    private enum Matter: Hashable {
        /// A declaration on a month of a worker.
        case declares(worker: String, month: String)
        /// Hours in a month of a worker.
        case logs(worker: String, month: String)
        /// Another amount for an entry.
        case adjusts(entry: String)
    }

    private let matter: Matter

    /// Returns nil if the command is not about a worker's month.
    init?(_ command: JSONObject) {
        guard case .string(let name)? = command["command"], case .object(let data)? = command["data"] else {
            return nil
        }
        func text(_ field: String) -> String { if case .string(let text)? = data[field] { text } else { "" } }
        switch name {
        case "timesheet.complete", "timesheet.sign", "timesheet.approve":
            matter = .declares(worker: text("worker"), month: text("month"))
        case "hours.log":
            guard let day = Day(text("on")) else { return nil }
            matter = .logs(worker: text("worker"), month: day.month.description)
        case "hours.adjust": matter = .adjusts(entry: text("entry"))
        default: return nil
        }
    }

    /// Returns the lines to show below the answer; asked before the command is sent, because it may change what they tell.
    func text(_ client: LabClient) async -> String {
        switch matter {
        case .declares(let worker, let month):
            return await sheet(worker, month, client).map(Self.coverage) ?? ""
        case .logs(let worker, let month):
            guard let sheet = await sheet(worker, month, client), sheet.state == Self.completed else { return "" }
            return Self.opened(worker: worker, month: month)
        case .adjusts(let entry):
            guard
                let answer = try? await client.answer(
                    to: .get(Paths.view(EntryFile.name), [(name: "id", value: entry)])),
                answer.isAccepted, let file = try? answer.decoded(as: EntryFile.self, EntryFile.name),
                file.detail.state == Self.completed, let day = Day(file.row.on)
            else { return "" }
            return Self.opened(worker: file.row.worker, month: day.month.description)
        }
    }

    private static let completed = "completed"

    private func sheet(_ worker: String, _ month: String, _ client: LabClient) async -> Views.Timesheet? {
        let question = [(name: "worker", value: worker), (name: "month", value: month)]
        guard let answer = try? await client.answer(to: .get(Paths.view(Views.Timesheet.name), question)),
            answer.isAccepted
        else { return nil }
        return try? answer.decoded(as: Views.Timesheet.self, Views.Timesheet.name)
    }

    /// `  2019-06 of sw-01: 20 days, 41 entries, 2 days absent`, and below it `152:00 hours: 140:00 on the project, 12:00 other`.
    private static func coverage(_ sheet: Views.Timesheet) -> String {
        let total = sheet.total
        let days = sheet.days.count { $0.minutes > 0 }
        let entries = sheet.hours.count { $0.minutes > 0 }
        let absentMinutes = sheet.days.reduce(0) { $0 + $1.absentMinutes }
        let (all, project, other) = (hours(total.minutes), hours(total.projectMinutes), hours(total.otherMinutes))
        var parts = [
            localized(count(days, "day", "days"), it: count(days, "giorno", "giorni")),
            localized(count(entries, "entry", "entries"), it: count(entries, "voce", "voci")),
        ]
        if total.absentDays > 0 {
            let number = total.absentDays
            parts.append(
                localized(
                    count(number, "day absent", "days absent"),
                    it: count(number, "giorno di assenza", "giorni di assenza")
                ))
        }
        if absentMinutes > 0 {
            let time = hours(absentMinutes)
            parts.append(localized("\(time) hours absent", it: "\(time) ore di assenza"))
        }
        let of = localized("of", it: "di")
        let worked = localized(
            "\(all) hours: \(project) on the project, \(other) other",
            it: "\(all) ore: \(project) sul progetto, \(other) altre")
        return "  \(sheet.month) \(of) \(sheet.worker): \(parts.joined(separator: ", "))\n    \(worked)\n"
    }

    private static func count(_ number: Int, _ one: String, _ more: String) -> String {
        "\(grouped(number)) \(number == 1 ? one : more)"
    }

    private static func opened(worker: String, month: String) -> String {
        localized(
            "  \(month) of \(worker) was complete and is open again; to complete it:",
            it: "  \(month) di \(worker) era completo ed è di nuovo aperto; per completarlo:")
            + "\n    labctl timesheet complete --worker \(worker) --month \(month)\n"
    }
}
