/// An implementation of SHA-256, and the hashes of a tree that are computed with it.
///
/// This module does not contain an implementation of SHA-256; the program passes one in. Neither ``leaf(_:)`` nor
/// ``node(_:_:)`` allocates memory unless that implementation does.
public struct SHA256Function: Sendable {
    /// SHA-256 of the first bytes followed by the second.
    let sha256: @Sendable (Span<UInt8>, Span<UInt8>) -> Hash

    /// Creates the function from `sha256`, which must return the SHA-256 (FIPS 180-4) of its first argument followed by its
    /// second. Either may be empty. It is called from any thread.
    public init(_ sha256: @escaping @Sendable (Span<UInt8>, Span<UInt8>) -> Hash) {
        self.sha256 = sha256
    }

    /// Returns the SHA-256 of bytes as they are, without the prefix of a leaf or a node.
    public func digest(_ bytes: Span<UInt8>) -> Hash {
        let nothing: [0 of UInt8] = []
        return sha256(bytes, nothing.span)
    }

    /// Returns the hash of a leaf, SHA-256(0x00 ‖ entry) (RFC 6962 § 2.1).
    public func leaf(_ entry: Span<UInt8>) -> Hash {
        let prefix: [1 of UInt8] = [0x00]
        return sha256(prefix.span, entry)
    }

    /// Returns the hash of two neighbouring subtrees together, SHA-256(0x01 ‖ left ‖ right) (RFC 6962 § 2.1).
    public func node(_ left: Hash, _ right: Hash) -> Hash {
        let prefix: [1 of UInt8] = [0x01]
        var pair = [64 of UInt8](repeating: 0)
        left.write(to: &pair, at: 0)
        right.write(to: &pair, at: Hash.byteCount)
        return sha256(prefix.span, pair.span)
    }

    /// The root of the tree without leaves: the SHA-256 of no bytes (RFC 6962 § 2.1).
    public var emptyRoot: Hash { plain([]) }

    /// Returns SHA-256(bytes), without a prefix.
    func plain(_ bytes: [UInt8]) -> Hash {
        let nothing: [UInt8] = []
        return sha256(bytes.span, nothing.span)
    }

    /// Returns the root over adjacent subtrees, each larger than the next, by folding them from the right. Nil for none.
    ///
    /// MTH(D[0:n]) = node(MTH(D[0:k]), MTH(D[k:n])), where k is the largest power of two below n (RFC 6962 § 2.1).
    func fold(_ subtrees: some BidirectionalCollection<Hash>) -> Hash? {
        guard var root = subtrees.last else { return nil }
        for subtree in subtrees.dropLast().reversed() { root = node(subtree, root) }
        return root
    }
}
