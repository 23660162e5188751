import LMDB
import Synchronization

/// The append-only log of an office: lines, streams and revisions, command ids, sealed fields.
///
/// One thread appends, in batches; any number read, and none waits for another. Opening takes the data directory for
/// this process alone. The ledger knows nothing of what the events mean.
public final class Ledger: Sendable {
    /// What can be chosen about a ledger.
    public struct Options: Sendable, Hashable {
        /// Bytes of address space for the log to begin with; it doubles by itself.
        public var mapSize: Int
        /// How many events gather before their ids and streams are put into the tables by which they are found; until
        /// then they are held in memory, and read again at the start.
        public var indexInterval: Int
        /// A directory with the keys that a service manager passes (systemd.exec(5), `LoadCredential=`), where one is.
        public var credentials: String?

        /// The defaults: 1 GB of address space, of which only what is used takes room; 131,072 events.
        public init(mapSize: Int = 1 << 30, indexInterval: Int = 131_072, credentials: String? = nil) {
            self.mapSize = mapSize
            self.indexInterval = indexInterval
            self.credentials = credentials
        }
    }

    /// Whose log this is; the generation as stored.
    public let identity: LogIdentity
    /// The keys of sealed fields and of command bodies.
    public let keys: KeyStore
    /// The `source` of what is appended.
    let source: String
    /// The notes beside the log of which this start found other bytes than were written, by their paths: what they said is not
    /// known any more, and they are made again. A sign of a failing disk.
    public let unreadableNotes: [String]
    let directory: DataDirectory
    let options: Options
    let progress = Progress()
    let damages = DamageList()
    let signer: LogSigner
    let buffers = AppendBuffers()
    let index = SharedIndex()
    private let state: Mutex<State>

    /// What may be done with the log.
    private enum State {
        case open(Store)
        /// Readable; a commit failed.
        case failed(Store, detail: String)
        case reopening
    }

    /// The beginning of 2019, before which no clock is right.
    private static let firstBeginning: Int64 = 1_546_300_800_000_000

    /// Opens the ledger in `path`, with its last 10,000 lines verified against the tree and the last checkpoint, and begins
    /// there if there is none, with the event `log.created`. A log that is damaged is opened to be read, see ``damage``.
    ///
    /// `now` and `today`, its civil day, are used only to begin a log; a simulated one begins at the epoch instead of
    /// `now`. Throws `inUse`, `copiedWhileOpen`, `simulationMismatch`, `identityMismatch`, `keysUnavailable`, `logMissing`, and what
    /// reading the log's ends brings up.
    public init(
        inDirectory path: String, _ identity: LogIdentity, now: Timestamp, today: String, _ options: Options = Options()
    ) throws(LedgerError) {
        directory = try DataDirectory(path)
        try directory.checkIsNoCopy()
        self.options = options
        // It takes room at most.
        try? directory.clearCopies()
        unreadableNotes = directory.unreadableNotes
        let isBegun = Environment.isBegun(inDirectory: directory.log)
        // The keys are made before the log is, and new ones would be another log's.
        guard !isBegun || KeyTables.areBegun(inDirectory: directory.keys) else {
            throw .keysUnavailable(
                detail:
                    "\(directory.keys) has no keys, and \(directory.log) has a log; put the keys back from their backup: "
                    + "labctl keys restore, also where that was broken off")
        }
        keys = try KeyStore(inDirectory: directory.keys, credentials: options.credentials)
        if !isBegun {
            guard try !keys.hasLog() else { throw .logMissing(directory: directory.keys) }
            // What a making that was broken off left holds nothing, and LMDB would take it for a file that was cut short.
            try Files.remove(directory.log + "/data.mdb")
        }
        let store = try Store(inDirectory: directory.log, mapSize: options.mapSize)
        let generation = try store.generation()
        signer = try LogSigner(keys.log, origin: identity.inGeneration(generation).checkpointOrigin)
        let tail: Tail
        if let found = try store.verifyTail(signer) {
            tail = found
        } else {
            guard try !keys.hasLog() else { throw .logMissing(directory: directory.keys) }
            // A machine without a clock of its own begins in 1970, and the log would hold that against the right time.
            guard identity.simulated || now.microseconds >= Self.firstBeginning else {
                throw .invalid(
                    field: "clock",
                    detail:
                        "the machine's clock shows \(now), and no log is begun before 2019: set it, and start labd again"
                )
            }
            try store.begin(identity, at: identity.simulated ? .epoch : now, today: today, signer)
            guard let begun = try store.verifyTail(signer) else {
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
        // What was made at a first start has its names for good before anything is acknowledged.
        try Files.sync(directory.log)
        let length = directory.length(inGeneration: generation)
        if length > tail.count {
            damages.note([Damage(position: tail.count, Self.tooShort(length, tail, in: directory.path))])
        } else {
            // A disk without room must not keep questions from being answered.
            try? directory.noteLength(tail.count, inGeneration: generation)
        }
        if generation > directory.generation { try? directory.noteGeneration(generation) }
        // A disk without room must not keep questions from being answered; the note is one precaution of several.
        try? directory.noteRunning()
    }

    /// What is found of a log that is shorter than a note beside it says, and what to do. Which of the two is right is not known
    /// where the log is whole.
    private static func tooShort(_ length: Int, _ tail: Tail, in directory: String) -> String {
        let said = "the log ends here and had \(length) events, as \(directory)/length says"
        guard tail.damage.isEmpty else { return said }
        return said
            + ", though what is here is whole: if a file of an earlier time was put in its place, put the newer one "
            + "back, or a backup of \(length) events (labctl restore); if nobody did that, the note is wrong, and labctl restore "
            + "\(directory)/log --data \(directory) --discard-newer goes on with these \(tail.count) events and gives up none of them"
    }

    /// Notes beside the log that it is closed, and how long it is. To be called at the end, when nothing is appended any more:
    /// a copy of the directory that is made before is refused at its start, see `LedgerError.copiedWhileOpen`.
    public func noteStopped() throws(LedgerError) {
        // Without room the length stays the earlier one, and the log is closed all the same.
        try? noteLength()
        try directory.noteStopped()
    }

    /// Notes beside the log how long it is, so that a file of an earlier time that is put in its place is found out at the
    /// next start. Cheap; to be called now and then, and at the end.
    public func noteLength() throws(LedgerError) {
        try directory.noteLength(count, inGeneration: identity.generation)
    }

    /// Makes the lock file again if somebody deleted or replaced it, and answers its path if that was so. Without it nothing is
    /// endangered, as the directory itself is locked; versions before 0.2 look at the file alone.
    ///
    /// - Throws: `inUse` where another process has taken the file that is there now; `file`.
    public func renewLock() throws(LedgerError) -> String? { try directory.lock.renew() }

    /// Sets who is told before LMDB ends the process because a file of the log's or of the keys cannot be what it wrote: it was
    /// damaged in a way that LMDB notices only while it reads. `listener` gets the file's path and LMDB's words, and must neither
    /// wait nor use a ledger.
    public static func whenFileIsBroken(_ listener: @escaping @Sendable (_ file: String, _ words: String) -> Void) {
        Environment.whenAssertionFails(listener)
    }

    /// Has the process say, before the system ends it because a page of such a file cannot be read (SIGBUS), which file it is:
    /// `before`, the path, `after`, on standard error.
    public static func speakWhenFileCannotBeRead(before: String, after: String) {
        Environment.speakAtBusError(before: before, after: after)
    }

    /// How many events are committed: the position of the next. Cheap, from any thread.
    public var count: Int { progress.count }

    /// The time of the last event committed. Cheap, from any thread.
    public var lastTime: Timestamp { progress.lastTime }

    /// Why there are no appends until ``reopen()``; nil when all is well.
    public var failure: String? {
        state.withLock { if case .failed(_, let detail) = $0 { detail } else { nil } }
    }

    /// Waits until there are more than `count` events, and answers how many there are.
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

    /// Stops appends: what the disk holds is not known any more.
    func fail(_ detail: String) {
        state.withLock { if case .open(let store) = $0 { $0 = .failed(store, detail: detail) } }
    }

    /// After a failed commit: opens the files anew, verifies the end of the log, and takes appends again.
    ///
    /// Answers the count of events, which may be greater than before: a commit of which the last step failed can be
    /// on the disk. What was derived from the log must be brought up to this count. Called by the thread that
    /// appends, with no batch open; blocks until the readers of the moment are done, others get `reopening`.
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
        // If this throws nothing is open, and the next call tries again.
        let (store, tail) = try verifiedAnew(closing: consume before, mapSize: mapSize)
        state.withLock { $0 = .open(store) }
        buffers.forget()
        index.forget()
        progress.move(to: tail.count, lastTime: tail.time)
        return tail.count
    }
}
