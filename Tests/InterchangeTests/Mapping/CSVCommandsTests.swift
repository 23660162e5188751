import CanonicalJSON
import Interchange
import Testing

struct CSVCommandsTests {
    /// The mapping of an Italian sheet of hours.
    private static func hours(
        identity: CSVMapping.Identity = .columns(prefix: "ore", headers: ["Operatore", "Data", "Dalle"]),
        idField: String? = "entry", encoding: CSVEncoding? = nil
    ) throws -> CSVMapping {
        try CSVMapping(
            command: "hours.log", delimiter: .semicolon, encoding: encoding,
            columns: [
                .init(header: "Data", field: "on", kind: .day(.dayMonthYear)),
                .init(header: "Operatore", field: "worker", kind: .text),
                .init(header: "Dalle", field: "start", kind: .clock, isRequired: false),
                .init(header: "Ore", field: "minutes", kind: .hours(.comma)),
                .init(header: "Comune", field: "place", kind: .text),
            ],
            ignored: ["Note"], constants: ["activity": "desk", "fund": "fami", "line": "secretariat-towns"],
            identity: identity, idField: idField)
    }

    private static let head = "Data;Operatore;Dalle;Ore;Comune;Note\r\n"

    private static func read(_ text: String, _ mapping: CSVMapping) -> [MappedRow] {
        Array(CSVCommands(Array(text.utf8), file: "ore giugno.csv", mapping: mapping))
    }

    /// Returns commands as text, and problems as `code @ place = value`.
    private static func told(_ rows: [MappedRow]) -> [String] {
        rows.flatMap { row in
            switch row {
            case .command(_, let bytes): [String(decoding: bytes, as: UTF8.self)]
            case .problems(_, let problems):
                problems.map { "\($0.code.rawValue) @ \($0.place?.description ?? "-") = \($0.value ?? "-")" }
            }
        }
    }

    @Test func `a row becomes a canonical command with a readable id`() throws {
        let rows = Self.read(Self.head + "3/6/2019;sw-01;9:00;7,5;rovato;\r\n", try Self.hours())
        #expect(
            Self.told(rows) == [
                #"{"command":"hours.log","data":{"activity":"desk","entry":"ore:sw-01:2019-06-03:09_3A00","#
                    + #""fund":"fami","line":"secretariat-towns","minutes":450,"on":"2019-06-03","place":"rovato","#
                    + #""start":"09:00","worker":"sw-01"},"id":"ore:sw-01:2019-06-03:09_3A00"}"#
            ])
        guard case .command(line: 2, _) = rows.first else {
            Issue.record("the row is on line 2")
            return
        }
    }

    @Test func `an empty cell that may be empty leaves its field out`() throws {
        let rows = Self.read(Self.head + "3/6/2019;sw-01;;8;rovato;x\n", try Self.hours(idField: nil))
        #expect(
            Self.told(rows) == [
                #"{"command":"hours.log","data":{"activity":"desk","fund":"fami","line":"secretariat-towns","#
                    + #""minutes":480,"on":"2019-06-03","place":"rovato","worker":"sw-01"},"#
                    + #""id":"ore:sw-01:2019-06-03:"}"#
            ])
    }

    @Test func `columns may be in any order, and headers may have spaces around them`() throws {
        let rows = Self.read("Ore; Comune;Data;Dalle;Operatore \n8;rovato;3/6/2019;;sw-01\n", try Self.hours())
        #expect(Self.told(rows).count == 1)
        #expect(Self.told(rows)[0].contains(#""minutes":480"#))
    }

    @Test func `every bad cell of a row is reported with line, column and header, and other rows are read`() throws {
        let text =
            Self.head + "2019-06-03;sw-01;9:00;7.5;rovato;\n" + "30/02/2019;;25:00;8;;\n"
            + "4/6/2019;sw-01;9:00;8;rovato;\n"
        let rows = Self.told(Self.read(text, try Self.hours()))
        #expect(
            rows.dropLast() == [
                "wrong-day @ line 2, column 1 (Data), character 1 = 2019-06-03",
                "wrong-number @ line 2, column 4 (Ore), character 23 = 7.5",
                "impossible-day @ line 3, column 1 (Data), character 1 = 30/02/2019",
                "empty-cell @ line 3, column 2 (Operatore), character 12 = ",
                "wrong-clock @ line 3, column 3 (Dalle), character 13 = 25:00",
                "empty-cell @ line 3, column 5 (Comune), character 21 = ",
            ])
        #expect(rows.last?.contains("2019-06-04") == true)
    }

    @Test func `a problem says what would be accepted`() throws {
        let rows = Self.read(Self.head + "30/02/2019;sw-01;;8;rovato;\n", try Self.hours())
        guard case .problems(line: 2, let problems) = rows.first else {
            Issue.record("there is no problem")
            return
        }
        #expect(
            problems.map(\.description) == [
                #"line 2, column 1 (Data), character 1: "30/02/2019" is not a day: February 2019 has 28 days; "#
                    + "accepted: a day/month/year: 3/6/2019"
            ])
    }

    @Test func `unknown, repeated and missing headers are reported together, and no row is read`() throws {
        let rows = Self.read("Data;Operatore;Minuti;Data;Dalle\n3/6/2019;sw-01;8;x;9:00\n", try Self.hours())
        #expect(
            Self.told(rows) == [
                "unknown-header @ line 1, column 3 (Minuti), character 16 = Minuti",
                "repeated-header @ line 1, column 4 (Data), character 23 = Data",
                "missing-header @ line 1, column 6 (Ore), character 33 = Ore",
                "missing-header @ line 1, column 6 (Comune), character 33 = Comune",
            ])
        #expect(rows.count == 1)
    }

    @Test func `an ignored column may be missing unless the id uses it`() throws {
        let body = "Data;Operatore;Dalle;Ore;Comune\n3/6/2019;sw-01;;8;rovato\n"
        #expect(Self.told(Self.read(body, try Self.hours())).first?.hasPrefix("{") == true)
        let mapping = try Self.hours(identity: .columns(prefix: "", headers: ["Note"]))
        #expect(
            Self.told(Self.read(body, mapping)) == ["missing-header @ line 1, column 6 (Note), character 32 = Note"])
    }

    @Test func `errors of the file itself are reported with the header`() throws {
        let bytes =
            Array((Self.head + "3/6/2019;sw-01;;8;").utf8) + [0xE0, 0x3B, 0x0A]
            + Array("3/6/2019;sw-01;;8\n4/6/2019;\"sw-01\n".utf8)
        let rows = Array(CSVCommands(bytes, file: "x.csv", mapping: try Self.hours(encoding: .utf8)))
        #expect(
            Self.told(rows) == [
                "not-utf-8 @ line 2, column 5 (Comune), character 19 = E0",
                "wrong-columns @ line 3, column 5 (Comune), character 18 = 4",
                "unclosed-quote @ line 4, column 2 (Operatore), character 10 = -",
            ])
    }

    @Test func `a sheet without a row has no headers`() throws {
        #expect(Self.told(Self.read("", try Self.hours())) == ["missing-header-row @ - = -"])
        #expect(Self.read(Self.head, try Self.hours()).isEmpty)
    }

    @Test func `rows with only empty cells are skipped`() throws {
        let rows = Self.read(Self.head + ";;;;;\r\n3/6/2019;sw-01;;8;rovato;\r\n;;;;;\r\n", try Self.hours())
        #expect(rows.count == 1)
        guard case .command(line: 3, _) = rows.first else {
            Issue.record("the row is on line 3")
            return
        }
    }

    @Test func `ids of columns are the same however the sheet is sorted or writes its days`() throws {
        let rows = Self.head + "03/06/2019;sw-01;09:00;8;rovato;\n"
        let moved = Self.head + ";;;;;\n3/6/2019;sw-01;9:00;8,0;rovato;changed\n"
        #expect(Self.told(Self.read(rows, try Self.hours())) == Self.told(Self.read(moved, try Self.hours())))
    }

    @Test func `two rows with the same id are a problem of the second, and of the third`() throws {
        let row = "3/6/2019;sw-01;9:00;8;rovato;\n"
        let rows = Self.told(Self.read(Self.head + row + row + row, try Self.hours()))
        #expect(rows.count == 3)
        #expect(
            rows.dropFirst().map { String($0.prefix(22)) } == ["repeated-id @ line 3, ", "repeated-id @ line 4, "])
    }

    @Test func `ids made from file and line contain only what ids may contain`() throws {
        let mapping = try Self.hours(identity: .fileLine(prefix: "imp"))
        let row = "3/6/2019;sw-01;9:00;8;rovato;\n"
        let rows = Self.told(Self.read(Self.head + row + row, mapping))
        #expect(rows.map { $0.hasSuffix(#""id":"imp:ore_20giugno.csv:2"}"#) } == [true, false])
        #expect(rows[1].hasSuffix(#""id":"imp:ore_20giugno.csv:3"}"#))
    }

    @Test func `different cells never make the same id`() throws {
        let mapping = try CSVMapping(
            command: "c",
            columns: [.init(header: "a", field: "a", kind: .text), .init(header: "b", field: "b", kind: .text)],
            identity: .columns(prefix: "", headers: ["a", "b"]))
        let text = "a,b\nx:y,z\nx,y:z\nx_3Ay,z\nx y,z\n-x,z\nè,z\nX,z\n"
        let ids = Self.told(Self.read(text, mapping)).map { String($0.split(separator: #""id":""#)[1].dropLast(2)) }
        #expect(ids == ["x_3Ay:z", "x:y_3Az", "x_5F3Ay:z", "x_20y:z", "_2Dx:z", "_C3_A8:z", "X:z"])
    }

    @Test func `a row whose id columns are empty is refused`() throws {
        let mapping = try Self.hours(identity: .columns(prefix: "ore", headers: ["Note"]))
        let rows = Self.told(Self.read(Self.head + "3/6/2019;sw-01;9:00;8;rovato; \n", mapping))
        #expect(rows == ["empty-cell @ line 2, column 1, character 1 = "])
    }

    @Test func `an id that labd would not accept is refused`() throws {
        let worker = String(repeating: "a", count: 41)
        let row = { (worker: String) in Self.head + "3/6/2019;\(worker);9:00;8;rovato;\n" }
        // With 41 characters for the worker, ore:…:2019-06-03:09_3A00 has 64 characters.
        #expect(Self.told(Self.read(row(worker), try Self.hours())).first?.hasPrefix("{") == true)
        #expect(Self.told(Self.read(row(worker + "a"), try Self.hours())).first?.hasPrefix("long-id @ line 2") == true)
    }
}
