internal import Crypto

/// AES-256-GCM boxes: nonce (12 bytes) ‖ ciphertext ‖ tag (16 bytes), with data beside them that must be the same
/// when they are opened, so that no box opens in another's place.
enum Box {
    /// What is authenticated beside a box: its purpose, and whose or where it is.
    static func context(_ purpose: StaticString, _ owner: String, at position: Int? = nil) -> [UInt8] {
        var bytes = Array("labd \(purpose)\0\(owner)".utf8)
        if let position { bytes.append(bigEndian: UInt32(truncatingIfNeeded: position)) }
        return bytes
    }

    static func seal(_ content: [UInt8], _ key: SymmetricKey, authenticating context: [UInt8]) -> [UInt8] {
        // Sealing fails for keys that are not AES's and for contents beyond 64 GB, of which there are none here.
        guard let box = try? AES.GCM.seal(content, using: key, authenticating: context), let bytes = box.combined else {
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
    /// The key itself, to be wrapped.
    var bytes: [UInt8] {
        // Unsafe: copied within the closure.
        unsafe withUnsafeBytes { unsafe Array($0) }
    }
}
