import CivilTime
import Ledger
import Office
import Views

/// Freezes a report's figures: says which they are by their digest.
struct ReportFreezer: FigureFreezer {
    /// The root of the log's tree at the office's position; nil for commands that freeze nothing.
    let root: String?

    func freeze(
        _ office: Office, _ kind: ReportKind, from: Day, to: Day, _ claim: Claim?
    ) throws(Refusal) -> FrozenFigures {
        guard let root else { throw Refusal(.log(.rootMissing)) }
        let figures = try ReportFigures(office, kind, from: from, to: to, claim)
        return FrozenFigures(
            position: office.position, root: root, digest: digest(of: figures.canonicalBytes),
            names: ReportFigures.names, count: figures.values.count)
    }

    func digest(of bytes: [UInt8]) -> String { Ledger.digest(of: bytes) }
}
