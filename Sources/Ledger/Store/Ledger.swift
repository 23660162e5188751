public import CivilTime
import LMDB
import Synchronization
public import TransparencyLog

/// The append-only log of an office: lines, streams and revisions, command ids, sealed fields.
///
/// One thread appends, in batches. Any number of threads read, and none waits for another. Opening a ledger locks the data
/// directory for this process. The ledger does not know what the events mean.
public final class Ledger: Sendable {
    /// Options of a ledger.
    public struct Options: Sendable, Hashable {
        /// Bytes of address space for the log at the beginning; the map doubles by itself.
        public var mapSize: Int
        /// The number of events after which their ids and streams are put into the tables by which they are found, at most
        /// 131,072. Until then they are kept in memory, and are read again after a restart.
        public var indexInterval: Int
        /// Whether a commit of few events may keep their receipts and leaves in one row, see ``LooseRows``.
        var keepsLooseRows = true
        /// A directory with keys that a service manager passes (systemd.exec(5), `LoadCredential=`), if there is one.
        public var credentials: String?

        /// Creates the default options: 1 GB of address space, of which only the used part takes memory or disk space; 8,192
        /// events.
        public init(mapSize: Int = 1 << 30, indexInterval: Int = 8_192, credentials: String? = nil) {
            self.mapSize = mapSize
            self.indexInterval = indexInterval
            self.credentials = credentials
        }
    }

    /// The identity of the log, with its stored generation.
    public let identity: LogIdentity
    /// The keys of sealed fields and of command bodies.
    public let keys: KeyStore
    /// The `source` of the events that are appended.
    let source: String
    /// The paths of the notes next to the log whose bytes were not those that were written, as found at this start. Their
    /// content is lost, and they are written again. This is a sign of a failing disk.
    public let unreadableNotes: [String]
    let directory: DataDirectory
    let options: Options
    let progress = Progress()
    let damages = DamageList()
    /// The key that verifies the log's checkpoints.
    let key: VerifierKey
    /// What signs them; nil for a copy of another log, which has that log's.
    let signer: LogSigner?
    let buffers = AppendBuffers()
    /// Whether a commit found the map full, so that the next one needs a larger map.
    let mapWasFull = Atomic(false)
    let index = SharedIndex()
    private let state: Mutex<State>

    /// The state of the log.
    private enum State {
        case open(Store)
        /// Readable; a commit failed.
        case failed(Store, detail: String)
        case reopening
    }

    /// The beginning of 2019, before which no clock can be right.
    private static let firstBeginning: Int64 = 1_546_300_800_000_000

    /// Opens the ledger in `path` and verifies its last 10,000 lines against the tree and the last checkpoint. If there is
    /// none, begins one with the event `log.created`. A damaged log can be opened, but only read; see ``damage``.
    ///
    /// `now` and `today`, its civil day, are used only to begin a log; a simulated one begins at the epoch instead of `now`.
    /// Throws `inUse`, `copiedWhileOpen`, `simulationMismatch`, `identityMismatch`, `keysUnavailable`, `logMissing`, and errors
    /// in reading the log's beginning and end.
    public init(
        inDirectory path: String, _ identity: LogIdentity, now: Instant, today: String, _ options: Options = Options()
    ) throws(LedgerError) {
        directory = try DataDirectory(path)
        try directory.checkIsNoCopy()
        self.options = options
        // If this fails, the file only takes disk space.
        try? directory.clearCopies()
        unreadableNotes = directory.unreadableNotes
        let isBegun = Environment.isBegun(inDirectory: directory.log)
        // The keys are created before the log, so a log without keys has lost them; new keys would be those of another log.
        guard !isBegun || KeyTables.areBegun(inDirectory: directory.keys) else {
            throw .keysUnavailable(
                detail:
                    "\(directory.keys) has no keys, but \(directory.log) has a log; restore the keys from their backup: "
                    + "labctl keys restore (run it again if it was interrupted)")
        }
        keys = try KeyStore(inDirectory: directory.keys, credentials: options.credentials)
        if !isBegun {
            guard try !keys.hasLog() else { throw .logMissing(directory: directory.keys) }
            // What an interrupted creation left contains nothing, and LMDB would mistake it for a file that was cut short.
            try Files.remove(directory.log + "/data.mdb")
        }
        let store = try Store(inDirectory: directory.log, mapSize: options.mapSize)
        let generation = try store.generation()
        let signer = try LogSigner(keys.log(), origin: identity.inGeneration(generation).checkpointOrigin)
        self.signer = signer
        key = signer.key
        let tail: Tail
        if let found = try store.verifyTail(key) {
            tail = found
        } else {
            guard try !keys.hasLog() else { throw .logMissing(directory: directory.keys) }
            // A machine without a battery-backed clock starts in 1970, and the log would then refuse the right time.
            guard identity.simulated || now.microseconds >= Self.firstBeginning else {
                throw .invalid(
                    field: "clock",
                    detail:
                        "the machine's clock shows \(now), but no log is begun before 2019: set the clock, and start labd again"
                )
            }
            try store.begin(identity, at: identity.simulated ? .epoch : now, today: today, signer)
            guard let begun = try store.verifyTail(key) else {
                throw .damaged(position: 0, detail: "it was not written")
            }
            tail = begun
        }
        guard let first = try store.event(at: 0), let stored = LogIdentity(first) else {
            throw .damaged(position: 0, detail: "the first event does not say whose log this is")
        }
        try stored.check(against: identity)
        if try !keys.hasLog() { try keys.noteLog() }
        self.identity = stored.inGeneration(generation)
        source = self.identity.source
        state = Mutex(.open(store))
        progress.move(to: tail.count, lastTime: tail.time)
        damages.note(tail.damage)
        // The names of files created at a first start are made durable before anything is acknowledged.
        try Files.sync(directory.log)
        let length = directory.length(inGeneration: generation)
        if length > tail.count {
            damages.note([Damage(position: tail.count, Self.tooShort(length, tail, in: directory.path))])
        } else {
            // A full disk must not prevent questions from being answered.
            try? directory.noteLength(tail.count, inGeneration: generation)
        }
        if generation > directory.generation { try? directory.noteGeneration(generation) }
        // A full disk must not prevent questions from being answered; the note is only one of several precautions.
        try? directory.noteRunning()
    }

    /// Opens the copy in `path` of the log that `key` signs, which ``beginCopy(inDirectory:of:firstLine:coveredBy:)`` began, and
    /// verifies its end.
    ///
    /// A damaged copy can be read, and gets no more lines: remove its directory, and it is begun again.
    /// - Throws: `inUse`; `identityMismatch` if it is a copy of another log; `damaged` if it cannot be read at all.
    public init(
        copyInDirectory path: String, of key: VerifierKey, _ options: Options = Options()
    ) throws(LedgerError) {
        directory = try DataDirectory(path, hasKeys: false)
        try directory.checkIsNoCopy()
        try? directory.clearCopies()
        self.options = options
        self.key = key
        signer = nil
        unreadableNotes = directory.unreadableNotes
        keys = KeyStore(ofCopyIn: directory.keys)
        let store = try Store(inDirectory: directory.log, mapSize: options.mapSize)
        guard let first = try store.event(at: 0), let stored = LogIdentity(first) else {
            throw .damaged(position: 0, detail: "the first event does not say whose log this is")
        }
        guard stored.hasCheckpoints(of: key) else {
            throw .identityMismatch(field: "origin", stored: stored.origin, settings: key.name.text)
        }
        guard let tail = try store.verifyTail(key) else { throw .damaged(position: 0, detail: "no event") }
        identity = stored.inGeneration(stored.generation(ofOrigin: key.name.text))
        source = identity.source
        state = Mutex(.open(store))
        progress.move(to: tail.count, lastTime: tail.time)
        damages.note(tail.damage)
        let length = directory.length(inGeneration: identity.generation)
        if length > tail.count {
            damages.note([Damage(position: tail.count, "the copy ends here, but had \(length) lines")])
        }
        try? directory.noteLength(tail.count, inGeneration: identity.generation)
        try? directory.noteRunning()
    }

    /// Describes a log that is shorter than the note next to it says, and what to do. If the log is intact, it is unknown which
    /// of the two is right.
    private static func tooShort(_ length: Int, _ tail: Tail, in directory: String) -> String {
        let said = "the log ends here but had \(length) events according to \(directory)/length"
        guard tail.damage.isEmpty else { return said }
        return said
            + ", although the log itself is intact: if the file was replaced by an older one, put the newer one "
            + "back, or restore a backup of \(length) events (labctl restore); if nobody did that, the note is wrong, and "
            + "labctl restore \(directory)/log --data \(directory) --discard-newer continues with these \(tail.count) events and "
            + "gives up none of them"
    }

    /// Notes next to the log that it is closed, and its length. Call this at the end, when nothing more is appended: a copy of
    /// the directory that was made earlier is refused at its start, see `LedgerError.copiedWhileOpen`.
    public func noteStopped() throws(LedgerError) {
        // This serves older versions only.
        if failure == nil, damage.isEmpty { try? settleLooseRows() }
        // On a full disk the noted length stays the earlier one, and the log is closed nevertheless.
        try? noteLength()
        try directory.noteStopped()
    }

    /// Notes the length of the log next to it, so that a replacement by an older file is detected at the next start. This is
    /// cheap; call it now and then, and at the end.
    public func noteLength() throws(LedgerError) {
        try directory.noteLength(count, inGeneration: identity.generation)
    }

    /// Creates the lock file again if somebody deleted or replaced it, and returns its path in that case. The directory itself
    /// is locked too, so this matters only to versions before 0.2, which check only the file.
    ///
    /// - Throws: `inUse` if another process has locked the present file; `file`.
    public func renewLock() throws(LedgerError) -> String? { try directory.lock.renew() }

    /// Sets a listener that is called before LMDB ends the process because a file of the log or of the keys is damaged in a way
    /// that LMDB detects only while it reads. `listener` gets the file's path and LMDB's message, and must neither wait nor use
    /// a ledger.
    public static func whenFileIsBroken(_ listener: @escaping @Sendable (_ file: String, _ words: String) -> Void) {
        Environment.whenAssertionFails(listener)
    }

    /// Makes the process report, before the system ends it because a page of such a file cannot be read (SIGBUS), which file it
    /// is. It writes `before`, the path and `after` to standard error.
    public static func speakWhenFileCannotBeRead(before: String, after: String) {
        Environment.speakAtBusError(before: before, after: after)
    }

    /// The number of committed events, which is the position of the next one. Cheap, from any thread.
    public var count: Int { progress.count }

    /// The time of the last committed event. Cheap, from any thread.
    public var lastTime: Instant { progress.lastTime }

    /// Why nothing can be appended until ``reopen()``; nil if nothing failed.
    public var failure: String? {
        state.withLock { if case .failed(_, let detail) = $0 { detail } else { nil } }
    }

    /// Waits until there are more than `count` events, and returns their number.
    public func count(beyond count: Int) async throws(CancellationError) -> Int {
        try await progress.count(beyond: count)
    }

    /// The tables, to read from.
    func storeForReading() throws(LedgerError) -> Store {
        let store: Store? = state.withLock {
            switch $0 {
            case .open(let store), .failed(let store, _): store
            case .reopening: nil
            }
        }
        guard let store else { throw .reopening }
        return store
    }

    /// The tables, to append to.
    func storeForWriting() throws(LedgerError) -> Store {
        if let damage = damages.first { throw .damaged(position: damage.position, detail: damage.detail) }
        if let detail = failure { throw .failed(detail: detail) }
        return try storeForReading()
    }

    /// Stops appends, because the content of the disk is no longer known.
    func fail(_ detail: String) {
        state.withLock { if case .open(let store) = $0 { $0 = .failed(store, detail: detail) } }
    }

    /// Opens the files again after a failed commit, verifies the end of the log, and accepts appends again.
    ///
    /// Returns the number of events, which may be greater than before, because a commit whose last step failed can be on the
    /// disk. State derived from the log must be brought up to this number. Call this on the thread that appends, with no batch
    /// open. It blocks until the present readers are done; new readers get `reopening`.
    @discardableResult
    public func reopen() throws(LedgerError) -> Int {
        let before: Store? = state.withLock { state in
            defer { state = .reopening }
            return switch state {
            case .open(let store), .failed(let store, _): store
            case .reopening: nil
            }
        }
        let mapSize = before?.environment.usage().mapSize ?? options.mapSize
        // If this throws, nothing is open, and the next call tries again.
        let (store, tail) = try verifiedAnew(closing: consume before, mapSize: mapSize)
        state.withLock { $0 = .open(store) }
        buffers.forget()
        index.forget()
        keys.dropUnsaved(withStaged: true)
        progress.move(to: tail.count, lastTime: tail.time)
        return tail.count
    }
}
