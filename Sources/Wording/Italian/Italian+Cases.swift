import Office

extension Italian {
    static func message(_ reason: CaseReason) -> Message {
        switch reason {
        case .complexityOfAdult:
            Message(
                "la complessità riguarda la situazione di un minore, e questo caso non è di un minore",
                accepted: "minor true, o nessuna complexity")
        case .namedTwice(let person):
            Message(
                "\(person.text) fa già parte del caso",
                accepted: "ogni persona una volta sola, senza quella del caso stesso")
        case .voided(let id): Message("l'apertura di \(id.text) è stata annullata", accepted: "un altro caso")
        case .closed(let id, let day):
            Message("il caso \(id.text) è chiuso" + (day.map { " dal \($0)" } ?? ""), accepted: "prima case.reopen")
        case .open(let id): Message("il caso \(id.text) è aperto")
        case .unknownPhase(let phase, let phases):
            Message("la fase \(phase.text) non è nel piano", accepted: list(phases, "·"))
        case .inPhase(let id): Message("il caso \(id.text) è già in questa fase", accepted: "un'altra fase")
        case .notNextPhase(let current, let phase, let next):
            Message(
                "la fase successiva a \(current) non è \(phase.text)",
                accepted: "una motivazione (reason)" + (next.map { ", o la fase " + $0.text } ?? ""))
        case .nothingToTransfer:
            Message("manca l'indicazione di che cosa trasferire", accepted: "place, line o entrambi")
        case .wrongPlace(let line, let place, let places):
            Message("l'azione \(line.text) non è prevista nella sede \(place.text)", accepted: list(places))
        case .ended(.measure, let id): Message("il provvedimento \(id.text) è già cessato")
        case .ended(.referral, let id): Message("l'invio \(id.text) è già concluso")
        case .ended(let noun, let id): Message("la fine \(of(noun)) \(id.text) è già registrata")
        case .member(let person):
            Message("\(person.text) fa già parte del caso", accepted: "una persona che non ne fa parte")
        case .notMember(let person, let id):
            Message(
                "\(person.text) non è nel nucleo familiare del caso \(id.text)", accepted: "uno dei suoi componenti")
        }
    }
}
