import CivilTime
import EventFormat
import Ledger
import Office
import Wording

extension CommandBatch where Self: ~Copyable {
    /// Appends a decision's event, and destroys what it destroys.
    mutating func append(
        _ decision: inout Decision, _ record: (EventDraft) -> CommandRecord
    ) throws(LedgerError) -> [AppendedEvent] {
        var extent: SealedExtent?
        if !decision.erases.isEmpty {
            let found = try sealedExtent(of: Set(decision.erases.map(\.name)))
            do { try decision.note(keys: found.keys, boxes: found.boxes) } catch {
                throw .invalid(field: "data", detail: error.message(in: .english).detail)
            }
            extent = found
        }
        let appended = try append(
            record(
                EventDraft(
                    subject: decision.stream.name, type: decision.type, schema: decision.schema,
                    occurred: decision.occurred.description, canonicalData: decision.data)))
        if let extent { destroy(extent, decision.erases.map { Tombstone(owner: $0.name, note: decision.data) }) }
        return appended
    }
}
