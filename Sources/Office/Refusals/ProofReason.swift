/// Why there is no such proof, tile or cosignature of the log.
///
/// A `diagnostic` is what the reader of the note or path says of it, in English.
package enum ProofReason: Sendable, Hashable {
    /// The path is not that of a tile.
    case notATile(diagnostic: String)
    /// The event that is to be proved is not named.
    case positionMissing(size: Int)
    /// The log has no tree of that size, but of 1 to `most`.
    case noTree(most: Int)
    /// The tree has no such position.
    case beyondTree(size: Int)
    /// The earlier size is not named.
    case earlierSizeMissing(later: Int)
    /// There is no proof from that size to the later one.
    case noEarlierTree(later: Int)
    /// A parameter is not a number of lines.
    case notASize
    /// What was sent is not a signed note.
    case notANote(diagnostic: String)
    /// The note is not a checkpoint of this log.
    case notACheckpoint(log: String, diagnostic: String)
    /// None of these witnesses, which the settings name, has signed the checkpoint.
    case notCosigned(witnesses: [String])
    /// The checkpoint, though signed with this log's key, is not of this log.
    case foreignCheckpoint(lines: Int, size: Int)

    /// What programs are told.
    package var code: Refusal.Code {
        switch self {
        case .notATile, .noTree, .beyondTree, .noEarlierTree, .notASize, .notACheckpoint, .notCosigned: .invalidValue
        case .positionMissing, .earlierSizeMissing: .missingField
        case .notANote: .malformed
        case .foreignCheckpoint: .logDamaged
        }
    }
}
