import CivilTime
import Office

extension Italian {
    static func message(_ reason: PlanReason) -> Message {
        switch reason {
        case .noneForCommand:
            Message("nessun piano è stato ancora adottato", accepted: "questo comando dopo project.adopt-plan")
        case .noneForQuestion:
            Message("nessun piano è stato ancora adottato", accepted: "questa domanda dopo project.adopt-plan")
        case .wrongPlace(let line, let place, let places):
            Message("l'azione \(line.text) non è prevista nella sede \(place.text)", accepted: list(places))
        case .outsideWindow(let day, let line, let window):
            Message(
                "\(day) è fuori dal periodo dell'azione \(line.text)",
                accepted: window.map { "dal \($0.from) al \($0.to)" }
                    ?? "nessun giorno: l'azione è fuori dal periodo del piano")
        case .noLine(let service): Message("il piano non ha un'azione per il servizio \(word(service.rawValue))")
        case .dangling(let noun, let id, let known):
            Message("\(the(noun)) \(id.text) non è nel piano", accepted: list(known))
        case .unknownZone(let known): Message("è ammesso un solo fuso orario", accepted: known)
        case .empty(let part): Message("il piano è senza \(name(part))", accepted: "almeno un elemento")
        case .notOneLine(let service):
            Message(
                "il piano richiede una e una sola azione per il servizio \(word(service.rawValue))",
                accepted: "una sola azione con service \(service.rawValue)")
        case .emptyLine(let part): Message("l'azione è senza \(name(part))", accepted: "almeno un elemento")
        case .weeklyMinutesMissing:
            Message("un'azione con kind hours ha minuti dovuti ogni settimana", accepted: text(.minutes))
        case .weeklyMinutesOnRequest:
            Message(
                "un'azione con kind on-request non ha minuti dovuti ogni settimana",
                accepted: "l'azione senza questo campo, o con kind hours")
        case .twice(let id): Message("\(id.text) compare due volte", accepted: "ogni id una volta sola")
        case .otherOffice(let office): Message("questo registro è dell'ufficio \(office)", accepted: office)
        case .periodTooLong(let last):
            Message("il periodo di un piano dura al massimo cinquant'anni", accepted: "fino al \(last)")
        case .lineOutsidePeriod(let line, let window, let period):
            Message(
                "l'azione \(line.text), dal \(window.from) al \(window.to), è fuori dal periodo del piano",
                accepted: "giorni dal \(period.from) al \(period.to)")
        case .tooLarge(let bytes, let most):
            Message(
                "il piano darebbe un evento di \(number(bytes)) byte",
                accepted: "al massimo \(number(most)) byte: titoli più brevi, meno azioni, sedi o codici")
        case .suspensionNotBegun(let suspension, let from):
            Message("la sospensione \(suspension.text) inizia il \(from)", accepted: "dal \(from) in poi")
        case .resumed(let suspension): Message("la ripresa da \(suspension.text) è già registrata")
        case .suspensionEnded(let suspension, let day):
            Message(
                "la sospensione \(suspension.text) è già terminata il \(day)", accepted: "fino al \(day.adding(1))")
        case .retentionTooShort:
            Message("i dati si conservano almeno 4 anni (reg. UE 2015/840, art. 9)", accepted: "da 4 a 100")
        case .proceedingClosed(let proceeding): Message("il procedimento \(proceeding.text) è già chiuso")
        }
    }

    private static func name(_ part: PlanReason.Part) -> String {
        switch part {
        case .funds: "fondi"
        case .places: "sedi"
        case .lines: "azioni"
        case .phases: "fasi"
        case .professions: "professioni"
        }
    }
}
