import Office

extension Italian {
    static func message(_ reason: RecordReason) -> Message {
        switch reason {
        case .exists(let noun, let id):
            Message("\(recorded(noun)) \(id.text) esiste già", accepted: "un id libero")
        case .takenByServiceRecord(let id, let kind):
            Message(
                "\(id.text) è già \(indefinite(kind)): contatti, casi, mediazioni, orientamenti e attività hanno id in comune",
                accepted: "un id libero")
        case .unknown(let noun, let id):
            Message(
                "\(recorded(noun)) \(id.text) non è nel registro",
                accepted: noun == .about
                    ? "l'id di un contatto, un caso, una mediazione, un orientamento o un'attività" : nil)
        case .notAmong(let noun, let id, let known):
            Message("\(the(noun)) \(id.text) non è nel piano", accepted: list(known))
        case .noPosition(let position, let last):
            Message("il registro non ha la posizione \(position)", accepted: "da 0 a \(last)")
        case .voided(let position): Message("la registrazione alla posizione \(position) è già annullata")
        case .notLastStep(let last):
            Message("di un flusso si può annullare solo l'ultimo passaggio", accepted: "\(last)")
        case .notVoidable(let position):
            Message(
                "l'evento alla posizione \(position) non è di un tipo che si possa annullare",
                accepted:
                    "un contatto, una nota, un passaggio, un'erogazione, una mancata erogazione, una valutazione, un "
                    + "orientamento, un'attività, una decisione, un documento, un'assenza, un costo orario o un "
                    + "provvedimento, o un caso su cui non si fonda nulla")
        case .rests(let dependent, let id):
            Message(
                "\(name(dependent)) si fonda sul caso \(id.text)",
                accepted: "un caso su cui non si fonda nulla, o case.close")
        case .sealedForPerson(let person):
            Message(
                "questi dati riservati sono di \(person.text), e si cancellano con tutti gli altri della persona",
                accepted: "person.erase di \(person.text)")
        case .sealedForWorker(let worker):
            Message("i dati riservati dei fogli ore sono dell'operatore", accepted: "worker/\(worker.text)")
        case .noStream(let stream):
            Message("il flusso \(stream) non è nel registro", accepted: "un flusso che abbia eventi")
        case .erased(let stream):
            Message("i dati riservati di \(stream) sono stati cancellati", accepted: "un altro flusso")
        case .erasureRefused(let stream, let reasons, let earliest):
            erasureRefused(stream, reasons, earliest, command: "record.erase")
        }
    }

    /// The kind of thing with its article, where it is one of the log: there a measure is an authority's, not the plan's.
    private static func recorded(_ noun: Noun) -> String { noun == .measure ? "il provvedimento" : the(noun) }

    private static func name(_ dependent: RecordReason.Dependent) -> String {
        switch dependent {
        case .step(let position): "il passaggio alla posizione \(position)"
        case .mediation(let id): "la mediazione \(id.text)"
        case .entry(let id): "la voce \(id.text)"
        }
    }

    private static func indefinite(_ kind: ServiceRecord.Kind) -> String {
        switch kind {
        case .contact: "un contatto"
        case .case: "un caso"
        case .mediation: "una mediazione"
        case .orientation: "un orientamento"
        case .activity: "un'attività"
        }
    }
}
