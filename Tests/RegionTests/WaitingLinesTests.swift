import Foundation
import SeededNumbers
import Testing

@testable import Region

struct WaitingLinesTests {
    private let directory = NSTemporaryDirectory() + "waiting-" + UUID().uuidString

    init() throws { try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true) }

    @Test(arguments: 0..<8)
    func `lines come back as they were put, however many are taken away in between`(_ seed: UInt64) throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        var random = SeededNumbers(seed: seed)
        let waiting = try WaitingLines(inDirectory: directory)
        var expected: [[UInt8]] = []
        for _ in 0..<60 {
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<6:
                for _ in 0..<Int.random(in: 0...40, using: &random) {
                    let length = Int.random(in: 1...([80, 20_000].randomElement(using: &random) ?? 80), using: &random)
                    let line = (0..<length).map { _ in UInt8.random(in: 32...126, using: &random) }
                    try waiting.append(line)
                    expected.append(line)
                }
            case 6..<9:
                let count = Int.random(in: 0...expected.count, using: &random)
                var read: [[UInt8]] = []
                try waiting.read(count) { read.append($0) }
                #expect(read == Array(expected.prefix(count)))
                try waiting.removeFirst(count)
                expected.removeFirst(count)
            default:
                waiting.removeAll()
                expected = []
            }
            #expect(waiting.count == expected.count)
        }
        var rest: [[UInt8]] = []
        try waiting.read(waiting.count) { rest.append($0) }
        #expect(rest == expected)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory).isEmpty, "the file has no name")
    }
}
