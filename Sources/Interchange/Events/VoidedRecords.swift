/// What an export does with records that were voided, and with the events that voided them.
public enum VoidedRecords: Sendable, Hashable {
    /// Both are left out, as the office's views treat a voided record as never recorded.
    case leftOut
    /// Both are exported, as in the log.
    case kept
}
