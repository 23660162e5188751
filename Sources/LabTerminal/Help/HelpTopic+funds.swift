extension HelpTopic {
    static var fundsText: String {
        localized(
            """
            Funds

            Every entry of hours names one fund: who pays for these minutes. A minute has
            one payer: entries that say when they began may not share one, on any fund.

            The plan in force says which funds are the project's. Hours on these name a
            line and count as delivered on it. Hours on other funds, such as the towns'
            own, count in the worker's month and year, but not for the project.

                labctl hours log --worker sw-01 --minutes 5:00 --fund fami \\
                    --line secretariat-towns --place rovato --activity desk

            A cost is minutes x annual gross cost / 103,200, that is 1,720 hours a year.
            Costs are added exactly, and each figure is rounded once. A figure with
            minutes that have no rate on their day is not told: it would look complete.
            The rate is recorded with labctl worker set-rate.

            A claim takes the approved entries on the project's funds that no other
            claim has, and freezes their minutes and costs.

            See: labctl costs, labctl timesheet show, labctl report list
            """,
            it: """
                I fondi

                Ogni registrazione di ore indica un fondo: chi paga quei minuti. Un minuto ha
                un solo pagante: due voci con ora di inizio non si sovrappongono mai.

                Il piano in vigore dice quali sono i fondi di progetto. Le ore su questi
                indicano un'azione e valgono come erogate. Le ore su altri fondi, come quello
                dei comuni, contano nel mese e nell'anno dell'operatore, non nel progetto.

                    labctl hours log --worker sw-01 --minutes 5:00 --fund fami \\
                        --line secretariat-towns --place rovato --activity desk

                Un costo è minuti x costo annuo lordo / 103.200, cioè 1.720 ore l'anno. I
                costi si sommano esatti, e ogni cifra si arrotonda una volta sola. Una cifra
                con minuti senza costo orario in quel giorno non è data: sembrerebbe intera.
                Il costo si registra con labctl worker set-rate.

                Una domanda di rimborso prende le voci approvate sui fondi di progetto che
                nessun'altra ha già preso, e ne fissa minuti e costi.

                Vedi: labctl costs, labctl timesheet show, labctl report list
                """)
    }
}
