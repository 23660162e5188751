import Foundation
import Testing

@testable import Ledger

struct SnapshotTests {
    private let fixture: Fixture
    private let ledger: Ledger

    init() throws {
        fixture = try Fixture()
        ledger = try fixture.open()
        for number in 1...20 { try ledger.append(try command("c-\(number)")) }
    }

    private var file: [UInt8] {
        get throws { Array(try Data(contentsOf: URL(fileURLWithPath: fixture.path + "/data/snapshot"))) }
    }

    private func keep(_ size: Int) throws {
        try ledger.keep(Snapshot(size: size, parts: [Array("few".utf8), [UInt8](repeating: 9, count: 5_000)]))
    }

    @Test func `the snapshot that was kept last is read back`() throws {
        #expect(ledger.snapshot() == nil)
        try keep(5)
        try keep(21)
        let snapshot = try #require(ledger.snapshot())
        #expect(snapshot.size == 21)
        #expect(snapshot.parts == [Array("few".utf8), [UInt8](repeating: 9, count: 5_000)])
        #expect(try fixture.permissions(of: "snapshot") == 0o600)
        #expect(!FileManager.default.fileExists(atPath: fixture.path + "/data/snapshot.new"))
    }

    @Test func `a snapshot stays usable while the log grows`() throws {
        try keep(21)
        for number in 21...400 { try ledger.append(try command("c-\(number)")) }
        #expect(ledger.snapshot()?.size == 21)
    }

    @Test func `a discarded snapshot is gone`() throws {
        try keep(21)
        try ledger.discardSnapshot()
        try ledger.discardSnapshot()
        #expect(ledger.snapshot() == nil)
    }

    @Test func `a snapshot with any byte changed is not used`() throws {
        try keep(21)
        let whole = try file
        for index in Array(0..<120) + stride(from: 120, to: whole.count, by: 131) + [whole.count - 1] {
            var changed = whole
            changed[index] ^= 1
            try fixture.write("snapshot", changed)
            #expect(ledger.snapshot() == nil, "byte \(index)")
        }
        for length in [0, 1, 16, 103, 104, 105, whole.count - 1] {
            try fixture.write("snapshot", Array(whole.prefix(length)))
            #expect(ledger.snapshot() == nil, "\(length) bytes")
        }
        try fixture.write("snapshot", whole + [0])
        #expect(ledger.snapshot() == nil)
        try fixture.write("snapshot", whole)
        #expect(ledger.snapshot()?.size == 21)
    }

    @Test func `a snapshot of another log, or of a log that is now shorter, is not used`() throws {
        try keep(21)
        let other = try Fixture()
        let shorter = try other.open()
        try other.write("snapshot", try file)
        #expect(shorter.snapshot() == nil)
        for number in 1...20 { try shorter.append(try command("d-\(number)")) }
        #expect(shorter.count == 21)
        #expect(shorter.snapshot() == nil)
    }

    @Test func `a snapshot of events that the log does not have is not kept`() throws {
        #expect(throws: LedgerError.self) { try keep(22) }
        #expect(ledger.snapshot() == nil)
    }
}
