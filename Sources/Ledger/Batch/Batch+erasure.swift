import LMDB

/// The sealed rows of owners, as a batch found them.
public struct SealedExtent: Sendable {
    /// How many of the owners have a key.
    public let keys: Int
    /// How many boxes are theirs.
    public var boxes: Int { positions.count }
    let positions: [UInt32]
}

extension Batch {
    /// What is sealed for owners, this batch's rows included. Reads every row's owner, once a batch.
    public borrowing func sealedExtent(of owners: Set<String>) throws(LedgerError) -> SealedExtent {
        let workspace = ledger.workspace
        if workspace.sealedByOwner == nil {
            do { workspace.sealedByOwner = try store.sealedByOwner(transaction) } catch { throw LedgerError(error) }
        }
        let positions = owners.flatMap { workspace.sealedByOwner?[$0] ?? [] }.sorted()
        return SealedExtent(keys: try ledger.keys.count(of: owners), positions: positions)
    }

    /// Deletes the rows of an extent; the owners' keys go when the batch is committed, for good. Until then nothing is
    /// sealed for them in this batch.
    ///
    /// Any error poisons the batch.
    public mutating func destroy(_ extent: SealedExtent, _ tombstones: [Tombstone]) throws(LedgerError) {
        guard !isPoisoned else { throw .poisoned }
        do {
            for position in extent.positions { try transaction.delete(store.sealed, position) }
        } catch {
            throw poison(error)
        }
        ledger.keys.condemn(Set(tombstones.map(\.owner)))
        for tombstone in tombstones { ledger.workspace.sealedByOwner?[tombstone.owner] = nil }
        ledger.workspace.tombstones += tombstones
    }

    /// Whose key the sealed fields of the event at a position are under; nil where it has none, or they were erased.
    public borrowing func sealedOwner(at position: Int) throws(LedgerError) -> String? {
        try store.sealedOwner(at: position, transaction)
    }

    /// The owners that can be found by one of these search terms, those of this batch among them.
    public borrowing func owners(ofAny terms: [[UInt8]]) throws(LedgerError) -> [String] {
        try ledger.keys.owners(ofAny: terms)
    }

    /// Whether a command that was accepted had the body of this digest.
    ///
    /// - Throws: `erased` where that cannot be known any more; `keysUnavailable`.
    public borrowing func isRepetition(
        _ earlier: RecordedCommand, of digest: BodyDigest
    ) throws(LedgerError) -> Bool {
        try ledger.isRepetition(earlier, of: digest, store, transaction)
    }
}

extension Ledger {
    /// Whose key the sealed fields of the event at a position are under; nil where it has none, or they were erased.
    public func sealedOwner(at position: Int) throws(LedgerError) -> String? {
        let store = try storeForReading()
        return try store.sealedOwner(at: position, try store.beginReading())
    }

    /// Whether a command that was accepted had the body of this digest.
    ///
    /// - Throws: `erased` where that cannot be known any more; `keysUnavailable`.
    public func isRepetition(_ earlier: RecordedCommand, of digest: BodyDigest) throws(LedgerError) -> Bool {
        let store = try storeForReading()
        return try isRepetition(earlier, of: digest, store, try store.beginReading())
    }

    func isRepetition(
        _ earlier: RecordedCommand, of digest: BodyDigest, _ store: Store,
        _ transaction: borrowing some Transaction & ~Copyable
    ) throws(LedgerError) -> Bool {
        let position = UInt32(truncatingIfNeeded: earlier.positions.lowerBound)
        let line: [UInt8]?
        let row: SealedRow?
        do {
            line = try transaction.get(store.events, position) { [UInt8](copying: $0) }
            row = try transaction.get(store.sealed, position) { SealedRow($0) } ?? nil
        } catch {
            throw LedgerError(error)
        }
        guard let line else {
            throw .damaged(position: earlier.positions.lowerBound, detail: "the event of a command is not there")
        }
        let event = try EventLine.read(line.span, at: earlier.positions.lowerBound)
        guard event.sealedDigest != nil else { return earlier.bodyDigest == digest }
        guard let row, let key = try keys.existingKey(row.owner) else { throw .erased(owner: event.subject) }
        return earlier.bodyDigest == digest.keyed(by: key)
    }

    /// The positions of the events whose sealed fields are under the key of one of the owners, in order. Reads every row's
    /// owner, as long as `isWanted` says so.
    public func sealedPositions(
        of owners: Set<String>, while isWanted: () -> Bool = { true }
    ) throws(LedgerError) -> [Int] {
        let store = try storeForReading()
        let reading = try store.beginReading()
        do {
            let found = try store.sealedByOwner(reading, among: owners, while: isWanted)
            return found.values.joined().map(Int.init).sorted()
        } catch {
            throw LedgerError(error)
        }
    }
}

extension Store {
    fileprivate func sealedOwner(
        at position: Int, _ transaction: borrowing some Transaction & ~Copyable
    ) throws(LedgerError) -> String? {
        guard let key = UInt32(exactly: position) else { return nil }
        do { return try transaction.get(sealed, key) { SealedRow.owner($0) } ?? nil } catch { throw LedgerError(error) }
    }

    /// The positions of sealed rows by their owners: of all, or of those among some.
    func sealedByOwner(
        _ transaction: borrowing some Transaction & ~Copyable, among owners: Set<String>? = nil,
        while isWanted: () -> Bool = { true }
    ) throws(LMDBError) -> [String: [UInt32]] {
        var found: [String: [UInt32]] = [:]
        var count = 0
        func visit(_ key: Span<UInt8>, _ row: Span<UInt8>) -> Bool {
            if let owner = SealedRow.owner(row), owners?.contains(owner) ?? true {
                found[owner, default: []].append(key.native)
            }
            count += 1
            return count % 1_024 != 0 || isWanted()
        }
        try transaction.withCursor(sealed) { cursor throws(LMDBError) in
            while try cursor.move(.next, visit) == true {}
        }
        return found
    }
}
