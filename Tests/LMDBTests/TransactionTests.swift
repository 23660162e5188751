import LMDB
import Testing

struct TransactionTests {
    let scratch: Scratch
    let environment: Environment
    let table: Table
    let numbers: Table

    init() throws {
        scratch = try Scratch()
        environment = try Environment(inDirectory: scratch.path)
        table = try environment.openTable("texts")
        numbers = try environment.openTable("numbers", keys: .integers)
    }

    @Test func `committed changes are read, aborted or dropped ones are not`() throws {
        let first = try environment.beginWrite()
        try first.put(table, "kept", "1")
        try first.commit()
        let second = try environment.beginWrite()
        try second.put(table, "aborted", "2")
        second.abort()
        do {
            let third = try environment.beginWrite()
            try third.put(table, "forgotten", "3")
        }
        let reading = try environment.beginRead()
        #expect(try reading.text(table, "kept") == "1")
        #expect(try reading.text(table, "aborted") == nil)
        #expect(try reading.text(table, "forgotten") == nil)
        #expect(try reading.count(table) == 1)
    }

    @Test func `a read transaction keeps seeing the state of its beginning`() throws {
        let before = try environment.beginRead()
        let writing = try environment.beginWrite()
        try writing.put(table, "key", "new")
        #expect(try writing.text(table, "key") == "new")
        try writing.commit()
        #expect(try before.text(table, "key") == nil)
    }

    @Test func `insert refuses a key that is there, and the transaction goes on`() throws {
        let writing = try environment.beginWrite()
        try writing.put(table, "key", "one", .insert)
        let error = #expect(throws: LMDBError.self) { try writing.put(table, "key", "two", .insert) }
        #expect(error?.code == .keyExists)
        #expect(error?.operation == "mdb_put texts")
        try writing.put(table, "other", "three", .insert)
        try writing.commit()
        #expect(try environment.beginRead().text(table, "key") == "one")
        #expect(try environment.beginRead().text(table, "other") == "three")
    }

    @Test func `integer keys are ordered as numbers, and append takes only a greater one`() throws {
        let writing = try environment.beginWrite()
        for number: UInt32 in [1, 255, 256, 70_000] { try writing.put(numbers, number, "\(number)", .append) }
        let error = #expect(throws: LMDBError.self) { try writing.put(numbers, 300, "late", .append) }
        #expect(error?.code == .keyExists)
        try writing.commit()
        let last = try environment.beginRead().withCursor(numbers) { cursor throws(LMDBError) in
            try cursor.move(.last) { _, value in value.text }
        }
        #expect(last == "70000")
    }

    @Test func `a deletion says whether the key was there`() throws {
        let writing = try environment.beginWrite()
        try writing.put(table, "key", "value")
        try writing.put(numbers, 7, "seven")
        #expect(try writing.delete(table, bytes("key").span))
        #expect(try writing.delete(table, bytes("key").span) == false)
        #expect(try writing.delete(numbers, 7))
        #expect(try writing.delete(numbers, 7) == false)
        #expect(try writing.count(table) == 0)
    }

    @Test func `a key longer than 511 bytes is refused by name`() throws {
        let writing = try environment.beginWrite()
        let error = #expect(throws: LMDBError.self) {
            try writing.put(table, String(repeating: "k", count: 512), "value")
        }
        #expect(error?.message.hasPrefix("MDB_BAD_VALSIZE") == true)
    }

    @Test func `a cursor moves to the first key not less than the given one, and from there in both directions`() throws
    {
        let writing = try environment.beginWrite()
        for key in ["a", "c", "e"] { try writing.put(table, key, key + "!") }
        try writing.commit()
        let reading = try environment.beginRead()
        let seen = try reading.withCursor(table) { cursor throws(LMDBError) in
            [
                try cursor.seek(bytes("b").span) { key, value in key.text + value.text },
                try cursor.move(.previous) { key, _ in key.text },
                try cursor.move(.previous) { key, _ in key.text },
                try cursor.move(.last) { key, _ in key.text },
                try cursor.move(.next) { key, _ in key.text },
                try cursor.move(.first) { key, _ in key.text },
                try cursor.move(.next) { key, _ in key.text },
                try cursor.seek(bytes("f").span) { key, _ in key.text },
            ]
        }
        #expect(seen == ["cc!", "a", nil, "e", nil, "a", "c", nil])
    }
}
