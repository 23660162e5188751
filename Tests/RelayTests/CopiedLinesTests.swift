import Foundation
import Testing

@testable import Relay

@Suite struct CopiedLinesTests {
    private let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "copied-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    private func text(_ name: String) -> String? {
        FileManager.default.contents(atPath: folder + "/" + name).map { String(decoding: $0, as: UTF8.self) }
    }

    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test func `a copy has the lines up to the checkpoint, and stands in its place only then`() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var lines = try CopiedLines(path: folder + "/log")
        for (position, line) in ["a", "bb", "ccc"].enumerated() { try lines.put(bytes(line), at: position) }
        #expect(text("log") == nil)
        try lines.finish(size: 2, checkpoint: bytes("note"))
        #expect(text("log") == "a\nbb\n")
        #expect(text("log.checkpoint") == "note")
        #expect(text("log.altered") == nil)
    }

    @Test func `lines that come again take the place of those that were not the log's, which are kept`() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var lines = try CopiedLines(path: folder + "/log")
        for (position, line) in ["a", "x", "y"].enumerated() { try lines.put(bytes(line), at: position) }
        for (position, line) in ["bb", "zz"].enumerated() { try lines.put(bytes(line), at: position + 1) }
        try lines.put(bytes("cc"), at: 2)
        try lines.finish(size: 3, checkpoint: [])
        #expect(text("log") == "a\nbb\ncc\n")
        #expect(text("log.altered") == "x\ny\nzz\n")
    }

    @Test func `a file that exists is not replaced, and what was given up leaves nothing`() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        do {
            var lines = try CopiedLines(path: folder + "/log")
            try lines.put(bytes("a"), at: 0)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
        for name in ["log", "log.checkpoint", "log.altered"] {
            try Data("mine".utf8).write(to: URL(filePath: folder + "/" + name))
            let error = #expect(throws: CopiedLines.Failure.self) { _ = try CopiedLines(path: folder + "/log") }
            #expect(error?.description.hasPrefix(folder + "/\(name) cannot be written: it exists") == true)
            #expect(text(name) == "mine")
            try FileManager.default.removeItem(atPath: folder + "/" + name)
        }
    }

    @Test func `a file that appears meanwhile is not replaced, and two copies do not mix`() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var first = try CopiedLines(path: folder + "/log")
        var second = try CopiedLines(path: folder + "/log")
        try first.put(bytes("a"), at: 0)
        try second.put(bytes("b"), at: 0)
        try first.finish(size: 1, checkpoint: bytes("note"))
        #expect(throws: CopiedLines.Failure.self) { try second.finish(size: 1, checkpoint: bytes("other")) }
        #expect(text("log") == "a\n" && text("log.checkpoint") == "note")
    }

    @Test func `a folder that is not there is named`() {
        let error = #expect(throws: CopiedLines.Failure.self) { _ = try CopiedLines(path: "/no/such/folder/log") }
        #expect(error?.description.contains(".part cannot be written: No such file") == true)
    }
}
