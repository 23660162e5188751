import Ledger
import Logging
import Office

extension Writer {
    /// After a failed commit: has the ledger verify what the disk holds, and brings the office up to it.
    ///
    /// A commit of which only the last step failed may be there after all. Its senders were told that nothing was
    /// acknowledged; when they ask again, they get the answer that they missed.
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
        try Erasures(ledger, logger).settle(&office, now: clock.believed(in: office))
        logger.notice("the log takes commands again", metadata: ["events": "\(count)"])
        published.publish(office)
        refuseIfDamaged()
    }
}
