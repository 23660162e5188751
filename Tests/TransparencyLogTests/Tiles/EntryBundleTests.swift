import Testing
import TransparencyLog

struct EntryBundleTests {
    @Test func `each entry stands behind its length in two bytes`() throws {
        #expect(try EntryBundle([[], [1], [2, 3]]).bytes == [0, 0, 0, 1, 1, 0, 2, 2, 3])
        let long = try EntryBundle([[UInt8](repeating: 3, count: 256), [UInt8](repeating: 4, count: 65_535)]).bytes
        #expect(long.prefix(3) == [1, 0, 3] && long[258..<261] == [255, 255, 4] && long.count == 258 + 65_537)
        #expect(EntryBundle().bytes == [])
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
        #expect(bundle.bytes.count == 512)
    }
}
