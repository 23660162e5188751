import CivilTime
import Office

extension Office {
    /// One fact for each case, from its opening; later steps are listed with the value 0.
    func caseFacts(_ question: Question) -> [Fact] {
        let last = question.lastDay
        var facts: [Fact] = []
        let stepsByCase = StepsByCase(self, upTo: last)
        cases.forEach { ref, row in
            guard row.on <= last, !row.isVoided else { return }
            let steps = stepsByCase[ref]
            var state = CaseState(opened: row)
            for step in steps { state.take(step) }
            var facets = [
                Facet(name: .state, value: state.isOpen ? "open" : "closed"),
                Facet(name: .place, value: symbols[state.place]), Facet(name: .line, value: symbols[state.line]),
                Facet(name: .worker, value: workers.id(state.worker)),
            ]
            if state.isOpen { facets.append(Facet(name: .phase, value: symbols[state.phase])) }
            func add(_ amount: Int, _ position: Int32) {
                facts.append(
                    Fact(measure: "cases", amount: amount, position: Int(position), subject: .case(ref), facets: facets)
                )
            }
            add(1, row.position)
            for step in steps {
                switch step.action {
                case .phase, .assign, .transfer, .close, .reopen: add(0, step.position)
                case .addMember, .removeMember, .refer, .closeReferral, .note, .measure, .endMeasure: continue
                }
            }
        }
        return facts
    }

    /// Requests, requested minutes, the last ceiling, deliveries and missed appointments, each from its own event.
    func mediationFacts(_ question: Question) -> [Fact] {
        let window = question.window
        var facts: [Fact] = []
        mediations.forEach { ref, row in
            guard window.contains(row.on) else { return }
            var state = MediationState()
            let steps = steps(of: ref, upTo: window.to)
            for step in steps { state.take(step) }
            let facets = [
                Facet(name: .place, value: symbols[row.place]), Facet(name: .month, value: row.on.month.description),
                Facet(name: .state, value: state.stage.rawValue), Facet(name: .setting, value: row.setting.rawValue),
                Facet(name: .language, value: symbols[row.language]),
            ]
            func add(_ measure: String, _ amount: Int, _ position: Int32) {
                facts.append(
                    Fact(
                        measure: measure, amount: amount, position: Int(position), subject: .mediation(ref),
                        facets: facets))
            }
            add("requests", 1, row.position)
            add("askedMinutes", Int(row.minutes), row.position)
            var ceiling: (Int, Int32)?
            for step in steps {
                switch step.action {
                case .authorise(let minutes, _): ceiling = (Int(minutes), step.position)
                case .deliver(let delivery): add("deliveredMinutes", Int(delivery.minutes), step.position)
                case .miss(_, let minutes):
                    add("missed", 1, step.position)
                    if let minutes { add("missedMinutes", Int(minutes), step.position) }
                case .assign, .cancel, .evaluate: continue
                }
            }
            if let (minutes, position) = ceiling { add("authorisedMinutes", minutes, position) }
        }
        return facts
    }
}
