internal import LabAPI
internal import TransparencyCrypto
internal import TransparencyLog

/// A stored line with a proof, which was verified, that it is in the log.
struct ProvenLine {
    let line: [UInt8]
    let proof: ProofFile
    /// The log's key, as labd says it.
    let key: VerifierKey

    /// Where the line is.
    var position: ProvenPosition {
        ProvenPosition(position: proof.inclusion.index, log: key.name.text, size: proof.checkpoint.size)
    }
}

/// Where a line is that was proven to be in a log. People read and type positions, which begin at 0, so the log's end is said as one
/// too.
struct ProvenPosition: Hashable {
    let position: Int
    /// The log's name.
    let log: String
    /// How many events the log had.
    let size: Int

    var spoken: String {
        localized(
            "the line at position \(position) is in the log of \(log), whose last position was \(size - 1)",
            it: "la riga alla posizione \(position) è nel registro di \(log), la cui ultima posizione era \(size - 1)")
    }
}

extension LogSource {
    /// Returns a line with its proof. A proof that does not verify is not passed on.
    func provenLine(at position: Int) async throws -> ProvenLine {
        let key = try await key()
        let proof = try await proof(of: position)
        let checkpoint = try proof.note.checkpoint(of: key)
        guard let line = try await EventLines(client: client).line(at: position) else {
            throw Failure(
                .refused,
                localized(
                    "the log has no position \(position): it goes from 0 to \(checkpoint.size - 1)",
                    it: "il registro non ha la posizione \(position): va da 0 a \(checkpoint.size - 1)"))
        }
        do {
            try proof.verify(line, by: key)
        } catch {
            throw LogFault(
                .changed, at: position,
                localized(
                    "labd's proof does not prove its line: \(spoken(error))",
                    it: "la prova di labd non prova la sua riga: \(spoken(error))"))
        }
        return ProvenLine(line: line, proof: proof, key: key)
    }
}

extension ProofFile {
    /// Verifies that a stored line is in the log of a key.
    func verify(_ line: [UInt8], by key: VerifierKey) throws {
        _ = try verify(
            leaf: SHA256Function.crypto.leaf(line.span), origin: key.name.text, log: key, sha256: .crypto,
            ed25519: .crypto)
    }
}
