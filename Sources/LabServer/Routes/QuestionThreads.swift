import NIOPosix

/// Threads on which questions are answered.
///
/// An answer can take seconds of a processor, and of the disk: one as of an old position replays the log. On the threads of
/// the tasks, of which there are as many as processors, a few of these would keep every command from being read.
final class QuestionThreads: Sendable {
    /// Two, so that a short question need not wait for a long one; on a small machine more would only take from the writer.
    private static let count = 2
    private let pool = NIOThreadPool(numberOfThreads: count)

    init() { pool.start() }

    deinit { pool.shutdownGracefully { _ in } }

    /// Runs `body` on one of the threads, after those that came before.
    func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await pool.runIfActive(body)
    }
}
