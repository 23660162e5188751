import Foundation
import SeededNumbers
import Testing
import TransparencyLog

struct Base64Tests {
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func `the test vectors of RFC 4648 section 10 hold`(plain: String, encoded: String) throws {
        #expect(Base64.text(Array(plain.utf8)) == encoded)
        #expect(try Base64.bytes(encoded) == Array(plain.utf8))
    }

    @Test func `it agrees with Foundation on random bytes`() throws {
        var random = SeededNumbers(seed: 4648)
        for count in 0..<200 {
            let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            #expect(Base64.text(bytes) == Data(bytes).base64EncodedString())
            #expect(try Base64.bytes(Base64.text(bytes)) == bytes)
        }
    }

    @Test(arguments: [
        "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "====", "=", "Z===", "Zm9v\n", "Zm 9", "Zm9_", "Zm-v", "Zg==Zg==", "Z=g=",
        "Zm9vA", "éééé",
    ])
    func `every other spelling is refused`(text: String) {
        let error = #expect(throws: TransparencyLogError.self) { try Base64.bytes(text) }
        #expect(error?.code == "base64-malformed")
    }
}
