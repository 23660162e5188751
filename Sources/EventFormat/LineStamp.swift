public import TransparencyLog

/// What a line of labd's log says of its own place: its position, and when it was recorded.
///
/// Read from the line's end, without reading the rest. A line is a canonical JSON object whose members are sorted, so it
/// ends with `"position":N,"revision":…,"time":"YYYY-MM-DDTHH:MM:SS.ffffffZ","type":"…"}`, and nothing behind `data`
/// holds a quotation mark or a backslash within its text.
public struct LineStamp: Sendable, Hashable {
    /// The line's position, as it says.
    public let position: Int
    /// The 27 characters of its time, in the order of which instants are ordered too.
    public let time: [27 of UInt8]

    private static let timeName: StaticString = #","time":""#
    private static let typeName: StaticString = #"","type":""#
    private static let positionName: StaticString = #","position":"#

    /// The stamp of a line; nil of one that does not end as lines do.
    public init?(_ line: Span<UInt8>) {
        // …","type":"NAME"}
        guard line.count > 80, line[line.count - 1] == UInt8(ascii: "}"), line[line.count - 2] == quote else {
            return nil
        }
        var place = line.count - 3
        while place > 0, line[place] != quote { place -= 1 }
        let type = place + 1 - Self.typeName.utf8CodeUnitCount
        let start = type - 27
        let name = start - Self.timeName.utf8CodeUnitCount
        guard name > 0, line.has(Self.typeName, at: type), line.has(Self.timeName, at: name) else { return nil }
        var time = [27 of UInt8](repeating: 0)
        for offset in 0..<27 { time[offset] = line[start + offset] }
        // Backwards to the member `position`.
        place = name
        while place > 0, line[place] != UInt8(ascii: ",") || !line.has(Self.positionName, at: place) { place -= 1 }
        guard place > 0 else { return nil }
        place += Self.positionName.utf8CodeUnitCount
        var position = 0
        while place < name, case let digit = Int(line[place]) - 48, (0...9).contains(digit), position < 1 << 40 {
            position = position * 10 + digit
            place += 1
        }
        guard line[place] == UInt8(ascii: ",") else { return nil }
        self.position = position
        self.time = time
    }

    /// What does not fit between this line, which stands at `place`, and the one before it; nil if it does.
    ///
    /// Signed or not: labd never writes lines of which this is true.
    public func fault(at place: Int, after before: LineStamp?) -> LogFault? {
        if position != place {
            return LogFault(.reordered, at: place, "the line says of itself that it is at position \(position)")
        }
        if let before, !before.isNotAfter(self) {
            return LogFault(.reordered, at: place, "it says that it was recorded before the line that precedes it")
        }
        return nil
    }

    private func isNotAfter(_ other: LineStamp) -> Bool {
        for index in 0..<27 where time[index] != other.time[index] { return time[index] < other.time[index] }
        return true
    }

    /// Equal if both say the same.
    public static func == (left: LineStamp, right: LineStamp) -> Bool {
        left.position == right.position && left.isNotAfter(right) && right.isNotAfter(left)
    }

    /// By the position.
    public func hash(into hasher: inout Hasher) { hasher.combine(position) }
}

extension EventLine {
    private static let sourceName: StaticString = #","source":""#

    /// Returns the log that a line belongs to, `urn:labd:OFFICE:GENERATION`; nil for a line that does not say it as lines do.
    public static func source(_ line: Span<UInt8>) -> String? {
        var start = line.count
        while start > 0, !line.has(Self.sourceName, at: start) { start -= 1 }
        guard start > 0 else { return nil }
        start += Self.sourceName.utf8CodeUnitCount
        var end = start
        while end < line.count, line[end] != quote { end += 1 }
        guard let text = try? UTF8Span(validating: line.extracting(start..<end)) else { return nil }
        return String(copying: text)
    }
}

private let quote = UInt8(ascii: "\"")

extension Span<UInt8> {
    /// Whether these bytes stand at `place`.
    fileprivate func has(_ text: StaticString, at place: Int) -> Bool {
        guard place >= 0, place + text.utf8CodeUnitCount <= count else { return false }
        // Unsafe: a literal's bytes are constant and always there; no more than its count is read.
        let bytes = unsafe UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        for index in 0..<text.utf8CodeUnitCount where unsafe bytes[index] != self[place + index] { return false }
        return true
    }
}
