import Foundation
import Testing

@testable import Ledger

/// Tests of names in a data directory that do not refer to files of labd.
@Suite struct FilesTests {
    private let fixture: Fixture
    private let other: String

    init() throws {
        fixture = try Fixture()
        other = fixture.path + "/other"
        try fixture.open().noteStopped()
        try "what is another's".write(toFile: other, atomically: false, encoding: .utf8)
    }

    private func bait(_ name: String) throws -> String {
        let path = fixture.path + "/data/" + name
        try? FileManager.default.removeItem(atPath: path)
        return path
    }

    private func refusal() throws -> String? {
        do throws(LedgerError) {
            _ = try fixture.open()
            return nil
        } catch {
            #expect(try String(contentsOfFile: other, encoding: .utf8) == "what is another's")
            return "\(error.code): \(error)"
        }
    }

    @Test(arguments: ["labd.lock", "log/data.mdb", "log/lock.mdb", "keys/log.key", "keys/data.mdb"])
    func `a link in place of a file is refused, and its target is not changed`(_ name: String) throws {
        for target in [other, fixture.path + "/absent"] {
            let path = try bait(name)
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
            let refusal = try #require(try refusal())
            #expect(refusal.contains("\(path) is a symbolic link"), "\(refusal)")
            #expect(!FileManager.default.fileExists(atPath: fixture.path + "/absent"))
        }
    }

    @Test(arguments: ["log", "keys"])
    func `a link in place of a directory is refused, and nothing is created in its target`(_ name: String) throws {
        let elsewhere = fixture.path + "/elsewhere"
        try FileManager.default.createDirectory(atPath: elsewhere, withIntermediateDirectories: false)
        try FileManager.default.createSymbolicLink(atPath: try bait(name), withDestinationPath: elsewhere)
        let refusal = try #require(try refusal())
        #expect(refusal.hasPrefix("unsafe-file: \(fixture.path)/data/\(name) is a symbolic link"), "\(refusal)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: elsewhere) == [])
    }

    @Test func `a file with a second name is not written to`() throws {
        try FileManager.default.linkItem(atPath: other, toPath: try bait("labd.lock"))
        #expect(try refusal()?.contains("has 2 names (hard links)") == true)
    }

    @Test(arguments: ["labd.lock", "keys/log.key", "log/data.mdb", "log/lock.mdb"])
    func `a pipe does not block anybody`(_ name: String) throws {
        let path = try bait(name)
        guard unsafe mkfifo(path, 0o600) == 0 else { throw CocoaError(.fileWriteUnknown) }
        let refusal = try #require(try refusal())
        #expect(refusal.contains("\(path) is a named pipe"), "\(refusal)")
    }

    @Test func `the path to the directory may contain links`() throws {
        let link = fixture.path + "/link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "./data/../data")
        let path = try ResolvedPath(link + "/.").path
        #expect(path == fixture.path + "/data")
        try FileManager.default.createSymbolicLink(atPath: fixture.path + "/loop", withDestinationPath: "loop")
        #expect(throws: LedgerError.self) { try ResolvedPath(fixture.path + "/loop") }
        #expect(try ResolvedPath(fixture.path + "/absent").path == fixture.path + "/absent")
        #expect(throws: LedgerError.self) { try ResolvedPath(fixture.path + "/absent/data") }
    }
}
