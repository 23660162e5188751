import CivilTime
import LabAPI
import Ledger
import Logging
import Office
import ServiceSupport

extension Writer {
    /// Records chunks here and now, with one commit, and tells their senders. `failure` is why they were not recorded before.
    func record(_ chunks: [Chunk], after failure: LedgerError? = nil) {
        var failure = failure
        var attempt = 0
        while true {
            switch failure {
            case nil: break
            case .mapFull where attempt < Self.growthLimit: attempt += 1
            case let error? where attempt == 0 && error.needsReopening:
                if case .failed = error { metrics.count { $0.failedCommits += 1 } }
                // An earlier commit failed. What was to be done about it may be possible by now.
                attempt = Self.growthLimit
                do { try reopen() } catch { return refuse(chunks, error) }
            case let error?: return refuse(chunks, error)
            }
            do throws(LedgerError) {
                try recordOnce(chunks)
                return
            } catch {
                failure = error
            }
        }
    }

    private func recordOnce(_ chunks: [Chunk]) throws(LedgerError) {
        var batch = try begin()
        for chunk in chunks { settle(chunk, in: &batch) }
        let underway = BatchUnderway(try batch.stage())
        run(underway)
        if let failure = underway.wait() { throw failure }
        office = underway.batch.office
        history.keep(office)
        quota.charge(underway.batch.charges, on: EuropeRome.day(of: office.time))
    }

    /// Refuses chunks that could not be recorded, and every further command until the log takes commands again.
    private func refuse(_ chunks: [Chunk], _ error: LedgerError) {
        let refusal = Refusal(error)
        logger.error("a batch was not recorded", metadata: ["code": "\(error.code)", "error": "\(error)"])
        current.refuse(refusal)
        office.tidyIndexes()
        var replies = Replies()
        for chunk in chunks {
            chunk.halt?.set()
            let outcomes: [Outcome] = chunk.commands.map { .refused(RefusedCommand(refusal, id: $0.id)) }
            metrics.count([outcomes])
            replies.give(outcomes, to: chunk.pending)
        }
        replies.send()
    }

    /// Periodically tests, while no commands are accepted, whether they can be accepted again, so that labd recovers before
    /// anybody has to send a command to find out. Runs until it is cancelled.
    public nonisolated func keepTrying(pause: Duration = .seconds(5)) async {
        await every(pause) {
            if current.refusal != nil, ledger.damage.isEmpty { await tryAgain() }
        }
    }

    /// Tries whether what keeps commands from being taken is over.
    func tryAgain() {
        drain()
        // A command may have found out meanwhile.
        guard current.refusal != nil, ledger.damage.isEmpty else { return }
        do { try probe() } catch {
            current.refuse(Refusal(error))
            return
        }
        _ = current.publish(office)
        logger.notice("commands are taken again", metadata: ["events": "\(ledger.count)"])
    }

    /// Makes the ledger try whether it takes anything, and opens it again first where it must.
    private func probe() throws(LedgerError) {
        do { try ledger.probe() } catch {
            guard error.needsReopening else { throw error }
            try reopen()
            try ledger.probe()
        }
    }

    /// After a failed commit: has the ledger verify what the disk holds, and brings the office up to it.
    ///
    /// A commit whose last step failed may nevertheless be on the disk. Its senders were told that nothing was acknowledged; if
    /// they send the commands again, they get the answers that they missed.
    func reopen() throws(LedgerError) {
        logger.warning("opening the log anew after a failed commit")
        let count = try ledger.reopen()
        do {
            try office.replay(ledger, keepingIn: history)
        } catch let error as LedgerError {
            throw error
        } catch {
            throw .damaged(position: office.position + 1, detail: "\(error)")
        }
        try ErasureReconciler(ledger, logger).settle(&office, now: clock.believed(in: office))
        logger.notice("the log takes commands again", metadata: ["events": "\(count)"])
        _ = current.publish(office)
        refuseIfDamaged()
    }
}
