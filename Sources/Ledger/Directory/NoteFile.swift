import Crypto
import Glibc
import TransparencyLog

/// A small file next to the log in which labd notes something: a line of text, a line with a checksum, and possibly more lines.
///
/// The checksum detects a note that a failing disk has changed. labd treats such a note as missing. A file of earlier versions
/// consists of the first line only, and is read without a checksum.
struct NoteFile {
    let path: String
    /// The name of the note, without its directory.
    private var name: String { Files.name(of: path) ?? "" }

    init(_ path: String) { self.path = path }

    /// The content of a note.
    enum Content: Hashable {
        /// There is no note.
        case nothing
        /// There is a note, but its bytes are not those that were written.
        case unreadable
        /// The lines of the note; there is at least one.
        case lines([String])

        /// The number in the first line; nil if there is none, or if the note cannot be read.
        var number: Int? { if case .lines(let lines) = self { lines.first.flatMap { Int($0) } } else { nil } }
        /// The number in the second line.
        var second: Int? {
            if case .lines(let lines) = self { lines.dropFirst().first.flatMap { Int($0) } } else { nil }
        }
    }

    /// Reads the present content of the note.
    func read() -> Content {
        guard Files.exists(path) else { return .nothing }
        guard let descriptor = try? Files.open(path, O_RDONLY) else { return .unreadable }
        defer { close(descriptor) }
        let text = String(decoding: Files.read(descriptor, atMost: 400), as: UTF8.self)
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        guard let first = lines.first else { return .unreadable }
        guard lines.count > 1 else {
            // Earlier versions noted only numbers. Otherwise the byte at the end of the line was changed.
            return first.utf8.allSatisfy { 48...57 ~= $0 || $0 == 32 } ? .lines([first]) : .unreadable
        }
        let checksum = lines.remove(at: 1)
        return checksum == self.checksum(lines) && text.hasSuffix("\n") ? .lines(lines) : .unreadable
    }

    /// Replaces the note; a full disk or a crash leaves the earlier one.
    func write(_ lines: [String], isDurable: Bool = false) throws(LedgerError) {
        try Files.make(path, bytes(lines), isDurable: isDurable)
    }

    /// Returns the bytes of a note's file.
    func bytes(_ lines: [String]) -> [UInt8] {
        var lines = lines
        lines.insert(checksum(lines), at: min(1, lines.count))
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    /// Returns the first half of a SHA-256, which covers the name, so that a note in place of another one is detected.
    private func checksum(_ lines: [String]) -> String {
        let digest = Array(SHA256.hash(data: Array(([name] + lines).joined(separator: "\n").utf8)).prefix(16))
        return Hex.encode(digest.span)
    }
}
