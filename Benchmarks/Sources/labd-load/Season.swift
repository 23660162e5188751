import Glibc

/// Makes a season of any length: each command of the demonstration's, once for each of many offices with workers, persons and
/// records of their own.
///
/// The plan, its suspensions and what is common to all offices stand once. Commands stay in the order of their times, so that all
/// are accepted.
struct Season {
    private let copies: Int

    init(copies: Int) { self.copies = copies }

    private static let common = ["project.adopt-plan", "project.suspend", "project.resume", "project.extend-status"].map
    {
        Array("\"command\":\"\($0)\"".utf8)
    }
    private static let void = Array(#""command":"record.void""#.utf8)
    private static let position = Array(#""position":"#.utf8)

    private static let opening = Array(#""command":"case.open""#.utf8)
    private static let opened = Array(#""case":""#.utf8)

    /// Returns the ids of the cases that a season opens.
    static func cases(of path: String) throws -> [String] {
        var lines = try Lines(path)
        var cases: [String] = []
        while let line = try lines.next() {
            let bytes = Bytes(Array(line))
            guard bytes.find(opening) != nil, let id = bytes.find(opened) else { continue }
            cases.append(
                String(decoding: line.dropFirst(id + opened.count).prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self))
        }
        return cases
    }

    /// Writes the commands to a file.
    func write(from path: String, to target: String) throws -> Int {
        guard let file = fopen(target, "w") else { throw Failure.system("open \(target)") }
        defer { fclose(file) }
        var lines = try Lines(path)
        // Of each command of the original, the position of its first copy, and how many there are. The first event is labd's own.
        var first = [0]
        var count = [1]
        var position = 1
        while let line = try lines.next() {
            let isCommon = Self.common.contains { contains($0, in: line) }
            let voids = contains(Self.void, in: line)
            let times = isCommon ? 1 : copies
            for copy in 0..<times {
                var written = copy == 0 ? Array(line) : renamed(line, as: copy)
                if voids { try move(&written, to: first, count, copy: copy) }
                written.append(10)
                guard fwrite(written, 1, written.count, file) == written.count else { throw Failure.system("write") }
            }
            first.append(position)
            count.append(times)
            position += times
        }
        return position - 1
    }

    private func contains(_ pattern: [UInt8], in line: ArraySlice<UInt8>) -> Bool {
        Bytes(Array(line)).find(pattern) != nil
    }

    /// Returns a line in which every id has the number of the copy: ids are texts such as `p-000148`, `sw-05` and `s-0000024`.
    private func renamed(_ line: ArraySlice<UInt8>, as copy: Int) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(line.count + 64)
        var index = line.startIndex
        while index < line.endIndex {
            let byte = line[index]
            result.append(byte)
            index += 1
            guard byte == UInt8(ascii: "\""), let end = Self.endOfID(in: line, from: index) else { continue }
            result.append(contentsOf: line[index..<end])
            result.add("-\(copy)")
            index = end
        }
        return result
    }

    /// Returns where the id that begins at an index ends; nil if none begins there.
    private static func endOfID(in line: ArraySlice<UInt8>, from start: Int) -> Int? {
        func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
        func isLetter(_ byte: UInt8) -> Bool { byte >= 97 && byte <= 122 }
        var index = start
        while index < line.endIndex, isLetter(line[index]) { index += 1 }
        guard index - start == 1 || index - start == 2, index < line.endIndex, line[index] == UInt8(ascii: "-") else {
            return nil
        }
        index += 1
        let digits = index
        while index < line.endIndex, isDigit(line[index]) { index += 1 }
        guard index > digits, index < line.endIndex, line[index] == UInt8(ascii: "\"") else { return nil }
        return index
    }

    /// Lets a command that voids a position void its copy of that command.
    private func move(_ line: inout [UInt8], to first: [Int], _ count: [Int], copy: Int) throws {
        guard let at = Bytes(line).find(Self.position).map({ $0 + Self.position.count }) else {
            throw Failure("a void without a position")
        }
        let digits = line[at...].prefix { $0 >= 48 && $0 <= 57 }
        let position = digits.reduce(0) { $0 * 10 + Int($1 - 48) }
        guard position < first.count, count[position] == copies else {
            throw Failure("a void of what is common to all offices")
        }
        var moved: [UInt8] = []
        moved.add(first[position] + copy)
        line.replaceSubrange(at..<at + digits.count, with: moved)
    }
}
