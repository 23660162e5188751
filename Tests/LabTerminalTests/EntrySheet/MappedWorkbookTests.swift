import CanonicalJSON
import Interchange
import Spreadsheets
import Testing

@testable import LabTerminal

/// Reading any workbook by a mapping.
@Suite struct MappedWorkbookTests {
    private static func mapping(
        _ identity: CSVMapping.Identity = .columns(prefix: "ore", headers: ["Operatore", "Data"]),
        encoding: CSVEncoding? = nil
    ) throws -> CSVMapping {
        try CSVMapping(
            command: "hours.log", encoding: encoding,
            columns: [
                .init(header: "Operatore", field: "worker", kind: .text),
                .init(header: "Data", field: "on", kind: .day(.dayMonthYear)),
                .init(header: "Ore", field: "minutes", kind: .hours(.comma)),
                .init(header: "Attività", field: "activity", kind: .text, isRequired: false),
            ], ignored: ["Note"], identity: identity, idField: "entry")
    }

    private static func text(_ text: String) -> String {
        "<table:table-cell office:value-type=\"string\"><text:p>\(text)</text:p></table:table-cell>"
    }
    private static let day = "<table:table-cell office:value-type=\"date\" office:date-value=\"2019-10-04\"/>"
    private static let time = "<table:table-cell office:value-type=\"time\" office:time-value=\"PT07H30M00S\"/>"
    private static let number = "<table:table-cell office:value-type=\"float\" office:value=\"7.5\"/>"

    /// A sheet that begins in its third row.
    private static func workbook(_ rows: [[String]]) throws -> FlatWorkbook {
        let titles = ["Operatore", "Data", "Ore", "Attività", "Note"].map(text)
        let all = ([titles] + rows).map { "<table:table-row>\($0.joined())</table:table-row>" }.joined()
        let file = """
            <office:document xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:calcext="c"><office:body><office:spreadsheet>\
            <table:table table:name="Foglio1"><table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>\(all)\
            </table:table></office:spreadsheet></office:body></office:document>
            """
        return try FlatWorkbook(Array(file.utf8))
    }

    @Test func `days, times and numbers are taken as what they are, and text whatever the office's own files are`()
        throws
    {
        let rows = [
            [Self.text("sw-01"), Self.day, Self.time, Self.text("équipe"), Self.text("mine")],
            [Self.text("sw-02"), Self.text("4/10/2019"), Self.number, Self.text("Nicolò")],
            [Self.text("sw-03"), Self.text("5/10/19"), Self.text("7,5")],
        ]
        for encoding in [nil, CSVEncoding.windows1252] {
            let read = try MappedWorkbook(try Self.workbook(rows), try Self.mapping(encoding: encoding)).read()
            #expect(read.problems.isEmpty && read.titleRow == 3 && read.resultColumn == 5, "\(read.problems)")
            #expect(read.commands.map(\.row) == [4, 5, 6])
            let data = try read.commands.map { command -> JSON? in
                guard case .object(let object) = try JSONReader.read(command.line, as: .strict) else { return nil }
                return object["data"]
            }
            #expect(
                data == [
                    [
                        "activity": "équipe", "entry": "ore:sw-01:2019-10-04", "minutes": 450, "on": "2019-10-04",
                        "worker": "sw-01",
                    ],
                    [
                        "activity": "Nicolò", "entry": "ore:sw-02:2019-10-04", "minutes": 450, "on": "2019-10-04",
                        "worker": "sw-02",
                    ],
                    ["entry": "ore:sw-03:2019-10-05", "minutes": 450, "on": "2019-10-05", "worker": "sw-03"],
                ])
        }
    }

    @Test func `cells of which nothing can be made are named by row and column, and rows keep their numbers`() throws {
        let error =
            "<table:table-cell calcext:value-type=\"error\" office:value-type=\"string\"><text:p>#N/A</text:p></table:table-cell>"
        let merged =
            "<table:table-cell table:number-rows-spanned=\"2\" office:value-type=\"string\"><text:p>a</text:p></table:table-cell>"
        let read = try MappedWorkbook(
            try Self.workbook([
                [Self.text("sw-01"), Self.day, Self.time, error], [Self.text("sw-02"), Self.day, Self.time, merged],
                [Self.text("sw-03"), Self.text("31/11/2019"), Self.time],
                [Self.text("sw-04"), Self.day, Self.time, Self.text("a&#13;&#10;b")],
            ]), try Self.mapping()
        ).read()
        #expect(read.commands.map(\.row) == [7])
        let texts = read.problems.map(\.text)
        #expect(texts.count == 3)
        #expect(texts[0] == "Foglio1, row 4, column \"Attività\" (D4): the formula gives #N/A; mend it")
        #expect(texts[1].hasPrefix("Foglio1, row 5, column \"Attività\" (D5): the cell is merged"))
        #expect(texts[2].hasPrefix("Foglio1, row 6, column \"Data\" (B6): "), "\(texts[2])")
    }

    @Test func `ids of file and line are refused, since the copy has another name and rows move`() throws {
        #expect {
            _ = try MappedWorkbook(try Self.workbook([]), try Self.mapping(.fileLine(prefix: "ore"))).read()
        } throws: { error in
            (error as? WorkbookProblem.List)?.problems.first?.detail.contains(
                "by which a row of a workbook is not known again") == true
        }
    }
}
