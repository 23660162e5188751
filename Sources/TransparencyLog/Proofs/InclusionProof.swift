/// A proof that a leaf is at `index` in the tree of `size` leaves with a given root (RFC 6962 § 2.1.1).
///
/// It proves nothing before ``verify(leaf:root:using:)`` has returned.
public struct InclusionProof: Sendable, Hashable {
    /// The position of the leaf, from 0.
    public let index: Int
    /// The number of leaves of the tree.
    public let size: Int
    /// The hashes, from the leaf's sibling up to the root's child.
    public let path: [Hash]

    /// Creates a proof from its hashes, without verifying them.
    ///
    /// - Throws: `out-of-range` unless 0 ≤ index < size.
    public init(index: Int, size: Int, path: [Hash]) throws(TransparencyLogError) {
        guard index >= 0, index < size else { throw .outOfRange(field: "index") }
        self.index = index
        self.size = size
        self.path = path
    }

    /// Verifies that the leaf with the hash `leaf` is at ``index`` in the tree of ``size`` leaves whose root is `root`.
    ///
    /// - Throws: `proof-length`, or `root-mismatch` if the leaf, the position, the root and the proof do not belong together.
    public func verify(leaf: Hash, root: Hash, using sha256: SHA256Function) throws(TransparencyLogError) {
        guard try self.root(leaf: leaf, using: sha256) == root else { throw .rootMismatch }
    }

    /// Returns the root to which the path leads from the hash `leaf` (RFC 9162 § 2.1.3.2, steps 2 to 4).
    ///
    /// - Throws: `proof-length` if the tree's size requires another number of hashes.
    public func root(leaf: Hash, using sha256: SHA256Function) throws(TransparencyLogError) -> Hash {
        var fn = index
        var sn = size - 1
        var r = leaf
        for p in path {
            guard sn != 0 else { throw .proofLength }
            if fn & 1 == 1 || fn == sn {
                r = sha256.node(p, r)
                // fn is not 0 here (0 = fn = sn was refused above), so the shift ends at a one bit.
                let zeroes = fn.trailingZeroBitCount
                fn >>= zeroes
                sn >>= zeroes
            } else {
                r = sha256.node(r, p)
            }
            fn >>= 1
            sn >>= 1
        }
        guard sn == 0 else { throw .proofLength }
        return r
    }
}
