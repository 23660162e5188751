import Crypto

extension Ledger {
    /// Returns the SHA-256 of bytes, in base64.
    public static func digest(of bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        Base64.append(Array(SHA256.hash(data: bytes)), to: &text)
        return String(decoding: text, as: UTF8.self)
    }
}
