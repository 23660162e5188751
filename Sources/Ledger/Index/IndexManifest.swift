import LMDB

/// What the tables of the index contain: one row of `meta`, which changes in the transactions that change them.
///
/// The row: 1 ‖ key (16 bytes) ‖ base ‖ covered ‖ next numbers of chunks of both tables (4 bytes each) ‖ the number of runs
/// (1 byte) ‖ the runs ‖ the number of discarded runs (1 byte) ‖ these ‖ the merge, if one goes on. A run: level (1 byte) ‖
/// first chunk ‖ rows (4 bytes each). The merge: its first run, and how many (1 byte each) ‖ how many rows of each were taken (4
/// bytes each). Rows that it wrote are the sum of those; its first chunk is the table's next number.
struct IndexManifest: Sendable, Hashable {
    private static let version: UInt8 = 1
    private static let name = Array("index".utf8)

    let key: IndexKey
    /// Where the runs begin. Positions before it are in the tables `commands` and `streams`.
    private(set) var base: Int
    /// Where the runs end.
    var covered: Int
    /// The runs, in the order of their positions.
    var runs: [IndexRun] = []
    /// What is left of runs that were merged.
    var discarded: [IndexRun] = []
    var merge: IndexMerge?
    /// The number of the next chunk of a run of events.
    var nextRun: UInt32 = 0
    /// The number of the first chunk of the next merged run.
    var nextMerged: UInt32 = 0

    init(key: IndexKey, base: Int) {
        self.key = key
        self.base = base
        covered = base
    }

    var entryCount: Int { runs.reduce(0) { $0 + $1.count } }

    private init?(_ row: Span<UInt8>) {
        guard row.count >= 34, row[0] == Self.version else { return nil }
        func wide(_ at: Int) -> UInt64 { UInt64(row.bigEndian(at: at)) << 32 | UInt64(row.bigEndian(at: at + 4)) }
        self.init(key: IndexKey(low: wide(1), high: wide(9)), base: Int(row.bigEndian(at: 17)))
        covered = Int(row.bigEndian(at: 21))
        nextRun = row.bigEndian(at: 25)
        nextMerged = row.bigEndian(at: 29)
        var at = 33
        guard let found = Self.runs(row, &at), let old = Self.runs(row, &at) else { return nil }
        (runs, discarded) = (found, old)
        guard at < row.count else { return }
        guard row.count >= at + 2, row.count == at + 2 + 4 * Int(row[at + 1]) else { return nil }
        let (first, parts) = (Int(row[at]), Int(row[at + 1]))
        guard first + parts <= runs.count else { return nil }
        merge = IndexMerge(first: first, taken: (0..<parts).map { Int(row.bigEndian(at: at + 2 + 4 * $0)) })
    }

    private static func runs(_ row: Span<UInt8>, _ at: inout Int) -> [IndexRun]? {
        guard at < row.count, row.count >= at + 1 + 9 * Int(row[at]) else { return nil }
        let count = Int(row[at])
        defer { at += 1 + 9 * count }
        return (0..<count).map {
            let start = at + 1 + 9 * $0
            return IndexRun(
                level: row[start], first: row.bigEndian(at: start + 1), count: Int(row.bigEndian(at: start + 5)))
        }
    }

    private var row: [UInt8] {
        var row: [UInt8] = [Self.version]
        row.append(bigEndian: key.low)
        row.append(bigEndian: key.high)
        for number in [UInt32(truncatingIfNeeded: base), UInt32(truncatingIfNeeded: covered), nextRun, nextMerged] {
            row.append(bigEndian: number)
        }
        for list in [runs, discarded] {
            row.append(UInt8(truncatingIfNeeded: list.count))
            for run in list {
                row.append(run.level)
                row.append(bigEndian: run.first)
                row.append(bigEndian: UInt32(truncatingIfNeeded: run.count))
            }
        }
        if let merge {
            row.append(UInt8(truncatingIfNeeded: merge.first))
            row.append(UInt8(truncatingIfNeeded: merge.taken.count))
            for count in merge.taken { row.append(bigEndian: UInt32(truncatingIfNeeded: count)) }
        }
        return row
    }

    /// Reads the manifest that a transaction sees; nil if there are no runs. Another one than this version writes is an error.
    ///
    /// If the tables `commands` and `streams` do not end where the runs begin, an older version has continued the log and put
    /// everything into these tables. Then the runs are discarded.
    static func read(
        _ store: Store, _ transaction: borrowing some Transaction & ~Copyable
    ) throws(LMDBError) -> IndexManifest? {
        guard let found = try transaction.get(store.meta, name.span, { IndexManifest($0) }) else { return nil }
        guard var manifest = found else {
            throw LMDBError(.corrupted, in: "reading meta", message: "the list of the index's runs cannot be read")
        }
        let tablesEnd = try store.indexed(transaction)
        if manifest.base != tablesEnd { manifest.restart(at: tablesEnd) }
        return manifest
    }

    private mutating func restart(at position: Int) {
        discarded += runs
        if let merge, merge.written > 0 {
            let partial = IndexRun(level: 1, first: nextMerged, count: merge.written)
            discarded.append(partial)
            nextMerged += UInt32(truncatingIfNeeded: partial.chunks)
        }
        (runs, merge, base, covered) = ([], nil, position, position)
    }

    func put(_ store: Store, _ transaction: borrowing WriteTransaction) throws(LMDBError) {
        try transaction.put(store.meta, Self.name.span, row.span)
    }
}

/// The merging of some runs, one after the other, into one.
struct IndexMerge: Hashable, Sendable {
    /// How many runs of a level are merged into one of the next.
    static let width = 4

    /// The index of the first run in the manifest. It does not change while the merge goes on: runs are added at the end.
    var first: Int
    /// The number of rows that were taken of each.
    var taken: [Int]

    var written: Int { taken.reduce(0, +) }
}

extension IndexManifest {
    /// Whether there is a merge to go on with or to begin, or something to delete.
    var hasWork: Bool { merge != nil || !discarded.isEmpty || firstMergeable != nil }

    /// The index of the first of enough neighbouring runs of the same level, the lowest first.
    private var firstMergeable: Int? {
        guard runs.count >= IndexMerge.width else { return nil }
        return (0...runs.count - IndexMerge.width)
            .filter { start in (1..<IndexMerge.width).allSatisfy { runs[start + $0].level == runs[start].level } }
            .min { runs[$0].level < runs[$1].level }
    }

    /// Does a part of the work: writes or deletes at most `chunks` chunks.
    mutating func work(
        atMost chunks: Int, _ store: Store, _ transaction: borrowing WriteTransaction
    ) throws(LMDBError) {
        var left = chunks
        while left > 0, hasWork {
            left = try delete(atMost: left, store, transaction)
            if merge == nil, let first = firstMergeable {
                merge = IndexMerge(first: first, taken: Array(repeating: 0, count: IndexMerge.width))
            }
            left = try goOnMerging(atMost: left, store, transaction)
        }
    }

    /// Deletes chunks of discarded runs, from their beginnings, and returns how many of `limit` were not used.
    private mutating func delete(
        atMost limit: Int, _ store: Store, _ transaction: borrowing WriteTransaction
    ) throws(LMDBError) -> Int {
        var left = limit
        while left > 0, let run = discarded.first {
            try transaction.delete(store.table(run), run.first)
            left -= 1
            if run.count > IndexChunk.limit {
                discarded[0].first += 1
                discarded[0].count -= IndexChunk.limit
            } else {
                discarded.removeFirst()
            }
        }
        return left
    }

    /// Writes chunks of the merged run, and returns how many of `limit` were not used. At the end the merged run takes the place
    /// of its parts.
    private mutating func goOnMerging(
        atMost limit: Int, _ store: Store, _ transaction: borrowing WriteTransaction
    ) throws(LMDBError) -> Int {
        guard var merge else { return limit }
        let parts = runs[merge.first..<merge.first + merge.taken.count]
        let total = parts.reduce(0) { $0 + $1.count }
        var sources: [MergeSource] = []
        for (run, taken) in zip(parts, merge.taken) {
            var source = MergeSource(run: run, taken: taken)
            try source.load(store, transaction)
            sources.append(source)
        }
        var left = limit
        var written = merge.written
        var entries: [IndexEntry] = []
        var row: [UInt8] = []
        while left > 0, written < total {
            entries.removeAll(keepingCapacity: true)
            while entries.count < IndexChunk.limit, written + entries.count < total {
                var least = 0
                for index in 1..<sources.count where sources[index].next < sources[least].next { least = index }
                entries.append(sources[least].next)
                try sources[least].advance(store, transaction)
            }
            IndexChunk.write(entries[...], to: &row)
            let number = nextMerged + UInt32(truncatingIfNeeded: written / IndexChunk.limit)
            try transaction.put(store.merged, number, row.span, .append)
            written += entries.count
            left -= 1
        }
        merge.taken = sources.map(\.taken)
        self.merge = merge
        if written == total { finish(merge, parts: Array(parts), total) }
        return left
    }

    private mutating func finish(_ merge: IndexMerge, parts: [IndexRun], _ total: Int) {
        let run = IndexRun(level: (parts.map(\.level).max() ?? 0) + 1, first: nextMerged, count: total)
        runs.replaceSubrange(merge.first..<merge.first + parts.count, with: [run])
        discarded += parts
        nextMerged += UInt32(truncatingIfNeeded: run.chunks)
        self.merge = nil
    }
}

/// A run that is merged, from the first row that was not taken on.
private struct MergeSource {
    let run: IndexRun
    private(set) var taken: Int
    private var chunk: [IndexEntry] = []
    /// The next row; greater than all others at the end.
    private(set) var next = IndexEntry(hash: .max, position: .max)

    init(run: IndexRun, taken: Int) {
        self.run = run
        self.taken = taken
    }

    /// Reads the chunk of the next row. It is copied, because a put may overwrite what LMDB lends.
    mutating func load(
        _ store: Store, _ transaction: borrowing some Transaction & ~Copyable
    ) throws(LMDBError) {
        guard taken < run.count else {
            next = IndexEntry(hash: .max, position: .max)
            return
        }
        var entries = chunk
        entries.removeAll(keepingCapacity: true)
        try store.chunk(taken / IndexChunk.limit, of: run, transaction) { chunk in
            for index in 0..<IndexChunk.count(chunk) { entries.append(IndexChunk.entry(chunk, index)) }
        }
        chunk = entries
        next = chunk[taken % IndexChunk.limit]
    }

    mutating func advance(
        _ store: Store, _ transaction: borrowing some Transaction & ~Copyable
    ) throws(LMDBError) {
        taken += 1
        guard taken < run.count, taken % IndexChunk.limit != 0 else { return try load(store, transaction) }
        next = chunk[taken % IndexChunk.limit]
    }
}
