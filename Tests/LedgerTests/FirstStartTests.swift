import Foundation
import LMDB
import Testing

@testable import Ledger

/// Tests of starts after an interrupted first start, and of starts that find less than there was.
struct FirstStartTests {
    let fixture: Fixture

    init() throws { fixture = try Fixture() }

    private func bytes(_ file: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: fixture.path + "/data/" + file)))
    }

    private func sealed(_ owner: String) -> SealedFields {
        SealedFields(owner: owner, fields: Array(#"{"name":"Zoe"}"#.utf8), terms: [])
    }

    /// The directories of a start that did not get further.
    private func beginDirectories() throws {
        for directory in ["log", "keys"] {
            try FileManager.default.createDirectory(
                atPath: fixture.path + "/data/" + directory, withIntermediateDirectories: true)
        }
    }

    @Test(arguments: ["office.key", "log.key"], [0, 31])
    func `a short key file without tables counts as missing`(_ file: String, _ count: Int) throws {
        try beginDirectories()
        try fixture.write("keys/" + file, [UInt8](repeating: 1, count: count))
        let ledger = try fixture.open()
        #expect(ledger.keys.unavailable == nil)
        try ledger.append(command("c-1", sealed: sealed("person/1")))
        #expect(try ledger.openSealed(1) == sealed("person/1"))
        #expect(try bytes("keys/office.key").count == 32)
        #expect(try bytes("keys/log.key").count == 32)
        #expect(try fixture.permissions(of: "keys/" + file) == 0o600)
    }

    @Test func `a key file that an earlier start left empty, and whose key never wrapped anything, is created again`()
        throws
    {
        do { _ = try fixture.open() }
        // As left by a labd that opened a store with an empty key file: tables that contain nothing wrapped.
        do {
            let tables = try KeyTables(inDirectory: fixture.path + "/data/keys")
            try tables.write { writing throws(LMDBError) in
                try writing.delete(tables.meta, KeyStore.termKeyName.utf8Span.span)
            }
        }
        try fixture.write("keys/office.key", [])
        let ledger = try fixture.open()
        #expect(ledger.keys.unavailable == nil)
        try ledger.append(command("c-1", sealed: sealed("person/1")))
        #expect(try bytes("keys/office.key").count == 32)
    }

    /// LMDB writes two pages when it creates a file.
    @Test(arguments: ["log", "keys"], [0, 100, 4_096])
    func `a data file whose creation was interrupted is created again`(_ directory: String, _ count: Int) throws {
        let whole: [UInt8]
        do {
            let other = try Fixture()
            _ = try other.open()
            whole = Array(try Data(contentsOf: URL(filePath: other.path + "/data/\(directory)/data.mdb")))
        }
        try beginDirectories()
        if directory == "log" {
            // The keys are created first.
            _ = try KeyStore(inDirectory: fixture.path + "/data/keys")
        }
        try fixture.write(directory + "/data.mdb", Array(whole.prefix(count)))
        let ledger = try fixture.open()
        #expect(ledger.count == 1 && ledger.damage.isEmpty)
        #expect(ledger.keys.unavailable == nil)
    }

    @Test(arguments: [true, false])
    func `no new keys are created for a log that had others`(_ isGone: Bool) throws {
        do { try fixture.open().append(command("c-1")) }
        for file in ["data.mdb", "lock.mdb", "office.key", "log.key"] { try fixture.remove("keys/" + file) }
        if isGone { try fixture.remove("keys") }
        let error = #expect(throws: LedgerError.self) { try fixture.open() }
        #expect(error?.code == "keys-unavailable")
        #expect(error?.description.contains("labctl keys restore") == true, "\(String(describing: error))")
        #expect(try FileManager.default.contentsOfDirectory(atPath: fixture.path + "/data/keys").isEmpty)
    }

    @Test func `a log that vanished leaves no empty one in its place`() throws {
        do { _ = try fixture.open() }
        try fixture.remove("log")
        #expect(throws: LedgerError.self) { try fixture.open() }
        #expect(try FileManager.default.contentsOfDirectory(atPath: fixture.path + "/data/log").isEmpty)
    }

    @Test func `a deleted lock file still keeps a second process out`() throws {
        let ledger = try fixture.open()
        try fixture.remove("labd.lock")
        let error = #expect(throws: LedgerError.self) { try fixture.open() }
        #expect(error?.code == "data-in-use")
        #expect(ledger.count == 1)
    }
}
