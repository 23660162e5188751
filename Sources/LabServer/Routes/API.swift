import Hummingbird
import LabAPI
public import Ledger
import NIOCore
import Office

/// What labd answers on its socket, and from what.
public struct API: Sendable {
    let writer: Writer
    let ledger: Ledger
    let limits: Settings.Limits
    let stop: StopSignal
    let answers = AnswerCache()
    let threads = QuestionThreads()
    let turns = Turns()
    let seats = RehearsalSeats()
    let looks: LookLimiter
    /// Who may what, and whose cosignatures are kept.
    let inForce: LivePolicy

    /// The API on a ledger and its writer. Streams that would never end do so when `stop` is given.
    public init(
        _ writer: Writer, _ ledger: Ledger, limits: Settings.Limits, stop: StopSignal, _ inForce: LivePolicy
    ) {
        self.writer = writer
        self.ledger = ledger
        self.limits = limits
        looks = writer.looks
        self.stop = stop
        self.inForce = inForce
    }

    /// The body of a request, read within the limits of size and time.
    func readBody(_ request: Request) async throws -> ByteBuffer {
        let (body, limit) = (request.body, limits.bodyBytes)
        do {
            return try await withDeadline(seconds: limits.bodySeconds) { try await body.collect(upTo: limit) }
        } catch is NIOTooManyBytesError {
            throw Problem.tooLarge("the body", limit: limit)
        }
    }
}
