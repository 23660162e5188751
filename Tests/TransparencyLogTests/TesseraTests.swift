import Testing
import TransparencyCrypto
import TransparencyLog

/// Tests with a whole log that another implementation wrote.
struct TesseraTests {
    static let key = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"
    static let entries = "one two three four five six seven eit nain ten ileven twelf threeten fourten fivten"
        .split(separator: " ").map { Array($0.utf8) }
    static let log = MemoryLog(leaves: entries.map { SHA256Function.crypto.leaf($0) })

    static func checkpoint(_ size: Int) throws -> SignedNote {
        try SignedNote(Vectors.bytes("tessera/checkpoint.\(size)"))
    }

    @Test(arguments: [
        (1, "0Nc2CrefWKseHj/mStd+LqC8B+NrX0btIiPt2SmN+ek="), (2, "T1X2GdkhUjV3iyufF9b0kVsWFxIU0VI4EpNml2Teci4="),
        (3, "Wqx3HImawpLnS/Gv4ubjAvi1WIOy0b8Ze0amvqbavKk="), (15, "rKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs="),
    ])
    func `the published roots are those of its leaves`(size: Int, root: String) {
        #expect(Self.log.roots[size].base64 == root)
    }

    @Test func `all its checkpoints verify, name our roots, and are written back byte for byte`() throws {
        let key = try VerifierKey(parsing: Self.key, using: .crypto)
        for size in 0...15 {
            let note = try Self.checkpoint(size)
            #expect(try note.bytes == Vectors.bytes("tessera/checkpoint.\(size)"))
            let verified = try VerifiedCheckpoint(note, origin: "example.com/log/testdata", log: key, using: .crypto)
            #expect(verified.checkpoint.size == size)
            #expect(verified.checkpoint.root == Self.log.roots[size])
        }
    }

    @Test(arguments: [1, 15]) func `its entry bundles are equal to ours, and its tiles are our leaves`(size: Int) throws
    {
        let bundle = try Vectors.bytes("tessera/tile-entries-000.p-\(size)")
        #expect(try EntryBundle(Array(Self.entries.prefix(size))).bytes == bundle)
        let leaves = try (0..<size).flatMap { Self.log.read(try Node(level: 0, number: $0)).bytes }
        #expect(try leaves == Vectors.bytes("tessera/tile-0-000.p-\(size)"))
    }

    @Test func `a proof file of each of its leaves verifies against each of its checkpoints`() throws {
        let key = try VerifierKey(parsing: Self.key, using: .crypto)
        for size in 1...15 {
            for index in 0..<size {
                let file = try ProofFile(
                    index: index, path: Self.log.inclusion(index, in: size).path, note: Self.checkpoint(size))
                let verified = try ProofFile(file.bytes).verify(
                    leaf: SHA256Function.crypto.leaf(Self.entries[index]), origin: "example.com/log/testdata",
                    log: key, sha256: .crypto, ed25519: .crypto)
                #expect(verified.checkpoint.size == size)
            }
        }
    }
}
