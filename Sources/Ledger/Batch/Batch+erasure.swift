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
            var positions = try store.read { reading throws(LMDBError) in try store.sealedByOwner(reading) }
            before?.rows.takeIn(&positions)
            rows.takeIn(&positions)
            buffers.sealedByOwner = positions
        }
        let positions = owners.flatMap { buffers.sealedByOwner?[$0] ?? [] }.sorted()
        return SealedExtent(keys: try ledger.keys.count(of: owners), positions: positions)
    }

    /// Deletes the rows of an extent. The owners' keys are destroyed for good when the batch is committed. Until then nothing
    /// is sealed for them in this batch.
    public mutating func destroy(_ extent: SealedExtent, _ tombstones: [Tombstone]) {
        ledger.buffers.willChange()
        rows.erased.formUnion(extent.positions)
        ledger.keys.condemn(Set(tombstones.map(\.owner)))
        for tombstone in tombstones { ledger.buffers.sealedByOwner?[tombstone.owner] = nil }
        rows.tombstones += tombstones
    }

    /// Returns the owner of the sealed fields of the event at a position; nil if it has none, or if they were erased.
    public borrowing func sealedOwner(at position: Int) throws(LedgerError) -> String? {
        try sealedRow(at: position)?.owner
    }

    /// Returns the sealed row at a position, also from this batch; nil if there is none or if it was erased.
    private borrowing func sealedRow(at position: Int) throws(LedgerError) -> SealedRow? {
        if let known = rows.sealedRow(at: position) ?? before?.rows.sealedRow(at: position) { return known }
        return try store.sealedRow(at: position)
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
        let position = earlier.positions.lowerBound
        return try ledger.isRepetition(earlier, of: digest, try event(at: position), try sealedRow(at: position))
    }
}

extension Ledger {
    /// Returns the owner of the sealed fields of the event at a position; nil if it has none, or if they were erased.
    public func sealedOwner(at position: Int) throws(LedgerError) -> String? {
        try storeForReading().sealedRow(at: position)?.owner
    }

    /// Returns whether an accepted command had the body with this digest.
    ///
    /// - Throws: `erased` if that can no longer be known; `keysUnavailable`.
    public func isRepetition(_ earlier: RecordedCommand, of digest: BodyDigest) throws(LedgerError) -> Bool {
        let store = try storeForReading()
        let position = earlier.positions.lowerBound
        return try isRepetition(earlier, of: digest, try store.event(at: position), try store.sealedRow(at: position))
    }

    fileprivate func isRepetition(
        _ earlier: RecordedCommand, of digest: BodyDigest, _ event: StoredEvent?, _ row: SealedRow?
    ) throws(LedgerError) -> Bool {
        guard let event else {
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
    /// Returns the sealed row at a position; nil if there is none that can be read.
    fileprivate func sealedRow(at position: Int) throws(LedgerError) -> SealedRow? {
        guard let key = UInt32(exactly: position) else { return nil }
        return try read { reading throws(LMDBError) in try reading.get(sealed, key) { SealedRow($0) } ?? nil }
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
