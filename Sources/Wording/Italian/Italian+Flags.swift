import Office

extension Italian {
    static func text(_ flag: Flag) -> String {
        switch flag {
        case .afterSigning: "l'operatore aveva già firmato il mese"
        case .eligibleUnionCitizen:
            "il primo giorno della decisione tutte le cittadinanze della persona sono dell'Unione europea"
        case .holidayWork: "il giorno è una domenica, una festa nazionale o il patrono della sede"
        case .implausibleTaxCode:
            "l'ultimo carattere del codice fiscale non segue dagli altri, o il codice non corrisponde all'anno di nascita o "
                + "al sesso"
        case .lateEntry: "inserimento più tardivo di quanto il piano prevede"
        case .minorCameOfAge: "il caso è aperto per un minore che quest'anno diventa maggiorenne, o lo è già"
        case .outOfOrder: "il giorno precede quello del passaggio precedente"
        case .overAnnual: "l'operatore supera le 1.720 ore nell'anno solare"
        case .overBudget: "oltre il monte ore dell'azione"
        case .overDay: "l'operatore supera i minuti al giorno che il piano prevede"
        case .overWeek: "nella settimana l'azione supera i minuti dovuti nella sede per l'intera settimana"
        case .periodNotOver: "l'ultimo giorno della relazione non è ancora passato"
        case .personalDataSuspected:
            "un campo in chiaro contiene quello che sembra un codice fiscale, un numero di telefono o di documento, un "
                + "indirizzo di posta elettronica o un IBAN"
        case .phaseBack: "il caso è tornato a una fase precedente"
        case .phaseSkip: "il caso ha saltato una fase"
        case .possibleDuplicate: "possibile doppione: è già registrato qualcosa di molto simile"
        case .remoteMode: "quel giorno nella sede nessuna sospensione prevede la mediazione a distanza"
        case .restrictedPerson: "il trattamento dei dati della persona è limitato (art. 18 GDPR)"
        case .statusExpired: "quel giorno il titolo di soggiorno della persona era scaduto"
        case .unknownCode: "nessuna misura del piano ha l'argomento, il bisogno, lo scopo o la difficoltà"
        }
    }
}
