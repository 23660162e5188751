import Glibc

/// Reads a file line by line.
struct Lines {
    private let descriptor: Int32
    private var bytes: [UInt8] = []
    private var start = 0
    private var isAtEnd = false

    init(_ path: String) throws {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure.system("open \(path)") }
    }

    /// Returns the next line without its end; nil after the last.
    mutating func next() throws -> ArraySlice<UInt8>? {
        var searched = start
        while true {
            if let end = bytes[searched...].firstIndex(of: 10) {
                defer { start = end + 1 }
                return bytes[start..<end]
            }
            searched = bytes.count - start
            bytes.removeFirst(start)
            start = 0
            guard !isAtEnd else {
                close(descriptor)
                return nil
            }
            let before = bytes.count
            let piece = 1 << 20
            bytes.append(contentsOf: repeatElement(0, count: piece))
            let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress?.advanced(by: before), piece) }
            guard count >= 0 else { throw Failure.system("read") }
            bytes.removeLast(piece - count)
            isAtEnd = count == 0
        }
    }
}

extension Work {
    private static let subject = Array(#","subject":""#.utf8)
    private static let revision = Array(#","revision":"#.utf8)
    private static let cause = Array(#""cause":""#.utf8)

    /// Reads a stored line of labd: its stream, its revision there, and the id of its command.
    init(line: ArraySlice<UInt8>) throws {
        self.line = Array(line)
        guard let subject = Self.find(Self.subject, in: line, fromEnd: true),
            let revision = Self.find(Self.revision, in: line, fromEnd: true),
            let cause = Self.find(Self.cause, in: line, fromEnd: false)
        else { throw Failure("not a line of labd: \(String(decoding: line.prefix(200), as: UTF8.self))") }
        stream = Array(line[subject...].prefix { $0 != UInt8(ascii: "\"") })
        id = Array(line[cause...].prefix { $0 != UInt8(ascii: "\"") })
        self.revision = line[revision...].prefix { $0 != UInt8(ascii: ",") }.reduce(0) { $0 * 10 + Int($1 - 48) }
    }

    /// Returns where what follows `pattern` begins.
    private static func find(_ pattern: [UInt8], in line: ArraySlice<UInt8>, fromEnd: Bool) -> Int? {
        let last = line.endIndex - pattern.count
        guard last >= line.startIndex else { return nil }
        for index in 0...(last - line.startIndex) {
            let position = fromEnd ? last - index : line.startIndex + index
            if line[position] == pattern[0], line[position..<position + pattern.count].elementsEqual(pattern) {
                return position + pattern.count
            }
        }
        return nil
    }
}
