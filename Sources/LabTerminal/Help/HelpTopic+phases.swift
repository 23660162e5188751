extension HelpTopic {
    static var phasesText: String {
        localized(
            """
            Phases

            A case begins in the plan's first phase and moves through the others in
            their order; `labctl plan show` lists them. A move is recorded with

                labctl case advance-phase --case ID --phase analysis

            Work with people is not a straight line. Going back, or past a phase, is
            accepted but needs --reason, and is flagged (phase-back, phase-skip). The
            reason is sealed, since it may be personal. Nothing else has to be done
            before a move: no phase has a least or a greatest length.

            The time in a phase runs from the day of entering to the day of leaving, and
            several stays are added up. While a case is closed no phase's time runs; a
            case that is reopened is in the phase in which it was closed.

            Moves are applied in the order of their recording. One that is dated before
            the one recorded last is flagged out-of-order. The last move that still
            counts can be voided: labctl record void --help.

            See: labctl case show ID, labctl caseload
            """,
            it: """
                Le fasi

                Un caso inizia nella prima fase del piano e percorre le altre nel loro
                ordine; `labctl plan show` le elenca. Un passaggio si registra con

                    labctl case advance-phase --case ID --phase analysis

                Il lavoro con le persone non va in linea retta. Tornare a una fase, o
                saltarne una, è accettato ma richiede --reason, e riceve un avviso
                (phase-back, phase-skip). La motivazione è un dato riservato, perché può
                riguardare la persona. Nessuna fase ha una durata minima o massima.

                Il tempo in una fase va dal giorno di entrata a quello di uscita; più
                permanenze si sommano. Mentre un caso è chiuso non corre il tempo di alcuna
                fase; un caso riaperto è nella fase in cui era stato chiuso.

                I passaggi valgono nell'ordine di registrazione. Uno con data precedente
                all'ultimo registrato riceve l'avviso out-of-order. Si può annullare
                l'ultimo passaggio ancora valido: labctl record void --help.

                Vedi: labctl case show ID, labctl caseload
                """)
    }
}
