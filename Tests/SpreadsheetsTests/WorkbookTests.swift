import Glibc
import Testing

@testable import Spreadsheets

/// What a workbook refuses and how it names its parts. What spreadsheets read in one is tried with LibreOffice and openpyxl, by
/// Tests/Interoperability/sheets/run.sh.
@Suite struct WorkbookTests {
    private static func sheet(_ rows: [[Worksheet.Cell]], _ columns: [Worksheet.Column] = [.init(title: "a")])
        -> Worksheet
    {
        Worksheet(name: "A", columns: columns, rows: rows, totalTitle: "Total", decimalHours: "decimal hours")
    }

    /// Writes a workbook to a file of its own, and returns its first bytes.
    private static func written(_ workbook: Workbook) throws -> [UInt8] {
        let path = "/tmp/workbook-\(getpid())-\(UInt64.random(in: .min ... .max)).xlsx"
        defer { _ = unsafe unlink(path) }
        try workbook.write(to: path)
        let file = unsafe open(path, O_RDONLY)
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 4)
        #expect(unsafe Glibc.read(file, &bytes, 4) == 4)
        return bytes
    }

    @Test func `a workbook is a ZIP archive`() throws {
        let cells: [Worksheet.Cell] = [
            .empty, .text("=1+1"), .number(-3), .minutes(450), .minutes(-30), .euros(12.5),
            .day(year: 2020, month: 2, day: 29),
        ]
        let workbook = Workbook([Self.sheet(cells.map { [$0] }, [.init(title: "a", isSummed: true)])])
        // APPNOTE 4.3.7: the signature of a local file header.
        #expect(try Self.written(workbook) == [0x50, 0x4B, 0x03, 0x04])
    }

    @Test func `a file that cannot be made is an error with the library's reason`() {
        #expect { try Workbook([Self.sheet([])]).write(to: "/nonexistent/a.xlsx") } throws: { error in
            guard case Workbook.Failure.other(let reason)? = error as? Workbook.Failure else { return false }
            return !reason.isEmpty
        }
    }

    @Test func `a text that no cell holds is named by its place, and nothing is written`() throws {
        let path = "/tmp/workbook-\(getpid())-long.xlsx"
        let long = String(repeating: "x", count: 32_768)
        let sheet = Self.sheet([[.text("a")], [.text(long)]])
        #expect(throws: Workbook.Failure.tooLongText(sheet: "A", row: 3, column: "a", most: 32_767)) {
            try Workbook([sheet]).write(to: path)
        }
        #expect(unsafe access(path, F_OK) != 0)
        _ = try Self.written(Workbook([Self.sheet([[.text(String(long.dropFirst()))]])]))
    }

    @Test func `more rows than a sheet has are refused`() {
        let rows = [[Worksheet.Cell]](repeating: [.empty], count: 1_048_575)
        #expect(throws: Workbook.Failure.tooManyRows(sheet: "A", rows: 1_048_575, most: 1_048_574)) {
            try Workbook([Self.sheet(rows)]).write(to: "/tmp/never-written.xlsx")
        }
    }

    @Test func `time below zero is known, for it is written in decimal hours`() {
        let sheet = Self.sheet(
            [[.minutes(30), .minutes(30)], [.minutes(-1), .empty]], [.init(title: "a"), .init(title: "b")])
        #expect(sheet.hasNegativeMinutes(0) && !sheet.hasNegativeMinutes(1))
    }

    @Test(arguments: [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")])
    func `columns have letters`(_ number: Int, _ name: String) {
        #expect(Worksheet.letters(ofColumn: number) == name)
    }

    @Test func `tabs have names that spreadsheets take, each once`() {
        let names = SheetNames.names(of: [
            "Ore dovute ed erogate", "ore dovute ED erogate", "[a]:b*c?d/e\\f", "'x'", "", "History",
            String(repeating: "long ", count: 9), String(repeating: "long ", count: 9), "𝔸",
        ])
        #expect(
            names == [
                "Ore dovute ed erogate", "ore dovute ED erogate (2)", " a  b c d e f".drop { $0 == " " }.description,
                "x", "_", "History_",
                "long long long long long long l", "long long long long long lo (2)", "_ (2)",
            ])
        for name in names { #expect(name.utf16.count <= 31 && !name.isEmpty) }
    }
}
