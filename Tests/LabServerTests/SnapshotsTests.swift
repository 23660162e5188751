import CivilTime
import Foundation
import Ledger
import Logging
import Office
import Synchronization
import Testing
import Views

@testable import LabServer

struct SnapshotsTests {
    /// Creates a writer of the fixture's ledger as a start from its snapshot does.
    private func started(
        _ fixture: Fixture, _ snapshots: Snapshots, _ logger: Logger = .silent
    ) async throws -> (writer: Writer, wasRead: Int) {
        var office = await snapshots.office()
        let position = office.position
        let history = History(fixture.ledger, spacing: 3, limit: 8)
        try office.replay(fixture.ledger, keepingIn: history)
        let writer = Writer(
            fixture.ledger, office, history, limits: fixture.limits, logger: logger,
            clock: TestClock(Instant(microseconds: 1_700_000_000_000_000)).logClock)
        return (writer, position)
    }

    private func filled() async throws -> Fixture {
        let fixture = try Fixture()
        for outcome in try await fixture.send((1...400).map { register("a-\($0)", "p-\($0)") }) {
            try #require(outcome.answer != nil)
        }
        return fixture
    }

    @Test func `without a snapshot the office starts empty, and is replayed from the log`() async throws {
        let fixture = try await filled()
        let (writer, position) = try await started(fixture, Snapshots(fixture.ledger, .silent))
        #expect(position == -1)
        #expect(writer.current.office == fixture.writer.current.office)
    }

    @Test func `a start from a snapshot gives the same office, before and after the log was replayed`() async throws {
        let fixture = try await filled()
        await Snapshots(fixture.ledger, .silent).keep(fixture.writer.current.office)
        _ = try await fixture.send((401...420).map { register("a-\($0)", "p-\($0)") })

        let lines = CapturedLines()
        let snapshots = Snapshots(fixture.ledger, lines.logger)
        let (writer, position) = try await started(fixture, snapshots, lines.logger)
        #expect(position == 400)
        #expect(writer.current.office == fixture.writer.current.office)
        await snapshots.confirm(writer)
        #expect(writer.current.office == fixture.writer.current.office)
        #expect(lines.all.contains { $0.hasPrefix("notice: the log was replayed") })
        #expect(!lines.all.contains { $0.hasPrefix("critical") })
        // The replay filled the history again.
        let earlier = try writer.history.office(asOf: .position(130), newest: writer.current.office)
        #expect(earlier.position == 130)
        #expect(earlier == (try fixture.writer.history.office(at: 130, fixture.writer.current.office)))
    }

    @Test func `a forged snapshot is detected, and the log prevails`() async throws {
        let fixture = try await filled()
        // The same number of events, with other people.
        let other = try Fixture()
        _ = try await other.send((1...400).map { register("a-\($0)", "q-\($0)") })
        await Snapshots(fixture.ledger, .silent).keep(other.writer.current.office)

        let lines = CapturedLines()
        let snapshots = Snapshots(fixture.ledger, lines.logger)
        let (writer, position) = try await started(fixture, snapshots, lines.logger)
        #expect(position == 400)
        #expect(writer.current.office != fixture.writer.current.office)
        await snapshots.confirm(writer)
        #expect(writer.current.office == fixture.writer.current.office)
        #expect(writer.current.edition == 1)
        #expect(lines.all.contains { $0.hasPrefix("critical: the snapshot did not say what the log says") })
        #expect(fixture.ledger.snapshot() == nil)
    }

    @Test func `a stop keeps a snapshot of many commands, and of a start that is not confirmed none`() async throws {
        let fixture = try await filled()
        await Snapshots(fixture.ledger, .silent).keepAtStop(fixture.writer)
        #expect(fixture.ledger.snapshot() == nil)
        _ = try await fixture.send((401...4_200).map { register("a-\($0)", "p-\($0)") })
        await Snapshots(fixture.ledger, .silent).keepAtStop(fixture.writer)
        #expect(fixture.ledger.snapshot()?.size == 4_201)

        let snapshots = Snapshots(fixture.ledger, .silent)
        let (writer, position) = try await started(fixture, snapshots)
        #expect(position == 4_200)
        try fixture.ledger.discardSnapshot()
        await snapshots.keepAtStop(writer)
        #expect(fixture.ledger.snapshot() == nil)
    }

    @Test func `a log that is read ahead gives the same office`() async throws {
        let fixture = try Fixture()
        for outcome in try await fixture.send((1...2_600).map { register("a-\($0)", "p-\($0)") }) {
            try #require(outcome.answer != nil)
        }
        let history = History(fixture.ledger, spacing: 3, limit: 8)
        var office = Office()
        try await office.replayReadingAhead(fixture.ledger, keepingIn: history)
        #expect(office == fixture.writer.current.office)
        let earlier = try history.office(asOf: .position(1_300), newest: office)
        #expect(earlier == (try fixture.writer.history.office(at: 1_300, fixture.writer.current.office)))

        // From the middle on, as after a snapshot.
        var later = Office()
        try later.replay(fixture.ledger, upTo: 1_500)
        try await later.replayReadingAhead(fixture.ledger, keepingIn: History(fixture.ledger))
        #expect(later == office)
    }

    @Test func `a snapshot with meaningless parts is ignored, and this is logged`() async throws {
        let fixture = try await filled()
        try fixture.ledger.keep(Snapshot(size: 401, parts: [Array("{}".utf8), []]))
        let lines = CapturedLines()
        let (writer, position) = try await started(fixture, Snapshots(fixture.ledger, lines.logger))
        #expect(position == -1)
        #expect(writer.current.office == fixture.writer.current.office)
        #expect(lines.all.contains { $0.hasPrefix("warning: the snapshot cannot be used") })
    }
}

/// The logged lines.
private final class CapturedLines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }
    var logger: Logger { Logger(label: "test") { _ in Handler(lines: self) } }

    private struct Handler: LogHandler {
        let lines: CapturedLines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            lines.lines.withLock { $0.append("\(event.level): \(event.message)") }
        }
    }
}
