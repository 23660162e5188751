extension HelpTopic {
    static var weeksText: String {
        localized(
            """
            Weeks

            A line of hours owes its weekly hours at each of its places, in every ISO
            week (Monday to Sunday) of its days. A week of which only a part counts, by
            the line's days, the plan's period or a suspension, owes by the plan's rule:

                working-days            hours x working days left / 5
                calendar-days           hours x days left / 7
                weeks-touched           all of them if one day is left
                weeks-with-working-day  all of them if one working day is left
                full-weeks              all of them only if seven days are left

            Working days are Monday to Friday, without national holidays and the place's
            patron day. Fractions are added exactly and rounded once. Hours beyond what
            the whole week owes are recorded and flagged over-week; what one week lacks
            another may make up, since the balance is of all days together.

            A suspension (labctl project suspend) owes nothing until labctl project
            resume, whose day is the first on which work is owed again.

            See: labctl compliance --by week, labctl explain compliance --week 2019-W45
            """,
            it: """
                Le settimane

                Un'azione a ore deve le sue ore settimanali in ciascuna sede, in ogni
                settimana ISO (da lunedì a domenica). Se di una settimana conta solo una parte
                (giorni dell'azione, periodo, sospensione), vale la regola del piano:

                    working-days            ore x giorni lavorativi rimasti / 5
                    calendar-days           ore x giorni rimasti / 7
                    weeks-touched           tutte, se rimane un giorno
                    weeks-with-working-day  tutte, se rimane un giorno lavorativo
                    full-weeks              tutte, solo se rimangono sette giorni

                Sono lavorativi i giorni da lunedì a venerdì, senza le festività nazionali e
                il patrono della sede. Le frazioni si sommano esatte e si arrotondano una
                volta. Oltre il monte settimanale le ore si registrano, con l'avviso
                over-week; il saldo è di tutti i giorni insieme, quindi si può recuperare.

                Durante una sospensione (labctl project suspend) non è dovuto nulla, fino a
                labctl project resume, il cui giorno è il primo di nuovo dovuto.

                Vedi: labctl compliance --by week, labctl explain compliance --week 2019-W45
                """)
    }
}
