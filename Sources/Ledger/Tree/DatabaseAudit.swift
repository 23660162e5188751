import EventFormat
import Glibc
import LMDB
import TransparencyCrypto
public import TransparencyLog

/// An audit of a database that no labd has open (a data directory or a backup) as untrusted input. It verifies all lines, and
/// the tree's leaves, against the signed checkpoint in the database, and writes nothing.
///
/// LMDB trusts its file: reading a changed page can crash or never end. Therefore an audit runs in a separate process, watched
/// by another.
public struct DatabaseAudit: Sendable {
    /// The statement of the checkpoint about lines that verified.
    public struct Outcome: Sendable, Hashable {
        /// The log's name.
        public let origin: String
        /// The number of lines.
        public let size: Int
        /// The root of the tree over them.
        public let root: Hash
        /// The root over the requested number of first lines; nil if there are fewer.
        public let rootOfFirst: Hash?
    }

    private let log: String
    private let keys: KeyFiles
    /// Prevents a labd from starting meanwhile; nil if the caller prevents it.
    private let lock: DirectoryLock?

    /// Opens the database in `directory`, or in its subdirectory `log/`.
    ///
    /// - Throws: `inUse` if a labd runs there; `file` if there is no database.
    public init(inDirectory directory: String, credentials: String? = nil) throws(LedgerError) {
        let path = try ResolvedPath(directory).path
        try self.init(
            inDirectory: path, KeyFiles(directory: path + "/keys", credentials: credentials),
            lock: try DirectoryLock(ofReaderIn: path))
    }

    /// Opens the database in `directory`; the caller makes sure that no labd uses it.
    init(inDirectory directory: String, _ keys: KeyFiles, lock: DirectoryLock? = nil) throws(LedgerError) {
        let directory = try ResolvedPath(directory).path
        log = Files.exists(directory + "/log/data.mdb") ? directory + "/log" : directory
        self.keys = keys
        guard Files.exists(log + "/data.mdb") else {
            throw .file(path: directory, operation: "open", message: "there is neither a log/data.mdb nor a data.mdb")
        }
        self.lock = lock
    }

    /// Verifies the whole database.
    ///
    /// - Parameters:
    ///   - key: the log's verifier key; without it, that of the signing key in `keys/` beside the log.
    ///   - first: the number of first lines over which another root is requested.
    ///   - progress: is told from time to time how many lines were read.
    /// - Returns: what was verified, or the first fault.
    /// - Throws: `LedgerError` if there is no key, or if the file cannot be opened.
    public func run(
        key: VerifierKey?, rootOfFirst first: Int = 0, progress: (Int) -> Void
    ) throws(LedgerError) -> Result<Outcome, LogFault> {
        let rows: AuditRows
        let note: SignedNote?
        do {
            rows = try AuditRows(inDirectory: log)
            note = try rows.checkpoint()
        } catch {
            throw LedgerError(error)
        }
        guard let note else {
            return .failure(LogFault(.signature, at: nil, "there is no checkpoint that can be read"))
        }
        let checkpoint: Checkpoint
        do {
            let claimed = try Checkpoint(note.text)
            let key = try key ?? keys.verifierKey(named: claimed.origin)
            checkpoint = try VerifiedCheckpoint(note, origin: key.name.text, log: key, using: .crypto).checkpoint
        } catch let error as LedgerError {
            throw error
        } catch {
            return .failure(LogFault(.signature, at: nil, "the checkpoint does not verify: \(error)"))
        }
        var walk = AuditWalk(checkpoint, rows, first: first)
        do {
            try walk.run(progress)
        } catch {
            return .failure(
                walk.fault
                    ?? LogFault(.changed, at: walk.position, "the database cannot be read from here on: \(error)"))
        }
        if let fault = walk.conclusion() { return .failure(fault) }
        return .success(
            Outcome(
                origin: checkpoint.origin, size: checkpoint.size, root: checkpoint.root, rootOfFirst: walk.rootOfFirst))
    }

    /// Returns the checkpoint's statement, if the key next to the log signed it, whatever happened to the lines.
    func signedCheckpoint() -> Checkpoint? {
        guard let note = try? AuditRows(inDirectory: log).checkpoint(), let claimed = try? Checkpoint(note.text),
            let key = try? keys.verifierKey(named: claimed.origin)
        else { return nil }
        return try? VerifiedCheckpoint(note, origin: claimed.origin, log: key, using: .crypto).checkpoint
    }

    /// Returns the unverified event at a position; nil if none can be read.
    func event(at position: Int) -> StoredEvent? {
        guard let key = UInt32(exactly: position), let rows = try? AuditRows(inDirectory: log),
            let line = try? rows.environment.beginRead().get(rows.events, key, { [UInt8](copying: $0) })
        else { return nil }
        return try? EventLine.read(line.span, at: position)
    }

    /// Returns rows of sealed fields, as the database has them, of positions from `start` up to but not including `end`: at most
    /// `limit` of them, in order.
    func boxes(
        from start: Int, upTo end: Int, limit: Int
    ) throws(LedgerError) -> [(position: UInt32, row: [UInt8])] {
        var rows: [(position: UInt32, row: [UInt8])] = []
        do {
            let environment = try AuditRows(inDirectory: log).environment
            let sealed = try environment.openExistingTable("sealed", keys: .integers)
            func visit(_ key: Span<UInt8>, _ row: Span<UInt8>) -> Bool {
                guard Int(key.native) < end, rows.count < limit else { return false }
                rows.append((key.native, [UInt8](copying: row)))
                return true
            }
            try environment.beginRead().withCursor(sealed) { cursor throws(LMDBError) in
                var goesOn = try cursor.seek(UInt32(truncatingIfNeeded: start), visit) ?? false
                while goesOn { goesOn = try cursor.move(.next, visit) ?? false }
            }
        } catch {
            throw LedgerError(error)
        }
        return rows
    }

    /// Copies the database without its free pages, and makes the copy durable.
    func copy(toDirectory directory: String) throws(LedgerError) {
        do {
            try AuditRows(inDirectory: log).environment.copy(toDirectory: directory, compacting: true)
        } catch {
            throw LedgerError(error)
        }
        try Files.sync(directory + "/data.mdb")
        try Files.sync(directory)
    }
}

extension KeyFiles {
    /// Returns the verifier key of the signing key, of a log with this name.
    ///
    /// - Throws: `keysUnavailable`; `file`.
    func verifierKey(named name: String) throws(LedgerError) -> VerifierKey {
        guard Files.exists(log) else {
            throw .keysUnavailable(detail: "\(log) is missing; put it back, or give the log's verifier key")
        }
        let descriptor = try Files.open(log, O_RDONLY, of: nil)
        defer { close(descriptor) }
        guard let key = SigningKey(seed: Files.read(descriptor, atMost: SigningKey.seedByteCount + 1)) else {
            throw .keysUnavailable(detail: "\(log) is not an Ed25519 seed")
        }
        do { return try key.signer(name: name, type: .ed25519).key } catch {
            throw .invalid(field: "origin", detail: "it cannot be the name of the key that signs checkpoints: \(error)")
        }
    }
}

/// The tables of the database that an audit reads.
private struct AuditRows {
    let environment: Environment
    let events: Table
    let tiles: Table
    let meta: Table

    init(inDirectory directory: String) throws(LMDBError) {
        environment = try Environment(inDirectory: directory, .init(mapSize: 1 << 20, access: .readingAlone))
        events = try environment.openExistingTable("events", keys: .integers)
        tiles = try environment.openExistingTable("tiles")
        meta = try environment.openExistingTable("meta")
    }

    /// Returns the signed checkpoint; nil if none can be read.
    func checkpoint() throws(LMDBError) -> SignedNote? {
        try environment.beginRead().get(meta, Array("checkpoint".utf8).span) { try? SignedNote(parsing: $0) } ?? nil
    }

    /// Returns the tree's leaves of a tile of lines; empty if they cannot be read.
    func leaves(ofTile index: Int) -> [Hash] {
        let key = TileRow.key(0, index)
        let found = try? environment.beginRead().get(tiles, key.span) { bytes in
            stride(
                from: 0, through: min(bytes.count, Tile.fullWidth * Hash.byteCount) - Hash.byteCount, by: Hash.byteCount
            )
            .compactMap { Hash(bytes.extracting($0..<$0 + Hash.byteCount)) }
        }
        var leaves = found ?? []
        if leaves.count < Tile.fullWidth, let loose = try? LooseRows.read(meta, try environment.beginRead()) {
            while let leaf = loose.leaf(at: index * Tile.fullWidth + leaves.count) { leaves.append(leaf) }
        }
        return leaves
    }
}

/// A pass over the lines, in the order of their keys.
private struct AuditWalk {
    private static let progressInterval = 4_096

    private let checkpoint: Checkpoint
    private let rows: AuditRows
    private var frontier = Frontier()
    private var leaves: [Hash] = []
    /// The first fault.
    private(set) var fault: LogFault?
    /// The first line that claims another position, or a time before that of the previous line.
    private var misplaced: LogFault?
    private var last: LineStamp?
    /// The first leaf in the tree that differs from that of its line. Which of the two is wrong is known at the end.
    private var doubt: LogFault?

    /// The present position.
    var position: Int { frontier.size }

    /// The root over the requested number of first lines.
    private(set) var rootOfFirst: Hash?
    private let first: Int

    init(_ checkpoint: Checkpoint, _ rows: AuditRows, first: Int) {
        self.first = first
        self.checkpoint = checkpoint
        self.rows = rows
    }

    /// Reads until the end, or until a line is missing or at a wrong position.
    mutating func run(_ progress: (Int) -> Void) throws(LMDBError) {
        let reading = try rows.environment.beginRead()
        var this = self
        defer { self = this }
        try reading.withCursor(rows.events, givingPagesBack: true) { cursor throws(LMDBError) in
            var goesOn = try cursor.move(.first) { key, line in this.visit(key, line) } ?? false
            while goesOn {
                goesOn = try cursor.move(.next) { key, line in this.visit(key, line) } ?? false
                if this.position % Self.progressInterval == 0 { progress(this.position) }
            }
        }
        progress(this.position)
    }

    private mutating func visit(_ key: Span<UInt8>, _ line: Span<UInt8>) -> Bool {
        let position = frontier.size
        guard key.count == 4, Int(key.native) == position else {
            let found = Int(key.native)
            fault =
                key.count == 4 && found > position
                ? LogFault(.missing, at: position, "the next line is that of position \(found)")
                : LogFault(.reordered, at: position, "the line that follows is that of position \(found)")
            return false
        }
        guard position < checkpoint.size else {
            fault = LogFault(.added, at: position, "the log that was signed has \(checkpoint.size) lines")
            return false
        }
        guard line.count <= EventLine.limit else {
            fault = LogFault(
                .changed, at: position, "it has \(line.count) bytes, which is not a possible length of a line")
            return false
        }
        let leaf = SHA256Function.crypto.leaf(line)
        frontier.append(leaf, using: .crypto)
        if frontier.size == first { rootOfFirst = frontier.root(using: .crypto) }
        if position % Tile.fullWidth == 0 { leaves = rows.leaves(ofTile: position / Tile.fullWidth) }
        let stamp = LineStamp(line)
        if misplaced == nil {
            misplaced =
                stamp == nil
                ? LogFault(.changed, at: position, "it does not end with its time and its type, as labd's lines do")
                : stamp?.fault(at: position, after: last)
        }
        last = stamp
        let place = position % Tile.fullWidth
        if doubt == nil, place >= leaves.count || leaves[place] != leaf {
            doubt = LogFault(.changed, at: position, "its bytes are not those that the tree has")
        }
        return true
    }

    /// Returns the fault after everything was read, if there is one.
    func conclusion() -> LogFault? {
        if let fault { return fault }
        if frontier.size < checkpoint.size {
            let count = checkpoint.size - frontier.size
            return LogFault(
                .missing, at: frontier.size,
                "the log that was signed has \(checkpoint.size) lines; the last \(count) are missing")
        }
        guard frontier.root(using: .crypto) == checkpoint.root else {
            return doubt
                ?? LogFault(
                    .signature, at: nil, "the lines and the tree agree with each other, but not with what was signed")
        }
        if let misplaced { return misplaced }
        guard let doubt else { return nil }
        return LogFault(
            .changed, at: doubt.position, "the line is as it was signed, but its leaf in the tree beside it is not")
    }
}
