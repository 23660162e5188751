/// A short plan, which a person can begin a file with.
enum PlanExample {
    /// The plan, as `labctl plan check` accepts it, below a comment that says what to type next.
    static var text: String { head + "\n" + body }

    private static var head: String {
        localized(
            """
            # A short plan. Replace what it says, check it with `labctl plan check plan.toml`, and adopt it with
            # `labctl plan adopt plan.toml --act 'resolution 12/2019'`. /etc/labd/lab-impact.toml is a complete one.
            """,
            it: """
                # Un piano breve. Sostituire ciò che dice, controllarlo con `labctl plan check piano.toml` e adottarlo con
                # `labctl plan adopt piano.toml --act 'delibera 12/2019'`. Uno completo: /etc/labd/lab-impact.toml.
                """) + "\n"
    }

    private static let body = """
        office = "oglio-ovest"
        title = "Piano"
        grant = "PROG-1"
        zone = "Europe/Rome"
        partWeek = "working-days"
        targets = []

        [period]
        from = 2019-06-01
        to = 2020-03-31

        [limits]
        dailyMinutes = 600
        lateEntryDays = 30
        silentCaseDays = 60

        [[funds]]
        id = "fami"
        project = true

        [[places]]
        id = "chiari"
        name = "Chiari"
        kind = "town"

        [[lines]]
        id = "desk"
        service = "secretariat"
        title = { it = "Segretariato sociale", en = "Social secretariat" }
        kind = "hours"
        places = ["chiari"]
        weeklyMinutes = 300
        from = 2019-06-01
        to = 2020-03-31
        professions = ["social-worker"]

        [[lines]]
        id = "mediation"
        service = "mediation"
        title = { it = "Mediazione linguistica e culturale", en = "Linguistic and cultural mediation" }
        kind = "on-request"
        places = ["chiari"]
        from = 2019-06-01
        to = 2020-03-31
        professions = ["mediator"]

        [[lines]]
        id = "youth"
        service = "youth"
        title = { it = "Interventi educativi", en = "Educational work" }
        kind = "on-request"
        places = ["chiari"]
        from = 2019-06-01
        to = 2020-03-31
        professions = ["educator"]

        [[phases]]
        id = "intake"
        it = "Accoglienza"
        en = "Intake"

        [[measures]]
        id = "work"
        it = "Lavoro"
        en = "Work"
        codes = ["work"]

        """
}
