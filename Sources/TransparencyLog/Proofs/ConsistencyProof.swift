/// A proof that the tree of `first` leaves with a given root is the beginning of the tree of `second` leaves with another root
/// (RFC 6962 § 2.1.2), so that the log only grew.
///
/// It proves nothing before ``verify(from:to:using:)`` has returned.
public struct ConsistencyProof: Sendable, Hashable {
    /// The number of leaves of the smaller tree.
    public let first: Int
    /// The number of leaves of the larger tree.
    public let second: Int
    /// The hashes, in the order of RFC 6962.
    public let path: [Hash]

    /// Creates a proof from its hashes, without verifying them.
    ///
    /// - Throws: `out-of-range` unless 0 < first ≤ second. Every tree begins with the empty tree, so there is nothing to prove
    ///   about it, and a "proof" from it would not depend on any root.
    public init(first: Int, second: Int, path: [Hash]) throws(TransparencyLogError) {
        guard first > 0, first <= second else { throw .outOfRange(field: "first") }
        self.first = first
        self.second = second
        self.path = path
    }

    /// Verifies that the tree of ``first`` leaves whose root is `firstRoot` is the beginning of the tree of ``second`` leaves
    /// whose root is `secondRoot` (RFC 9162 § 2.1.4.2). For equal sizes the roots must be equal and the path empty.
    ///
    /// - Throws: `proof-length`, or `root-mismatch` if the roots, the sizes and the proof do not belong together.
    public func verify(
        from firstRoot: Hash, to secondRoot: Hash, using sha256: SHA256Function
    ) throws(TransparencyLogError) {
        if first == second {
            guard path.isEmpty else { throw .proofLength }
            guard firstRoot == secondRoot else { throw .rootMismatch }
            return
        }
        // Step 2: if the smaller tree is perfect, its root is the first hash of the path, and is left out.
        let isPerfect = first & (first - 1) == 0
        guard let start = isPerfect ? firstRoot : path.first else { throw .proofLength }
        // Steps 3 and 4.
        let ones = (~(first - 1)).trailingZeroBitCount
        var fn = (first - 1) >> ones
        var sn = (second - 1) >> ones
        // Steps 5 and 6.
        var fr = start
        var sr = start
        for c in path.dropFirst(isPerfect ? 0 : 1) {
            guard sn != 0 else { throw .proofLength }
            if fn & 1 == 1 || fn == sn {
                fr = sha256.node(c, fr)
                sr = sha256.node(c, sr)
                // fn is not 0 here (0 = fn = sn was refused above), so the shift ends at a one bit.
                let zeroes = fn.trailingZeroBitCount
                fn >>= zeroes
                sn >>= zeroes
            } else {
                sr = sha256.node(sr, c)
            }
            fn >>= 1
            sn >>= 1
        }
        // Step 7.
        guard sn == 0 else { throw .proofLength }
        guard fr == firstRoot, sr == secondRoot else { throw .rootMismatch }
    }
}
