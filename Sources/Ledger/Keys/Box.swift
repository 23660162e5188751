import Crypto

/// AES-256-GCM boxes: nonce (12 bytes) ‖ ciphertext ‖ tag (16 bytes), with data beside them that must be the same
/// when they are opened, so that no box opens in another's place.
enum Box {
    /// What is authenticated beside a box: its purpose, and whose or where it is.
    static func context(_ purpose: StaticString, _ owner: String, at position: Int? = nil) -> [UInt8] {
        var bytes = Array("labd \(purpose)\0\(owner)".utf8)
        if let position { bytes.append(bigEndian: UInt32(truncatingIfNeeded: position)) }
        return bytes
    }

    /// The nonce is drawn from `random`: 96 random bits, of which a key that seals one person's fields never uses so
    /// many that two would meet (NIST SP 800-38D § 8.3: at most 2^32).
    static func seal(
        _ content: [UInt8], _ key: SymmetricKey, authenticating context: [UInt8], _ random: inout RandomPool
    ) -> [UInt8] {
        var nonce: [UInt8] = []
        random.append(12, to: &nonce)
        // Sealing fails for keys that are not AES's and for contents beyond 64 GB, of which there are none here.
        guard let nonce = try? AES.GCM.Nonce(data: nonce),
            let box = try? AES.GCM.seal(content, using: key, nonce: nonce, authenticating: context),
            let bytes = box.combined
        else {
            preconditionFailure("AES-256-GCM seals any line-sized content")
        }
        return Array(bytes)
    }

    /// The content; nil if the key, the context or any bit of the box is another.
    static func open(_ bytes: [UInt8], _ key: SymmetricKey, authenticating context: [UInt8]) -> [UInt8]? {
        guard let box = try? AES.GCM.SealedBox(combined: bytes),
            let content = try? AES.GCM.open(box, using: key, authenticating: context)
        else { return nil }
        return Array(content)
    }
}

extension SymmetricKey {
    /// A new key of 256 random bits.
    init(from random: inout RandomPool) {
        var bytes: [UInt8] = []
        random.append(32, to: &bytes)
        self.init(data: bytes)
    }

    /// The key itself, to be wrapped.
    var bytes: [UInt8] {
        // Unsafe: copied within the closure.
        unsafe withUnsafeBytes { unsafe Array($0) }
    }
}
