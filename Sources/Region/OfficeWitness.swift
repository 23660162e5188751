import CivilTime
import FoundationEssentials
import Ledger
import MachineClock
import TransparencyCrypto
import TransparencyLog

/// The region as a witness of an office's log (C2SP tlog-cosignature): it cosigns a checkpoint once it has verified every line that it
/// covers, and never two histories.
///
/// What it cosigned last is on the disk, beside the copy, before the cosignature is sent. If the copy is lost and made again, nothing is
/// cosigned until it has reached that checkpoint, and a log that does not have its root is a fork.
struct OfficeWitness {
    private let signer: NoteSigner
    private let file: String
    private var last: Checkpoint?

    /// What was cosigned last, and is not what the log has.
    struct Forked: Error {
        let note: [UInt8]
        let size: Int
    }

    /// A witness that keeps its record in a file.
    init(_ signer: NoteSigner, record path: String, of key: VerifierKey) throws {
        self.signer = signer
        file = path
        guard let bytes = FileManager.default.contents(atPath: file) else { return }
        let note = try SignedNote(parsing: Array(bytes).span)
        last = try VerifiedCheckpoint(note, origin: key.name.text, log: key, using: .crypto).checkpoint
    }

    /// Returns the checkpoint with the region's cosignature; nil if the copy has not reached what was cosigned last, or this was it.
    ///
    /// - Throws: ``Forked``; an error in keeping the record, after which nothing may be sent.
    mutating func cosign(_ note: [UInt8], of copy: Ledger) throws -> [UInt8]? {
        let signed = try SignedNote(parsing: note.span)
        let checkpoint = try Checkpoint(signed.text)
        if let last {
            guard copy.count >= last.size else { return nil }
            guard try copy.root(ofSize: last.size) == last.root else {
                throw Forked(note: Array(FileManager.default.contents(atPath: file) ?? Data()), size: last.size)
            }
            guard checkpoint.size > last.size else { return nil }
        }
        let time = Int(SystemClock.now().microseconds / 1_000_000)
        let cosigned = try SignedNote(
            signed.text, signatures: signed.signatures + [try signer.cosign(checkpoint, at: time)])
        try DurableFile.write(cosigned.bytes, to: file)
        last = checkpoint
        return cosigned.bytes
    }
}
