import Testing
import TransparencyLog

struct TilePathTests {
    @Test(arguments: [
        (0, 0, 256, "tile/0/000"), (0, 5, 256, "tile/0/005"), (1, 999, 256, "tile/1/999"),
        (0, 1_000, 256, "tile/0/x001/000"), (0, 1_234_067, 256, "tile/0/x001/x234/067"),
        (2, 1_234_067, 17, "tile/2/x001/x234/067.p/17"), (0, 273, 112, "tile/0/273.p/112"),
        (7, 0, 1, "tile/7/000.p/1"), (7, 0, 64, "tile/7/000.p/64"), (0, 3, 255, "tile/0/003.p/255"),
        (0, 18_014_398_509_481_983, 256, "tile/0/x018/x014/x398/x509/x481/983"),
    ])
    func `a tile has the path that C2SP gives it, and the path names the tile`(
        level: Int, index: Int, width: Int, path: String
    ) throws {
        let tile = try Tile(level: level, index: index, width: width)
        #expect(tile.path == path)
        #expect(try TilePath(parsing: path) == .hashes(tile))
        guard level == 0 else { return }
        let entries = try EntryTile(index: index, width: width)
        #expect(entries.path == "tile/entries/" + path.dropFirst(7))
        #expect(try TilePath(parsing: entries.path) == .entries(entries))
        #expect(try TilePath(parsing: entries.path).path == entries.path)
    }

    @Test(arguments: [
        "", "tile", "tile/", "tile/0", "tile/0/", "/tile/0/000", "tile/0/0", "tile/0/00", "tile/0/0000", "tile/0/x000",
        "tile/0/x000/001", "tile/0/001/002", "tile/0/x001/x002", "tile/0/x001/x002/", "tile/0/x001/2", "tile/0/000/",
        "tile/0/000.p", "tile/0/000.p/", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000.p/1/",
        "tile/0/000.p/-1", "tile/00/000", "tile/01/000", "tile/-1/000", "tile/64/000", "tile/x/000", "tile/entry/000",
        "tile/0/X001/000", "tile/0/00a", "tile/0/../000", "tile/0/٠٠٠", "tiles/0/000", "tile/0/000?x", "tile//000",
        "tile/0/x001/x234/067.p/5.p/5", "tile/9223372036854775808/000",
        "tile/0/x999/x999/x999/x999/x999/x999/999", "tile/entries/x000/000",
    ])
    func `every other path is refused`(path: String) {
        #expect(throws: TransparencyLogError.self) { try TilePath(parsing: path) }
    }

    @Test(arguments: [
        "tile/8/000", "tile/63/000", "tile/7/000.p/65", "tile/7/000", "tile/7/001", "tile/6/064",
        "tile/0/x018/x014/x398/x509/x481/984", "tile/0/x018/x014/x398/x509/x481/984.p/1",
    ])
    func `a path of a tile that no tree has is out of range`(path: String) {
        let error = #expect(throws: TransparencyLogError.self) { try TilePath(parsing: path) }
        #expect(error?.code == "out-of-range")
    }

    @Test func `coordinates that no tree has are out of range`() {
        for (level, index, width) in [
            (-1, 0, 1), (8, 0, 1), (0, -1, 1), (0, 0, 0), (0, 0, 257), (0, 0, -1), (0, Int.max, 1), (0, 1 << 54, 1),
            (Int.min, Int.min, Int.min), (Int.max, Int.max, Int.max),
        ] {
            #expect(throws: TransparencyLogError.self) { try Tile(level: level, index: index, width: width) }
            guard level == 0 else { continue }
            #expect(throws: TransparencyLogError.self) { try EntryTile(index: index, width: width) }
        }
    }
}
