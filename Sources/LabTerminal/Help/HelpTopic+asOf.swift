extension HelpTopic {
    static var asOfText: String {
        localized(
            """
            As of

            Everything has two times: the day on which it happened, and the moment at
            which it was recorded. A view may be limited by both.

                --on, --from, --to   the days on which things happened
                --as-of              what had been recorded by then

            Hours of 30 September that were entered on 20 October count on 30 September,
            but were not known on 15 October:

                labctl compliance --on 2019-09-30
                labctl compliance --on 2019-09-30 --as-of 2019-10-15T12:00:00Z

            --as-of takes an instant, or the position of an event in the log; the event
            at the position is included. Nothing is ever overwritten, so the answer as
            of a moment is always the same, and that of a submitted report can be asked
            for again. An erased person's names are gone from every answer.

            See: labctl diff --since INSTANT, which says what has changed since then and
            by which events; labctl report diff ID, the same for a report; labctl replay
            """,
            it: """
                Noto al

                Ogni cosa ha due tempi: il giorno in cui è accaduta e il momento in cui è
                stata registrata. Una vista si può limitare con entrambi.

                    --on, --from, --to   i giorni in cui le cose sono accadute
                    --as-of              ciò che risultava registrato a quel momento

                Le ore del 30 settembre inserite il 20 ottobre contano al 30 settembre, ma
                non erano note al 15 ottobre:

                    labctl compliance --on 2019-09-30
                    labctl compliance --on 2019-09-30 --as-of 2019-10-15T12:00:00Z

                --as-of prende un momento, o la posizione di un evento nel registro (evento
                compreso). Nulla viene mai sovrascritto: la risposta riferita a un momento è
                sempre la stessa, e quella di una relazione trasmessa si può chiedere ancora.
                I nomi di una persona cancellata mancano invece da ogni risposta.

                Vedi: labctl diff --since MOMENTO, che dice che cosa è cambiato da allora e
                per quali eventi; labctl report diff ID, lo stesso per una relazione
                """)
    }
}
