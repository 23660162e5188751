public import CanonicalJSON

// Answers with a hundred thousand rows write them without `Codable`, which takes three times as long.

extension Compliance.Part: CanonicallyWritten {
    /// Writes the part's members in order, with its week or its month.
    public func write(to writer: inout JSONWriter) {
        writer.raw("{\"balance\":")
        writer.integer(balance)
        writer.raw(",\"delivered\":")
        writer.integer(delivered)
        writer.raw(",\"line\":")
        writer.string(line)
        if let month {
            writer.raw(",\"month\":")
            writer.string(month)
        }
        writer.raw(",\"owed\":")
        writer.integer(owed)
        writer.raw(",\"place\":")
        writer.string(place)
        if let week {
            writer.raw(",\"week\":")
            writer.string(week)
        }
        writer.raw("}")
    }
}

extension Reconciliation.Row: CanonicallyWritten {
    /// Writes the row's members in order.
    public func write(to writer: inout JSONWriter) {
        writer.raw("{\"about\":")
        writer.string(about)
        writer.raw(",\"difference\":")
        writer.integer(difference)
        writer.raw(",\"kind\":")
        writer.string(kind)
        writer.raw(",\"logged\":")
        writer.integer(logged)
        writer.raw(",\"recorded\":")
        writer.integer(recorded)
        writer.raw(",\"state\":")
        writer.string(state)
        writer.raw(",\"worker\":")
        writer.string(worker)
        writer.raw("}")
    }
}

extension Retention.Row: CanonicallyWritten {
    /// Writes the row's members in order, without days that are unknown.
    public func write(to writer: inout JSONWriter) {
        writer.raw(due ? "{\"due\":true" : "{\"due\":false")
        if let earliest {
            writer.raw(",\"earliest\":")
            writer.string(earliest)
        }
        writer.raw(",\"linked\":")
        linked.write(to: &writer)
        if let notBefore {
            writer.raw(",\"notBefore\":")
            writer.string(notBefore)
        }
        writer.raw(",\"person\":")
        writer.string(person)
        writer.raw(",\"reasons\":")
        reasons.write(to: &writer)
        writer.raw("}")
    }
}

extension Retention.Reason: CanonicallyWritten {
    /// Writes the reason's members in order, without those that are nil.
    public func write(to writer: inout JSONWriter) {
        writer.raw("{")
        if let about {
            writer.raw("\"about\":")
            writer.string(about)
            writer.raw(",")
        }
        if let kind {
            writer.raw("\"kind\":")
            writer.string(kind)
            writer.raw(",")
        }
        writer.raw("\"reason\":")
        writer.string(reason)
        if let until {
            writer.raw(",\"until\":")
            writer.string(until)
        }
        writer.raw("}")
    }
}

extension EventNote: CanonicallyWritten {
    /// Writes the note's members in order.
    public func write(to writer: inout JSONWriter) {
        writer.raw("{\"actor\":")
        writer.string(actor)
        writer.raw(",\"flags\":")
        flags.write(to: &writer)
        writer.raw(",\"occurred\":")
        writer.string(occurred)
        writer.raw(",\"position\":")
        writer.integer(position)
        writer.raw(",\"subject\":")
        writer.string(subject)
        writer.raw(",\"time\":")
        writer.string(time)
        writer.raw(",\"type\":")
        writer.string(type)
        writer.raw("}")
    }
}

extension Explanation.Row: CanonicallyWritten {
    /// Writes the row's members in order.
    public func write(to writer: inout JSONWriter) {
        writer.raw("{\"amount\":")
        writer.integer(amount)
        writer.raw(",\"event\":")
        event.write(to: &writer)
        writer.raw("}")
    }
}

extension CountedPerson: CanonicallyWritten {
    /// Writes the person's members in order, without those that are nil.
    public func write(to writer: inout JSONWriter) {
        writer.raw(counts ? "{\"counts\":true" : "{\"counts\":false")
        if let decidedBy {
            writer.raw(",\"decidedBy\":")
            writer.integer(decidedBy)
        }
        writer.raw(",\"event\":")
        writer.integer(event)
        writer.raw(",\"on\":")
        writer.string(on)
        writer.raw(",\"person\":")
        writer.string(person)
        if let reason {
            writer.raw(",\"reason\":")
            writer.string(reason)
        }
        if let same {
            writer.raw(",\"same\":")
            writer.string(same)
        }
        writer.raw(",\"services\":")
        writer.integer(services)
        writer.raw(",\"status\":")
        writer.string(status)
        writer.raw("}")
    }
}

extension Caseload.SilentCase: CanonicallyWritten {
    /// Writes the case's members in order.
    public func write(to writer: inout JSONWriter) {
        writer.raw("{\"case\":")
        writer.string(`case`)
        writer.raw(",\"days\":")
        writer.integer(days)
        writer.raw(",\"place\":")
        writer.string(place)
        writer.raw(",\"since\":")
        writer.string(since)
        writer.raw(",\"worker\":")
        writer.string(worker)
        writer.raw("}")
    }
}

extension Timesheets.Row: CanonicallyWritten {
    /// Writes the row's members in order, without an approver who is nil.
    public func write(to writer: inout JSONWriter) {
        writer.raw("{\"absentDays\":")
        writer.integer(absentDays)
        if let approvedBy {
            writer.raw(",\"approvedBy\":")
            writer.string(approvedBy)
        }
        writer.raw(",\"minutes\":")
        writer.integer(minutes)
        writer.raw(",\"month\":")
        writer.string(month)
        writer.raw(pending ? ",\"pending\":true" : ",\"pending\":false")
        writer.raw(",\"projectMinutes\":")
        writer.integer(projectMinutes)
        writer.raw(",\"state\":")
        writer.string(state)
        writer.raw(",\"worker\":")
        writer.string(worker)
        writer.raw("}")
    }
}

extension Costs.Row: CanonicallyWritten {
    /// Writes the row's members in order, without a line that is nil, and cents that are nil as `null`.
    public func write(to writer: inout JSONWriter) {
        writer.raw("{\"approved\":")
        approved.write(to: &writer)
        writer.raw(",\"cents\":")
        Costs.Amount.write(cents, to: &writer)
        if let line {
            writer.raw(",\"line\":")
            writer.string(line)
        }
        writer.raw(",\"minutes\":")
        writer.integer(minutes)
        writer.raw(",\"month\":")
        writer.string(month)
        writer.raw(",\"open\":")
        open.write(to: &writer)
        writer.raw(",\"pending\":")
        pending.write(to: &writer)
        writer.raw(",\"worker\":")
        writer.string(worker)
        writer.raw("}")
    }
}

extension Costs.Sum: CanonicallyWritten {
    /// Writes the sum's members in order.
    public func write(to writer: inout JSONWriter) {
        writer.raw("{\"approved\":")
        approved.write(to: &writer)
        writer.raw(",\"open\":")
        open.write(to: &writer)
        writer.raw(",\"pending\":")
        pending.write(to: &writer)
        writer.raw(",\"total\":")
        total.write(to: &writer)
        writer.raw("}")
    }
}

extension Costs.Amount: CanonicallyWritten {
    /// Writes the amount's members in order, cents that are nil as `null`.
    public func write(to writer: inout JSONWriter) {
        writer.raw("{\"cents\":")
        Self.write(cents, to: &writer)
        writer.raw(",\"minutes\":")
        writer.integer(minutes)
        writer.raw("}")
    }

    /// Writes cents, or `null` if some minutes have no rate.
    fileprivate static func write(_ cents: Int?, to writer: inout JSONWriter) {
        if let cents { writer.integer(cents) } else { writer.raw("null") }
    }
}
