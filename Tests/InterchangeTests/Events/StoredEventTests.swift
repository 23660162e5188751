import CanonicalJSON
import CivilTime
import EventFormat
import Testing

@testable import Interchange

struct StoredEventTests {
    @Test func `a stored line is read with its flags apart from its data`() throws {
        let event = try #require(try SmallLog.season.events.first { $0.type == "case.noted" })
        #expect(event.position == 3)
        #expect(event.revision == 2)
        #expect(event.subject == "case/c-1")
        #expect((event.streamKind, event.streamID) == ("case", "c-1"))
        #expect((event.actor, event.cause) == ("anna", "k-3"))
        #expect((event.occurred, event.time.description) == ("2019-06-03", "2019-06-05T08:00:00.000000Z"))
        #expect(event.flags == ["late-entry", "out-of-order"])
        #expect(event.fields.map(\.name) == ["case", "kind", "on", "worker"])
    }

    @Test func `a stream that is alone of its kind has no id`() throws {
        let event = try #require(try SmallLog.season.events.first)
        #expect((event.streamKind, event.streamID) == ("log", ""))
    }

    @Test(arguments: [
        "", "[]", "{}", #"{"position":0}"#, " {}",
        String(decoding: SmallLog.season.lines[1], as: UTF8.self) + "\n",
        String(decoding: SmallLog.season.lines[1], as: UTF8.self)
            .split(separator: #""occurred":"2019-06-04""#).joined(separator: #""occurred":"2019-06-31""#),
        String(decoding: SmallLog.season.lines[1], as: UTF8.self)
            .split(separator: #""specversion":"1.0""#).joined(separator: #""specversion":"2.0""#),
        String(decoding: SmallLog.season.lines[3], as: UTF8.self)
            .split(separator: #"["late-entry","out-of-order"]"#).joined(separator: "[1]"),
    ])
    func `a line that is not a stored event is refused`(line: String) {
        let error = #expect(throws: InterchangeError.self) { try StoredEvent(Array(line.utf8)) }
        #expect(error?.code == .notAnEvent)
    }
}
