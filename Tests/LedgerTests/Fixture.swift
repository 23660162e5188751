import CanonicalJSON
import CivilTime
import EventFormat
import Foundation
import Testing

@testable import Ledger

/// A data directory for one test, which is removed with the last reference.
final class Fixture: Sendable {
    static let identity = LogIdentity(
        office: "pescara", origin: "labd.example/pescara", zone: "Europe/Rome", simulated: true)

    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "ledger-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func open(
        _ identity: LogIdentity = identity, now: Instant = .epoch, mapSize: Int = 1 << 24,
        indexInterval: Int = 131_072, keepsLooseRows: Bool = true
    ) throws(LedgerError) -> Ledger {
        var options = Ledger.Options(mapSize: mapSize, indexInterval: indexInterval)
        options.keepsLooseRows = keepsLooseRows
        return try patiently { [options] () throws(LedgerError) in try opened(identity, now, options) }
    }

    private func opened(
        _ identity: LogIdentity, _ now: Instant, _ options: Ledger.Options
    ) throws(LedgerError) -> Ledger {
        try Ledger(
            inDirectory: path + "/data", identity, now: now, today: "2026-01-02", options)
    }

    func permissions(of file: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path + "/data/" + file)
        return try #require(attributes[.posixPermissions] as? Int)
    }

    func remove(_ file: String) throws { try FileManager.default.removeItem(atPath: path + "/data/" + file) }

    func write(_ file: String, _ bytes: [UInt8]) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path + "/data/" + file))
    }

    func contains(_ file: String, _ bytes: [UInt8]) throws -> Bool {
        try Data(contentsOf: URL(fileURLWithPath: path + "/data/" + file)).range(of: Data(bytes)) != nil
    }

    func truncate(_ file: String, by missing: UInt64) throws {
        let handle = try #require(FileHandle(forUpdatingAtPath: path + "/data/" + file))
        try handle.truncate(atOffset: try handle.seekToEnd() - missing)
        try handle.close()
    }
}

/// Tries again while the directory is in use. Other tests in this process start programs, and between fork and exec a child holds
/// every lock that its parent held.
func patiently<Result>(_ body: () throws(LedgerError) -> Result) throws(LedgerError) -> Result {
    for _ in 0..<50 {
        do throws(LedgerError) { return try body() } catch {
            guard case .inUse = error else { throw error }
            Thread.sleep(forTimeInterval: 0.02)
        }
    }
    return try body()
}

/// Returns a command of one event, by default on its own stream.
func command(
    _ id: String, on subject: String = "case/1", at microseconds: Int64 = 1_000_000, events: Int = 1,
    data: JSONObject = ["case": "1"], sealed: SealedFields? = nil
) throws -> CommandRecord {
    let mac = BodyDigest([UInt8](repeating: 7, count: 32).span)
    return CommandRecord(
        id: id, actor: "anna", bodyDigest: try #require(mac),
        time: Instant(microseconds: microseconds),
        drafts: (0..<events).map { _ in
            EventDraft(subject: subject, type: "case.opened", schema: 1, occurred: "2026-02-03", data: data)
        },
        sealed: sealed)
}

extension Ledger {
    /// Commits a batch with these commands.
    @discardableResult
    func append(_ commands: CommandRecord...) throws -> [AppendedEvent] {
        var batch = try beginBatch()
        var appended: [AppendedEvent] = []
        for command in commands { appended += try batch.append(command) }
        _ = try batch.commit()
        return appended
    }
}

extension Fixture {
    /// Returns the ledger after its files were closed and opened again, without anything that was cached.
    func reopened(_ ledger: Ledger) throws -> Ledger {
        try ledger.reopen()
        return ledger
    }
}
