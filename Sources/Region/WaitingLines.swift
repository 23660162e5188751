import Glibc
import LabAPI

/// Lines that were received and are not verified yet, in a file that is gone with the process: an office's first checkpoint may cover
/// millions of them.
final class WaitingLines {
    private let path: String
    private let file: Int32
    /// Where each line ends, behind the first one that is kept.
    private var ends: [Int] = []
    private var start = 0
    private var written = 0
    private var buffer: [UInt8] = []

    private static let pieceBytes = 1 << 18
    /// The bytes of dropped lines that the file may keep.
    private static let slack = 16 << 20

    /// Why the file cannot be used.
    struct Failure: Error, CustomStringConvertible {
        let path: String, reason: String
        var description: String { "\(path) cannot be used: \(reason)" }
    }

    /// Makes the file in a directory, without a name.
    init(inDirectory path: String) throws(Failure) {
        self.path = path
        // Unsafe: C strings that live as long as the calls. Glibc's map leaves O_TMPFILE out.
        let name = path + "/received"
        _ = unsafe unlink(name)
        file = unsafe open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw Failure(path: name, reason: SystemReason.words(errno)) }
        _ = unsafe unlink(name)
    }

    deinit { close(file) }

    /// How many lines wait, and how many bytes they have.
    var count: Int { ends.count }
    var bytes: Int { (ends.last ?? start) - start }

    /// Puts a line behind the others.
    func append(_ line: [UInt8]) throws(Failure) {
        buffer += line
        ends.append((ends.last ?? start) + line.count)
        if buffer.count >= Self.pieceBytes { try flush() }
    }

    /// Lends `body` the first lines, in order.
    func read(_ count: Int, _ body: ([UInt8]) throws -> Void) throws {
        try flush()
        var from = start
        var piece: [UInt8] = []
        var pieceStart = start
        for end in ends.prefix(count) {
            if end > pieceStart + piece.count {
                pieceStart = from
                piece = try bytes(from: from, atMost: max(Self.pieceBytes, end - from))
                guard piece.count >= end - from else {
                    throw Failure(path: path, reason: "it is shorter than what was written")
                }
            }
            try body(Array(piece[(from - pieceStart)..<(end - pieceStart)]))
            from = end
        }
    }

    /// Drops the first lines. If few are left behind much that is dropped, they are moved to the file's beginning.
    func removeFirst(_ count: Int) throws(Failure) {
        guard count < ends.count else { return removeAll() }
        if count > 0 { start = ends[count - 1] }
        ends.removeFirst(count)
        guard start > Self.slack, bytes < Self.slack else { return }
        try flush()
        let left = try bytes(from: start, atMost: bytes)
        let moved = start
        ends = ends.map { $0 - moved }
        (start, written) = (0, 0)
        _ = ftruncate(file, 0)
        buffer = left
        try flush()
    }

    /// Drops all lines.
    func removeAll() {
        ends = []
        buffer = []
        (start, written) = (0, 0)
        // If this fails, the file only takes disk space.
        _ = ftruncate(file, 0)
    }

    private func flush() throws(Failure) {
        var done = 0
        while done < buffer.count {
            // Unsafe: no more is written than the array has.
            let count = unsafe buffer.withUnsafeBytes { bytes in
                unsafe pwrite(file, bytes.baseAddress.map { unsafe $0 + done }, bytes.count - done, written + done)
            }
            guard count > 0 else { throw Failure(path: path, reason: SystemReason.words(errno)) }
            done += count
        }
        written += done
        buffer.removeAll(keepingCapacity: true)
    }

    private func bytes(from offset: Int, atMost most: Int) throws(Failure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: min(most, written - offset))
        // Unsafe: the array has as many bytes as are read.
        let count = unsafe pread(file, &bytes, bytes.count, offset)
        guard count == bytes.count else { throw Failure(path: path, reason: SystemReason.words(errno)) }
        return bytes
    }
}
