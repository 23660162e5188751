import CivilTime
import EventFormat
import LMDB
import Testing

@testable import Ledger

struct OpeningTests {
    let fixture: Fixture

    init() throws { fixture = try Fixture() }

    @Test func `the first start appends the identity of the log, at the epoch if it is simulated`() throws {
        let ledger = try fixture.open(now: Instant(microseconds: 99))
        let text = String(decoding: try #require(try ledger.line(at: 0)), as: UTF8.self)
        let cause = try #require(text.firstMatch(of: /"cause":"(labd:[0-9a-f]{32})"/)?.output.1)
        #expect(
            text
                == #"{"actor":"labd","cause":"\#(cause)","data":{"generation":1,"office":"pescara","origin":"labd.example/pescara","#
                + #""simulated":true,"zone":"Europe/Rome"},"id":"0","occurred":"2026-01-02","position":0,"revision":1,"#
                + #""schema":1,"source":"urn:labd:pescara:1","specversion":"1.0","subject":"log","#
                + #""time":"1970-01-01T00:00:00.000000Z","type":"log.created"}"#)
        #expect(ledger.count == 1)
        #expect(try ledger.stream("log") == [0])
    }

    @Test func `a log that was once longer accepts nothing, and can be read`() throws {
        do {
            let ledger = try fixture.open()
            try ledger.append(command("c-1"), command("c-2"))
            try ledger.noteLength()
        }
        do {
            let ledger = try fixture.open()
            #expect(ledger.damage.isEmpty)
            try ledger.append(command("c-3"))
        }
        // As if a file with one more event had been here when the length was last noted.
        try fixture.write("length", Array("5\n".utf8))
        let ledger = try fixture.open()
        #expect(ledger.damage.map(\.position) == [4])
        #expect(ledger.damage.first?.detail.hasPrefix("the log ends here but had 5 events") == true)
        #expect(throws: LedgerError.self) { try ledger.append(command("c-4")) }
        #expect(try ledger.event(at: 3)?.cause == "c-3")
        try ledger.noteStopped()
    }

    @Test func `a log that was found too short is found too short again at the next start`() throws {
        do { try fixture.open().append(command("c-1")) }
        try fixture.write("length", Array("5\n".utf8))
        for _ in 0..<2 {
            let ledger = try fixture.open()
            #expect(ledger.damage.map(\.position) == [2])
            try ledger.noteLength()
            try ledger.noteStopped()
        }
    }

    @Test func `the first event of a real log has the time of its beginning`() throws {
        var identity = Fixture.identity
        identity.simulated = false
        let now = Instant(microseconds: 1_770_000_000_123_456)
        let ledger = try fixture.open(identity, now: now)
        #expect(try ledger.event(at: 0)?.time == now)
        #expect(ledger.lastTime == now)
    }

    @Test func `a log that is opened again continues where it ended`() throws {
        do { try fixture.open().append(command("c-1", events: 3)) }
        let ledger = try fixture.open(now: Instant(microseconds: 5))
        #expect(ledger.count == 4)
        #expect(ledger.lastTime == Instant(microseconds: 1_000_000))
        #expect(try ledger.append(command("c-2")).first?.revision == 4)
    }

    @Test func `a second opener is refused at once, and told which process has the log`() throws {
        let ledger = try fixture.open()
        let error = #expect(throws: LedgerError.self) { try fixture.open() }
        guard case .inUse(_, let process)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(process == ProcessID.own)
        #expect(error?.description.contains("process \(ProcessID.own)") == true)
        #expect(ledger.count == 1)
    }

    @Test func `files and directories are accessible only to the owner`() throws {
        let ledger = try fixture.open()
        for directory in ["", "log", "keys"] { #expect(try fixture.permissions(of: directory) == 0o700) }
        for file in ["labd.lock", "log/data.mdb", "log/lock.mdb", "keys/data.mdb", "keys/office.key"] {
            #expect(try fixture.permissions(of: file) == 0o600)
        }
        #expect(ledger.count == 1)
    }

    @Test(arguments: [false, true])
    func `a log is not opened as the other kind`(created: Bool) throws {
        var identity = Fixture.identity
        identity.simulated = created
        let now = Instant(microseconds: 1_700_000_000_000_000)
        do { _ = try fixture.open(identity, now: now) }
        identity.simulated.toggle()
        let error = #expect(throws: LedgerError.self) { try fixture.open(identity) }
        #expect(error == .simulationMismatch(storedIsSimulated: created))
    }

    @Test func `no log is begun by a clock that shows a time before 2019, but a simulated one`() throws {
        var identity = Fixture.identity
        identity.simulated = false
        let error = #expect(throws: LedgerError.self) { try fixture.open(identity, now: .epoch) }
        #expect(error?.description.contains("1970-01-01T00:00:00.000000Z") == true)
        let now = Instant(microseconds: 1_700_000_000_000_000)
        #expect(try fixture.open(identity, now: now).count == 1)
    }

    @Test(arguments: ["office", "origin", "zone"])
    func `a setting that is not the log's is refused with both values`(field: String) throws {
        do { _ = try fixture.open() }
        var identity = Fixture.identity
        switch field {
        case "office": identity.office = "teramo"
        case "origin": identity.origin = "teramo"
        default: identity.zone = "teramo"
        }
        let error = #expect(throws: LedgerError.self) { try fixture.open(identity) }
        guard case .identityMismatch(field, let stored, "teramo")? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.description.contains(stored) == true)
    }

    @Test(arguments: ["log", "keys"])
    func `a data file that was cut short is reported, not read`(directory: String) throws {
        do {
            let ledger = try fixture.open(keepsLooseRows: false)
            for number in 1..<20 {
                let fields = SealedFields(owner: "person/\(number)", fields: [UInt8](repeating: 32, count: 3_000))
                try ledger.append(command("c-\(number)", sealed: fields))
            }
        }
        try fixture.truncate(directory + "/data.mdb", by: 5_000)
        let error = #expect(throws: LedgerError.self) { try fixture.open() }
        #expect(error?.code == (directory == "log" ? "storage" : "keys-unavailable"))
        #expect(error?.description.contains("meta page speaks of") == true)
    }

    @Test func `a log that vanished is not begun again`() throws {
        do { _ = try fixture.open() }
        try fixture.remove("log/data.mdb")
        let error = #expect(throws: LedgerError.self) { try fixture.open() }
        #expect(error?.code == "log-missing")
    }

    @Test func `a lost key of the log is not replaced by a new one`() throws {
        do { _ = try fixture.open() }
        try fixture.remove("keys/log.key")
        let error = #expect(throws: LedgerError.self) { try fixture.open() }
        #expect(error?.code == "keys-unavailable")
    }

    @Test(arguments: [31, 33])
    func `a malformed key of the log is refused`(count: Int) throws {
        do { _ = try fixture.open() }
        try fixture.write("keys/log.key", [UInt8](repeating: 9, count: count))
        let error = #expect(throws: LedgerError.self) { try fixture.open() }
        #expect(error?.code == "keys-unavailable")
    }

    @Test func `tables of another layout are refused`() throws {
        do { _ = try fixture.open() }
        do {
            let environment = try Environment(inDirectory: fixture.path + "/data/log")
            let meta = try environment.openTable("meta")
            let writing = try environment.beginWrite()
            try writing.put(meta, Array("format".utf8).span, Array("none".utf8).span)
            try writing.commit()
        }
        #expect(throws: LedgerError.formatUnsupported(found: "none")) { try fixture.open() }
    }

    @Test func `an end whose command has no receipt is reported with its position`() throws {
        do { try fixture.open(keepsLooseRows: false).append(command("c-1"), command("c-2")) }
        do {
            let environment = try Environment(inDirectory: fixture.path + "/data/log")
            let receipts = try environment.openTable("receipts", keys: .integers)
            let writing = try environment.beginWrite()
            try writing.delete(receipts, 2)
            try writing.commit()
        }
        let ledger = try fixture.open()
        #expect(ledger.damage.map(\.position) == [2])
        let error = #expect(throws: LedgerError.self) { try ledger.append(command("c-3")) }
        #expect(error?.code == "log-damaged")
    }

    @Test func `an end whose receipt is of another command is reported with its position`() throws {
        do { try fixture.open(keepsLooseRows: false).append(command("c-1"), command("c-2", events: 3)) }
        do {
            let environment = try Environment(inDirectory: fixture.path + "/data/log")
            let receipts = try environment.openTable("receipts", keys: .integers)
            let writing = try environment.beginWrite()
            let other = try #require(try writing.get(receipts, 1) { [UInt8](copying: $0) })
            try writing.put(receipts, 2, other.span)
            try writing.commit()
        }
        let ledger = try fixture.open()
        #expect(ledger.damage.map(\.position) == [2, 3, 4])
        let error = #expect(throws: LedgerError.self) { try ledger.append(command("c-3")) }
        #expect(error?.code == "log-damaged")
    }
}
