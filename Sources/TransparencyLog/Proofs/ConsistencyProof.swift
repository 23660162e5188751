/// That the tree of `first` leaves with a certain root is the beginning of the tree of `second` leaves with another
/// (RFC 6962 § 2.1.2): that the log only grew.
///
/// Holding one proves nothing: ``verify(from:to:using:)`` does.
public struct ConsistencyProof: Sendable, Hashable {
    /// The number of leaves of the smaller tree.
    public let first: Int
    /// The number of leaves of the larger tree.
    public let second: Int
    /// The hashes, in the order of RFC 6962.
    public let path: [Hash]

    /// The proof made of these hashes, of which nothing has been verified.
    ///
    /// - Throws: `out-of-range` unless 0 < first ≤ second. Every tree begins with the empty one, so there is nothing to
    ///   prove of it, and a "proof" that names it would bind nothing to its root.
    public init(first: Int, second: Int, path: [Hash]) throws(TransparencyLogError) {
        guard first > 0, first <= second else { throw .outOfRange(field: "first") }
        self.first = first
        self.second = second
        self.path = path
    }

    /// Returns if the tree of ``first`` leaves whose root is `firstRoot` is the beginning of the tree of ``second``
    /// leaves whose root is `secondRoot` (RFC 9162 § 2.1.4.2). For equal sizes: if the roots are equal and the path is
    /// empty.
    ///
    /// - Throws: `proof-length`, or `root-mismatch` if a root, a size or the proof is another's.
    public func verify(
        from firstRoot: Hash, to secondRoot: Hash, using sha256: SHA256Function
    ) throws(TransparencyLogError) {
        if first == second {
            guard path.isEmpty else { throw .proofLength }
            guard firstRoot == secondRoot else { throw .rootMismatch }
            return
        }
        // Step 2: a smaller tree that is perfect is itself the first hash of the path, and left out of it.
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
