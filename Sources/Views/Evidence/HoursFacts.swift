import CivilTime
import Office

extension Office {
    /// The minutes delivered: for entries on project funds, the logged minutes, and the change made by each adjustment.
    func deliveredFacts(_ question: Question, _ plan: Plan) -> [Fact] {
        let window = question.window
        var facts: [Fact] = []
        hours.entries.forEach { ref, entry in
            guard window.contains(entry.on), hours.projectFunds.contains(entry.fund), let line = entry.line,
                let place = entry.place
            else { return }
            let found = ID(symbols[line]).flatMap { plan.line($0) }
            let facets = [
                Facet(name: .line, value: symbols[line]), Facet(name: .place, value: symbols[place]),
                Facet(name: .week, value: entry.on.week.description),
                Facet(name: .month, value: plan.month(of: entry.on, found).description),
                Facet(name: .worker, value: workers.id(entry.worker)),
            ]
            forEachAmount(of: ref, entry) { position, minutes in
                facts.append(
                    Fact(
                        measure: "delivered", amount: minutes, position: position, subject: .entry(ref), facets: facets)
                )
            }
        }
        return facts
    }

    /// The minutes that each line owes at each place on the requested days, as the plan's events determine.
    func owedFacts(_ question: Question, _ plan: Plan) -> [Fact] {
        guard let adoption = planEvents.last else { return [] }
        var facts: [Fact] = []
        for line in plan.lines where line.kind == .hours {
            for place in line.places.compactMap({ plan.place($0) }) {
                var sum = ExactMinutes(zeroUnder: plan.partWeek)
                guard let span = line.window.intersection(plan.period)?.intersection(question.window) else { continue }
                var week = span.from.week
                while week.monday <= span.to {
                    sum += owed(line, place, in: week, within: question.window)
                    week = week.next
                }
                facts.append(
                    Fact(
                        measure: "owed", amount: sum.rounded, position: adoption, subject: .project,
                        facets: [Facet(name: .line, value: line.id.text), Facet(name: .place, value: place.id.text)]))
            }
        }
        return facts
    }

    /// The minutes of all entries by worker and month, and the part on project funds.
    func timesheetFacts(_ question: Question) -> [Fact] {
        let window = question.window
        var facts: [Fact] = []
        hours.entries.forEach { ref, entry in
            guard window.contains(entry.on) else { return }
            let facets = [
                Facet(name: .worker, value: workers.id(entry.worker)),
                Facet(name: .month, value: entry.on.month.description),
            ]
            let isProject = hours.projectFunds.contains(entry.fund)
            forEachAmount(of: ref, entry) { position, minutes in
                for measure in isProject ? ["minutes", "projectMinutes"] : ["minutes"] {
                    facts.append(
                        Fact(
                            measure: measure, amount: minutes, position: position, subject: .entry(ref), facets: facets)
                    )
                }
            }
        }
        return facts
    }

    /// The minutes on project funds and their cost, one fact for each entry, with its present amount.
    func costFacts(_ question: Question) throws(Refusal) -> [Fact] {
        var facts: [Fact] = []
        try forEachCharge(question) { charge in
            var facets = [
                Facet(name: .worker, value: workers.id(charge.worker)),
                Facet(name: .month, value: charge.on.month.description),
                Facet(name: .state, value: charge.state.rawValue),
            ]
            if let line = charge.line { facets.append(Facet(name: .line, value: symbols[line])) }
            if let place = hours.entries[charge.entry].place {
                facets.append(Facet(name: .place, value: symbols[place]))
            }
            func add(_ measure: String, _ amount: Int) {
                facts.append(
                    Fact(
                        measure: measure, amount: amount, position: charge.position, subject: .charge(charge.entry),
                        facets: facets))
            }
            add("minutes", charge.minutes)
            if let cost = charge.cost { add("centFractions", cost.fractions) }
        }
        return facts
    }

    /// The minutes logged about a service record, and the minutes that the record states.
    func reconciliationFacts(_ question: Question) throws(Refusal) -> [Fact] {
        var facts: [Fact] = []
        try forEachTrace(question) { trace in
            facts.append(
                Fact(
                    measure: trace.side == .logged ? "logged" : "recorded", amount: trace.minutes,
                    position: trace.position, subject: .serviceRecord(trace.serviceRecord),
                    facets: [
                        Facet(name: .serviceRecord, value: serviceRecords.id(trace.serviceRecord)),
                        Facet(name: .worker, value: workers.id(trace.worker)),
                    ]))
        }
        return facts
    }

    /// The logged minutes and the change made by each adjustment, in the order of recording. The sum is the entry's amount.
    private func forEachAmount(of ref: Ref<Entry>, _ entry: Entry, _ body: (_ position: Int, _ minutes: Int) -> Void) {
        var changes: [(Int, Int)] = []
        var logged = Int(entry.minutes)
        for row in hours.adjustments.chain(from: entry.lastAdjustment) {
            changes.append((Int(row.position), Int(row.minutes - row.before)))
            logged = Int(row.before)
        }
        body(Int(entry.position), logged)
        for (position, minutes) in changes.reversed() { body(position, minutes) }
    }
}
