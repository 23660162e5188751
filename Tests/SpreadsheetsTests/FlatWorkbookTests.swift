import Spreadsheets
import Testing

/// What is read of a workbook in one file of XML, and how texts are written into it.
@Suite struct FlatWorkbookTests {
    private static func flat(_ tables: String) -> [UInt8] {
        Array(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <office:document xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:calcext="c" xmlns:draw="d"><office:body><office:spreadsheet>
            \(tables)
            </office:spreadsheet></office:body></office:document>
            """.utf8)
    }

    private static func row(_ cells: String, _ attributes: String = "") -> String {
        "<table:table-row\(attributes)>\(cells)</table:table-row>"
    }

    private static func table(_ rows: String, _ name: String = "Ore") -> String {
        "<table:table table:name=\"\(name)\">\(rows)</table:table>"
    }

    private static func text(_ text: String, _ attributes: String = "") -> String {
        "<table:table-cell\(attributes) office:value-type=\"string\"><text:p>\(text)</text:p></table:table-cell>"
    }

    private static func cell(_ attributes: String) -> String { "<table:table-cell \(attributes)/>" }

    @Test(arguments: [
        (#"office:value-type="float" office:value="7.5""#, FlatWorkbook.Value.number(7.5)),
        // Shown as 50 %, which is no number of anything.
        (#"office:value-type="percentage" office:value="0.5""#, .text("0.5")),
        (#"office:value-type="boolean" office:boolean-value="true""#, .flag(true)),
        (
            #"office:value-type="date" office:date-value="2019-10-04""#,
            .day(year: 2019, month: 10, day: 4, hasTime: false)
        ),
        (
            #"office:value-type="date" office:date-value="2019-10-04T00:00:00""#,
            .day(year: 2019, month: 10, day: 4, hasTime: false)
        ),
        (
            #"office:value-type="date" office:date-value="2019-10-04T08:30:00""#,
            .day(year: 2019, month: 10, day: 4, hasTime: true)
        ),
        (#"office:value-type="time" office:time-value="PT07H30M00S""#, .time(seconds: 27_000)),
        // Twenty minutes past seven is no fraction of a day in binary.
        (#"office:value-type="time" office:time-value="PT07H19M59.9999999999S""#, .time(seconds: 26_400)),
        (#"office:value-type="time" office:time-value="PT180H00M00S""#, .time(seconds: 648_000)),
        (#"office:value-type="time" office:time-value="-PT01H00M00S""#, .time(seconds: -3600)),
        (#"office:value-type="string" office:string-value="a""#, .text("a")),
    ])
    func `a cell's value is of its type`(attributes: String, value: FlatWorkbook.Value) throws {
        let workbook = try FlatWorkbook(Self.flat(Self.table(Self.row(Self.cell(attributes)))))
        #expect(workbook.sheets[0].rows[0].cells[0]?.value == value)
    }

    @Test func `a formula that cannot be computed is an error`() throws {
        let cell =
            #"<table:table-cell calcext:value-type="error" office:value-type="string"><text:p>#DIV/0!</text:p></table:table-cell>"#
        let workbook = try FlatWorkbook(Self.flat(Self.table(Self.row(cell))))
        #expect(workbook.sheets[0].rows[0].cells[0]?.value == .error("#DIV/0!"))
    }

    @Test func `text is that of the cell's paragraphs, and not of notes on it`() throws {
        let cell = """
            <table:table-cell office:value-type="string"><office:annotation><text:p>a note</text:p></office:annotation><text:p>one<text:s \
            text:c="2"/><text:span>t<text:a>w</text:a>o</text:span><text:ruby><text:p>x</text:p></text:ruby></text:p><text:p>&amp;</text:p>\
            </table:table-cell>
            """
        let workbook = try FlatWorkbook(Self.flat(Self.table(Self.row(cell))))
        #expect(workbook.sheets[0].rows[0].cells[0]?.text == "one  two\n&")
    }

    @Test func `rows and columns keep their numbers where elements stand for many`() throws {
        let rows =
            Self.row(Self.cell("table:number-columns-repeated=\"16384\""), " table:number-rows-repeated=\"3\"")
            + Self.row(
                Self.cell("table:number-columns-repeated=\"2\"")
                    + Self.text("c", " table:number-columns-repeated=\"2\""), " table:number-rows-repeated=\"2\"")
            + Self.row(Self.text("a"))
            + Self.row(Self.cell("table:number-columns-repeated=\"16384\""), " table:number-rows-repeated=\"1048570\"")
        let sheet = try FlatWorkbook(Self.flat(Self.table(rows))).sheets[0]
        #expect(sheet.rows.map(\.number) == [4, 5, 6])
        #expect(sheet.rows.map { $0.cells.keys.sorted() } == [[2, 3], [2, 3], [0]])
    }

    @Test func `merged cells are known, also those that others cover`() throws {
        let rows =
            Self.row(
                Self.text("a", " table:number-columns-spanned=\"2\" table:number-rows-spanned=\"1\"")
                    + "<table:covered-table-cell/>" + Self.text("b"))
        let row = try FlatWorkbook(Self.flat(Self.table(rows))).sheets[0].rows[0]
        #expect(row.cells[0]?.isMerged == true && row.cells[1]?.isMerged == true && row.cells[2]?.isMerged == false)
        #expect(row.cells[1]?.value == nil)
    }

    @Test func `more rows or columns than are read are named, and text that is no XML`() throws {
        let many = Self.row(Self.text("a"), " table:number-rows-repeated=\"20001\"")
        #expect(throws: FlatWorkbook.Failure.tooManyRows(sheet: "Ore", most: 20_000)) {
            try FlatWorkbook(Self.flat(Self.table(many)))
        }
        let wide = Self.row(Self.cell("table:number-columns-repeated=\"256\"") + Self.text("a"))
        #expect(throws: FlatWorkbook.Failure.tooManyColumns(sheet: "Ore", row: 1, most: 256)) {
            try FlatWorkbook(Self.flat(Self.table(wide)))
        }
        #expect(throws: FlatWorkbook.Failure.self) { try FlatWorkbook(Self.flat("<table:table>")) }
    }

    @Test func `what charts and other objects have of their own is no row of the sheet`() throws {
        let own = Self.table(Self.row(Self.text("inside")) + Self.row(Self.text("inside")), "local-table")
        let chart = "<draw:frame><draw:object><office:chart>\(own)</office:chart></draw:object></draw:frame>"
        let cell = "<table:table-cell office:value-type=\"string\">\(chart)<text:p>b</text:p></table:table-cell>"
        let rows = "<table:shapes>\(chart)</table:shapes>" + Self.row(Self.text("a")) + Self.row(cell + Self.text("c"))
        let links = "<table:dde-links><table:dde-link>\(own)</table:dde-link></table:dde-links>"
        let workbook = try FlatWorkbook(Self.flat(Self.table(rows) + links))
        #expect(workbook.sheets.count == 1)
        #expect(workbook.sheets[0].rows.map(\.number) == [1, 2])
        #expect(workbook.sheets[0].rows[1].cells.mapValues(\.text) == [0: "b", 1: "c"])
        let written = workbook.bytes(writing: [2: "result"], inColumn: 2, ofSheet: 0)
        #expect(try FlatWorkbook(written).sheets[0].rows[1].cells.mapValues(\.text) == [0: "b", 1: "c", 2: "result"])
        #expect(String(decoding: written, as: UTF8.self).contains(chart))
    }

    @Test func `copies of sheets elsewhere are no sheets`() throws {
        let workbook = try FlatWorkbook(
            Self.flat(Self.table(Self.row(Self.text("a")), "'file:///x.ods'#S") + Self.table(Self.row(Self.text("b")))))
        #expect(workbook.sheets.map(\.name) == ["Ore"])
    }

    @Test func `a text is written where nothing, one of many cells or another text was, and all else stays`() throws {
        let rows =
            Self.row(Self.text("a"), " table:style-name=\"r\"")
            + Self.row(Self.text("b") + Self.cell("table:style-name=\"s\" table:number-columns-repeated=\"5\""))
            + Self.row(Self.text("c") + Self.cell("table:number-columns-repeated=\"2\"") + Self.text("old"))
            + Self.row(Self.text("d"), " table:number-rows-repeated=\"3\"") + Self.row(Self.text("e"))
        let bytes = Self.flat(Self.table("", "First") + Self.table(rows))
        let workbook = try FlatWorkbook(bytes)
        let written = workbook.bytes(
            writing: [1: "one & <two>\nlines", 2: "2", 3: "new", 5: "5"], inColumn: 3, ofSheet: 1)
        let again = try FlatWorkbook(written).sheets[1]
        #expect(again.rows.map(\.number) == [1, 2, 3, 4, 5, 6, 7])
        #expect(again.rows.map { $0.cells[3]?.text } == ["one & <two>\nlines", "2", "new", nil, "5", nil, nil])
        #expect(again.rows.map { $0.cells[0]?.text } == ["a", "b", "c", "d", "d", "d", "e"])
        let text = String(decoding: written, as: UTF8.self)
        #expect(
            text.contains("<table:table-cell table:style-name=\"s\" office:value-type=\"string\"><text:p>2</text:p>"))
        #expect(text.contains("<table:table-cell table:number-columns-repeated=\"2\" table:style-name=\"s\"/>"))
        // Emptied again, the file says what it said.
        let emptied = try FlatWorkbook(written).bytes(writing: [1: "", 2: "", 5: ""], inColumn: 3, ofSheet: 1)
        #expect(
            try FlatWorkbook(emptied).sheets[1].rows.map { $0.cells[3]?.text } == [nil, nil, "new", nil, nil, nil, nil])
        #expect(workbook.bytes(writing: [:], inColumn: 3, ofSheet: 1) == bytes)
    }
}
