extension Italian {
    /// The texts about each view, by its name.
    static let views: [String: ViewText] = [
        "compliance": ViewText(
            title: "Ore dovute ed erogate", purpose: "Ore dovute ed erogate, per azione e sede.",
            note: """
                In un registro reale la risposta conta fino a oggi, salvo --on, --to o --whole; con --as-of, fino al \
                giorno di quell'istante, o dell'evento a quella posizione.
                """),
        "caseload": ViewText(title: "Casi", purpose: "Casi aperti e chiusi, per sede, fase e operatore."),
        "case": ViewText(title: "Caso", purpose: "Tutto su un caso, in ordine, senza dati personali."),
        "person": ViewText(
            title: "Persona", purpose: "Quanto è noto di una persona in un giorno; --sealed apre i dati riservati.",
            note: """
                --sealed apre i campi name, born, taxCode, contact e number (dei documenti), o quelli indicati con \
                --fields. Ogni uso è scritto nel registro: chi ha visto chi, quali campi, e perché. Revisori e \
                amministratori devono dare una motivazione, che resta in chiaro nel registro.
                """),
        "cases": ViewText(
            title: "Elenco dei casi",
            purpose: "I casi, prima gli aperti: fase, sede, operatore e giorni senza attività."),
        "contacts": ViewText(title: "Contatti", purpose: "I primi contatti, dal più recente."),
        "contact": ViewText(title: "Contatto", purpose: "Un primo contatto, con i casi e le ore che ne derivano."),
        "persons": ViewText(
            title: "Persone", purpose: "Le persone per pseudonimo: ammissibilità, soggiorno, casi e interventi."),
        "requests": ViewText(
            title: "Richieste di mediazione",
            purpose: "Le richieste di mediazione, prima quelle in attesa, con i giorni di attesa.",
            note: "--waiting mostra quelle in attesa della prima erogazione."),
        "mediation": ViewText(
            title: "Mediazione", purpose: "Una richiesta di mediazione, passo per passo, con le ore rimanenti."),
        "orientations": ViewText(
            title: "Colloqui di orientamento", purpose: "I colloqui di orientamento, dal più recente."),
        "orientation": ViewText(
            title: "Colloquio di orientamento", purpose: "Un colloquio di orientamento, con le sue ore."),
        "activities": ViewText(title: "Attività", purpose: "Le attività con i giovani, dalla più recente."),
        "activity": ViewText(title: "Attività", purpose: "Un'attività con i giovani, con le sue ore."),
        "hours": ViewText(title: "Ore", purpose: "Le voci di ore come contano ora, dalla più recente."),
        "entry": ViewText(
            title: "Voce di ore", purpose: "Una voce di ore, con le rettifiche e lo stato del suo mese."),
        "workers": ViewText(
            title: "Operatori",
            purpose: "Gli operatori in un giorno: qualifica, ore settimanali, supervisore, lingue."),
        "worker": ViewText(
            title: "Operatore", purpose: "Un operatore, con condizioni, assenze e costi nel tempo."),
        "mediations": ViewText(
            title: "Mediazioni", purpose: "Mediazioni richieste, autorizzate, erogate e mancate.",
            note: "Con --month, le richieste di quel mese e tutto ciò che ne è seguito."),
        "indicators": ViewText(
            title: "Indicatori",
            purpose: "Destinatari raggiunti, contati una volta sola, a confronto con i valori attesi."),
        "timesheets": ViewText(
            title: "Fogli ore", purpose: "I mesi di tutti gli operatori, con le ore e le dichiarazioni."),
        "timesheet": ViewText(
            title: "Foglio ore (timesheet)", purpose: "Il mese di un operatore, giorno per giorno."),
        "youth": ViewText(
            title: "Giovani", purpose: "Bisogni e difficoltà dei giovani, colloqui, attività e presenze."),
        "costs": ViewText(
            title: "Costi",
            purpose: "Costo delle ore per operatore, azione e mese; distinte le approvate e le ore da riapprovare."),
        "reconciliation": ViewText(
            title: "Riscontro", purpose: "Ore registrate, a confronto con le registrazioni del lavoro."),
        "retention": ViewText(
            title: "Conservazione", purpose: "Quando si possono cancellare i dati di ciascuno, e perché non ancora."),
        "aggregates": ViewText(
            title: "Dati aggregati",
            purpose: "Ore, persone e casi di trimestri interi; i numeri piccoli non sono mostrati.",
            note: """
                Mostra ciò che si può mostrare a chiunque: con il piano, è tutto quanto vede chi ha la sola \
                consultazione. --from e --to sono il primo e l'ultimo giorno di trimestri; se mancano, la risposta \
                comprende tutti i trimestri del piano già pubblicati. Un trimestre è pubblicato 30 giorni dopo la sua \
                fine, e da allora le sue persone e i suoi casi non cambiano più. Più trimestri si sommano, anche se la \
                stessa persona è stata raggiunta in più di uno.
                """),
        "diff": ViewText(
            title: "Differenze", purpose: "Le cifre cambiate da un dato momento, e gli eventi che le hanno cambiate.",
            note: "--as-of sostituisce il momento più recente, che altrimenti è adesso."),
        "explain": ViewText(title: "Spiegazione", purpose: "Gli eventi su cui si fonda una cifra."),
        "audit": ViewText(
            title: "Controllo",
            purpose: "Avvisi, registrazioni annullate, ore rettificate, rilievi, e relazioni come note ora."),
        "reports": ViewText(
            title: "Relazioni", purpose: "Tutte le relazioni, con il numero di cifre che oggi sarebbero diverse."),
        "report": ViewText(title: "Relazione", purpose: "Le cifre di una relazione, come trasmesse."),
        "today": ViewText(
            title: "Oggi",
            purpose: "La giornata di chi chiede: registrato, mancante, da firmare; al coordinatore, ciò che attende."),
        "calendar": ViewText(
            title: "Calendario",
            purpose:
                "Che cosa scade e quando: relazioni, mesi, documenti, provvedimenti, termini del piano; che cosa attende "
                + "o si esaurisce."),
        "claimable": ViewText(
            title: "Voci rendicontabili",
            purpose: "Le voci che una rendicontazione di questi giorni prenderebbe, con il costo esatto."),
        "undo": ViewText(
            title: "Rimedio",
            purpose: "Che cosa si può fare per l'ultimo comando dell'account; nulla viene mai cancellato."),
        "usual": ViewText(
            title: "Valori abituali",
            purpose: "I valori che l'account ha indicato più spesso nei suoi ultimi comandi."),
    ]
}
