import Views

extension Italian {
    static func text(_ parameter: Parameter) -> String {
        switch parameter {
        case .asOf: "Usare solo quanto era registrato fino a questa posizione, o prima di questo istante."
        case .on: "Contare fino a questo giorno compreso."
        case .from: "Il primo giorno da contare."
        case .to: "L'ultimo giorno da contare."
        case .until: "L'ultimo giorno da guardare; se manca, 60 giorni avanti."
        case .id: "L'id di ciò che si chiede."
        case .since: "Il momento precedente."
        case .report: "La relazione da confrontare."
        case .of: "La vista da cui viene la cifra."
        case .position: "La posizione dell'evento."
        case .counted: "La grandezza, se la vista ne conta più di una."
        case .line: "Una sola azione."
        case .place: "Una sola sede."
        case .worker: "Un solo operatore."
        case .month: "Un solo mese."
        case .week: "Una sola settimana ISO."
        case .quarter: "Un solo trimestre."
        case .phase: "La fase dei casi aperti."
        case .state: "Lo stato di casi, richieste od ore."
        case .measure: "La misura del piano."
        case .age: "La classe di età."
        case .sex: "Il sesso."
        case .nationality: "La cittadinanza."
        case .language: "Una sola lingua."
        case .setting: "Il contesto in cui è stata richiesta la mediazione."
        case .serviceRecord:
            "Il riferimento delle ore: l'id di un contatto, un caso, una mediazione, un orientamento o un'attività."
        case .person: "Una sola persona, sotto qualunque id unito."
        case .fund: "Un solo fondo."
        case .profession: "Una sola qualifica."
        case .desk: "Un solo sportello per i giovani."
        case .verdict: "La decisione sull'ammissibilità in vigore."
        case .silent: "Solo i casi aperti senza attività da più tempo di quanto il piano ammetta."
        case .waiting: "Solo le richieste in attesa della prima erogazione."
        case .supervisor: "Solo chi ha questo responsabile."
        case .channel: "Il modo in cui è avvenuto il contatto."
        case .outcome: "L'esito."
        case .kind: "Il tipo."
        case .schoolExit: "Il rapporto con la scuola."
        case .status: "La regolarità del soggiorno nel giorno, secondo i documenti."
        case .minor: "Solo i casi aperti per un minore."
        case .limit: "Quante righe elencare al massimo."
        case .skip: "Quante righe saltare all'inizio."
        case .restricted: "Solo dove il trattamento dei dati di una persona è limitato (art. 18 GDPR)."
        }
    }

    static func form(of parameter: Parameter) -> String {
        switch parameter {
        case .asOf, .since: "posizione|istante"
        case .on, .from, .to, .until: "AAAA-MM-GG"
        case .month: "AAAA-MM"
        case .week: "AAAA-Wss"
        case .quarter: "AAAA-Qn"
        case .nationality, .language: "codice"
        case .age, .sex, .setting, .profession, .desk, .channel, .schoolExit, .verdict, .status, .silent, .waiting,
            .minor,
            .restricted:
            parameter.words.joined(separator: "|")
        case .of: "vista"
        case .position: "posizione"
        case .limit, .skip: "n"
        case .counted: "cifra"
        case .state: "stato"
        case .outcome: "esito"
        case .kind: "tipo"
        case .id, .report, .worker, .supervisor, .line, .place, .phase, .measure, .serviceRecord, .person, .fund: "id"
        }
    }
}
