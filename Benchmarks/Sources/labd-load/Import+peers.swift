import Glibc

extension Import {
    /// Inserts stored lines into PostgreSQL, a thousand rows to a transaction.
    static func postgreSQL(_ address: Address, _ lines: Batches) throws -> Outcome {
        let socket = try Socket(address)
        var wire = try PostgreSQLWire(socket)
        return try lines.commit(PostgreSQLWire.rows) { batch in
            var request: [UInt8] = []
            if batch.count == PostgreSQLWire.rows {
                PostgreSQLWire.insert("many", batch, to: &request)
            } else {
                for row in batch { PostgreSQLWire.insert("one", CollectionOfOne(row), to: &request) }
            }
            request += PostgreSQLWire.message("S", [])
            return try exchange(socket, &wire, request, answers: 1)
        }
    }

    /// Copies stored lines into PostgreSQL with COPY, in one transaction.
    static func copy(_ address: Address, _ lines: Batches) throws -> Outcome {
        let socket = try Socket(address)
        _ = try PostgreSQLWire(socket)
        try socket.writeAll(
            PostgreSQLWire.message("Q", Array("COPY events (stream, revision, line) FROM STDIN\0".utf8)))
        return try lines.commit(100) { batch in
            var rows: [UInt8] = []
            for row in batch {
                rows += row.stream
                rows.add("\t\(row.revision)\t")
                for byte in row.line {
                    if byte == UInt8(ascii: "\\") { rows.append(byte) }
                    rows.append(byte)
                }
                rows.add("\n")
            }
            try socket.writeAll(PostgreSQLWire.message("d", rows))
            return nil
        } finally: {
            try PostgreSQLWire.exchange(socket, PostgreSQLWire.message("c", []), until: PostgreSQLWire.isReady)
        }
    }

    /// Adds stored lines to Redis' stream, a thousand to a transaction, which is written and synced at once.
    static func redis(_ address: Address, _ lines: Batches) throws -> Outcome {
        let socket = try Socket(address)
        var wire = try RedisWire(socket)
        return try lines.commit(1000) { batch in
            var request: [UInt8] = []
            request.add("MULTI\r\n")
            for work in batch { wire.request(work, to: &request) }
            request.add("EXEC\r\n")
            // Each is queued, and each has a result.
            return try exchange(socket, &wire, request, answers: 2 * batch.count)
        }
    }

    /// Sends a thousand requests at a time and waits for their answers.
    static func pipelined<W: Wire>(_: W.Type, _ address: Address, _ lines: Batches) throws -> Outcome {
        let socket = try Socket(address)
        var wire = try W(socket)
        return try lines.commit(1000) { batch in
            var request: [UInt8] = []
            for work in batch { wire.request(work, to: &request) }
            return try exchange(socket, &wire, request, answers: batch.count)
        }
    }

    /// Commits a thousand rows at a time to a store in this process.
    static func embedded(_ store: some Store, _ lines: Batches) throws -> Outcome {
        var store = store
        return try lines.commit(1000) { batch in
            try store.commit(batch)
            return nil
        }
    }

    private static func exchange<W: Wire>(_ socket: Socket, _ wire: inout W, _ request: [UInt8], answers: Int) throws
        -> String?
    {
        var left = answers
        var refusal: String?
        let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 8)
        defer { scratch.deallocate() }
        var input = Bytes()
        // A server that answers while it still reads must not wait for us: what it answers here fits its socket.
        try socket.writeAll(request)
        while left > 0 {
            _ = try socket.read(into: &input, using: scratch)
            for answer in try wire.answers(in: &input) {
                left -= 1
                refusal = refusal ?? answer
            }
        }
        return refusal
    }
}

/// A file of stored lines, committed batch by batch.
struct Batches {
    let file: String
    let seconds: Double

    /// Commits all lines, or as many as the time allows.
    /// - Parameters:
    ///   - size: the lines of a batch.
    ///   - commit: makes a batch durable; what it returns is a refusal.
    ///   - finally: what must be done before all of them are.
    func commit(
        _ size: Int, _ commit: (ArraySlice<Work>) throws -> String?, finally: () throws -> Void = {}
    ) throws -> Outcome {
        var outcome = Outcome()
        var lines = try Lines(file)
        var batch: [Work] = []
        let begin = now()
        func send() throws {
            let before = now()
            if let refusal = try commit(batch[...]) { outcome.refuse(refusal) }
            outcome.record(nanoseconds: now() - before)
            outcome.record(count: batch.count - 1)
            batch.removeAll(keepingCapacity: true)
        }
        while Double(now() - begin) < seconds * 1e9, let line = try lines.next() {
            batch.append(try Work(line: line))
            if batch.count == size { try send() }
        }
        if !batch.isEmpty { try send() }
        try finally()
        outcome.seconds = Double(now() - begin) / 1e9
        outcome.sent = outcome.count
        return outcome
    }
}
