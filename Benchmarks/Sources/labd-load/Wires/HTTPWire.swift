/// HTTP/1.1 as labd speaks it: a command in each request, or a question.
struct HTTPWire: Wire {
    init(_ socket: Socket) throws {}

    mutating func request(_ work: Work, to bytes: inout [UInt8]) {
        bytes.add("POST /v1/commands HTTP/1.1\r\nhost: labd\r\ncontent-type: application/json\r\ncontent-length: ")
        bytes.add(work.command.count)
        bytes.add("\r\n\r\n")
        bytes.append(contentsOf: work.command)
    }

    /// Appends the request for a path.
    static func question(_ path: String, to bytes: inout [UInt8]) {
        bytes.add("GET \(path) HTTP/1.1\r\nhost: labd\r\n\r\n")
    }

    private static let endOfHead = Array("\r\n\r\n".utf8)
    private static let length = Array("ontent-length: ".utf8)
    private static let lengthInCapitals = Array("ontent-Length: ".utf8)

    mutating func answers(in bytes: inout Bytes) throws -> [String?] {
        var answers: [String?] = []
        while let head = bytes.find(Self.endOfHead) {
            // Only in the head: a body has megabytes, and comes in many pieces.
            let field = bytes.find(Self.lengthInCapitals, within: head) ?? bytes.find(Self.length, within: head)
            guard let field else {
                throw Failure("an answer without a length: \(bytes.text())")
            }
            var index = field + Self.length.count
            var length = 0
            while bytes[index] != 13 {
                length = length * 10 + Int(bytes[index] - 48)
                index += 1
            }
            let end = head + 4 + length
            guard bytes.count >= end else { break }
            // `HTTP/1.1 200`
            answers.append(bytes[9] == 50 ? nil : bytes.text(end))
            bytes.skip(end)
        }
        return answers
    }
}
