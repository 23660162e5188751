import CanonicalJSON
import SeededNumbers
import Testing

struct JSONWriterTests {
    static func text(_ value: JSON) -> String { String(decoding: value.canonicalBytes, as: UTF8.self) }

    @Test func `members are sorted by UTF-16 code units as RFC 8785 section 3_2_3 shows`() {
        // The RFC's own example, with its order.
        let value: JSON = [
            "\u{20ac}": "Euro Sign", "\r": "Carriage Return", "\u{fb33}": "Hebrew Letter Dalet With Dagesh", "1": "One",
            "\u{1f600}": "Emoji: Grinning Face", "\u{80}": "Control", "\u{f6}": "Latin Small Letter O With Diaeresis",
        ]
        let names = ["\\r", "1", "\u{80}", "\u{f6}", "\u{20ac}", "\u{1f600}", "\u{fb33}"]
        let text = Self.text(value)
        var from = text.startIndex
        for name in names {
            let found = text[from...].firstRange(of: "\"\(name)\":")
            #expect(found != nil, "\(name) stands out of order")
            from = found?.upperBound ?? from
        }
    }

    @Test func `strings are escaped as RFC 8785 section 3_2_2_2 says`() {
        #expect(
            Self.text(.string("\u{20ac}$\u{0F}\nA'B\"\\\\\"/\u{8}\t\u{c}\r\u{7f}"))
                == "\"\u{20ac}$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\\b\\t\\f\\r\u{7f}\"")
    }

    @Test func `numbers are written in plain decimal`() {
        #expect(
            Self.text([0, -1, 9_007_199_254_740_991, -9_007_199_254_740_991])
                == "[0,-1,9007199254740991,-9007199254740991]")
    }

    @Test func `what is written reads back as the same value, for ten thousand random values`() throws {
        var random = SeededNumbers(seed: 2019)
        for _ in 0..<10_000 {
            let value = Self.value(&random, depth: 0)
            let bytes = value.canonicalBytes
            let back = try JSONReader.read(bytes, as: .canonical)
            #expect(back.canonicalBytes == bytes)
            #expect(try JSONReader.read(bytes, as: .strict) == back)
        }
    }

    static func value(_ random: inout SeededNumbers, depth: Int) -> JSON {
        switch random.next() % (depth < 4 ? 7 : 4) {
        case 0: .string(string(&random))
        case 1: .integer(Int64(random.next() % 20_000) - 10_000)
        case 2: .bool(random.next() % 2 == 0)
        case 3: .null
        case 4: .array((0..<(random.next() % 4)).map { _ in value(&random, depth: depth + 1) })
        default:
            .object(
                JSONObject(
                    Set((0..<(random.next() % 5)).map { _ in string(&random) }).map {
                        JSONObject.Member($0, value(&random, depth: depth + 1))
                    }))
        }
    }

    static func string(_ random: inout SeededNumbers) -> String {
        let alphabet: [Unicode.Scalar] = [
            "a", "b", "\"", "\\", "\n", "\u{1}", "è", "\u{20ac}", "\u{e000}", "\u{fb33}", "\u{1f600}",
        ]
        var text = ""
        for _ in 0..<(random.next() % 6) {
            text.unicodeScalars.append(alphabet[Int(random.next() % UInt64(alphabet.count))])
        }
        return text
    }
}
