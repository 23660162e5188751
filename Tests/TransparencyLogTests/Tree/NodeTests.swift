import Testing
import TransparencyLog

struct NodeTests {
    @Test func `positions that no tree has are refused`() {
        for (level, number) in [(-1, 0), (0, -1), (63, 0), (62, 1), (0, Tree.sizeLimit), (1, Tree.sizeLimit / 2)] {
            #expect(throws: TransparencyLogError.self) { try Node(level: level, number: number) }
        }
        for size in [-1, Int.min, Tree.sizeLimit + 1, Int.max] {
            #expect(throws: TransparencyLogError.outOfRange(field: "size")) { try Tree.peaks(size) }
        }
    }

    @Test func `the topmost node has all leaves`() throws {
        #expect(try Node(level: 62, number: 0).leaves == 0..<Tree.sizeLimit)
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
