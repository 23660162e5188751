/// Redis' protocol: an XADD to one stream for each piece of work.
struct RedisWire: Wire {
    init(_ socket: Socket) throws {}

    mutating func request(_ work: Work, to bytes: inout [UInt8]) {
        bytes.add("*7\r\n$4\r\nXADD\r\n$6\r\nevents\r\n$1\r\n*\r\n$1\r\ns\r\n$")
        bytes.add(work.stream.count)
        bytes.add("\r\n")
        bytes.append(contentsOf: work.stream)
        bytes.add("\r\n$1\r\nl\r\n$")
        bytes.add(work.line.count)
        bytes.add("\r\n")
        bytes.append(contentsOf: work.line)
        bytes.add("\r\n")
    }

    private static let end = Array("\r\n".utf8)

    mutating func answers(in bytes: inout Bytes) throws -> [String?] {
        var answers: [String?] = []
        while let first = bytes.find(Self.end) {
            switch bytes[0] {
            case UInt8(ascii: "$"):
                guard let second = bytes.find(Self.end, from: first + 2) else { return answers }
                answers.append(nil)
                bytes.skip(second + 2)
            // Of a transaction: `+QUEUED` is an answer, `+OK` to MULTI and the number of results are none.
            case UInt8(ascii: "+"), UInt8(ascii: "*"):
                if bytes[1] == UInt8(ascii: "Q") { answers.append(nil) }
                bytes.skip(first + 2)
            default:
                answers.append(bytes.text(first))
                bytes.skip(first + 2)
            }
        }
        return answers
    }
}
