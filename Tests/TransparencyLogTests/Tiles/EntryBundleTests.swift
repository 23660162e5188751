import Testing
import TransparencyLog

struct EntryBundleTests {
    @Test func `entries of every length come back`() throws {
        let entries =
            [[], [1], [UInt8](repeating: 2, count: 255), [UInt8](repeating: 3, count: 256)]
            + [[UInt8](repeating: 4, count: 65_535)]
        let bundle = try EntryBundle(entries)
        #expect(Array(bundle.bytes.prefix(5)) == [0, 0, 0, 1, 1])
        #expect(bundle.entries.map(Array.init) == entries)
        #expect(try EntryBundle(parsing: bundle.bytes, width: 5) == bundle)
        #expect(try EntryBundle(parsing: [], width: 0) == EntryBundle())
    }

    @Test func `an entry of 65536 bytes and a 257th entry are refused`() throws {
        var bundle = EntryBundle()
        let error = #expect(throws: TransparencyLogError.self) {
            try bundle.append([UInt8](repeating: 0, count: 65_536))
        }
        #expect(error?.code == "entry-bundle-too-large")
        for _ in 0..<256 { try bundle.append([]) }
        let other = #expect(throws: TransparencyLogError.self) { try bundle.append([]) }
        #expect(other?.code == "entry-bundle-too-large")
        #expect(bundle.entries.count == 256)
    }

    @Test(
        arguments: [
            ([], 1), ([0], 1), ([0, 0], 0), ([0, 0], 2), ([0, 1], 1), ([0, 2, 1], 1), ([0, 1, 1, 0], 1),
            ([0, 0, 0, 0], 1), ([255, 255, 1], 1), ([0, 0], -1), ([0, 0], 257),
        ] as [([UInt8], Int)])
    func `bytes that do not contain that many entries are refused`(bytes: [UInt8], width: Int) {
        #expect(throws: TransparencyLogError.self) { try EntryBundle(parsing: bytes, width: width) }
    }
}
