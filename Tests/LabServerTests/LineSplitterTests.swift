import NIOCore
import Testing

@testable import LabServer

struct LineSplitterTests {
    private func lines(_ pieces: [String], limit: Int = 10) -> [String?] {
        var splitter = LineSplitter(limit: limit)
        var lines: [String?] = []
        func take(_ line: Span<UInt8>?) {
            guard let line else { return lines.append(nil) }
            lines.append(String(decoding: line.indices.map { line[$0] }, as: UTF8.self))
        }
        for piece in pieces { splitter.take(ByteBuffer(string: piece), take) }
        splitter.finish(take)
        return lines
    }

    @Test(arguments: [
        ["a\nbb\nccc\n"], ["a\nbb\nccc"], ["a", "\n", "bb\nc", "cc", "\n"], ["\na\n\r\n  \nbb\n\nccc\n\n"],
        ["a\nb", "b\nccc"],
    ])
    func `lines are the same however the body is split`(pieces: [String]) {
        #expect(lines(pieces) == ["a", "bb", "ccc"])
    }

    @Test(arguments: [
        ["a\n01234567890\nb\n"], ["a\n012345", "67890", "0123456", "\nb"], ["a\n01234567890", "\n", "b"],
    ])
    func `a line beyond the limit is reported once and skipped`(pieces: [String]) {
        #expect(lines(pieces) == ["a", nil, "b"])
    }

    @Test func `a line of exactly the limit is accepted`() {
        #expect(lines(["0123456789\n"]) == ["0123456789"])
    }
}
