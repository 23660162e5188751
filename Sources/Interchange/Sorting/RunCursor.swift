/// A place in a run: the record there, and how to come to the next.
///
/// A run is records one after the other: the lengths of key and value, each as four bytes with the greatest first, then
/// the key, then the value.
struct RunCursor {
    private let blockBytes: Int
    /// What of the run was not read yet.
    private var rest: Range<Int>
    private var block: [UInt8] = []
    private var at = 0
    /// The record's key; empty before the first `advance`.
    private(set) var key: ArraySlice<UInt8> = []
    /// The record's value; empty before the first `advance`.
    private(set) var value: ArraySlice<UInt8> = []

    /// A place before the first record of a run.
    init(_ run: Range<Int>, blockBytes: Int) {
        rest = run
        self.blockBytes = blockBytes
    }

    /// Goes to the next record; false at the run's end.
    ///
    /// - Throws: What the store throws, and `InterchangeError` with the code `storeFailed` if it does not give back what
    ///   it was given.
    mutating func advance(_ store: inout any ExportStore) throws -> Bool {
        guard at < block.count || !rest.isEmpty else { return false }
        try fill(8, from: &store)
        let lengths = block[at..<at + 8].map(Int.init)
        let keyCount = lengths[0..<4].reduce(0) { $0 << 8 | $1 }
        let valueCount = lengths[4..<8].reduce(0) { $0 << 8 | $1 }
        at += 8
        try fill(keyCount + valueCount, from: &store)
        key = block[at..<at + keyCount]
        value = block[at + keyCount..<at + keyCount + valueCount]
        at += keyCount + valueCount
        return true
    }

    /// Sees to it that so many bytes are in the block.
    private mutating func fill(_ count: Int, from store: inout any ExportStore) throws {
        let lacking = count - (block.count - at)
        guard lacking > 0 else { return }
        let wanted = min(rest.count, max(lacking, blockBytes))
        let read = try store.read(at: rest.lowerBound, count: wanted)
        guard read.count == wanted, wanted >= lacking else {
            throw InterchangeError(.storeFailed, "what was set aside for the export is not there any more")
        }
        block = Array(block[at...]) + read
        at = 0
        rest = rest.lowerBound + wanted..<rest.upperBound
    }
}

/// Writes a run, in blocks.
struct RunWriter {
    private let start: Int
    private let blockBytes: Int
    private var written = 0
    private var block: [UInt8] = []

    /// A run that begins at the store's end, which is at `start`.
    init(at start: Int, blockBytes: Int) {
        self.start = start
        self.blockBytes = blockBytes
    }

    /// Adds a record, which must not precede the one before.
    mutating func write(
        _ key: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>, to store: inout any ExportStore
    ) throws {
        for length in [key.count, value.count] {
            for shift in [24, 16, 8, 0] { block.append(UInt8(truncatingIfNeeded: length >> shift)) }
        }
        block += key
        block += value
        if block.count >= blockBytes { try flush(&store) }
    }

    /// Writes what is left, and says where the run lies.
    mutating func finish(_ store: inout any ExportStore) throws -> Range<Int> {
        try flush(&store)
        return start..<start + written
    }

    private mutating func flush(_ store: inout any ExportStore) throws {
        guard !block.isEmpty else { return }
        try store.append(block)
        written += block.count
        block.removeAll(keepingCapacity: true)
    }
}
