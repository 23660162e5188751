extension English {
    /// What each command does, by its name.
    static let commands: [String: String] = [
        "project.adopt-plan": "Adopts a plan, or an amended plan, which then applies to all days.",
        "project.suspend": "Suspends lines at places; nothing is owed on those days.",
        "project.resume": "Ends a suspension; work is owed again from that day on.",
        "project.extend-status": "Records that a law made expiring evidence of residence valid until a later day.",
        "project.record-final-payment": "Records the fund's final payment, from which retention is counted.",
        "project.open-proceeding": "Opens an irregularity or a proceeding, which prolongs retention.",
        "project.close-proceeding": "Closes an irregularity or a proceeding.",
        "worker.enrol": "Enrols a worker, with profession and employer.",
        "worker.change": "Changes some of a worker's terms from a day on.",
        "worker.leave": "Records a worker's last day, which may lie ahead.",
        "worker.set-rate": "Sets a worker's annual gross employment cost; the hourly rate is a 1,720th of it.",
        "worker.note-absence": "Records a worker's absence: whole days, or some minutes of each day.",
        "hours.log": "Logs hours of a worker on a fund; on project funds, on a line at a place.",
        "hours.adjust": "Gives an entry of hours a new amount, with a reason.",
        "timesheet.complete": "Declares a worker's month complete, at the earliest on its last day.",
        "timesheet.sign": "Signs a completed month; what is recorded in it later must be approved again.",
        "timesheet.approve": "Approves a signed month; after adjustments or late entries it must be approved again.",
        "person.register": "Registers a person under an opaque id; name, birth date and tax code are sealed.",
        "person.correct": "Corrects what is registered about a person, with a reason, which is sealed.",
        "person.add-evidence": "Adds a document as evidence about a person; its number is sealed.",
        "person.decide-eligibility":
            "Decides whether a person counts for the project, from a day on, with rule and reason.",
        "person.link": "Records that two ids are the same person, with a reason, which is sealed.",
        "person.unlink": "Removes the link between two ids, in whichever order they are given.",
        "person.restrict":
            "Restricts a person's record, so that nothing in it may be changed or opened (GDPR art. 18).",
        "person.lift-restriction": "Lifts the restriction of a person's record.",
        "person.erase":
            "Destroys the sealed fields of a person and all linked ids, once they need not be kept any longer.",
        "contact.record": "Records that someone came to a desk, with topics and outcome.",
        "case.open": "Opens a case, which begins in the plan's first phase.",
        "case.add-member": "Adds a person to a case's household.",
        "case.remove-member": "Removes a person from a case's household.",
        "case.advance-phase": "Moves a case to another phase; moving back or skipping a phase requires a reason.",
        "case.assign": "Assigns a case to a worker.",
        "case.transfer": "Transfers a case to another line or place, with a reason.",
        "case.refer": "Refers a case to another service.",
        "case.close-referral": "Records how a referral ended, even on a closed case.",
        "case.note": "Records work on a case, such as an interview, a visit or a report; the text is sealed.",
        "case.record-measure": "Records a measure of an authority on a case (court, child protection).",
        "case.end-measure": "Records that an authority's measure ended, even on a closed case.",
        "case.close": "Closes a case with its outcome.",
        "case.reopen": "Reopens a closed case in the same phase, with a reason.",
        "mediation.request": "Requests linguistic and cultural mediation in a language, for a number of minutes.",
        "mediation.authorise":
            "Authorises a request up to a number of minutes; another authorisation replaces the ceiling.",
        "mediation.assign": "Assigns a mediator who has the language.",
        "mediation.deliver": "Records a delivery, within the authorised minutes; the last one closes the request.",
        "mediation.miss": "Records a missed appointment, with the minutes that are paid nevertheless.",
        "mediation.cancel": "Cancels a request before anything was delivered.",
        "mediation.evaluate": "Records the requesting service's score for what was delivered, from 1 to 5.",
        "orientation.deliver": "Records a session of orientation, with a young person's needs and difficulties.",
        "activity.hold": "Records an activity that was held, with the known persons and the number of participants.",
        "record.void":
            "Voids a recorded event, by its position, with a reason; of a stream's steps only the last one "
            + "can be voided.",
        "record.erase":
            "Destroys the sealed fields of a stream that does not belong to a served person, such as a "
            + "worker's, once they need not be kept.",
        "report.submit":
            "Submits a report, which freezes its figures; a claim takes approved entries with a rate, each once.",
        "report.reopen": "Opens a submitted report again, with a reason; the entries of a claim are then free.",
        "audit.note-finding": "Notes what an auditor found, about a report, an event or the whole.",
        "clock.confirm": "Confirms that the machine's clock is right, where labd refuses to record by it.",
    ]
}
