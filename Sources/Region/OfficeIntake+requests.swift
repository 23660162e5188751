import LabServer
import Ledger
import Logging
import NATS
import RegionFeed
import TransparencyLog

extension OfficeIntake {
    func show() {
        let kept = min(verifier.verified, copy?.ledger.count ?? 0)
        office.change { standing in
            standing.received = verifier.received
            standing.verified = kept
            standing.promised = max(standing.promised, verifier.promised)
        }
    }

    func count(_ number: WritableKeyPath<RegionOffice.Standing, Int>, _ what: String, _ message: Message) {
        office.change { $0[keyPath: number] += 1 }
        evidence.keep(what, message.bytes, sequence: message.sequence)
        logger.warning(
            "a message is not of the office's log",
            metadata: ["office": "\(office.id)", "sequence": "\(message.sequence)", "detail": "\(what)"])
    }

    /// Asks the office's relay for the lines from a position on. It answers, or is asked again later.
    func ask(from position: Int) {
        if let lastAsked, ContinuousClock.now - lastAsked < Self.betweenRequests { return }
        lastAsked = .now
        let request = ResendRequest(generation: generation, from: position)
        do {
            let reply = try connection.current().request(request.bytes, of: feed.resend, within: .seconds(3))
            switch ResendAnswer(reply.bytes) {
            case .accepted(_, let lines):
                office.change { $0.resends += 1 }
                logger.notice(
                    "asked for lines again",
                    metadata: ["office": "\(office.id)", "from": "\(position)", "lines": "\(lines)"])
            case .refused(.beyondEnd, _): break
            case .refused(let code, let detail):
                logger.info(
                    "lines are not sent again now",
                    metadata: ["office": "\(office.id)", "code": "\(code.rawValue)", "detail": "\(detail)"])
            case nil: break
            }
        } catch {
            let detail = "the office's relay does not answer (\(error))"
            office.change { standing in
                standing.interruption =
                    standing.promised > position ? "lines from \(position) on are missing, and \(detail)" : detail
            }
        }
    }

    /// Cosigns the newest verified checkpoint, if it is time.
    func cosign() throws {
        guard witness != nil, let copy, verifier.verified == copy.ledger.count,
            !verifier.checkpoint.isEmpty,
            ContinuousClock.now - lastCosigned > Self.betweenCosignatures
        else { return }
        lastCosigned = .now
        do {
            guard let note = try witness?.cosign(verifier.checkpoint, of: copy.ledger) else { return }
            try connection.current().publish(note, to: feed.cosignatures(generation))
            office.change { $0.cosigned += 1 }
        } catch let forked as OfficeWitness.Forked {
            try fork(
                forked.size,
                [
                    ("the checkpoint of \(forked.size) lines that the region cosigned", forked.note),
                    ("the checkpoint that verifies now", verifier.checkpoint),
                ])
        }
    }
}
