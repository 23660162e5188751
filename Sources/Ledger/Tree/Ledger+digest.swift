import Crypto
import TransparencyLog

extension Ledger {
    /// Returns the SHA-256 of bytes, in base64.
    public static func digest(of bytes: [UInt8]) -> String {
        Base64.encode(Array(SHA256.hash(data: bytes)).span)
    }
}
