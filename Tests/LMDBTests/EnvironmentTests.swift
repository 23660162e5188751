import Foundation
import LMDB
import Testing

struct EnvironmentTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func fill(_ environment: Environment, _ table: Table, from first: UInt32 = 0, count: UInt32) throws {
        let writing = try environment.beginWrite()
        let value = String(repeating: "x", count: 1_000)
        for number in first..<first + count { try writing.put(table, number, value, .append) }
        try writing.commit()
    }

    @Test func `its files are accessible only to the owner`() throws {
        let environment = try Environment(inDirectory: scratch.path)
        _ = try environment.openTable("any")
        #expect(try scratch.permissions(of: "data.mdb") == 0o600)
        #expect(try scratch.permissions(of: "lock.mdb") == 0o600)
    }

    @Test func `a missing directory is refused`() {
        let error = #expect(throws: LMDBError.self) { try Environment(inDirectory: scratch.path + "/nowhere") }
        #expect(error?.code == .other(ENOENT))
    }

    @Test func `the same directory cannot be opened twice in a process, and can again once closed`() throws {
        do {
            let environment = try Environment(inDirectory: scratch.path)
            let error = #expect(throws: LMDBError.self) { try Environment(inDirectory: scratch.path + "/.") }
            #expect(error?.code == .alreadyOpen)
            _ = environment.path
        }
        _ = try Environment(inDirectory: scratch.path)
    }

    @Test func `a file that is not an LMDB file is refused`() throws {
        do { _ = try Environment(inDirectory: scratch.path).openTable("any") }
        try scratch.overwrite("data.mdb", at: 0, with: [UInt8](repeating: 7, count: 8_192))
        let error = #expect(throws: LMDBError.self) { try Environment(inDirectory: scratch.path) }
        #expect(error?.message.hasPrefix("MDB_INVALID") == true)
    }

    @Test func `before LMDB ends the process because of a broken page, this is reported`() async throws {
        let outcome = await #expect(processExitsWith: .signal(SIGABRT), observing: [\.standardErrorContent]) {
            let scratch = try Scratch()
            do {
                let environment = try Environment(inDirectory: scratch.path)
                let table = try environment.openTable("numbers", keys: .integers)
                let filling = try environment.beginWrite()
                for number in 0..<UInt32(100) { try filling.put(table, number, String(repeating: "x", count: 1_000)) }
                try filling.commit()
            }
            // Branch pages (`mp_flags` is P_BRANCH) that have no nodes (`mp_lower` is the end of the header).
            let pageSize = 4_096
            for page in 2..<(try scratch.size(of: "data.mdb")) / pageSize {
                guard try scratch.read("data.mdb", at: page * pageSize + 10, count: 2) == [1, 0] else { continue }
                try scratch.overwrite("data.mdb", at: page * pageSize + 12, with: [16, 0])
            }
            Environment.whenAssertionFails { file, words in
                FileHandle.standardError.write(Data("SAID of \(file): \(words)\n".utf8))
            }
            let environment = try Environment(inDirectory: scratch.path)
            let table = try environment.openExistingTable("numbers", keys: .integers)
            _ = try environment.beginRead().text(table, 50)
        }
        let said = String(decoding: outcome?.standardErrorContent ?? [], as: UTF8.self)
        #expect(said.contains(/SAID of .*lmdb-.*\/data.mdb: mdb.c:/), "\(said)")
    }

    @Test(arguments: [1, 4_096, 100_000])
    func `a file that was cut short is refused, not read`(missing: Int) throws {
        do {
            let environment = try Environment(inDirectory: scratch.path)
            try fill(environment, try environment.openTable("numbers", keys: .integers), count: 1_000)
        }
        try scratch.truncate("data.mdb", to: try scratch.size(of: "data.mdb") - missing)
        let error = #expect(throws: LMDBError.self) { try Environment(inDirectory: scratch.path) }
        #expect(error?.code == .truncated)
    }

    @Test func `a file is not called cut short for pages at its end that are free and were never written`() throws {
        var entries = 0
        do {
            let environment = try Environment(inDirectory: scratch.path)
            let table = try environment.openTable("numbers", keys: .integers)
            // Allocates pages at the end and frees them in the same transaction. Which pages LMDB allocates depends on the free
            // list, so this is repeated in the same way until the last page is one of them.
            var state: UInt64 = 1
            func below(_ bound: Int) -> Int {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Int(state >> 33) % bound
            }
            for round in 0..<400 {
                let writing = try environment.beginWrite()
                let count = UInt32(below(300))
                let value = String(repeating: "y", count: round % 2 == 0 ? below(20_000) : 1_000)
                for number in 0..<count { try writing.put(table, number, value) }
                for number in UInt32(below(Int(count) + 1))..<count { try writing.delete(table, number) }
                try writing.commit()
                if environment.usage().used > (try scratch.size(of: "data.mdb")) { break }
            }
            try #require(environment.usage().used > (try scratch.size(of: "data.mdb")))
            entries = try environment.beginRead().count(table)
        }
        let environment = try Environment(inDirectory: scratch.path)
        let table = try environment.openTable("numbers", keys: .integers)
        #expect(try environment.beginRead().count(table) == entries)
        try fill(environment, table, from: 1_000, count: 500)
        #expect(try environment.beginRead().count(table) == entries + 500)
    }

    @Test func `a full map refuses the put, and takes it once the map has grown`() throws {
        let environment = try Environment(inDirectory: scratch.path, .init(mapSize: 1 << 20))
        let table = try environment.openTable("numbers", keys: .integers)
        let error = #expect(throws: LMDBError.self) { try fill(environment, table, count: 2_000) }
        #expect(error?.code == .mapFull)
        #expect(try environment.beginRead().count(table) == 0)
        try environment.grow(to: 1 << 23)
        try fill(environment, table, count: 2_000)
        #expect(try environment.beginRead().count(table) == 2_000)
        #expect(environment.usage().mapSize == 1 << 23)
        #expect(environment.usage().used > 2_000_000)
    }

    @Test func `growing waits for open transactions, or is declined`() async throws {
        let environment = try Environment(inDirectory: scratch.path, .init(mapSize: 1 << 20))
        let table = try environment.openTable("numbers", keys: .integers)
        try fill(environment, table, count: 10)
        let growing: Task<Int, any Error>
        do {
            let reading = try environment.beginRead()
            #expect(try environment.growIfIdle(to: 1 << 22) == false)
            growing = Task.detached {
                try environment.grow(to: 1 << 23)
                return environment.usage().mapSize
            }
            #expect(try reading.text(table, 3)?.count == 1_000)
        }
        #expect(try await growing.value == 1 << 23)
        #expect(try environment.growIfIdle(to: 1 << 24))
        #expect(environment.usage().mapSize == 1 << 24)
    }

    @Test func `readers on many threads are undisturbed by a map that moves`() async throws {
        let environment = try Environment(inDirectory: scratch.path, .init(mapSize: 1 << 20))
        let table = try environment.openTable("numbers", keys: .integers)
        try fill(environment, table, count: 100)
        let sums = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    var sum = 0
                    for number: UInt32 in 0..<2_000 {
                        sum += try environment.beginRead().get(table, number % 100) { $0.count } ?? 0
                    }
                    return sum
                }
            }
            for doubling in 21..<28 { try environment.grow(to: 1 << doubling) }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(sums == [2_000_000, 2_000_000, 2_000_000, 2_000_000])
    }

    @Test(arguments: [false, true])
    func `a copy contains what was committed`(compacting: Bool) throws {
        let environment = try Environment(inDirectory: scratch.path)
        let table = try environment.openTable("numbers", keys: .integers)
        try fill(environment, table, count: 300)
        let directory = try scratch.makeDirectory("copy")
        try environment.copy(toDirectory: directory, compacting: compacting)
        let copy = try Environment(inDirectory: directory)
        let copied = try copy.openTable("numbers", keys: .integers)
        #expect(try copy.beginRead().count(copied) == 300)
        #expect(try copy.clearStaleReaders() == 0)
    }
}

/// Tests of values whose length was changed on the disk.
struct BrokenValueTests {
    /// The bit of a value's length that is flipped: from the 16th on, the value ends beyond the file.
    @Test(arguments: [16, 20, 24, 30, 31])
    func `a value that would end beyond the file is an error, and is not read`(bit: Int) throws {
        let scratch = try Scratch()
        do {
            let environment = try Environment(inDirectory: scratch.path, .init(mapSize: 1 << 30))
            let table = try environment.openTable("numbers", keys: .integers)
            let writing = try environment.beginWrite()
            try writing.put(table, 1, String(repeating: "x", count: 40))
            try writing.put(table, 2, String(repeating: "y", count: 3_000))
            try writing.commit()
        }
        // The nodes of the leaf page (`mp_flags` is P_LEAF) that contains both: lengths of 40 and 3,000, then flags and a key
        // of 4 bytes.
        var file = try scratch.read("data.mdb", at: 0, count: try scratch.size(of: "data.mdb"))
        var changed = 0
        for at in 8_192..<file.count - 8 where file[at + 6] == 4 && file[at + 7] == 0 {
            let length = Int(file[at]) | Int(file[at + 1]) << 8
            guard length == 40 || length == 3_000, file[at + 2] == 0, file[at + 3] == 0 else { continue }
            file[at + bit / 8] ^= 1 << UInt8(bit % 8)
            changed += 1
        }
        #expect(changed == 2)
        try scratch.overwrite("data.mdb", at: 0, with: file)
        let environment = try Environment(inDirectory: scratch.path, .init(mapSize: 1 << 30))
        let table = try environment.openExistingTable("numbers", keys: .integers)
        for number in UInt32(1)...2 {
            let error = #expect(throws: LMDBError.self) {
                _ = try environment.beginRead().get(table, number) { $0.count }
            }
            #expect(error?.code == .corrupted)
        }
        let error = #expect(throws: LMDBError.self) {
            try environment.beginRead().withCursor(table) { cursor throws(LMDBError) in
                _ = try cursor.move(.first) { _, value in value.count }
            }
        }
        #expect(error?.code == .corrupted)
    }

    @Test func `before the system ends the process because of a missing page, the file is named`() async {
        let outcome = await #expect(processExitsWith: .signal(SIGBUS), observing: [\.standardErrorContent]) {
            let scratch = try Scratch()
            let environment = try Environment(inDirectory: scratch.path, .init(mapSize: 1 << 30))
            let table = try environment.openTable("numbers", keys: .integers)
            let writing = try environment.beginWrite()
            for number in 0..<UInt32(1_000) { try writing.put(table, number, String(repeating: "x", count: 1_000)) }
            try writing.commit()
            Environment.speakAtBusError(before: "SAID: ", after: " is broken\n")
            try scratch.truncate("data.mdb", to: 8_192)
            _ = try environment.beginRead().text(table, 500)
        }
        let said = String(decoding: outcome?.standardErrorContent ?? [], as: UTF8.self)
        #expect(said.contains(/SAID: .*lmdb-.*\/data.mdb is broken\n/), "\(said)")
    }

    @Test func `the lock file has all of its disk space before it is mapped`() throws {
        let scratch = try Scratch()
        let environment = try Environment(inDirectory: scratch.path)
        // As large as LMDB makes it for so many readers, and with a block for every byte.
        #expect(try scratch.size(of: "lock.mdb") == 8_192)
        var status = stat()
        #expect(unsafe stat(environment.path + "/lock.mdb", &status) == 0)
        #expect(Int(status.st_blocks) * 512 >= 8_192)
    }
}
