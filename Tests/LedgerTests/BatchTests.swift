import CanonicalJSON
import CivilTime
import EventFormat
import LMDB
import Testing

@testable import Ledger

struct BatchTests {
    let fixture: Fixture
    let ledger: Ledger

    init() throws {
        fixture = try Fixture()
        ledger = try fixture.open()
    }

    @Test func `positions have no gaps, and revisions count within a stream`() throws {
        var appended = try ledger.append(command("c-1", on: "a"), command("c-2", on: "b", events: 3))
        appended += try ledger.append(command("c-3", on: "a", events: 2), command("c-4", on: "a/x"))
        #expect(appended.map(\.position) == [1, 2, 3, 4, 5, 6, 7])
        #expect(appended.map(\.revision) == [1, 1, 2, 3, 2, 3, 1])
        #expect(appended.map(\.subject) == ["a", "b", "b", "b", "a", "a", "a/x"])
        #expect(ledger.count == 8)
        #expect(try ledger.stream("a") == [1, 5, 6])
        #expect(try ledger.stream("b") == [2, 3, 4])
        #expect(try ledger.stream("") == [])
        #expect(try ledger.stream("c") == [])
        for event in appended {
            let stored = try #require(try ledger.event(at: event.position))
            #expect(stored.revision == event.revision)
            #expect(stored.subject == event.subject)
        }
    }

    @Test func `revisions are right beyond 255 events, and for a stream whose name begins another's`() throws {
        try ledger.append(command("c-1", on: "case/1", events: 300), command("c-2", on: "case/10", events: 2))
        let again = try fixture.reopened(ledger)
        var batch = try again.beginBatch()
        #expect(try batch.revision(of: "case/1") == 300)
        #expect(try batch.revision(of: "case/10") == 2)
        #expect(try batch.revision(of: "case") == 0)
        #expect(try batch.revision(of: "zzz") == 0)
        #expect(try batch.append(command("c-3", on: "case/1")).first?.revision == 301)
        #expect(try batch.revision(of: "case/1") == 301)
    }

    @Test func `a batch sees its own commands and events, others only once it is committed`() throws {
        var batch = try ledger.beginBatch()
        #expect(try batch.earlier("c-1") == nil)
        _ = try batch.append(command("c-1", events: 2))
        #expect(try batch.earlier("c-1")?.positions == 1..<3)
        #expect(try batch.event(at: 2)?.cause == "c-1")
        #expect(try ledger.earlier("c-1") == nil)
        #expect(try ledger.line(at: 1) == nil)
        #expect(ledger.count == 1)
        #expect(try batch.commit() == 3)
        let recorded = try #require(try ledger.earlier("c-1"))
        #expect(recorded.positions == 1..<3)
        #expect(try recorded.bodyDigest == command("c-1").bodyDigest)
        #expect(ledger.count == 3)
    }

    @Test func `an aborted or dropped batch leaves nothing`() throws {
        var first = try ledger.beginBatch()
        _ = try first.append(command("c-1", events: 2))
        first.abort()
        do {
            var second = try ledger.beginBatch()
            _ = try second.append(command("c-2", sealed: SealedFields(owner: "person/1", fields: [])))
        }
        #expect(ledger.count == 1)
        #expect(try ledger.earlier("c-1") == nil)
        #expect(try ledger.earlier("c-2") == nil)
        let appended = try ledger.append(command("c-1"))
        #expect(appended.map(\.revision) == [1])
        #expect(appended.map(\.position) == [1])
    }

    @Test func `a command whose id is taken is refused, and the batch goes on`() throws {
        var batch = try ledger.beginBatch()
        _ = try batch.append(command("c-1"))
        #expect(throws: LedgerError.commandExists(id: "c-1")) { try batch.append(command("c-1")) }
        #expect(try batch.append(command("c-2")).first?.position == 2)
        #expect(try batch.commit() == 3)
        #expect(try ledger.stream("case/1") == [1, 2])
    }

    @Test func `a line of 65,535 bytes is taken, one more is too large and nothing is put`() throws {
        let empty = try #require(try ledger.append(command("c-0", data: ["t": ""])).first)
        let overhead = try #require(try ledger.line(at: empty.position)).count
        func filled(_ id: String, _ count: Int) throws -> CommandRecord {
            try command(id, data: ["t": .string(String(repeating: "x", count: count))])
        }
        var batch = try ledger.beginBatch()
        _ = try batch.append(filled("c-1", 65_535 - overhead))
        var second = try filled("c-2", 65_536 - overhead)
        second.drafts.insert(try command("c-2").drafts[0], at: 0)
        #expect(throws: LedgerError.tooLarge(bytes: 65_536)) { try batch.append(second) }
        #expect(try batch.earlier("c-2") == nil)
        #expect(try batch.revision(of: "case/1") == 2)
        #expect(try batch.commit() == 3)
        #expect(try ledger.line(at: 2)?.count == 65_535)
        #expect(try ledger.event(at: 2)?.data["t"] != nil)
    }

    @Test func `time does not go backwards, and may stand still`() throws {
        try ledger.append(command("c-1", at: 500))
        var batch = try ledger.beginBatch()
        #expect(batch.lastTime == Instant(microseconds: 500))
        let error = #expect(throws: LedgerError.self) { try batch.append(command("c-2", at: 499)) }
        #expect(error == .timeBackwards(last: Instant(microseconds: 500), given: Instant(microseconds: 499)))
        _ = try batch.append(command("c-2", at: 500))
        #expect(try batch.commit() == 3)
    }

    @Test(arguments: [
        "", "a b", "a\"b", "a\\b", "a\u{0}b", "caffè", "a\nb", String(repeating: "x", count: 201),
    ])
    func `names that a line or a key cannot contain unchanged are refused`(name: String) throws {
        var batch = try ledger.beginBatch()
        #expect(throws: LedgerError.self) { try batch.append(command("c-1", on: name)) }
        #expect(throws: LedgerError.self) { try batch.append(command(name)) }
        #expect(try batch.append(command("c-1")).count == 1)
    }

    @Test(arguments: ["", "a\u{0}b", "a\nb", String(repeating: "x", count: 201)])
    func `an account that an event cannot name is refused, and one of a directory server is not`(name: String) throws {
        var batch = try ledger.beginBatch()
        var record = try command("c-1")
        record.actor = name
        let error = #expect(throws: LedgerError.self) { try batch.append(record) }
        #expect(error?.code == "invalid")
        record.actor = #"DOM\anna"#
        #expect(try batch.append(record).count == 1)
    }

    @Test func `a command without events and an impossible day are refused`() throws {
        var batch = try ledger.beginBatch()
        #expect(throws: LedgerError.self) { try batch.append(command("c-1", events: 0)) }
        var record = try command("c-1")
        record.drafts[0].occurred = "2026-02-29"
        #expect(throws: LedgerError.self) { try batch.append(record) }
        record.drafts[0].occurred = "2028-02-29"
        #expect(try batch.append(record).count == 1)
    }

    @Test func `the map grows by itself while batches are committed and readers read`() async throws {
        let fixture = try Fixture()
        let ledger = try fixture.open(mapSize: 1 << 19)
        let reading = Task.detached {
            var sum = 0
            for _ in 0..<20_000 { sum += try ledger.line(at: 0) == nil ? 0 : 1 }
            return sum
        }
        let text = JSON.string(String(repeating: "x", count: 500))
        for batch in 0..<40 {
            // If a reader was always active when the map could have grown, the batch is tried again, as the writer does.
            do { try ledger.append(command("c-\(batch)", events: 50, data: ["t": text])) } catch LedgerError.mapFull {
                try ledger.append(command("c-\(batch)", events: 50, data: ["t": text]))
            }
        }
        #expect(try await reading.value == 20_000)
        #expect(ledger.count == 2_001)
        #expect(try ledger.storeForReading().environment.usage().mapSize >= 1 << 21)
        #expect(try ledger.event(at: 2_000)?.revision == 2_000)
    }

    @Test func `a batch larger than the map is refused as such, and succeeds when it is tried again`() throws {
        let fixture = try Fixture()
        let ledger = try fixture.open(mapSize: 1 << 19)
        let large = try command("c-1", events: 4_000, data: ["t": .string(String(repeating: "x", count: 500))])
        var tries = 0
        while ledger.count == 1 {
            tries += 1
            try #require(tries < 10)
            var batch = try ledger.beginBatch()
            do {
                _ = try batch.append(large)
                _ = try batch.commit()
            } catch LedgerError.mapFull {
                #expect(ledger.count == 1)
            }
        }
        #expect(tries > 1)
        #expect(ledger.count == 4_001)
        #expect(ledger.failure == nil)
    }

    @Test func `a batch sees what is staged before it, and is lost with it`() throws {
        let fixture = try Fixture()
        let ledger = try fixture.open(mapSize: 1 << 19)
        var first = try ledger.beginBatch()
        let large = try command("c-1", events: 2_000, data: ["t": .string(String(repeating: "x", count: 500))])
        _ = try first.append(large)
        let staged = try first.stage()
        var second = try ledger.beginBatch()
        let earlier = try second.earlier("c-1")
        #expect(earlier?.positions == 1..<2_001)
        let event = try second.event(at: 2_000)
        #expect(event?.revision == 2_000)
        let next = try second.append(command("c-2"))
        #expect(next.map(\.position) == [2_001])
        #expect(next.map(\.revision) == [2_001])
        #expect(ledger.count == 1)
        #expect(throws: LedgerError.mapFull) { try staged.commit() }
        var refusal: LedgerError?
        do { _ = try second.commit() } catch { refusal = error }
        #expect(refusal == .poisoned)
        #expect(ledger.count == 1)
        let third = try ledger.beginBatch()
        let forgotten = try third.earlier("c-1")
        #expect(forgotten == nil)
    }

    @Test func `a batch is committed on another thread while the next one is decided`() async throws {
        let fixture = try Fixture()
        let ledger = try fixture.open()
        var committing: Task<Int, any Error>?
        for number in 1...50 {
            var batch = try ledger.beginBatch()
            for command in number * 10..<number * 10 + 10 {
                _ = try batch.append(LedgerTests.command("c-\(command)", on: "case/\(command % 7)"))
            }
            _ = try await committing?.value
            let staged = try batch.stage()
            committing = Task.detached { try staged.commit() }
        }
        #expect(try await committing?.value == 501)
        #expect(ledger.count == 501)
        for number in 0..<7 {
            #expect(
                try ledger.stream("case/\(number)").map { try ledger.event(at: $0)?.cause }
                    == (10..<510).filter { $0 % 7 == number }.map { "c-\($0)" })
        }
        #expect(ledger.damage.isEmpty)
        #expect(try ledger.earlier("c-509")?.positions == 500..<501)
    }

    @Test func `a batch that is staged before the one before it is committed is refused`() throws {
        let fixture = try Fixture()
        let ledger = try fixture.open()
        var first = try ledger.beginBatch()
        _ = try first.append(command("c-1"))
        let staged = try first.stage()
        var second = try ledger.beginBatch()
        _ = try second.append(command("c-2"))
        var refusal: LedgerError?
        do { _ = try second.stage() } catch { refusal = error }
        #expect(refusal == .poisoned)
        #expect(throws: LedgerError.poisoned) { _ = try ledger.beginBatch() }
        #expect(try staged.commit() == 2)
        try ledger.append(command("c-3"))
        #expect(try ledger.earlier("c-2") == nil)
        #expect(ledger.count == 3)
    }

    @Test func `what is sealed in a staged batch is found and erased by the next`() throws {
        let fixture = try Fixture()
        let ledger = try fixture.open()
        var first = try ledger.beginBatch()
        let fields = SealedFields(owner: "person/1", fields: Array("{\"name\":\"Ada\"}".utf8))
        _ = try first.append(command("c-1", sealed: fields))
        let staged = try first.stage()
        var second = try ledger.beginBatch()
        let owner = try second.sealedOwner(at: 1)
        #expect(owner == "person/1")
        let extent = try second.sealedExtent(of: ["person/1"])
        #expect(extent.boxes == 1)
        _ = try second.append(command("c-2"))
        second.destroy(extent, [Tombstone(owner: "person/1", note: [])])
        let gone = try second.sealedOwner(at: 1)
        #expect(gone == nil)
        #expect(try staged.commit() == 2)
        #expect(try second.commit() == 3)
        #expect(throws: LedgerError.keyMissing(owner: "case/1")) { try ledger.openSealed(1) }
        #expect(throws: LedgerError.erased(owner: "person/1")) { try ledger.append(command("c-3", sealed: fields)) }
    }

    @Test(arguments: [false, true])
    func `what a batch that was dropped condemned and created is forgotten`(isOpenedAgain: Bool) throws {
        let fixture = try Fixture()
        let ledger = try fixture.open(mapSize: 1 << 19)
        let fields = SealedFields(owner: "person/1", fields: Array("{\"name\":\"Ada\"}".utf8), terms: [[1]])
        try ledger.append(command("c-1", sealed: fields))
        var first = try ledger.beginBatch()
        _ = try first.append(
            command("c-2", events: 2_000, data: ["t": .string(String(repeating: "x", count: 500))], sealed: fields))
        let staged = try first.stage()
        var second = try ledger.beginBatch()
        let other = SealedFields(owner: "person/2", fields: fields.fields, terms: [[2]])
        _ = try second.append(command("c-3", sealed: other))
        let found = try second.owners(ofAny: [[1], [2]])
        #expect(found == ["person/1", "person/2"])
        second.destroy(try second.sealedExtent(of: ["person/1"]), [Tombstone(owner: "person/1", note: [])])
        #expect(throws: LedgerError.mapFull) { try staged.commit() }
        // What was created for the second batch did not become durable with the first.
        #expect(try ledger.keys.owners(of: [2]).isEmpty)
        second.abort()
        if isOpenedAgain {
            ledger.fail("as a disk does")
            #expect(try ledger.reopen() == 2)
        }
        try ledger.append(command("c-4", sealed: fields))
        #expect(try ledger.openSealed(1)?.fields == fields.fields)
        #expect(try ledger.openSealed(2)?.fields == fields.fields)
        #expect(try ledger.keys.owners(of: [2]).isEmpty)
        #expect(try ledger.keys.existingKey("person/2") == nil)
    }
}
