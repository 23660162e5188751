import LMDB
import Synchronization

/// An index of the end of the log, which is not yet in a run, and what the appending thread knows of the rest.
///
/// Ids arrive in any order, so at every commit LMDB would have to copy and write a page for each of them. Instead they are
/// collected here, and written as a sorted run when there are many. Durability does not depend on this index: `receipts`
/// contains the same, in the log's order and in the transaction of the lines, and the index is read from there after a restart.
struct PendingIndex {
    /// The number of streams whose last revisions are remembered, at most twice.
    private static let revisionLimit = 131_072

    let key: IndexKey
    /// What the tables contain; nil if there are no runs.
    private(set) var manifest: IndexManifest?
    /// Where the tables `commands` and `streams` of older versions end; 1 if only the first event of the log is in them.
    let tablesEnd: Int
    /// For each pending command its row, and then one for each of its events.
    private(set) var entries: [IndexEntry] = []
    /// The number of pending events.
    private(set) var count = 0
    /// The hashes of `entries`.
    private var hashes: Set<UInt64> = []
    /// The last revisions of streams: those that were last needed, and those before.
    private var revisions: [IndexHash: Int32] = [:]
    private var olderRevisions: [IndexHash: Int32] = [:]
    /// The number of rows to be merged for what was appended since the last merging.
    private var owed = 0
    /// The hashes in the runs, for the thread that appends; nil until that thread needs them.
    private var filter: IndexFilter?

    /// Creates the index of a log, from its manifest and the end of its old tables as one transaction sees them.
    private init(_ manifest: IndexManifest?, tablesEnd: Int, key: IndexKey) {
        self.manifest = manifest
        self.tablesEnd = tablesEnd
        self.key = manifest?.key ?? key
    }

    /// Reads the pending events that `transaction` sees. A log that has no index yet gets one with this key.
    static func read(
        _ store: Store, _ transaction: borrowing some Transaction & ~Copyable, key: IndexKey
    ) throws(LMDBError) -> PendingIndex {
        var index = PendingIndex(
            try IndexManifest.read(store, transaction), tablesEnd: try store.indexed(transaction), key: key)
        try store.walkReceipts(from: index.settledEnd, transaction) { position, receipt in
            index.note(index.key.command(receipt.id), at: position)
            for (offset, place) in receipt.places.enumerated() {
                index.note(index.key.stream(place.subject), place.revision, at: position + offset)
            }
            return true
        }
        return index
    }

    /// The position of the first pending event.
    private var settledEnd: Int { manifest?.covered ?? tablesEnd }

    /// Returns the positions of pending rows with this hash, in order.
    func positions(_ hash: IndexHash) -> [Int] {
        guard hashes.contains(hash.row) else { return [] }
        return entries.compactMap { $0.hash == hash.row ? Int($0.position) : nil }
    }

    /// Returns the last revision of a stream, if it is known here.
    mutating func revision(_ stream: IndexHash) -> Int? {
        if let known = revisions[stream] { return Int(known) }
        guard let known = olderRevisions[stream] else { return nil }
        remember(Int(known), stream)
        return Int(known)
    }

    /// Remembers the last revision of a stream.
    mutating func remember(_ revision: Int, _ stream: IndexHash) {
        revisions[stream] = Int32(truncatingIfNeeded: revision)
        guard revisions.count >= Self.revisionLimit else { return }
        olderRevisions = revisions
        revisions = [:]
    }

    /// Adds a command that was appended; its events follow.
    mutating func note(_ command: IndexHash, at position: Int) { note(row: command.row, position) }

    /// Adds an event that was appended.
    mutating func note(_ stream: IndexHash, _ revision: Int, at position: Int) {
        note(row: stream.row, position)
        remember(revision, stream)
        count += 1
    }

    private mutating func note(row: UInt64, _ position: Int) {
        entries.append(IndexEntry(hash: row, position: UInt32(truncatingIfNeeded: position)))
        hashes.insert(row)
    }
}

/// What a batch does to the tables of the index when it is committed.
struct IndexPlan: Sendable {
    private let manifest: IndexManifest
    /// The rows of the next run, in the order in which they came; none if it is not due.
    private let run: [IndexEntry]
    /// The position after the last event that is in a run then.
    private let covered: Int
    /// The number of chunks to be merged.
    private let work: Int

    fileprivate init(_ manifest: IndexManifest, run: [IndexEntry], covered: Int, work: Int) {
        self.manifest = manifest
        self.run = run
        self.covered = covered
        self.work = work
    }

    /// Puts the rows into a run, and does a part of the merging.
    func settle(_ store: Store, _ transaction: borrowing WriteTransaction) throws(LMDBError) -> IndexChange {
        var changed = manifest
        if !run.isEmpty {
            let run = try store.append(run.sorted(), asRun: changed.nextRun, transaction)
            changed.runs.append(run)
            changed.nextRun += UInt32(truncatingIfNeeded: run.chunks)
            changed.covered = covered
        }
        if work > 0 { try changed.work(atMost: work, store, transaction) }
        try changed.put(store, transaction)
        return IndexChange(manifest: changed, settled: run.count, worked: work > 0)
    }
}

/// What a batch has changed in the tables of the index, which is true once the batch is committed.
struct IndexChange: Sendable {
    fileprivate let manifest: IndexManifest
    /// The number of pending rows that are in the tables then.
    fileprivate let settled: Int
    /// Whether runs were merged.
    fileprivate let worked: Bool
}

extension PendingIndex {
    /// How many events one run has at most.
    private static let runLimit = 16_384
    /// The number of chunks that are worked on at a time, and the most in one commit.
    private static let portion = 32
    private static let mostWork = 512
    /// The number of runs from which on work is done with each commit.
    private static let runsLimit = 24
    /// The number of rows that are merged for each event that is appended. An event has two rows, which are merged again on each
    /// level, of which ten million events have six.
    private static let mergedRows = 16

    /// Plans to write pending rows into a run, if there are `interval` events or more, and to do a part of the merging; nil if there
    /// is nothing to do yet. `appended` is the number of events in the batch, `end` the position after the last.
    func plan(appended: Int, upTo end: Int, interval: Int) -> IndexPlan? {
        let isDue = count >= interval
        let owed = owed(appended)
        let isCrowded = (manifest?.runs.count ?? 0) > Self.runsLimit
        let works = (owed >= Self.portion * IndexChunk.limit || isCrowded) && manifest?.hasWork == true
        guard isDue || works else { return nil }
        let settled = isDue ? endOfRun : 0
        return IndexPlan(
            manifest ?? IndexManifest(key: key, base: tablesEnd), run: Array(entries[..<settled]),
            covered: settled < entries.count ? Int(entries[settled].position) : end,
            work: works ? max(Self.portion, owed / IndexChunk.limit) : 0)
    }

    /// Takes in that a batch was committed.
    mutating func committed(_ change: IndexChange?, appended: Int) {
        owed = change?.worked == true ? 0 : owed(appended)
        guard let change else { return }
        manifest = change.manifest
        guard change.settled > 0 else { return }
        for entry in entries[..<change.settled] { filter?.insert(entry.hash) }
        entries.removeFirst(change.settled)
        count = 0
        hashes.removeAll(keepingCapacity: true)
        var before: UInt32?
        for entry in entries {
            hashes.insert(entry.hash)
            // A command's row and that of its first event have the same position.
            if entry.position != before { count += 1 }
            before = entry.position
        }
    }

    private func owed(_ appended: Int) -> Int {
        min(owed + appended * Self.mergedRows, Self.mostWork * IndexChunk.limit)
    }

    /// The number of rows of the next run, which ends with a command.
    private var endOfRun: Int {
        var end = 2 * Self.runLimit
        guard entries.count > end + 1 else { return entries.count }
        // A command's row is before that of its first event, which has the same position.
        while end > 0, entries[end].position != entries[end + 1].position { end -= 1 }
        return end > 0 ? end : entries.count
    }
}

extension PendingIndex {
    /// Returns whether the runs may have rows with a hash; false if they have none. The filter must be loaded.
    func mayBeInRuns(_ hash: IndexHash) -> Bool { filter?.mayHave(hash.row) ?? true }

    /// Whether it is known which hashes the runs have.
    var hasFilter: Bool { filter != nil }

    /// Reads the hashes of all runs into the filter, unless it has them.
    mutating func loadFilter(
        _ store: Store, _ transaction: borrowing some Transaction & ~Copyable, _ known: KnownFilter?
    ) throws(LMDBError) {
        guard filter == nil else { return }
        if let known, known.key == key, known.covered == manifest?.covered {
            filter = known.filter
            return
        }
        var read = IndexFilter(forAtLeast: 2 * (manifest?.entryCount ?? 0))
        for run in manifest?.runs ?? [] { try store.eachHash(in: run, transaction) { read.insert($0) } }
        filter = read
    }

    /// The filter, for the next index of the same log.
    var knownFilter: KnownFilter? {
        filter.map { KnownFilter(key: key, covered: manifest?.covered, filter: $0) }
    }
}

/// A filter, and what it is of.
struct KnownFilter: Sendable {
    fileprivate let key: IndexKey
    fileprivate let covered: Int?
    fileprivate let filter: IndexFilter
}
