extension English {
    /// The texts about each view, by its name.
    static let views: [String: ViewText] = [
        "compliance": ViewText(
            title: "Compliance", purpose: "Hours owed and delivered, by line and place.",
            note: """
                In a log that is not a simulation, the answer counts up to today unless --on, --to or --whole is \
                given; with --as-of, it counts up to the day of that instant, or of the event at that position.
                """),
        "caseload": ViewText(title: "Caseload", purpose: "Open and closed cases, by place, phase and worker."),
        "case": ViewText(title: "Case", purpose: "Everything about one case, in order, without personal data."),
        "person": ViewText(
            title: "Person", purpose: "What is known about a person on a day; --sealed opens sealed fields.",
            note: """
                --sealed opens the fields name, born, taxCode, contact and number (of documents), or those named \
                by --fields. Each use is recorded in the log: who looked at whom, at which fields, and why. \
                Auditors and admins must give a reason, which the log stores in clear.
                """),
        "cases": ViewText(
            title: "Cases", purpose: "Cases, open ones first: phase, place, worker, and days without activity."),
        "contacts": ViewText(title: "Contacts", purpose: "First contacts, the newest first."),
        "contact": ViewText(title: "Contact", purpose: "One first contact, with its cases and hours."),
        "persons": ViewText(
            title: "Persons", purpose: "Persons by pseudonym: eligibility, residence, cases and services."),
        "requests": ViewText(
            title: "Requests for mediation",
            purpose: "Requests for mediation, those that wait first, with the days that they have waited.",
            note: "--waiting shows those that wait for their first delivery."),
        "mediation": ViewText(
            title: "Mediation", purpose: "One request for mediation, step by step, with the hours that are left."),
        "orientations": ViewText(title: "Orientation", purpose: "Sessions of orientation, the newest first."),
        "orientation": ViewText(title: "Orientation", purpose: "One session of orientation, with its hours."),
        "activities": ViewText(title: "Activities", purpose: "Activities with young people, the newest first."),
        "activity": ViewText(title: "Activity", purpose: "One activity with young people, with its hours."),
        "hours": ViewText(title: "Hours", purpose: "Entries of hours as they count now, the newest first."),
        "entry": ViewText(title: "Entry", purpose: "One entry of hours, with its adjustments and its month's state."),
        "workers": ViewText(
            title: "Workers", purpose: "Workers on a day: profession, hours per week, supervisor, languages."),
        "worker": ViewText(title: "Worker", purpose: "One worker, with terms, absences and rates over time."),
        "mediations": ViewText(
            title: "Mediation", purpose: "Mediation requested, authorised, delivered and missed.",
            note: "With --month, the requests of that month and everything that followed from them."),
        "indicators": ViewText(
            title: "Indicators", purpose: "Persons served, each counted once, compared with the targets."),
        "timesheets": ViewText(
            title: "Timesheets", purpose: "All workers' months, with hours and declarations."),
        "timesheet": ViewText(title: "Timesheet", purpose: "One worker's month, day by day."),
        "youth": ViewText(
            title: "Youth", purpose: "Young people's needs and difficulties, sessions, activities and attendance."),
        "costs": ViewText(
            title: "Costs", purpose: "Cost of hours by worker, line and month; approved and pending separately."),
        "reconciliation": ViewText(
            title: "Reconciliation", purpose: "Hours logged, compared with the records of the work."),
        "retention": ViewText(title: "Retention", purpose: "When each person's data may be erased, and why not yet."),
        "aggregates": ViewText(
            title: "Aggregates", purpose: "Hours, persons and cases of whole quarters; small counts are withheld.",
            note: """
                Shows what may be shown to anyone, which is all that viewers see besides the plan. --from and --to \
                are the first and the last day of quarters; without them the answer covers all published quarters \
                of the plan. A quarter is published 30 days after its end, and its persons and cases never change \
                after that. Several quarters are added up, even if the same person was served in more than one.
                """),
        "diff": ViewText(
            title: "Difference", purpose: "Figures that changed since a moment, and the events that changed them.",
            note: "--as-of replaces the later moment, which otherwise is now."),
        "explain": ViewText(title: "Explanation", purpose: "The events that add up to a figure."),
        "audit": ViewText(
            title: "Audit", purpose: "Flags, voided records, adjusted hours, findings, and reports as known now."),
        "reports": ViewText(
            title: "Reports",
            purpose: "All reports, with the number of figures that would be different today."),
        "report": ViewText(title: "Report", purpose: "A report's figures, as submitted."),
        "today": ViewText(
            title: "Today",
            purpose: "The account's own day: recorded, missing, to sign; for coordinators, what the office waits for."),
        "calendar": ViewText(
            title: "Calendar",
            purpose:
                "What falls due and when: reports, months, papers, measures, the plan's ends; what waits or runs out."
        ),
        "claimable": ViewText(
            title: "Claimable entries",
            purpose: "The entries that a claim for these days would take, with their exact cost."),
        "undo": ViewText(
            title: "Taking back",
            purpose: "What can be done about the account's last command; nothing is ever deleted."),
        "usual": ViewText(
            title: "Usual values",
            purpose: "The values that the account gave most often in its last commands."),
    ]
}
