import Glibc
import LMDB
import TransparencyCrypto
public import TransparencyLog

/// Verifies a database that no labd has open, a data directory or a backup, as untrusted input: all lines, and the
/// tree's leaves beside them, against the signed checkpoint that lies with them. Writes nothing.
///
/// LMDB trusts its file: a page that was changed can make reading it crash, or never end. So this runs in a process of
/// its own, watched by another.
public struct DatabaseAudit: Sendable {
    /// What the checkpoint says of lines that hold.
    public struct Outcome: Sendable, Hashable {
        /// The log's name.
        public let origin: String
        /// How many lines there are.
        public let size: Int
        /// The root of the tree over them.
        public let root: Hash
        /// The root over as many of the first of them as was asked for; nil if there are fewer.
        public let rootOfFirst: Hash?
    }

    private let log: String
    private let keyFile: String
    /// Holds off a labd that would start meanwhile; nil where the caller sees to that.
    private let lock: DirectoryLock?

    /// The database in `directory`, or in `log/` of it.
    ///
    /// - Parameter credentials: a directory with keys that a service manager passes.
    /// - Throws: `inUse` if a labd runs there; `file` if there is no database.
    public init(inDirectory directory: String, credentials: String? = nil) throws(LedgerError) {
        let path = try ResolvedPath(directory).path
        try self.init(
            inDirectory: path, KeyFiles(directory: path + "/keys", credentials: credentials),
            lock: try DirectoryLock(ofReaderIn: path))
    }

    /// The database in `directory`, of a caller who keeps labd away from it, or sees to it that none is there.
    init(inDirectory directory: String, _ keys: KeyFiles, lock: DirectoryLock? = nil) throws(LedgerError) {
        let directory = try ResolvedPath(directory).path
        log = Files.exists(directory + "/log/data.mdb") ? directory + "/log" : directory
        keyFile = keys.log
        guard Files.exists(log + "/data.mdb") else {
            throw .file(path: directory, operation: "open", message: "there is no log/data.mdb, nor a data.mdb")
        }
        self.lock = lock
    }

    /// Verifies all of it, and tells `progress` how many lines it has read, now and then.
    ///
    /// - Parameters:
    ///   - key: the log's verifier key; without it, that of the signing key in `keys/` beside the log.
    ///   - first: over how many of the first lines another root is wanted.
    /// - Returns: what was verified, or the first thing that does not hold.
    /// - Throws: `LedgerError` where there is no key, or the file cannot be opened.
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
            let key = try key ?? self.key(named: claimed.origin)
            checkpoint = try VerifiedCheckpoint(note, origin: key.name.text, log: key, using: .crypto).checkpoint
        } catch let error as LedgerError {
            throw error
        } catch {
            return .failure(LogFault(.signature, at: nil, "the checkpoint does not hold: \(error)"))
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

    /// What the checkpoint says, if the key beside the log signed it, whatever became of the lines.
    func signedCheckpoint() -> Checkpoint? {
        guard let note = try? AuditRows(inDirectory: log).checkpoint(), let claimed = try? Checkpoint(note.text),
            let key = try? key(named: claimed.origin)
        else { return nil }
        return try? VerifiedCheckpoint(note, origin: claimed.origin, log: key, using: .crypto).checkpoint
    }

    /// The event at a position, unverified; nil if there is none that can be read.
    func event(at position: Int) -> StoredEvent? {
        guard let key = UInt32(exactly: position), let rows = try? AuditRows(inDirectory: log),
            let line = try? rows.environment.beginRead().get(rows.events, key, { [UInt8](copying: $0) })
        else { return nil }
        return try? EventLine.read(line.span, at: position)
    }

    /// Copies the database as it is, without its free pages, and makes the copy durable.
    func copy(toDirectory directory: String) throws(LedgerError) {
        do {
            try AuditRows(inDirectory: log).environment.copy(toDirectory: directory, compacting: true)
        } catch {
            throw LedgerError(error)
        }
        try Files.sync(directory + "/data.mdb")
        try Files.sync(directory)
    }

    /// The verifier key of the signing key beside the log.
    private func key(named name: String) throws -> VerifierKey {
        guard Files.exists(keyFile) else {
            throw LedgerError.keysUnavailable(
                detail: "\(keyFile) is not there; put it back, or give the log's verifier key")
        }
        let descriptor = try Files.open(keyFile, O_RDONLY, of: nil)
        defer { close(descriptor) }
        guard let key = SigningKey(seed: Files.read(descriptor, atMost: SigningKey.seedByteCount + 1)) else {
            throw LedgerError.keysUnavailable(detail: "\(keyFile) is no Ed25519 seed")
        }
        return try key.signer(name: name, type: .ed25519).key
    }
}

/// The tables that an audit reads.
private struct AuditRows {
    let environment: Environment
    let events: Table
    let tiles: Table
    let meta: Table

    init(inDirectory directory: String) throws(LMDBError) {
        var options = Environment.Options(mapSize: 1 << 20)
        options.access = .readingAlone
        environment = try Environment(inDirectory: directory, options)
        events = try environment.openExistingTable("events", keys: .integers)
        tiles = try environment.openExistingTable("tiles")
        meta = try environment.openExistingTable("meta")
    }

    /// The signed checkpoint; nil if there is none that can be read.
    func checkpoint() throws(LMDBError) -> SignedNote? {
        try environment.beginRead().get(meta, Array("checkpoint".utf8).span) { try? SignedNote(parsing: $0) } ?? nil
    }

    /// The leaves that the tree has of a tile of lines; empty where they cannot be had.
    func leaves(ofTile index: Int) -> [Hash] {
        let key = TileRow.key(0, index)
        let found = try? environment.beginRead().get(tiles, key.span) { bytes in
            stride(
                from: 0, through: min(bytes.count, Tile.fullWidth * Hash.byteCount) - Hash.byteCount, by: Hash.byteCount
            )
            .compactMap { Hash(bytes.extracting($0..<$0 + Hash.byteCount)) }
        }
        return found ?? []
    }
}

/// One pass over the lines, in the order of their keys.
private struct AuditWalk {
    private static let progressInterval = 4_096

    private let checkpoint: Checkpoint
    private let rows: AuditRows
    private var frontier = Frontier()
    private var leaves: [Hash] = []
    /// The first thing found.
    private(set) var fault: LogFault?
    /// The first line that says of itself that it stands elsewhere, or was recorded before the one before it.
    private var misplaced: LogFault?
    private var last: LineStamp?
    /// The first leaf in the tree that is not its line's; which of the two is wrong is known at the end.
    private var doubt: LogFault?

    /// The position that is looked at.
    var position: Int { frontier.size }

    /// The root over the first lines that it was asked for.
    private(set) var rootOfFirst: Hash?
    private let first: Int

    init(_ checkpoint: Checkpoint, _ rows: AuditRows, first: Int) {
        self.first = first
        self.checkpoint = checkpoint
        self.rows = rows
    }

    /// Reads until the end, or until a line is not there or stands where it does not belong.
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
            fault = LogFault(.changed, at: position, "it has \(line.count) bytes, and no line may")
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
                ? LogFault(.changed, at: position, "it does not end as lines of labd's do, with its time and its type")
                : stamp?.fault(at: position, after: last)
        }
        last = stamp
        let place = position % Tile.fullWidth
        if doubt == nil, place >= leaves.count || leaves[place] != leaf {
            doubt = LogFault(.changed, at: position, "its bytes are not those that the tree has")
        }
        return true
    }

    /// What does not hold, after all was read.
    func conclusion() -> LogFault? {
        if let fault { return fault }
        if frontier.size < checkpoint.size {
            let count = checkpoint.size - frontier.size
            return LogFault(
                .missing, at: frontier.size,
                "the log that was signed has \(checkpoint.size) lines; the last \(count) are gone")
        }
        guard frontier.root(using: .crypto) == checkpoint.root else {
            return doubt
                ?? LogFault(.signature, at: nil, "lines and tree agree with each other, and not with what was signed")
        }
        if let misplaced { return misplaced }
        guard let doubt else { return nil }
        return LogFault(
            .changed, at: doubt.position, "the line is as it was signed, but its leaf in the tree beside it is not")
    }
}
