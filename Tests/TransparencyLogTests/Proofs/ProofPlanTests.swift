import Testing
import TransparencyCrypto
import TransparencyLog

struct ProofPlanTests {
    static let tree = DefinedTree((0..<70).map { "\($0)" })
    static let log = MemoryLog(leaves: tree.leaves)

    /// PATH(m, D[range]) of RFC 6962 section 2.1.1, word by word.
    static func path(_ m: Int, _ range: Range<Int>) -> [Hash] {
        guard range.count > 1 else { return [] }
        let middle = range.lowerBound + k(range.count)
        return m < middle
            ? path(m, range.lowerBound..<middle) + [tree.root(middle..<range.upperBound)]
            : path(m, middle..<range.upperBound) + [tree.root(range.lowerBound..<middle)]
    }

    /// SUBPROOF(m, D[range], b) of RFC 6962 section 2.1.2, with m counted from the tree's beginning.
    static func subproof(_ m: Int, _ range: Range<Int>, _ b: Bool) -> [Hash] {
        guard m != range.upperBound else { return b ? [] : [tree.root(range)] }
        let middle = range.lowerBound + k(range.count)
        return m <= middle
            ? subproof(m, range.lowerBound..<middle, b) + [tree.root(middle..<range.upperBound)]
            : subproof(m, middle..<range.upperBound, false) + [tree.root(range.lowerBound..<middle)]
    }

    /// The largest power of two below n.
    static func k(_ n: Int) -> Int {
        var k = 1
        while k * 2 < n { k *= 2 }
        return k
    }

    @Test func `inclusion proofs are the PATH of RFC 6962`() throws {
        for size in [1, 2, 3, 7, 8, 33, 64, 70] {
            for index in 0..<size {
                #expect(try Self.log.inclusion(index, in: size).path == Self.path(index, 0..<size))
            }
        }
    }

    @Test func `consistency proofs are the PROOF of RFC 6962`() throws {
        for size in [1, 2, 3, 7, 8, 33, 64, 70] {
            for first in 1...size {
                #expect(
                    try Self.log.consistency(from: first, to: size).path == Self.subproof(first, 0..<size, true))
            }
        }
    }

    @Test func `a plan reads the nodes it names, each within the tree`() throws {
        let plan = try ProofPlan.inclusion(of: 3, in: 70)
        var read: [Node] = []
        _ = plan.hashes(using: .crypto) { node in
            read.append(node)
            return Self.log.read(node)
        }
        #expect(read == plan.nodes)
        #expect(read.allSatisfy { $0.leaves.upperBound <= 70 && !$0.leaves.contains(3) })
    }

    @Test func `an error of the store is rethrown`() throws {
        struct Damaged: Error, Equatable { let at: Node }
        let plan = try ProofPlan.consistency(from: 3, to: 70)
        #expect(throws: Damaged(at: plan.nodes[1])) {
            try plan.hashes(using: .crypto) { (node) throws(Damaged) in
                if node == plan.nodes[1] { throw Damaged(at: node) }
                return Self.log.read(node)
            }
        }
    }

    @Test func `the largest tree can be planned, and nothing outside it`() throws {
        #expect(try ProofPlan.inclusion(of: Tree.sizeLimit - 2, in: Tree.sizeLimit - 1).nodes.count == 61)
        #expect(try ProofPlan.inclusion(of: 0, in: Tree.sizeLimit).nodes.count == 62)
        #expect(try ProofPlan.consistency(from: 1, to: Tree.sizeLimit).nodes.count == 62)
        for (index, size) in [(0, 0), (1, 1), (-1, 5), (5, 5), (0, -1), (0, Int.max), (Int.max, Int.max)] {
            #expect(throws: TransparencyLogError.self) { try ProofPlan.inclusion(of: index, in: size) }
        }
        for (first, second) in [(0, 0), (0, 5), (6, 5), (-1, 5), (1, Int.max), (Int.min, Int.min)] {
            #expect(throws: TransparencyLogError.self) { try ProofPlan.consistency(from: first, to: second) }
        }
    }

    @Test func `verifiers take the largest numbers without trapping`() throws {
        let hash = Self.log.roots[1]
        for count in [0, 1, 62, 63, 64, 100] {
            let path = [Hash](repeating: hash, count: count)
            for number in [0, 1, Int.max / 2, Int.max - 2, Int.max - 1] {
                let inclusion = try InclusionProof(index: number, size: Int.max, path: path)
                #expect(throws: TransparencyLogError.self) {
                    try inclusion.verify(leaf: hash, root: hash, using: .crypto)
                }
                guard number > 0 else { continue }
                let consistency = try ConsistencyProof(first: number, second: Int.max, path: path)
                #expect(throws: TransparencyLogError.self) {
                    try consistency.verify(from: hash, to: hash, using: .crypto)
                }
            }
        }
    }
}
