import CivilTime
import Office

extension Italian {
    static func message(_ reason: HoursReason) -> Message {
        switch reason {
        case .longerThanADay(let most, let day):
            Message("nessun giorno ha tanti minuti", accepted: "al massimo \(most) il \(day)")
        case .dayFull(let day, let minutes, let filled):
            Message(
                "il \(day) ha \(self.minutes(minutes)), di cui \(number(filled)) già occupati",
                accepted: "al massimo \(minutes - filled) il \(day)")
        case .overlap(let worker, let entry):
            Message(
                "\(worker.text) ha già la voce \(entry.text) in quell'orario",
                accepted: "un orario che nessun'altra voce dell'operatore occupa")
        case .lineMissing(let fund, let lines):
            Message("le ore sul fondo di progetto \(fund.text) richiedono un'azione", accepted: list(lines))
        case .placeMissing(let fund):
            Message("le ore sul fondo di progetto \(fund.text) richiedono una sede", accepted: text(.id))
        case .wrongProfession(let line, let profession, let professions):
            Message(
                profession.map { "l'azione \(line.text) non prevede la figura di \(word($0.rawValue))" }
                    ?? "l'azione \(line.text) non prevede un operatore senza professione",
                accepted: professions.map(\.rawValue).joined(separator: "·"))
        case .monthSigned(let worker, let month):
            Message("\(worker.text) ha già firmato \(month)", accepted: "una motivazione (reason)")
        case .notOfWorker(let entry, let worker):
            Message("\(worker.text) non ha la voce \(entry.text)", accepted: "l'id di una voce di questo operatore")
        case .aboutVoided(let entry, let about):
            Message(
                "la voce \(entry.text) riguarda \(about.text), la cui registrazione è stata annullata",
                accepted: "hours.log, con un altro riferimento")
        }
    }

    static func message(_ reason: TimesheetReason) -> Message {
        switch reason {
        case .monthNotOver(let month):
            Message(
                "\(month) finisce il \(month.lastDay), che deve ancora venire",
                accepted: "un mese giunto al suo ultimo giorno")
        case .complete(let month, let worker): Message("il foglio ore \(month) di \(worker.text) è già completato")
        case .signed(let month, let worker):
            Message(
                "\(worker.text) ha già firmato \(month)",
                accepted: "timesheet.approve, se dopo la firma si è aggiunto altro")
        case .notCompleted(let month, let worker, let state):
            Message(
                "il foglio ore \(month) di \(worker.text) è \(word(state.rawValue)), non completato",
                accepted: "prima timesheet.complete, e una sola firma")
        case .signsWithAccount(let worker, let account):
            Message("\(worker.text) firma con l'account \(account)", accepted: "lo stesso comando da \(account)")
        case .signsOnPaper(let worker):
            Message(
                "\(worker.text) firma su carta, non avendo qui un account",
                accepted:
                    "lo stesso comando da un coordinatore, con il numero di protocollo del foglio firmato (evidence)")
        case .ownMonth: Message("nessuno approva il proprio mese", accepted: "il responsabile")
        case .approvesWithAccount(let by, let account, let supervisor):
            Message("\(by.text) approva con l'account \(account)", accepted: approver(supervisor))
        case .notSupervisor(let by, let worker, let supervisor):
            Message("\(by.text) non è responsabile di \(worker.text)", accepted: approver(supervisor))
        case .approved(let month, let worker):
            Message(
                "il foglio ore \(month) di \(worker.text) è già approvato, e da allora non si è aggiunto nulla",
                accepted: "un foglio ore firmato, o approvato ma da riapprovare")
        case .notSigned(let month, let worker, let state):
            Message(
                "il foglio ore \(month) di \(worker.text) è \(word(state.rawValue)), non firmato",
                accepted: "un foglio ore firmato, o approvato ma da riapprovare")
        }
    }

    private static func approver(_ supervisor: ID?) -> String { supervisor?.text ?? "qualsiasi coordinatore" }
}
