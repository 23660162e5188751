/// UmaDB's gRPC: an append for each piece of work, on the condition that no event has its id.
///
/// Only as much of HTTP/2 as a client with one request at a time needs. Headers are written without a table, and those of the
/// answers are not read: an answer without a message is a refusal.
struct UmaDBWire: Wire {
    private var stream = -1
    private var hasMessage = false
    /// What must be sent besides requests: acknowledgements, and room for more answers.
    private var owed: [UInt8] = []
    private var received = 0

    private enum Frame {
        static let data = 0, headers = 1, reset = 3, settings = 4, ping = 6, goAway = 7, windowUpdate = 8
    }

    init(_ socket: Socket) throws {
        var hello: [UInt8] = []
        hello.add("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
        // No header table, so that the answers' headers need none either.
        Self.frame(Frame.settings, stream: 0, [0, 1, 0, 0, 0, 0], to: &hello)
        var isAcknowledged = false
        try Self.exchange(socket, hello) { bytes in
            while let (length, type, _, _) = Self.next(in: bytes) {
                bytes.skip(9 + length)
                if type == Frame.settings { isAcknowledged = true }
            }
            return isAcknowledged
        }
        Self.frame(Frame.settings, flags: 1, stream: 0, [], to: &owed)
    }

    private static func frame(_ type: Int, flags: Int = 0, stream: Int, _ body: [UInt8], to bytes: inout [UInt8]) {
        bytes.add(body.count, bytes: 3)
        bytes.add(type, bytes: 1)
        bytes.add(flags, bytes: 1)
        bytes.add(stream, bytes: 4)
        bytes.append(contentsOf: body)
    }

    private static func next(in bytes: Bytes) -> (length: Int, type: Int, flags: Int, stream: Int)? {
        guard bytes.count >= 9 else { return nil }
        let length = bytes.number(at: 0, bytes: 3)
        guard bytes.count >= 9 + length else { return nil }
        return (length, Int(bytes[3]), Int(bytes[4]), bytes.number(at: 5, bytes: 4))
    }

    /// The headers of each request: literals (RFC 7541, 6.2.2), but for POST and http, which are in the static table.
    private static let headers: [UInt8] = {
        var bytes: [UInt8] = [0x83, 0x86]
        for (name, value) in [
            (":authority", "127.0.0.1"), (":path", "/umadb.v1.DCB/Append"), ("content-type", "application/grpc"),
            ("te", "trailers"),
        ] {
            bytes.add(0, bytes: 1)
            for text in [name, value] {
                bytes.add(text.utf8.count, bytes: 1)
                bytes.add(text)
            }
        }
        return bytes
    }()

    /// Appends a field of a message (protobuf, with a length).
    private static func field(_ number: Int, _ content: [UInt8], to bytes: inout [UInt8]) {
        bytes.add(number << 3 | 2, bytes: 1)
        var length = content.count
        while length >= 0x80 {
            bytes.add(length & 0x7f | 0x80, bytes: 1)
            length >>= 7
        }
        bytes.add(length, bytes: 1)
        bytes.append(contentsOf: content)
    }

    mutating func request(_ work: Work, to bytes: inout [UInt8]) {
        var event: [UInt8] = []
        Self.field(1, Array("event".utf8), to: &event)
        Self.field(2, work.id, to: &event)
        Self.field(3, work.line, to: &event)
        var item: [UInt8] = []
        Self.field(2, work.id, to: &item)
        var query: [UInt8] = []
        Self.field(1, item, to: &query)
        var condition: [UInt8] = []
        Self.field(1, query, to: &condition)
        var message: [UInt8] = []
        Self.field(1, event, to: &message)
        Self.field(2, condition, to: &message)
        var data: [UInt8] = [0]
        data.add(message.count, bytes: 4)
        data.append(contentsOf: message)

        stream += 2
        hasMessage = false
        bytes.append(contentsOf: owed)
        owed.removeAll(keepingCapacity: true)
        Self.frame(Frame.headers, flags: 4, stream: stream, Self.headers, to: &bytes)
        Self.frame(Frame.data, flags: 1, stream: stream, data, to: &bytes)
    }

    mutating func answers(in bytes: inout Bytes) throws -> [String?] {
        var answers: [String?] = []
        while let (length, type, flags, of) = Self.next(in: bytes) {
            switch type {
            case Frame.data:
                hasMessage = hasMessage || length > 5
                received += length
            case Frame.settings where flags & 1 == 0: Self.frame(Frame.settings, flags: 1, stream: 0, [], to: &owed)
            case Frame.ping where flags & 1 == 0:
                Self.frame(Frame.ping, flags: 1, stream: 0, (0..<8).map { bytes[9 + $0] }, to: &owed)
            case Frame.reset, Frame.goAway: throw Failure("UmaDB ended stream \(of): \(bytes.text(9 + length))")
            default: break
            }
            let isEnd = (type == Frame.data || type == Frame.headers) && flags & 1 == 1
            if isEnd { answers.append(hasMessage ? nil : "no message: \(bytes.text(9 + length))") }
            bytes.skip(9 + length)
        }
        if received > 16_384 {
            var room: [UInt8] = []
            room.add(received, bytes: 4)
            Self.frame(Frame.windowUpdate, stream: 0, room, to: &owed)
            received = 0
        }
        return answers
    }
}
