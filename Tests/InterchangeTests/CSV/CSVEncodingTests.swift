import Interchange
import Testing

struct CSVEncodingTests {
    private static let grave: [UInt8] = [0xE0]

    @Test func `a text that is not UTF-8 and can be Windows-1252 is read as Windows-1252`() {
        #expect(CSVEncoding(findingIn: Array("citt".utf8) + Self.grave + Array(";x".utf8)) == .windows1252)
        #expect(CSVEncoding(findingIn: Array("euro".utf8) + [0x80]) == .windows1252)
    }

    @Test func `ASCII, UTF-8 and an empty text are UTF-8`() {
        #expect(CSVEncoding(findingIn: []) == .utf8)
        #expect(CSVEncoding(findingIn: Array("plain".utf8)) == .utf8)
        #expect(CSVEncoding(findingIn: Array("città €😀".utf8)) == .utf8)
    }

    @Test func `a damaged text is not mistaken for another encoding`() {
        // A letter in UTF-8, and a byte elsewhere that is not UTF-8: it is unknown which of them is wrong.
        #expect(CSVEncoding(findingIn: Array("città ".utf8) + Self.grave + [0x20]) == .utf8)
        #expect(CSVEncoding(findingIn: Array("x".utf8) + Self.grave + [0x81]) == .utf8, "0x81 is not a character there")
        #expect(CSVEncoding(findingIn: [0xFF, 0xFE, 0x61, 0x00]) == .utf8, "UTF-16")
    }

    @Test func `Windows-1252 is read, and a byte that is not one of its characters is refused at its place`() throws {
        let text = Array("a;citt".utf8) + [0xE0, 0xA0, 0x80, 0x0A] + Array("b;".utf8) + [0x81, 0x0A]
        var reader = CSVReader(text, delimiter: .semicolon, encoding: .windows1252)
        #expect(try reader.next()?.get().cells.map(\.text) == ["a", "città\u{A0}€"])
        guard case .failure(let error)? = reader.next() else {
            Issue.record("0x81 was read")
            return
        }
        #expect(error.code == .notWindows1252)
        #expect(error.place?.description == "line 2, column 2, character 3")
        #expect(error.value == "81")
    }
}
