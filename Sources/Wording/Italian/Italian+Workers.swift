import Office

extension Italian {
    static func message(_ reason: WorkerReason) -> Message {
        switch reason {
        case .notEmployed(let worker, let day, let from, let left):
            Message(
                "il \(day) \(worker.text) non è in servizio",
                accepted: "un giorno dal \(from)" + (left.map { " al \($0)" } ?? " in poi"))
        case .absent(let worker, let from, let to, let kind, let position):
            Message(
                "\(worker.text) è assente dal \(from) al \(to) (\(word(kind.rawValue)))",
                accepted: "un altro giorno, o record.void dell'assenza alla posizione \(position)")
        case .nothingToChange:
            Message(
                "manca l'indicazione di che cosa cambiare",
                accepted: "almeno uno tra profession, languages, employer, weeklyMinutes, account, supervisor, name")
        case .beforeFirstDay(let worker, let first):
            Message("\(worker.text) prende servizio il \(first)", accepted: "dal \(first) in poi")
        case .weekTooLong: Message("una settimana ha 10.080 minuti", accepted: "da 1 a 10080")
        case .ownSupervisor: Message("nessuno è responsabile di se stesso", accepted: "un altro operatore")
        case .left(let worker, let day): Message("\(worker.text) ha già cessato il servizio il \(day)")
        case .absenceTooLong(let last):
            Message("un'assenza dura al massimo dieci anni", accepted: "fino al \(last)")
        case .hoursLogged(let worker, let day, let entry):
            Message(
                "\(worker.text) ha ore registrate il \(day) (voce \(entry.text))",
                accepted: "giorni senza ore registrate, o i minuti dell'assenza")
        }
    }
}
