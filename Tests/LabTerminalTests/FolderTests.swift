import Foundation
import Testing

@testable import LabTerminal

/// Files in a directory in which another account may have put links.
@Suite struct FolderTests {
    private let path = "/tmp/labctl-\(UInt64.random(in: 0 ... .max))"
    private let other: String
    private let folder: Folder

    init() throws {
        other = path + "-other"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        try "what is another's".write(toFile: other, atomically: false, encoding: .utf8)
        try FileManager.default.createSymbolicLink(atPath: path + "/link", withDestinationPath: other)
        folder = try Folder(path)
    }

    private func checkOther() throws {
        #expect(try String(contentsOfFile: other, encoding: .utf8) == "what is another's")
    }

    @Test func `A written file replaces a link, and the link's target is not changed`() throws {
        try FileManager.default.createSymbolicLink(atPath: path + "/record.new", withDestinationPath: other)
        #expect(throws: Failure.self) { try folder.create("link", [1]) }
        try folder.replace("link", [1])
        try folder.replace("record", [2])
        try checkOther()
        #expect(try folder.contents(of: "link") == [1])
        #expect(try folder.contents(of: "record") == [2])
        #expect(try folder.names() == ["link", "record"])
        try folder.remove("link")
        #expect(folder.lacks("link") && !folder.lacks("record"))
    }

    @Test func `Links and pipes are not read`() throws {
        let error = #expect(throws: Failure.self) { try folder.contents(of: "link") }
        #expect(error?.message.contains("it is a symbolic link") == true)
        guard unsafe mkfifo(path + "/pipe", 0o600) == 0 else { throw CocoaError(.fileWriteUnknown) }
        #expect(throws: Failure.self) { try folder.contents(of: "pipe") }
    }

    @Test func `A folder stays the directory that was opened, even if it is replaced`() throws {
        try FileManager.default.moveItem(atPath: path, toPath: path + "-moved")
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/nowhere")
        try folder.create("file", [1])
        #expect(FileManager.default.fileExists(atPath: path + "-moved/file"))
    }

    @Test func `A file that is written again is accessible only to this account`() throws {
        #expect(throws: Failure.self) { try Descriptor(writing: path + "/link") }
        try FileManager.default.linkItem(atPath: other, toPath: path + "/second")
        #expect(throws: Failure.self) { try Descriptor(writing: path + "/second") }
        try checkOther()
        guard unsafe mkfifo(path + "/pipe", 0o600) == 0 else { throw CocoaError(.fileWriteUnknown) }
        #expect(throws: Failure.self) { try Descriptor(writing: path + "/pipe") }
        for text in ["long", "x"] {
            let file = try Descriptor(writing: path + "/file")
            try file.write(Array(text.utf8))
            file.close()
        }
        #expect(try String(contentsOfFile: path + "/file", encoding: .utf8) == "x")
    }
}
