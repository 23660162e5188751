import CivilTime
import Foundation
import LMDB
import Testing

@testable import Ledger

/// Tests of the keys: destroying, rotating, missing keys, backups and searching.
struct KeyStoreTests {
    let fixture: Fixture
    private static let fields = Array(#"{"name":"Zoë"}"#.utf8)

    init() throws { fixture = try Fixture() }

    private var keys: String { fixture.path + "/data/keys" }

    private func sealed(_ owner: String, terms: [String] = []) -> SealedFields {
        SealedFields(owner: owner, fields: Self.fields, terms: terms.map { Array($0.utf8) })
    }

    /// Three owners with a box each, of whom the first has another one.
    private func fill(_ ledger: Ledger) throws {
        try ledger.append(
            command("c-1", sealed: sealed("person/1", terms: ["zoe"])), command("c-2", sealed: sealed("person/2")),
            command("c-3", sealed: sealed("person/3", terms: ["zoe"])), command("c-4", sealed: sealed("person/1")))
    }

    /// A search per command through all who have a name would make an import of many such persons take the square of their number.
    @Test func `who has a name that many have is not asked through to the end`() throws {
        let ledger = try fixture.open()
        let term = Array("maria".utf8)
        var batch = try ledger.beginBatch()
        // Who is noted again and again takes nobody's place.
        for number in 1...KeyStore.foundLimit {
            _ = try batch.append(command("again-\(number)", sealed: sealed("person/1", terms: ["maria"])))
        }
        for number in 1...3 * KeyStore.foundLimit {
            _ = try batch.append(command("c-\(number)", sealed: sealed("person/\(number)", terms: ["maria", "rossi"])))
        }
        // Of the open batch the first ones, each once however many of its terms are asked for.
        let noted = (1...KeyStore.foundLimit).map { "person/\($0)" }
        #expect(try batch.owners(ofAny: [term]) == noted)
        #expect(try batch.owners(ofAny: [term, Array("rossi".utf8)]) == noted)
        _ = try batch.commit()

        var next = try ledger.beginBatch()
        _ = try next.append(command("z", sealed: sealed("person/zoe", terms: ["maria"])))
        let found = try next.owners(ofAny: [term])
        #expect(found.count == KeyStore.foundLimit + 1)
        #expect(found.last == "person/zoe")
        #expect(found.dropLast() == found.dropLast().sorted()[...])
    }

    /// Appends the event of an erasure and destroys the keys.
    private func erase(_ ledger: Ledger, _ owners: Set<String>) throws -> SealedExtent {
        var batch = try ledger.beginBatch()
        let extent = try batch.sealedExtent(of: owners)
        _ = try batch.append(command("erase", on: "person/1"))
        batch.destroy(extent, owners.map { Tombstone(owner: $0, note: Array("note".utf8)) })
        _ = try batch.commit()
        return extent
    }

    /// Returns the wrapped key of an owner in the store's file.
    private func wrapped(_ owner: String) throws -> [UInt8] {
        let environment = try Environment(inDirectory: keys)
        let table = try environment.openTable("keys")
        return try #require(try environment.beginRead().get(table, Array(owner.utf8).span) { [UInt8](copying: $0) })
    }

    private func contents(of directory: String) throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: directory))
    }

    @Test func `erasing destroys keys, boxes and search terms for good, and leaves every line and root`() throws {
        do { try fill(try fixture.open()) }
        let gone = try wrapped("person/1")
        let kept = try wrapped("person/2")
        do {
            let ledger = try fixture.open()
            let root = try ledger.root(ofSize: 5)
            let lines = try ledger.lines(from: 0, limit: 5, maxBytes: .max)
            let extent = try erase(ledger, ["person/1"])
            #expect(extent.keys == 1)
            #expect(extent.boxes == 2)
            #expect(throws: LedgerError.self) { try ledger.openSealed(1) }
            #expect(try ledger.openSealed(2) == sealed("person/2"))
            #expect(try ledger.keys.owners(of: Array("zoe".utf8)) == ["person/3"])
            #expect(try ledger.root(ofSize: 5) == root)
            #expect(try ledger.lines(from: 0, limit: 5, maxBytes: .max) == lines)
        }
        #expect(try !fixture.contains("keys/data.mdb", gone))
        #expect(try fixture.contains("keys/data.mdb", kept))
        #expect(try contents(of: keys) == ["data.mdb", "lock.mdb", "log.key", "office.key", "rewriting"])
        #expect(try contents(of: keys + "/rewriting").isEmpty)
        let ledger = try fixture.open()
        #expect(throws: LedgerError.keyMissing(owner: "case/1")) { try ledger.openSealed(4) }
        #expect(try ledger.openSealed(3) == sealed("person/3", terms: []))
        #expect(try ledger.keys.tombstones() == [Tombstone(owner: "person/1", note: Array("note".utf8))])
    }

    @Test func `nothing is sealed for an owner who was erased, and a batch goes on without it`() throws {
        let ledger = try fixture.open()
        try fill(ledger)
        _ = try erase(ledger, ["person/1"])
        var batch = try ledger.beginBatch()
        #expect(throws: LedgerError.erased(owner: "person/1")) {
            _ = try batch.append(command("c-9", sealed: sealed("person/1")))
        }
        _ = try batch.append(command("c-10", sealed: sealed("person/2")))
        _ = try batch.commit()
        let earlier = try #require(try ledger.earlier("c-1"))
        #expect(throws: LedgerError.erased(owner: "case/1")) {
            try ledger.isRepetition(earlier, of: BodyDigest(of: [7]))
        }
    }

    @Test func `an erasure that is not committed destroys nothing`() throws {
        let ledger = try fixture.open()
        try fill(ledger)
        var batch = try ledger.beginBatch()
        let extent = try batch.sealedExtent(of: ["person/1"])
        batch.destroy(extent, [Tombstone(owner: "person/1", note: [])])
        batch.abort()
        try ledger.append(command("c-9", sealed: sealed("person/1")))
        #expect(try ledger.openSealed(1) == sealed("person/1"))
        #expect(try ledger.keys.tombstones().isEmpty)
    }

    /// Every state of the files that a crash can leave while the store is being replaced.
    @Test(arguments: ["prepared", "linked", "moved"])
    func `the remains of a rewriting after a crash are removed at the next start`(_ state: String) throws {
        do {
            let ledger = try fixture.open()
            try fill(ledger)
            try ledger.keys.prepareErasure([Tombstone(owner: "person/1", note: [])])
        }
        let (store, made) = (keys + "/data.mdb", keys + "/rewriting/data.mdb")
        let old = try wrapped("person/1")
        if state != "prepared" { try FileManager.default.linkItem(atPath: store, toPath: keys + "/discarded.mdb") }
        if state == "moved" { #expect(unsafe rename(made, store) == 0) }
        // A second name of the old file, to see what happens to it.
        let witness = fixture.path + "/witness"
        try FileManager.default.linkItem(atPath: state == "moved" ? keys + "/discarded.mdb" : store, toPath: witness)
        let ledger = try fixture.open()
        #expect(try contents(of: keys) == ["data.mdb", "lock.mdb", "log.key", "office.key", "rewriting"])
        #expect(try contents(of: keys + "/rewriting").isEmpty)
        let isErased = state == "moved"
        #expect(try (ledger.keys.existingKey("person/1") == nil) == isErased)
        #expect(try ledger.keys.existingKey("person/2") != nil)
        let bytes = try Data(contentsOf: URL(filePath: witness))
        #expect((bytes.range(of: Data(old)) == nil) == isErased)
    }

    @Test func `a rotation wraps every key again, under a new key`() throws {
        let before: [UInt8]
        do {
            let ledger = try fixture.open()
            try fill(ledger)
            before = Array(try Data(contentsOf: URL(filePath: keys + "/office.key")))
            let (count, file) = try ledger.keys.rotate()
            #expect(count == 3)
            #expect(file.hasSuffix("/keys/office.key"))
            #expect(try ledger.openSealed(1) == sealed("person/1"))
            try ledger.append(command("c-9", sealed: sealed("person/9")))
        }
        #expect(Array(try Data(contentsOf: URL(filePath: keys + "/office.key"))) != before)
        #expect(try fixture.permissions(of: "keys/office.key") == 0o600)
        let ledger = try fixture.open()
        for position in [1, 2, 3, 4, 5] { #expect(try ledger.openSealed(position) != nil) }
        #expect(try ledger.keys.owners(of: Array("zoe".utf8)) == ["person/1", "person/3"])
    }

    /// A rotation writes the new key, then the tables, then puts the key in its place: a crash may come after each.
    @Test(arguments: [false, true])
    func `an interrupted rotation is either finished or undone`(_ wasWrapped: Bool) throws {
        do { try fill(try fixture.open()) }
        let old = try Data(contentsOf: URL(filePath: keys + "/office.key"))
        if wasWrapped {
            do { _ = try fixture.open().keys.rotate() }
            let new = try Data(contentsOf: URL(filePath: keys + "/office.key"))
            try new.write(to: URL(filePath: keys + "/office.key.new"))
            try old.write(to: URL(filePath: keys + "/office.key"))
        } else {
            try Data(repeating: 9, count: 32).write(to: URL(filePath: keys + "/office.key.new"))
        }
        let ledger = try fixture.open()
        #expect(ledger.keys.unavailable == nil)
        #expect(try ledger.openSealed(1) == sealed("person/1"))
        #expect(try !contents(of: keys).contains("office.key.new"))
    }

    /// Wrong, cut short, missing.
    @Test(arguments: [[UInt8](repeating: 3, count: 32), [1, 2, 3], nil])
    func `without the right office key everything works except sealing and opening`(_ key: [UInt8]?) throws {
        do { try fill(try fixture.open()) }
        let right = try Data(contentsOf: URL(filePath: keys + "/office.key"))
        if let key { try fixture.write("keys/office.key", key) } else { try fixture.remove("keys/office.key") }
        do {
            let ledger = try fixture.open()
            #expect(ledger.keys.unavailable?.contains("office.key") == true)
            #expect(ledger.damage.isEmpty)
            func fails(_ body: () throws -> Void) {
                let error = #expect(throws: LedgerError.self) { try body() }
                #expect(error?.code == "keys-unavailable")
            }
            fails { try ledger.append(command("c-9", sealed: sealed("person/9"))) }
            fails { try ledger.append(command("c-9", sealed: sealed("person/1"))) }
            fails { _ = try ledger.openSealed(1) }
            fails { _ = try ledger.keys.owners(of: [1]) }
            fails { _ = try ledger.keys.rotate() }
            fails { _ = try ledger.keys.backup(made: .epoch, origin: "o") }
            try ledger.append(command("c-10"))
            // Destroying does not need the office's key.
            _ = try erase(ledger, ["person/1"])
            #expect(try ledger.keys.tombstones().count == 1)
        }
        try right.write(to: URL(filePath: keys + "/office.key"))
        let ledger = try fixture.open()
        #expect(ledger.keys.unavailable == nil)
        #expect(try ledger.openSealed(2) == sealed("person/2"))
        #expect(throws: LedgerError.keyMissing(owner: "case/1")) { try ledger.openSealed(1) }
    }

    @Test func `a key that the service manager passes is used, and a key file that also exists is reported`() throws {
        do { try fill(try fixture.open()) }
        let credentials = fixture.path + "/credentials"
        try FileManager.default.createDirectory(atPath: credentials, withIntermediateDirectories: false)
        try FileManager.default.copyItem(atPath: keys + "/office.key", toPath: credentials + "/office.key")
        func open() throws -> Ledger {
            try Ledger(
                inDirectory: fixture.path + "/data", Fixture.identity, now: .epoch, today: "2026-01-02",
                .init(mapSize: 1 << 24, credentials: credentials))
        }
        do {
            let ledger = try open()
            #expect(ledger.keys.needlessKeyFile?.hasSuffix("/keys/office.key") == true)
        }
        try fixture.remove("keys/office.key")
        do {
            let ledger = try open()
            #expect(ledger.keys.needlessKeyFile == nil)
            #expect(try ledger.openSealed(1) == sealed("person/1"))
            // The new key is in a file until it is passed: the credential no longer opens the tables, but the file does.
            #expect(try ledger.keys.rotate().file.hasSuffix("/keys/office.key"))
        }
        let ledger = try open()
        #expect(ledger.keys.unavailable == nil)
        #expect(try ledger.openSealed(1) == sealed("person/1"))
    }

    @Test func `a backup of the keys opens only with the office's key, and restores all of them`() throws {
        let officeKey: [UInt8]
        let backup: [UInt8]
        do {
            let ledger = try fixture.open()
            try fill(ledger)
            _ = try erase(ledger, ["person/3"])
            officeKey = Array(try Data(contentsOf: URL(filePath: keys + "/office.key")))
            backup = try ledger.keys.backup(made: .epoch, origin: "labd.example/pescara")
        }
        #expect(Data(backup).range(of: Data(officeKey)) == nil)
        let read = try #require(KeyBackup(backup))
        #expect(read.origin == "labd.example/pescara")
        #expect(read.made == .epoch)
        let data = fixture.path + "/data"
        // These are the directory's own keys; other keys are not touched.
        #expect(try !read.restore(inDataDirectory: data, officeKey: officeKey))
        let other = try Fixture()
        do { _ = try other.open() }
        let taken = #expect(throws: LedgerError.self) {
            try read.restore(inDataDirectory: other.path + "/data", officeKey: officeKey)
        }
        #expect(taken?.code == "invalid")
        try FileManager.default.removeItem(atPath: keys)
        let wrong = #expect(throws: LedgerError.self) {
            try read.restore(inDataDirectory: data, officeKey: [UInt8](repeating: 0, count: 32))
        }
        #expect(wrong?.code == "invalid")
        let printed = PrintedKey.text(officeKey)
        try read.restore(inDataDirectory: data, officeKey: try #require(PrintedKey.key(printed)))
        let ledger = try fixture.open()
        #expect(ledger.damage.isEmpty)
        #expect(try ledger.openSealed(1) == sealed("person/1"))
        #expect(try ledger.keys.tombstones().map(\.owner) == ["person/3"])
        #expect(try ledger.keys.owners(of: Array("zoe".utf8)) == ["person/1"])
    }

    @Test(arguments: 0..<40)
    func `a backup with any bit changed is refused`(_ step: Int) throws {
        let ledger = try fixture.open()
        try fill(ledger)
        let officeKey = Array(try Data(contentsOf: URL(filePath: keys + "/office.key")))
        var backup = try ledger.keys.backup(made: .epoch, origin: "labd.example/pescara")
        backup[step * backup.count / 40] ^= 1 << UInt8(step % 8)
        guard let read = KeyBackup(backup) else { return }
        let other = try Fixture()
        try FileManager.default.createDirectory(atPath: other.path + "/data", withIntermediateDirectories: false)
        let error = #expect(throws: LedgerError.self) {
            try read.restore(inDataDirectory: other.path + "/data", officeKey: officeKey)
        }
        #expect(error?.code == "invalid")
    }

    @Test func `a backup that is too old, or dated in the future, is not restored`() throws {
        let made = Instant(microseconds: 1_700_000_000_000_000)
        let backup = try #require(KeyBackup(Array("labd keys backup 1\nlabd.example/o\n\(made)\n\nbox".utf8)))
        func objection(after minutes: Int) throws -> String? {
            backup.objection(at: Instant(microseconds: made.microseconds + Int64(minutes) * 60_000_000))
        }
        for minutes in [0, 30 * 24 * 60 - 1, -9] { #expect(try objection(after: minutes) == nil) }
        #expect(try objection(after: 30 * 24 * 60)?.contains("more than 30 days ago") == true)
        for minutes in [-11, -60 * 24 * 365] {
            #expect(try objection(after: minutes)?.contains("so its age is unknown") == true)
        }
    }

    @Test func `a printed key is read back, and a typing error is detected`() {
        let key = (0..<32).map { UInt8($0 * 7) }
        let text = PrintedKey.text(key)
        #expect(text.split(separator: " ").count == 17)
        #expect(PrintedKey.key(text) == key)
        #expect(PrintedKey.key(text.uppercased().replacingOccurrences(of: " ", with: "\n")) == key)
        for index in text.indices where text[index] != " " {
            var slip = text
            slip.replaceSubrange(index...index, with: text[index] == "0" ? "1" : "0")
            // One in 65,536 would pass by chance; none of these does.
            #expect(PrintedKey.key(slip) == nil)
        }
        #expect(PrintedKey.key("") == nil)
        #expect(PrintedKey.key(text + "0") == nil)
    }
}
