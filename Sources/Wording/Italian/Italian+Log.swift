import Office

extension Italian {
    static func message(_ reason: LogReason) -> Message {
        switch reason {
        case .unstorable(let diagnostic): Message(diagnostic)
        case .lineTooLong(let bytes, let most):
            Message(
                "l'evento occuperebbe \(number(bytes)) byte, una riga del registro ne ha al massimo \(number(most))",
                accepted: "una riga di al massimo \(number(most)) byte")
        case .timeBackwards(let given, let last):
            Message("\(given) precede l'ultima registrazione, \(last)", accepted: "da \(last) in poi")
        case .timeInRealLog:
            Message(
                "questo registro è reale: il momento della registrazione è dato dall'orologio di labd",
                accepted: "il comando senza at")
        case .idReused(let id):
            Message(
                "\(id.text) è l'id di un altro comando, accettato in precedenza",
                accepted: "un id proprio per ogni comando")
        case .stale(let stream, let expected, let current):
            Message(
                current == 0
                    ? "\(stream) non ha ancora eventi" : "\(stream) è alla revisione \(current), non \(expected)",
                accepted: "\(current), dopo aver visto che cosa è cambiato")
        case .notTried:
            Message(
                "una riga precedente dello stesso invio è stata respinta, e il mittente ha chiesto di fermarsi lì",
                accepted: "la stessa riga, una volta sistemata quella respinta")
        case .diskFull:
            Message(
                "il disco del registro è pieno; occorre fare spazio, nulla è andato perso",
                accepted: "lo stesso comando, quando c'è spazio")
        case .ownerErased(let owner):
            Message(
                "i dati di \(owner) sono stati cancellati: nulla di riservato può più esservi aggiunto",
                accepted: "ciò che riguarda qualcun altro")
        case .keysUnavailable(let diagnostic):
            Message(
                "le chiavi non si possono usare: \(diagnostic)",
                accepted: "lo stesso comando, quando le chiavi tornano disponibili")
        case .keysUnavailableToAsk(let diagnostic):
            Message(diagnostic, accepted: "la stessa domanda, quando le chiavi tornano disponibili")
        case .keyMissing(let owner):
            Message(
                "la chiave di \(owner) non c'è: i suoi dati riservati sono stati cancellati, o l'archivio delle chiavi "
                    + "non è di questo registro",
                accepted: "lo stesso comando, quando le chiavi tornano disponibili")
        case .damaged(let diagnostic):
            Message(diagnostic, accepted: "lo stesso comando, dopo aver controllato il registro")
        case .unreadable(let diagnostic): Message(diagnostic)
        case .noEvent(let position): Message("alla posizione \(position) non c'è nessun evento")
        case .eventWithoutTime(let position): Message("l'evento alla posizione \(position) non ha un'ora")
        case .neverSubmitted(let report): Message("la relazione \(report.text) non è mai stata trasmessa")
        case .rootMissing: Message("la radice dell'albero del registro non è stata calcolata")
        case .notYet(let position, let last):
            Message("il registro non ha ancora la posizione \(position)", accepted: "da 0 a \(last)")
        }
    }

    static func message(_ reason: ProofReason) -> Message {
        switch reason {
        case .notATile(let diagnostic):
            Message(
                diagnostic, accepted: "tile/LEVEL/NUMBER o tile/entries/NUMBER, come in C2SP tlog-tiles")
        case .positionMissing(let size):
            Message("manca la posizione dell'evento da provare", accepted: "da 0 a \(size - 1)")
        case .noTree(let most): Message("il registro non ha un albero di quella dimensione", accepted: "da 1 a \(most)")
        case .beyondTree(let size):
            Message("l'albero di \(number(size)) righe non ha quella posizione", accepted: "da 0 a \(size - 1)")
        case .earlierSizeMissing(let later):
            Message("manca la dimensione con cui confrontare", accepted: "da 1 a \(later)")
        case .noEarlierTree(let later):
            Message("da quella dimensione a \(later) non c'è una prova", accepted: "da 1 a \(later)")
        case .notASize: Message("non è un numero di righe", accepted: "0 o più")
        case .notANote(let diagnostic):
            Message(diagnostic, accepted: "un punto di controllo con le sue firme (C2SP signed-note)")
        case .notACheckpoint(let log, let diagnostic):
            Message(diagnostic, accepted: "un punto di controllo di \(log), con la sua firma e quella di un testimone")
        case .notCosigned(let witnesses):
            Message(
                "nessuno dei testimoni indicati nelle impostazioni lo ha firmato",
                accepted: witnesses.isEmpty
                    ? "nulla, finché log.witnesses non indica nessuno" : witnesses.joined(separator: ", "))
        case .foreignCheckpoint(let lines, let size):
            Message(
                "questo registro ha \(number(lines)) righe, e il punto di controllo di \(number(size)) righe non gli appartiene",
                accepted:
                    "un punto di controllo di questo registro; confrontare i due: uno non è ciò che è stato registrato")
        }
    }
}
