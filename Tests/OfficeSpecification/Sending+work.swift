package import CanonicalJSON

// Commands with default values for fields that a test does not care about; `changes` replaces and adds fields.
extension Sending {
    package static func adopt(_ plan: JSON = .shippedPlan, _ changes: JSON = [:]) -> Sending {
        Sending("project.adopt-plan", ["plan": plan, "on": "2019-05-27"], changes)
    }

    package static func suspend(_ suspension: String, _ changes: JSON = [:]) -> Sending {
        Sending(
            "project.suspend",
            [
                "suspension": .string(suspension), "lines": "all", "places": "all", "from": "2020-02-24",
                "act": "ordinanza", "reason": "sospensione",
            ], changes)
    }

    package static func enrol(_ worker: String, _ profession: String, _ changes: JSON = [:]) -> Sending {
        Sending(
            "worker.enrol",
            [
                "worker": .string(worker), "profession": .string(profession), "employer": "cooperativa",
                "from": "2019-06-01",
            ], changes)
    }

    package static func absence(_ worker: String, _ day: String, _ changes: JSON = [:]) -> Sending {
        Sending(
            "worker.note-absence",
            ["worker": .string(worker), "from": .string(day), "to": .string(day), "kind": "leave"], changes)
    }

    package static func rate(_ worker: String, _ annualCostCents: Int64, from: String = "2019-06-01") -> Sending {
        Sending(
            "worker.set-rate",
            ["worker": .string(worker), "annualCostCents": .integer(annualCostCents), "from": .string(from)])
    }

    /// Returns a report about these days.
    package static func submit(
        _ report: String, _ kind: String, _ from: String, _ to: String, _ changes: JSON = [:]
    ) -> Sending {
        Sending(
            "report.submit",
            ["report": .string(report), "kind": .string(kind), "from": .string(from), "to": .string(to)], changes)
    }

    package static func hours(_ entry: String, _ on: String, _ changes: JSON = [:]) -> Sending {
        Sending(
            "hours.log",
            [
                "entry": .string(entry), "worker": "sw-1", "on": .string(on), "minutes": 60, "fund": "fami",
                "activity": "desk", "line": "secretariat-towns", "place": "rovato",
            ], changes)
    }

    /// Returns hours on the town's own fund, without a line and a place.
    package static func own(_ entry: String, _ on: String, _ changes: JSON = [:]) -> Sending {
        Sending(
            "hours.log",
            [
                "entry": .string(entry), "worker": "sw-1", "on": .string(on), "minutes": 60, "fund": "own",
                "activity": "desk",
            ], changes)
    }

    package static func adjust(_ entry: String, _ minutes: JSON, _ on: String, _ changes: JSON = [:]) -> Sending {
        Sending(
            "hours.adjust",
            ["entry": .string(entry), "worker": "sw-1", "minutes": minutes, "on": .string(on), "reason": "errore"],
            changes)
    }

    package static func complete(_ month: String, _ changes: JSON = [:]) -> Sending {
        Sending("timesheet.complete", ["worker": "sw-1", "month": .string(month)], changes)
    }

    package static func sign(_ month: String, _ changes: JSON = [:]) -> Sending {
        Sending("timesheet.sign", ["worker": "sw-1", "month": .string(month)], changes)
    }

    package static func approve(_ month: String, _ changes: JSON = [:]) -> Sending {
        Sending("timesheet.approve", ["worker": "sw-1", "month": .string(month), "by": "co-1"], changes)
    }

    package static func void(_ position: Int) -> Sending {
        Sending("record.void", ["position": .integer(Int64(position)), "reason": "errore"])
    }
}

extension Sending {
    package static func person(_ person: String, _ changes: JSON = [:]) -> Sending {
        Sending("person.register", ["person": .string(person), "nationality": "MA", "basis": "declared"], changes)
    }

    package static func evidence(_ person: String, _ changes: JSON = [:]) -> Sending {
        Sending("person.add-evidence", ["person": .string(person), "kind": "permit"], changes)
    }

    package static func decide(
        _ person: String, _ verdict: String, from: String = "2019-01-01", _ changes: JSON = [:]
    ) -> Sending {
        Sending(
            "person.decide-eligibility",
            [
                "person": .string(person), "verdict": .string(verdict), "from": .string(from), "rule": "art-9",
                "reason": "documenti",
            ], changes)
    }

    package static func link(_ person: String, _ same: String) -> Sending {
        Sending("person.link", ["person": .string(person), "same": .string(same), "reason": "stessa"])
    }

    package static func unlink(_ person: String, _ same: String) -> Sending {
        Sending("person.unlink", ["person": .string(person), "same": .string(same), "reason": "due"])
    }

    package static func restrict(_ person: String) -> Sending {
        Sending("person.restrict", ["person": .string(person), "reason": "richiesta"])
    }

    package static func contact(_ contact: String, _ on: String, _ changes: JSON = [:]) -> Sending {
        Sending(
            "contact.record",
            [
                "contact": .string(contact), "line": "secretariat-towns", "place": "rovato", "on": .string(on),
                "channel": "walk-in", "topics": ["housing"], "worker": "sw-1", "outcome": "informed",
            ], changes)
    }
}

extension Sending {
    package static func open(_ id: String, _ on: String, _ changes: JSON = [:]) -> Sending {
        Sending(
            "case.open",
            [
                "case": .string(id), "person": "p-1", "line": "secretariat-towns", "place": "rovato",
                "on": .string(on), "access": "own-request", "worker": "sw-1", "minor": false,
            ], changes)
    }

    package static func phase(_ id: String, _ phase: String, _ on: String, _ changes: JSON = [:]) -> Sending {
        Sending(
            "case.advance-phase", ["case": .string(id), "phase": .string(phase), "on": .string(on)], changes)
    }

    package static func note(_ id: String, _ on: String, _ changes: JSON = [:]) -> Sending {
        Sending(
            "case.note", ["case": .string(id), "on": .string(on), "kind": "interview", "worker": "sw-1"], changes)
    }

    package static func close(_ id: String, _ on: String, _ changes: JSON = [:]) -> Sending {
        Sending("case.close", ["case": .string(id), "on": .string(on), "outcome": "moved"], changes)
    }

    package static func reopen(_ id: String, _ on: String) -> Sending {
        Sending("case.reopen", ["case": .string(id), "on": .string(on), "reason": "nuova richiesta"])
    }

    package static func transfer(_ id: String, _ on: String, _ changes: JSON) -> Sending {
        Sending("case.transfer", ["case": .string(id), "on": .string(on), "reason": "trasloco"], changes)
    }
}

extension Sending {
    package static func request(_ mediation: String, _ on: String, _ changes: JSON = [:]) -> Sending {
        Sending(
            "mediation.request",
            [
                "mediation": .string(mediation), "setting": "school", "place": "rovato", "language": "ar",
                "on": .string(on), "minutes": 90, "purpose": "guidance",
            ], changes)
    }

    package static func authorise(_ mediation: String, _ on: String, _ changes: JSON = [:]) -> Sending {
        Sending(
            "mediation.authorise",
            ["mediation": .string(mediation), "maxMinutes": 90, "by": "co-1", "on": .string(on)], changes)
    }

    package static func assign(_ mediation: String, _ on: String, _ changes: JSON = [:]) -> Sending {
        Sending(
            "mediation.assign", ["mediation": .string(mediation), "mediator": "me-1", "on": .string(on)], changes)
    }

    package static func deliver(_ mediation: String, _ on: String, _ changes: JSON = [:]) -> Sending {
        Sending(
            "mediation.deliver",
            [
                "mediation": .string(mediation), "on": .string(on), "start": "09:00", "minutes": 60,
                "mode": "in-person", "operatorPresent": true, "kind": "meeting", "last": false,
            ], changes)
    }

    package static func miss(_ mediation: String, _ on: String, _ changes: JSON = [:]) -> Sending {
        Sending("mediation.miss", ["mediation": .string(mediation), "on": .string(on), "by": "user"], changes)
    }

    package static func cancel(_ mediation: String, _ on: String) -> Sending {
        Sending(
            "mediation.cancel", ["mediation": .string(mediation), "on": .string(on), "reason": "not-needed"])
    }

    package static func evaluate(_ mediation: String, _ on: String, score: JSON = 4) -> Sending {
        Sending("mediation.evaluate", ["mediation": .string(mediation), "on": .string(on), "score": score])
    }

    package static func orientation(_ orientation: String, _ on: String, _ changes: JSON = [:]) -> Sending {
        Sending(
            "orientation.deliver",
            [
                "orientation": .string(orientation), "person": "p-1", "place": "rovato", "desk": "informagiovani",
                "on": .string(on), "minutes": 60, "worker": "ed-1", "schoolExit": "dropout", "needs": ["work"],
                "difficulties": ["language"],
            ], changes)
    }

    package static func activity(_ activity: String, _ on: String, _ changes: JSON = [:]) -> Sending {
        Sending(
            "activity.hold",
            [
                "activity": .string(activity), "place": "rovato", "desk": "spazio-giovani", "kind": "leisure",
                "on": .string(on), "minutes": 120, "worker": "ed-1", "present": ["p-1"], "anonymous": 3,
            ], changes)
    }
}
