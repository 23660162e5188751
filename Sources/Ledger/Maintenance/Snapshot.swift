import Crypto
import Glibc
import TransparencyLog

// A program's state derived from the log, stored in the file `snapshot`, so that the program need not read the whole log before
// it answers. It is not part of the log or its backups, and may be deleted without loss.

/// A program's state after the log's first events.
public struct Snapshot: Sendable {
    /// The number of events that it covers.
    public let size: Int
    /// The state, in parts whose meaning only the program knows.
    public let parts: [[UInt8]]

    /// Creates a snapshot of the log's first `size` events.
    public init(size: Int, parts: [[UInt8]]) {
        self.size = size
        self.parts = parts
    }
}

extension Ledger {
    /// Returns the stored snapshot if this program wrote it for this log and it is complete; nil otherwise.
    ///
    /// It is bound to the program's file, to the root of the tree over its events, and to a SHA-256 of its bytes. This detects
    /// accidents. An account that can write to the data directory can forge a snapshot, so it must be confirmed by reading the
    /// log.
    public func snapshot() -> Snapshot? {
        guard let descriptor = try? Files.open(directory.snapshot, O_RDONLY) else { return nil }
        defer { close(descriptor) }
        let head = Files.read(descriptor, atMost: SnapshotHead.count)
        guard let head = SnapshotHead(head), head.program == Self.program, head.size <= count,
            head.fileSize == (try? Files.size(directory.snapshot)),
            let root = try? root(ofSize: head.size), head.root.elementsEqual(root.bytes)
        else { return nil }
        var at = SnapshotHead.count
        var hasher = SHA256()
        var parts: [[UInt8]] = []
        for length in head.lengths {
            let part = Files.read(descriptor, atMost: length, from: at)
            guard part.count == length else { return nil }
            hasher.update(data: part)
            at += length
            parts.append(part)
        }
        hasher.update(data: head.bytes)
        guard Files.read(descriptor, atMost: 33, from: at).elementsEqual(hasher.finalize()) else { return nil }
        return Snapshot(size: head.size, parts: parts)
    }

    /// Stores a snapshot of committed events in place of the last one.
    public func keep(_ snapshot: Snapshot) throws(LedgerError) {
        try keepSnapshot(ofFirst: snapshot.size) { writer in
            for part in snapshot.parts {
                writer.write(part)
                writer.endPart()
            }
        }
    }

    /// Stores a snapshot of the log's first `size` events, which `fill` writes, in place of the last one.
    ///
    /// It is not synced: a snapshot that a power cut leaves incomplete is not used.
    public func keepSnapshot(
        ofFirst size: Int, _ fill: (inout SnapshotWriter) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        let root = try root(ofSize: size).bytes
        try Files.make(directory.snapshot) { descriptor throws(LedgerError) in
            var writer = SnapshotWriter(descriptor, directory.snapshot, at: SnapshotHead.count)
            try fill(&writer)
            let lengths = writer.lengths
            guard let head = SnapshotHead(program: Self.program, root: root, size: size, lengths: lengths) else {
                throw .invalid(field: "snapshot", detail: "it cannot have \(lengths.count) parts")
            }
            writer.write(head.bytes, at: 0)
            try writer.end()
        }
    }

    /// Removes the snapshot.
    public func discardSnapshot() throws(LedgerError) { try Files.remove(directory.snapshot) }

    /// Identifies this program's file: its inode, and the time of its last change. The number of the disk is left out, because
    /// it can change from one boot to the next.
    private static let program: [UInt8] = {
        var status = stat()
        var bytes: [UInt8] = []
        guard unsafe stat("/proc/self/exe", &status) == 0 else { return bytes }
        let facts = [
            Int(status.st_ino), Int(status.st_size), status.st_mtim.tv_sec, status.st_mtim.tv_nsec,
            status.st_ctim.tv_sec, status.st_ctim.tv_nsec,
        ]
        for fact in facts { bytes.append(bigEndian: UInt64(bitPattern: Int64(fact))) }
        return Array(SHA256.hash(data: bytes))
    }()
}

/// A writer of the parts of a snapshot, piece by piece, so that the whole of it is never in memory.
///
/// Each piece is on the disk before the next is written. Otherwise a large file would be written by the system at once, and a
/// commit would wait behind it.
public struct SnapshotWriter: ~Copyable {
    private let descriptor: Int32
    private let path: String
    private var hasher = SHA256()
    private var at: Int
    private var start: Int
    private var failure: LedgerError?
    /// The lengths of the parts that have ended.
    private(set) var lengths: [Int] = []

    fileprivate init(_ descriptor: Int32, _ path: String, at start: Int) {
        self.descriptor = descriptor
        self.path = path
        self.at = start
        self.start = start
    }

    /// Appends a piece to the part. An error is thrown at the end.
    public mutating func write(_ piece: [UInt8]) {
        write(piece, at: at)
        at += piece.count
    }

    fileprivate mutating func write(_ piece: [UInt8], at place: Int) {
        guard failure == nil else { return }
        hasher.update(data: piece)
        do throws(LedgerError) {
            try Files.write(descriptor, piece, at: place, path: path)
            Files.hand(descriptor, place, piece.count)
        } catch {
            failure = error
        }
    }

    /// Ends a part; what is written next belongs to another.
    public mutating func endPart() {
        lengths.append(at - start)
        start = at
    }

    fileprivate mutating func end() throws(LedgerError) {
        write(Array(hasher.finalize()), at: at)
        if let failure { throw failure }
    }
}

/// The head of the file: its format, the program, the root, the size, and the lengths of its two parts.
private struct SnapshotHead {
    private static let magic = Array("labd snapshot 2\n".utf8)
    private static let partCount = 2
    static let count = magic.count + 32 + 32 + 8 + 8 * partCount

    let program: [UInt8]
    let root: [UInt8]
    let size: Int
    let lengths: [Int]

    init?(program: [UInt8], root: [UInt8], size: Int, lengths: [Int]) {
        guard lengths.count == Self.partCount, program.count == 32, root.count == 32 else { return nil }
        self.program = program
        self.root = root
        self.size = size
        self.lengths = lengths
    }

    init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.count, bytes.starts(with: Self.magic) else { return nil }
        program = Array(bytes[Self.magic.count..<Self.magic.count + 32])
        root = Array(bytes[Self.magic.count + 32..<Self.magic.count + 64])
        var numbers: [Int] = []
        for at in stride(from: Self.magic.count + 64, to: bytes.count, by: 8) {
            let value = bytes[at..<at + 8].reduce(0) { $0 << 8 | UInt64($1) }
            guard let number = Int(exactly: value), number <= 1 << 40 else { return nil }
            numbers.append(number)
        }
        size = numbers[0]
        lengths = Array(numbers.dropFirst())
    }

    /// The length of the whole file.
    var fileSize: Int { Self.count + lengths.reduce(0, +) + SHA256.byteCount }

    var bytes: [UInt8] {
        var bytes = Self.magic + program + root
        for number in [size] + lengths { bytes.append(bigEndian: UInt64(number)) }
        return bytes
    }
}
