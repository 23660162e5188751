/// An implementation of the verification of Ed25519 signatures (RFC 8032), passed in by the program.
public struct Ed25519: Sendable {
    /// The number of bytes of a public key.
    public static let publicKeyByteCount = 32
    /// The number of bytes of a signature.
    public static let signatureByteCount = 64

    /// Returns whether the first argument is a signature of the second under the third, a public key.
    let isValid: @Sendable ([UInt8], [UInt8], [UInt8]) -> Bool

    /// Creates the verification from `isValid`, which must return whether its first argument, 64 bytes, is the Ed25519
    /// signature of the second, the message, under the third, a public key of 32 bytes that need not be a point. It is called
    /// from any thread.
    public init(
        isValid: @escaping @Sendable (_ signature: [UInt8], _ message: [UInt8], _ publicKey: [UInt8]) -> Bool
    ) {
        self.isValid = isValid
    }
}
