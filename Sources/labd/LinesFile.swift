import FoundationEssentials
import LabAPI
import Ledger
import SystemPackage
import TransparencyCrypto
import TransparencyLog

/// A file with the lines of a log, and beside it, `.checkpoint`, the signed checkpoint over them.
struct LinesFile {
    private let path: String

    /// The bytes that are read at a time.
    private static let pieceBytes = 1 << 20

    /// Nil for a directory, which is a backup.
    init?(_ path: String) {
        var isDirectory = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), !isDirectory else { return nil }
        self.path = path
    }

    /// Makes the log of these lines, beside that in the data directory.
    func rebuild(in data: String, boxes: String?) throws -> RebuiltLog {
        let note = path + ".checkpoint"
        guard let bytes = FileManager.default.contents(atPath: note),
            let checkpoint = try? SignedNote(parsing: Array(bytes).span)
        else {
            throw Refused(
                text: "\(note) cannot be read as a signed checkpoint; labrelay fetch writes it beside the lines")
        }
        let file: FileDescriptor
        do { file = try FileDescriptor.open(FilePath(path), .readOnly) } catch {
            throw Refused(text: "\(path) cannot be read by this account: \(error)")
        }
        defer { try? file.close() }
        var rebuilding = try Rebuilding(in: data, credentials: Daemon.credentials, checkpoint: checkpoint)
        var cutter = LineCutter()
        while true {
            // Unsafe: as many bytes are initialised as were read.
            let piece = try unsafe [UInt8](unsafeUninitializedCapacity: Self.pieceBytes) { buffer, count in
                count = try unsafe file.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
            if piece.isEmpty { break }
            for line in cutter.lines(in: piece) { try rebuilding.append(Array(line)) }
        }
        if !cutter.rest.isEmpty { try rebuilding.append(cutter.rest) }
        let outcome = try rebuilding.finish(boxesFromBackup: boxes)
        return RebuiltLog(rebuilding, outcome)
    }
}

/// A log that was made of its lines, which is removed with the last reference.
final class RebuiltLog {
    private let rebuilding: Rebuilding
    private let outcome: Rebuilding.Outcome
    /// Its directory.
    let path: String

    fileprivate init(_ rebuilding: consuming Rebuilding, _ outcome: Rebuilding.Outcome) {
        path = rebuilding.path
        self.rebuilding = rebuilding
        self.outcome = outcome
    }

    /// What is sealed in it, for people.
    var text: String {
        let lost = outcome.lines - outcome.linesWithBoxes
        return lost == 0
            ? "sealed: \(outcome.boxes) boxes, from the backup, which goes as far as the lines"
            : "sealed: \(outcome.boxes) boxes, from the backup; what was sealed by the last \(lost) of \(outcome.lines) events is lost"
    }
}
