import LabAPI
import Ledger
import Office
import Testing

@testable import LabServer

/// Commands that are only tried.
struct RehearsalTests {
    private let worker =
        #"{"id":"w-1","command":"worker.enrol","data":{"worker":"sw-1","profession":"social-worker","#
        + #""employer":"c","from":"2019-06-01"}}"#
    private let leave = #"{"id":"w-2","command":"worker.leave","data":{"worker":"sw-1","on":"2019-07-01"}}"#

    private func prepared(_ text: String, _ fixture: Fixture) -> ParsedCommand {
        ParsedCommand(Array(text.utf8).span, from: .all)
    }

    private func rehearsal(_ fixture: Fixture) -> Rehearsal {
        let office = fixture.writer.published.office
        return Rehearsal(
            office, fixture.ledger, sender: .all, fixture.writer.clock.judge(in: office), LookLimiter(perMinute: 60))
    }

    @Test func `each command is decided after the ones before it, and nothing is recorded`() async throws {
        let fixture = try Fixture(simulated: false)
        let before = fixture.ledger.count
        var rehearsal = rehearsal(fixture)
        guard case .refused(let problem) = rehearsal.outcome(of: prepared(leave, fixture)) else {
            Issue.record("a worker left who was never enrolled")
            return
        }
        #expect(problem.code == "unknown-worker")
        let enrolled = try #require(rehearsal.outcome(of: prepared(worker, fixture)).answer)
        #expect(enrolled.events.map(\.position) == [before])
        #expect(enrolled.events.map(\.revision) == [1])
        let left = try #require(rehearsal.outcome(of: prepared(leave, fixture)).answer)
        #expect(left.events.map(\.revision) == [2])
        #expect(try #require(rehearsal.outcome(of: prepared(worker, fixture)).answer).isRepeated)
        guard
            case .refused(let reused) = rehearsal.outcome(
                of: prepared(leave.replacing("\"w-2\"", with: "\"w-1\""), fixture))
        else {
            Issue.record("an id was used twice")
            return
        }
        #expect(reused.code == "id-reused")
        #expect(fixture.ledger.count == before)
        #expect(try await fixture.send(worker, actor: "test").answer?.isRepeated == false)
        #expect(fixture.ledger.count == before + 1)
    }

    @Test func `a recorded command is repeated, and an old revision is stale`() async throws {
        let fixture = try Fixture(simulated: false)
        _ = try await fixture.send(worker, actor: "test")
        var rehearsal = rehearsal(fixture)
        #expect(try #require(rehearsal.outcome(of: prepared(worker, fixture)).answer).isRepeated)
        let stale = leave.replacing("{\"id\"", with: "{\"expect\":0,\"id\"")
        guard case .refused(let problem) = rehearsal.outcome(of: prepared(stale, fixture)) else {
            Issue.record("a revision that has passed was taken")
            return
        }
        #expect(problem.code == "stale-revision")
    }
}
