import Testing
import TransparencyCrypto
import TransparencyLog

struct CosignatureTests {
    static let time = 1_679_315_147
    static let text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    /// The cosignature of the example in C2SP tlog-cosignature, whose key was not published.
    static let line = """
        — witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe\
        +mbIUBkBIfZ+qnA==

        """

    @Test func `what is signed is the message that C2SP shows`() throws {
        let message = Cosignature.message(of: try Checkpoint(NoteText(Self.text)), at: Self.time)
        #expect(String(decoding: message, as: UTF8.self) == "cosignature/v1\ntime 1679315147\n" + Self.text)
    }

    @Test func `the published cosignature states its time`() throws {
        let note = try SignedNote(Self.text + "\n" + Self.line)
        let cosignature = try Cosignature(note.signatures[0].signature)
        #expect(cosignature.time == Self.time)
        #expect(cosignature.bytes == note.signatures[0].signature)
    }

    @Test func `witnesses that cosigned are reported with their times`() throws {
        let log = try NoteSigner.seeded("example.com/behind-the-sofa", seed: 1)
        let witnesses = try (0..<3).map { try NoteSigner.seeded("w\($0)", .cosignature, seed: UInt8(10 + $0)) }
        let text = try NoteText(Self.text)
        let checkpoint = try Checkpoint(text)
        var note = try SignedNote(text, signatures: [log.sign(text)])
        for (index, witness) in witnesses.enumerated() {
            note = try note.adding(witness.cosign(checkpoint, at: Self.time + index))
        }
        let verified = try VerifiedCheckpoint(
            SignedNote(note.bytes), origin: checkpoint.origin, log: log.key,
            witnesses: [witnesses[2].key, witnesses[0].key], using: .crypto)
        #expect(verified.witnesses.map(\.key.name.text) == ["w0", "w2"])
        #expect(verified.witnesses.map(\.time) == [Self.time, Self.time + 2])
    }

    @Test func `a cosignature with another time, text or key is refused`() throws {
        let witness = try NoteSigner.seeded("w", .cosignature, seed: 3)
        let text = try NoteText(Self.text)
        let line = try witness.cosign(Checkpoint(text), at: Self.time)
        #expect(
            try SignedNote(text, signatures: [line]).verified(by: [witness.key], using: .crypto).signatures[0].time
                == Self.time)
        var bad: [SignedNote] = []
        for place in line.signature.indices {
            var bytes = line.signature
            bytes[place] ^= 1
            bad.append(
                try SignedNote(text, signatures: [NoteSignature(name: line.name, id: line.id, signature: bytes)]))
        }
        for count in [1, 64, 71, 73] {
            let bytes = [UInt8](repeating: 0, count: count)
            bad.append(
                try SignedNote(text, signatures: [NoteSignature(name: line.name, id: line.id, signature: bytes)]))
        }
        bad.append(try SignedNote(NoteText("x" + Self.text), signatures: [line]))
        bad.append(try SignedNote(NoteText("no checkpoint\n"), signatures: [line]))
        for note in bad {
            #expect(throws: TransparencyLogError.signatureInvalid(name: "w")) {
                try note.verified(by: [witness.key], using: .crypto)
            }
        }
    }

    @Test func `times that are negative or beyond 63 bits are refused`() {
        for first in [0x80, 0xFF] as [UInt8] {
            #expect(throws: TransparencyLogError.self) {
                try Cosignature([first] + [UInt8](repeating: 0xFF, count: 71))
            }
        }
        #expect(throws: TransparencyLogError.self) {
            try Cosignature(time: -1, signature: [UInt8](repeating: 0, count: 64))
        }
    }

    @Test func `a key signs only what its type is for`() throws {
        let text = try NoteText(Self.text)
        #expect(throws: TransparencyLogError.keyTypeUnsupported(1)) {
            try NoteSigner.seeded("a", seed: 1).cosign(Checkpoint(text), at: 0)
        }
        #expect(throws: TransparencyLogError.keyTypeUnsupported(4)) {
            try NoteSigner.seeded("a", .cosignature, seed: 1).sign(text)
        }
    }
}
