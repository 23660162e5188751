import Testing
import TransparencyCrypto
import TransparencyLog

struct TileTests {
    /// Long enough for two full tiles.
    static let log = MemoryLog(leaves: (0..<700).map { SHA256Function.crypto.leaf("\($0)") })

    @Test func `a tree of 70000 has the tiles that C2SP counts`() throws {
        let paths = try TilesOfTree(size: 70_000).map(\.path)
        #expect(paths.filter { $0.hasPrefix("tile/entries/") }.count == 274)
        #expect(paths.filter { $0.hasPrefix("tile/0/") }.count == 274)
        #expect(paths.contains("tile/0/273.p/112"))
        #expect(paths.contains("tile/entries/273.p/112"))
        #expect(paths.suffix(3) == ["tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"])
    }

    @Test func `a tree of 256 has a full tile and one of width 1 above it`() throws {
        #expect(try TilesOfTree(size: 256).map(\.path) == ["tile/entries/000", "tile/0/000", "tile/1/000.p/1"])
        #expect(try TilesOfTree(size: 0).map(\.path) == [])
        #expect(try TilesOfTree(size: 1).map(\.path) == ["tile/entries/000.p/1", "tile/0/000.p/1"])
    }

    @Test func `what growing adds are the tiles the smaller tree did not have`() throws {
        var random = SplitMix(state: 256)
        for _ in 0..<100 {
            let size = Int(random.next() % 140_000)
            let older = Int(random.next() % UInt64(size + 1))
            let before = Set(try TilesOfTree(size: older))
            #expect(
                try Array(TilesOfTree(size: size, since: older))
                    == TilesOfTree(size: size).filter { !before.contains($0) })
        }
        #expect(try TilesOfTree(size: 300, since: 256).map(\.path) == ["tile/entries/001.p/44", "tile/0/001.p/44"])
    }

    @Test func `a tree has exactly the tiles whose hashes it contains`() throws {
        for size in [1, 255, 256, 257, 65_536, 70_000] {
            for case .hashes(let tile) in try TilesOfTree(size: size) {
                #expect(tile.isComplete(in: size))
                #expect(tile.nodes.allSatisfy { $0.leaves.upperBound <= size })
                if tile.width < 256 {
                    let wider = try Tile(level: tile.level, index: tile.index, width: tile.width + 1)
                    #expect(!wider.isComplete(in: size))
                }
            }
        }
        #expect(try EntryTile(index: 1, width: 44).isComplete(in: 300))
        #expect(try !EntryTile(index: 1, width: 45).isComplete(in: 300))
        #expect(try !Tile(level: 0, index: 0, width: 1).isComplete(in: -1))
    }

    @Test func `the largest tree has tiles, and sizes that none has are refused`() throws {
        var first = try TilesOfTree(size: Tree.sizeLimit, since: Tree.sizeLimit - 1).makeIterator()
        var paths: [String] = []
        while let tile = first.next() { paths.append(tile.path) }
        #expect(paths.first == "tile/entries/x018/x014/x398/x509/x481/983")
        #expect(paths.last == "tile/7/000.p/64")
        for (size, older) in [(-1, 0), (1, 2), (1, -1), (Int.max, 0), (Int.min, Int.min)] {
            #expect(throws: TransparencyLogError.self) { try TilesOfTree(size: size, since: older) }
        }
    }

    @Test func `a tile's content is its hashes, and hashes to the tile above`() throws {
        let tile = try Tile(level: 0, index: 1)
        let content = tile.content(reading: Self.log.read)
        #expect(content.count == 8_192)
        let hashes = try tile.hashes(content)
        var frontier = Frontier()
        for hash in hashes { frontier.append(hash, using: .crypto) }
        let above = try Tile(level: 1, index: 0, width: 2)
        #expect(try above.hashes(above.content(reading: Self.log.read))[1] == frontier.root(using: .crypto))
    }

    @Test func `content of another length is refused`() throws {
        let tile = try Tile(level: 0, index: 0, width: 3)
        for count in [0, 32, 95, 97, 128] {
            let error = #expect(throws: TransparencyLogError.self) {
                try tile.hashes([UInt8](repeating: 0, count: count))
            }
            #expect(error?.code == "tile-malformed")
        }
    }
}
