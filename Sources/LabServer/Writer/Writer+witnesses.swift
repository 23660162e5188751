import Ledger
import TransparencyCrypto
import TransparencyLog

extension Writer {
    /// Keeps a cosigned checkpoint: the later of two, and of the same one the signatures of both.
    ///
    /// Where an earlier commit failed, or this one does, the log is opened again and the commit is tried once more.
    /// - Returns: what is kept now.
    func keep(
        _ note: SignedNote, of checkpoint: Checkpoint, _ witnesses: [VerifierKey]
    ) throws -> SignedNote {
        drain()
        do {
            return try keepOnce(note, of: checkpoint, witnesses)
        } catch let error as LedgerError where error.needsReopening {
            if case .failed = error { metrics.count { $0.failedCommits += 1 } }
            try reopen()
            return try keepOnce(note, of: checkpoint, witnesses)
        }
    }

    private func keepOnce(
        _ note: SignedNote, of checkpoint: Checkpoint, _ witnesses: [VerifierKey]
    ) throws -> SignedNote {
        if let kept = try ledger.checkpoint(witnessed: true), let earlier = try? Checkpoint(kept.text) {
            if earlier.size > checkpoint.size { return kept }
            if kept.text == note.text {
                let both = try kept.attaching(note.signatures, of: witnesses, log: ledger.logKey, using: .crypto)
                try ledger.keepWitnessed(both)
                return both
            }
        }
        // Only what was verified is kept: the log's signature, and those of known witnesses.
        let known = [ledger.logKey] + witnesses
        let signatures = note.signatures.filter { signature in
            known.contains { $0.name == signature.name && $0.id == signature.id }
        }
        let verified = try SignedNote(note.text, signatures: signatures)
        try ledger.keepWitnessed(verified)
        return verified
    }
}
