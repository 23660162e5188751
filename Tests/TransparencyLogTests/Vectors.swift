import Foundation
import SeededNumbers
import Testing
import TransparencyCrypto
import TransparencyLog

/// The published test data with these tests.
enum Vectors {
    /// The bytes of one file.
    static func bytes(_ name: String) throws -> [UInt8] {
        let directory = try #require(Bundle.module.url(forResource: "Vectors", withExtension: nil))
        return Array(try Data(contentsOf: directory.appending(path: name)))
    }

    /// The objects of a file that has one on each line.
    static func lines<Row: Decodable>(_ name: String, as type: Row.Type) throws -> [Row] {
        try bytes(name).split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(Row.self, from: Data($0))
        }
    }
}

/// A tree's leaves and roots, computed only by the definition (RFC 6962 § 2.1).
struct DefinedTree {
    let leaves: [Hash]

    init(_ entries: [String]) {
        leaves = entries.map { SHA256Function.crypto.leaf($0) }
    }

    /// MTH(D[range]).
    func root(_ range: Range<Int>) -> Hash {
        if range.isEmpty { return SHA256Function.crypto.emptyRoot }
        if range.count == 1 { return leaves[range.lowerBound] }
        var k = 1
        while k * 2 < range.count { k *= 2 }
        let middle = range.lowerBound + k
        return SHA256Function.crypto.node(
            root(range.lowerBound..<middle), root(middle..<range.upperBound))
    }
}

/// A log in memory.
struct MemoryLog {
    private(set) var frontier = Frontier()
    private(set) var stored: [Node: Hash] = [:]
    private(set) var roots: [Hash] = [SHA256Function.crypto.emptyRoot]

    init(leaves: [Hash]) {
        for leaf in leaves {
            frontier.append(leaf, using: .crypto) { stored[$0] = $1 }
            roots.append(frontier.root(using: .crypto))
        }
    }

    func read(_ node: Node) -> Hash {
        guard let hash = stored[node] else { preconditionFailure("the log has no node \(node)") }
        return hash
    }

    func inclusion(_ index: Int, in size: Int) throws -> InclusionProof {
        let plan = try ProofPlan.inclusion(of: index, in: size)
        return try InclusionProof(index: index, size: size, path: plan.hashes(using: .crypto, reading: read))
    }

    func consistency(from first: Int, to second: Int) throws -> ConsistencyProof {
        let plan = try ProofPlan.consistency(from: first, to: second)
        return try ConsistencyProof(
            first: first, second: second, path: plan.hashes(using: .crypto, reading: read))
    }
}

extension SeededNumbers {
    /// `hash` with one of its 256 bits changed.
    mutating func flippingOneBit(of hash: Hash) -> Hash {
        var bytes = hash.bytes
        let bit = Int(next() % 256)
        bytes[bit / 8] ^= 1 << UInt8(bit % 8)
        guard let flipped = Hash(bytes.span) else { return hash }
        return flipped
    }

    /// Returns `bytes` with one to three small changes, of kinds that often break parsers.
    mutating func mutating(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        let telling: [UInt8] = Array("\n +=/x019.\0\u{7F}-AZz".utf8) + [0xE2, 0x80, 0x94, 0xFF, 0xC0]
        for _ in 0...Int(next() % 3) {
            let at = bytes.isEmpty ? 0 : Int(next() % UInt64(bytes.count))
            switch next() % 7 {
            case 0 where !bytes.isEmpty: bytes[at] ^= 1 << UInt8(next() % 8)
            case 1 where !bytes.isEmpty: bytes.remove(at: at)
            case 2: bytes.insert(telling[Int(next() % UInt64(telling.count))], at: at)
            case 3 where !bytes.isEmpty: bytes[at] = telling[Int(next() % UInt64(telling.count))]
            case 4: bytes.removeSubrange(at..<min(bytes.count, at + Int(next() % 40)))
            case 5: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + Int(next() % 40))], at: at)
            default: bytes.insert(contentsOf: Array("99999999999999999999".utf8), at: at)
            }
        }
        return bytes
    }
}
