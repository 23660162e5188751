import Hummingbird
import LabAPI
public import Ledger
import NIOCore
import Office
public import ServiceSupport

/// What labd answers on its socket, and from what.
public struct API: Sendable {
    let writer: Writer
    let ledger: Ledger
    let limits: Settings.Limits
    let stop: StopSignal
    let answers = AnswerCache()
    let threads = QuestionThreads()
    let turns = AccountTurns()
    let rehearsals = RehearsalLimiter()
    let formTokens = FormTokens()
    let searchLimiter: SearchLimiter
    /// Who may what, and whose cosignatures are kept.
    let policy: LivePolicy
    /// How long a follower of events waits for a line before it is told that the stream still stands.
    let silence: Duration

    /// The API on a ledger and its writer. Streams that would never end do so when `stop` is given. The silence of a stream is
    /// less than the minute for which front-ends wait by default.
    public init(
        _ writer: Writer, _ ledger: Ledger, limits: Settings.Limits, stop: StopSignal, _ policy: LivePolicy,
        silence: Duration = .seconds(15)
    ) {
        self.writer = writer
        self.ledger = ledger
        self.limits = limits
        searchLimiter = writer.searchLimiter
        self.stop = stop
        self.policy = policy
        self.silence = silence
    }

    /// The body of a request, read within the limits of size and time.
    func readBody(_ request: Request) async throws -> ByteBuffer {
        let (body, limit) = (request.body, limits.bodyBytes)
        do {
            return try await withDeadline(seconds: limits.bodySeconds) { try await body.collect(upTo: limit) }
        } catch is NIOTooManyBytesError {
            throw Refusal.bodyTooLong(limit)
        }
    }
}
