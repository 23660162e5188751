/// PostgreSQL's protocol, version 3: a prepared insertion for each piece of work, a transaction of its own.
struct PostgreSQLWire: Wire {
    /// The rows of one insertion of many.
    static let rows = 1000

    init(_ socket: Socket) throws {
        var body: [UInt8] = []
        body.add(196_608, bytes: 4)
        body.add("user\0bench\0database\0bench\0\0")
        var start: [UInt8] = []
        start.add(body.count + 4, bytes: 4)
        try Self.exchange(socket, start + body, until: Self.isReady)
        try Self.exchange(
            socket, Self.parse("one", rows: 1) + Self.parse("many", rows: Self.rows) + Self.message("S", []),
            until: Self.isReady)
    }

    private static func parse(_ name: String, rows: Int) -> [UInt8] {
        let tuples = (0..<rows).map { "($\(3 * $0 + 1),$\(3 * $0 + 2),$\(3 * $0 + 3))" }.joined(separator: ",")
        var body: [UInt8] = []
        body.add("\(name)\0INSERT INTO events (stream, revision, line) VALUES \(tuples)\0")
        body.add(0, bytes: 2)
        return message("P", body)
    }

    /// Returns a message of a type.
    static func message(_ type: Character, _ body: [UInt8]) -> [UInt8] {
        var bytes = [type.asciiValue ?? 0]
        bytes.add(body.count + 4, bytes: 4)
        return bytes + body
    }

    /// Reads messages up to the server's readiness for the next.
    static func isReady(_ bytes: inout Bytes) throws -> Bool {
        while let (type, body) = next(in: bytes) {
            if type == UInt8(ascii: "E") { throw Failure("PostgreSQL: \(bytes.text())") }
            bytes.skip(body + 5)
            if type == UInt8(ascii: "Z") { return true }
        }
        return false
    }

    /// Returns the type of the message that has arrived whole, and the length of its body.
    static func next(in bytes: Bytes) -> (type: UInt8, body: Int)? {
        guard bytes.count >= 5 else { return nil }
        let length = bytes.number(at: 1, bytes: 4) - 4
        return bytes.count >= 5 + length ? (bytes[0], length) : nil
    }

    /// Appends what inserts rows with a prepared statement.
    static func insert(_ name: String, _ rows: some Collection<Work>, to bytes: inout [UInt8]) {
        let start = bytes.count
        bytes.add("B")
        bytes.add(0, bytes: 4)
        bytes.add("\0\(name)\0")
        bytes.add(0, bytes: 2)
        bytes.add(3 * rows.count, bytes: 2)
        for row in rows {
            bytes.add(row.stream.count, bytes: 4)
            bytes.append(contentsOf: row.stream)
            var revision: [UInt8] = []
            revision.add(row.revision)
            bytes.add(revision.count, bytes: 4)
            bytes.append(contentsOf: revision)
            bytes.add(row.line.count, bytes: 4)
            bytes.append(contentsOf: row.line)
        }
        bytes.add(0, bytes: 2)
        let length = bytes.count - start - 1
        for index in 0..<4 { bytes[start + 1 + index] = UInt8(truncatingIfNeeded: length >> (24 - 8 * index)) }
        bytes.append(contentsOf: message("E", [0, 0, 0, 0, 0]))
    }

    mutating func request(_ work: Work, to bytes: inout [UInt8]) {
        Self.insert("one", CollectionOfOne(work), to: &bytes)
        bytes.append(contentsOf: Self.message("S", []))
    }

    private var refusal: String?

    mutating func answers(in bytes: inout Bytes) throws -> [String?] {
        var answers: [String?] = []
        while let (type, body) = Self.next(in: bytes) {
            if type == UInt8(ascii: "E") { refusal = bytes.text() }
            if type == UInt8(ascii: "Z") {
                answers.append(refusal)
                refusal = nil
            }
            bytes.skip(body + 5)
        }
        return answers
    }
}
