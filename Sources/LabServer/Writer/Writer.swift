import CivilTime
import LabAPI
public import Ledger
public import Logging
public import Office
import Executors
import Wording

/// The actor that decides commands. It takes them in the order of their arrival, on its own thread, and makes many of them
/// durable with one commit.
///
/// While a commit waits for the disk, further commands accumulate, and share the next commit. A commit of many commands is on a
/// thread of its own, and those that come meanwhile are decided on top of it. Nothing is acknowledged or visible to questions before its commit has returned. If a commit fails, the commands
/// of both batches are decided again.
public actor Writer {
    /// What questions read.
    public nonisolated let current: CurrentOffice
    /// What is counted.
    public nonisolated let metrics = Metrics()
    /// When the writer last was alive.
    nonisolated let heartbeat = Heartbeat()
    /// The offices of earlier positions.
    nonisolated let history: History
    nonisolated let quota: AccountQuota
    nonisolated let searchLimiter: SearchLimiter
    /// Whose time events carry.
    nonisolated let clock: LogClock
    let ledger: Ledger
    let logger: Logger
    private let mailbox: Mailbox
    private let batchLimit: Int
    private let executor: PinnedExecutor
    private let committer = PinnedExecutor(name: "labd-commit")
    /// The office after the last batch that takes no more commands. After ``drain()`` it is the published one.
    var office: Office
    private var doubted: DoubtedClock.Doubt?
    /// The commands that are decided and whose commit has not begun.
    private var open: OpenBatch?
    /// The batch that is being committed.
    private var underway: BatchUnderway?
    /// A batch that was committed beside, which the other thread frees with the next one.
    private var freed: BatchUnderway?

    /// How long a batch is decided on that is of several accounts, or while commands of others wait.
    private static let slice = Duration.milliseconds(6)

    /// The number of commands from which on a batch is committed on the other thread: for fewer, the way there and back takes longer
    /// than deciding those that come meanwhile.
    private static let leastBeside = 64

    /// How often a batch that filled the map is tried again: the map doubles each time.
    static let growthLimit = 8

    /// Creates a writer to `ledger`; `office` is its replay, and `history` is what the replay kept.
    public init(
        _ ledger: Ledger, _ office: Office, _ history: History, limits: Settings.Limits, logger: Logger,
        clock: LogClock
    ) {
        self.ledger = ledger
        self.office = office
        self.logger = logger
        self.clock = clock
        current = CurrentOffice(office)
        self.history = history
        mailbox = Mailbox(limit: limits.waitingCommands)
        batchLimit = limits.batchCommands
        quota = AccountQuota(limit: limits.accountDailyBytes)
        searchLimiter = SearchLimiter(perMinute: limits.searchesPerMinute)
        executor = PinnedExecutor(name: "labd-writer")
        refuseIfDamaged()
    }

    /// The writer's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        // The actor holds the executor for as long as it lives, as the protocol asks.
        unsafe executor.asUnownedSerialExecutor()
    }

    /// Puts a chunk behind those that wait. False if too many do: then the chunk was not taken.
    nonisolated func submit(_ chunk: Chunk) -> Bool {
        switch mailbox.deliver(chunk) {
        case .accepted: return true
        case .full: return false
        case .mustWake:
            scheduleWork()
            return true
        }
    }

    /// If the log is damaged, says so from now on instead of taking commands.
    nonisolated func refuseIfDamaged() {
        guard let damage = ledger.damage.first else { return }
        current.refuse(Refusal(.damaged(position: damage.position, detail: damage.detail)))
    }

    /// Why no commands are taken now, or nil if they are.
    nonisolated var refusal: Refusal? {
        current.refusal ?? clock.judge(in: current.office).doubted?.refusal
    }

    /// How many commands wait.
    nonisolated var waiting: Int { mailbox.count }

    /// Shows that the writer's thread is free to work, unless it waits for a commit.
    func beat() {
        if underway?.isOver != false { heartbeat.beat() }
    }

    /// Returns when all that was submitted before has been answered.
    public func settle() {
        while takeWhatWaits() {}
        drain()
    }

    private nonisolated func scheduleWork() {
        executor.run { self.assumeIsolated { $0.work() } }
    }

    /// Takes what waits, in one job of the actor's: what else the writer is asked to do has its turn between two.
    private func work() {
        if takeWhatWaits() { scheduleWork() }
    }

    /// Decides what waits, and has it committed if no commit is under way. False if nothing waited: then the next delivery wakes the
    /// writer.
    private func takeWhatWaits() -> Bool {
        beat()
        if let underway, openCount >= batchLimit || holdsOthersUp { ended(underway) }
        let collected = mailbox.collect(atMost: batchLimit - openCount)
        guard !collected.isEmpty else { return false }
        // The commands of a closed connection are skipped: nobody would get their outcomes, and others wait.
        var replies = Replies()
        let chunks = collected.filter { chunk in
            guard chunk.isForgotten else { return true }
            let refusal = Refusal(.service(.forgotten))
            replies.give(chunk.commands.map { .refused(RefusedCommand(refusal, id: $0.id)) }, to: chunk.pending)
            return false
        }
        replies.send()
        if !chunks.isEmpty { decide(chunks) }
        beginCommit()
        return true
    }

    /// The number of commands in the open batch.
    private var openCount: Int { open?.count ?? 0 }

    /// Whether the open batch is to take no more, because commands of several accounts are in it or wait for it: the more it holds,
    /// the longer its commit takes too.
    private var holdsOthersUp: Bool {
        guard let deciding = open?.deciding, deciding > Self.slice, let accounts = open?.accounts else { return false }
        return isShared(by: accounts)
    }

    /// Whether a batch with commands of these accounts has those of several, or commands of others wait for it.
    private func isShared(by accounts: Set<String>) -> Bool {
        accounts.count > 1 || mailbox.hasOthers(than: accounts)
    }

    /// Decides commands in the open batch, or in a new one.
    private func decide(_ chunks: [Chunk]) {
        var batch: OpenBatch
        do throws(LedgerError) {
            if let open = open.take() { batch = open } else { batch = try begin() }
        } catch {
            // An earlier commit failed, or nothing is taken.
            drain()
            return record(chunks)
        }
        let accounts = Set(chunks.map(\.sender.account))
        let started = ContinuousClock.now
        for (index, chunk) in chunks.enumerated() {
            // Somebody else's command does not wait until a long batch is decided: the rest of it comes after theirs.
            if index > 0, batch.deciding + (ContinuousClock.now - started) > Self.slice, isShared(by: accounts) {
                mailbox.putBack(chunks[index...])
                break
            }
            settle(chunk, in: &batch)
        }
        batch.deciding += ContinuousClock.now - started
        open = consume batch
    }

    func settle(_ chunk: Chunk, in batch: inout OpenBatch) {
        // A batch of reports over a long log takes its time, and is no writer that hangs.
        beat()
        batch.settle(chunk) {
            beat()
            return clock.read()
        }
        if let judged = batch.session.judged { note(judged.doubted) }
    }

    /// Begins a batch on top of the one that is being committed.
    func begin() throws(LedgerError) -> OpenBatch {
        OpenBatch(
            Session(
                office: office, batch: try ledger.beginBatch(), clock, quota, searchLimiter,
                after: underway?.batch.findings ?? BatchFindings()))
    }

    // MARK: - Commits

    /// Has the open batch committed, unless a commit is under way: then it goes on taking commands.
    private func beginCommit() {
        guard underway == nil, let batch = open.take() else { return }
        let chunks = batch.chunks
        do {
            commit(try batch.stage())
        } catch {
            office = current.office
            record(chunks, after: error)
        }
    }

    private func commit(_ batch: DecidedBatch) {
        office = batch.office
        quota.charge(batch.charges, on: EuropeRome.day(of: office.time))
        let underway = BatchUnderway(batch)
        self.underway = underway
        // Nothing is decided beside an erasure, and what has nothing to be made durable only has its turn.
        guard batch.count >= Self.leastBeside, batch.staged?.destroysKeys == false else {
            let superseded = run(underway)
            finish(underway)
            _ = consume superseded
            return
        }
        let earlier = freed.take()
        committer.run { [self] in
            let superseded = run(underway)
            executor.run { self.assumeIsolated { $0.ended(underway) } }
            // What only these refer to is freed here, where nobody waits for it.
            _ = (consume superseded, consume earlier)
        }
    }

    /// Makes a batch durable, and tells the senders of its commands. Called on either thread.
    ///
    /// Returns the office that was published before.
    @discardableResult
    nonisolated func run(_ underway: BatchUnderway) -> Office? {
        let batch = underway.batch
        if let staged = batch.staged {
            let begin = ContinuousClock.now
            do { _ = try staged.commit() } catch {
                underway.end(error)
                return nil
            }
            let seconds = (ContinuousClock.now - begin) / .seconds(1)
            metrics.count { $0.commitSeconds.observe(seconds) }
            if let confirmed = batch.findings.confirmed { clock.confirm(confirmed) }
        }
        let superseded = current.publish(batch.office)
        // Damage may have been found beside the work.
        refuseIfDamaged()
        for halt in batch.findings.halts { halt.set() }
        metrics.count(batch.outcomes)
        var replies = Replies()
        for (chunk, outcomes) in zip(batch.chunks, batch.outcomes) { replies.give(outcomes, to: chunk.pending) }
        replies.send()
        underway.end()
        return superseded
    }

    /// Goes on after a commit.
    private func ended(_ underway: BatchUnderway) {
        guard self.underway === underway else { return }
        finish(underway)
        freed = underway
        beginCommit()
        if self.underway == nil { freed = nil }
    }

    /// Waits for the end of a commit. If it failed, records its commands again, and then those that were decided on top of it.
    private func finish(_ underway: BatchUnderway) {
        let failure = underway.wait()
        self.underway = nil
        beat()
        guard let failure else {
            if underway.batch.staged != nil {
                history.keep(underway.batch.office, isBusy: openCount > 0 || mailbox.count > 0)
            }
            return
        }
        var later: [Chunk] = []
        if let batch = open.take() { later = batch.chunks }
        quota.refund(underway.batch.charges, on: EuropeRome.day(of: underway.batch.office.time))
        office = current.office
        record(underway.batch.chunks, after: failure)
        if !later.isEmpty { record(later) }
    }

    /// Has everything that is decided committed, and returns when its senders are told.
    func drain() {
        while let underway { finish(underway) }
        beginCommit()
        while let underway { finish(underway) }
    }

    /// Says once that the clock is not believed, and once that it is again.
    private func note(_ doubted: DoubtedClock?) {
        guard self.doubted != doubted?.doubt else { return }
        self.doubted = doubted?.doubt
        if let doubted {
            logger.critical(
                "the machine's clock is not believed, and nothing is recorded",
                metadata: [
                    "detail": "\(doubted.refusal.message(in: .english).detail)",
                    "remedy": "set it, or labctl clock confirm",
                ])
        } else {
            logger.notice("the machine's clock is believed again")
        }
    }
}

extension LedgerError {
    /// Whether the ledger takes nothing more until it is opened again, because a commit failed or opening it again did.
    var needsReopening: Bool {
        switch self {
        case .failed, .reopening: true
        default: false
        }
    }
}
