import CanonicalJSON
import CivilTime
import LabAPI
import Ledger
import Office
import Testing

@testable import LabServer

@Suite("A clock that is wrong")
struct ClockTests {
    private let confirm = #"{"id":"confirm-1","command":"clock.confirm","data":{}}"#

    /// A real log with one event of 2020-09-14T10:00.
    private func begun() async throws -> Fixture {
        let fixture = try Fixture(simulated: false)
        try fixture.setClock("2020-09-14T10:00:00.000000Z")
        #expect(try await fixture.send(register("c-0", "p-0")).answer != nil)
        return fixture
    }

    private func again(_ command: String, _ id: String) -> String { command.replacing("confirm-1", with: id) }

    @Test func `one tick of a clock two years ahead records nothing, and the log's time goes on as it was`()
        async throws
    {
        let fixture = try await begun()
        try fixture.moveClock("2022-09-14T10:00:00.000000Z")
        let problem = try #require(try await fixture.send(register("c-1", "p-1")).problem)
        #expect(problem.code == "clock-implausible" && problem.status == 503 && problem.id == "c-1")
        try fixture.moveClock("2020-09-14T10:00:01.000000Z")
        let answer = try await fixture.send(register("c-1", "p-1")).answer
        #expect(answer?.events.first?.time == "2020-09-14T10:00:01.000000Z")
        #expect(fixture.ledger.count == 3)
    }

    @Test func `a quiet year is believed if the machine's clock is synchronised, and not otherwise`()
        async throws
    {
        let fixture = try await begun()
        fixture.setSynchronised(false)
        try fixture.setClock("2021-09-14T10:00:00.000000Z")
        #expect(try await fixture.send(register("c-1", "p-1")).problem?.code == "clock-implausible")
        fixture.setSynchronised(true)
        #expect(try await fixture.send(register("c-1", "p-1")).answer != nil)
    }

    @Test
    func `a clock that was set forward by more than a day while labd worked is confirmed for that deviation only`()
        async throws
    {
        let fixture = try await begun()
        try fixture.moveClock("2020-09-16T10:00:00.000000Z")
        #expect(try await fixture.send(register("c-1", "p-1")).problem?.code == "clock-implausible")
        // A confirmation takes effect within its own batch.
        let outcomes = try await fixture.send([confirm, register("c-1", "p-1")])
        #expect(outcomes.map { $0.answer?.events.first?.type } == ["log.clock-confirmed", "person.registered"])
        #expect(outcomes[1].answer?.events.first?.time == "2020-09-16T10:00:00.000000Z")
        // The clock goes back, and forward again to the confirmed time, which is accepted. A later time is not.
        try fixture.moveClock("2020-09-14T11:00:00.000000Z")
        #expect(
            try await fixture.send(register("c-2", "p-2")).answer?.events.first?.time == "2020-09-16T10:00:00.000000Z")
        try fixture.moveClock("2020-09-16T12:00:00.000000Z")
        #expect(try await fixture.send(register("c-3", "p-3")).answer != nil)
        #expect(try await fixture.send(again(confirm, "confirm-2")).problem?.code == "wrong-order")
        try fixture.moveClock("2020-09-18T12:00:00.000000Z")
        #expect(try await fixture.send(register("c-4", "p-4")).problem?.code == "clock-implausible")
        // The first confirmation, sent again, gets its first answer and confirms nothing.
        #expect(try await fixture.send(confirm).answer?.isRepeated == true)
        #expect(try await fixture.send(register("c-4", "p-4")).problem?.code == "clock-implausible")
        #expect(try await fixture.send(again(confirm, "confirm-2")).answer != nil)
        #expect(try await fixture.send(register("c-4", "p-4")).answer != nil)
    }

    @Test func `a clock before 2019 is refused until it is confirmed, and after a start as well`() async throws {
        let fixture = try await begun()
        try fixture.moveClock("2017-01-01T10:00:00.000000Z")
        #expect(try await fixture.send(register("c-1", "p-1")).problem?.code == "clock-implausible")
        #expect(try await fixture.send(confirm).answer != nil)
        #expect(try await fixture.send(register("c-1", "p-1")).answer != nil)
        var office = Office()
        try office.replay(fixture.ledger)
        let clock = TestClock(try #require(Instant("2017-01-01T11:00:00.000000Z")))
        #expect(clock.logClock.judge(in: office).doubted == nil)
        clock.move(to: try #require(Instant("2016-01-01T11:00:00.000000Z")))
        #expect(clock.logClock.judge(in: office).doubted?.doubt == .before2019)
        #expect(clock.logClock.believed(in: office) == office.time)
    }

    @Test func `looks at personal data and rehearsals are refused too, and no simulated log`() async throws {
        let fixture = try await begun()
        try fixture.moveClock("2022-09-14T10:00:00.000000Z")
        let rehearsal = fixture.rehearsal()
        #expect(try rehearsal.outcome(of: register("c-1", "p-1")).problem?.code == "clock-implausible")
        #expect(try rehearsal.outcome(of: confirm).answer != nil)
        #expect(try rehearsal.outcome(of: register("c-1", "p-1")).answer != nil)
        let look = try #require(PersonalDataRequest(showing: "person/p-0"))
        let chunk = Chunk(commands: [.look(look)], sender: .all, halt: nil)
        try #require(fixture.writer.submit(chunk))
        #expect(await chunk.pending.outcomes().first?.problem?.code == "clock-implausible")
        #expect(fixture.ledger.count == 2)
        let simulated = try Fixture()
        try simulated.moveClock("2035-01-01T10:00:00.000000Z")
        #expect(try await simulated.send(register("c-1", "p-1")).answer != nil)
    }

    @Test
    func `a restored log continues at the clock's time or, if the clock is not believed, at that of its last event`()
        throws
    {
        let last = try #require(Instant("2020-09-14T10:00:00.000000Z"))
        for (shows, isSynchronised, expected) in [
            ("2020-09-15T10:00:00.000000Z", true, "2020-09-15T10:00:00.000000Z"),
            ("2020-09-13T10:00:00.000000Z", true, "2020-09-14T10:00:00.000000Z"),
            ("2022-09-15T10:00:00.000000Z", true, "2020-09-14T10:00:00.000000Z"),
            ("2021-01-15T10:00:00.000000Z", true, "2021-01-15T10:00:00.000000Z"),
            ("2021-01-15T10:00:00.000000Z", false, "2020-09-14T10:00:00.000000Z"),
        ] {
            let clock = TestClock(try #require(Instant(shows)))
            clock.setSynchronised(isSynchronised)
            #expect(clock.logClock.believed(after: last).description == expected, "\(shows)")
        }
    }

    @Test func `only an admin confirms`() async throws {
        let text = Array(confirm.utf8)
        for role in Role.allCases where role != .admin {
            guard case .refused(let refused) = ParsedCommand(text.span, from: Sender(account: "anna", roles: [role]))
            else {
                Issue.record("\(role) may confirm the clock")
                continue
            }
            #expect(refused.refusal.code == .notPermitted)
        }
    }

    @Test func `health and metrics say that the clock is not believed, and by how much it is behind`() async throws {
        let clock = TestClock(Instant(microseconds: 1_600_000_000_000_000))
        try await Service.run(clock: clock) { service in
            func metric(_ name: String) async throws -> Double? {
                let text = try await service.ask("GET", Paths.metrics).text
                return text.split(separator: "\n").first { $0.hasPrefix(name + " ") }
                    .flatMap { Double($0.dropFirst(name.count + 1)) }
            }
            #expect(try await service.ask("POST", Paths.commands, register("c-0", "p-0")).status == 200)
            #expect(try await metric("labd_clock_behind_seconds") == 0)
            #expect(try await metric("labd_clock_implausible") == 0)
            clock.move(to: Instant(microseconds: 1_700_000_000_000_000))
            #expect(try await service.ask("POST", Paths.commands, register("c-1", "p-1")).status == 503)
            let health = try await service.ask("GET", Paths.health)
            #expect(health.status == 503 && health.object?["code"] == "clock-implausible")
            #expect(try await metric("labd_clock_implausible") == 1)
            #expect(try await metric("labd_taking_commands") == 0)
            #expect(try await service.ask("POST", Paths.keysBackup).problem?.code == "clock-implausible")
            clock.move(to: Instant(microseconds: 1_599_996_400_000_000))
            #expect(try await service.ask("GET", Paths.health).status == 200)
            #expect(try await metric("labd_clock_behind_seconds") == 3_600)
            #expect(try await metric("labd_taking_commands") == 1)
        }
    }
}
