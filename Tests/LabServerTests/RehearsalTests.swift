import LabAPI
import Ledger
import Office
import Testing

@testable import LabServer

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
}
