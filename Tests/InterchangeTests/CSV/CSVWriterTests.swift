import Interchange
import Testing

struct CSVWriterTests {
    @Test(arguments: [
        ("plain", "plain"), ("a,b", #""a,b""#), ("a;b", "a;b"), (#"say "hi""#, #""say ""hi""""#), ("a\nb", "\"a\nb\""),
        ("a\r\nb", "\"a\r\nb\""), (" a ", " a "), ("città", "città"), ("\"", "\"\"\"\""),
    ])
    func `a cell is quoted if necessary`(text: String, cell: String) {
        #expect(CSVWriter().row([text, "x"]) == cell + ",x\r\n")
    }

    @Test func `a quote is doubled even if a combining mark makes one character of it`() throws {
        let text = "a\"\u{5B6}b\"\u{301}"
        let row = CSVWriter().row([text, "c"])
        #expect(row == "\"a\"\"\u{5B6}b\"\"\u{301}\",c\r\n")
        var reader = CSVReader(Array(row.utf8))
        #expect(try reader.next()?.get().cells.map(\.text) == [text, "c"])
    }

    @Test func `a single empty cell is not an empty line`() {
        #expect(CSVWriter().row([""]) == "\"\"\r\n")
    }

    @Test(arguments: [
        ("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("+39 030 123", "'+39 030 123"), ("-cmd", "'-cmd"),
        ("\t=1", "'\t=1"), ("=\"a\"", "\"'=\"\"a\"\"\""), ("-", "'-"), ("-1-1", "'-1-1"), ("-1.", "'-1."),
        ("-5", "-5"), ("+5.25", "+5.25"), ("a=b", "a=b"), ("", ""),
    ])
    func `a cell that a spreadsheet would treat as a formula gets an apostrophe, a number does not`(
        text: String, cell: String
    ) {
        #expect(CSVWriter().row([text, "x"]) == cell + ",x\r\n")
    }

    @Test func `what is written is read back`() throws {
        let rows = [["a", "b\"c", "d,e"], ["", "f\r\ng", "è\n"], ["h", "\"", " "]]
        for dialect in CSVDialect.allCases {
            let writer = CSVWriter(dialect: dialect)
            var reader = CSVReader(Array(rows.map(writer.row).joined().utf8), delimiter: dialect.delimiter)
            var read: [[String]] = []
            while let row = reader.next() { read.append(try row.get().cells.map(\.text)) }
            #expect(read == rows)
        }
    }

    @Test(arguments: [
        ("a;b", "\"a;b\""), ("a,b", "a,b"), ("-5,25", "-5,25"), ("-5.25", "'-5.25"), ("=1", "'=1"),
    ])
    func `in Italian a semicolon is between cells and a comma before fractions`(text: String, cell: String) {
        #expect(CSVWriter(dialect: .italian).row([text, "x"]) == cell + ";x\r\n")
        #expect(CSVDialect.italian.decimal("7.50") == "7,50")
        #expect(CSVDialect.italian.start == "\u{FEFF}")
    }
}
