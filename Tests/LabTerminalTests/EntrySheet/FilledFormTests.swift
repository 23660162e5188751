import CanonicalJSON
import CivilTime
import Spreadsheets
import Testing

@testable import LabTerminal

/// Reading a workbook that labctl made and a person filled in.
@Suite struct FilledFormTests {
    private static let identity = EntryIdentity(kind: .hours, month: EntryFormTests.october, plan: "00", tag: "abc")
    private static let titles = [
        ("field:worker", "Worker"), ("field:on", "Day"), ("field:minutes", "Hours"), ("field:fund", "Fund"),
        ("field:activity", "Activity"), ("field:line", "Line"), ("field:place", "Place"),
    ]

    private static func text(_ text: String) -> String {
        text.isEmpty
            ? "<table:table-cell/>"
            : "<table:table-cell office:value-type=\"string\"><text:p>\(text)</text:p></table:table-cell>"
    }

    private static func row(_ cells: [String]) -> String { "<table:table-row>\(cells.joined())</table:table-row>" }

    /// A row as a person filled it in: its number, and the day of the month.
    private static func filled(_ number: String, _ day: Int, worker: String = "sw-01", line: String = "desks") -> String
    {
        row([
            text(number), text(worker),
            "<table:table-cell office:value-type=\"date\" office:date-value=\"2019-10-\(day < 10 ? "0" : "")\(day)\"/>",
            "<table:table-cell office:value-type=\"time\" office:time-value=\"PT07H30M00S\"/>", text("fami"),
            text("desk"), text(line),
            text("chiari"),
        ])
    }

    private static func workbook(_ rows: [String], titles: [String]? = nil, entries: [(String, String)]? = nil) throws
        -> FlatWorkbook
    {
        let about =
            entries
            ?? identity.entries(titles: Self.titles.map { (key: $0.0, title: $0.1) }).map { ($0.name, $0.value) }
        let sheets = [
            (
                "Hours",
                [
                    row([text("Hours, October 2019")]),
                    row((titles ?? ["No."] + Self.titles.map(\.1) + [EntryForm.resultTitle]).map(text)),
                ] + rows
            ),
            ("labd", about.map { row([text($0.0), text($0.1)]) }),
        ]
        let tables = sheets.map { "<table:table table:name=\"\($0.0)\">\($0.1.joined())</table:table>" }.joined()
        let file = """
            <office:document xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>\(tables)\
            </office:spreadsheet></office:body></office:document>
            """
        return try FlatWorkbook(Array(file.utf8))
    }

    private static func read(_ workbook: FlatWorkbook) throws -> ReadWorkbook {
        let told = try EntryIdentity.read(workbook)
        return try FilledForm(workbook, told, EntryFormTests.form(told.identity.kind)).read()
    }

    @Test func `a row becomes a command whose id is the workbook's and the row's`() throws {
        let read = try Self.read(Self.workbook([Self.filled("7", 4), Self.row([Self.text("8")]), Self.filled("9", 5)]))
        #expect(read.problems.isEmpty && read.titleRow == 2 && read.resultColumn == 8)
        #expect(read.commands.map(\.row) == [3, 5])
        let command = try JSONReader.read(read.commands[0].line, as: .strict)
        #expect(
            command == [
                "command": "hours.log",
                "data": [
                    "activity": "desk", "entry": "abc-7", "fund": "fami", "line": "desks", "minutes": 450,
                    "on": "2019-10-04",
                    "place": "chiari", "worker": "sw-01",
                ],
                "id": "sheet-abc-7",
            ])
    }

    @Test func `columns may be moved, and others added`() throws {
        let titles = ["", "No.", "Notes"] + Self.titles.map(\.1)
        let row = Self.row([
            Self.text("mine"), Self.text("1"), Self.text("a note"), Self.text("sw-01"),
            "<table:table-cell office:value-type=\"date\" office:date-value=\"2019-10-04\"/>",
            "<table:table-cell office:value-type=\"time\" office:time-value=\"PT01H00M00S\"/>", Self.text("own"),
            Self.text("desk"),
        ])
        let read = try Self.read(Self.workbook([row], titles: titles))
        #expect(read.problems.isEmpty && read.commands.count == 1)
        // The column for the results was taken away: it is behind all others.
        #expect(read.resultColumn == titles.count && read.resultTitle == EntryForm.resultTitle)
    }

    @Test func `numbers that are missing or copied are named, with one that is free`() throws {
        let read = try Self.read(
            Self.workbook([
                Self.filled("1", 4), Self.filled("1", 5), Self.filled("", 6), Self.filled("x", 7), Self.filled("12", 8),
            ]))
        #expect(read.commands.map(\.row) == [3, 7])
        let texts = read.problems.map(\.text)
        #expect(texts.count == 3)
        #expect(
            texts[0].hasPrefix("Hours, row 4, column \"No.\" (A4): the number 1 is that of row 3 too; accepted: "),
            "\(texts)")
        #expect(texts.map { $0.split(separator: " ").last } == ["13", "14", "15"], "\(texts)")
        #expect(texts[1].hasPrefix("Hours, row 5, column \"No.\" (A5): the row has no number"), "\(texts)")
        #expect(texts[2].hasPrefix("Hours, row 6, column \"No.\" (A6): the row has no number"), "\(texts)")
    }

    @Test func `all that is wrong in a row is named, by sheet, row and column`() throws {
        let read = try Self.read(Self.workbook([Self.filled("1", 4, worker: "", line: "nowhere")]))
        #expect(read.commands.isEmpty)
        #expect(
            read.problems.map(\.text) == [
                "Hours, row 3, column \"Worker\" (B3): the cell is empty; accepted: a value: each row needs one",
                "Hours, row 3, column \"Line\" (G3): \"nowhere\" is not in the list; accepted: Town desks (desks)",
            ])
    }

    @Test func `a title that is missing or there twice is named`() throws {
        let titles = ["No.", "Worker", "Day", "Hours", "Fund", "Activity", "Line", "Line"]
        let workbook = try Self.workbook([], titles: titles)
        #expect {
            try Self.read(workbook)
        } throws: { error in
            guard let list = error as? WorkbookProblem.List else { return false }
            return list.problems.map(\.text) == [
                "Hours, row 2, column \"Line\" (H2): the title is there twice; accepted: each title once",
                "Hours, row 2: the column \"Place\" is missing; accepted: the columns that the workbook was made with, in any order",
            ]
        }
    }

    @Test func `a workbook that does not say what it is, or is of another version, is not read`() throws {
        #expect(throws: EntryIdentity.Failure.self) { try EntryIdentity.read(Self.workbook([], entries: [("x", "y")])) }
        for (name, value) in [("labd-sheet", "2"), ("command", "case.open"), ("month", "2019-13"), ("sheet", "-no")] {
            let entries = Self.identity.entries(titles: []).map { ($0.name, $0.name == name ? value : $0.value) }
            #expect {
                _ = try EntryIdentity.read(Self.workbook([], entries: entries))
            } throws: { error in
                guard case EntryIdentity.Failure.isOther(let what)? = error as? EntryIdentity.Failure else {
                    return false
                }
                return what.contains(name)
            }
        }
    }

    @Test func `the copy with the results is named once`() {
        func names(_ path: String) -> [String] { Array(WorkbookImport.outputs(for: path).prefix(2)) }
        #expect(
            names("a.result/b.c/hours.xlsx") == ["a.result/b.c/hours.result.xlsx", "a.result/b.c/hours.result-2.xlsx"])
        #expect(names("hours.result.xlsx") == ["hours.result.xlsx", "hours.result.xlsx"])
        #expect(names("hours.result-2.ods") == ["hours.result-2.ods", "hours.result-2.ods"])
        #expect(names("hours.results.xlsx").first == "hours.results.result.xlsx")
    }
}
