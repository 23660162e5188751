package import CivilTime

/// Why the log does not take a command, or cannot answer.
///
/// A `diagnostic` is what a layer below says of a fault of the machine or the files; it is for whoever runs labd, and in
/// English.
package enum LogReason: Sendable, Hashable {
    /// A field cannot be stored.
    case unstorable(diagnostic: String)
    /// The event would take more bytes than a line of the log can have.
    case lineTooLong(bytes: Int, most: Int)
    /// The recording time lies before the last one.
    case timeBackwards(given: Instant, last: Instant)
    /// A real log has labd's own clock for its recording times.
    case timeInRealLog
    /// The id stands for another command.
    case idReused(ID)
    /// The stream has moved on since the sender saw it.
    case stale(stream: String, expected: Int, current: Int)
    /// An earlier line of the same body was refused, and the sender asked to stop there.
    case notTried
    /// The disk is full.
    case diskFull
    /// The owner's data was erased, so that nothing can be sealed for them.
    case ownerErased(String)
    /// The keys cannot be used, which a command needs.
    case keysUnavailable(diagnostic: String)
    /// The keys cannot be used, which a question needs.
    case keysUnavailableToAsk(diagnostic: String)
    /// The owner's key is not in the key store.
    case keyMissing(owner: String)
    /// The log is damaged or does not work.
    case damaged(diagnostic: String)
    /// The log cannot be read further for the question.
    case unreadable(diagnostic: String)
    /// The log has no event at the position.
    case noEvent(position: Int)
    /// The event at the position does not say when it was recorded.
    case eventWithoutTime(position: Int)
    /// A report that has events was never submitted.
    case neverSubmitted(report: ID)
    /// The root of the log's tree was not computed.
    case rootMissing
    /// The log does not reach the position yet; its newest is `last`.
    case notYet(position: Int, last: Int)

    /// What programs are told.
    package var code: Refusal.Code {
        switch self {
        case .unstorable, .notYet: .invalidValue
        case .lineTooLong: .tooLarge
        case .timeBackwards: .atBackwards
        case .timeInRealLog: .atNotAllowed
        case .idReused: .idReused
        case .stale: .staleRevision
        case .notTried: .notTried
        case .diskFull: .noSpace
        case .ownerErased: .erased
        case .keysUnavailable, .keysUnavailableToAsk, .keyMissing: .keysUnavailable
        case .damaged, .unreadable, .noEvent, .eventWithoutTime, .neverSubmitted, .rootMissing: .logDamaged
        }
    }
}
