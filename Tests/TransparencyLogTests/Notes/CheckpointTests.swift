import Testing
import TransparencyCrypto
import TransparencyLog

struct CheckpointTests {
    static let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="

    @Test func `a checkpoint is written as C2SP shows it, and read back`() throws {
        let checkpoint = try Checkpoint(
            origin: "example.com/behind-the-sofa", size: 20_852_163, root: Hash(base64: Self.root))
        #expect(checkpoint.text.string == "example.com/behind-the-sofa\n20852163\n\(Self.root)\n")
        #expect(try Checkpoint(checkpoint.text) == checkpoint)
    }

    @Test func `extension lines are kept in order`() throws {
        let checkpoint = try Checkpoint(NoteText("o\n0\n\(Self.root)\none\ntwo words\n"))
        #expect(checkpoint.extensions == ["one", "two words"])
        #expect(
            try Checkpoint(origin: "o", size: 0, root: Hash(base64: Self.root), extensions: ["one", "two words"])
                == checkpoint)
    }

    @Test(arguments: [
        "o\n", "o\n1\n", "\n1\n\(root)\n", "o\n01\n\(root)\n", "o\n+1\n\(root)\n", "o\n-1\n\(root)\n",
        "o\n\n\(root)\n", "o\n1 \n\(root)\n", "o\n0x1\n\(root)\n", "o\n١\n\(root)\n",
        "o\n9223372036854775808\n\(root)\n", "o\n18446744073709551616\n\(root)\n",
        "o\n99999999999999999999999999999999\n\(root)\n",
        "o\n1\n\n", "o\n1\n\(root.dropLast())\n", "o\n1\n\(root) \n", "o\n1\nAAAA\n", "o\n1\n\(root)\n\n",
        "o\n1\n\(root)\next\n\n", "o\n1\n\(root)\n\next\n", "o\n1\n\(root.dropLast(2))J=\n",
    ])
    func `what is not a checkpoint is refused`(text: String) {
        let error = #expect(throws: TransparencyLogError.self) { try Checkpoint(NoteText(text)) }
        #expect(error?.code == "checkpoint-malformed")
    }

    @Test func `the largest size is taken`() throws {
        #expect(try Checkpoint(NoteText("o\n9223372036854775807\n\(Self.root)\n")).size == Int.max)
    }

    @Test func `parts that would break its lines are refused`() throws {
        let root = try Hash(base64: Self.root)
        for (origin, lines) in [("", []), ("a\nb", []), ("a", [""]), ("a", ["b\nc"]), ("a", ["b\rc"]), ("a\r\n", [])] {
            let error = #expect(throws: TransparencyLogError.self) {
                try Checkpoint(origin: origin, size: 1, root: root, extensions: lines)
            }
            #expect(error?.code == "checkpoint-malformed")
        }
        #expect(throws: TransparencyLogError.outOfRange(field: "size")) {
            try Checkpoint(origin: "a", size: -1, root: root)
        }
    }

    @Test func `a checkpoint of another log, or that the log has not signed, is refused`() throws {
        let (log, other) = (try NoteSigner.seeded("log", seed: 1), try NoteSigner.seeded("other", seed: 2))
        let note = try SignedNoteTests.note("log\n1\n\(Self.root)\n", log)
        #expect(
            try VerifiedCheckpoint(note, origin: "log", log: log.key, using: .crypto).checkpoint.size == 1)
        #expect(throws: TransparencyLogError.originMismatch(found: "log")) {
            try VerifiedCheckpoint(note, origin: "log2", log: log.key, using: .crypto)
        }
        #expect(throws: TransparencyLogError.signatureMissing) {
            try VerifiedCheckpoint(note, origin: "log", log: other.key, using: .crypto)
        }
        // A witness's signature does not replace the log's.
        #expect(throws: TransparencyLogError.signatureMissing) {
            try VerifiedCheckpoint(note, origin: "log", log: other.key, witnesses: [log.key], using: .crypto)
        }
    }
}
