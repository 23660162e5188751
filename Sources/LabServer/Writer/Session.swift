import CanonicalJSON
import CivilTime
import EventFormat
import LabAPI
import Ledger
import Office
import Wording

/// What the commands of a batch change besides the log, in force once the batch is committed.
struct BatchFindings: Sendable {
    /// The bodies that had a line refused.
    var halts: [HaltAtRefusal] = []
    /// What the clock showed when a command confirmed it.
    var confirmed: LogClock.Reading?
}

/// One batch in the making: the commands that are decided so far, and the office as they leave it.
///
/// Thrown away as a whole if the commit fails, or the one before it. Over a `RehearsalBatch` it says what would become of the commands.
struct Session<Log: CommandBatch & ~Copyable>: ~Copyable {
    /// The office with all that was accepted in this batch.
    private(set) var office: Office
    /// What this batch changes besides the log.
    private(set) var findings = BatchFindings()
    /// How many bytes the accounts' commands take in this batch; nothing in a simulated log.
    private(set) var charges: [String: Int] = [:]
    /// The same of the batch before this one, if that is not committed yet.
    private let before: BatchFindings
    /// What the clock showed when it was last asked; nil if no command of this batch needed it.
    private(set) var judged: LogClock.Judged?
    /// The looks at personal data that nothing records, and that must be recorded before what was decided is told.
    private var unrecordedLooks: [PersonalDataRequest] = []
    private var batch: Log
    private var hasAppended = false
    private let clock: LogClock
    private let quota: AccountQuota
    private let searchLimiter: SearchLimiter

    /// Commands that follow on `office`, and on a batch that is not committed yet, if there is one.
    init(
        office: Office, batch: consuming Log, _ clock: LogClock, _ quota: AccountQuota, _ searchLimiter: SearchLimiter,
        after before: BatchFindings = BatchFindings()
    ) {
        self.office = office
        self.before = before
        self.clock = clock
        self.batch = batch
        self.quota = quota
        self.searchLimiter = searchLimiter
    }

    /// Decides the commands of a chunk, in order.
    mutating func settle(_ chunk: Chunk, _ read: () -> LogClock.Reading) -> [Outcome] {
        var outcomes: [Outcome] = []
        outcomes.reserveCapacity(chunk.commands.count)
        var isHalted =
            chunk.halt.map { halt in halt.isSet || (findings.halts + before.halts).contains { $0 === halt } } ?? false
        for command in chunk.commands {
            guard !isHalted else {
                outcomes.append(.refused(RefusedCommand(.notTried, id: command.id)))
                continue
            }
            let outcome = settle(command, chunk.sender, read)
            if case .refused = outcome, let halt = chunk.halt {
                isHalted = true
                findings.halts.append(halt)
            }
            outcomes.append(outcome)
        }
        return outcomes
    }

    /// Decides one command.
    mutating func settle(_ command: ParsedCommand, _ sender: Sender, _ read: () -> LogClock.Reading) -> Outcome {
        switch command {
        case .refused(let refused): .refused(refused)
        case .command(let request, let digest): settle(request, digest, sender, read)
        case .look(let request): settle(request, sender, read)
        }
    }

    /// The looks at personal data that have to be recorded before the outcomes so far are told: once.
    mutating func takeUnrecordedLooks() -> [PersonalDataRequest] {
        defer { unrecordedLooks = [] }
        return unrecordedLooks
    }

    private mutating func settle(
        _ request: CommandRequest, _ digest: BodyDigest, _ sender: Sender, _ read: () -> LogClock.Reading
    ) -> Outcome {
        do throws(LedgerError) {
            if let earlier = try batch.earlier(request.id.text) {
                return try settle(request, digest, sentAgain: earlier, sender, read)
            }
            return try decide(request, digest, sender, read)
        } catch {
            // The batch goes on without this command.
            return .refused(RefusedCommand(Refusal(error), id: request.id.text))
        }
    }

    /// Answers a command whose id is known: the first answer to the account that sent it then, and sends the same now.
    ///
    /// To everybody else the id is taken, and that is all they learn: whether what is sealed is what they say could be found out
    /// by trying otherwise. Where the account itself sends other sealed values, the attempt is recorded before it is answered.
    private mutating func settle(
        _ request: CommandRequest, _ digest: BodyDigest, sentAgain earlier: RecordedCommand, _ sender: Sender,
        _ read: () -> LogClock.Reading
    ) throws(LedgerError) -> Outcome {
        let id = request.id.text
        let taken = Refusal(.log(.idReused(request.id)), field: "id", value: "\"\(id)\"")
        let reused = Outcome.refused(RefusedCommand(taken, id: id))
        let position = earlier.positions.lowerBound
        guard let first = try batch.event(at: position) else {
            throw .damaged(position: position, detail: "the event of the command \(id) is not there")
        }
        guard sender.hasSent(first.actor) else { return reused }
        if try batch.isRepetition(earlier, of: digest) {
            if let refusal = try refusal(of: earlier) { return .refused(RefusedCommand(refusal, id: id)) }
            return .accepted(try answer(of: earlier, request.id))
        }
        guard let owner = try batch.sealedOwner(at: position) else { return reused }
        do throws(Refusal) { try searchLimiter.take(sender.account) } catch {
            return .refused(RefusedCommand(error, id: id))
        }
        guard let comparison = PersonalDataRequest(comparingWith: owner, request) else { return reused }
        switch settle(comparison, sender, read) {
        case .accepted: return reused
        case .refused(let refused): return .refused(RefusedCommand(refused.refusal, id: id))
        }
    }

    private mutating func decide(
        _ request: CommandRequest, _ digest: BodyDigest, _ sender: Sender, _ read: () -> LogClock.Reading
    ) throws(LedgerError) -> Outcome {
        var decision: Decision
        let time: Instant
        var (reading, judged): (LogClock.Reading?, LogClock.Judged?) = (nil, self.judged)
        defer { self.judged = judged }
        let bytesBefore = batch.bytes
        do throws(Refusal) {
            var recording = try office.recording(of: request, by: sender) {
                let now = read()
                let verdict = clock.judge(now, in: office, since: findings.confirmed ?? before.confirmed)
                (reading, judged) = (now, verdict)
                return verdict
            }
            time = recording.time
            if Log.isRecorded, !office.isSimulated {
                try quota.check(
                    sender.account, pending: charges[sender.account, default: 0], on: EuropeRome.day(of: time))
            }
            if let expected = request.expect { try check(expected, request) }
            recording.namesakes = namesakes(of: request, sender)
            decision = try office.decide(
                request, recording, ReportFreezer(root: root(for: request)))
        } catch {
            return .refused(RefusedCommand(error, id: request.id.text))
        }
        let terms = request.searchTerms.map(\.bytes)
        let sealed = request.personal.map {
            SealedFields(owner: decision.owner.name, fields: $0, terms: terms)
        }
        let appended = try append(&decision, time) { draft in
            CommandRecord(
                id: request.id.text, actor: sender.account, bodyDigest: digest, time: time, drafts: [draft],
                sealed: sealed)
        }
        if !office.isSimulated { charges[sender.account, default: 0] += batch.bytes - bytesBefore }
        if request.confirmsClock { findings.confirmed = reading }
        if let refusal = decision.refusal { return .refused(RefusedCommand(refusal, id: request.id.text)) }
        return .accepted(CommandAnswer(decision, appended, id: request.id.text, at: time))
    }

    /// Who is known by the name or tax code that a command says somebody has. Without keys nobody; then nothing is sealed either.
    ///
    /// Whether there is somebody tells whether a guess is right, so a rehearsal does not ask, and in a real log an account that has
    /// used up its searches for the moment is told nothing.
    private func namesakes(of request: CommandRequest, _ sender: Sender) -> [Stream] {
        guard Log.isRecorded, !request.searchTerms.isEmpty else { return [] }
        if !office.isSimulated {
            do throws(Refusal) { try searchLimiter.take(sender.account) } catch { return [] }
        }
        return ((try? batch.owners(ofAny: request.searchTerms.map(\.bytes))) ?? []).map { Stream($0) }
    }

    /// Records that somebody looks at personal data, which they see once this is durable.
    private mutating func settle(
        _ request: PersonalDataRequest, _ sender: Sender, _ read: () -> LogClock.Reading
    ) -> Outcome {
        let judged = clock.judge(read(), in: office, since: findings.confirmed ?? before.confirmed)
        self.judged = judged
        if let doubted = judged.doubted { return .refused(RefusedCommand(doubted.refusal)) }
        // In a simulated log no clock counts.
        let time = office.isSimulated ? office.time : max(judged.time, office.time)
        var decision: Decision
        do {
            decision = try office.decide(request, Recording(time: time, actor: sender.account, roles: sender.roles))
        } catch {
            return .refused(RefusedCommand(error))
        }
        do throws(LedgerError) {
            let appended = try append(&decision, time) {
                CommandRecord(own: $0, actor: sender.account, time: time)
            }
            if !Log.isRecorded { unrecordedLooks.append(request) }
            return .accepted(CommandAnswer(decision, appended, id: "labd", at: time))
        } catch {
            return .refused(RefusedCommand(Refusal(error)))
        }
    }

    /// Appends a decision's event, destroys what it destroys, and takes it into the office.
    private mutating func append(
        _ decision: inout Decision, _ time: Instant, _ record: (EventDraft) -> CommandRecord
    ) throws(LedgerError) -> [AppendedEvent] {
        let appended = try batch.append(&decision, record)
        hasAppended = true
        for event in appended { office.apply(decision, position: event.position, time: time) }
        return appended
    }

    /// What the sender of a command was told whose event records that it was refused; nil for all others.
    private func refusal(of earlier: RecordedCommand) throws(LedgerError) -> Refusal? {
        guard let event = try batch.event(at: earlier.positions.lowerBound),
            Refusal.isErasureRefused(by: event.type)
        else { return nil }
        do { return try Refusal(erasureRefused: event.data) } catch {
            throw .damaged(position: event.position, detail: error.message(in: .english).detail)
        }
    }

    /// The root of the tree over all lines so far, if the command's event is to carry it.
    private func root(for request: CommandRequest) -> String? {
        type(of: request.command).freezesFigures ? batch.root() : nil
    }

    /// Refuses a command whose sender has not seen the last event of the stream that it would go to.
    private func check(_ expected: Int, _ request: CommandRequest) throws(Refusal) {
        let stream = try request.command.stream(in: office)
        let current: Int
        do {
            current = try batch.revision(of: stream.name)
        } catch {
            throw Refusal(error)
        }
        guard current == expected else {
            throw Refusal(
                .log(.stale(stream: stream.name, expected: expected, current: current)), field: "expect",
                value: "\(expected)")
        }
    }

    /// The first answer to a command that was accepted before, read back from its events.
    private func answer(of earlier: RecordedCommand, _ id: ID) throws(LedgerError) -> CommandAnswer {
        var events: [CommandAnswer.Event] = []
        for position in earlier.positions {
            guard let event = try batch.event(at: position) else {
                throw .damaged(position: position, detail: "the event of the command \(id.text) is not there")
            }
            events.append(CommandAnswer.Event(event))
        }
        return CommandAnswer(id: id.text, events: events, isRepeated: true)
    }
}

extension Session where Log == Batch {
    /// Ends the batch, and returns what is to be made durable; nil if there is nothing.
    consuming func stage() throws(LedgerError) -> StagedBatch? {
        guard hasAppended else { return nil }
        return try batch.stage()
    }
}

extension Office {
    /// How a command is recorded: at the time that came with it, in a simulated log; else at the clock's, never before the last
    /// event's.
    ///
    /// - Throws: `at-not-allowed`, `at-backwards`; `clock-implausible` unless the command is the one that confirms the clock.
    func recording(
        of request: CommandRequest, by sender: Sender, _ clock: () -> LogClock.Judged
    ) throws(Refusal) -> Recording {
        if let at = request.at {
            guard isSimulated else { throw Refusal(.log(.timeInRealLog), field: "at") }
            guard at >= time else { throw .backwards(at, last: time) }
            return Recording(time: at, actor: sender.account, roles: sender.roles)
        }
        let clock = clock()
        if let doubted = clock.doubted, !request.confirmsClock { throw doubted.refusal }
        return Recording(
            time: max(clock.time, time), actor: sender.account, roles: sender.roles, doubtedClock: clock.doubted)
    }
}
