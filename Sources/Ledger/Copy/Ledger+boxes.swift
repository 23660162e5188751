import LMDB

extension Ledger {
    /// Puts the boxes of sealed fields, which are not in the lines, into a copy, from a backup of the same log, as far as both go.
    ///
    /// Who was erased since stays erased, as the keys are in no backup of the log. Call this with no batch open.
    ///
    /// - Parameters:
    ///   - backup: a directory that contains data.mdb or log/data.mdb.
    ///   - keys: the keys of the log.
    /// - Returns: how many boxes were put, and how many lines the backup has.
    /// - Throws: `invalid` if the backup does not verify, or is not of this log; `file`, `noSpace`, `storage`.
    func copyBoxes(fromBackup backup: String, _ keys: KeyFiles) throws(LedgerError) -> (boxes: Int, lines: Int) {
        let audit = try DatabaseAudit(inDirectory: backup, keys)
        let found: DatabaseAudit.Outcome
        switch try audit.run(key: nil, rootOfFirst: count, progress: { _ in }) {
        case .success(let outcome): found = outcome
        case .failure(let fault): throw .invalid(field: "boxes", detail: "the backup does not verify: \(fault)")
        }
        let common = min(found.size, count)
        guard try (found.rootOfFirst ?? found.root) == root(ofSize: common) else {
            throw .invalid(
                field: "boxes",
                detail:
                    "the first \(common) events of the backup, of \(found.origin), are not the first lines of this log")
        }
        var boxes = 0
        var position = 0
        while true {
            let rows = try audit.boxes(from: position, upTo: common, limit: Self.boxPortion)
            guard let last = rows.last else { return (boxes, found.size) }
            try put(boxes: rows)
            boxes += rows.count
            position = Int(last.position) + 1
        }
    }

    /// How many boxes are put in one transaction.
    private static let boxPortion = 4_096

    private func put(boxes rows: [(position: UInt32, row: [UInt8])]) throws(LedgerError) {
        let store = try storeForWriting()
        var isFull = false
        while true {
            do throws(LMDBError) {
                try store.growMap(doubling: isFull)
                let writing = try store.environment.beginWrite()
                for (position, row) in rows { try writing.put(store.sealed, position, row.span) }
                try writing.commit()
                return
            } catch {
                guard error.code == .mapFull, !isFull else { throw judge(error) }
                isFull = true
            }
        }
    }
}
