import EventFormat
import Glibc
import LabAPI
import Ledger
import Office
import Testing

@testable import LabServer

struct WriterTests {
    @Test func `an accepted command is answered with its event, and questions see it`() async throws {
        let fixture = try Fixture()
        let answer = try #require(try await fixture.send(register("c-1", "p-1")).answer)
        #expect(answer.id == "c-1")
        #expect(!answer.isRepeated)
        #expect(answer.events.map(\.position) == [1])
        #expect(answer.events.map(\.revision) == [1])
        #expect(answer.events.map(\.subject) == ["person/p-1"])
        #expect(answer.events.map(\.type) == ["person.registered"])
        #expect(fixture.writer.current.office.position == 1)
        #expect(fixture.ledger.count == 2)
    }

    @Test func `the same command again is answered as the first time, and nothing is appended`() async throws {
        let fixture = try Fixture()
        let first = try #require(try await fixture.send(register("c-1", "p-1")).answer)
        _ = try await fixture.send(register("c-2", "p-2"))
        // It is still the same command if the recording time and the order of fields differ.
        let text = """
            {"at":"2001-01-01T00:00:00.000000Z","data":{"basis":"declared","nationality":"PK","person":"p-1"},\
            "command":"person.register","id":"c-1"}
            """
        let again = try #require(try await fixture.send(text).answer)
        #expect(again.isRepeated)
        #expect(again.events == first.events)
        #expect(fixture.ledger.count == 3)
    }

    @Test func `a command repeated within one batch is answered as the first time`() async throws {
        let fixture = try Fixture()
        let outcomes = try await fixture.send([register("c-1", "p-1"), register("c-1", "p-1")])
        #expect(outcomes.map { $0.answer?.isRepeated } == [false, true])
        #expect(outcomes[0].answer?.events == outcomes[1].answer?.events)
        #expect(fixture.ledger.count == 2)
    }

    @Test func `an id belongs to one command permanently`() async throws {
        let fixture = try Fixture()
        _ = try await fixture.send(register("c-1", "p-1"))
        let problem = try #require(try await fixture.send(register("c-1", "p-2")).problem)
        #expect(problem.code == "id-reused")
        #expect(problem.status == 409)
        #expect(problem.id == "c-1")
    }

    @Test func `an account of a directory server records, is named in the event, and is known again`() async throws {
        let fixture = try Fixture()
        let account = #"DOM\anna"#
        #expect(try await fixture.send(register("c-1", "p-1"), actor: account).answer != nil)
        #expect(try await fixture.send(register("c-1", "p-1"), actor: account).answer?.isRepeated == true)
        #expect(try await fixture.send(register("c-1", "p-1"), actor: "anna").problem?.code == "id-reused")
        #expect(try fixture.ledger.event(at: 1)?.actor == account)
        var office = Office()
        try office.replay(fixture.ledger)
        #expect(office.position == 1)
        #expect(fixture.ledger.damage.isEmpty)
    }

    @Test func `a refused command leaves no trace, and its id stays free`() async throws {
        let fixture = try Fixture()
        _ = try await fixture.send(register("c-1", "p-1"))
        #expect(try await fixture.send(register("c-2", "p-1")).problem?.code == "exists")
        #expect(fixture.ledger.count == 2)
        #expect(try await fixture.send(register("c-2", "p-2")).answer?.isRepeated == false)
    }

    @Test func `expect is compared with the stream's revision, including this batch`() async throws {
        let fixture = try Fixture()
        let outcomes = try await fixture.send([
            register("c-1", "p-1", #","expect":0"#),
            #"{"id":"c-2","command":"person.correct","data":{"person":"p-1","birthYear":1990,"reason":"x"},"expect":1}"#,
            #"{"id":"c-3","command":"person.correct","data":{"person":"p-1","birthYear":1991,"reason":"x"},"expect":1}"#,
            register("c-4", "p-2", #","expect":1"#),
        ])
        #expect(outcomes.map { $0.problem?.code } == [nil, nil, "stale-revision", "stale-revision"])
        #expect(outcomes[2].problem?.accepted?.hasPrefix("2") == true)
    }

    @Test func `a real log takes no recording time, and the clock never goes backwards`() async throws {
        let fixture = try Fixture(simulated: false)
        let at = #","at":"2030-01-01T00:00:00.000000Z""#
        #expect(try await fixture.send(register("c-1", "p-1", at)).problem?.code == "at-not-allowed")
        try fixture.setClock("2020-10-05T10:00:00.000000Z")
        let first = try await fixture.send(register("c-1", "p-1")).answer
        #expect(first?.events.first?.time == "2020-10-05T10:00:00.000000Z")
        try fixture.setClock("2020-10-05T09:00:00.000000Z")
        let second = try await fixture.send(register("c-2", "p-2")).answer
        #expect(second?.events.first?.time == "2020-10-05T10:00:00.000000Z")
    }

    @Test func `in a simulated log the recording time comes with the command and does not go backwards`() async throws {
        let fixture = try Fixture()
        let outcomes = try await fixture.send([
            register("c-1", "p-1", #","at":"2019-06-03T08:00:00.000000Z""#),
            register("c-2", "p-2", #","at":"2019-06-03T07:59:59.999999Z""#),
            register("c-3", "p-3", #","at":"2019-06-03T08:00:00.000000Z""#),
        ])
        #expect(outcomes.map { $0.problem?.code } == [nil, "at-backwards", nil])
        #expect(outcomes[2].answer?.events.first?.time == "2019-06-03T08:00:00.000000Z")
    }

    @Test func `after a refusal the rest of a body with stop=1 is not decided, including chunks in the queue`()
        async throws
    {
        let fixture = try Fixture()
        let halt = HaltAtRefusal()
        let chunks = [
            fixture.chunk([register("c-1", "p-1"), register("c-2", "p-1"), register("c-3", "p-3")], halt: halt),
            fixture.chunk([register("c-4", "p-4")], halt: halt),
        ]
        let other = fixture.chunk([register("c-5", "p-5")])
        for chunk in chunks + [other] { #expect(fixture.writer.submit(chunk)) }
        var codes: [String?] = []
        for chunk in chunks { codes += await chunk.pending.outcomes().map { $0.problem?.code } }
        #expect(codes == [nil, "exists", "not-tried", "not-tried"])
        #expect(await other.pending.outcomes().first?.answer != nil)
    }

    @Test func `many senders share few commits`() async throws {
        let fixture = try Fixture()
        let commits = Commits(fixture.ledger)
        let senders = 400
        let positions = try await withThrowingTaskGroup(of: Int?.self) { group in
            for sender in 0..<senders {
                group.addTask {
                    try await fixture.send(register("c-\(sender)", "p-\(sender)")).answer?.events.first?.position
                }
            }
            return try await group.reduce(into: Set<Int>()) { if let position = $1 { $0.insert(position) } }
        }
        #expect(positions == Set(1...senders))
        let seen = await commits.seen()
        #expect(seen < senders / 2)
    }

    @Test func `beyond the limit of waiting commands a chunk is not accepted`() async throws {
        var limits = Settings.Limits()
        limits.waitingCommands = 2
        let mailbox = Mailbox(limit: limits.waitingCommands)
        let fixture = try Fixture()
        #expect(mailbox.deliver(fixture.chunk([register("c-1", "p-1"), register("c-2", "p-2")])) == .mustWake)
        #expect(mailbox.deliver(fixture.chunk([register("c-3", "p-3")])) == .full)
        #expect(mailbox.collect(atMost: 8).count == 1)
        #expect(mailbox.deliver(fixture.chunk([register("c-3", "p-3")])) == .accepted)
    }

    @Test func `a batch whose commit fails acknowledges nothing, and the next one finds the log intact`() async {
        // This runs in a separate process, because the limit on the size of files, which makes writes fail, applies to a whole
        // process.
        await #expect(processExitsWith: .success) {
            signal(SIGXFSZ, SIG_IGN)
            let fixture = try Fixture()
            #expect(try await fixture.send(register("c-1", "p-1")).answer != nil)
            let many = (0..<2_000).map { register("m-\($0)", "m-\($0)") }

            FileSizeLimit.set(16_384)
            let outcomes = try await fixture.send(many)
            #expect(outcomes.allSatisfy { $0.problem?.status == 503 && $0.problem?.id != nil })
            #expect(fixture.writer.current.refusal != nil)
            #expect(fixture.writer.current.office.position == 1)
            FileSizeLimit.set(nil)

            let again = try await fixture.send(many)
            #expect(again.allSatisfy { $0.answer?.isRepeated == false })
            #expect(fixture.writer.current.refusal == nil)
            #expect(fixture.writer.current.office.position == 2_001)
            #expect(fixture.ledger.count == 2_002)
        }
    }

    /// Makes chunks of a hundred commands, each registering one person.
    private static func chunks(_ fixture: Fixture, _ count: Int, halt: HaltAtRefusal? = nil) -> [Chunk] {
        (0..<count).map { chunk in
            fixture.chunk((0..<100).map { register("c-\(chunk)-\($0)", "p-\(chunk)-\($0)") }, halt: halt)
        }
    }

    @Test func `commands that are decided while others are committed follow on them`() async throws {
        let fixture = try Fixture()
        var position = 1
        for chunk in Self.chunks(fixture, 60) { #expect(fixture.writer.submit(chunk)) }
        // Each is sent again while it may be on its way: it is recorded once, and answered when it is durable.
        for chunk in Self.chunks(fixture, 60) {
            #expect(fixture.writer.submit(chunk))
            for outcome in await chunk.pending.outcomes() {
                let answer = try #require(outcome.answer)
                #expect(answer.isRepeated)
                #expect(answer.events.map(\.position) == [position])
                #expect(fixture.ledger.count > position)
                #expect(fixture.writer.current.office.position >= position)
                position += 1
            }
        }
        #expect(fixture.ledger.count == 6_001)
        var office = Office()
        try office.replay(fixture.ledger)
        #expect(office.position == 6_000)
        #expect(fixture.ledger.damage.isEmpty)
    }

    @Test func `a batch that finds the map full is decided again, and so is what was decided on top of it`()
        async throws
    {
        let fixture = try Fixture(mapSize: 1 << 18)
        let chunks = Self.chunks(fixture, 60)
        for chunk in chunks { #expect(fixture.writer.submit(chunk)) }
        var position = 1
        for chunk in chunks {
            for outcome in await chunk.pending.outcomes() {
                #expect(outcome.answer?.isRepeated == false)
                #expect(outcome.answer?.events.map(\.position) == [position])
                position += 1
            }
        }
        #expect(fixture.ledger.count == 6_001)
        #expect(fixture.ledger.failure == nil)
        #expect(fixture.writer.current.office.position == 6_000)
    }

    @Test func `if a commit fails, what was decided on top of it is acknowledged no more than its own commands`() async
    {
        await #expect(processExitsWith: .success) {
            signal(SIGXFSZ, SIG_IGN)
            let fixture = try Fixture()
            #expect(try await fixture.send(register("c-1", "p-1")).answer != nil)
            let halt = HaltAtRefusal()
            let (chunks, body) = (WriterTests.chunks(fixture, 40), WriterTests.chunks(fixture, 3, halt: halt))
            FileSizeLimit.set(16_384)
            for chunk in chunks + body { #expect(fixture.writer.submit(chunk)) }
            for chunk in chunks + body {
                #expect(await chunk.pending.outcomes().allSatisfy { $0.answer == nil })
            }
            #expect(halt.isSet)
            #expect(fixture.writer.current.refusal != nil)
            #expect(fixture.writer.current.office.position == 1)
            FileSizeLimit.set(nil)

            let again = WriterTests.chunks(fixture, 40)
            for chunk in again { #expect(fixture.writer.submit(chunk)) }
            for chunk in again {
                #expect(await chunk.pending.outcomes().allSatisfy { $0.answer?.isRepeated == false })
            }
            #expect(fixture.writer.current.refusal == nil)
            #expect(fixture.ledger.count == 4_002)
        }
    }

    @Test func `an office replayed from the log is equal to the writer's`() async throws {
        let fixture = try Fixture()
        _ = try await fixture.send((0..<50).map { register("c-\($0)", "p-\($0)") })
        var office = Office()
        try office.replay(fixture.ledger)
        #expect(office.position == fixture.writer.current.office.position)
        #expect(office.identity == "prova")
    }
}

/// Counts the commits that advance a ledger.
private struct Commits {
    private let watching: Task<Int, Never>

    init(_ ledger: Ledger) {
        watching = Task {
            var (commits, count) = (0, ledger.count)
            while let next = try? await ledger.count(beyond: count) {
                commits += 1
                count = next
            }
            return commits
        }
    }

    func seen() async -> Int {
        watching.cancel()
        return await watching.value
    }
}

private enum FileSizeLimit {
    /// The greatest size of a file that this process may write; nil for none.
    static func set(_ bytes: UInt?) {
        // A local C structure, for the call.
        var limit = rlimit()
        unsafe getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
        limit.rlim_cur = bytes ?? limit.rlim_max
        unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    }
}
