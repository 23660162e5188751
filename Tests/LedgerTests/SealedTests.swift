import EventFormat
import LMDB
import Testing

@testable import Ledger

struct SealedTests {
    let fixture: Fixture
    private static let fields = Array(#"{"name":"Zoë"}"#.utf8)

    init() throws { fixture = try Fixture() }

    private func sealed(_ owner: String) -> SealedFields { SealedFields(owner: owner, fields: Self.fields) }

    /// Opens the tables without the ledger.
    private func tamper(
        _ directory: String, _ name: String, keys: Table.Keys,
        _ body: (borrowing WriteTransaction, Table) throws -> Void
    ) throws {
        let environment = try Environment(inDirectory: fixture.path + "/data/" + directory)
        let table = try environment.openTable(name, keys: keys)
        let writing = try environment.beginWrite()
        try body(writing, table)
        try writing.commit()
    }

    @Test func `sealed fields open to their original content, also after a restart`() throws {
        do {
            let ledger = try fixture.open()
            let plain = try command("c-2")
            try ledger.append(command("c-1", events: 2, sealed: sealed("person/1")), plain)
            #expect(try ledger.openSealed(1) == sealed("person/1"))
        }
        let ledger = try fixture.open()
        #expect(try ledger.openSealed(1) == sealed("person/1"))
        #expect(try ledger.openSealed(2) == nil)
        #expect(try ledger.openSealed(3) == nil)
        #expect(try ledger.openSealed(9) == nil)
    }

    @Test func `only the first event of a command carries the digest, and no line or file of the log holds the fields`()
        throws
    {
        let ledger = try fixture.open()
        try ledger.append(
            command("c-1", events: 2, sealed: sealed("person/1")), command("c-2", sealed: sealed("person/1")))
        let digests = try (1...3).map { try ledger.event(at: $0)?.sealedDigest }
        #expect(digests[0]?.utf8.count == 44)
        #expect(digests[1] == nil)
        // The random bytes make equal fields different.
        #expect(digests[2] != digests[0])
        for position in 0..<ledger.count {
            let line = try #require(try ledger.line(at: position))
            // A digest in base64 sometimes contains two given letters, but never this one.
            #expect(!String(decoding: line, as: UTF8.self).contains("ë"))
        }
        #expect(try !fixture.contains("log/data.mdb", Self.fields))
        #expect(try fixture.contains("log/data.mdb", Array("person/1".utf8)))
    }

    @Test func `a box in another's place does not open`() throws {
        do {
            try fixture.open().append(
                command("c-1", sealed: sealed("person/1")), command("c-2", sealed: sealed("person/1")))
        }
        try tamper("log", "sealed", keys: .integers) { writing, table in
            let first = try writing.get(table, 1) { [UInt8](copying: $0) }
            let second = try writing.get(table, 2) { [UInt8](copying: $0) }
            let boxes = (try #require(first), try #require(second))
            try writing.put(table, 1, boxes.1.span)
            try writing.put(table, 2, boxes.0.span)
        }
        let ledger = try fixture.open()
        #expect(throws: LedgerError.sealedAltered(position: 1)) { try ledger.openSealed(1) }
        #expect(throws: LedgerError.sealedAltered(position: 2)) { try ledger.openSealed(2) }
    }

    @Test func `a box with one bit changed does not open`() throws {
        do { try fixture.open().append(command("c-1", sealed: sealed("person/1"))) }
        try tamper("log", "sealed", keys: .integers) { writing, table in
            let stored = try writing.get(table, 1) { [UInt8](copying: $0) }
            var row = try #require(stored)
            row[row.count - 20] ^= 1
            try writing.put(table, 1, row.span)
        }
        #expect(throws: LedgerError.sealedAltered(position: 1)) { try fixture.open().openSealed(1) }
    }

    @Test func `a box whose content is not what the line promises is refused`() throws {
        do {
            let ledger = try fixture.open()
            try ledger.append(command("c-1", sealed: sealed("person/1")))
            let key = try #require(try ledger.keys.existingKey("person/1"))
            var random = RandomPool()
            let forged = SealedBox.seal(
                [UInt8](repeating: 0, count: 40), key, authenticating: SealedBox.context("sealed", "person/1", at: 1),
                &random
            )
            let store = try ledger.storeForReading()
            var row: [UInt8] = []
            SealedRow(owner: "person/1", box: forged).write(to: &row)
            let writing = try store.environment.beginWrite()
            try writing.put(store.sealed, 1, row.span)
            try writing.commit()
            #expect(throws: LedgerError.sealedAltered(position: 1)) { try ledger.openSealed(1) }
        }
    }

    @Test func `a box without a key is reported as erased`() throws {
        do { try fixture.open().append(command("c-1", sealed: sealed("person/1"))) }
        try tamper("keys", "keys", keys: .bytes) { writing, table in
            let wasThere = try writing.delete(table, Array("person/1".utf8).span)
            #expect(wasThere)
        }
        #expect(throws: LedgerError.keyMissing(owner: "person/1")) { try fixture.open().openSealed(1) }
    }

    @Test func `a key wrapped for another owner does not open`() throws {
        do {
            try fixture.open().append(
                command("c-1", sealed: sealed("person/1")), command("c-2", sealed: sealed("person/2")))
        }
        try tamper("keys", "keys", keys: .bytes) { writing, table in
            let stored = try writing.get(table, Array("person/2".utf8).span) { [UInt8](copying: $0) }
            let key = try #require(stored)
            try writing.put(table, Array("person/1".utf8).span, key.span)
        }
        let error = #expect(throws: LedgerError.self) { try fixture.open().openSealed(1) }
        #expect(error?.code == "keys-unavailable")
    }

    @Test func `a key made for a batch that was dropped is forgotten, and the owner's next is saved`() throws {
        do {
            let ledger = try fixture.open()
            var dropped = try ledger.beginBatch()
            _ = try dropped.append(command("c-1", sealed: sealed("person/1")))
            _ = try dropped.append(command("c-2", sealed: sealed("person/2")))
            dropped.abort()
            try ledger.append(command("c-3", sealed: sealed("person/1")))
            #expect(try ledger.keys.existingKey("person/2") == nil)
        }
        #expect(try fixture.open().openSealed(1) == sealed("person/1"))
    }

    @Test func `more owners than the cache holds keep their keys`() throws {
        let ledger = try fixture.open()
        for first in stride(from: 0, to: KeyStore.cacheLimit + 2_000, by: 2_000) {
            var batch = try ledger.beginBatch()
            for number in first..<first + 2_000 {
                _ = try batch.append(command("c-\(number)", sealed: sealed("person/\(number)")))
            }
            _ = try batch.commit()
        }
        for position in stride(from: 1, to: ledger.count, by: 997) {
            #expect(try ledger.openSealed(position) == sealed("person/\(position - 1)"))
        }
    }

    @Test func `a repetition is distinguished from a reused id, sealed or not, also after a restart`() throws {
        let (body, other) = (BodyDigest(of: Array("one".utf8)), BodyDigest(of: Array("other".utf8)))
        func check(_ ledger: Ledger) throws {
            for id in ["c-1", "c-2"] {
                let earlier = try #require(try ledger.earlier(id))
                #expect(try ledger.isRepetition(earlier, of: body))
                #expect(try !ledger.isRepetition(earlier, of: other))
            }
            // What is stored of a body with sealed fields is not a plain hash of it.
            #expect(try ledger.earlier("c-1")?.bodyDigest == body)
            #expect(try ledger.earlier("c-2")?.bodyDigest != body)
        }
        do {
            let ledger = try fixture.open()
            var (plain, secret) = (try command("c-1"), try command("c-2", sealed: sealed("person/1")))
            (plain.bodyDigest, secret.bodyDigest) = (body, body)
            try ledger.append(plain, secret)
            try check(ledger)
        }
        try check(try fixture.open())
    }

    @Test func `a stored digest in which a disk flipped bits is still that of its body`() throws {
        let ledger = try fixture.open()
        let body = BodyDigest(of: Array("one".utf8))
        var (plain, secret) = (try command("c-1"), try command("c-2", sealed: sealed("person/1")))
        (plain.bodyDigest, secret.bodyDigest) = (body, body)
        try ledger.append(plain, secret)
        for id in ["c-1", "c-2"] {
            let earlier = try #require(try ledger.earlier(id))
            var stored: [UInt8] = []
            earlier.bodyDigest.append(to: &stored)
            func isRepetition(flipping bits: some Sequence<Int>) throws -> Bool {
                var damaged = stored
                for bit in bits { damaged[bit / 8] ^= 1 << (bit % 8) }
                let digest = BodyDigest(damaged.span)
                let found = RecordedCommand(bodyDigest: try #require(digest), positions: earlier.positions)
                return try ledger.isRepetition(found, of: body)
            }
            for bit in 0..<256 { #expect(try isRepetition(flipping: [bit])) }
            #expect(try isRepetition(flipping: stride(from: 3, to: 256, by: 16)))
            #expect(try !isRepetition(flipping: stride(from: 0, to: 17 * 15, by: 15)))
        }
    }
}
