import Office

extension Question {
    /// Refuses names that the office does not know, so that a typing error is not answered with an empty result.
    ///
    /// A line, place or phase is known if the plan in force contains it, or if something was recorded for it under an earlier
    /// plan.
    ///
    /// - Throws: `Refusal` (`unknown-worker`, `unknown-line`, …) with the accepted values.
    func checkNames(in office: Office) throws(Refusal) {
        if let id = worker?.text ?? facets[.worker], office.workers.find(id) == nil {
            throw .unknown(.worker, id)
        }
        if let id = line?.text ?? facets[.line] {
            try office.check(id, .line, among: office.plan?.lines.map(\.id) ?? []) { office.isLineUsed($0) }
        }
        if let id = place?.text ?? facets[.place] {
            try office.check(id, .place, among: office.plan?.places.map(\.id) ?? []) { office.isPlaceUsed($0) }
        }
        if let id = facets[.phase] {
            try office.check(id, .phase, among: office.plan?.phases.map(\.id) ?? []) { office.isPhaseUsed($0) }
        }
        if let id = facets[.measure] {
            try office.check(id, .measure, among: office.plan?.measures.map(\.id) ?? []) { _ in false }
        }
        if let id = facets[.serviceRecord], office.serviceRecords.find(id) == nil {
            throw .unknown(.serviceRecord, id)
        }
        if let id = filters[.fund] {
            try office.check(id, .fund, among: office.plan?.funds.map(\.id) ?? []) { office.isFundUsed($0) }
        }
        if let id = filters[.supervisor].flatMap({ ID($0) }), office.workers.find(id.text) == nil {
            throw Refusal(.question(.unknown(.worker, id.text)), field: Parameter.supervisor.rawValue, value: id.text)
        }
        if let id = filters[.person].flatMap({ ID($0) }), office.people.find(id.text) == nil {
            throw Refusal(.record(.unknown(.person, id)), field: Parameter.person.rawValue, value: id.text)
        }
    }
}

extension Refusal {
    fileprivate static func unknown(_ noun: Noun, _ id: String) -> Refusal {
        let id = String(id.prefix(64))
        return Refusal(.question(.unknown(noun, id)), field: noun.rawValue, value: id)
    }
}

extension Office {
    fileprivate func check(
        _ id: String, _ noun: Noun, among planned: [ID], orUsed isUsed: (Symbol) -> Bool
    ) throws(Refusal) {
        if planned.contains(where: { $0.text == id }) { return }
        if let symbol = symbols.find(id), isUsed(symbol) { return }
        let id = String(id.prefix(64))
        throw Refusal(.question(.notAmong(noun, id, known: planned)), field: noun.rawValue, value: id)
    }

    /// Whether any hours, contacts or cases were recorded on a line.
    fileprivate func isLineUsed(_ line: Symbol) -> Bool {
        var isUsed = false
        hours.entries.forEach { _, row in if row.line == line { isUsed = true } }
        contacts.forEach { _, row in if row.line == line { isUsed = true } }
        cases.forEach { _, row in if row.line == line { isUsed = true } }
        caseSteps.forEach { _, step in if case .transfer(line, _) = step.action { isUsed = true } }
        return isUsed
    }

    /// Whether anything was recorded at a place.
    fileprivate func isPlaceUsed(_ place: Symbol) -> Bool {
        var isUsed = false
        hours.entries.forEach { _, row in if row.place == place { isUsed = true } }
        contacts.forEach { _, row in if row.place == place { isUsed = true } }
        cases.forEach { _, row in if row.place == place { isUsed = true } }
        caseSteps.forEach { _, step in if case .transfer(_, place) = step.action { isUsed = true } }
        mediations.forEach { _, row in if row.place == place { isUsed = true } }
        orientations.forEach { _, row in if row.place == place { isUsed = true } }
        activities.forEach { _, row in if row.place == place { isUsed = true } }
        return isUsed
    }

    /// Whether hours were logged on a fund.
    fileprivate func isFundUsed(_ fund: Symbol) -> Bool {
        var isUsed = false
        hours.entries.forEach { _, row in if row.fund == fund { isUsed = true } }
        return isUsed
    }

    /// Whether a case was in a phase.
    fileprivate func isPhaseUsed(_ phase: Symbol) -> Bool {
        var isUsed = false
        cases.forEach { _, row in if row.phase == phase { isUsed = true } }
        caseSteps.forEach { _, step in if case .phase(phase) = step.action { isUsed = true } }
        return isUsed
    }
}
