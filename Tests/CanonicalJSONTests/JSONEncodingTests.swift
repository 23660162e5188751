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

    @Test("The bytes are JSONEncoder's with sorted keys, but for the order that RFC 8785 asks for")
    func sameAsFoundation() throws {
        let answer = Answer(counts: ["b": 2, "a": 1, "aa": 3])
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let ours = try JSON(encoding: answer).canonicalBytes
        #expect(String(decoding: ours, as: UTF8.self) == String(decoding: try encoder.encode(answer), as: UTF8.self))
    }

    @Test("What is written is read back by any decoder")
    func readBack() throws {
        let bytes = try JSON(encoding: Answer()).canonicalBytes
        #expect(try JSONDecoder().decode(Answer.self, from: Data(bytes)) == Answer())
        #expect(try JSONReader.read(bytes.span, as: .strict).canonicalBytes == bytes)
    }

    @Test("Members stand in the order of their UTF-16 code units")
    func memberOrder() throws {
        let json = try JSON(encoding: ["\u{E000}": 1, "\u{10000}": 2, "a": 3])
        #expect(String(decoding: json.canonicalBytes, as: UTF8.self) == "{\"a\":3,\"\u{10000}\":2,\"\u{E000}\":1}")
    }

    /// Encodes itself through containers that are filled after they were asked for, and one name twice.
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
        let json = try JSON(encoding: ByHand())
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
        #expect(list.last == (try JSON(encoding: Row(zeta: 5))))
    }

    @Test(
        "Numbers that are not whole, or too large for every reader, are refused",
        arguments: [[1.5], [2.0]])
    func notWhole(_ numbers: [Double]) {
        #expect(throws: EncodingError.self) { try JSON(encoding: numbers) }
        #expect(throws: EncodingError.self) { try JSON(encoding: ["x": Int64.max]) }
        #expect(throws: EncodingError.self) { try JSON(encoding: [UInt64.max]) }
    }

    @Test("Single values stand alone")
    func singleValues() throws {
        #expect(try JSON(encoding: "a") == "a")
        #expect(try JSON(encoding: -1) == -1)
        #expect(try JSON(encoding: Row.Kind.one) == "one")
        #expect(try JSON(encoding: [String: Int]()) == [:])
        #expect(try JSON(encoding: true) == true)
        #expect(try JSON(encoding: Int?.none) == .null)
    }
}
