/// Lines that were sent and wait for their answers, which arrive in the same order.
///
/// They are kept in the blocks in which they were read, including blank lines, so that each keeps its number in the file. labd
/// limits their number, because it stops reading when its answers are not read.
struct InFlightLines {
    /// A line with its number in the file, from 1.
    struct Line {
        let number: Int
        let text: ArraySlice<UInt8>
    }

    private var blocks: [[UInt8]] = []
    private var first = 0
    private var offset = 0
    /// The number of the last line that was answered or skipped.
    private(set) var number = 0
    /// The bytes of the lines that were answered or skipped.
    private(set) var settledBytes = 0
    /// Whether no more is to be sent.
    var isStopped = false

    /// Notes lines that are being sent.
    mutating func sent(_ block: [UInt8]) {
        blocks.append(block)
    }

    /// Whether lines wait for their answers.
    var areWaiting: Bool {
        var rest = self
        return rest.next() != nil
    }

    /// The line that the next answer is for; nil if none waits.
    mutating func next() -> Line? {
        while first < blocks.count {
            let block = blocks[first]
            var end = offset
            while end < block.count && block[end] != UInt8(ascii: "\n") { end += 1 }
            let text = block[offset..<end]
            let isBlank = LineSource.isBlank(text)
            number += 1
            settledBytes += end + 1 - offset
            offset = end + 1
            if offset >= block.count {
                offset = 0
                first += 1
                // Only from time to time, so that removing a block is cheap.
                if first >= 16 {
                    blocks.removeFirst(first)
                    first = 0
                }
            }
            if !isBlank { return Line(number: number, text: text) }
        }
        return nil
    }
}
