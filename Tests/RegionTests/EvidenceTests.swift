import Foundation
import LabServer
import Testing

@testable import Region

struct EvidenceTests {
    private let directory = NSTemporaryDirectory() + "evidence-" + UUID().uuidString

    init() throws { try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true) }

    @Test func `what is kept can be read again, and so can why an office was stopped, until somebody removes it`()
        throws
    {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let evidence = Evidence(inDirectory: directory)
        #expect(evidence.fault == nil)
        evidence.keep("no line", Array("rubbish\u{1}".utf8), sequence: 7)
        evidence.keep("another", [], sequence: 8)
        let lines = try String(contentsOfFile: evidence.file, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 2)
        let first = try #require(
            try JSONSerialization.jsonObject(with: Data(lines[0].utf8)) as? [String: Any])
        #expect(first["what"] as? String == "no line" && first["sequence"] as? Int == 7)
        #expect((first["bytes"] as? String).flatMap { Data(base64Encoded: $0) } == Data("rubbish\u{1}".utf8))

        let fault = RegionOffice.Fault(.forked, "two \"roots\"")
        try evidence.note(fault)
        #expect(Evidence(inDirectory: directory).fault == fault)
        try FileManager.default.removeItem(atPath: directory + "/stopped")
        #expect(evidence.fault == nil)
    }

    @Test func `a stream full of rubbish does not fill the disk`() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let evidence = Evidence(inDirectory: directory)
        let large = [UInt8](repeating: 1, count: 3 << 20)
        for number in 0..<8 { evidence.keep("large", large, sequence: number) }
        let size = try #require(
            try FileManager.default.attributesOfItem(atPath: evidence.file)[.size] as? Int)
        #expect(size > 8 << 20 && size <= 16 << 20)
        // Also for a program that starts again.
        Evidence(inDirectory: directory).keep("large", large + large, sequence: 9)
        #expect(try FileManager.default.attributesOfItem(atPath: evidence.file)[.size] as? Int == size)
    }
}
