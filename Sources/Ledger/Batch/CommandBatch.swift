public import EventFormat

/// Commands that are decided one after the other: what deciding one asks of the log, and where its event goes.
///
/// A ``Batch`` makes them durable. A ``RehearsalBatch`` forgets them, so that what would become of a command is found out by the
/// code that decides it.
public protocol CommandBatch: ~Copyable {
    /// Whether the log keeps what is asked and appended.
    static var isRecorded: Bool { get }
    /// How many bytes of lines, receipts and sealed fields there are so far.
    var bytes: Int { get }

    /// The command with this id, this batch's included; nil if there is none.
    borrowing func earlier(_ id: String) throws(LedgerError) -> RecordedCommand?
    /// The last revision of a stream, this batch's events included; 0 if there is none.
    borrowing func revision(of subject: String) throws(LedgerError) -> Int
    /// The event at a position, this batch's included; nil if there is none.
    borrowing func event(at position: Int) throws(LedgerError) -> StoredEvent?
    /// Whether a command that was accepted had the body of this digest.
    ///
    /// - Throws: `erased` where that cannot be known any more; `keysUnavailable`.
    borrowing func isRepetition(_ earlier: RecordedCommand, of digest: BodyDigest) throws(LedgerError) -> Bool
    /// Whose key the sealed fields of the event at a position are under; nil where it has none, or they were erased.
    borrowing func sealedOwner(at position: Int) throws(LedgerError) -> String?
    /// The owners that can be found by one of these search terms, those of this batch among them.
    borrowing func owners(ofAny terms: [[UInt8]]) throws(LedgerError) -> [String]
    /// The root of the Merkle tree over all lines so far, this batch's included, in base64.
    borrowing func root() -> String
    /// What is sealed for owners, this batch's rows included.
    borrowing func sealedExtent(of owners: Set<String>) throws(LedgerError) -> SealedExtent

    /// Appends a command's events and returns their places. If it throws, the batch continues without the command.
    mutating func append(_ command: CommandRecord) throws(LedgerError) -> [AppendedEvent]
    /// Destroys what is sealed in an extent, and has the owners' keys destroyed.
    mutating func destroy(_ extent: SealedExtent, _ tombstones: [Tombstone])
}

extension Batch: CommandBatch {
    /// Its commands are recorded once it is committed.
    public static var isRecorded: Bool { true }
}
