import Office

extension Italian {
    static func message(_ reason: MediationReason) -> Message {
        switch reason {
        case .longerThanADay(let most):
            Message(
                "nessun giorno ha tanti minuti", accepted: "al massimo \(most), ogni giorno con la propria erogazione")
        case .overlap(let mediator, let other, let start, let day, let minutes):
            Message(
                "\(mediator.text) eroga già \(other.text) in quell'orario: \(day), dalle \(start), \(self.minutes(minutes))",
                accepted: "un orario che nessun'altra erogazione del mediatore occupa")
        case .beyondAuthorised(let ceiling, let delivered):
            Message(
                "il monte ore autorizzato è di \(minutes(ceiling)), di cui \(number(delivered)) già erogati",
                accepted: delivered < ceiling
                    ? "al massimo \(ceiling - delivered), o un nuovo mediation.authorise"
                    : "un nuovo mediation.authorise")
        case .belowDelivered(let delivered):
            Message("minuti già erogati: \(number(delivered))", accepted: "\(delivered) o più")
        case .delivered(let mediation, let minutes):
            Message(
                "minuti già erogati di \(mediation.text): \(number(minutes))",
                accepted: "mediation.cancel prima di ogni erogazione")
        case .nothingDelivered(let mediation):
            Message("della mediazione \(mediation.text) non è stato erogato nulla", accepted: "prima mediation.deliver")
        case .evaluated(let mediation):
            Message("la mediazione \(mediation.text) è già valutata", accepted: "prima record.void della valutazione")
        case .scoreOutOfRange: Message("il punteggio va da 1 a 5", accepted: "1·2·3·4·5")
        case .authorisedByMediator(let by): Message("\(by.text) è il mediatore", accepted: "un altro operatore")
        case .assignedToAuthoriser(let mediator):
            Message("\(mediator.text) ha autorizzato la richiesta", accepted: "un altro mediatore")
        case .notAMediator(let worker, let day):
            Message(
                "il \(day) \(worker.text) non è in servizio come mediatore",
                accepted: "un operatore con la professione mediator")
        case .languageMismatch(let mediator, let language, let fitting):
            Message(
                "\(mediator.text) non ha la lingua \(language)",
                accepted: fitting.isEmpty
                    ? "un mediatore con la lingua \(language); quel giorno non c'è"
                    : "un mediatore con la lingua \(language): \(list(fitting))")
        case .finished(let mediation):
            Message(
                "l'ultima erogazione di \(mediation.text) è già registrata", accepted: "un nuovo mediation.request")
        case .notAuthorised(let mediation):
            Message(
                "la mediazione \(mediation.text) non è autorizzata",
                accepted: "prima mediation.authorise e mediation.assign")
        case .notAssigned(let mediation):
            Message(
                "la mediazione \(mediation.text) non è assegnata",
                accepted: "prima mediation.authorise e mediation.assign")
        case .cancelled(let mediation):
            Message("la mediazione \(mediation.text) è stata annullata", accepted: "un nuovo mediation.request")
        }
    }
}
