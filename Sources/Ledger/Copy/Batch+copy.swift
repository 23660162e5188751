import CanonicalJSON
import EventFormat
import LMDB
import TransparencyCrypto
import TransparencyLog

extension Batch {
    /// Appends the lines of one command of another log, byte for byte, with the receipt that follows from them.
    ///
    /// The receipt has no digest of the command's body, which is not in the lines: a command of this id that is sent to a log
    /// rebuilt from a copy is refused, as its id is taken, and not recorded twice.
    mutating func append(copied command: ArraySlice<(line: [UInt8], event: StoredEvent)>) throws(LedgerError) {
        guard let first = command.first?.event else { return }
        guard first.time >= lastTime else { throw .timeBackwards(last: lastTime, given: first.time) }
        let buffers = ledger.buffers
        buffers.writer.bytes.removeAll(keepingCapacity: true)
        buffers.ends.removeAll(keepingCapacity: true)
        for (line, _) in command {
            buffers.writer.bytes.append(contentsOf: line)
            buffers.ends.append(buffers.writer.bytes.count)
        }
        let receipt = Receipt(copiedOf: command.map(\.event), at: count)
        put(receipt)
        if first.type == LogEvent.restored { rows.generations.append(count) }
        note(receipt)
        count += command.count
        lastTime = first.time
    }

    /// Makes copied lines durable. `checkpoint` covers them, and is put as the log's last one with the last of them.
    consuming func commit(coveredBy checkpoint: SignedNote, isLast: Bool) throws(LedgerError) {
        let claimed: Checkpoint
        do {
            claimed = try VerifiedCheckpoint(
                checkpoint, origin: ledger.key.name.text, log: ledger.key, using: .crypto
            ).checkpoint
        } catch {
            throw .invalid(field: "checkpoint", detail: "\(error)")
        }
        guard isLast ? count == claimed.size : count < claimed.size else {
            throw .invalid(field: "checkpoint", detail: "it covers \(claimed.size) lines, and the copy has \(count)")
        }
        rows.awaited = isLast ? .ended : .keep(checkpoint)
        _ = try stage { tree throws(LedgerError) in
            guard isLast else { return nil }
            guard tree.root() == claimed.root else {
                throw .damaged(position: tree.size, detail: "the lines do not have the root of their checkpoint")
            }
            return checkpoint
        }.commit()
    }
}

extension Store {
    /// Begins a copy with its first line.
    func begin(copyOf line: [UInt8], _ event: StoredEvent, coveredBy checkpoint: SignedNote) throws(LedgerError) {
        var tree = LogTree()
        tree.append(line.span)
        var key: [UInt8] = []
        StreamRow.write(event.subject, event.revision, to: &key)
        do {
            let isAlone = try Checkpoint(checkpoint.text).size == 1
            let writing = try environment.beginWrite()
            try writing.put(events, 0, line.span, .append)
            try tree.write(to: tiles, writing)
            try writing.put(streams, key.span, [0, 0, 0, 0].span)
            try put(checkpoint, as: isAlone ? .last : .awaited, writing)
            try writing.commit()
        } catch let error as LMDBError {
            throw LedgerError(error)
        } catch {
            throw .invalid(field: "checkpoint", detail: "\(error)")
        }
    }
}

extension Receipt {
    /// Derives the receipt of a command from its events. `position` is that of the first event.
    init(copiedOf events: [StoredEvent], at position: Int) {
        let first = events[0]
        let id: String
        if first.type == LogEvent.restored, case .integer(let generation)? = first.data["generation"] {
            id = Self.ownPrefix + "\(generation)"
        } else {
            id = OwnCause.isOne(first.cause) ? Self.ownPrefix + "p\(position)" : first.cause
        }
        self.init(
            id: id, bodyDigest: .zero,
            places: events.map { Place(subject: $0.subject, revision: $0.revision) })
    }
}
