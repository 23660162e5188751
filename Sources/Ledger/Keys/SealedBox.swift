import Crypto

/// AES-256-GCM boxes: nonce (12 bytes) ‖ ciphertext ‖ tag (16 bytes), with additional data that must be the same when they are
/// opened, so that no box opens in place of another.
enum SealedBox {
    /// The additional data of a box: its purpose, and its owner or position.
    static func context(_ purpose: StaticString, _ owner: String, at position: Int? = nil) -> [UInt8] {
        var bytes = Array("labd \(purpose)\0\(owner)".utf8)
        if let position { bytes.append(bigEndian: UInt32(truncatingIfNeeded: position)) }
        return bytes
    }

    /// Seals content. The nonce consists of 96 bits from `random`. A key seals only one person's fields, so it never uses so
    /// many nonces that two would collide (NIST SP 800-38D § 8.3: at most 2^32).
    static func seal(
        _ content: [UInt8], _ key: SymmetricKey, authenticating context: [UInt8], _ random: inout RandomPool
    ) -> [UInt8] {
        var nonce: [UInt8] = []
        random.append(12, to: &nonce)
        // Sealing fails only for keys of a wrong size and for contents beyond 64 GB, which do not occur here.
        guard let nonce = try? AES.GCM.Nonce(data: nonce),
            let box = try? AES.GCM.seal(content, using: key, nonce: nonce, authenticating: context),
            let bytes = box.combined
        else {
            preconditionFailure("AES-256-GCM seals any line-sized content")
        }
        return Array(bytes)
    }

    /// Opens a box; nil if the key, the context or any bit of the box is wrong.
    static func open(_ bytes: [UInt8], _ key: SymmetricKey, authenticating context: [UInt8]) -> [UInt8]? {
        guard let box = try? AES.GCM.SealedBox(combined: bytes),
            let content = try? AES.GCM.open(box, using: key, authenticating: context)
        else { return nil }
        return Array(content)
    }
}

extension SymmetricKey {
    /// Creates a new key of 256 random bits.
    init(from random: inout RandomPool) {
        var bytes: [UInt8] = []
        random.append(32, to: &bytes)
        self.init(data: bytes)
    }

    /// The bytes of the key, to be wrapped.
    var bytes: [UInt8] {
        // Unsafe: copied within the closure.
        unsafe withUnsafeBytes { unsafe Array($0) }
    }
}
