import Glibc
import LabAPI

/// The file of a copied log: a line for each position.
///
/// It is made beside its place under a name of its own, and put there at the end, with the checkpoint over its lines: what stands there
/// is whole, and verified. Nothing is replaced.
package struct CopiedLines: ~Copyable {
    private let path: String
    private let made: String
    private let file: Int32
    /// Where each line ends.
    private var ends: [Int] = []
    private var waiting: [UInt8] = []
    private var written = 0
    private var hasEvidence = false

    /// The bytes that are written at a time.
    private static let pieceBytes = 1 << 20

    /// Why a file cannot be written.
    package struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
        /// The file's path, and what the system says.
        package let path: String, reason: String
        /// The message for people.
        package var description: String { "\(path) cannot be written: \(reason)" }
    }

    /// Makes the file, beside `path`.
    ///
    /// - Throws: `Failure` if something stands at `path`, at `path.checkpoint` or at `path.altered`, or the folder cannot be written to.
    package init(path: String) throws(Failure) {
        for name in [path, path + ".checkpoint", path + ".altered"] {
            // Unsafe: a C string that lives as long as the call.
            if unsafe access(name, F_OK) == 0 {
                throw Failure(path: name, reason: "it exists; name another file, or move it away")
            }
        }
        let name = "\(path).\(String(UInt32.random(in: 0 ... .max), radix: 36)).part"
        let descriptor = try Self.create(name)
        self.path = path
        made = name
        file = descriptor
    }

    deinit {
        close(file)
        // Unsafe: a C string that lives as long as the call, which fails if the file was put in its place.
        _ = unsafe unlink(made)
    }

    /// Puts a line at a position, which is at most the number of lines. Those that stood there and behind it are given up: one of them
    /// was not the log's. They go to `path.altered`.
    package mutating func put(_ line: [UInt8], at position: Int) throws(Failure) {
        if position < ends.count { try giveUp(from: position) }
        waiting += line
        waiting.append(UInt8(ascii: "\n"))
        ends.append((ends.last ?? 0) + line.count + 1)
        if waiting.count >= Self.pieceBytes { try flush() }
    }

    /// Keeps the first `size` lines, and puts them and the checkpoint over them in their places.
    package mutating func finish(size: Int, checkpoint: [UInt8]) throws(Failure) {
        try flush()
        guard ftruncate(file, size > 0 ? ends[size - 1] : 0) == 0, fsync(file) == 0 else { throw Self.failure(made) }
        let note = try Self.create(path + ".checkpoint")
        defer { close(note) }
        try Self.write(checkpoint, to: note, at: 0, path + ".checkpoint")
        guard fsync(note) == 0 else { throw Self.failure(path + ".checkpoint") }
        // Unsafe: C strings that live as long as the call. A link replaces nothing.
        guard unsafe link(made, path) == 0 else {
            let failure = Self.failure(path)
            unsafe unlink(path + ".checkpoint")
            throw failure
        }
    }

    private mutating func giveUp(from position: Int) throws(Failure) {
        try flush()
        let start = position > 0 ? ends[position - 1] : 0
        var dropped = [UInt8](repeating: 0, count: written - start)
        // Unsafe: the array has as many bytes as are read.
        guard unsafe pread(file, &dropped, dropped.count, start) == dropped.count else { throw Self.failure(made) }
        let evidence = path + ".altered"
        let kept = hasEvidence ? unsafe open(evidence, O_WRONLY | O_CLOEXEC | O_NOFOLLOW) : try Self.create(evidence)
        guard kept >= 0 else { throw Self.failure(evidence) }
        defer { close(kept) }
        hasEvidence = true
        try Self.write(dropped, to: kept, at: lseek(kept, 0, SEEK_END), evidence)
        guard ftruncate(file, start) == 0 else { throw Self.failure(made) }
        ends.removeSubrange(position...)
        written = start
    }

    private mutating func flush() throws(Failure) {
        try Self.write(waiting, to: file, at: written, made)
        written += waiting.count
        waiting.removeAll(keepingCapacity: true)
    }

    /// Creates a file for this account alone, where nothing may stand yet.
    private static func create(_ path: String) throws(Failure) -> Int32 {
        // Unsafe: a C string that lives as long as the call.
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw failure(path) }
        return descriptor
    }

    private static func write(_ bytes: [UInt8], to file: Int32, at offset: Int, _ path: String) throws(Failure) {
        var start = 0
        while start < bytes.count {
            // Unsafe: no more is written than the array has.
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe pwrite(file, buffer.baseAddress.map { unsafe $0 + start }, bytes.count - start, offset + start)
            }
            guard count > 0 else { throw failure(path) }
            start += count
        }
    }

    private static func failure(_ path: String) -> Failure { Failure(path: path, reason: SystemReason.words(errno)) }
}
