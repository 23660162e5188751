/// How one server is spoken to: a request for each piece of work, answered in order.
protocol Wire {
    /// Makes a connection ready to send work, waiting for the server.
    init(_ socket: Socket) throws

    /// Appends the request for a piece of work.
    mutating func request(_ work: Work, to bytes: inout [UInt8])

    /// Reads the answers that have arrived whole.
    /// - Returns: for each, nil, or why it is a refusal.
    mutating func answers(in bytes: inout Bytes) throws -> [String?]
}

extension Wire {
    /// Sends a request of the handshake and reads until `done` says that the answer has arrived.
    static func exchange(_ socket: Socket, _ request: [UInt8], until done: (inout Bytes) throws -> Bool) throws {
        try socket.writeAll(request)
        let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 8)
        defer { scratch.deallocate() }
        var bytes = Bytes()
        while try !done(&bytes) { _ = try socket.read(into: &bytes, using: scratch) }
    }
}
