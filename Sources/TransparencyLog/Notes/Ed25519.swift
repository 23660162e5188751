/// The verification of Ed25519 signatures (RFC 8032), as it was passed in.
public struct Ed25519: Sendable {
    /// How many bytes a public key has.
    public static let publicKeyByteCount = 32
    /// How many bytes a signature has.
    public static let signatureByteCount = 64

    /// Whether the first bytes are a signature of the second by the third, a public key.
    let isValid: @Sendable ([UInt8], [UInt8], [UInt8]) -> Bool

    /// Uses `isValid`, which must say whether its first argument, 64 bytes, is the Ed25519 signature of the second, the
    /// message, under the third, a public key of 32 bytes that need not be a point. It is called from any thread.
    public init(
        isValid: @escaping @Sendable (_ signature: [UInt8], _ message: [UInt8], _ publicKey: [UInt8]) -> Bool
    ) {
        self.isValid = isValid
    }
}
