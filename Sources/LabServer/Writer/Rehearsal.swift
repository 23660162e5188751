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
    private let now: Instant
    private var ids: [String: BodyDigest] = [:]
    private var revisions: [String: Int] = [:]

    init(_ office: Office, _ ledger: Ledger, sender: Sender, now: Instant) {
        self.office = office
        self.ledger = ledger
        self.sender = sender
        self.now = now
    }

    /// What would become of the command.
    mutating func outcome(of prepared: Prepared) -> Outcome {
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
        if try isRepetition(id, digest, request.id) {
            return CommandAnswer(id: id, events: [], isRepeated: true)
        }
        let time = try office.recordingTime(of: request) { now }
        if let expected = request.expect {
            let stream = try request.command.stream(in: office)
            let current = try revision(of: stream.name)
            guard current == expected else { throw .stale(stream, expected: expected, current: current) }
        }
        let decision = try office.decide(
            request, Recording(time: time, actor: sender.account, roles: sender.roles),
            ReportFreezer(root: "not computed in a rehearsal"))
        if let refusal = decision.refusal { throw refusal }
        let revision = try revision(of: decision.stream.name) + 1
        let position = office.position + 1
        office.apply(decision, position: position, time: time)
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
    private func isRepetition(_ text: String, _ digest: BodyDigest, _ id: ID) throws(Refusal) -> Bool {
        let isSame: Bool
        if let known = ids[text] {
            isSame = known == digest
        } else {
            do throws(LedgerError) {
                guard let earlier = try ledger.earlier(text) else { return false }
                isSame = try ledger.isRepetition(earlier, of: digest)
            } catch {
                throw Refusal(error)
            }
        }
        guard isSame else { throw .idReused(id) }
        return true
    }

    private func revision(of stream: String) throws(Refusal) -> Int {
        if let known = revisions[stream] { return known }
        do { return try ledger.stream(stream).count } catch { throw Refusal(error) }
    }
}
