/// What an export does with records that were voided, and with the events that voided them.
public enum VoidedRecords: Sendable, Hashable {
    /// Neither is there: the office's views take a voided record as never recorded.
    case leftOut
    /// Both are there, as the log holds them.
    case kept
}
