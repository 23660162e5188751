/// A cursor in a run, with the present record.
///
/// A run consists of records, one after another: the lengths of key and value, each as four big-endian bytes, then the key,
/// then the value.
struct RunCursor {
    private let blockBytes: Int
    /// The part of the run that was not read yet.
    private var rest: Range<Int>
    private var block: [UInt8] = []
    private var at = 0
    /// The record's key; empty before the first `advance`.
    private(set) var key: ArraySlice<UInt8> = []
    /// The record's value; empty before the first `advance`.
    private(set) var value: ArraySlice<UInt8> = []

    /// Creates a cursor before the first record of a run.
    init(_ run: Range<Int>, blockBytes: Int) {
        rest = run
        self.blockBytes = blockBytes
    }

    /// Moves to the next record; returns false at the end of the run.
    ///
    /// - Throws: What the store throws, and `InterchangeError` with the code `storeFailed` if it does not return what was
    ///   stored.
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

    /// Makes sure that the block contains that many bytes.
    private mutating func fill(_ count: Int, from store: inout any ExportStore) throws {
        let lacking = count - (block.count - at)
        guard lacking > 0 else { return }
        let wanted = min(rest.count, max(lacking, blockBytes))
        let read = try store.read(at: rest.lowerBound, count: wanted)
        guard read.count == wanted, wanted >= lacking else {
            throw InterchangeError(.storeFailed, "the temporary file of the export is no longer complete")
        }
        block = Array(block[at...]) + read
        at = 0
        rest = rest.lowerBound + wanted..<rest.upperBound
    }
}

extension RunCursor: Comparable {
    /// Compares the present records, by key and then by value.
    static func < (a: RunCursor, b: RunCursor) -> Bool {
        a.key == b.key ? a.value.lexicographicallyPrecedes(b.value) : a.key.lexicographicallyPrecedes(b.key)
    }

    /// Returns whether the present records are the same.
    static func == (a: RunCursor, b: RunCursor) -> Bool { a.key == b.key && a.value == b.value }
}

/// A writer of a run, in blocks.
struct RunWriter {
    private let start: Int
    private let blockBytes: Int
    private var written = 0
    private var block: [UInt8] = []

    /// Creates a writer of a run that begins at the end of the store, `start`.
    init(at start: Int, blockBytes: Int) {
        self.start = start
        self.blockBytes = blockBytes
    }

    /// Adds a record, which must not come before the previous one in order.
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

    /// Writes the rest, and returns the range of the run in the store.
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
