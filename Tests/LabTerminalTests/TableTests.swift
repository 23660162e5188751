import Testing

@testable import LabTerminal

@Suite struct TableTests {
    private static var table: Table {
        var table = Table([.left("Place"), .right("Owed"), .right("Balance"), .left("State")])
        table.add(["Urago d'Oglio", .hours(9000), .balance(-45), "open"])
        table.add(["Città", .hours(5), .balance(0), ""])
        table.rule()
        table.add(["In all", .hours(9005)])
        return table
    }

    @Test func `Words are aligned left, figures right, and lines have no trailing spaces`() {
        #expect(
            Self.table.text(.plain) == """
                Place            Owed  Balance  State
                Urago d'Oglio  150:00    -0:45  open
                Città            0:05     0:00
                ─────────────────────────────────────
                In all         150:05

                """)
    }

    @Test func `On a terminal negative figures are red, and the columns do not move`() {
        let text = Self.table.text(.coloured)
        #expect(text.contains("150:00    \u{1B}[31m-0:45\u{1B}[0m  open\n"))
        let bare = ["\u{1B}[31m", "\u{1B}[0m", "\u{1B}[1m"].reduce(text) { $0.replacing($1, with: "") }
        #expect(bare == Self.table.text(.plain))
    }

    @Test func `Words too long for their column continue below, and nothing is lost`() {
        var table = Table([.left("Codes"), .right("n")])
        table.add(["residence-permit, family-reunion, documents, benefits, first-meeting", .count(1)])
        table.add([Table.Cell(String(repeating: "x", count: 50)), .count(2)])
        let lines = table.text(.plain).split(separator: "\n")
        #expect(lines[0] == "Codes" + String(repeating: " ", count: 43) + "n")
        #expect(lines[1] == "residence-permit, family-reunion, documents,    1")
        #expect(lines[2] == "benefits, first-meeting")
        #expect(lines[3] == String(repeating: "x", count: Table.widestWords) + "  2")
        #expect(lines[4] == "xxxx")
    }

    @Test func `A row is as high as its longest cell, and each cell goes on in its own column`() {
        var table = Table([.right("n"), .left("First"), .left("Second")])
        table.add([.count(7), Table.Cell("one two " + String(repeating: "a", count: 44)), "short"])
        table.add([
            .count(12_345), "x",
            Table.Cell("words that stand " + String(repeating: "b", count: 46) + " end", isWarning: true),
        ])
        let a = String(repeating: "a", count: 44)
        let b = String(repeating: "b", count: 46)
        let gap = String(repeating: " ", count: 55)
        #expect(
            table.text(.plain) == """
                     n  First                                           Second
                     7  one two                                         short
                        \(a)
                12'345  x                                               words that stand
                \(gap) \(b)
                \(gap) end

                """)
        let red = table.text(.coloured).split(separator: "\n")
        #expect(red[3].hasSuffix("  \u{1B}[31mwords that stand\u{1B}[0m"))
        #expect(red[4].hasSuffix(" \u{1B}[31m\(b)\u{1B}[0m"))
    }

    @Test func `Characters that take two columns of a terminal, or none, do not move the columns behind them`() {
        var table = Table([.left("Name"), .right("n")])
        table.add(["東京", .count(1)])
        // A letter and the accent on it; a flag of two scalars; a family of emoji that are joined.
        table.add(["Nicolo\u{300}", .count(22)])
        table.add(["🇮🇹", .count(3)])
        table.add(["👩‍👧", .count(4)])
        table.add(["한글", .count(5)])
        table.add(["a\u{200B}b", .count(6)])
        #expect(
            table.text(.plain) == """
                Name     n
                東京     1
                Nicolo\u{300}  22
                🇮🇹       3
                👩‍👧       4
                한글     5
                a\u{200B}b       6

                """)
    }

    @Test func `Wide characters are cut where their columns are full, and none is lost`() {
        var table = Table([.left("Name"), .right("n")])
        table.add([Table.Cell(String(repeating: "東", count: 30)), .count(1)])
        let lines = table.text(.plain).split(separator: "\n")
        #expect(lines[1] == String(repeating: "東", count: 23) + "  1")
        #expect(lines[2] == String(repeating: "東", count: 7))
    }

    @Test func `A table without rows is its headings, one without headings its rows, and a cell left out is empty`() {
        #expect(Table([.left("Line"), .right("n")]).text(.plain) == "Line  n\n")
        var table = Table([.left(""), .left(""), .right("")])
        table.add(["state", "ok"])
        table.add(["events", "", .count(4)])
        #expect(table.text(.plain) == "state   ok\nevents      4\n")
    }

    @Test(arguments: [
        (0, "0:00"), (7, "0:07"), (60, "1:00"), (450, "7:30"), (-7, "-0:07"), (-450, "-7:30"), (97_680, "1628:00"),
        (1_000_000, "16'666:40"),
    ])
    func `Minutes are shown as hours`(_ minutes: Int, _ text: String) {
        #expect(hours(minutes) == text)
    }

    @Test(arguments: [(0, "0"), (4402, "4402"), (12_345, "12'345"), (1_000_000, "1'000'000"), (-12_345, "-12'345")])
    func `Counts of five digits and more have thousands separators`(_ count: Int, _ text: String) {
        #expect(grouped(count) == text)
    }

    @Test(arguments: [(0.416, "0.42 s"), (9.99, "9.99 s"), (12.34, "12.3 s"), (59.9, "59.9 s"), (185, "3:05 min")])
    func `Seconds are shown with suitable precision`(_ seconds: Double, _ text: String) {
        #expect(duration(seconds) == text)
    }
}
