import SeededNumbers
import Testing
import TransparencyCrypto
import TransparencyLog

/// Tests of parsers with changed bytes: none traps, and each accepts exactly what it would write.
struct MutationTests {
    static let rounds = 20_000

    /// Passes `rounds` random changes of `sample` to `write`, which parses and writes them again, and counts the accepted ones.
    static func taken(_ sample: [UInt8], _ write: ([UInt8]) throws -> [UInt8]) -> Int {
        var random = SeededNumbers(seed: UInt64(sample.count))
        var taken = 0
        for _ in 0..<rounds {
            let bytes = random.mutating(sample)
            do {
                let back = try write(bytes)
                taken += 1
                if back != bytes { Issue.record("took bytes that it would not write: \(bytes)") }
            } catch {
                if !(error is TransparencyLogError) { Issue.record(error) }
            }
        }
        return taken
    }

    @Test func `notes and their checkpoints withstand 20000 mutations`() throws {
        let log = try NoteSigner.seeded("log", seed: 1)
        let text = try NoteText(CosignatureTests.text + "more\n")
        let witness = try NoteSigner.seeded("w", .cosignature, seed: 2)
        let note = try SignedNote(
            text, signatures: [log.sign(text), witness.cosign(Checkpoint(text), at: CosignatureTests.time)])
        let taken = Self.taken(note.bytes) { bytes in
            let note = try SignedNote(bytes)
            if let checkpoint = try? Checkpoint(note.text) {
                let again = try Checkpoint(
                    origin: checkpoint.origin, size: checkpoint.size, root: checkpoint.root,
                    extensions: checkpoint.extensions)
                if again.text != note.text { Issue.record("took a checkpoint that it would not write") }
            }
            return note.bytes
        }
        #expect((1..<Self.rounds).contains(taken))
    }

    @Test func `proof files withstand 20000 mutations`() throws {
        let taken = Self.taken(try ProofFileTests.good(extra: [1, 2, 3, 4]).bytes) {
            bytes in try ProofFile(bytes).bytes
        }
        #expect((1..<Self.rounds).contains(taken))
    }

    @Test func `tile paths withstand 20000 mutations`() {
        for path in ["tile/0/x001/x234/067.p/5", "tile/entries/x018/x014/x398/x509/x481/983"] {
            let taken = Self.taken(Array(path.utf8)) { bytes in
                guard let path = String(validating: bytes, as: UTF8.self) else {
                    throw TransparencyLogError.outOfRange(field: "path")
                }
                return Array(try TilePath(parsing: path).path.utf8)
            }
            #expect((1..<Self.rounds).contains(taken))
        }
    }

    @Test func `verifier keys withstand 20000 mutations`() {
        let taken = Self.taken(Array(VerifierKeyTests.foo.utf8)) { bytes in
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw TransparencyLogError.outOfRange(field: "text")
            }
            return Array(try VerifierKey(parsing: text, using: .crypto).description.utf8)
        }
        // A change may leave the key as it was, but must not make another key.
        #expect(taken < Self.rounds / 10)
    }

    @Test func `base64 and hex withstand 20000 mutations`() {
        let base64 = Self.taken(Array(CheckpointTests.root.utf8)) { bytes in
            Array(Base64.text(try Base64.bytes(bytes)).utf8)
        }
        let hex = Self.taken(Array("e3b0c44298fc1c14".utf8)) { bytes in
            Array(Hex.text(try Hex.bytes(bytes)).utf8)
        }
        #expect((1..<Self.rounds).contains(base64) && (1..<Self.rounds).contains(hex))
    }
}
