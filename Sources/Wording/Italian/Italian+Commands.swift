extension Italian {
    /// What each command does, by its name.
    static let commands: [String: String] = [
        "project.adopt-plan": "Adottare un piano, anche modificato, che da allora vale per tutti i giorni.",
        "project.suspend": "Sospendere azioni in alcune sedi: in quei giorni nulla è dovuto.",
        "project.resume": "Riprendere dopo una sospensione: da quel giorno le ore sono di nuovo dovute.",
        "project.extend-status": "Registrare che una legge proroga titoli di soggiorno in scadenza.",
        "project.record-final-payment": "Registrare il pagamento finale del fondo, da cui decorre la conservazione.",
        "project.open-proceeding": "Aprire un'irregolarità o un procedimento, che prolunga la conservazione.",
        "project.close-proceeding": "Chiudere un'irregolarità o un procedimento.",
        "worker.enrol": "Inserire un operatore, con la professione e il datore di lavoro.",
        "worker.change": "Cambiare i dati di un operatore da un giorno in poi.",
        "worker.leave": "Registrare l'ultimo giorno di servizio di un operatore, anche futuro.",
        "worker.set-rate": "Stabilire il costo annuo lordo di un operatore; il costo orario ne è la 1.720ª parte.",
        "worker.note-absence": "Registrare l'assenza di un operatore: giorni interi, o alcuni minuti di ogni giorno.",
        "hours.log": "Registrare ore di un operatore su un fondo; sui fondi di progetto, per un'azione e in una sede.",
        "hours.adjust": "Rettificare la durata di una voce di ore, con la motivazione.",
        "timesheet.complete": "Dichiarare completo il mese di un operatore, non prima del suo ultimo giorno.",
        "timesheet.sign": "Firmare un mese completato; ciò che vi si aggiunge dopo si approva di nuovo.",
        "timesheet.approve": "Approvare un mese firmato; dopo rettifiche o inserimenti tardivi si approva di nuovo.",
        "person.register": "Registrare una persona con uno pseudonimo; nome, nascita e codice fiscale sono riservati.",
        "person.correct": "Correggere i dati registrati di una persona, con una motivazione riservata.",
        "person.add-evidence": "Aggiungere un documento di una persona; il suo numero è riservato.",
        "person.decide-eligibility":
            "Decidere se una persona è ammissibile al progetto, da quale giorno, con la regola e la "
            + "motivazione.",
        "person.link": "Unire due schede della stessa persona, con una motivazione riservata.",
        "person.unlink": "Separare due schede unite, in qualunque ordine.",
        "person.restrict":
            "Limitare il trattamento dei dati di una persona: nulla si modifica o si apre (art. 18 GDPR).",
        "person.lift-restriction": "Revocare la limitazione del trattamento dei dati di una persona.",
        "person.erase":
            "Cancellare i dati riservati di una persona e delle schede unite, trascorso il termine di "
            + "conservazione.",
        "contact.record": "Registrare un contatto allo sportello, con gli argomenti e l'esito.",
        "case.open": "Aprire un caso, che inizia dalla prima fase del piano.",
        "case.add-member": "Aggiungere una persona al nucleo familiare di un caso.",
        "case.remove-member": "Togliere una persona dal nucleo familiare di un caso.",
        "case.advance-phase":
            "Passare un caso a un'altra fase; per tornare indietro o saltarne una serve una motivazione.",
        "case.assign": "Assegnare un caso a un operatore.",
        "case.transfer": "Trasferire un caso a un'altra azione o sede, con la motivazione.",
        "case.refer": "Inviare un caso a un altro servizio.",
        "case.close-referral": "Registrare l'esito di un invio, anche di un caso chiuso.",
        "case.note":
            "Registrare il lavoro su un caso, come un colloquio, una visita o una relazione; il testo è riservato.",
        "case.record-measure": "Registrare un provvedimento di un'autorità su un caso (giudiziario, di tutela).",
        "case.end-measure": "Registrare la cessazione di un provvedimento, anche di un caso chiuso.",
        "case.close": "Chiudere un caso, con l'esito.",
        "case.reopen": "Riaprire un caso chiuso, nella stessa fase, con la motivazione.",
        "mediation.request": "Richiedere una mediazione linguistica e culturale in una lingua, per alcuni minuti.",
        "mediation.authorise":
            "Autorizzare una richiesta fino a un monte ore; una nuova autorizzazione lo sostituisce.",
        "mediation.assign": "Assegnare un mediatore che abbia la lingua.",
        "mediation.deliver": "Registrare un'erogazione, entro il monte ore autorizzato; l'ultima chiude la richiesta.",
        "mediation.miss": "Registrare una mancata erogazione, con i minuti pagati comunque.",
        "mediation.cancel": "Annullare una richiesta prima di ogni erogazione.",
        "mediation.evaluate": "Registrare la valutazione del servizio richiedente, da 1 a 5.",
        "orientation.deliver": "Registrare una consulenza orientativa, con i bisogni e le difficoltà di un giovane.",
        "activity.hold": "Registrare un'attività svolta, con le persone note e il numero dei partecipanti.",
        "record.void":
            "Annullare una registrazione, per posizione, con la motivazione; di un flusso solo l'ultimo passaggio.",
        "record.erase":
            "Cancellare i dati riservati di un flusso che non è di un destinatario, trascorso il termine di "
            + "conservazione.",
        "report.submit":
            "Trasmettere una relazione, che ne fissa le cifre; una domanda di rimborso prende voci "
            + "approvate, una volta sola.",
        "report.reopen":
            "Riaprire una relazione trasmessa, con la motivazione; le voci di una domanda di rimborso "
            + "tornano libere.",
        "audit.note-finding": "Annotare un rilievo di un revisore, su una relazione, un evento o il tutto.",
        "clock.confirm": "Confermare che l'orologio della macchina è giusto, quando labd non se ne fida.",
    ]
}
