/// SHA-256, as it was passed in, and the three hashes that a tree is made of.
///
/// The module knows no implementation of SHA-256: the composition root gives it one. Neither ``leaf(_:)`` nor
/// ``node(_:_:)`` allocates memory, if what was passed in does not.
public struct SHA256Function: Sendable {
    /// SHA-256 of the first bytes followed by the second.
    let sha256: @Sendable (Span<UInt8>, Span<UInt8>) -> Hash

    /// Uses `sha256`, which must give the SHA-256 (FIPS 180-4) of its first argument followed by its second. Either may
    /// be empty. It is called from any thread.
    public init(_ sha256: @escaping @Sendable (Span<UInt8>, Span<UInt8>) -> Hash) {
        self.sha256 = sha256
    }

    /// SHA-256(0x00 ‖ entry): the hash of a leaf (RFC 6962 § 2.1).
    public func leaf(_ entry: Span<UInt8>) -> Hash {
        let prefix: [1 of UInt8] = [0x00]
        return sha256(prefix.span, entry)
    }

    /// SHA-256(0x01 ‖ left ‖ right): the hash of two neighbouring subtrees together (RFC 6962 § 2.1).
    public func node(_ left: Hash, _ right: Hash) -> Hash {
        let prefix: [1 of UInt8] = [0x01]
        var pair = [64 of UInt8](repeating: 0)
        left.write(to: &pair, at: 0)
        right.write(to: &pair, at: Hash.byteCount)
        return sha256(prefix.span, pair.span)
    }

    /// SHA-256 of nothing: the root of the tree without leaves (RFC 6962 § 2.1).
    public var emptyRoot: Hash { plain([]) }

    /// SHA-256(bytes), without any prefix.
    func plain(_ bytes: [UInt8]) -> Hash {
        let nothing: [UInt8] = []
        return sha256(bytes.span, nothing.span)
    }

    /// The root over subtrees that stand side by side, each greater than the next: folds from the right.
    ///
    /// MTH(D[0:n]) = node(MTH(D[0:k]), MTH(D[k:n])), k the largest power of two below n (RFC 6962 § 2.1). Nil for none.
    func fold(_ subtrees: some BidirectionalCollection<Hash>) -> Hash? {
        guard var root = subtrees.last else { return nil }
        for subtree in subtrees.dropLast().reversed() { root = node(subtree, root) }
        return root
    }
}
