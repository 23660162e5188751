/// A text that at least one known key has signed. It is created only by verification.
public struct VerifiedNote: Sendable, Hashable {
    /// A valid signature of a key.
    public struct Signature: Sendable, Hashable {
        /// The key that signed.
        public let key: VerifierKey
        /// The seconds since 1970-01-01T00:00:00Z that a cosignature states and signs; nil for other signatures.
        public let time: Int?
    }

    /// The text that was signed.
    public let text: NoteText
    /// The known keys that signed, in the note's order, each once, so that they may be counted.
    public let signatures: [Signature]
}

extension SignedNote {
    /// Verifies that one or more of `keys` signed the note, and returns its text (C2SP signed-note, “Signatures”).
    ///
    /// A signature counts as a known key's if it has the key's name and id; others are ignored. All signatures of known keys
    /// are verified, and the note is refused if one of them is invalid. If a key signed more than once, the first signature is
    /// reported.
    ///
    /// - Throws: `signature-invalid`; `signature-missing` if none of `keys` signed; `key-ambiguous` if two different keys in
    ///   `keys` have the same name and id.
    public func verified(
        by keys: [VerifierKey], using ed25519: Ed25519
    ) throws(TransparencyLogError) -> VerifiedNote {
        for (index, key) in keys.enumerated() {
            for other in keys[..<index] where other.id == key.id && other.name == key.name && other != key {
                throw .keyAmbiguous(name: key.name.text)
            }
        }
        var found: [VerifiedNote.Signature] = []
        for signature in signatures {
            guard let key = keys.first(where: { $0.id == signature.id && $0.name == signature.name }) else { continue }
            let time = try verify(signature, by: key, using: ed25519)
            if !found.contains(where: { $0.key == key }) { found.append(VerifiedNote.Signature(key: key, time: time)) }
        }
        guard !found.isEmpty else { throw .signatureMissing }
        return VerifiedNote(text: text, signatures: found)
    }

    /// Returns the time that `signature` states, if it states one and is valid.
    private func verify(
        _ signature: NoteSignature, by key: VerifierKey, using ed25519: Ed25519
    ) throws(TransparencyLogError) -> Int? {
        let bytes: [UInt8]
        let message: [UInt8]
        let time: Int?
        switch key.type {
        case .ed25519:
            (bytes, message, time) = (signature.signature, text.utf8, nil)
        case .cosignature:
            // A cosignature is a statement about a checkpoint; on any other text it has no meaning.
            guard let cosignature = try? Cosignature(signature.signature), let checkpoint = try? Checkpoint(text) else {
                throw .signatureInvalid(name: key.name.text)
            }
            bytes = cosignature.signature
            message = Cosignature.message(of: checkpoint, at: cosignature.time)
            time = cosignature.time
        }
        guard bytes.count == Ed25519.signatureByteCount, ed25519.isValid(bytes, message, key.publicKey) else {
            throw .signatureInvalid(name: key.name.text)
        }
        return time
    }
}
