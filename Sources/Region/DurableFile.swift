import Glibc
import LabAPI

/// Small files that are written whole, or appended to, and are on the disk when the call returns.
enum DurableFile {
    /// Why a file cannot be written.
    struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
        let path: String, reason: String
        var description: String { "\(path) cannot be written: \(reason)" }
    }

    /// Replaces the file at `path`, which only this account may read.
    static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
        let partial = path + ".part"
        try put(bytes, into: partial, O_WRONLY | O_CREAT | O_TRUNC)
        // Unsafe: C strings that live as long as the call.
        guard unsafe rename(partial, path) == 0 else { throw failure(path) }
        try sync(directoryOf: path)
    }

    /// Appends to the file at `path`, and makes it if it is not there.
    static func append(_ bytes: [UInt8], to path: String) throws(Failure) {
        try put(bytes, into: path, O_WRONLY | O_CREAT | O_APPEND)
    }

    private static func put(_ bytes: [UInt8], into path: String, _ flags: Int32) throws(Failure) {
        // Unsafe: a C string that lives as long as the call.
        let file = unsafe open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw failure(path) }
        defer { close(file) }
        var done = 0
        while done < bytes.count {
            // Unsafe: no more is written than the array has.
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(file, buffer.baseAddress.map { unsafe $0 + done }, bytes.count - done)
            }
            guard count > 0 else { throw failure(path) }
            done += count
        }
        guard fsync(file) == 0 else { throw failure(path) }
    }

    private static func sync(directoryOf path: String) throws(Failure) {
        let directory = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        // Unsafe: a C string that lives as long as the call.
        let descriptor = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(directory) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(directory) }
    }

    private static func failure(_ path: String) -> Failure { Failure(path: path, reason: SystemReason.words(errno)) }
}
