import Interchange
import Testing

struct CellReadingTests {
    /// Returns the result of reading a cell in a sheet of one column: the field's JSON, or `code: accepted`.
    private static func read(_ cell: String, _ kind: CSVMapping.Kind, isRequired: Bool = true) throws -> String {
        let mapping = try CSVMapping(
            command: "c", columns: [.init(header: "h", field: "f", kind: kind, isRequired: isRequired)],
            identity: .fileLine(prefix: ""))
        let sheet = "h\n\"\(cell.replacing("\"", with: "\"\""))\"\n"
        var rows = CSVCommands(Array(sheet.utf8), file: "x", mapping: mapping)
        switch rows.next() {
        case .command(_, let bytes):
            let text = String(decoding: bytes, as: UTF8.self)
            let end = text.dropFirst(#"{"command":"c","data":{"f":"#.count).split(separator: #"},"id""#).first
            return String(end ?? "")
        case .problems(_, let problems):
            return problems.map { "\($0.code.rawValue): \($0.accepted ?? "")" }.joined(separator: "\n")
        case nil: return "nothing"
        }
    }

    @Test(arguments: [
        ("2019-06-03", #""2019-06-03""#), (" 2020-02-29 ", #""2020-02-29""#),
        ("03/06/2019", "wrong-day: 2019-06-03, or a mapping that says day/month/year"),
        ("2019-02-30", "impossible-day: a day YYYY-MM-DD, such as 2019-06-03"),
        ("1900-02-29", "impossible-day: a day YYYY-MM-DD, such as 2019-06-03"),
        ("2019-13-01", "impossible-day: a day YYYY-MM-DD, such as 2019-06-03"),
        ("31/02/2019", "impossible-day: a day YYYY-MM-DD, such as 2019-06-03"),
        ("2019-6-3", "wrong-day: a day YYYY-MM-DD, such as 2019-06-03"),
        ("3 giugno", "wrong-day: a day YYYY-MM-DD, such as 2019-06-03"),
    ])
    func `a day is ISO 8601`(cell: String, read: String) throws {
        #expect(try Self.read(cell, .day(.yearMonthDay)) == read)
    }

    @Test(arguments: [
        ("3/6/2019", #""2019-06-03""#), ("03/06/2019", #""2019-06-03""#),
        ("2019-06-03", "wrong-day: 3/6/2019, or a mapping that says YYYY-MM-DD"),
        ("29/02/2019", "impossible-day: a day/month/year: 3/6/2019"),
        ("06/13/2019", "impossible-day: a day/month/year: 3/6/2019"),
        ("3/6/19", #""2019-06-03""#),
        ("31/12/29", #""2029-12-31""#), ("01/01/30", #""1930-01-01""#), ("15/08/85", #""1985-08-15""#),
        ("29/02/19", "impossible-day: a day/month/year: 3/6/2019"), ("3/6/9", "wrong-day: a day/month/year: 3/6/2019"),
        ("3.6.2019", "wrong-day: a day/month/year: 3/6/2019"),
    ])
    func `a day has the order day, month, year only if the mapping says so`(cell: String, read: String) throws {
        #expect(try Self.read(cell, .day(.dayMonthYear)) == read)
    }

    @Test(arguments: [
        ("09:00", #""09:00""#), ("9:05", #""09:05""#), ("23:59", #""23:59""#),
        ("24:00", "wrong-clock: HH:MM from 00:00 to 23:59"), ("9.00", "wrong-clock: HH:MM from 00:00 to 23:59"),
        ("09:00:00", #""09:00""#), ("24:00:00", "wrong-clock: HH:MM from 00:00 to 23:59"),
        ("09:00:30", "wrong-clock: HH:MM, whole minutes"), ("09:00:0", "wrong-clock: HH:MM from 00:00 to 23:59"),
        ("9:5", "wrong-clock: HH:MM from 00:00 to 23:59"),
    ])
    func `a clock is hours and minutes`(cell: String, read: String) throws {
        #expect(try Self.read(cell, .clock) == read)
    }

    @Test(arguments: [(1930, "1985"), (1950, "1985"), (1986, "2085"), (2000, "2085"), (1985, "1985")])
    func `two digits are a year of the hundred years that the mapping gives`(firstYear: Int, year: String) throws {
        #expect(try Self.read("15/08/85", .day(.dayMonthYear, firstYear: firstYear)) == "\"\(year)-08-15\"")
    }

    @Test(arguments: [
        ("07:30:00", "450"), ("0:05:00", "5"), ("30:00:00", "1800"), ("7:30:15", "wrong-number: hours as 7:30 or 7,5"),
    ])
    func `hours may have zero seconds, as spreadsheets write them`(cell: String, read: String) throws {
        #expect(try Self.read(cell, .hours(.comma)) == read)
    }

    @Test(arguments: [
        ("450", "450"), ("0", "0"), ("7,5", "decimal-comma: whole minutes, such as 450"),
        ("7:30", "wrong-number: whole minutes, such as 450"), ("-5", "wrong-number: whole minutes, such as 450"),
        ("7.5", "wrong-number: whole minutes, such as 450"), ("+5", "wrong-number: whole minutes, such as 450"),
    ])
    func `minutes are whole`(cell: String, read: String) throws {
        #expect(try Self.read(cell, .minutes) == read)
    }

    @Test(arguments: [
        ("7:30", "450"), ("7.5", "450"), ("7.50", "450"), ("7.500000", "450"), ("7", "420"), ("0.25", "15"),
        ("7.30", "438"), ("30:00", "1800"),
        ("7,5", "decimal-comma: hours as 7:30 or 7.5, or a mapping that says comma"),
        ("7.33", "wrong-number: hours and minutes, such as 7:19"),
        ("7.5000001", "wrong-number: hours and minutes, such as 7:30"),
        ("7:60", "wrong-number: hours as 7:30 or 7.5"), ("7h30", "wrong-number: hours as 7:30 or 7.5"),
        (".5", "wrong-number: hours as 7:30 or 7.5"), ("-1", "wrong-number: hours as 7:30 or 7.5"),
    ])
    func `hours are minutes after a colon or a decimal with a point`(cell: String, read: String) throws {
        #expect(try Self.read(cell, .hours(.point)) == read)
    }

    @Test(arguments: [
        ("7,5", "450"), ("7:30", "450"), ("8", "480"), ("7.5", "wrong-number: hours as 7:30 or 7,5"),
    ])
    func `hours have a decimal comma only if the mapping says so`(cell: String, read: String) throws {
        #expect(try Self.read(cell, .hours(.comma)) == read)
    }

    @Test(arguments: [
        ("12", "12"), ("-3", "-3"), ("9007199254740991", "9007199254740991"),
        ("9007199254740992", "wrong-number: a whole number, such as 12"),
        ("1,5", "decimal-comma: a whole number, such as 12"), ("1.000", "wrong-number: a whole number, such as 12"),
        ("due", "wrong-number: a whole number, such as 12"),
    ])
    func `an integer is whole and exact`(cell: String, read: String) throws {
        #expect(try Self.read(cell, .integer) == read)
    }

    @Test(arguments: [
        ("casa; lavoro ;scuola", #"["casa","lavoro","scuola"]"#), ("casa", #"["casa"]"#),
        ("casa;;lavoro", "empty-item: items with \";\" between them, none empty"),
        ("casa;", "empty-item: items with \";\" between them, none empty"),
    ])
    func `a list is split at its separator`(cell: String, read: String) throws {
        #expect(try Self.read(cell, .list(separator: ";")) == read)
    }

    @Test(arguments: [
        ("Sì", "true"), ("X", "true"), ("no", "false"), ("forse", #"unknown-word: "no", "sì", "x""#),
        ("", #"empty-cell: a value for the field f"#),
    ])
    func `yes and no are the mapping's words`(cell: String, read: String) throws {
        // The cell needs another one next to it, because a row with only empty cells is skipped.
        let mapping = try CSVMapping(
            command: "c",
            columns: [.init(header: "h", field: "f", kind: .boolean(yes: ["sì", "x"], no: ["no"]))],
            ignored: ["n"], identity: .fileLine(prefix: ""))
        var rows = CSVCommands(Array("h,n\n\(cell),1\n".utf8), file: "x", mapping: mapping)
        switch rows.next() {
        case .command(_, let bytes): #expect(String(decoding: bytes, as: UTF8.self).contains("\"f\":\(read)"))
        case .problems(_, let problems):
            #expect(problems.map { "\($0.code.rawValue): \($0.accepted ?? "")" } == [read])
        case nil: Issue.record("nothing")
        }
    }

    @Test func `words become their counterparts`() throws {
        let kind = CSVMapping.Kind.words(["telefono": "phone", "sportello": "walk-in"])
        #expect(try Self.read("telefono", kind) == #""phone""#)
        #expect(try Self.read("fax", kind) == #"unknown-word: "sportello", "telefono""#)
    }

    @Test func `text keeps what is inside it and has no line breaks`() throws {
        #expect(try Self.read("  Rovato, via \"Roma\" 1\u{A0}", .text) == #""Rovato, via \"Roma\" 1""#)
        #expect(try Self.read("a\nb", .text) == "control-character: text on one line")
        #expect(try Self.read("a\u{7}b", .text) == "control-character: text on one line")
        #expect(try Self.read("a\r\nb", .list(separator: ";")) == "control-character: text on one line")
    }
}
