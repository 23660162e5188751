import Crypto
import Glibc

/// A small file beside the log in which labd notes something: a line of text, a line with a checksum, and perhaps more lines.
///
/// The checksum tells what was written from what a failing disk made of it: such a note says nothing, and what labd does then is
/// what it does without one. A file of earlier versions is the first line alone, and is read as it is.
struct NoteFile {
    let path: String
    /// What the note is called, wherever its directory lies.
    private var name: String { path.split(separator: "/").last.map(String.init) ?? "" }

    init(_ path: String) { self.path = path }

    /// What a note says.
    enum Content: Hashable {
        /// There is none.
        case nothing
        /// There is one, and its bytes are not those that were written.
        case unreadable
        /// Its lines, the first of which is there.
        case lines([String])

        /// The number in the first line; nil if there is none, or none can be read.
        var number: Int? { if case .lines(let lines) = self { lines.first.flatMap { Int($0) } } else { nil } }
        /// The number in the second line.
        var second: Int? {
            if case .lines(let lines) = self { lines.dropFirst().first.flatMap { Int($0) } } else { nil }
        }
    }

    /// What the note says now.
    func read() -> Content {
        guard Files.exists(path) else { return .nothing }
        guard let descriptor = try? Files.open(path, O_RDONLY) else { return .unreadable }
        defer { close(descriptor) }
        let text = String(decoding: Files.read(descriptor, atMost: 400), as: UTF8.self)
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        guard let first = lines.first else { return .unreadable }
        guard lines.count > 1 else {
            // All that earlier versions noted are numbers; otherwise it is the end of the line that is another byte.
            return first.utf8.allSatisfy { 48...57 ~= $0 || $0 == 32 } ? .lines([first]) : .unreadable
        }
        let checksum = lines.remove(at: 1)
        return checksum == self.checksum(lines) && text.hasSuffix("\n") ? .lines(lines) : .unreadable
    }

    /// Puts a note in the place of the one there; a full disk or a crash leaves the earlier one.
    func write(_ lines: [String], isDurable: Bool = false) throws(LedgerError) {
        try Files.make(path, bytes(lines), isDurable: isDurable)
    }

    /// The file of a note.
    func bytes(_ lines: [String]) -> [UInt8] {
        var lines = lines
        lines.insert(checksum(lines), at: min(1, lines.count))
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    /// The first half of a SHA-256, over the name too: a note in the place of another is none.
    private func checksum(_ lines: [String]) -> String {
        let digits = Array("0123456789abcdef")
        let digest = SHA256.hash(data: Array(([name] + lines).joined(separator: "\n").utf8)).prefix(16)
        return String(digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}
