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
