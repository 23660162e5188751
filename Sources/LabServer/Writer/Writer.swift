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
/// While a commit waits for the disk, further commands accumulate, and share the next commit. Nothing is acknowledged or
/// visible to questions before its commit has returned.
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
    /// The office after the last commit.
    var office: Office
    private var doubted: DoubtedClock.Doubt?
    /// The office that was published before, which is freed once the outcomes of the commands after it are on their way.
    private var superseded: Office?

    /// How long a batch is decided on that is of several accounts, or while commands of others wait.
    private static let slice = Duration.milliseconds(8)

    /// How often a batch that filled the map is tried again: the map doubles each time.
    private static let growthLimit = 8

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

    /// Shows that the writer's thread is free to work.
    func beat() { heartbeat.beat() }

    /// Returns when all that was submitted before has been answered.
    public func settle() {
        while settleOneBatch() {}
    }

    private nonisolated func scheduleWork() {
        executor.run { self.assumeIsolated { $0.work() } }
    }

    /// Settles what waits, one batch with each job of the actor's: what else the writer is asked to do has its turn between two.
    private func work() {
        if settleOneBatch() { scheduleWork() }
    }

    /// False if nothing waited: then the next delivery wakes the writer.
    private func settleOneBatch() -> Bool {
        heartbeat.beat()
        let collected = mailbox.collect(atMost: batchLimit)
        guard !collected.isEmpty else { return false }
        // The commands of a closed connection are skipped: nobody would get their outcomes, and others wait.
        var replies = Replies()
        let batch = collected.filter { chunk in
            guard chunk.isForgotten else { return true }
            let refusal = Refusal(.service(.forgotten))
            replies.give(chunk.commands.map { .refused(RefusedCommand(refusal, id: $0.id)) }, to: chunk.pending)
            return false
        }
        replies.send()
        if !batch.isEmpty { settle(batch[...]) }
        heartbeat.beat()
        return true
    }

    /// Settles chunks with one commit and answers their senders.
    private func settle(_ chunks: ArraySlice<Chunk>) {
        var replies = Replies()
        defer {
            replies.send()
            superseded = nil
        }
        do {
            let outcomes = try record(chunks)
            metrics.count(outcomes)
            if outcomes.count < chunks.count { mailbox.putBack(chunks.dropFirst(outcomes.count)) }
            for (chunk, outcomes) in zip(chunks, outcomes) { replies.give(outcomes, to: chunk.pending) }
        } catch {
            let refusal = Refusal(error)
            logger.error("a batch was not recorded", metadata: ["code": "\(error.code)", "error": "\(error)"])
            current.refuse(refusal)
            office.tidyIndexes()
            for chunk in chunks {
                chunk.halt?.set()
                let outcomes: [Outcome] = chunk.commands.map { .refused(RefusedCommand(refusal, id: $0.id)) }
                metrics.count([outcomes])
                replies.give(outcomes, to: chunk.pending)
            }
        }
    }

    private func record(_ chunks: ArraySlice<Chunk>) throws(LedgerError) -> [[Outcome]] {
        var attempt = 0
        while true {
            do {
                return try recordOnce(chunks)
            } catch .mapFull where attempt < Self.growthLimit {
                attempt += 1
            } catch  where attempt == 0 && error.needsReopening {
                if case .failed = error { metrics.count { $0.failedCommits += 1 } }
                // An earlier commit failed. What was to be done about it may be possible by now.
                attempt = Self.growthLimit
                try reopen()
            }
        }
    }

    private func recordOnce(_ chunks: ArraySlice<Chunk>) throws(LedgerError) -> [[Outcome]] {
        var session = Session(office: office, batch: try ledger.beginBatch(), clock, quota, searchLimiter)
        var outcomes: [[Outcome]] = []
        outcomes.reserveCapacity(chunks.count)
        let accounts = Set(chunks.map(\.sender.account))
        let started = ContinuousClock.now
        for chunk in chunks {
            // Somebody else's command does not wait until a long batch is decided: the rest of it comes after theirs.
            if !outcomes.isEmpty, ContinuousClock.now - started > Self.slice,
                accounts.count > 1 || mailbox.hasOthers(than: accounts)
            {
                break
            }
            // A batch of reports over a long log takes its time, and is no writer that hangs.
            heartbeat.beat()
            outcomes.append(
                try session.settle(chunk) { [heartbeat, clock] in
                    heartbeat.beat()
                    return clock.read()
                })
        }
        let (decided, halts, charges) = (session.office, session.halts, session.charges)
        let confirmed = session.confirmed
        if let judged = session.judged { note(judged.doubted) }
        let begin = ContinuousClock.now
        if try session.end() {
            let seconds = (ContinuousClock.now - begin) / .seconds(1)
            metrics.count { $0.commitSeconds.observe(seconds) }
            office = decided
            if let confirmed { clock.confirm(confirmed) }
            quota.charge(charges, on: EuropeRome.day(of: decided.time))
            history.keep(office, isBusy: mailbox.count > 0)
        }
        superseded = current.publish(office)
        // Damage may have been found beside the work.
        refuseIfDamaged()
        for halt in halts { halt.set() }
        return outcomes
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
