import CivilTime
import Markup
import Office
import Presentation
import Views

/// The buttons by which a worker's month is completed, signed and approved, with what each covers.
struct MonthDeclarations {
    let visit: Visit
    let sheet: MonthSheet

    /// The next declaration that the account may make; nothing if there is none.
    var markup: Markup {
        guard let step else { return "" }
        var back = Address(
            ["pages", "month"], [("worker", sheet.workerID), ("month", sheet.month.description)])
        back["lang"] = visit.address["lang"]
        let by: Markup? = step.by.map { "<input type=\"hidden\" name=\"by\" value=\"\($0)\">" }
        let language: [(name: String, value: String)] = visit.address["lang"].map { [("lang", $0)] } ?? []
        return """
            <section class="declare">
            <h2>\(step.title)</h2>
            <p>\(covers) \(step.meaning)</p>
            <form method="post" action="\(Address(["pages", "send", step.command], language))">
            <input type="hidden" name="form-token" value="\(visit.token)">
            <input type="hidden" name="form-id" value="\(visit.newID)-declare">
            <input type="hidden" name="form-back" value="\(back)">
            <input type="hidden" name="worker" value="\(sheet.workerID)">
            <input type="hidden" name="month" value="\(sheet.month.description)">
            \(by)<p class="act"><button class="second">\(step.title)</button></p>
            </form>
            </section>

            """
    }

    /// What the declaration is of.
    private var covers: String {
        let days = sheet.days.count { $0.minutes > 0 }
        let entries = sheet.days.reduce(0) { $0 + $1.cells.values.reduce(0) { $0 + $1.entries.count } }
        let absent = sheet.days.count { day in day.absences.contains { $0.minutes == nil } }
        let hours = visit.language.hours(sheet.minutes)
        return visit.say(
            "It covers \(hours) hours on \(days) days, in \(entries) entries, and \(absent) days of absence.",
            it: "Comprende \(hours) ore in \(days) giorni, con \(entries) registrazioni, e \(absent) giorni di assenza."
        )
    }

    private var step: (command: String, title: String, meaning: String, by: String?)? {
        let declared = sheet.declared
        let account = sheet.office.account(of: sheet.worker, on: visit.today)
        switch declared.state {
        case .open:
            guard visit.sends.contains(.operator), sheet.month.lastDay <= visit.today else { return nil }
            return (
                "timesheet.complete", visit.say("Complete the month", it: "Completa il mese"),
                visit.say("Hours recorded later open it again.", it: "Le ore registrate dopo lo riaprono."), nil
            )
        case .completed:
            guard account.map({ $0 == visit.account }) ?? visit.roles.contains(.coordinator) else { return nil }
            return (
                "timesheet.sign", visit.say("Sign the month", it: "Firma il mese"),
                visit.say(
                    "Afterwards, each change needs a reason and a new approval.",
                    it: "Dopo, ogni modifica richiede un motivo e una nuova approvazione."), nil
            )
        case .signed, .approved:
            guard declared.state == .signed || declared.isPending, visit.sends.contains(.coordinator),
                let own = visit.asker.worker(in: sheet.office, on: visit.today), own != sheet.worker
            else { return nil }
            return (
                "timesheet.approve", visit.say("Approve the month", it: "Approva il mese"),
                visit.say("The approval is the supervisor's.", it: "L'approvazione spetta al responsabile."),
                sheet.office.workers.id(own)
            )
        }
    }
}
