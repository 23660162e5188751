/// Checks that many commands share, each refusing in the catalogue's words.
extension Refusal {
    /// The id stands for something already.
    static func exists(_ what: String, _ id: ID, field: String? = nil) -> Refusal {
        Refusal(
            .exists, field: field ?? what, value: id.quoted, "there is a \(what) \(id.text) already",
            accepted: "an id that is not taken")
    }

    /// The log knows nothing by that id.
    static func unknown(_ what: String, _ id: ID, field: String? = nil, accepted: String? = nil) -> Refusal {
        Refusal(
            .unknown(what), field: field ?? what, value: id.quoted, "there is no \(what) \(id.text)",
            accepted: accepted)
    }

    /// Refuses a day before that of what it belongs to.
    static func check(_ on: Day, notBefore opening: Day, _ what: String) throws(Refusal) {
        guard on >= opening else {
            throw Refusal(
                .beforeOpening, field: "on", value: on.quoted, "\(on) lies before the day of \(what), \(opening)",
                accepted: "\(opening) or later")
        }
    }
}

extension Recording {
    /// Refuses a day after the local day of recording.
    func refuseFuture(_ day: Day, field: String = "on") throws(Refusal) {
        guard day <= today else {
            throw Refusal(
                .futureDate, field: field, value: day.quoted, "\(day) has not come yet: today is \(today)",
                accepted: "\(today) or earlier")
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
            throw .unknown("line", id, field: field, accepted: lines.map(\.id.text).joined(separator: " "))
        }
        return line
    }

    func known(place id: ID, field: String = "place") throws(Refusal) -> Place {
        guard let place = place(id) else {
            throw .unknown("place", id, field: field, accepted: places.map(\.id.text).joined(separator: " "))
        }
        return place
    }

    /// Refuses work on a line at a place or on a day that are not the line's.
    func check(_ line: Line, at place: Place, on day: Day) throws(Refusal) {
        guard line.places.contains(place.id) else {
            throw Refusal(
                .outOfWindow, field: "place", value: place.id.quoted,
                "\(line.id.text) is not for \(place.id.text)",
                accepted: line.places.map(\.text).joined(separator: " "))
        }
        guard let window = line.window.intersection(period), window.contains(day) else {
            let window = line.window.intersection(period)
            throw Refusal(
                .outOfWindow, field: "on", value: day.quoted, "\(day) is outside the window of \(line.id.text)",
                accepted: window.map { "\($0.from) to \($0.to)" } ?? "no day: the line lies outside the period")
        }
    }
}

extension Office {
    /// The plan, or `no-plan`.
    func planInForce() throws(Refusal) -> Plan {
        guard let plan else {
            throw Refusal(
                .noPlan, "no plan has been adopted yet", accepted: "this command after project.adopt-plan")
        }
        return plan
    }

    /// The plan's one line of a service, at a place and on a day that must be the line's.
    func check(_ service: Plan.Line.Service, at place: ID, on day: Day) throws(Refusal) {
        let plan = try planInForce()
        guard let line = plan.line(of: service) else {
            throw Refusal(.unknown("line"), field: "line", "the plan has no line of the service \(service.rawValue)")
        }
        try plan.check(line, at: try plan.known(place: place), on: day)
    }
}
