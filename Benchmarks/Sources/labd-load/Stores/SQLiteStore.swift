import CStores

/// SQLite with a write-ahead log that is synced with each commit.
struct SQLiteStore: Store {
    private let database: OpaquePointer
    private let insertion: OpaquePointer

    init(directory: String) throws {
        var opened: OpaquePointer?
        guard sqlite3_open("\(directory)/events.sqlite", &opened) == SQLITE_OK, let database = opened else {
            throw Failure("SQLite: cannot open")
        }
        self.database = database
        for statement in [
            "PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL",
            """
            CREATE TABLE events (position INTEGER PRIMARY KEY, stream TEXT NOT NULL, revision INTEGER NOT NULL, line TEXT NOT NULL,
            UNIQUE (stream, revision))
            """,
        ] { try Self.run(database, statement) }
        var prepared: OpaquePointer?
        sqlite3_prepare_v2(database, "INSERT INTO events (stream, revision, line) VALUES (?,?,?)", -1, &prepared, nil)
        guard let insertion = prepared else { throw Failure("SQLite: \(String(cString: sqlite3_errmsg(database)))") }
        self.insertion = insertion
    }

    private static func run(_ database: OpaquePointer, _ statement: String) throws {
        guard sqlite3_exec(database, statement, nil, nil, nil) == SQLITE_OK else {
            throw Failure("SQLite: \(String(cString: sqlite3_errmsg(database)))")
        }
    }

    mutating func commit(_ work: ArraySlice<Work>) throws {
        try Self.run(database, "BEGIN IMMEDIATE")
        for row in work {
            row.stream.withUnsafeBytes { stream in
                row.line.withUnsafeBytes { line in
                    sqlite3_bind_text(
                        insertion, 1, stream.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(stream.count), nil)
                    sqlite3_bind_int64(insertion, 2, Int64(row.revision))
                    sqlite3_bind_text(
                        insertion, 3, line.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(line.count), nil)
                    sqlite3_step(insertion)
                }
            }
            guard sqlite3_reset(insertion) == SQLITE_OK else {
                throw Failure("SQLite: \(String(cString: sqlite3_errmsg(database)))")
            }
        }
        try Self.run(database, "COMMIT")
    }
}
