/// A splitter of text that arrives in pieces into lines, without their newlines.
package struct LineCutter {
    /// Creates a cutter that has nothing yet.
    package init() {}

    /// What followed the last newline.
    package private(set) var rest: [UInt8] = []

    /// The lines that end in this piece. What follows the last newline waits for the next.
    package mutating func lines(in piece: [UInt8]) -> [ArraySlice<UInt8>] {
        let bytes = rest.isEmpty ? piece : rest + piece
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        for index in bytes.indices where bytes[index] == UInt8(ascii: "\n") {
            lines.append(bytes[start..<index])
            start = index + 1
        }
        rest = Array(bytes[start...])
        return lines
    }
}
