import CivilTime

/// Checks that many commands share.
extension Refusal {
    /// Returns the refusal of an id that is already used.
    static func exists(_ noun: Noun, _ id: ID) -> Refusal {
        Refusal(.record(.exists(noun, id)), field: noun.rawValue, value: id.quoted)
    }

    /// The log knows nothing of that kind by that id.
    static func unknown(_ noun: Noun, _ id: ID, field: String? = nil) -> Refusal {
        Refusal(.record(.unknown(noun, id)), field: field ?? noun.rawValue, value: id.quoted)
    }

    /// The plan has nothing of that kind by that id.
    static func notAmong(_ noun: Noun, _ id: ID, known: [ID], field: String? = nil) -> Refusal {
        Refusal(.record(.notAmong(noun, id, known: known)), field: field ?? noun.rawValue, value: id.quoted)
    }

    /// Refuses a day before that of what it belongs to.
    static func check(_ on: Day, notBefore opening: Day, _ noun: Noun) throws(Refusal) {
        guard on >= opening else {
            throw Refusal(.calendar(.beforeOpening(on, of: noun, on: opening)), field: "on", value: on.quoted)
        }
    }
}

extension Recording {
    /// Refuses a day after the local day of recording.
    func refuseFuture(_ day: Day, field: String = "on") throws(Refusal) {
        guard day <= today else {
            throw Refusal(.calendar(.notYet(day, today: today)), field: field, value: day.quoted)
        }
    }
}

extension Plan {
    /// Whether one of these topics, needs or purposes is in none of the plan's measures, so that no measure counts it. A plan
    /// without measures lacks nothing.
    func lacksCode(among codes: [ID]) -> Bool {
        !measures.isEmpty && codes.contains { code in !measures.contains { $0.codes.contains(code) } }
    }

    func known(line id: ID, field: String = "line") throws(Refusal) -> Line {
        guard let line = line(id) else {
            throw .notAmong(.line, id, known: lines.map(\.id), field: field)
        }
        return line
    }

    func known(place id: ID, field: String = "place") throws(Refusal) -> Place {
        guard let place = place(id) else {
            throw .notAmong(.place, id, known: places.map(\.id), field: field)
        }
        return place
    }

    /// Refuses work on a line at a place or on a day that are not the line's.
    func check(_ line: Line, at place: Place, on day: Day) throws(Refusal) {
        guard line.places.contains(place.id) else {
            throw Refusal(
                .plan(.wrongPlace(line: line.id, place: place.id, places: line.places)), field: "place",
                value: place.id.quoted)
        }
        guard let window = line.window.intersection(period), window.contains(day) else {
            throw Refusal(
                .plan(.outsideWindow(day, line: line.id, line.window.intersection(period))), field: "on",
                value: day.quoted)
        }
    }
}

extension Office {
    /// The plan, or `no-plan`.
    func planInForce() throws(Refusal) -> Plan {
        guard let plan else {
            throw Refusal(.plan(.noneForCommand))
        }
        return plan
    }

    /// The plan's one line of a service, at a place and on a day that must be the line's.
    func check(_ service: Plan.Line.Service, at place: ID, on day: Day) throws(Refusal) {
        let plan = try planInForce()
        guard let line = plan.line(of: service) else {
            throw Refusal(.plan(.noLine(of: service)), field: "line")
        }
        try plan.check(line, at: try plan.known(place: place), on: day)
    }
}
