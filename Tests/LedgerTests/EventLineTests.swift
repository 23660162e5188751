import CanonicalJSON
import CivilTime
import EventFormat
import Testing

@testable import Ledger

struct EventLineTests {
    private static let golden =
        #"{"actor":"anna","cause":"c-1","data":{"a":[1,"è\n"],"b":{}},"id":"7","occurred":"2026-02-03","#
        + #""position":7,"revision":2,"schema":1,"sealed":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=","#
        + #""source":"urn:labd:pescara:1","specversion":"1.0","subject":"case/1","#
        + #""time":"1970-01-01T00:00:01.000000Z","type":"case.opened"}"#

    private static let draft = EventDraft(
        subject: "case/1", type: "case.opened", schema: 1, occurred: "2026-02-03",
        data: ["b": [:] as JSON, "a": [1, "è\n"]])

    private static func line(sealed: Bool) -> [UInt8] {
        var writer = JSONWriter()
        let place = EventLine.Place(
            actor: "anna", cause: "c-1", position: 7, revision: 2, time: Instant(microseconds: 1_000_000),
            source: "urn:labd:pescara:1")
        EventLine.write(draft, at: place, sealedDigest: sealed ? Array(0..<32) : nil, to: &writer)
        return writer.bytes
    }

    @Test func `a line has exactly these bytes`() {
        #expect(String(decoding: Self.line(sealed: true), as: UTF8.self) == Self.golden)
    }

    @Test(arguments: [false, true])
    func `a line is the canonical form of itself`(sealed: Bool) throws {
        let line = Self.line(sealed: sealed)
        let value = try JSONReader.read(line, as: .canonical)
        #expect(value.canonicalBytes == line)
        guard case .object(let object) = value else {
            Issue.record("not an object")
            return
        }
        #expect((object["sealed"] != nil) == sealed)
    }

    @Test func `a line is read back as the event that was written`() throws {
        let event = try EventLine.read(Self.line(sealed: true).span, at: 7)
        #expect(event.position == 7)
        #expect(event.revision == 2)
        #expect(event.subject == "case/1")
        #expect(event.type == "case.opened")
        #expect(event.schema == 1)
        #expect(event.time == Instant(microseconds: 1_000_000))
        #expect(event.occurred == "2026-02-03")
        #expect(event.actor == "anna")
        #expect(event.cause == "c-1")
        #expect(event.data == ["a": [1, "è\n"], "b": [:] as JSON])
        #expect(event.sealedDigest == "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
        #expect(try EventLine.read(Self.line(sealed: false).span, at: 7).sealedDigest == nil)
    }

    @Test(arguments: [
        (#"DOM\anna"#, #"DOM\\anna"#), ("maria rossi", "maria rossi"), ("nicolò", "nicolò"), (#"a"b"#, #"a\"b"#),
        (#"x\"#, #"x\\"#),
    ])
    func `an account of any name is named as it is, in canonical form`(name: String, written: String) throws {
        var writer = JSONWriter()
        let place = EventLine.Place(
            actor: name, cause: "c-1", position: 7, revision: 2, time: Instant(microseconds: 1_000_000),
            source: "urn:labd:pescara:1")
        EventLine.write(Self.draft, at: place, sealedDigest: nil, to: &writer)
        #expect(String(decoding: writer.bytes, as: UTF8.self).hasPrefix(#"{"actor":"\#(written)","cause":"c-1","#))
        #expect(try JSONReader.read(writer.bytes, as: .canonical).canonicalBytes == writer.bytes)
        #expect(try EventLine.read(writer.bytes.span, at: 7).actor == name)
        for count in 0..<writer.bytes.count {
            #expect(throws: LedgerError.self) { try EventLine.read(writer.bytes.span.extracting(0..<count), at: 7) }
        }
    }

    @Test func `an account's name has no control characters and at most 200 bytes`() {
        #expect(EventLine.takes(actor: String(repeating: "a", count: 200)))
        for name in ["", "a\nb", "a\u{7F}", "a\u{85}b", String(repeating: "a", count: 201)] {
            #expect(!EventLine.takes(actor: name), "\(name.debugDescription)")
        }
    }

    @Test func `a line is refused at another position`() {
        let error = #expect(throws: LedgerError.self) { try EventLine.read(Self.line(sealed: true).span, at: 8) }
        #expect(error?.code == "log-damaged")
    }

    @Test(arguments: [
        (#""actor":"anna""#, #""actor":"a\u006ena""#), (#""id":"7""#, #""id":"07""#), (#""id":"7""#, #""id":"8""#),
        (#""position":7"#, #""position":7.0"#), (#""revision":2"#, #""revision":0"#),
        (#""revision":2"#, #""revision":02"#), (#""schema":1"#, #""schema":"1""#),
        (#"{"a":[1"#, #"{"a": [1"#), (#""b":{}"#, #""a":{}"#), (#"{"a":[1,"è\n"],"b":{}}"#, "[]"),
        (#"{"a":[1,"è\n"],"b":{}}"#, #"{"a":[1],"flags":"late"}"#), ("2026-02-03", "1899-02-03"),
        ("2026-02-03", "2026-02-30"), ("00:00:01", "00:61:01"), ("urn:labd:", "urn:other:"),
        ("urn:labd:", "urn:labd:è"),
        (#""1.0""#, #""1.1""#), (#""type":"case.opened""#, #""type":"""#), ("h8=", "h8"), ("}}", "}"),
        (#""type":"case.opened"}"#, #""type":"case.opened"} "#),
        (#""type":"case.opened"}"#, #""type":"case.opened","x":1}"#), ("anna", "an\u{01}na"), ("anna", #"an\na"#),
        ("anna", #"an\/na"#), ("anna", #"an\u0041"#),
    ])
    func `a line that departs from its form is refused`(piece: String, replacement: String) throws {
        let range = try #require(Self.golden.firstRange(of: piece))
        let line = Self.golden.replacingCharacters(range, replacement)
        let error = #expect(throws: LedgerError.self) { try EventLine.read(Array(line.utf8).span, at: 7) }
        #expect(error?.code == "log-damaged")
    }

    @Test func `a line that is cut anywhere is refused`() {
        let line = Self.line(sealed: true)
        for count in 0..<line.count {
            #expect(throws: LedgerError.self) { try EventLine.read(line.span.extracting(0..<count), at: 7) }
        }
    }

    @Test func `a line with any bit flipped is refused, or read as another event`() throws {
        let line = Self.line(sealed: true)
        let event = try EventLine.read(line.span, at: 7)
        // Only the office and the generation are not fields of the event.
        let source = try #require(Self.golden.utf8.firstRange(of: "pescara:1".utf8))
        let start = Self.golden.utf8.distance(from: Self.golden.utf8.startIndex, to: source.lowerBound)
        let unread = start..<start + "pescara:1".utf8.count
        for index in line.indices {
            for bit in 0..<8 {
                var flipped = line
                flipped[index] ^= 1 << bit
                guard let other = try? EventLine.read(flipped.span, at: 7), !unread.contains(index) else { continue }
                #expect(other != event, "byte \(index), bit \(bit)")
            }
        }
    }
}

extension String {
    fileprivate func replacingCharacters(_ range: Range<Index>, _ replacement: String) -> String {
        self[..<range.lowerBound] + replacement + self[range.upperBound...]
    }
}
