import HTTPTypes
import Hummingbird
import LabAPI
import Ledger
import NIOCore
import Office
import TransparencyCrypto
import TransparencyLog

extension API {
    /// Keeps the cosignatures of a checkpoint of this log, if witnesses that the settings name made them.
    ///
    /// A checkpoint with more witnesses, or a later one, takes the place of the one that was kept. Who sends it does not
    /// matter: the signatures say whose they are.
    func cosignatures(_ request: Request) async throws -> Response {
        try request.checkThatNothingIsAsked()
        let note = try await readNote(request)
        let witnesses = policy.witnesses
        let checkpoint: Checkpoint
        let cosigned: VerifiedCheckpoint
        do {
            cosigned = try VerifiedCheckpoint(
                note, origin: ledger.logKey.name.text, log: ledger.logKey, witnesses: witnesses, using: .crypto)
            checkpoint = cosigned.checkpoint
        } catch {
            throw Refusal(
                .proof(.notACheckpoint(log: ledger.logKey.name.text, diagnostic: "\(error)")), field: "checkpoint")
        }
        guard !cosigned.witnesses.isEmpty else {
            throw Refusal(.proof(.notCosigned(witnesses: witnesses.map(\.name.text))), field: "checkpoint")
        }
        guard checkpoint.size <= ledger.count, try ledger.root(ofSize: checkpoint.size) == checkpoint.root else {
            // Signed by this log's key, and not this log: it was put back, or its key is used elsewhere.
            throw Refusal(.proof(.foreignCheckpoint(lines: ledger.count, size: checkpoint.size)))
        }
        return Response(bytes: try await writer.keep(note, of: checkpoint, witnesses).bytes, MediaTypes.text)
    }

    /// The signed note that was sent, read within the limits of size and time.
    private func readNote(_ request: Request) async throws -> SignedNote {
        let bytes = try await readBody(request)
        do {
            return try SignedNote(parsing: bytes.readableBytesUInt8Span)
        } catch {
            throw Refusal(.proof(.notANote(diagnostic: "\(error)")))
        }
    }
}
