import Testing
import TransparencyCrypto
import TransparencyLog

struct ProofFileTests {
    static let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
    static let note = "log\n4\n\(root)\n\n— log AAAAAAA=\n"

    static func good(extra: [UInt8] = []) throws -> ProofFile {
        try ProofFile(
            index: 4, path: TesseraTests.log.inclusion(4, in: 7).path, note: TesseraTests.checkpoint(7), extra: extra)
    }

    @Test func `a proof file is written as C2SP describes it`() throws {
        let file = try ProofFile(
            index: 2, path: [Hash(base64: Self.root), Hash(base64: Self.root)], note: SignedNote(Self.note))
        #expect(file.string == "c2sp.org/tlog-proof@v1\nindex 2\n\(Self.root)\n\(Self.root)\n\n\(Self.note)")
        #expect(try ProofFile(file.bytes) == file)
        let extra = try ProofFile(index: 0, path: [], note: SignedNote(Self.note), extra: [1, 2])
        #expect(extra.string == "c2sp.org/tlog-proof@v1\nextra AQI=\nindex 0\n\n\(Self.note)")
        #expect(try ProofFile(extra.bytes) == extra)
    }

    @Test(arguments: [
        ("", "proof-malformed"), ("c2sp.org/tlog-proof@v1", "proof-malformed"),
        ("c2sp.org/tlog-proof@v1\n", "proof-malformed"),
        ("c2sp.org/tlog-proof@v2\nindex 2\n\n\(note)", "proof-malformed"),
        ("c2sp.org/tlog-proof@v1 \nindex 2\n\n\(note)", "proof-malformed"),
        ("c2sp.org/tlog-proof@v1\r\nindex 2\r\n\r\n\(note)", "proof-malformed"),
        ("c2sp.org/tlog-proof@v1\nindex 02\n\n\(note)", "proof-malformed"),
        ("c2sp.org/tlog-proof@v1\nindex  2\n\n\(note)", "proof-malformed"),
        ("c2sp.org/tlog-proof@v1\nindex -1\n\n\(note)", "proof-malformed"),
        ("c2sp.org/tlog-proof@v1\nindex\n\n\(note)", "proof-malformed"),
        ("c2sp.org/tlog-proof@v1\nindex 9223372036854775808\n\n\(note)", "proof-malformed"),
        ("c2sp.org/tlog-proof@v1\nindex 2\nextra AQI=\n\n\(note)", "proof-malformed"),
        ("c2sp.org/tlog-proof@v1\nextra \nindex 2\n\n\(note)", "proof-malformed"),
        ("c2sp.org/tlog-proof@v1\nextra AQI\nindex 2\n\n\(note)", "proof-malformed"),
        ("c2sp.org/tlog-proof@v1\nextra AQI=\nextra AQI=\nindex 2\n\n\(note)", "proof-malformed"),
        ("c2sp.org/tlog-proof@v1\nindex 2\nAAAA\n\n\(note)", "proof-malformed"),
        ("c2sp.org/tlog-proof@v1\nindex 2\n\(root)", "proof-malformed"),
        ("c2sp.org/tlog-proof@v1\nindex 2\n\(note)", "proof-malformed"),
        ("c2sp.org/tlog-proof@v1\nindex 2\n\n", "note-malformed"),
        ("c2sp.org/tlog-proof@v1\nindex 2\n\n\(note)x", "note-malformed"),
        ("c2sp.org/tlog-proof@v1\nindex 2\n\n\n\(note)", "checkpoint-malformed"),
        ("c2sp.org/tlog-proof@v1\nindex 4\n\n\(note)", "out-of-range"),
    ])
    func `what is not a proof file is refused with its reason`(text: String, code: String) {
        let error = #expect(throws: TransparencyLogError.self) { try ProofFile(text) }
        #expect(error?.code == code)
    }

    @Test func `63 hashes are read, 64 are too many`() throws {
        func text(_ count: Int) -> String {
            "c2sp.org/tlog-proof@v1\nindex 2\n" + String(repeating: Self.root + "\n", count: count) + "\n" + Self.note
        }
        #expect(try ProofFile(text(63)).inclusion.path.count == 63)
        let error = #expect(throws: TransparencyLogError.self) { try ProofFile(text(64)) }
        #expect(error?.code == "proof-too-large")
    }

    @Test func `a proof of another leaf, place, path, log or key is refused`() throws {
        let key = try VerifierKey(parsing: TesseraTests.key, using: .crypto)
        let origin = "example.com/log/testdata"
        let leaf = SHA256Function.crypto.leaf("five")
        let file = try Self.good(extra: [7])
        func verify(_ file: ProofFile, _ leaf: Hash, _ origin: String, _ key: VerifierKey) throws {
            _ = try file.verify(leaf: leaf, origin: origin, log: key, sha256: .crypto, ed25519: .crypto)
        }
        try verify(file, leaf, origin, key)
        #expect(throws: TransparencyLogError.rootMismatch) {
            try verify(file, SHA256Function.crypto.leaf("four"), origin, key)
        }
        let moved = try ProofFile(index: 5, path: file.inclusion.path, note: file.note)
        #expect(throws: TransparencyLogError.rootMismatch) { try verify(moved, leaf, origin, key) }
        let short = try ProofFile(index: 4, path: Array(file.inclusion.path.dropLast()), note: file.note)
        #expect(throws: TransparencyLogError.proofLength) { try verify(short, leaf, origin, key) }
        #expect(throws: TransparencyLogError.originMismatch(found: origin)) { try verify(file, leaf, "x", key) }
        let stranger = try NoteSigner.seeded(origin, seed: 1).key
        #expect(throws: TransparencyLogError.signatureMissing) { try verify(file, leaf, origin, stranger) }
    }
}
