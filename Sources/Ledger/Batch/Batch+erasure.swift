import EventFormat
import LMDB

/// The sealed rows of owners, as found by a batch.
public struct SealedExtent: Sendable {
    /// The number of owners that have a key.
    public let keys: Int
    /// The number of their boxes.
    public var boxes: Int { positions.count }
    let positions: [UInt32]
}

extension Batch {
    /// Returns what is sealed for owners, including this batch's rows. Reads the owner of every row, once for each batch.
    public borrowing func sealedExtent(of owners: Set<String>) throws(LedgerError) -> SealedExtent {
        let buffers = ledger.buffers
        if buffers.sealedByOwner == nil {
            do { buffers.sealedByOwner = try store.sealedByOwner(transaction) } catch { throw LedgerError(error) }
        }
        let positions = owners.flatMap { buffers.sealedByOwner?[$0] ?? [] }.sorted()
        return SealedExtent(keys: try ledger.keys.count(of: owners), positions: positions)
    }

    /// Deletes the rows of an extent. The owners' keys are destroyed for good when the batch is committed. Until then nothing
    /// is sealed for them in this batch.
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
        for tombstone in tombstones { ledger.buffers.sealedByOwner?[tombstone.owner] = nil }
        ledger.buffers.tombstones += tombstones
    }

    /// Returns the owner of the sealed fields of the event at a position; nil if it has none, or if they were erased.
    public borrowing func sealedOwner(at position: Int) throws(LedgerError) -> String? {
        try store.sealedOwner(at: position, transaction)
    }

    /// Returns the owners that can be found by one of these search terms, including those of this batch; of each term at most
    /// ``KeyStore/foundLimit`` that are stored, and as many of this batch.
    public borrowing func owners(ofAny terms: [[UInt8]]) throws(LedgerError) -> [String] {
        try ledger.keys.owners(ofAny: terms)
    }

    /// Returns whether an accepted command had the body with this digest.
    ///
    /// - Throws: `erased` if that can no longer be known; `keysUnavailable`.
    public borrowing func isRepetition(
        _ earlier: RecordedCommand, of digest: BodyDigest
    ) throws(LedgerError) -> Bool {
        try ledger.isRepetition(earlier, of: digest, store, transaction)
    }
}

extension Ledger {
    /// Returns the owner of the sealed fields of the event at a position; nil if it has none, or if they were erased.
    public func sealedOwner(at position: Int) throws(LedgerError) -> String? {
        let store = try storeForReading()
        return try store.sealedOwner(at: position, try store.beginReading())
    }

    /// Returns whether an accepted command had the body with this digest.
    ///
    /// - Throws: `erased` if that can no longer be known; `keysUnavailable`.
    public func isRepetition(_ earlier: RecordedCommand, of digest: BodyDigest) throws(LedgerError) -> Bool {
        let store = try storeForReading()
        return try isRepetition(earlier, of: digest, store, try store.beginReading())
    }

    func isRepetition(
        _ earlier: RecordedCommand, of digest: BodyDigest, _ store: Store,
        _ transaction: borrowing some Transaction & ~Copyable
    ) throws(LedgerError) -> Bool {
        let position = UInt32(truncatingIfNeeded: earlier.positions.lowerBound)
        let row: SealedRow?
        do { row = try transaction.get(store.sealed, position) { SealedRow($0) } ?? nil } catch {
            throw LedgerError(error)
        }
        guard let event = try store.event(at: earlier.positions.lowerBound, transaction) else {
            throw .damaged(position: earlier.positions.lowerBound, detail: "the event of a command is missing")
        }
        guard event.sealedDigest != nil else { return earlier.bodyDigest.isStored(of: digest) }
        guard let row, let key = try keys.existingKey(row.owner) else { throw .erased(owner: event.subject) }
        return earlier.bodyDigest.isStored(of: digest.keyed(by: key))
    }

    /// Returns the positions of the events whose sealed fields belong to one of the owners, in order. Reads the owner of every
    /// row, as long as `isWanted` returns true.
    public func sealedPositions(
        of owners: Set<String>, while isWanted: () -> Bool = { true }
    ) throws(LedgerError) -> [Int] {
        let store = try storeForReading()
        let found = try store.read { reading throws(LMDBError) in
            try store.sealedByOwner(reading, among: owners, while: isWanted)
        }
        return found.values.joined().map(Int.init).sorted()
    }
}

extension Store {
    fileprivate func sealedOwner(
        at position: Int, _ transaction: borrowing some Transaction & ~Copyable
    ) throws(LedgerError) -> String? {
        guard let key = UInt32(exactly: position) else { return nil }
        do { return try transaction.get(sealed, key) { SealedRow.owner($0) } ?? nil } catch { throw LedgerError(error) }
    }

    /// Returns the positions of sealed rows by their owners: for all owners, or for some.
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
