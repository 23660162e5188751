import Testing
import TransparencyCrypto
import TransparencyLog

struct FrontierTests {
    struct Head: Decodable {
        let size: Int
        let leaf: String
        let root: String
    }

    @Test func `the published trees have the published roots`() throws {
        var frontier = Frontier()
        let heads = try Vectors.lines("heads.ndjson", as: Head.self)
        #expect(heads.count == 8)
        for head in heads {
            let entry = try Hex.bytes(head.leaf)
            frontier.append(SHA256Function.crypto.leaf(entry.span), using: .crypto)
            #expect(frontier.size == head.size)
            #expect(frontier.root(using: .crypto).hex == head.root)
        }
    }

    @Test func `the root at every size to 300 is that of the definition`() {
        let tree = DefinedTree((0..<300).map { "entry \($0)" })
        let log = MemoryLog(leaves: tree.leaves)
        for size in 0...300 where log.roots[size] != tree.root(0..<size) {
            Issue.record("another root at size \(size)")
        }
    }

    @Test func `an append passes on the leaf and then each subtree that it completes`() {
        let tree = DefinedTree((0..<130).map { "\($0)" })
        var frontier = Frontier()
        for (number, leaf) in tree.leaves.enumerated() {
            var nodes: [Node] = []
            frontier.append(leaf, using: .crypto) { node, hash in
                nodes.append(node)
                #expect(hash == tree.root(node.leaves))
            }
            #expect(nodes.map(\.level) == Array(0...(number + 1).trailingZeroBitCount))
            #expect(nodes.allSatisfy { $0.leaves.upperBound == number + 1 })
        }
    }

    @Test func `a tree resumed from stored nodes grows as if it had never stopped`() throws {
        let leaves = (0..<100).map { SHA256Function.crypto.leaf("\($0)") }
        let log = MemoryLog(leaves: leaves)
        for size in 0..<100 {
            var resumed = try Frontier(size: size, peaks: Tree.peaks(size).map(log.read))
            #expect(resumed.root(using: .crypto) == log.roots[size])
            resumed.append(leaves[size], using: .crypto)
            #expect(resumed.root(using: .crypto) == log.roots[size + 1])
        }
        #expect(throws: TransparencyLogError.outOfRange(field: "peaks")) { try Frontier(size: 3, peaks: []) }
        #expect(throws: TransparencyLogError.outOfRange(field: "size")) { try Frontier(size: -1, peaks: []) }
    }

    @Test func `subtrees that are hashed separately make the same tree`() throws {
        let leaves = (0..<100).map { SHA256Function.crypto.leaf("\($0)") }
        let log = MemoryLog(leaves: leaves)
        var frontier = Frontier()
        for start in stride(from: 0, to: 96, by: 16) {
            var part = Frontier()
            for leaf in leaves[start..<start + 16] { part.append(leaf, using: .crypto) }
            try frontier.append(subtree: part.root(using: .crypto), level: 4, using: .crypto)
        }
        #expect(frontier.root(using: .crypto) == log.roots[96])
        frontier.append(leaves[96], using: .crypto)
        #expect(frontier.root(using: .crypto) == log.roots[97])
        for level in [1, 4, 62, 63, 64, -1, Int.max] {
            #expect(throws: TransparencyLogError.outOfRange(field: "level")) {
                try frontier.append(subtree: leaves[0], level: level, using: .crypto)
            }
        }
    }

    @Test func `a tree takes leaves until the limit and no subtree beyond it`() throws {
        let hash = SHA256Function.crypto.leaf("")
        var frontier = Frontier()
        try frontier.append(subtree: hash, level: 62, using: .crypto)
        #expect(frontier.size == Tree.sizeLimit)
        #expect(throws: TransparencyLogError.outOfRange(field: "level")) {
            try frontier.append(subtree: hash, level: 0, using: .crypto)
        }
    }
}
