import CanonicalJSON
import LMDB
import Testing
import TransparencyCrypto
import TransparencyLog

@testable import Ledger

@Suite("The tree over the lines, its checkpoints and its proofs")
struct TreeTests {
    let fixture: Fixture

    init() throws {
        fixture = try Fixture()
    }

    /// The leaves of all lines, hashed again.
    private func leaves(_ ledger: Ledger) throws -> [Hash] {
        var leaves: [Hash] = []
        try ledger.scan { _, line in
            leaves.append(SHA256Function.crypto.leaf(line))
            return true
        }
        return leaves
    }

    private func checkpoint(_ ledger: Ledger) throws -> Checkpoint {
        let note = try #require(try ledger.checkpoint())
        return try VerifiedCheckpoint(
            note, origin: "labd.example/pescara", log: ledger.logKey, using: .crypto
        ).checkpoint
    }

    private func fill(_ ledger: Ledger, to count: Int, inBatchesOf size: Int) throws {
        var next = ledger.count
        while ledger.count < count {
            var batch = try ledger.beginBatch()
            for _ in 0..<min(size, count - ledger.count) {
                _ = try batch.append(command("c-\(next)", on: "case/\(next)"))
                next += 1
            }
            _ = try batch.commit()
        }
    }

    @Test func `every commit leaves a signed checkpoint of all lines`() throws {
        let ledger = try fixture.open()
        var frontier = Frontier()
        for size in 1...40 {
            try fill(ledger, to: size, inBatchesOf: 1)
            let leaves = try leaves(ledger)
            frontier.append(try #require(leaves.last), using: .crypto)
            let checkpoint = try checkpoint(ledger)
            #expect(checkpoint.size == size)
            #expect(checkpoint.root == frontier.root(using: .crypto))
        }
    }

    @Test(arguments: [(255, 100), (256, 256), (257, 1), (1_000, 64), (70_000, 8_192)])
    func `tiles contain the tree whatever the batches, and a log that is opened again continues it`(
        _ count: Int, _ size: Int
    ) throws {
        do { try fill(try fixture.open(), to: count, inBatchesOf: size) }
        let ledger = try fixture.open()
        #expect(ledger.damage.isEmpty)
        try fill(ledger, to: count + 3, inBatchesOf: 2)
        let leaves = try leaves(ledger)
        var frontier = Frontier()
        var nodes: [Node: Hash] = [:]
        for leaf in leaves { frontier.append(leaf, using: .crypto) { nodes[$0] = $1 } }
        #expect(try checkpoint(ledger).root == frontier.root(using: .crypto))
        for level in 0..<3 {
            let count = leaves.count >> (8 * level)
            for first in stride(from: 0, to: count, by: 256) {
                let tile = try Tile(level: level, index: first / 256, width: min(256, count - first))
                let hashes = try (first..<first + tile.width).map { nodes[try Node(level: 8 * level, number: $0)] }
                #expect(try ledger.content(of: tile) == hashes.flatMap { $0?.bytes ?? [] })
            }
        }
        let last = try EntryTile(index: (leaves.count - 1) / 256, width: (leaves.count - 1) % 256 + 1)
        var bundle = EntryBundle()
        for position in last.positions {
            let line = try #require(try ledger.line(at: position))
            try bundle.append(line.span)
        }
        #expect(try ledger.content(of: last) == bundle.bytes)
        #expect(try ledger.content(of: EntryTile(index: leaves.count / 256, width: 255)) == nil)
        #expect(try ledger.content(of: Tile(level: 0, index: leaves.count / 256, width: 255)) == nil)
    }

    @Test func `proofs of every position, and between all sizes, verify against the roots`() throws {
        let ledger = try fixture.open()
        try fill(ledger, to: 600, inBatchesOf: 50)
        let leaves = try leaves(ledger)
        var roots: [Hash] = [Frontier().root(using: .crypto)]
        var frontier = Frontier()
        for leaf in leaves {
            frontier.append(leaf, using: .crypto)
            roots.append(frontier.root(using: .crypto))
        }
        for size in [1, 2, 255, 256, 257, 511, 599, 600] {
            for index in stride(from: 0, to: size, by: 7) {
                let path = try ledger.hashes(of: .inclusion(of: index, in: size))
                try InclusionProof(index: index, size: size, path: path)
                    .verify(leaf: leaves[index], root: roots[size], using: .crypto)
            }
            for first in stride(from: 1, through: size, by: 5) {
                let path = try ledger.hashes(of: .consistency(from: first, to: size))
                try ConsistencyProof(first: first, second: size, path: path)
                    .verify(from: roots[first], to: roots[size], using: .crypto)
            }
        }
    }

    @Test(arguments: [0, 17, 255, 256, 399]) func `a line that was changed on the disk is found with its position`(
        _ position: Int
    ) throws {
        do { try fill(try fixture.open(), to: 400, inBatchesOf: 100) }
        do {
            let environment = try Environment(inDirectory: fixture.path + "/data/log")
            let events = try environment.openTable("events", keys: .integers)
            let writing = try environment.beginWrite()
            let key = UInt32(position)
            var line = try #require(try writing.get(events, key) { [UInt8](copying: $0) })
            // With another actor the line can still be read.
            let actor = try #require(line.firstRange(of: position == 0 ? "labd" : "anna"))
            line[actor] = UInt8(ascii: "k")
            try writing.put(events, key, line.span)
            try writing.commit()
        }
        let ledger = try fixture.open()
        #expect(ledger.damage.map(\.position) == [position])
        #expect(throws: LedgerError.self) {
            try ledger.scan(verifying: true) { found, _ in
                #expect(found < position)
                return true
            }
        }
        #expect(try ledger.verify(tile: position / 256) != nil)
        #expect(ledger.damage.map(\.position) == [position])
        let error = #expect(throws: LedgerError.self) { try ledger.append(command("c-new")) }
        #expect(error?.code == "log-damaged")
    }

    @Test func `a tree that does not fit its lines, a missing line and a missing checkpoint are damage`() throws {
        do { try fill(try fixture.open(), to: 600, inBatchesOf: 100) }
        do {
            let environment = try Environment(inDirectory: fixture.path + "/data/log")
            let tiles = try environment.openTable("tiles")
            let writing = try environment.beginWrite()
            let key = TileRow.key(1, 0)
            var tile = try #require(try writing.get(tiles, key.span) { [UInt8](copying: $0) })
            tile[40] ^= 1
            try writing.put(tiles, key.span, tile.span)
            try writing.commit()
        }
        #expect(try fixture.open().damage.map(\.position) == [256, 600])
        do {
            let environment = try Environment(inDirectory: fixture.path + "/data/log")
            let events = try environment.openTable("events", keys: .integers)
            let writing = try environment.beginWrite()
            try writing.delete(events, 300)
            try writing.commit()
        }
        #expect(try fixture.open().damage.map(\.position) == [256, 300, 599, 600])
        let other = try Fixture()
        do { try fill(try other.open(), to: 5, inBatchesOf: 5) }
        do {
            let environment = try Environment(inDirectory: other.path + "/data/log")
            let meta = try environment.openTable("meta")
            let writing = try environment.beginWrite()
            try writing.delete(meta, Array("checkpoint".utf8).span)
            try writing.commit()
        }
        #expect(try other.open().damage.map(\.position) == [5])
    }

    @Test func `the log's key is kept, readable only by the owner, and a different key is noticed`() throws {
        let key = try fixture.open().logKey
        #expect(try fixture.open().logKey == key)
        #expect(key.name.text == "labd.example/pescara")
        #expect(try fixture.permissions(of: "keys/log.key") == 0o600)
        try fixture.write("keys/log.key", [UInt8](repeating: 3, count: 32))
        #expect(try fixture.open().damage.count == 1)
        try fixture.remove("keys/log.key")
        #expect(throws: LedgerError.self) { try fixture.open() }
    }
}

extension [UInt8] {
    /// Returns where `text` begins.
    fileprivate func firstRange(of text: String) -> Int? {
        indices.first { self[$0...].starts(with: text.utf8) }
    }
}
