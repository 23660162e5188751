import Office

extension Office {
    /// The minutes delivered: those of entries on project funds, as logged, and each adjustment by what it changed.
    func deliveredFacts(_ question: Question, _ plan: Plan) -> [Fact] {
        let window = question.window
        var facts: [Fact] = []
        hours.entries.forEach { ref, entry in
            guard window.contains(entry.on), hours.projectFunds.contains(entry.fund), let line = entry.line,
                let place = entry.place
            else { return }
            let found = ID(words[line]).flatMap { plan.line($0) }
            let facets = [
                Facet(name: .line, value: words[line]), Facet(name: .place, value: words[place]),
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

    /// The minutes of all entries by worker and month, and those of them on project funds.
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

    /// What was logged, and what each adjustment added or took, in the order of recording. The sum is the entry's amount.
    private func forEachAmount(of ref: Ref<Entry>, _ entry: Entry, _ body: (_ position: Int, _ minutes: Int) -> Void) {
        var changes: [(Int, Int)] = []
        var logged = Int(entry.minutes)
        var next = entry.lastAdjustment
        while let adjustment = next {
            let row = hours.adjustments[adjustment]
            changes.append((Int(row.position), Int(row.minutes - row.before)))
            logged = Int(row.before)
            next = row.previous
        }
        body(Int(entry.position), logged)
        for (position, minutes) in changes.reversed() { body(position, minutes) }
    }
}
