import LMDB

/// A row of the index: half the hash of a command's id, with the position of its first event, or half the hash of a stream's
/// name, with the position of one of its events.
struct IndexEntry: Comparable, Sendable, BitwiseCopyable {
    var hash: UInt64
    var position: UInt32

    static func < (a: IndexEntry, b: IndexEntry) -> Bool {
        a.hash == b.hash ? a.position < b.position : a.hash < b.hash
    }
}

/// A part of the index: sorted rows, in chunks with consecutive numbers in a table.
///
/// A run never changes. The runs of a log cover positions that do not overlap, so a later run has later positions.
struct IndexRun: Hashable, Sendable {
    /// 0 for a run that was made of events, one more than its parts' level for a run that was merged.
    var level: UInt8
    /// The number of its first chunk.
    var first: UInt32
    /// The number of its rows.
    var count: Int

    var chunks: Int { (count + IndexChunk.limit - 1) / IndexChunk.limit }
}

/// A chunk of a run: rows of 12 bytes, hash (8 bytes) ‖ position (4 bytes), big-endian.
///
/// Two fill a page of LMDB, so that neither writing a run nor deleting one needs pages that lie next to each other.
enum IndexChunk {
    static let limit = 168
    static let rowSize = 12

    static func write(_ entries: ArraySlice<IndexEntry>, to row: inout [UInt8]) {
        row.removeAll(keepingCapacity: true)
        for entry in entries {
            row.append(bigEndian: entry.hash)
            row.append(bigEndian: entry.position)
        }
    }

    static func count(_ chunk: Span<UInt8>) -> Int { chunk.count / rowSize }

    static func hash(_ chunk: Span<UInt8>, _ index: Int) -> UInt64 {
        UInt64(chunk.bigEndian(at: index * rowSize)) << 32 | UInt64(chunk.bigEndian(at: index * rowSize + 4))
    }

    static func entry(_ chunk: Span<UInt8>, _ index: Int) -> IndexEntry {
        IndexEntry(hash: hash(chunk, index), position: chunk.bigEndian(at: index * rowSize + 8))
    }

    /// Returns the index of the first row whose hash is not less than `hash`.
    static func lowerBound(_ chunk: Span<UInt8>, _ hash: UInt64) -> Int {
        var low = 0
        var high = count(chunk)
        while low < high {
            let middle = (low + high) / 2
            if self.hash(chunk, middle) < hash { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension Store {
    /// The table that has the chunks of runs of a level. Each table is appended to by one at a time.
    func table(_ run: IndexRun) -> Table { run.level == 0 ? runs : merged }

    /// Lends `body` a chunk of a run.
    ///
    /// - Throws: `corrupted` if it is missing: its run is in the manifest, which was committed with it.
    func chunk<Result>(
        _ number: Int, of run: IndexRun, _ transaction: borrowing some Transaction & ~Copyable,
        _ body: (Span<UInt8>) -> Result
    ) throws(LMDBError) -> Result {
        let key = run.first + UInt32(truncatingIfNeeded: number)
        guard let found = try transaction.get(table(run), key, body) else {
            throw LMDBError(.corrupted, in: "reading \(table(run).name)", message: "there is no chunk \(key)")
        }
        return found
    }

    /// Returns the index of the first row of a run whose hash is not less than `hash`.
    ///
    /// Hashes are spread evenly, so the search begins where the hash should be, and hardly ever reads more than two chunks.
    private func lowerBound(
        _ hash: UInt64, in run: IndexRun, _ transaction: borrowing some Transaction & ~Copyable
    ) throws(LMDBError) -> Int {
        var low = 0
        var high = run.chunks
        var probe = Int(UInt64(high).multipliedFullWidth(by: hash).high)
        var step = 1
        while low < high {
            let (isBehind, within) = try chunk(probe, of: run, transaction) { chunk -> (Bool, Int) in
                (IndexChunk.hash(chunk, 0) >= hash, IndexChunk.lowerBound(chunk, hash))
            }
            let next: Int
            if isBehind {
                high = probe
                next = probe - step
            } else if within == IndexChunk.limit {
                low = probe + 1
                next = probe + step
            } else {
                return probe * IndexChunk.limit + within
            }
            step *= 2
            probe = low..<max(low + 1, high) ~= next ? next : (low + high) / 2
        }
        return min(low * IndexChunk.limit, run.count)
    }

    /// Returns the positions of the rows of a run that have this hash, in order.
    func positions(
        _ hash: UInt64, in run: IndexRun, _ transaction: borrowing some Transaction & ~Copyable
    ) throws(LMDBError) -> [UInt32] {
        var index = try lowerBound(hash, in: run, transaction)
        var positions: [UInt32] = []
        var goesOn = true
        while goesOn, index < run.count {
            goesOn = try chunk(index / IndexChunk.limit, of: run, transaction) { chunk in
                var offset = index % IndexChunk.limit
                while offset < IndexChunk.count(chunk) {
                    let entry = IndexChunk.entry(chunk, offset)
                    guard entry.hash == hash else { return false }
                    positions.append(entry.position)
                    offset += 1
                    index += 1
                }
                return true
            }
        }
        return positions
    }

    /// Lends `body` the hash of each row of a run.
    func eachHash(
        in run: IndexRun, _ transaction: borrowing some Transaction & ~Copyable, _ body: (UInt64) -> Void
    ) throws(LMDBError) {
        for number in 0..<run.chunks {
            try chunk(number, of: run, transaction) { chunk in
                for index in 0..<IndexChunk.count(chunk) { body(IndexChunk.hash(chunk, index)) }
            }
        }
    }

    /// Appends a run of sorted rows whose first chunk has the number `first`.
    func append(
        _ entries: [IndexEntry], asRun first: UInt32, _ transaction: borrowing WriteTransaction
    ) throws(LMDBError) -> IndexRun {
        let run = IndexRun(level: 0, first: first, count: entries.count)
        var row: [UInt8] = []
        for number in 0..<run.chunks {
            let start = number * IndexChunk.limit
            IndexChunk.write(entries[start..<min(start + IndexChunk.limit, entries.count)], to: &row)
            try transaction.put(runs, first + UInt32(truncatingIfNeeded: number), row.span, .append)
        }
        return run
    }
}
