/// A random secret of 256 bits, as it stands in an address or a cookie.
struct WebSecret: Sendable {
    /// The secret: 64 hexadecimal digits.
    let text: String

    /// Makes a new one.
    init() {
        var random = SystemRandom()
        text = (0..<32).map { _ in
            let byte = UInt8.random(in: 0...255, using: &random)
            return (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }

    /// Returns whether a text is the secret. How long that takes does not depend on how much of it is right.
    func matches(_ other: some StringProtocol) -> Bool {
        guard other.utf8.count == text.utf8.count else { return false }
        return zip(text.utf8, other.utf8).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
