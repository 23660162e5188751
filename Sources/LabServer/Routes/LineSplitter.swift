import NIOCore

/// Splits a body that arrives in pieces into lines.
///
/// It buffers at most one line and one piece. Empty lines are skipped; a line beyond the limit is reported once and skipped to
/// its end.
struct LineSplitter {
    private let limit: Int
    private var bytes: [UInt8] = []
    /// The position up to which there is no line end.
    private var searched = 0
    private var isSkipping = false

    init(limit: Int) {
        self.limit = limit
    }

    /// Whether a line has begun and not ended.
    var isInsideLine: Bool { isSkipping || !bytes.isEmpty }

    /// Adds the next piece and lends `line` each line that is now complete; nil stands for a line that is too long.
    mutating func take(_ piece: ByteBuffer, _ line: (Span<UInt8>?) -> Void) {
        bytes.append(contentsOf: piece.readableBytesView)
        var start = 0
        for index in searched..<bytes.count where bytes[index] == UInt8(ascii: "\n") {
            if !isSkipping { lend(start..<index, line) }
            isSkipping = false
            start = index + 1
        }
        if start > 0 { bytes.removeFirst(start) }
        if !isSkipping && bytes.count > limit {
            isSkipping = true
            line(nil)
        }
        if isSkipping { bytes.removeAll(keepingCapacity: true) }
        searched = bytes.count
    }

    /// Ends the body: lends `line` what came after the last line end.
    mutating func finish(_ line: (Span<UInt8>?) -> Void) {
        if !isSkipping { lend(0..<bytes.count, line) }
        bytes = []
        searched = 0
        isSkipping = false
    }

    private func lend(_ range: Range<Int>, _ line: (Span<UInt8>?) -> Void) {
        if range.count > limit { return line(nil) }
        let text = bytes.span.extracting(range)
        for index in text.indices where text[index] != UInt8(ascii: " ") && text[index] != UInt8(ascii: "\r") {
            return line(text)
        }
    }
}
