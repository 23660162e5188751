import Testing
import TransparencyLog

struct HexTests {
    @Test func `every byte has two lowercase digits`() throws {
        let bytes = Array(0...UInt8.max)
        let text = Hex.text(bytes)
        #expect(text.hasPrefix("000102") && text.hasSuffix("fdfeff"))
        #expect(try Hex.bytes(text) == bytes)
        #expect(try Hex.bytes("") == [])
    }

    @Test(arguments: ["0", "0g", "AB", "0x", " 00", "00\n", "é", "000"])
    func `what is not lowercase hexadecimal is refused`(text: String) {
        let error = #expect(throws: TransparencyLogError.self) { try Hex.bytes(text) }
        #expect(error?.code == "hex-malformed")
    }
}
