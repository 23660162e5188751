import LabAPI
import Ledger
import Office

/// What would become of commands, of which nothing is recorded: each is decided against the office as the ones before it
/// would have left it.
///
/// Nothing else that is recorded meanwhile is seen, so an answer promises nothing.
struct Rehearsal {
    private var office: Office
    private let ledger: Ledger
    private let sender: Sender
    /// What the clock showed at the beginning; believed once a command has confirmed it.
    private var clock: LogClock.Judged
    private var ids: [String: BodyDigest] = [:]
    private let looks: LookLimiter
    /// Sealed values that were compared with recorded ones, and that is not recorded yet.
    private var comparisons: [PersonalDataRequest] = []
    private var revisions: [String: Int] = [:]

    init(_ office: Office, _ ledger: Ledger, sender: Sender, _ clock: LogClock.Judged, _ looks: LookLimiter) {
        self.looks = looks
        self.office = office
        self.ledger = ledger
        self.sender = sender
        self.clock = clock
    }

    /// What is to be recorded before the outcomes so far are told: once.
    mutating func takeComparisons() -> [PersonalDataRequest] {
        defer { comparisons = [] }
        return comparisons
    }

    /// What would become of the command.
    mutating func outcome(of prepared: ParsedCommand) -> Outcome {
        switch prepared {
        case .refused(let problem): return .refused(problem)
        case .look: return .refused(Problem(.notTried))
        case .command(let request, let digest):
            do throws(Refusal) {
                return .accepted(try answer(to: request, digest))
            } catch {
                return .refused(Problem(error, id: request.id.text))
            }
        }
    }

    private mutating func answer(to request: CommandRequest, _ digest: BodyDigest) throws(Refusal) -> CommandAnswer {
        let id = request.id.text
        if try isRepetition(request, digest) {
            return CommandAnswer(id: id, events: [], isRepeated: true)
        }
        let recording = try office.recording(of: request, by: sender) { clock }
        let time = recording.time
        if let expected = request.expect {
            let stream = try request.command.stream(in: office)
            let current = try revision(of: stream.name)
            guard current == expected else { throw .stale(stream, expected: expected, current: current) }
        }
        let decision = try office.decide(
            request, recording, ReportFreezer(root: "not computed in a rehearsal"))
        if let refusal = decision.refusal { throw refusal }
        let revision = try revision(of: decision.stream.name) + 1
        let position = office.position + 1
        office.apply(decision, position: position, time: time)
        if request.confirmsClock { clock = LogClock.Judged(time: clock.time, doubted: nil) }
        ids[id] = digest
        revisions[decision.stream.name] = revision
        return CommandAnswer(
            id: id,
            events: [
                CommandAnswer.Event(
                    position: position, revision: revision, subject: decision.stream.name, type: decision.type,
                    time: time.description, flags: decision.flags.words)
            ], isRepeated: false)
    }

    /// Whether the command was accepted before; throws `id-reused` if another was.
    private mutating func isRepetition(_ request: CommandRequest, _ digest: BodyDigest) throws(Refusal) -> Bool {
        let id = request.id
        if let known = ids[id.text] {
            guard known == digest else { throw .idReused(id) }
            return true
        }
        let owner: String?
        do throws(LedgerError) {
            guard let earlier = try ledger.earlier(id.text) else { return false }
            let position = earlier.positions.lowerBound
            // As the writer does it: see Session.
            guard let first = try ledger.event(at: position), sender.hasSent(first.actor) else {
                throw LedgerError.commandExists(id: id.text)
            }
            if try ledger.isRepetition(earlier, of: digest) { return true }
            owner = try ledger.sealedOwner(at: position)
        } catch {
            if case .commandExists = error { throw .idReused(id) }
            throw Refusal(error)
        }
        if let owner, let comparison = PersonalDataRequest(comparingWith: owner, request) {
            try looks.take(sender.account)
            comparisons.append(comparison)
        }
        throw .idReused(id)
    }

    private func revision(of stream: String) throws(Refusal) -> Int {
        if let known = revisions[stream] { return known }
        do { return try ledger.revision(of: stream) } catch { throw Refusal(error) }
    }
}
