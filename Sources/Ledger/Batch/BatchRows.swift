import LMDB
import TransparencyLog

/// Rows with ascending numbers, one behind the other in one piece of memory.
struct PackedRows: Sendable {
    private var numbers: [UInt32] = []
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    /// Adds a row. Its number is greater than those before.
    mutating func append(_ number: UInt32, _ row: Span<UInt8>) {
        numbers.append(number)
        bytes.append(copying: row)
        ends.append(bytes.count)
    }

    /// Lends `body` the row with a number, and returns its result; nil if there is none.
    func get<Result>(_ number: UInt32, _ body: (Span<UInt8>) -> Result) -> Result? {
        var (low, high) = (0, numbers.count)
        while low < high {
            let middle = (low + high) / 2
            if numbers[middle] < number { low = middle + 1 } else { high = middle }
        }
        guard low < numbers.count, numbers[low] == number else { return nil }
        return body(bytes.span.extracting(range(of: low)))
    }

    /// Lends `body` each row, in order.
    func forEach<Failure>(_ body: (UInt32, Span<UInt8>) throws(Failure) -> Void) throws(Failure) {
        let bytes = bytes.span
        for index in numbers.indices { try body(numbers[index], bytes.extracting(range(of: index))) }
    }

    private func range(of index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }
}

/// What a batch puts into the tables, in memory until its commit.
struct BatchRows: Sendable {
    /// position → line
    var lines = PackedRows()
    /// first position → receipt
    var receipts = PackedRows()
    /// position → owner, box
    var sealed = PackedRows()
    /// The positions whose sealed fields are deleted, whether they are in the table or in `sealed`.
    var erased: Set<UInt32> = []
    /// The owners whose keys are destroyed once the batch is durable.
    var tombstones: [Tombstone] = []
    /// In a copy of another log, the positions of the first events of its generations.
    var generations: [Int] = []
    /// In a copy of another log, what happens to the checkpoint that covers lines still to be copied.
    var awaited: Awaited?

    enum Awaited {
        case keep(SignedNote)
        case ended
    }

    /// Returns the receipt of the command whose first event is at a position, if it is here.
    func receipt(at position: Int) -> Receipt? {
        UInt32(exactly: position).flatMap { receipts.get($0) { Receipt($0) } ?? nil }
    }

    /// Returns the line at a position, if it is here.
    func line(at position: Int) -> [UInt8]? {
        UInt32(exactly: position).flatMap { lines.get($0) { [UInt8](copying: $0) } }
    }

    /// Returns the sealed row at a position: nil if this batch neither puts nor deletes it, and a nil row if it deletes it.
    func sealedRow(at position: Int) -> SealedRow?? {
        guard let number = UInt32(exactly: position) else { return nil }
        if erased.contains(number) { return .some(nil) }
        return sealed.get(number) { SealedRow($0) }
    }

    /// Updates the positions of sealed rows, listed by owner, with the rows that this batch puts and deletes.
    func takeIn(_ positions: inout [String: [UInt32]]) {
        sealed.forEach { number, row in
            guard let owner = SealedRow.owner(row), positions[owner]?.contains(number) != true else { return }
            positions[owner, default: []].append(number)
        }
        guard !erased.isEmpty else { return }
        for owner in Array(positions.keys) { positions[owner]?.removeAll(where: erased.contains) }
    }

    /// Puts everything but the receipts.
    func put(_ store: Store, _ transaction: borrowing WriteTransaction) throws(LMDBError) {
        try lines.forEach { number, line throws(LMDBError) in
            try transaction.put(store.events, number, line, .append)
        }
        try sealed.forEach { number, row throws(LMDBError) in
            try transaction.put(store.sealed, number, row, .append)
        }
        for number in erased.sorted() { try transaction.delete(store.sealed, number) }
        for position in generations { try store.noteGeneration(from: position, transaction) }
        switch awaited {
        case .keep(let checkpoint): try store.put(checkpoint, as: .awaited, transaction)
        case .ended: try store.remove(.awaited, transaction)
        case nil: break
        }
    }

    /// Puts the receipts into their table.
    func putReceipts(_ store: Store, _ transaction: borrowing WriteTransaction) throws(LMDBError) {
        try receipts.forEach { number, row throws(LMDBError) in
            try transaction.put(store.receipts, number, row, .append)
        }
    }
}
