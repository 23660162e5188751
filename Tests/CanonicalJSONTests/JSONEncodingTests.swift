import CanonicalJSON
import Foundation
import Testing

@Suite("What values encode themselves as")
struct JSONEncodingTests {
    struct Row: Codable, Equatable {
        enum Kind: String, Codable { case one, two }
        var zeta = 1
        var alpha = "è \"quoted\" / \u{1F600}"
        var absent: Int?
        var present: String? = "here"
        var kind = Kind.two
        var flag = true
        var small: UInt8 = 7
        var negative: Int64 = -9_007_199_254_740_991
    }

    struct Answer: Codable, Equatable {
        var rows = [Row(), Row(zeta: -3, absent: 0, kind: .one)]
        var counts = ["b": 2, "a": 1, "\u{E000}": 3, "\u{10000}": 4]
        var nested = [["x"], []]
        var optionals: [Int?] = [1, nil]
        var row = Row()
        var empty: [String: Int] = [:]
    }

    /// Reads back what a value was written as.
    func written(_ value: some Encodable) throws -> JSON {
        let bytes = try JSON.canonicalBytes(encoding: value)
        return try JSONReader.read(bytes, as: .strict)
    }

    @Test("The bytes are JSONEncoder's with sorted keys, but for the order that RFC 8785 asks for")
    func sameAsFoundation() throws {
        let answer = Answer(counts: ["b": 2, "a": 1, "aa": 3])
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let ours = try JSON.canonicalBytes(encoding: answer)
        #expect(String(decoding: ours, as: UTF8.self) == String(decoding: try encoder.encode(answer), as: UTF8.self))
    }

    @Test("What is written is read back by any decoder")
    func readBack() throws {
        let bytes = try JSON.canonicalBytes(encoding: Answer())
        #expect(try JSONDecoder().decode(Answer.self, from: Data(bytes)) == Answer())
        #expect(try JSONReader.read(bytes.span, as: .strict).canonicalBytes == bytes)
    }

    @Test("Members stand in the order of their UTF-16 code units")
    func memberOrder() throws {
        let json = try written(["\u{E000}": 1, "\u{10000}": 2, "a": 3])
        #expect(String(decoding: json.canonicalBytes, as: UTF8.self) == "{\"a\":3,\"\u{10000}\":2,\"\u{E000}\":1}")
    }

    /// A value that fills its containers after it requested them, and encodes one name twice.
    struct ByHand: Encodable {
        enum Key: String, CodingKey { case inner, list, twice }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            var inner = container.nestedContainer(keyedBy: Key.self, forKey: .inner)
            var list = container.nestedUnkeyedContainer(forKey: .list)
            try container.encode(1, forKey: .twice)
            try list.encode("a")
            try inner.encode(true, forKey: .twice)
            try list.encodeNil()
            try container.encode(2, forKey: .twice)
            var again = encoder.container(keyedBy: Key.self)
            try again.encode(3, forKey: .twice)
            try Row(zeta: 5).encode(to: list.superEncoder())
        }
    }

    @Test("Nested containers, and the last value of a name that came twice")
    func byHand() throws {
        let json = try written(ByHand())
        guard case .object(let object) = json else {
            Issue.record("not an object")
            return
        }
        #expect(object["twice"] == 3)
        #expect(object["inner"] == ["twice": true])
        guard case .array(let list)? = object["list"] else {
            Issue.record("no list")
            return
        }
        #expect(list.prefix(2) == ["a", .null])
        #expect(list.last == (try written(Row(zeta: 5))))
    }

    @Test(
        "Numbers that are not whole, or too large for every reader, are refused",
        arguments: [[1.5], [2.0]])
    func notWhole(_ numbers: [Double]) {
        #expect(throws: EncodingError.self) { try written(numbers) }
        #expect(throws: EncodingError.self) { try written(["x": Int64.max]) }
        #expect(throws: EncodingError.self) { try written([UInt64.max]) }
    }

    @Test("A refused number is named by the path to it")
    func path() {
        var path: [String] = []
        do {
            _ = try written(["rows": [["a": 1], ["b": Int.max]]])
        } catch EncodingError.invalidValue(_, let context) {
            path = context.codingPath.map(\.stringValue)
        } catch {
            Issue.record(error)
        }
        #expect(path == ["rows", "Index 1", "b"])
    }

    @Test("Rows of several kinds, one after another, each in its own order")
    func changingRows() throws {
        let rows = [["b": 1, "a": 2], ["z": 1], ["b": 3, "a": 4], ["c": 1, "a": 2, "b": 3], [:], ["a": 5, "b": 6]]
        let bytes = try JSON.canonicalBytes(encoding: rows)
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == #"[{"a":2,"b":1},{"z":1},{"a":4,"b":3},{"a":2,"b":3,"c":1},{},{"a":5,"b":6}]"#)
    }

    @Test("Single values stand alone")
    func singleValues() throws {
        #expect(try written("a") == "a")
        #expect(try written(-1) == -1)
        #expect(try written(Row.Kind.one) == "one")
        #expect(try written([String: Int]()) == [:])
        #expect(try written(true) == true)
        #expect(try written(Int?.none) == .null)
    }
}
