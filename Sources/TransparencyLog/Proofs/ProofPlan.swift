/// The stored nodes of which a proof is made, and how they are combined. A plan follows from the sizes alone, before anything
/// is read.
///
/// ``hashes(using:reading:)`` asks the storage for one node after another, and rethrows its errors. Every node that it asks for
/// is in the tree of the size for which the plan was made.
public struct ProofPlan: Sendable, Hashable {
    /// For each element of the proof, in order, the leaves of whose Merkle tree it is the hash.
    let elements: [Range<Int>]

    /// Creates the plan of an inclusion proof: PATH(index, D[0:size]), from the leaf's sibling up (RFC 6962 § 2.1.1, RFC 9162 §
    /// 2.1.3.1).
    ///
    ///     PATH(0, {d0})  = {}
    ///     PATH(m, D[n])  = PATH(m, D[0:k]) : MTH(D[k:n])       for m < k
    ///     PATH(m, D[n])  = PATH(m − k, D[k:n]) : MTH(D[0:k])   for m ≥ k, k the largest power of two below n
    ///
    /// - Throws: `out-of-range` unless 0 ≤ index < size ≤ ``Tree/sizeLimit``.
    public static func inclusion(of index: Int, in size: Int) throws(TransparencyLogError) -> ProofPlan {
        try Tree.check(size)
        guard index >= 0, index < size else { throw .outOfRange(field: "index") }
        var elements: [Range<Int>] = []
        var range = 0..<size
        while range.count > 1 {
            let middle = range.lowerBound + Tree.split(range.count)
            if index < middle {
                elements.append(middle..<range.upperBound)
                range = range.lowerBound..<middle
            } else {
                elements.append(range.lowerBound..<middle)
                range = middle..<range.upperBound
            }
        }
        return ProofPlan(elements: elements.reversed())
    }

    /// Creates the plan of a consistency proof: PROOF(first, D[0:second]) (RFC 6962 § 2.1.2, RFC 9162 § 2.1.4.1).
    ///
    ///     PROOF(m, D[n])            = SUBPROOF(m, D[n], true)
    ///     SUBPROOF(m, D[m], true)   = {}
    ///     SUBPROOF(m, D[m], false)  = {MTH(D[m])}
    ///     SUBPROOF(m, D[n], b)      = SUBPROOF(m, D[0:k], b) : MTH(D[k:n])           for m ≤ k
    ///     SUBPROOF(m, D[n], b)      = SUBPROOF(m − k, D[k:n], false) : MTH(D[0:k])   for m > k
    ///
    /// - Throws: `out-of-range` unless 0 < first ≤ second ≤ ``Tree/sizeLimit``. The empty tree needs no proof, and RFC 9162
    ///   does not define one.
    public static func consistency(from first: Int, to second: Int) throws(TransparencyLogError) -> ProofPlan {
        try Tree.check(second)
        guard first > 0, first <= second else { throw .outOfRange(field: "first") }
        var elements: [Range<Int>] = []
        var range = 0..<second
        while first != range.upperBound {
            let middle = range.lowerBound + Tree.split(range.count)
            if first <= middle {
                elements.append(middle..<range.upperBound)
                range = range.lowerBound..<middle
            } else {
                elements.append(range.lowerBound..<middle)
                range = middle..<range.upperBound
            }
        }
        if range.lowerBound > 0 { elements.append(range) }
        return ProofPlan(elements: elements.reversed())
    }

    /// The nodes that ``hashes(using:reading:)`` reads, in that order: at most 2 · log2(size).
    public var nodes: [Node] { elements.flatMap { Tree.subtrees(of: $0) } }

    /// Returns the proof's hashes, in order. `read` returns the hash of a node that the log has stored; it is called for each
    /// of ``nodes``, in order.
    ///
    /// - Throws: what `read` throws.
    public func hashes<Failure: Error>(
        using sha256: SHA256Function, reading read: (Node) throws(Failure) -> Hash
    ) throws(Failure) -> [Hash] {
        var hashes: [Hash] = []
        hashes.reserveCapacity(elements.count)
        for element in elements {
            var subtrees: [Hash] = []
            for node in Tree.subtrees(of: element) { subtrees.append(try read(node)) }
            // An element is never empty, so there is something to fold.
            if let hash = sha256.fold(subtrees) { hashes.append(hash) }
        }
        return hashes
    }
}
