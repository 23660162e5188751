import Testing

@testable import Interchange

struct SortedRecordsTests {
    private static func records(_ count: Int) -> [(key: [UInt8], value: [UInt8])] {
        // Keys are in no order, and some are repeated; values have every length up to one more than a block.
        (0..<count).map { number in
            let key = Array("k\(number * 7919 % 997)".utf8)
            return (key, [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: number % 80))
        }
    }

    private static func read(_ sorted: inout SortedRecords) throws -> [[UInt8]] {
        var found: [[UInt8]] = []
        try sorted.forEach { key, value in found.append(key + [0xFF] + value) }
        return found
    }

    private static let small = SortedRecords.Limits(runBytes: 1024, blockBytes: 64, mergedRuns: 3)

    @Test(arguments: [0, 1, 10, 1000, 5000])
    func `records come by key and value, each once, however many runs there are`(count: Int) throws {
        let records = Self.records(count)
        let expected = Set(records.map { $0.key + [0xFF] + $0.value }).sorted { a, b in
            a.lexicographicallyPrecedes(b)
        }
        let sorted = { (limits: SortedRecords.Limits) in
            var sorted = SortedRecords(limits: limits) { MemoryStore() }
            for record in records { try sorted.add(key: record.key, value: record.value) }
            return try Self.read(&sorted)
        }
        // A key that is the beginning of another comes before it.
        #expect(try Set(sorted(Self.small)) == Set(expected))
        #expect(try sorted(Self.small).count == expected.count)
        #expect(try sorted(Self.small) == sorted(SortedRecords.Limits()))
        let keys = try sorted(Self.small).map { $0.prefix { $0 != 0xFF } }
        #expect(zip(keys, keys.dropFirst()).allSatisfy { !$1.lexicographicallyPrecedes($0) })
    }

    @Test func `records can be read twice, and added to between`() throws {
        var sorted = SortedRecords(limits: Self.small) { MemoryStore() }
        for record in Self.records(300) { try sorted.add(key: record.key, value: record.value) }
        let once = try Self.read(&sorted)
        #expect(try Self.read(&sorted) == once)
        try sorted.add(key: Array("a".utf8), value: [1])
        #expect(try Self.read(&sorted) == [Array("a".utf8) + [0xFF, 1]] + once)
    }

    @Test func `records that fit into memory need no store`() throws {
        struct NoStore: Error {}
        var sorted = SortedRecords { throw NoStore() }
        try sorted.add(key: [2], value: [])
        try sorted.add(key: [1], value: [])
        #expect(try Self.read(&sorted) == [[1, 0xFF], [2, 0xFF]])
    }

    @Test func `no more than a run is in memory, and no more than a block of each run is read at once`() throws {
        let store = CountingStore()
        var sorted = SortedRecords(limits: Self.small) { store }
        for record in Self.records(5000) { try sorted.add(key: record.key, value: record.value) }
        _ = try Self.read(&sorted)
        #expect(store.bytes.count > 100 * Self.small.runBytes)
        #expect(store.longestRead <= 2 * Self.small.blockBytes)
        #expect(store.longestAppend <= 3 * Self.small.blockBytes)
    }

    @Test func `a store that lost what was written to it is an error`() throws {
        let store = CountingStore()
        var sorted = SortedRecords(limits: Self.small) { store }
        for record in Self.records(100) { try sorted.add(key: record.key, value: record.value) }
        store.bytes.removeLast(3)
        let error = #expect(throws: InterchangeError.self) { try Self.read(&sorted) }
        #expect(error?.code == .storeFailed)
    }
}

/// A store that records how it is used.
private final class CountingStore: ExportStore {
    var bytes: [UInt8] = []
    private(set) var longestRead = 0
    private(set) var longestAppend = 0

    func append(_ bytes: [UInt8]) {
        longestAppend = max(longestAppend, bytes.count)
        self.bytes += bytes
    }

    func read(at offset: Int, count: Int) -> [UInt8] {
        longestRead = max(longestRead, count)
        return Array(bytes.dropFirst(offset).prefix(count))
    }
}
