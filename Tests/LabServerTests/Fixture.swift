import CanonicalJSON
import Foundation
import LabAPI
import Ledger
import Logging
import Office
import Synchronization
import Testing

@testable import LabServer

/// A log of a test's own with its writer, gone with the last reference.
final class Fixture: Sendable {
    let directory: String
    let ledger: Ledger
    let writer: Writer
    let limits: Settings.Limits
    private let clock = TestClock()

    init(simulated: Bool = true, limits: Settings.Limits = .init(), office name: String = "prova") throws {
        directory = "/tmp/labd-" + UUID().uuidString.prefix(8)
        self.limits = limits
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
        ledger = try Ledger(
            inDirectory: directory + "/data",
            LogIdentity(office: name, origin: "labd.example/prova", zone: "Europe/Rome", simulated: simulated),
            now: try #require(Timestamp(microseconds: 1_600_000_000_000_000)), today: "2020-09-13")
        var office = Office()
        let history = History(ledger, spacing: 3, limit: 8)
        try office.replay(ledger, keepingIn: history)
        writer = Writer(ledger, office, history, limits: limits, logger: .silent) { [clock] in clock.now }
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    /// Sets the clock.
    func setClock(_ text: String) throws { clock.set(try #require(Instant(text))) }

    /// Sends one command and returns what became of it.
    func send(_ text: String, actor: String = "anna") async throws -> Outcome {
        try #require(try await send([text], actor: actor).first)
    }

    /// Sends commands as one chunk.
    func send(_ texts: [String], halt: HaltAtRefusal? = nil, actor: String = "anna") async throws -> [Outcome] {
        let chunk = chunk(texts, halt: halt, actor: actor)
        try #require(writer.submit(chunk))
        return await chunk.ticket.outcomes()
    }

    func chunk(_ texts: [String], halt: HaltAtRefusal? = nil, actor: String = "anna") -> Chunk {
        let sender = Sender(account: actor, roles: Sender.all.roles)
        return Chunk(commands: texts.map { Prepared(Array($0.utf8).span, from: sender) }, sender: sender, halt: halt)
    }
}

/// A clock that a test sets.
private final class TestClock: Sendable {
    private let time = Mutex(Instant(microseconds: 1_700_000_000_000_000))
    var now: Instant { time.withLock { $0 } }
    func set(_ instant: Instant) { time.withLock { $0 = instant } }
}

extension Logger {
    static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}

extension Outcome {
    var answer: CommandAnswer? { if case .accepted(let answer) = self { answer } else { nil } }
    var problem: Problem? { if case .refused(let problem) = self { problem } else { nil } }
}

/// A command that an empty office accepts: it registers a person.
func register(_ id: String, _ person: String, _ more: String = "") -> String {
    """
    {"id":"\(id)","command":"person.register",\
    "data":{"person":"\(person)","nationality":"PK","basis":"declared"}\(more)}
    """
}
