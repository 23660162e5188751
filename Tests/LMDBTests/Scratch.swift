import Foundation
import Testing

/// A directory for one test, which is removed with the last reference.
final class Scratch: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "lmdb-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func size(of file: String) throws -> Int {
        try #require(try FileManager.default.attributesOfItem(atPath: path + "/" + file)[.size] as? Int)
    }

    func permissions(of file: String) throws -> Int {
        try #require(try FileManager.default.attributesOfItem(atPath: path + "/" + file)[.posixPermissions] as? Int)
    }

    func truncate(_ file: String, to size: Int) throws {
        let handle = try #require(FileHandle(forUpdatingAtPath: path + "/" + file))
        try handle.truncate(atOffset: UInt64(size))
        try handle.close()
    }

    func overwrite(_ file: String, at offset: Int, with bytes: [UInt8]) throws {
        let handle = try #require(FileHandle(forUpdatingAtPath: path + "/" + file))
        try handle.seek(toOffset: UInt64(offset))
        try handle.write(contentsOf: bytes)
        try handle.close()
    }

    func read(_ file: String, at offset: Int, count: Int) throws -> [UInt8] {
        let handle = try #require(FileHandle(forReadingAtPath: path + "/" + file))
        defer { try? handle.close() }
        try handle.seek(toOffset: UInt64(offset))
        return Array(try handle.read(upToCount: count) ?? Data())
    }

    func makeDirectory(_ name: String) throws -> String {
        try FileManager.default.createDirectory(atPath: path + "/" + name, withIntermediateDirectories: true)
        return path + "/" + name
    }
}
