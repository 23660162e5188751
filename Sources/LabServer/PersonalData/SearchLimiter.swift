import Office
import Synchronization

/// How often each account may try what a person's sealed fields are: by searching for them, or by sending a recorded command
/// again with others. Both tell whether a guess is right.
///
/// A bucket of as many tries as there are in a minute, which fills steadily.
final class SearchLimiter: Sendable {
    private struct Bucket {
        var tries: Double
        var at: ContinuousClock.Instant
    }

    private let perMinute: Double
    private let buckets = Mutex<[String: Bucket]>([:])

    init(perMinute: Int) { self.perMinute = Double(perMinute) }

    /// Counts an attempt by the account.
    ///
    /// - Throws: `busy` if the account has used up its attempts for the moment.
    func take(_ account: String) throws(Refusal) {
        let now = ContinuousClock.now
        let isLeft = buckets.withLock { buckets in
            var bucket = buckets[account] ?? Bucket(tries: perMinute, at: now)
            bucket.tries = min(perMinute, bucket.tries + (now - bucket.at) / .seconds(60) * perMinute)
            bucket.at = now
            defer { buckets[account] = bucket }
            guard bucket.tries >= 1 else { return false }
            bucket.tries -= 1
            return true
        }
        guard !isLeft else { return }
        throw Refusal(.service(.tooManySearches(account: account, perMinute: Int(perMinute))))
    }
}
