import Testing
import TransparencyCrypto
import TransparencyLog

struct SignedNoteTests {
    /// The example of C2SP signed-note.
    static let example = """
        This is an example message.

        — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=

        """
    /// A line by an unknown key.
    static let stranger = "— stranger.example AAAAAAA=\n"

    static func note(_ text: String, _ signers: NoteSigner...) throws -> SignedNote {
        let text = try NoteText(text)
        return try SignedNote(text, signatures: signers.map { try $0.sign(text) })
    }

    @Test func `the published example verifies with the published key`() throws {
        let key = try VerifierKey(parsing: VerifierKeyTests.foo, using: .crypto)
        let note = try SignedNote(Self.example)
        #expect(note.string == Self.example)
        let verified = try note.verified(by: [key], using: .crypto)
        #expect(verified.text.string == "This is an example message.\n")
        #expect(verified.signatures.map(\.key) == [key])
        #expect(verified.signatures.map(\.time) == [nil])
    }

    @Test func `a text with any byte changed is refused`() throws {
        let key = try VerifierKey(parsing: VerifierKeyTests.foo, using: .crypto)
        for place in 0..<27 {
            var bytes = Array(Self.example.utf8)
            bytes[place] ^= 1
            #expect(throws: TransparencyLogError.signatureInvalid(name: "example.com/foo")) {
                try SignedNote(bytes).verified(by: [key], using: .crypto)
            }
        }
    }

    @Test func `several keys sign, and those that are known are reported in the note's order`() throws {
        let signers = try ["a", "b", "c"].enumerated().map { try NoteSigner.seeded($1, seed: UInt8($0)) }
        let note = try Self.note("text\n", signers[0], signers[1], signers[2])
        let back = try SignedNote(note.bytes)
        #expect(back == note)
        let verified = try back.verified(by: [signers[2].key, signers[0].key], using: .crypto)
        #expect(verified.signatures.map(\.key.name.text) == ["a", "c"])
    }

    @Test func `a note that no known key signed is refused`() throws {
        let (a, b) = (try NoteSigner.seeded("a", seed: 1), try NoteSigner.seeded("b", seed: 2))
        let note = try Self.note("text\n", a)
        for keys in [[], [b.key]] {
            #expect(throws: TransparencyLogError.signatureMissing) { try note.verified(by: keys, using: .crypto) }
        }
    }

    @Test func `a line does not refer to a key that shares only its name or only its id`() throws {
        let (a, b) = (try NoteSigner.seeded("a", seed: 1), try NoteSigner.seeded("b", seed: 2))
        let good = try Self.note("text\n", a)
        let sameName = try NoteSignature(name: a.key.name, id: b.key.id, signature: [1, 2, 3])
        let sameID = try NoteSignature(name: b.key.name, id: a.key.id, signature: [1, 2, 3])
        let note = try good.adding(sameName).adding(sameID)
        #expect(try note.verified(by: [a.key, b.key], using: .crypto).signatures.map(\.key) == [a.key])
    }

    @Test func `one bad signature of a known key refuses the note, wherever it stands`() throws {
        let (a, b) = (try NoteSigner.seeded("a", seed: 1), try NoteSigner.seeded("b", seed: 2))
        let text = try NoteText("text\n")
        let good = try a.sign(text)
        let other = try b.sign(NoteText("other\n"))
        let short = try NoteSignature(name: b.key.name, id: b.key.id, signature: [0])
        for bad in [other, short] {
            for lines in [[good, bad], [bad, good]] {
                let note = try SignedNote(text, signatures: lines)
                #expect(throws: TransparencyLogError.signatureInvalid(name: "b")) {
                    try note.verified(by: [a.key, b.key], using: .crypto)
                }
                // For a reader that does not know b, the line is by an unknown key.
                #expect(try note.verified(by: [a.key], using: .crypto).signatures.count == 1)
            }
        }
        let twice = try SignedNote(
            text, signatures: [good, NoteSignature(name: a.key.name, id: a.key.id, signature: [0])])
        #expect(throws: TransparencyLogError.signatureInvalid(name: "a")) {
            try twice.verified(by: [a.key], using: .crypto)
        }
    }

    @Test func `a key that signed twice counts once`() throws {
        let a = try NoteSigner.seeded("a", seed: 1)
        let note = try Self.note("text\n", a, a)
        #expect(try note.verified(by: [a.key, a.key], using: .crypto).signatures.count == 1)
    }

    @Test func `the text ends at the last empty line`() throws {
        let a = try NoteSigner.seeded("a", seed: 1)
        for text in ["\n", "\n\n", "one\n\ntwo\n", "one\n\n\n", "— not a signature\n\n— nor this\n", "è 😀\n"] {
            let back = try SignedNote(Self.note(text, a).bytes)
            #expect(back.text.string == text)
            #expect(try back.verified(by: [a.key], using: .crypto).text.utf8 == Array(text.utf8))
        }
    }

    @Test(arguments: [
        "", "\n", "\n\n", "text\n", "text\n\n", "text\n" + stranger, "\n" + stranger, stranger,
        "text\n\n" + stranger + "\n", "text\n\n" + stranger + "x\n", "text\n\n" + stranger.dropLast(),
        "text\r\n\r\n" + stranger, "te\txt\n\n" + stranger, "te\0xt\n\n" + stranger,
        "text\n\n- stranger.example AAAAAAA=\n", "text\n\n—stranger.example AAAAAAA=\n",
        "text\n\n— stranger.example  AAAAAAA=\n", "text\n\n—  AAAAAAA=\n", "text\n\n— stranger.example\n",
        "text\n\n— stranger.example \n", "text\n\n— stranger.example AAAA\n", "text\n\n— stranger.example AAAAAA==\n",
        "text\n\n— stranger.example AAAAAAA\n", "text\n\n— stranger.example AAAAAAB=\n",
        "text\n\n— stranger.example AAAAAAA= \n", "text\n\n— stran+ger AAAAAAA=\n",
        "text\n\n— stran\u{A0}ger AAAAAAA=\n", "text\n\n— stranger.example AAAAAAA=\r\n",
    ])
    func `what is not a note is refused`(text: String) {
        let error = #expect(throws: TransparencyLogError.self) { try SignedNote(text) }
        #expect(error?.code == "note-malformed")
    }

    @Test func `the error names the line`() {
        #expect(
            throws: TransparencyLogError.malformed(
                .note, line: 5, detail: "expected a signature line: an em dash and a space")
        ) { try SignedNote("one\ntwo\n\n" + Self.stranger + "x\n") }
        #expect(throws: TransparencyLogError.malformed(.note, line: 2, detail: "it has a control character")) {
            try SignedNote("one\nt\two\n\n" + Self.stranger)
        }
    }

    @Test func `bytes that are not UTF-8 are refused`() {
        for bad in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x80]] as [[UInt8]] {
            let bytes = Array("te".utf8) + bad + Array("xt\n\n\(Self.stranger)".utf8)
            let error = #expect(throws: TransparencyLogError.self) { try SignedNote(bytes) }
            #expect(error?.code == "note-malformed")
        }
    }

    @Test func `a hundred signatures and a million bytes are accepted, one more is not`() throws {
        let hundred = "text\n\n" + String(repeating: Self.stranger, count: 100)
        #expect(try SignedNote(hundred).signatures.count == 100)
        let error = #expect(throws: TransparencyLogError.self) { try SignedNote(hundred + Self.stranger) }
        #expect(error?.code == "note-too-large")

        let rest = "\n\n" + Self.stranger
        let filler = String(repeating: "x", count: SignedNote.byteLimit - rest.utf8.count)
        #expect(try SignedNote(filler + rest).bytes.count == SignedNote.byteLimit)
        let other = #expect(throws: TransparencyLogError.self) { try SignedNote("x" + filler + rest) }
        #expect(other?.code == "note-too-large")
    }

    @Test func `a text is signed only if it can stand in a note`() throws {
        for text in ["", "no newline", "tab\t\n", "nul\0\n"] {
            #expect(throws: TransparencyLogError.self) { try NoteText(text) }
        }
        #expect(try NoteText("caff\u{E8}\n") != NoteText("caffe\u{300}\n"))
        #expect(throws: TransparencyLogError.self) { try SignedNote(NoteText("text\n"), signatures: []) }
    }

    @Test func `two known keys that cannot be told apart are refused`() throws {
        // The id is four bytes of the hash, so colliding keys are made here with a hash that always collides.
        let constant = SHA256Function { _, _ in Hash(littleEndianWords: 1, 2, 3, 4) }
        let keys = try [UInt8(1), 2].map {
            try VerifierKey(
                name: KeyName("a"), type: .ed25519, publicKey: [UInt8](repeating: $0, count: 32), using: constant)
        }
        #expect(throws: TransparencyLogError.keyAmbiguous(name: "a")) {
            try SignedNote(Self.example).verified(by: keys, using: .crypto)
        }
    }

    @Test func `a signer that fails, or returns less than a signature, makes no line`() throws {
        let key = try NoteSigner.seeded("a", seed: 1).key
        for result in [nil, [], [UInt8](repeating: 0, count: 63)] as [[UInt8]?] {
            #expect(throws: TransparencyLogError.signingFailed(name: "a")) {
                try NoteSigner(key: key) { _ in result }.sign(NoteText("text\n"))
            }
        }
    }
}
