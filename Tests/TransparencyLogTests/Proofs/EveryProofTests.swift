import SeededNumbers
import Testing
import TransparencyCrypto
import TransparencyLog

/// Tests every proof of every tree up to 300 leaves, unchanged and with one bit changed.
struct EveryProofTests {
    static let limit = 300
    static let log = MemoryLog(leaves: DefinedTree((0..<limit).map { "entry \($0)" }).leaves)

    /// Returns whether `verify` throws root-mismatch.
    static func isMismatch(_ verify: () throws -> Void) -> Bool {
        do {
            try verify()
            return false
        } catch {
            return error as? TransparencyLogError == .rootMismatch
        }
    }

    @Test func `every leaf of every tree to 300 is proven, and with one bit changed is not`() throws {
        let log = Self.log
        let leaves = try (0..<Self.limit).map { log.read(try Node(level: 0, number: $0)) }
        var random = SeededNumbers(seed: 6962)
        var count = 0
        for size in 1...Self.limit {
            for index in 0..<size {
                let proof = try log.inclusion(index, in: size)
                let (leaf, root) = (leaves[index], log.roots[size])
                try proof.verify(leaf: leaf, root: root, using: .crypto)
                var changed = [
                    Self.isMismatch {
                        try proof.verify(leaf: random.flippingOneBit(of: leaf), root: root, using: .crypto)
                    },
                    Self.isMismatch {
                        try proof.verify(leaf: leaf, root: random.flippingOneBit(of: root), using: .crypto)
                    },
                ]
                if let place = proof.path.indices.randomElement(using: &random) {
                    var path = proof.path
                    path[place] = random.flippingOneBit(of: path[place])
                    let bad = try InclusionProof(index: index, size: size, path: path)
                    changed.append(Self.isMismatch { try bad.verify(leaf: leaf, root: root, using: .crypto) })
                }
                if changed.contains(false) { Issue.record("a changed proof of \(index) in \(size) verifies") }
                count += 1
            }
        }
        #expect(count == Self.limit * (Self.limit + 1) / 2)
    }

    @Test func `every tree to 300 begins with every smaller one, and with one bit changed does not`() throws {
        let log = Self.log
        var random = SeededNumbers(seed: 9162)
        for second in 1...Self.limit {
            for first in 1...second {
                let proof = try log.consistency(from: first, to: second)
                let (old, new) = (log.roots[first], log.roots[second])
                try proof.verify(from: old, to: new, using: .crypto)
                var changed = [
                    Self.isMismatch { try proof.verify(from: random.flippingOneBit(of: old), to: new, using: .crypto) },
                    Self.isMismatch { try proof.verify(from: old, to: random.flippingOneBit(of: new), using: .crypto) },
                ]
                if let place = proof.path.indices.randomElement(using: &random) {
                    var path = proof.path
                    path[place] = random.flippingOneBit(of: path[place])
                    let bad = try ConsistencyProof(first: first, second: second, path: path)
                    changed.append(Self.isMismatch { try bad.verify(from: old, to: new, using: .crypto) })
                }
                if changed.contains(false) { Issue.record("a changed proof from \(first) to \(second) verifies") }
            }
        }
    }

    @Test func `a proof with a hash too many or too few has the wrong length`() throws {
        let log = Self.log
        let hash = log.roots[1]
        for size in 1...40 {
            for other in 0..<size {
                let path = try log.inclusion(other, in: size).path
                for wrong in [path + [hash], Array(path.dropLast())] where wrong.count != path.count {
                    #expect(throws: TransparencyLogError.proofLength) {
                        try InclusionProof(index: other, size: size, path: wrong)
                            .verify(
                                leaf: log.read(Node(level: 0, number: other)), root: log.roots[size], using: .crypto)
                    }
                }
                guard other > 0 else { continue }
                let steps = try log.consistency(from: other, to: size).path
                for wrong in [steps + [hash], Array(steps.dropLast())] {
                    #expect(throws: TransparencyLogError.proofLength) {
                        try ConsistencyProof(first: other, second: size, path: wrong)
                            .verify(from: log.roots[other], to: log.roots[size], using: .crypto)
                    }
                }
            }
        }
    }
}
