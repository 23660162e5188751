import Testing
import TransparencyCrypto
import TransparencyLog

struct VerifierKeyTests {
    static let foo = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"

    @Test(arguments: [foo, TesseraTests.key])
    func `published keys are read and written`(text: String) throws {
        let key = try VerifierKey(parsing: text, using: .crypto)
        #expect(key.type == .ed25519)
        #expect(key.description == text)
        #expect(
            try VerifierKey(name: key.name, type: key.type, publicKey: key.publicKey, using: .crypto) == key)
    }

    @Test func `the parts are what the text says`() throws {
        let key = try VerifierKey(parsing: Self.foo, using: .crypto)
        #expect(key.name.text == "example.com/foo")
        #expect(key.id.value == 0x530d_903a)
        #expect(key.publicKey.count == 32)
    }

    @Test func `the same public key has another id for another use or name`() throws {
        let key = try VerifierKey(parsing: Self.foo, using: .crypto)
        let witness = try VerifierKey(name: key.name, type: .cosignature, publicKey: key.publicKey, using: .crypto)
        let other = try VerifierKey(name: KeyName("b"), type: .ed25519, publicKey: key.publicKey, using: .crypto)
        #expect(Set([key.id, witness.id, other.id]).count == 3)
        #expect(try VerifierKey(parsing: witness.description, using: .crypto) == witness)
    }

    @Test(arguments: [
        ("", "verifier-key-malformed"),
        ("example.com/foo", "verifier-key-malformed"),
        ("example.com/foo+530d903a", "verifier-key-malformed"),
        ("+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "key-name-malformed"),
        ("exa mple+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "key-name-malformed"),
        ("example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "key-id-mismatch"),
        ("example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "key-id-mismatch"),
        ("example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "hex-malformed"),
        ("example.com/foo+530d903+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "verifier-key-malformed"),
        ("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2l", "key-id-mismatch"),
        ("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2", "base64-malformed"),
        ("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv", "verifier-key-malformed"),
        ("example.com/foo+530d903a+", "verifier-key-malformed"),
        ("example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "key-type-unsupported"),
    ])
    func `what is not a verifier key is refused with its reason`(text: String, code: String) {
        let error = #expect(throws: TransparencyLogError.self) { try VerifierKey(parsing: text, using: .crypto) }
        #expect(error?.code == code)
    }

    @Test(arguments: ["", " ", "a b", "a+b", "a\u{A0}b", "a\u{2003}b", "a\u{3000}", "a\nb", "a\u{1}", "\u{85}"])
    func `a name has no white space, plus sign or control character`(text: String) {
        #expect(throws: TransparencyLogError.self) { try KeyName(text) }
    }

    @Test func `names that only look alike are different names`() throws {
        #expect(try KeyName("caff\u{E8}") != KeyName("caffe\u{300}"))
        #expect(try Set([KeyName("caff\u{E8}"), KeyName("caffe\u{300}"), KeyName("caff\u{E8}")]).count == 2)
    }

    @Test func `a name beyond the limit is refused`() throws {
        #expect(try KeyName(String(repeating: "a", count: KeyName.limit)).text.count == KeyName.limit)
        #expect(throws: TransparencyLogError.self) { try KeyName(String(repeating: "a", count: KeyName.limit + 1)) }
    }
}
