import Testing
import TransparencyLog

struct NodeTests {
    /// Returns the positions in dense order, by its description: each leaf, then the subtrees that it completes.
    static func denseOrder(leaves: Int) throws -> [Node] {
        var nodes: [Node] = []
        for leaf in 0..<leaves {
            var (level, number) = (0, leaf)
            nodes.append(try Node(level: level, number: number))
            while number % 2 == 1 {
                (level, number) = (level + 1, number / 2)
                nodes.append(try Node(level: level, number: number))
            }
        }
        return nodes
    }

    @Test func `nodes are stored in the order of sumdb tlog`() throws {
        for (index, node) in try Self.denseOrder(leaves: 1_000).enumerated() {
            #expect(node.storedIndex == index)
            #expect(try Node(storedIndex: index) == node)
        }
    }

    @Test func `a tree stores as many nodes as are in dense order`() throws {
        for size in 0..<200 { #expect(try Tree.storedCount(size) == (try Self.denseOrder(leaves: size).count)) }
        #expect(try Tree.storedCount(Tree.sizeLimit) == Int.max)
    }

    @Test func `index and position are inverse up to the limit`() throws {
        var random = SplitMix(state: 62)
        for _ in 0..<5_000 {
            let index = Int(random.next() >> (1 + random.next() % 62))
            guard index < Int.max else { continue }
            #expect(try Node(storedIndex: index).storedIndex == index)
        }
        let last = try Node(storedIndex: Int.max - 1)
        #expect(last == (try Node(level: 62, number: 0)))
        #expect(last.leaves == 0..<Tree.sizeLimit)
        let leaf = try Node(level: 0, number: Tree.sizeLimit - 1)
        #expect(try Node(storedIndex: leaf.storedIndex) == leaf)
    }

    @Test func `positions that no tree has are refused`() {
        for (level, number) in [(-1, 0), (0, -1), (63, 0), (62, 1), (0, Tree.sizeLimit), (1, Tree.sizeLimit / 2)] {
            #expect(throws: TransparencyLogError.self) { try Node(level: level, number: number) }
        }
        for index in [-1, Int.min, Int.max] {
            #expect(throws: TransparencyLogError.outOfRange(field: "index")) { try Node(storedIndex: index) }
        }
        for size in [-1, Int.min, Tree.sizeLimit + 1, Int.max] {
            #expect(throws: TransparencyLogError.outOfRange(field: "size")) { try Tree.storedCount(size) }
            #expect(throws: TransparencyLogError.outOfRange(field: "size")) { try Tree.peaks(size) }
        }
    }

    @Test func `the peaks cover the tree from left to right`() throws {
        for size in Array(0...300) + [Tree.sizeLimit - 1, Tree.sizeLimit] {
            var end = 0
            for peak in try Tree.peaks(size) {
                #expect(peak.leaves.lowerBound == end)
                end = peak.leaves.upperBound
            }
            #expect(end == size)
        }
    }
}
