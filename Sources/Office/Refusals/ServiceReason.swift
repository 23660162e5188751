/// Why labd does not do something just now.
package enum ServiceReason: Sendable, Hashable {
    /// More commands wait for the writer than labd holds.
    case tooManyWait
    /// The connection was closed before the command's turn came.
    case forgotten
    /// labd is stopping.
    case stopping
    /// The account rehearses as many bodies as it may.
    case tooManyRehearsals(account: String, most: Int)
    /// The account has searched as often as it may in a minute.
    case tooManySearches(account: String, perMinute: Int)
    /// The account has recorded as much as it may in a day.
    case dailyBytesUsed(account: String, used: Int, most: Int)

    /// What programs are told.
    package var code: Refusal.Code { .busy }
}
