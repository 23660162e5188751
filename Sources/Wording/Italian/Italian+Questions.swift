import Office

extension Italian {
    static func message(_ reason: QuestionReason) -> Message {
        switch reason {
        case .noSuchParameter(let name, let view, let known):
            Message("la vista \(view) non ha il parametro \(name)", accepted: known.joined(separator: ", "))
        case .givenTwice(let name): Message("\(name) compare due volte", accepted: "ogni parametro una volta sola")
        case .malformed(let form): message(form)
        case .missing(let subject): message(subject)
        case .unknown(let noun, let id):
            Message(
                "\(the(noun)) \(id) non è nel registro",
                accepted: noun == .worker
                    ? "l'id di un operatore inserito"
                    : "l'id di un contatto, un caso, una mediazione, un orientamento o un'attività")
        case .notAmong(let noun, let id, let known):
            Message(
                "\(the(noun)) \(id) non è nel piano",
                accepted: known.isEmpty ? "questa domanda dopo project.adopt-plan" : list(known, ", "))
        case .noReport(let id):
            Message("la relazione \(id.text) non è nel registro", accepted: "l'id di una relazione trasmessa")
        case .voided(let id): Message("l'apertura di \(id.text) è stata annullata")
        case .notOpened(let id, let day):
            Message("il caso \(id.text) è aperto dal \(day)", accepted: "dal \(day) in poi")
        case .notExplained(let views):
            Message("le cifre di questa vista non si possono spiegare", accepted: views.joined(separator: ", "))
        case .notCounted(let view, let measures):
            Message("la vista \(view) non lo conta", accepted: measures.joined(separator: ", "))
        case .noSuchFacet(let name, let view, let facets):
            Message("le cifre di \(view) non si distinguono per \(name)", accepted: facets.joined(separator: ", "))
        case .noSuchState(let state, let view, let states):
            Message("la vista \(view) non ha lo stato \(state)", accepted: states.joined(separator: ", "))
        case .casesHaveNoFirstDay:
            Message(
                "i casi si contano come sono alla fine di un giorno, in qualunque giorno siano stati aperti",
                accepted: "on, to")
        case .wholeQuartersOnly:
            Message(
                "i dati aggregati sono di trimestri interi, come pubblicati",
                accepted: "from e to, il primo e l'ultimo giorno di trimestri")
        case .noQuarterYet(let first, let day):
            Message(
                "nessun trimestre è stato ancora pubblicato",
                accepted: "questa domanda dal \(day), quando è pubblicato \(first)")
        case .notEndOfQuarter(let first, let last):
            Message(
                "i dati aggregati finiscono con un trimestre pubblicato",
                accepted: "l'ultimo giorno di un trimestre, dal \(first) al \(last)")
        case .notBeginningOfQuarter(let first, let last):
            Message(
                "i dati aggregati iniziano con un trimestre del piano",
                accepted: "il primo giorno di un trimestre, dal \(first) al \(last)")
        case .reportHasItsDays(let from, let to):
            Message("una relazione ha i propri giorni, dal \(from) al \(to)", accepted: "solo report e asOf")
        case .laterThanCompared(let last):
            Message("è più tardi di ciò con cui si confronta", accepted: "da 0 a \(last)")
        case .positionOfOneOffice:
            Message(
                "una posizione è del registro di un solo ufficio, e la domanda è rivolta a più uffici",
                accepted: "un istante, come 2019-10-01T00:00:00Z")
        }
    }

    private static func message(_ form: QuestionReason.Form) -> Message {
        switch form {
        case .position: Message("non è una posizione del registro", accepted: "una posizione: 0, 1, 2…")
        case .moment:
            Message("non è una posizione né un istante con il fuso", accepted: text(.positionOrMoment))
        case .day: Message("non è un giorno del calendario", accepted: text(.day))
        case .id: Message("non è un id", accepted: text(.id))
        case .month: Message("non è un mese del calendario", accepted: text(.month))
        case .week: Message("non è una settimana (ISO 8601)", accepted: "settimana ISO AAAA-Wss, come 2019-W45")
        case .quarter: Message("non è un trimestre del calendario", accepted: "trimestre AAAA-Qn, come 2019-Q4")
        case .nationality: Message("non è una cittadinanza", accepted: text(.country))
        case .language: Message("non è una lingua", accepted: text(.language))
        case .rowCount: Message("non è un numero di righe", accepted: "un numero di righe: 0, 1, 2…")
        case .ageBand(let words): Message("non è una classe di età", accepted: words.joined(separator: ", "))
        case .sex(let words): Message("non è un sesso come registrato", accepted: words.joined(separator: ", "))
        case .setting(let words):
            Message("non è un contesto di mediazione", accepted: words.joined(separator: ", "))
        case .word(let words): Message("non è uno dei valori ammessi", accepted: words.joined(separator: ", "))
        }
    }

    private static func message(_ subject: QuestionReason.Subject) -> Message {
        switch subject {
        case .report: Message("manca la relazione", accepted: "l'id di una relazione")
        case .record(let noun): Message("manca \(the(noun))", accepted: "l'id \(of(noun))")
        case .case: Message("manca il caso", accepted: "id=CASE")
        case .person: Message("manca la persona", accepted: "id=PERSON")
        case .worker: Message("manca l'operatore", accepted: "worker=WORKER")
        case .month: Message("manca il mese", accepted: "month=AAAA-MM")
        case .earlier:
            Message(
                "manca uno tra since e report",
                accepted: "since: \(text(.positionOrMoment)); report: l'id di una relazione")
        }
    }
}
