extension HelpTopic {
    static var erasureText: String {
        localized(
            """
            Erasure

            Names, birth dates, tax codes, contacts, documents and notes are sealed under
            a key of the person. Erasing a person destroys the key, so that no copy can
            be opened again, in a backup of the log either. Erasing has no undo.

                labctl privacy retention                   what may be erased, and when
                labctl person erase --person ID --authorisation "det. 12/2026"

            It is refused while the records must be kept: the years after the project's
            final payment, a proceeding, an open case or measure, a restriction (GDPR
            art. 18). The refused request is recorded, with the reasons and the first
            day on which it may succeed.

            What stays, for ever: pseudonym, nationality, year of birth, sex, places and
            days, so that every figure and every proof still holds. A note in somebody
            else's case is not the person's, and stays too. All linked ids are erased
            together, and nothing can be recorded for them again.

            It takes full effect when the last backup of the keys is gone, after 30 days
            at most: labctl keys backup removes older ones.
            """,
            it: """
                La cancellazione

                Nomi, date di nascita, codici fiscali, recapiti, documenti e note sono cifrati
                con una chiave della persona. Cancellare la persona distrugge la chiave: non
                si apre più alcuna copia, nemmeno in una copia di sicurezza del registro.

                    labctl privacy retention           che cosa si può cancellare, e quando
                    labctl person erase --person ID --authorisation "det. 12/2026"

                È respinta finché i dati vanno conservati: gli anni dopo il pagamento finale,
                un procedimento, un caso o un provvedimento aperto, una limitazione (art. 18
                GDPR). La richiesta respinta è registrata, con i motivi e il primo giorno
                utile. Una cancellazione non si può revocare.

                Rimangono per sempre pseudonimo, cittadinanza, anno di nascita, sesso, sedi e
                giorni, così ogni cifra e ogni prova restano valide. Una nota nel caso di
                altri non è della persona, e rimane. Le schede unite si cancellano insieme, e
                per esse non si registra più nulla.

                Ha pieno effetto quando manca l'ultima copia delle chiavi, dopo 30 giorni al
                più: labctl keys backup elimina le più vecchie.
                """)
    }
}
