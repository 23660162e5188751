internal import HeapModule

/// Records sorted by their keys, in an amount of memory that does not depend on how many there are.
///
/// What does not fit into memory is sorted in *runs*, which are written to a store and merged when they are read (external
/// merge sort: Knuth, The Art of Computer Programming, vol. 3, § 5.4). Records with equal key and value become one. Each record
/// is written to the store once, and once more for each factor of 64 in the number of runs.
struct SortedRecords {
    /// How much is kept in memory, and how many runs are read at once.
    struct Limits: Sendable, Hashable {
        var runBytes = 4 << 20
        var blockBytes = 32 << 10
        var mergedRuns = 64
    }

    /// A record in memory, by its ranges in `bytes`.
    private struct Place {
        let key: Range<Int>
        let value: Range<Int>
    }

    private let limits: Limits
    private let makeStore: () throws -> any ExportStore
    /// The store; nil as long as all records are in memory.
    private var store: (any ExportStore)?
    private var stored = 0
    private var bytes: [UInt8] = []
    private var places: [Place] = []
    private var isSorted = true
    /// The runs in the store. Those that were merged once are in the second list, and so on.
    private var runs: [[Range<Int>]] = []

    /// Creates an empty collection. A store is created once the records do not fit into memory.
    init(limits: Limits = Limits(), store: @escaping () throws -> any ExportStore) {
        self.limits = limits
        makeStore = store
    }

    /// Adds a record.
    ///
    /// - Throws: What the store throws.
    mutating func add(key: [UInt8], value: [UInt8]) throws {
        let start = bytes.count
        bytes += key
        bytes += value
        let middle = start + key.count
        places.append(Place(key: start..<middle, value: middle..<bytes.count))
        isSorted = false
        if bytes.count + places.count * MemoryLayout<Place>.stride >= limits.runBytes { try setAside() }
    }

    /// Lends `body` each record, ordered by key and then by value. May be called again.
    ///
    /// - Throws: What the store throws, and what `body` throws.
    mutating func forEach(_ body: (_ key: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) throws -> Void) throws {
        guard store != nil else {
            sort()
            for place in places { try body(bytes[place.key], bytes[place.value]) }
            return
        }
        try setAside()
        guard var store else { return }
        try merge(runs.flatMap(\.self), of: &store, body)
    }

    // MARK: - Runs

    /// Sorts the records in memory, and drops duplicates.
    private mutating func sort() {
        guard !isSorted else { return }
        let bytes = bytes
        places.sort { Self.precedes(bytes, $0, $1) }
        var kept: [Place] = []
        kept.reserveCapacity(places.count)
        for place in places {
            if let last = kept.last, bytes[last.key] == bytes[place.key], bytes[last.value] == bytes[place.value] {
                continue
            }
            kept.append(place)
        }
        places = kept
        isSorted = true
    }

    private static func precedes(_ bytes: [UInt8], _ a: Place, _ b: Place) -> Bool {
        if bytes[a.key] != bytes[b.key] { return bytes[a.key].lexicographicallyPrecedes(bytes[b.key]) }
        return bytes[a.value].lexicographicallyPrecedes(bytes[b.value])
    }

    /// Writes the records in memory to the store as a run, and merges runs if there are many.
    private mutating func setAside() throws {
        guard !places.isEmpty else { return }
        sort()
        var store = try store ?? makeStore()
        var writer = RunWriter(at: stored, blockBytes: limits.blockBytes)
        for place in places { try writer.write(bytes[place.key], bytes[place.value], to: &store) }
        try note(try writer.finish(&store), level: 0, &store)
        self.store = store
        bytes.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
    }

    private mutating func note(_ run: Range<Int>, level: Int, _ store: inout any ExportStore) throws {
        stored = run.upperBound
        if runs.count == level { runs.append([]) }
        runs[level].append(run)
        guard runs[level].count >= limits.mergedRuns else { return }
        var writer = RunWriter(at: stored, blockBytes: limits.blockBytes)
        var reader = store
        try merge(runs[level], of: &reader) { key, value in try writer.write(key, value, to: &store) }
        runs[level] = []
        try note(try writer.finish(&store), level: level + 1, &store)
    }

    private func merge(
        _ runs: [Range<Int>], of store: inout any ExportStore,
        _ body: (_ key: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) throws -> Void
    ) throws {
        var heap = Heap<RunCursor>()
        for run in runs {
            var cursor = RunCursor(run, blockBytes: limits.blockBytes)
            if try cursor.advance(&store) { heap.insert(cursor) }
        }
        var last: (key: ArraySlice<UInt8>, value: ArraySlice<UInt8>)?
        while var cursor = heap.min {
            let (key, value) = (cursor.key, cursor.value)
            if last == nil || last?.key != key || last?.value != value { try body(key, value) }
            last = (key, value)
            if try cursor.advance(&store) { heap.replaceMin(with: cursor) } else { heap.removeMin() }
        }
    }
}
