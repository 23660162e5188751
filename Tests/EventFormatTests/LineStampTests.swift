import EventFormat
import Testing
import TransparencyLog

@Suite("What a line says of its place")
struct LineStampTests {
    private static let line =
        #"{"actor":"a","data":{"x":",\"position\":9,\"time\":\"b\""},"position":4711,"revision":1,"schema":1,"#
        + #""source":"urn:labd:o:1","subject":"case/1","time":"2019-10-01T08:00:00.000001Z","type":"case.opened"}"#

    private func read(_ text: String) -> LineStamp? {
        let bytes = Array(text.utf8)
        return LineStamp(bytes.span)
    }

    @Test func `position and time are read from the end`() throws {
        let stamp = try #require(read(Self.line))
        #expect(stamp.position == 4711)
        #expect((0..<27).map { stamp.time[$0] } == Array("2019-10-01T08:00:00.000001Z".utf8))
    }

    @Test func `times do not go back, and positions are in order`() throws {
        let first = try #require(read(Self.line))
        let later = try #require(read(Self.line.replacing("000001Z", with: "000002Z")))
        #expect(first.fault(at: 4711, after: nil) == nil)
        #expect(first.fault(at: 4711, after: first) == nil)
        #expect(later.fault(at: 4711, after: first) == nil)
        #expect(first.fault(at: 4711, after: later)?.kind == .reordered)
        #expect(first.fault(at: 4712, after: nil)?.kind == .reordered)
        #expect(first == first && first != later)
    }

    /// Whatever the bytes are, reading them returns a stamp or nil, and never traps.
    @Test func `a text that does not end like a line has no stamp`() {
        #expect(read("") == nil)
        #expect(read(String(repeating: "\"", count: 200)) == nil)
        #expect(read(Self.line + " ") == nil)
        #expect(read(Self.line.replacing("\"position\"", with: "\"positiom\"")) == nil)
        #expect(read(Self.line.replacing("4711", with: "-1")) == nil)
        #expect(read(Self.line.replacing("4711", with: String(repeating: "9", count: 40))) == nil)
        #expect(read(Self.line.replacing("\"time\":\"", with: "\"tine\":\"")) == nil)
        let bytes = Array(Self.line.utf8)
        for place in bytes.indices {
            for value in [0, 34, 44, 125, 255] as [UInt8] {
                var changed = bytes
                changed[place] = value
                _ = LineStamp(changed.span)
                let (tail, head) = (Array(changed[place...]), Array(changed[..<place]))
                _ = LineStamp(tail.span)
                _ = LineStamp(head.span)
            }
        }
    }
}
