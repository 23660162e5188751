import CanonicalJSON

/// A run in which every command of the catalogue occurs once with all its fields, after the commands that prepare it.
///
/// Like the golden files, it is only ever extended: a new command is added at the end of `reporting`, a new field to the command
/// that has all of them.
package enum GoldenCommands {
    package static let all: [Sending] =
        project + work + people + cases + mediation + youth + timesheets + voiding + reporting

    /// Returns a command with evidence and note, which every command may have.
    private static func full(_ name: String, _ data: JSON) -> Sending {
        Sending(name, data, ["evidence": "prot. 7/2019", "note": "nota riservata"])
    }

    private static let project: [Sending] = [
        full(
            "project.adopt-plan",
            ["plan": .shippedPlan, "on": "2019-05-27", "act": "convenzione", "reason": "avvio del progetto"]),
        full(
            "project.suspend",
            [
                "suspension": "s-1", "lines": ["youth"], "places": "all", "from": "2019-08-12", "to": "2019-08-23",
                "act": "determina 3", "reason": "chiusura estiva",
            ]),
        full("project.resume", ["suspension": "s-1", "on": "2019-08-20"]),
        full(
            "project.extend-status",
            [
                "expiringFrom": "2020-01-31", "expiringTo": "2020-04-15", "validUntil": "2020-06-15",
                "act": "DL 18/2020 art. 103",
            ]),
        full(
            "project.record-final-payment",
            ["on": "2019-07-01", "financialYearEnd": "2019-12-31", "retentionYears": 4]),
        full("project.open-proceeding", ["proceeding": "pr-1", "kind": "irregularity", "on": "2019-07-02"]),
        full("project.close-proceeding", ["proceeding": "pr-1", "on": "2019-07-03"]),
    ]

    private static let work: [Sending] = [
        .enrol("di-1", "coordinator"),
        full(
            "worker.enrol",
            [
                "worker": "co-1", "profession": "coordinator", "languages": ["it", "en"],
                "employer": "comune-di-chiari",
                "weeklyMinutes": 2160, "from": "2019-06-01", "account": "ufficio", "supervisor": "di-1",
                "name": "Coordinatrice",
            ]),
        .enrol("sw-1", "social-worker", ["supervisor": "co-1"]), .enrol("sw-2", "social-worker"),
        .enrol("ed-1", "educator"), .enrol("me-1", "mediator", ["languages": ["ar"]]),
        full(
            "worker.change",
            [
                "worker": "sw-2", "from": "2019-07-01", "profession": "educator", "languages": ["fr"],
                "employer": "cooperativa-b", "weeklyMinutes": 1080, "account": "sw2", "supervisor": "co-1",
                "name": "Altro Nome",
            ]),
        full("worker.set-rate", ["worker": "sw-1", "annualCostCents": 3_123_456, "from": "2019-06-01"]),
        full(
            "worker.note-absence",
            ["worker": "sw-1", "from": "2019-07-08", "to": "2019-07-09", "kind": "sick", "minutes": 120]),
        full("worker.leave", ["worker": "sw-2", "on": "2019-12-31"]),
    ]

    private static let people: [Sending] = [
        full(
            "person.register",
            [
                "person": "p-1", "nationality": "MA", "otherNationalities": ["FR", "XX"], "birthYear": 2004, "sex": "F",
                "place": "rovato", "unaccompaniedMinor": false, "basis": "verified", "external": "cartella 12",
                "name": "Persona Uno", "born": "2004-02-29", "taxCode": "XXXXXX04B69Z330E", "contact": "333 1234567",
            ]),
        .person("p-2"),
        full(
            "person.correct",
            [
                "person": "p-2", "nationality": "AL", "otherNationalities": [], "birthYear": 1990, "sex": "M",
                "place": "chiari", "unaccompaniedMinor": false, "basis": "verified", "external": "cartella 13",
                "name": "Persona Due", "born": "1990-01-02", "taxCode": "XXXXXX90A02Z100P", "contact": "altro",
                "reason": "documento esibito",
            ]),
        full(
            "person.add-evidence",
            ["person": "p-1", "kind": "permit", "from": "2018-07-01", "to": "2019-07-10", "number": "I12345678"]),
        full(
            "person.decide-eligibility",
            [
                "person": "p-1", "verdict": "eligible", "from": "2019-06-01", "to": "2020-03-31",
                "rule": "fami-516-2014-art-9", "reason": "cittadina di paese terzo",
            ]),
        full("person.link", ["person": "p-1", "same": "p-2", "reason": "stessa persona"]),
        full("person.unlink", ["person": "p-2", "same": "p-1", "reason": "erano due"]),
        full("person.restrict", ["person": "p-2", "reason": "contestazione"]),
        full(
            "contact.record",
            [
                "contact": "k-1", "line": "secretariat-towns", "place": "rovato", "on": "2019-06-05",
                "channel": "referral", "sender": "scuola", "topics": ["housing", "school"], "person": "p-2",
                "worker": "sw-1", "minutes": 30, "outcome": "case-opened",
            ]),
        full("person.lift-restriction", ["person": "p-2", "reason": "verificato"]),
    ]

    private static let cases: [Sending] = [
        full(
            "case.open",
            [
                "case": "c-1", "person": "p-1", "members": ["p-2"], "line": "secretariat-towns", "place": "rovato",
                "on": "2019-06-05", "access": "referral", "referredBy": "scuola", "contact": "k-1", "worker": "sw-1",
                "minor": true, "complexity": ["recently-reunited"], "external": "cartella 12",
            ]),
        full("case.remove-member", ["case": "c-1", "person": "p-2", "on": "2019-06-10"]),
        full("case.add-member", ["case": "c-1", "person": "p-2", "on": "2019-06-11"]),
        full(
            "case.advance-phase",
            ["case": "c-1", "phase": "preliminary-assessment", "on": "2019-06-12", "reason": "già nota"]),
        full("case.assign", ["case": "c-1", "worker": "ed-1", "on": "2019-06-13", "reason": "sostituzione"]),
        full(
            "case.transfer",
            [
                "case": "c-1", "place": "ufficio-di-piano", "line": "secretariat-office", "on": "2019-06-14",
                "reason": "trasloco",
            ]),
        full("case.refer", ["case": "c-1", "referral": "r-1", "to": "consultorio", "on": "2019-06-17"]),
        full("case.close-referral", ["case": "c-1", "referral": "r-1", "on": "2019-06-18", "outcome": "accepted"]),
        full(
            "case.note",
            [
                "case": "c-1", "on": "2019-07-12", "kind": "home-visit", "worker": "sw-1", "minutes": 60,
                "persons": ["p-1", "p-2"], "text": "colloquio con la famiglia",
            ]),
        full(
            "case.record-measure",
            [
                "case": "c-1", "measure": "pm-1", "authority": "tribunale per i minorenni", "on": "2019-07-12",
                "deadline": "2020-07-12", "number": "RG 12/2019",
            ]),
        full("case.end-measure", ["case": "c-1", "measure": "pm-1", "on": "2019-07-15"]),
        full("case.close", ["case": "c-1", "on": "2019-07-16", "outcome": "objective-reached"]),
        full("case.reopen", ["case": "c-1", "on": "2019-07-17", "reason": "nuova richiesta"]),
    ]

    private static let mediation: [Sending] = [
        full(
            "mediation.request",
            [
                "mediation": "m-1", "setting": "school", "supporting": "secretariat", "place": "rovato",
                "institution": "istituto-comprensivo", "language": "ar", "on": "2019-06-05", "minutes": 90,
                "case": "c-1", "purpose": "school-family", "referent": "insegnante",
            ]),
        full("mediation.authorise", ["mediation": "m-1", "maxMinutes": 120, "by": "co-1", "on": "2019-06-06"]),
        full("mediation.assign", ["mediation": "m-1", "mediator": "me-1", "on": "2019-06-06"]),
        full("mediation.miss", ["mediation": "m-1", "on": "2019-06-10", "by": "user", "minutes": 30]),
        full(
            "mediation.deliver",
            [
                "mediation": "m-1", "on": "2019-06-12", "start": "09:30", "minutes": 90, "mode": "phone",
                "operatorPresent": true, "kind": "interview", "persons": ["p-1"], "anonymous": 2, "last": true,
            ]),
        full("mediation.evaluate", ["mediation": "m-1", "score": 5, "on": "2019-06-13"]),
        .request("m-2", "2019-06-05"),
        full("mediation.cancel", ["mediation": "m-2", "on": "2019-06-06", "reason": "no-mediator"]),
    ]

    private static let youth: [Sending] = [
        full(
            "orientation.deliver",
            [
                "orientation": "o-1", "person": "p-1", "place": "chiari", "desk": "spazio-giovani", "on": "2019-07-11",
                "minutes": 60, "worker": "ed-1", "schoolExit": "dropout", "needs": ["work", "italian"],
                "difficulties": ["network"], "next": "cv",
            ]),
        full(
            "activity.hold",
            [
                "activity": "a-1", "place": "chiari", "desk": "informagiovani", "kind": "workshop", "on": "2019-07-11",
                "minutes": 120, "worker": "ed-1", "present": ["p-1", "p-2"], "anonymous": 7,
            ]),
    ]

    private static let timesheets: [Sending] = [
        full("timesheet.complete", ["worker": "sw-1", "month": "2019-06"]),
        full("timesheet.sign", ["worker": "sw-1", "month": "2019-06"]),
        full("timesheet.approve", ["worker": "sw-1", "month": "2019-06", "by": "co-1"]),
        full(
            "hours.log",
            [
                "entry": "h-1", "worker": "sw-1", "on": "2019-06-09", "start": "09:00", "minutes": 660, "fund": "fami",
                "activity": "desk", "line": "secretariat-towns", "place": "rovato", "about": "c-1",
                "reason": "dimenticato",
            ]),
        full(
            "hours.adjust",
            ["entry": "h-1", "worker": "sw-1", "minutes": 300, "on": "2019-07-20", "reason": "orario errato"]),
    ]

    private static let voiding: [Sending] = [
        .contact("k-2", "2019-07-18"),
        full("record.void", ["position": 56, "reason": "registrato per errore"]),
    ]

    private static let reporting: [Sending] = [
        Sending("timesheet.approve", ["worker": "sw-1", "month": "2019-06", "by": "co-1"]),
        full(
            "report.submit",
            [
                "report": "r-1", "kind": "claim", "from": "2019-06-01", "to": "2019-06-30", "withoutRate": "left-out",
            ]),
        full("report.reopen", ["report": "r-1", "reason": "manca una firma"]),
        full(
            "audit.note-finding",
            [
                "finding": "f-1", "report": "r-1", "position": 7, "on": "2019-07-19", "severity": "medium",
                "text": "ore registrate oltre il termine",
            ]),
    ]
}

extension Sending {
    /// Whether the command has all its fields, and does not only prepare others.
    package var isGolden: Bool { data["evidence"] != nil }
}
