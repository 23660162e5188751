import Office

extension Italian {
    static func message(_ reason: ServiceReason) -> Message {
        switch reason {
        case .tooManyWait:
            Message(
                "sono in attesa più comandi di quanti labd ne accolga", accepted: "lo stesso comando, tra un momento")
        case .forgotten:
            Message(
                "la connessione è stata chiusa prima del turno del comando", accepted: "lo stesso comando, di nuovo")
        case .stopping:
            Message(
                "labd si sta arrestando e non accoglie altri comandi",
                accepted: "lo stesso comando, quando labd è di nuovo attivo")
        case .tooManyRehearsals(let account, let most):
            Message(
                "numero di prove già in corso per l'account \(account): \(most)",
                accepted: "lo stesso invio, quando una è finita")
        case .tooManySearches(let account, let perMinute):
            Message(
                "l'account \(account) ha esaurito le ricerche, o i confronti di dati riservati, ammessi in un minuto",
                accepted: "la stessa domanda tra un momento: \(perMinute) al minuto (limits.searchesPerMinute)")
        case .dailyBytesUsed(let account, let used, let most):
            Message(
                "l'account \(account) ha registrato oggi \(number(used)) byte, quanti sono ammessi in un giorno",
                accepted: "lo stesso comando domani, o quando limits.accountDailyBytes, \(most), è più alto")
        }
    }

    static func message(_ reason: SenderReason) -> Message {
        switch reason {
        case .roleMissing(let account, let roles, let needed):
            Message(
                "l'account \(account) "
                    + (roles.isEmpty
                        ? "non ha alcun ruolo qui"
                        : (roles.count == 1 ? "ha il ruolo " : "ha i ruoli ") + list(roles, " e ")),
                accepted: "un account con il ruolo " + list(needed, " o "))
        case .notAFrontEnd(let account, let header):
            Message(
                "l'account \(account) non può parlare a nome di altri",
                accepted: "una richiesta senza \(header), o un account indicato in roles.fronts")
        case .noAccount:
            Message(
                "su questa macchina non c'è un account con quel nome",
                accepted: "il nome di un account di questa macchina")
        case .notSpokenFor:
            Message(
                "nessuna applicazione parla a nome di questo account",
                accepted: "il nome di un account di questa macchina")
        case .severalUsers: Message("compare più di una volta", accepted: "il nome di un solo account")
        case .foreignPage:
            Message(
                "la richiesta viene da una pagina di un altro sito",
                accepted: "una richiesta senza Origin, o con un Origin uguale all'Host a cui è diretta")
        case .copyOnly(let office):
            Message(
                "questa è una copia del registro di \(shortened(office)): qui non si registra e non si apre ciò che è sigillato",
                accepted: "lo stesso presso quell'ufficio")
        case .reasonMissing:
            Message(
                "revisori e amministratori aprono dati riservati solo con una motivazione, registrata in chiaro",
                accepted: "una motivazione")
        }
    }

    static func message(_ reason: RequestReason, of field: String) -> Message {
        switch reason {
        case .notFound(let path, let known):
            Message(
                "a \(shortened(path)) non c'è nulla",
                accepted: known.joined(separator: ", ") + " o una vista sotto /v1/")
        case .methodNotAllowed(let method, let path, let allowed):
            Message("\(shortened(path)) non accetta \(shortened(method))", accepted: allowed)
        case .unsupportedMediaType(let type, let path, let accepted):
            Message(
                "\(shortened(path)) non accetta \(type.map(shortened) ?? "un corpo senza tipo di contenuto")",
                accepted: accepted.joined(separator: " o "))
        case .bodyTooLong(let most):
            Message("il corpo supera \(number(most)) byte", accepted: "al massimo \(number(most)) byte")
        case .lineTooLong(let most):
            Message("la riga supera \(number(most)) byte", accepted: "al massimo \(number(most)) byte")
        case .tooSlow(let seconds):
            Message(
                "il corpo della richiesta non è arrivato entro \(seconds) secondi",
                accepted: "tutto il corpo entro \(seconds) secondi")
        case .incomplete:
            Message(
                "quanto è arrivato non è una richiesta HTTP/1.1 completa",
                accepted: "HTTP/1.1, con il corpo lungo quanto annunciato")
        case .failed: Message("labd non ha potuto rispondere; il suo diario dice perché")
        case .notJSON(let error):
            Message("il corpo non è JSON: \(text(error))", accepted: "un oggetto JSON (RFC 8259)")
        case .notAnObject: Message("il corpo non è un oggetto JSON", accepted: "un oggetto JSON (RFC 8259)")
        case .noSuchParameter(let name, let known):
            Message(
                "il parametro \(name) qui non esiste",
                accepted: known.isEmpty ? "nessuno" : known.joined(separator: ", "))
        case .notZeroOrOne: Message("\(field) non può avere questo valore", accepted: "0 o 1")
        case .notAPosition: Message("non è una posizione", accepted: "0 o più")
        case .onlyLinesRehearsed(let mediaType):
            Message("si può provare solo un corpo di righe", accepted: "il tipo di contenuto \(mediaType)")
        }
    }
}
