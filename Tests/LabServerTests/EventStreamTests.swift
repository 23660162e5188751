import CanonicalJSON
import HTTPTypes
import LabAPI
import Ledger
import ServiceSupport
import Testing

@testable import LabServer

struct EventStreamTests {
    @Test(arguments: [
        ("text/event-stream", true), ("TEXT/event-stream ; q=0.5", true), ("text/html, text/event-stream", true),
        ("", false), ("*/*", false), ("text/*", false), ("application/x-ndjson", false),
        ("text/event-stream;q=0", false), ("text/event-stream; q=0.000", false), ("text/event-streams", false),
    ])
    func `events are sent to whoever names their media type`(accepted: String, areSent: Bool) {
        #expect((LineFormat(acceptedBy: [.accept: accepted]) == .serverSentEvents) == areSent)
    }

    /// What a reader of Server-Sent Events makes of a stream: the id and data of each event.
    private static func events(_ text: Substring) -> [(id: String, data: String)] {
        var events: [(id: String, data: String)] = []
        var (id, data): (String, String?) = ("", nil)
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("id:") { id = String(line.dropFirst(3)) }
            if line.hasPrefix("data:") { data = (data.map { $0 + "\n" } ?? "") + line.dropFirst(5) }
            if line.isEmpty, let whole = data {
                events.append((id, whole))
                data = nil
            }
        }
        return events
    }

    private static func ask(
        _ service: Service, _ target: String, _ fields: [(name: String, value: String)] = []
    ) async throws -> Answer {
        let wire = try await service.connect()
        try await wire.write(
            Wire.head("GET", target, length: 0, [("Accept", MediaTypes.eventStream)] + fields))
        return try Answer(await wire.rest())
    }

    @Test func `each stored line is the data of an event whose id is its position`() async throws {
        try await Service.run { service in
            for number in 1...3 { _ = try await service.fixture.send(register("c-\(number)", "p-\(number)")) }
            let answer = try await Self.ask(service, "/v1/events?from=1")
            #expect(answer.head.lowercased().contains("content-type: text/event-stream\r\n"))
            #expect(answer.head.lowercased().contains("vary: accept\r\n"))
            let events = Self.events(String(decoding: answer.body, as: UTF8.self)[...])
            #expect(events.map(\.id) == ["1", "2", "3"])
            for (position, event) in zip(1..., events) {
                #expect(Array(event.data.utf8) == (try service.fixture.ledger.line(at: position)))
            }
            // A reader that comes again names the last event that it has, whatever its address says.
            for (last, ids) in [("0", ["1", "2", "3"]), ("2", ["3"]), ("3", []), ("\(Int.max)", [])] {
                let answer = try await Self.ask(service, "/v1/events?from=1", [("Last-Event-ID", last)])
                #expect(Self.events(String(decoding: answer.body, as: UTF8.self)[...]).map(\.id) == ids)
            }
        }
    }

    @Test(arguments: ["-1", "x", "1.5", "99999999999999999999"])
    func `an id that is no position is refused`(last: String) async throws {
        try await Service.run { service in
            let answer = try await Self.ask(service, "/v1/events", [("Last-Event-ID", last)])
            #expect(answer.status == 400)
            let problem = try #require(answer.object)
            #expect(problem["code"] == "invalid-value")
            #expect(problem["field"] == "Last-Event-ID")
        }
    }

    @Test func `new lines follow as events, and a sign of life where none comes`() async throws {
        try await Service.run(silence: .milliseconds(50)) { service in
            _ = try await service.fixture.send(register("c-1", "p-1"))
            let wire = try await service.connect()
            try await wire.write(
                Wire.head(
                    "GET", "/v1/events?follow=1", length: 0, close: false,
                    [("Accept", MediaTypes.eventStream), ("Last-Event-ID", "0")]))
            let begin = await wire.read(until: "c-1")
            #expect(begin.contains("id:1\ndata:{"))
            #expect(!begin.contains("id:0\n"))
            #expect(await wire.read(until: ":\n\n").contains(":\n\n"))
            _ = try await service.fixture.send(register("c-2", "p-2"))
            #expect(await wire.read(until: "c-2").contains("id:2\ndata:{"))
            // Readers of lines get lines alone.
            let lines = try await service.connect()
            try await lines.write(Wire.head("GET", "/v1/events?from=2&follow=1", length: 0, close: false))
            _ = await lines.read(until: "c-2")
            try await Task.sleep(for: .milliseconds(200))
            _ = try await service.fixture.send(register("c-3", "p-3"))
            #expect(!(await lines.read(until: "c-3")).contains(":\n\n"))
            service.stop.give()
            #expect(String(decoding: await wire.rest(), as: UTF8.self).hasSuffix("0\r\n\r\n"))
        }
    }
}
