import FuzzSupport
import TransparencyCrypto
import TransparencyLog

/// Fuzzes notes, checkpoints, keys, proof files and requests to witnesses: accepted input has exactly one form.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = unsafe input(bytes, count)
    if let note = try? SignedNote(parsing: text.span) {
        expect(note.bytes == text, "a note was written otherwise")
        if let checkpoint = try? Checkpoint(note.text) {
            expect(checkpoint.text == note.text, "a checkpoint was written otherwise")
            verify(note)
        }
    }
    if let proof = try? ProofFile(parsing: text.span) { expect(proof.bytes == text, "a proof was written otherwise") }
    if let request = try? AddCheckpointRequest(parsing: text.span) {
        expect(request.bytes == text, "a request was written otherwise")
    }
    if let signatures = try? NoteSignature.lines(parsing: text.span) {
        expect(!signatures.isEmpty || text.isEmpty, "no signatures in \(text.count) bytes")
    }
    if let key = try? VerifierKey(parsing: String(decoding: text, as: UTF8.self), using: .crypto) {
        expect(Array(key.description.utf8) == text, "a key was written otherwise")
    }
    prove(text)
    return 0
}

/// Verifies a note against a key that did not sign it, which must fail whatever the note contains.
private func verify(_ note: SignedNote) {
    guard let key else { fatalError("the fuzzer's own key cannot be read") }
    expect(
        (try? VerifiedCheckpoint(note, origin: "labd.example/fuzz", log: key, using: .crypto)) == nil,
        "a note was verified that nobody signed")
}

private let key = try? VerifierKey(
    name: KeyName("labd.example/fuzz"), type: .ed25519, publicKey: [UInt8](repeating: 7, count: 32), using: .crypto)

/// Fuzzes proofs with indices and paths from the input: none may verify for a root for which it was not made.
private func prove(_ bytes: [UInt8]) {
    guard bytes.count >= 16 else { return }
    let index = bytes[0..<8].reduce(0) { $0 << 8 | Int($1 & 0x7F) }
    let size = bytes[8..<16].reduce(0) { $0 << 8 | Int($1 & 0x7F) }
    var path: [Hash] = []
    for at in stride(from: 16, to: bytes.count - 31, by: 32) {
        guard let hash = Hash(Array(bytes[at..<at + 32]).span) else { return }
        path.append(hash)
    }
    guard let root = Hash([UInt8](repeating: 0xA5, count: 32).span) else { return }
    if let proof = try? InclusionProof(index: index, size: size, path: path) {
        expect(
            (try? proof.verify(leaf: path.first ?? root, root: root, using: .crypto)) == nil || size == 1,
            "a proof of inclusion held for a root of nothing")
    }
    if let proof = try? ConsistencyProof(first: index, second: size, path: path) {
        _ = try? proof.verify(from: path.first ?? root, to: root, using: .crypto)
    }
    _ = try? ProofPlan.inclusion(of: index, in: size)
    _ = try? ProofPlan.consistency(from: index, to: size)
}
