import LMDB

extension Store {
    /// Lends `body` the receipts from the first position `start` on, until `body` returns false. A receipt that cannot be read
    /// is skipped.
    func walkReceipts(
        from start: Int, _ transaction: borrowing some Transaction & ~Copyable,
        _ body: (_ position: Int, Receipt) -> Bool
    ) throws(LMDBError) {
        guard let first = UInt32(exactly: start) else { return }
        func visit(_ key: Span<UInt8>, _ row: Span<UInt8>) -> Bool {
            guard let receipt = Receipt(row) else { return true }
            return body(Int(key.native), receipt)
        }
        try transaction.withCursor(receipts) { cursor throws(LMDBError) in
            var goesOn = try cursor.seek(first, visit) ?? false
            while goesOn { goesOn = try cursor.move(.next, visit) ?? false }
        }
        guard let loose = try loose(transaction) else { return }
        for (position, row) in loose.receipts where Int(position) >= start {
            guard let receipt = Receipt(row.span) else { continue }
            guard body(Int(position), receipt) else { return }
        }
    }

    /// Returns the receipt of the command whose first event is at `position`.
    func receipt(
        at position: Int, _ transaction: borrowing some Transaction & ~Copyable
    ) throws(LMDBError) -> Receipt? {
        guard let key = UInt32(exactly: position) else { return nil }
        if let row = try transaction.get(receipts, key, { Receipt($0) }) { return row }
        return try loose(transaction)?.receipt(at: position)
    }

    /// Returns the receipt of the command that caused the event at `position`, and the position of its first event.
    func receipt(
        covering position: Int, _ transaction: borrowing some Transaction & ~Copyable
    ) throws(LMDBError) -> (first: Int, Receipt)? {
        guard let key = UInt32(exactly: position) else { return nil }
        if let loose = try loose(transaction), let last = loose.receipts.last(where: { $0.position <= key }) {
            return Receipt(last.row.span).flatMap {
                position < Int(last.position) + $0.places.count ? (Int(last.position), $0) : nil
            }
        }
        func read(_ key: Span<UInt8>, _ row: Span<UInt8>) -> (first: Int, Receipt)? {
            Receipt(row).map { (Int(key.native), $0) }
        }
        let found = try transaction.withCursor(receipts) { cursor throws(LMDBError) in
            let next = try cursor.seek(key) { key, _ in Int(key.native) }
            if next == position { return try cursor.seek(key, read) ?? nil }
            return try cursor.move(next == nil ? .last : .previous, read) ?? nil
        }
        guard let found, position < found.first + found.1.places.count else { return nil }
        return found
    }
}
