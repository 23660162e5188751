import Testing
import TransparencyCrypto
import TransparencyLog

/// The vectors of transparency-dev/merkle.
struct PublishedProofTests {
    struct Inclusion: Decodable {
        let name: String
        let leafIdx: Double
        let treeSize: Int
        let root: String
        let leafHash: String
        let proof: [String]?
        let wantErr: Bool

        func verify() throws {
            guard let index = Int(exactly: leafIdx) else { throw TransparencyLogError.outOfRange(field: "index") }
            let proof = try InclusionProof(
                index: index, size: treeSize, path: (proof ?? []).map { try Hash(base64: $0) })
            try proof.verify(leaf: Hash(base64: leafHash), root: Hash(base64: root), using: .crypto)
        }
    }

    struct Consistency: Decodable {
        let name: String
        let size1: Int
        let size2: Int
        let root1: String
        let root2: String
        let proof: [String]?
        let wantErr: Bool

        func verify() throws {
            let proof = try ConsistencyProof(
                first: size1, second: size2, path: (proof ?? []).map { try Hash(base64: $0) })
            try proof.verify(from: Self.root(root1), to: Self.root(root2), using: .crypto)
        }

        /// Reads a root. Some vectors have a text of 12 bytes where the root does not matter, which is not a `Hash`. It is
        /// padded to 32 bytes, so that equal roots stay equal and different ones different, and the verifier is called.
        static func root(_ base64: String) throws -> Hash {
            let bytes = try Base64.bytes(base64)
            guard String(decoding: bytes, as: UTF8.self).hasPrefix("don't care") else {
                return try Hash(base64: base64)
            }
            return try #require(Hash.of(bytes + [UInt8](repeating: 0, count: 32 - bytes.count)))
        }
    }

    /// Returns whether it throws, and checks that it throws only an expected error.
    static func isRefused(_ verify: () throws -> Void) throws -> Bool {
        do {
            try verify()
            return false
        } catch is TransparencyLogError {
            return true
        }
    }

    @Test func `all 98 published inclusion proofs are accepted or refused as published`() throws {
        let vectors = try Vectors.lines("inclusion.ndjson", as: Inclusion.self)
        #expect(vectors.count == 98)
        for vector in vectors {
            #expect(try Self.isRefused(vector.verify) == vector.wantErr, "\(vector.name)")
        }
    }

    @Test func `all 98 published consistency proofs are accepted or refused as published`() throws {
        let vectors = try Vectors.lines("consistency.ndjson", as: Consistency.self)
        #expect(vectors.count == 98)
        for vector in vectors {
            #expect(try Self.isRefused(vector.verify) == vector.wantErr, "\(vector.name)")
        }
    }
}
