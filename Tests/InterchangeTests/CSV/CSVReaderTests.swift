import Interchange
import Testing

struct CSVReaderTests {
    /// Returns the result of reading bytes: rows as `cell|cell`, errors as `code line:column:character`.
    private static func read(_ bytes: [UInt8], _ delimiter: CSVDelimiter = .comma) -> [String] {
        var reader = CSVReader(bytes, delimiter: delimiter)
        var found: [String] = []
        while let row = reader.next() {
            switch row {
            case .success(let row): found.append(row.cells.map(\.text).joined(separator: "|"))
            case .failure(let error):
                let place = error.place.map { "\($0.line):\($0.column):\($0.character)" } ?? "nowhere"
                found.append("\(error.code.rawValue) \(place)")
            }
        }
        return found
    }

    private static func read(_ text: String, _ delimiter: CSVDelimiter = .comma) -> [String] {
        read(Array(text.utf8), delimiter)
    }

    @Test(arguments: [
        ("a,b\r\nc,d\r\n", ["a|b", "c|d"]), ("a,b\nc,d", ["a|b", "c|d"]), ("a,b\nc,d\r\n", ["a|b", "c|d"]),
        ("", []), ("a", ["a"]), (",\n", ["|"]), ("\n", [""]), ("\"\"\r\n", [""]),
        (#""a,b","c""d""#, [#"a,b|c"d"#]), ("\"a\nb\",c\n", ["a\nb|c"]), ("\"a\r\nb\"\r\n", ["a\r\nb"]),
        ("\u{FEFF}a,b\n", ["a|b"]), (" a , b \n", [" a | b "]), ("a;b,c\n", ["a;b|c"]), ("\"\"\"\"\n", ["\""]),
        ("è,😀\n", ["è|😀"]),
    ])
    func `rows are read as RFC 4180 writes them`(text: String, rows: [String]) {
        #expect(Self.read(text) == rows)
    }

    @Test func `cells may be separated by semicolons`() {
        #expect(Self.read("a;b,c\n\"d;e\";f\n", .semicolon) == ["a|b,c", "d;e|f"])
    }

    @Test func `a quote that is never closed is reported where it opens, and ends the reading`() {
        #expect(Self.read("a,b\nc,\"d\ne,f\n") == ["a|b", "unclosed-quote 2:2:3"])
        #expect(Self.read("\"") == ["unclosed-quote 1:1:1"])
    }

    @Test func `a stray quote is reported at its place, and the next line is read`() {
        #expect(Self.read("a,b\nc,d\"e\ng,h\n") == ["a|b", "stray-quote 2:2:4", "g|h"])
        #expect(Self.read("a,b\n\"c\"d,e\ng,h\n") == ["a|b", "stray-quote 2:1:4", "g|h"])
        #expect(Self.read("a,b\nc, \"d\"\n") == ["a|b", "stray-quote 2:2:4"])
    }

    @Test func `a place inside a cell of several lines is that of its own line`() {
        #expect(Self.read("a,b\n\"c\nd\"e,f\ng,h\n") == ["a|b", "stray-quote 3:1:3", "g|h"])
        #expect(Self.read("a,b\n\"c\nd\",e\nf\n") == ["a|b", "c\nd|e", "wrong-columns 4:2:2"])
    }

    @Test func `a carriage return without a line feed is refused`() {
        #expect(Self.read("a,b\rc,d\n") == ["stray-return 1:2:4"])
        #expect(Self.read("\"a\"\rb\nc\n") == ["stray-return 1:1:4", "c"])
    }

    @Test func `a row with too few or too many cells is named by the first that is missing or too many`() throws {
        #expect(
            Self.read("a,b,c\nd,e\nf,g,h,i\nj,k,l\n") == [
                "a|b|c", "wrong-columns 2:3:4", "wrong-columns 3:4:7", "j|k|l",
            ])
        #expect(Self.read("a,b\r\n\r\nc,d\r\n") == ["a|b", "wrong-columns 2:2:1", "c|d"])
        var reader = CSVReader(Array("a,b\nc\n".utf8))
        _ = reader.next()
        let error = try #require(reader.next()?.error)
        #expect(
            error.description
                == "line 2, column 2, character 2: the row has 1 cell, the first row has 2; accepted: 2 cells")
    }

    @Test func `a byte that is not UTF-8 is named with what it is in Windows-1252`() throws {
        var bytes = Array("nome,città\nè,".utf8) + [0x70, 0xF9, 0x0A] + Array("x,y\n".utf8)
        #expect(Self.read(bytes) == ["nome|città", "not-utf-8 2:2:4", "x|y"])
        var reader = CSVReader(bytes)
        _ = reader.next()
        let error = try #require(reader.next()?.error)
        #expect(error.value == "F9")
        #expect(error.detail == #"the byte F9 is not UTF-8; the text looks like Windows-1252, where it is "ù""#)
        bytes = Array("a\n".utf8) + [0x80, 0x0A, 0x81, 0x0A]
        reader = CSVReader(bytes)
        _ = reader.next()
        #expect(reader.next()?.error?.detail.contains("\"€\"") == true)
        #expect(reader.next()?.error?.detail == "the byte 81 is not UTF-8")
    }

    @Test func `a byte that is not UTF-8 is found in a quoted cell, on its own line`() {
        let bytes = Array("a,b\n\"c\"\"\nd".utf8) + [0xE0] + Array("\",e\n".utf8)
        #expect(Self.read(bytes) == ["a|b", "not-utf-8 3:1:2"])
    }

    @Test func `a row that does not end is refused as soon as it is longer than any sheet's, and ends the reading`() {
        let endless = Array(repeating: UInt8(ascii: "x"), count: (1 << 20) + 10)
        #expect(Self.read(Array("a,b\n".utf8) + endless) == ["a|b", "row-too-long 2:1:1"])
        #expect(Self.read(Array("a,b\n\"".utf8) + endless) == ["a|b", "row-too-long 2:1:1"])
        #expect(
            Self.read(Array("a,b\n".utf8) + Array(repeating: UInt8(ascii: ","), count: (1 << 20) + 10)) == [
                "a|b", "row-too-long 2:1048577:1",
            ])
    }

    @Test func `UTF-16 is refused by name`() {
        for start: [UInt8] in [[0xFF, 0xFE, 0x61, 0x00], [0xFE, 0xFF, 0x00, 0x61]] {
            var reader = CSVReader(start)
            #expect(reader.next()?.error?.detail == "the text is UTF-16")
            #expect(reader.next() == nil)
        }
    }

    @Test func `cells know where they begin`() throws {
        var reader = CSVReader(Array("è,\"b\nc\",d\n".utf8))
        let row = try #require(try reader.next()?.get())
        #expect(
            row.cells.map(\.place.description) == [
                "line 1, column 1, character 1", "line 1, column 2, character 3", "line 2, column 3, character 4",
            ])
    }
}

extension Result {
    /// The error, if the result is a failure.
    fileprivate var error: Failure? {
        if case .failure(let error) = self { error } else { nil }
    }
}
