import Testing

@testable import LabTerminal

@Suite struct PictureTests {
    @Test func `a sparkline has a block a week, full from the whole on, and a gap where nothing was owed`() {
        #expect(
            Picture.sparkline([(0, 600), (300, 600), (599, 600), (600, 600), (900, 600), (-5, 600), (0, 0)])
                == "▁▄▇██▁ ")
        #expect(Picture.sparkline([]) == "")
    }

    @Test func `a bar is as long as its share, at least an eighth of a character`() {
        #expect(Picture.bar(10, of: 10, width: 4) == "████")
        #expect(Picture.bar(5, of: 10, width: 4) == "██")
        #expect(Picture.bar(3, of: 10, width: 4) == "█▏")
        #expect(Picture.bar(1, of: 10_000, width: 4) == "▏")
        #expect(Picture.bar(0, of: 10) == "" && Picture.bar(0, of: 0) == "")
    }

    @Test(
        arguments: [
            (["LANG": "it_IT.UTF-8"], true), (["LC_ALL": "C.utf8"], true),
            (["LC_ALL": "C", "LANG": "it_IT.UTF-8"], false),
            (["LC_CTYPE": "en_US.UTF-8", "LANG": "C"], true), ([:], false),
            (["LANG": "it_IT.UTF-8", "TERM": "dumb"], false),
            (["LANG": "it_IT@euro"], false),
        ] as [([String: String], Bool)])
    func `pictures are drawn where the terminal's characters are UTF-8`(
        _ environment: [String: String], _ isDrawn: Bool
    ) {
        #expect(Screen.hasBlocks { environment[$0] } == isDrawn)
    }
}
