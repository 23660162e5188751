import Glibc

/// NATS' protocol: a message for each piece of work, acknowledged by JetStream once it is stored.
struct NATSWire: Wire {
    private let inbox: String

    init(_ socket: Socket) throws {
        inbox = "i.\(getpid()).\(socket.descriptor)"
        var hello: [UInt8] = []
        hello.add("CONNECT {\"verbose\":false,\"pedantic\":false}\r\nSUB \(inbox) 1\r\n")
        // Answered with +OK, or with an error if the stream is there; each connection may ask.
        let stream = #"{"name":"events","subjects":["events"],"storage":"file"}"#
        hello.add("PUB $JS.API.STREAM.CREATE.events \(inbox) \(stream.utf8.count)\r\n\(stream)\r\n")
        var unread = NATSReader()
        try Self.exchange(socket, hello) { bytes in try unread.next(&bytes) != nil }
    }

    mutating func request(_ work: Work, to bytes: inout [UInt8]) {
        bytes.add("PUB events \(inbox) ")
        bytes.add(work.line.count)
        bytes.add("\r\n")
        bytes.append(contentsOf: work.line)
        bytes.add("\r\n")
    }

    private var reader = NATSReader()

    mutating func answers(in bytes: inout Bytes) throws -> [String?] {
        var answers: [String?] = []
        while let message = try reader.next(&bytes) {
            answers.append(message.contains("\"seq\"") ? nil : message)
        }
        return answers
    }
}

/// Reads messages of NATS.
struct NATSReader {
    private static let end = Array("\r\n".utf8)

    /// Returns the payload of the next message, passing over what is none.
    mutating func next(_ bytes: inout Bytes) throws -> String? {
        while let line = bytes.find(Self.end) {
            let text = bytes.text(line)
            guard text.hasPrefix("MSG ") else {
                if text.hasPrefix("-ERR") { throw Failure("NATS: \(text)") }
                bytes.skip(line + 2)
                continue
            }
            guard let length = text.split(separator: " ").last.flatMap({ Int($0) }) else {
                throw Failure("NATS: \(text)")
            }
            guard bytes.count >= line + 2 + length + 2 else { return nil }
            bytes.skip(line + 2)
            let payload = bytes.text(length)
            bytes.skip(length + 2)
            return payload
        }
        return nil
    }
}
