import CanonicalJSON
import CivilTime
import Foundation
import LabAPI
import Ledger
import Logging
import Office
import Synchronization
import Testing
import Wording

@testable import LabServer

/// A log for one test with its writer, which is removed with the last reference.
final class Fixture: Sendable {
    let directory: String
    let ledger: Ledger
    let writer: Writer
    let limits: Settings.Limits
    private let clock: TestClock

    init(
        simulated: Bool = true, limits: Settings.Limits = .init(), office name: String = "prova",
        clock: TestClock? = nil, mapSize: Int = 1 << 30
    ) throws {
        let beginning = Instant(microseconds: 1_600_000_000_000_000)
        self.clock = clock ?? TestClock(simulated ? Instant(microseconds: 1_700_000_000_000_000) : beginning)
        directory = "/tmp/labd-" + UUID().uuidString.prefix(8)
        self.limits = limits
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
        ledger = try Ledger(
            inDirectory: directory + "/data",
            LogIdentity(office: name, origin: "labd.example/prova", zone: "Europe/Rome", simulated: simulated),
            now: Instant(microseconds: beginning.microseconds), today: "2020-09-13",
            Ledger.Options(mapSize: mapSize))
        var office = Office()
        let history = History(ledger, spacing: 3, limit: 8)
        try office.replay(ledger, keepingIn: history)
        writer = Writer(ledger, office, history, limits: limits, logger: .silent, clock: self.clock.logClock)
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    /// Advances all clocks to that moment.
    func setClock(_ text: String) throws { clock.wait(until: try #require(Instant(text))) }

    /// Sets the machine's clock to another time, without letting time pass.
    func moveClock(_ text: String) throws { clock.move(to: try #require(Instant(text))) }

    /// Sets what the kernel says about the clock.
    func setSynchronised(_ isSynchronised: Bool?) { clock.setSynchronised(isSynchronised) }

    /// Sends a command and returns its outcome.
    func send(_ text: String, actor: String = "anna") async throws -> Outcome {
        try #require(try await send([text], actor: actor).first)
    }

    /// Sends commands as one chunk.
    func send(_ texts: [String], halt: HaltAtRefusal? = nil, actor: String = "anna") async throws -> [Outcome] {
        let chunk = chunk(texts, halt: halt, actor: actor)
        try #require(writer.submit(chunk))
        return await chunk.pending.outcomes()
    }

    func chunk(_ texts: [String], halt: HaltAtRefusal? = nil, actor: String = "anna") -> Chunk {
        let sender = Sender(account: actor, roles: Sender.all.roles)
        return Chunk(
            commands: texts.map { ParsedCommand(Array($0.utf8).span, from: sender) }, sender: sender, halt: halt)
    }
}

extension Fixture {
    /// Returns a rehearsal based on what is recorded so far.
    func rehearsal() -> Rehearsal {
        Rehearsal(writer.current.office, ledger, writer.clock, writer.quota, writer.searchLimiter)
    }
}

extension Rehearsal {
    /// Returns what the outcome of a command would be.
    func outcome(of text: String) throws -> Outcome {
        let chunk = Chunk(commands: [ParsedCommand(Array(text.utf8).span, from: .all)], sender: .all, halt: nil)
        return try #require(try outcomes(of: chunk, Interest(nil)).0.first)
    }
}

/// A clock that a test sets.
final class TestClock: Sendable {
    private struct State {
        var time: Instant
        var steady: Int64 = 0
        var isSynchronised: Bool? = true
    }

    private let state: Mutex<State>

    init(_ time: Instant) { state = Mutex(State(time: time)) }

    var logClock: LogClock {
        LogClock(
            time: { [self] in state.withLock { $0.time } }, steady: { [self] in state.withLock { $0.steady } },
            isSynchronised: { [self] in state.withLock { $0.isSynchronised } })
    }

    func wait(until time: Instant) {
        state.withLock { state in
            state.steady += time.microseconds - state.time.microseconds
            state.time = time
        }
    }

    func move(to time: Instant) { state.withLock { $0.time = time } }
    func setSynchronised(_ isSynchronised: Bool?) { state.withLock { $0.isSynchronised = isSynchronised } }
}

extension Logger {
    static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}

extension Outcome {
    var answer: CommandAnswer? { if case .accepted(let answer) = self { answer } else { nil } }
    var problem: Problem? {
        if case .refused(let refused) = self { Problem(refused.refusal, id: refused.id, in: .english) } else { nil }
    }
}

/// A command that an empty office accepts: it registers a person.
func register(_ id: String, _ person: String, _ more: String = "") -> String {
    """
    {"id":"\(id)","command":"person.register",\
    "data":{"person":"\(person)","nationality":"PK","basis":"declared"}\(more)}
    """
}
