import Testing
import TransparencyCrypto
import TransparencyLog

@Suite struct AttachingTests {
    @Test func eachWitnessOnceTheNewest() throws {
        let log = try TestLog(5)
        let note = try log.note(5)
        let checkpoint = try Checkpoint(note.text)
        let (one, two) = (log.witnessSigner, try TestLog.signer(3, "example.com/two", .cosignature))
        let stranger = try TestLog.signer(4, "example.com/stranger", .cosignature)
        let attach = { (note: SignedNote, lines: [NoteSignature]) in
            try note.attaching(lines, of: [one.key, two.key], log: log.signer.key, using: .crypto)
        }
        let early = try one.cosign(checkpoint, at: 100)
        let late = try one.cosign(checkpoint, at: 200)
        let second = try two.cosign(checkpoint, at: 150)
        let unknown = try stranger.cosign(checkpoint, at: 150)
        let own = note.signatures
        #expect(try attach(note, []) == note)
        let both = try attach(note, [early, unknown, second])
        #expect(both.signatures == own + [early, second])
        #expect(try attach(both, [late]).signatures == own + [late, second])
        #expect(try attach(attach(both, [late]), [early]).signatures == own + [late, second])
        #expect(try attach(note, [late, early, late]).signatures == own + [late])
        // The log's signature comes first, and those of unknown keys stay.
        let mixed = try SignedNote(note.text, signatures: [unknown, early] + own)
        #expect(try attach(mixed, [second]).signatures == own + [unknown, early, second])
        // Signatures in unknown names do not matter; those in known names must be valid.
        let elsewhere = try one.cosign(Checkpoint(log.note(4).text), at: 300)
        let invalid = TransparencyLogError.signatureInvalid(name: "example.com/witness")
        #expect(throws: invalid) { try attach(note, [early, elsewhere]) }
        #expect(throws: invalid) { try attach(note.adding(elsewhere), []) }
        #expect(throws: TransparencyLogError.signatureMissing) {
            try attach(SignedNote(note.text, signatures: [early]), [second])
        }
        #expect(throws: TransparencyLogError.keyTypeUnsupported(1)) {
            try note.attaching([], of: [log.signer.key], log: log.signer.key, using: .crypto)
        }
    }

    @Test func answers() throws {
        let log = try TestLog(5)
        let answer = try log.judge(log.request(from: 0, to: 5), having: nil).answer { _ in }
        let lines = try NoteSignature.lines(parsing: (answer + answer).span)
        let note = try log.note(5).attaching(
            lines, of: [log.witnessSigner.key], log: log.signer.key, using: .crypto)
        let verified = try VerifiedCheckpoint(
            note, origin: log.origin, log: log.signer.key, witnesses: [log.witnessSigner.key], using: .crypto)
        #expect(verified.witnesses.map(\.time) == [TestLog.time])
        for wrong in [[], Array(answer.dropLast()), answer + [10], [10] + answer, Array("hello\n".utf8), [0xFF, 10]] {
            #expect(throws: TransparencyLogError.self) { try NoteSignature.lines(parsing: wrong.span) }
        }
        let many = Array(repeating: answer, count: 101).flatMap { $0 }
        #expect(throws: TransparencyLogError.tooLarge(.note, limit: 100, detail: "signatures")) {
            try NoteSignature.lines(parsing: many.span)
        }
    }
}
