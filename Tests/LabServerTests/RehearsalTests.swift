import CanonicalJSON
import EventFormat
import LabAPI
import Office
import OfficeSpecification
import Synchronization
import Testing

@testable import LabServer
@testable import Ledger

/// Tests of commands that are only rehearsed.
struct RehearsalTests {
    private let worker =
        #"{"id":"w-1","command":"worker.enrol","data":{"worker":"sw-1","profession":"social-worker","#
        + #""employer":"c","from":"2019-06-01"}}"#
    private let leave = #"{"id":"w-2","command":"worker.leave","data":{"worker":"sw-1","on":"2019-07-01"}}"#

    @Test func `each command is decided after the ones before it, and nothing is recorded`() async throws {
        let fixture = try Fixture(simulated: false)
        let before = fixture.ledger.count
        let rehearsal = fixture.rehearsal()
        guard case .refused(let refused) = try rehearsal.outcome(of: leave) else {
            Issue.record("a worker left who was never enrolled")
            return
        }
        #expect(refused.refusal.code.word == "unknown-worker")
        let enrolled = try #require(try rehearsal.outcome(of: worker).answer)
        #expect(enrolled.events.map(\.position) == [before])
        #expect(enrolled.events.map(\.revision) == [1])
        let left = try #require(try rehearsal.outcome(of: leave).answer)
        #expect(left.events.map(\.revision) == [2])
        let again = try #require(try rehearsal.outcome(of: worker).answer)
        #expect(again.isRepeated)
        #expect(again.events == enrolled.events)
        let other = leave.replacing("\"w-2\"", with: "\"w-1\"")
        guard case .refused(let reused) = try rehearsal.outcome(of: other) else {
            Issue.record("an id was used twice")
            return
        }
        #expect(reused.refusal.code.word == "id-reused")
        #expect(fixture.ledger.count == before)
        #expect(try await fixture.send(worker, actor: "test").answer?.isRepeated == false)
        #expect(fixture.ledger.count == before + 1)
    }

    @Test func `a recorded command is repeated, and an old revision is stale`() async throws {
        let fixture = try Fixture(simulated: false)
        _ = try await fixture.send(worker, actor: "test")
        let rehearsal = fixture.rehearsal()
        #expect(try #require(try rehearsal.outcome(of: worker).answer).isRepeated)
        let stale = leave.replacing("{\"id\"", with: "{\"expect\":0,\"id\"")
        guard case .refused(let refused) = try rehearsal.outcome(of: stale) else {
            Issue.record("a revision that has passed was taken")
            return
        }
        #expect(refused.refusal.code.word == "stale-revision")
    }

    @Test func `what is recorded after its beginning is not seen, and what it decides is numbered on from there`()
        async throws
    {
        let fixture = try Fixture(simulated: false)
        let rehearsal = fixture.rehearsal()
        let recorded = try #require(try await fixture.send(worker, actor: "test").answer)
        let rehearsed = try #require(try rehearsal.outcome(of: worker).answer)
        #expect(!rehearsed.isRepeated)
        #expect(rehearsed.events.map(\.position) == recorded.events.map(\.position))
        #expect(rehearsed.events.map(\.revision) == [1])
    }

    @Test func `it refuses and remarks what the writer refuses and remarks`() async throws {
        let lines = [
            worker, leave, worker.replacing("w-1", with: "w-3"),
            register("p-1", "p-1"), register("p-1", "p-1"), register("p-1", "p-2"), register("p-2", "p-1"),
            #"{"id":"e-1","command":"person.erase","data":{"person":"p-1","authorisation":"det. 1"}}"#,
            #"{"id":"e-1","command":"person.erase","data":{"person":"p-1","authorisation":"det. 1"}}"#,
            register("p-3", "p-3"), register("p-3", "p-3"),
        ]
        let fixture = try Fixture()
        let rehearsal = fixture.rehearsal()
        let rehearsed = try lines.map { try rehearsal.outcome(of: $0) }
        let recorded = try await fixture.send(lines, actor: "test")
        #expect(rehearsed.map(\.answer) == recorded.map(\.answer))
        #expect(rehearsed.map { $0.problem?.code } == recorded.map { $0.problem?.code })
        #expect(recorded.compactMap(\.problem).count > 2)
    }

    @Test func `an event of the greatest size is accepted, and one byte more is too large, as the writer has it`()
        async throws
    {
        let fixture = try Fixture()
        try await fixture.given(
            .adopt(JSON.shippedPlan.setting("office", "prova")), .enrol("ed-1", "educator"), .person("p-1"))
        let codes = (100..<590).map { "n" + String(repeating: "x", count: 59) + "\($0)" }
        func orientation(_ id: String, filledBy count: Int) -> String {
            var fillers: [String] = []
            var rest = count
            while rest > 0 {
                // With its quotes and its comma.
                let length = rest > 67 ? 63 : rest
                fillers.append("f" + String(repeating: "x", count: length - 5) + "\(fillers.count)")
                rest -= length
            }
            let difficulties = JSON.array((codes + fillers).map { .string($0) })
            let needs = JSON.array(codes.map { .string($0) })
            return Sending.orientation(id, "2019-06-05", ["needs": needs, "difficulties": difficulties]).line(id: id)
        }
        let position = try #require(
            try await fixture.send(orientation("o-1", filledBy: 0)).answer?.events.first?.position)
        let line = try #require(try fixture.ledger.lines(from: position, limit: 1, maxBytes: 1 << 20).first)
        let missing = EventLine.limit - line.count
        try #require(missing > 70)
        for (id, bytes, code) in [("o-2", missing, nil), ("o-3", missing + 1, "too-large")] as [(String, Int, String?)]
        {
            let command = orientation(id, filledBy: bytes)
            let rehearsed = try fixture.rehearsal().outcome(of: command)
            #expect(rehearsed.problem?.code == code, "\(id): \(rehearsed)")
            #expect(try await fixture.send(command, actor: "test").problem == rehearsed.problem)
        }
        #expect(
            try fixture.ledger.lines(from: position + 1, limit: 2, maxBytes: 1 << 20).map(\.count) == [EventLine.limit])
    }

    @Test
    func `what cannot be sealed is refused: of a stream that was erased, in this body or before, and without keys`()
        async throws
    {
        let fixture = try Fixture()
        func change(_ worker: String, _ id: String) -> String {
            Sending("worker.change", ["worker": .string(worker), "from": "2029-01-01", "name": "Nuovo Nome"]).line(
                id: id)
        }
        let lines = [
            Sending.adopt(JSON.shippedPlan.setting("office", "prova")).line(id: "a-1"),
            Sending.enrol("sw-1", "social-worker", ["name": "Anna"]).line(id: "a-2"),
            Sending.enrol("sw-2", "social-worker", ["name": "Bruna"]).line(id: "a-3"),
            Sending(
                "project.record-final-payment",
                ["on": "2020-06-15", "financialYearEnd": "2020-12-31", "retentionYears": 4]
            ).line(id: "a-4"),
            #"{"id":"a-5","command":"record.erase","data":{"stream":"worker/sw-1","authorisation":"det. 1"},"#
                + #""at":"2030-01-02T08:00:00Z"}"#,
            change("sw-1", "a-6"), change("sw-2", "a-7"),
        ]
        let rehearsal = fixture.rehearsal()
        let rehearsed = try lines.map { try rehearsal.outcome(of: $0) }
        let recorded = try await fixture.send(lines, actor: "test")
        #expect(recorded.map { $0.problem?.code } == [nil, nil, nil, nil, nil, "erased", nil])
        #expect(rehearsed.map(\.problem) == recorded.map(\.problem))
        #expect(rehearsed.map(\.answer) == recorded.map(\.answer))
        #expect(try fixture.rehearsal().outcome(of: change("sw-1", "a-8")).problem?.code == "erased")

        fixture.ledger.keys.state.withLock { $0.office = .absent(reason: "prova") }
        let new = Sending.enrol("sw-3", "social-worker", ["name": "Carla"]).line(id: "a-9")
        let refused = try fixture.rehearsal().outcome(of: new).problem
        #expect(refused?.code == "keys-unavailable")
        #expect(try await fixture.send(new, actor: "test").problem == refused)
    }
}

extension Sending {
    /// The line that is sent, as text.
    fileprivate func line(id: String) -> String { String(decoding: text(id: id), as: UTF8.self) }
}

extension Fixture {
    /// Records commands, all of which are accepted.
    fileprivate func given(_ commands: Sending...) async throws {
        for command in commands {
            let outcome = try await send(command.line(id: "g-\(ledger.count)"), actor: "test")
            try #require(outcome.answer != nil, "\(command): \(outcome)")
        }
    }
}
