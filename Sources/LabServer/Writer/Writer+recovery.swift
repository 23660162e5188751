import LabAPI
import Ledger
import Logging
import Office
import ServiceSupport

extension Writer {
    /// Periodically tests, while no commands are accepted, whether they can be accepted again, so that labd recovers before
    /// anybody has to send a command to find out. Runs until it is cancelled.
    public nonisolated func keepTrying(pause: Duration = .seconds(5)) async {
        await every(pause) {
            if current.refusal != nil, ledger.damage.isEmpty { await tryAgain() }
        }
    }

    /// Tries whether what keeps commands from being taken is over.
    func tryAgain() {
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
