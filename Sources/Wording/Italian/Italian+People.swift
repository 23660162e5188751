import CivilTime
import Office

extension Italian {
    static func message(_ reason: PersonReason) -> Message {
        switch reason {
        case .erased(let person):
            Message("i dati di \(person.text) sono stati cancellati", accepted: "un'altra persona")
        case .erasedOf(let id):
            Message(
                "i dati della persona di \(id.text) sono stati cancellati",
                accepted: "ciò che riguarda un'altra persona")
        case .restricted(let person, let id):
            Message(
                "il trattamento dei dati di \(person.text) è limitato (art. 18 GDPR)"
                    + (id == person ? "" : ", con la scheda \(id.text) della stessa persona"),
                accepted: "prima person.lift-restriction di \(id.text)")
        case .notLinked(let person, let same):
            Message(
                "le schede \(person.text) e \(same.text) non sono unite tra loro",
                accepted: "due schede che siano unite")
        case .sameID: Message("è lo stesso id", accepted: "l'id di un'altra persona")
        case .restrictedAlready(let person):
            Message("il trattamento dei dati di \(person.text) è già limitato")
        case .notRestricted(let person): Message("il trattamento dei dati di \(person.text) non è limitato")
        case .nothingToCorrect:
            Message(
                "manca l'indicazione di che cosa correggere",
                accepted: "almeno uno tra nationality, otherNationalities, birthYear, sex, place, unaccompaniedMinor, "
                    + "basis, external, name, born, taxCode, contact")
        case .birthYearNotYet(let year): Message("quell'anno deve ancora venire", accepted: "dal 1900 al \(year)")
        case .birthNotYet: Message("quel giorno deve ancora venire", accepted: "oggi o prima")
        case .birthYearOfAnotherDay:
            Message("non è l'anno di born", accepted: "l'anno di born, o uno solo dei due campi")
        case .erasureRefused(let person, let reasons, let earliest):
            erasureRefused(person.text, reasons, earliest, command: "person.erase")
        }
    }

    static func message(_ reason: PersonalDataReason) -> Message {
        switch reason {
        case .nobodyNamed, .severalNamed:
            Message("manca l'indicazione, una sola, di chi o di che cosa", accepted: "uno tra person, worker e stream")
        case .noFieldNamed(let sealed):
            Message("manca almeno un campo", accepted: "un elenco di: " + sealed.joined(separator: ", "))
        case .notSealed(let sealed):
            Message(
                "nessun dato riservato ha quel nome", accepted: "un elenco di: " + sealed.joined(separator: ", "))
        case .emptyTerm: Message("non ha né lettere né cifre", accepted: text(.text))
        case .noTerm: Message("manca l'indicazione di che cosa cercare", accepted: "name, taxCode o entrambi")
        case .ambiguousOwner: Message("person e stream mancano entrambi, o ci sono entrambi")
        }
    }

    /// The text of an erasure that was asked for too early.
    static func erasureRefused(_ name: String, _ reasons: [String], _ earliest: Day?, command: String) -> Message {
        let when = earliest.map { "dal \($0) in poi" } ?? "da un giorno che nessuno conosce ancora"
        return Message(
            "i dati di \(name) si devono conservare (\(reasons.map(word).joined(separator: ", "))); la richiesta è registrata",
            accepted: "\(command) \(when), con un id proprio")
    }
}
