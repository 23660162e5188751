/// A key that signs: its verifier key, and a function that signs with its private half.
///
/// The private key stays with the caller that passed the function in.
public struct NoteSigner: Sendable {
    /// The public half.
    public let key: VerifierKey
    private let signature: @Sendable ([UInt8]) -> [UInt8]?

    /// Creates a signer from `signature`, which must return the Ed25519 signature of its argument under the private half of
    /// `key`, or nil if it cannot. It is called from any thread.
    public init(key: VerifierKey, signature: @escaping @Sendable ([UInt8]) -> [UInt8]?) {
        self.key = key
        self.signature = signature
    }

    /// Signs `text` with a key of the type 0x01 (C2SP signed-note, “Ed25519 signatures”).
    ///
    /// - Throws: `key-type-unsupported` for a key of another type; `signing-failed`.
    public func sign(_ text: NoteText) throws(TransparencyLogError) -> NoteSignature {
        guard key.type == .ed25519 else { throw .keyTypeUnsupported(key.type.rawValue) }
        return try line(try signed(text.utf8))
    }

    /// Cosigns `checkpoint` with a key of the type 0x04, as of `time`, seconds since 1970-01-01T00:00:00Z (C2SP
    /// tlog-cosignature).
    ///
    /// - Throws: `key-type-unsupported` for a key of another type; `cosignature-malformed` for a negative time;
    ///   `signing-failed`.
    public func cosign(_ checkpoint: Checkpoint, at time: Int) throws(TransparencyLogError) -> NoteSignature {
        guard key.type == .cosignature else { throw .keyTypeUnsupported(key.type.rawValue) }
        let signature = try signed(Cosignature.message(of: checkpoint, at: time))
        return try line(try Cosignature(time: time, signature: signature).bytes)
    }

    private func signed(_ message: [UInt8]) throws(TransparencyLogError) -> [UInt8] {
        guard let signature = signature(message), signature.count == Ed25519.signatureByteCount else {
            throw .signingFailed(name: key.name.text)
        }
        return signature
    }

    private func line(_ signature: [UInt8]) throws(TransparencyLogError) -> NoteSignature {
        try NoteSignature(name: key.name, id: key.id, signature: signature)
    }
}
