import Testing
import TransparencyLog

struct TileTests {
    @Test func `a tile is complete in the trees that have all of its hashes`() throws {
        for (level, index, width, least) in [(0, 0, 1, 1), (0, 1, 44, 300), (1, 0, 2, 512), (2, 0, 1, 65_536)] {
            let tile = try Tile(level: level, index: index, width: width)
            #expect(tile.isComplete(in: least) && tile.isComplete(in: least + 1) && !tile.isComplete(in: least - 1))
        }
        #expect(try EntryTile(index: 1, width: 44).isComplete(in: 300))
        #expect(try !EntryTile(index: 1, width: 45).isComplete(in: 300))
        #expect(try !Tile(level: 0, index: 0, width: 1).isComplete(in: -1))
    }

    @Test func `the largest tree has tiles`() throws {
        let entries = try EntryTile(index: Tree.sizeLimit / 256 - 1)
        #expect(entries.path == "tile/entries/x018/x014/x398/x509/x481/983")
        #expect(entries.isComplete(in: Tree.sizeLimit) && !entries.isComplete(in: Tree.sizeLimit - 1))
        let top = try Tile(level: 7, index: 0, width: 64)
        #expect(top.isComplete(in: Tree.sizeLimit) && !top.isComplete(in: Tree.sizeLimit - 1))
    }
}
