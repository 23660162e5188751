import CanonicalJSON
import CivilTime

extension Plan: FieldGroup {
    package static var form: FieldForm { .plan }

    init(from fields: inout Fields) throws(Refusal) {
        office = try fields.required("office", .code)
        title = try fields.required("title")
        grant = try fields.required("grant")
        let zone: Text = try fields.required("zone")
        guard zone.text == EuropeRome.name || fields.isOnlyDescribed else {
            throw Refusal(.plan(.unknownZone(known: EuropeRome.name)), field: "plan.zone", value: zone.quoted)
        }
        period = try fields.required("period")
        partWeek = try fields.required("partWeek")
        funds = try fields.required("funds")
        places = try fields.required("places")
        lines = try fields.required("lines")
        phases = try fields.required("phases")
        measures = try fields.required("measures")
        targets = try fields.required("targets")
        limits = try fields.required("limits")
        if !fields.isOnlyDescribed { try check() }
    }

    /// The conditions on a plan as a whole, beyond the form of its parts.
    private func check() throws(Refusal) {
        try Self.refuseDuplicates(funds.map(\.id), "plan.funds")
        try Self.refuseDuplicates(places.map(\.id), "plan.places")
        try Self.refuseDuplicates(lines.map(\.id), "plan.lines")
        try Self.refuseDuplicates(phases.map(\.id), "plan.phases")
        try Self.refuseDuplicates(measures.map(\.id), "plan.measures")
        for (part, isEmpty) in [
            (PlanReason.Part.funds, funds.isEmpty), (.places, places.isEmpty), (.lines, lines.isEmpty),
            (.phases, phases.isEmpty),
        ] where isEmpty {
            throw Refusal(.plan(.empty(part)), field: "plan." + part.rawValue)
        }
        for service in [Line.Service.mediation, .youth] where lines.filter({ $0.service == service }).count != 1 {
            throw Refusal(.plan(.notOneLine(of: service)), field: "plan.lines")
        }
        for (index, line) in lines.enumerated() { try check(line, "plan.lines[\(index)]") }
        for (index, target) in targets.enumerated() {
            if let id = target.line, line(id) == nil {
                throw unknown(.line, id, among: lines.map(\.id), "plan.targets[\(index)].line")
            }
            if let id = target.measure, !measures.contains(where: { $0.id == id }) {
                throw unknown(.measure, id, among: measures.map(\.id), "plan.targets[\(index)].measure")
            }
        }
    }

    private func check(_ line: Line, _ field: String) throws(Refusal) {
        try Self.refuseDuplicates(line.places, field + ".places")
        for (index, id) in line.places.enumerated() where place(id) == nil {
            throw unknown(.place, id, among: places.map(\.id), "\(field).places[\(index)]")
        }
        if line.places.isEmpty || line.professions.isEmpty {
            let empty: PlanReason.Part = line.places.isEmpty ? .places : .professions
            throw Refusal(.plan(.emptyLine(empty)), field: "\(field).\(empty.rawValue)")
        }
        switch (line.kind, line.weeklyMinutes) {
        case (.hours, nil):
            throw Refusal(.plan(.weeklyMinutesMissing), field: field + ".weeklyMinutes")
        case (.onRequest, .some):
            throw Refusal(.plan(.weeklyMinutesOnRequest), field: field + ".weeklyMinutes")
        default: break
        }
    }

    private func unknown(_ noun: Noun, _ id: ID, among known: [ID], _ field: String) -> Refusal {
        Refusal(.plan(.dangling(noun, id, known: known)), field: field, value: id.quoted)
    }

    private static func refuseDuplicates(_ ids: [ID], _ field: String) throws(Refusal) {
        var seen = Set<ID>()
        for id in ids where !seen.insert(id).inserted {
            throw Refusal(.plan(.twice(id)), field: field, value: id.quoted)
        }
    }
}

extension Plan.Period: FieldGroup {
    package static var form: FieldForm { .span }

    init(from fields: inout Fields) throws(Refusal) {
        from = try fields.required("from")
        to = try fields.required("to")
        try Refusal.check(from, notAfter: to, fields.path(of: "to"))
    }
}

extension Plan.Fund: FieldGroup {
    init(from fields: inout Fields) throws(Refusal) {
        id = try fields.required("id", creates: .fund)
        project = try fields.required("project")
    }
}

extension Plan.Place: FieldGroup {
    init(from fields: inout Fields) throws(Refusal) {
        id = try fields.required("id", creates: .place)
        name = try fields.required("name")
        istat = try fields.optional("istat")
        kind = try fields.required("kind")
        patron = try fields.optional("patron")
    }
}

extension Plan.Line: FieldGroup {
    init(from fields: inout Fields) throws(Refusal) {
        id = try fields.required("id", creates: .line)
        service = try fields.required("service")
        title = try fields.required("title")
        kind = try fields.required("kind")
        places = try fields.required("places", .place)
        let weekly: Minutes? = try fields.optional("weeklyMinutes")
        weeklyMinutes = weekly?.count
        let budget: Minutes? = try fields.optional("budgetMinutes")
        budgetMinutes = budget?.count
        let from: Day = try fields.required("from")
        let to: Day = try fields.required("to")
        try Refusal.check(from, notAfter: to, fields.path(of: "to"))
        window = Plan.Period(from: from, to: to)
        professions = try fields.required("professions")
    }
}

extension Plan.Title: FieldGroup {
    init(from fields: inout Fields) throws(Refusal) {
        it = try fields.required("it")
        en = try fields.required("en")
    }
}

extension Plan.Phase: FieldGroup {
    init(from fields: inout Fields) throws(Refusal) {
        id = try fields.required("id", creates: .phase)
        title = try Plan.Title(from: &fields)
    }
}

extension Plan.Measure: FieldGroup {
    init(from fields: inout Fields) throws(Refusal) {
        id = try fields.required("id", creates: .planMeasure)
        title = try Plan.Title(from: &fields)
        codes = try fields.required("codes", .code)
    }
}

extension Plan.Target: FieldGroup {
    init(from fields: inout Fields) throws(Refusal) {
        indicator = try fields.required("indicator", .code)
        line = try fields.optional("line", .line)
        measure = try fields.optional("measure", .planMeasure)
        let count: Count = try fields.required("value")
        value = count.count
    }
}

extension Plan.Limits: FieldGroup {
    init(from fields: inout Fields) throws(Refusal) {
        let daily: Minutes = try fields.required("dailyMinutes")
        let late: Count = try fields.required("lateEntryDays")
        let silent: Count = try fields.required("silentCaseDays")
        dailyMinutes = daily.count
        lateEntryDays = late.count
        silentCaseDays = silent.count
    }
}

extension Refusal {
    /// Refuses a span that ends before it begins.
    static func check(_ from: Day, notAfter to: Day, _ field: String) throws(Refusal) {
        guard from <= to else {
            throw Refusal(.calendar(.reversed(from: from, to: to)), field: field, value: to.quoted)
        }
    }
}
