import Crypto
public import TransparencyLog

extension SHA256Function {
    /// SHA-256 by swift-crypto.
    public static let crypto = SHA256Function { first, second in
        var hash = SHA256()
        // Unsafe: both arguments are lent for the call.
        unsafe first.withUnsafeBytes { unsafe hash.update(bufferPointer: $0) }
        unsafe second.withUnsafeBytes { unsafe hash.update(bufferPointer: $0) }
        // Unsafe: the digest's 32 bytes are read in place as four words; the loads need no alignment.
        return unsafe hash.finalize().withUnsafeBytes { digest in
            unsafe Hash(
                littleEndianWords: UInt64(littleEndian: digest.loadUnaligned(as: UInt64.self)),
                UInt64(littleEndian: digest.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
                UInt64(littleEndian: digest.loadUnaligned(fromByteOffset: 16, as: UInt64.self)),
                UInt64(littleEndian: digest.loadUnaligned(fromByteOffset: 24, as: UInt64.self)))
        }
    }
}
