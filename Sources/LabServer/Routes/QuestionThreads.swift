import CivilTime
import NIOPosix
import Synchronization

/// The asker of a question: its account, for turns, and whether it still waits for the answer.
struct Requester: Sendable {
    /// The account, or the user for whom a front-end speaks; labd itself for answers that are made before they are asked.
    let account: String
    /// The connection; nil for labd itself.
    let presence: Presence?

    /// labd itself.
    static let labd = Requester(account: "", presence: nil)
}

/// Whether an answer is still wanted. Long computations check this periodically.
final class Interest: Sendable {
    private let presence: Presence?
    private let isGivenUp = Atomic(false)

    init(_ presence: Presence?) { self.presence = presence }

    /// Whether nobody waits for the answer any more.
    var isOver: Bool { isGivenUp.load(ordering: .relaxed) || presence?.isGone == true }

    /// Throws `CancellationError` if nobody waits for the answer any more.
    func check() throws { if isOver { throw CancellationError() } }

    func giveUp() { isGivenUp.store(true, ordering: .relaxed) }
}

/// A pool of threads on which questions are answered, in turns of accounts.
///
/// An answer can take seconds of processor and disk time: one as of an old position replays the log. On the threads of the
/// tasks, of which there are as many as processors, a few such answers would prevent every command from being read.
///
/// Waiting accounts take turns, whatever they ask, and an account has only one thread while others ask too. Therefore a hundred
/// connections of one account delay the others no more than one does. A question is not begun if nobody waits for its answer
/// any more, and ends early if that happens while it is under way (``Interest``). An account with too many unread answers
/// (``hold(_:of:)``) waits until it has read them.
final class QuestionThreads: Sendable {
    /// Two, so that a short question need not wait for a long one; on a small machine more would only take from the writer.
    private static let count = 2
    /// The time for which an account that has asked counts as active.
    private static let memory = Duration.seconds(2)
    /// The number of bytes of unwritten answers that an account, and all accounts together, may have.
    fileprivate static let unreadLimit = 32 << 20
    fileprivate static let unreadLimitOfAll = 128 << 20

    fileprivate struct Question {
        let interest: Interest
        let run: @Sendable () -> Void
    }

    fileprivate struct State {
        var waiting: [String: [Question]] = [:]
        /// The accounts that wait, the next one first.
        var turns: [String] = []
        var running: [String: Int] = [:]
        var unread: [String: Int] = [:]
        var unreadOfAll = 0
        var threads = 0
        var lastAsked: [String: ContinuousClock.Instant] = [:]
    }

    private let pool = NIOThreadPool(numberOfThreads: count)
    private let state = Mutex(State())

    init() { pool.start() }

    deinit { pool.shutdownGracefully { _ in } }

    /// Runs `body` on one of the threads when it is the account's turn.
    ///
    /// - Throws: what `body` throws; `CancellationError` where nobody waits for the answer any more.
    func run<Result: Sendable>(
        for requester: Requester, _ body: @escaping @Sendable (Interest) throws -> Result
    ) async throws -> Result {
        let interest = Interest(requester.presence)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let question = Question(interest: interest) {
                    continuation.resume(
                        with: Swift.Result {
                            try interest.check()
                            return try body(interest)
                        })
                }
                put(question, of: requester.account)
            }
        } onCancel: {
            interest.giveUp()
            if state.withLock({ $0.mayBegin(atMost: Self.count) }) { begin() }
        }
    }

    /// How many questions wait for a thread.
    var waitingCount: Int { state.withLock { $0.waiting.values.reduce(0) { $0 + $1.count } } }

    /// Counts an answer of so many bytes as the account's for as long as the lease lives: until it is written out.
    func hold(_ bytes: Int, of account: String) -> Lease {
        state.withLock { state in
            state.unread[account, default: 0] += bytes
            state.unreadOfAll += bytes
        }
        return Lease { self.release(bytes, of: account) }
    }

    /// Counts an answer that is known already, as ``hold(_:of:)`` does; nil if the account has to read others first.
    func holdNow(_ bytes: Int, of account: String) -> Lease? {
        mayRead(account) ? hold(bytes, of: account) : nil
    }

    /// Whether the account may be given another answer, with those that it has not read yet.
    func mayRead(_ account: String) -> Bool { state.withLock { $0.mayRead(account) } }

    private func release(_ bytes: Int, of account: String) {
        let mayGoOn = state.withLock { state in
            let left = state.unread[account, default: 0] - bytes
            state.unread[account] = left == 0 ? nil : left
            state.unreadOfAll -= bytes
            return state.mayBegin(atMost: Self.count)
        }
        if mayGoOn { begin() }
    }

    private func put(_ question: Question, of account: String) {
        let mayGoOn = state.withLock { state in
            if state.waiting[account] == nil { state.turns.append(account) }
            state.waiting[account, default: []].append(question)
            if !account.isEmpty { state.lastAsked[account] = .now }
            return state.mayBegin(atMost: Self.count)
        }
        if mayGoOn { begin() }
    }

    /// Lets another thread work as long as there is something to do.
    private func begin() {
        pool.submit { [self] _ in
            while let (account, question) = next() {
                question.run()
                let mayGoOn = state.withLock { state in
                    let left = state.running[account, default: 1] - 1
                    state.running[account] = left == 0 ? nil : left
                    // Other accounts may have stopped asking, so that the account may use both threads again.
                    return state.mayBegin(atMost: Self.count)
                }
                if mayGoOn { begin() }
            }
        }
    }

    /// Returns the next question; nil if none may be begun now, and the thread ends its work.
    private func next() -> (String, Question)? {
        state.withLock { state in
            let now = ContinuousClock.now
            state.lastAsked = state.lastAsked.filter { now - $0.value < Self.memory }
            let index = state.turns.indices.first { index in
                let account = state.turns[index]
                if state.waiting[account]?.first?.interest.isOver == true { return true }
                let others = state.lastAsked.count - (state.lastAsked[account] == nil ? 0 : 1)
                let most = account.isEmpty || others > 0 ? 1 : Self.count
                return state.running[account, default: 0] < most && state.mayRead(account)
            }
            guard let index, let question = state.take(index) else {
                state.threads -= 1
                return nil
            }
            return question
        }
    }
}

extension QuestionThreads.State {
    /// Whether a thread is to be woken; then it counts as working.
    fileprivate mutating func mayBegin(atMost limit: Int) -> Bool {
        guard !turns.isEmpty, threads < limit else { return false }
        threads += 1
        return true
    }

    /// Whether the account may be given another answer, with those that it has not read yet.
    fileprivate func mayRead(_ account: String) -> Bool {
        let unread = unread[account, default: 0]
        return unread < QuestionThreads.unreadLimit && (unread == 0 || unreadOfAll < QuestionThreads.unreadLimitOfAll)
    }

    /// Takes the account's first question; the account waits behind all others if it has more.
    fileprivate mutating func take(_ index: Int) -> (String, QuestionThreads.Question)? {
        let account = turns.remove(at: index)
        guard let question = waiting[account]?.removeFirst() else { return nil }
        if waiting[account]?.isEmpty == true { waiting[account] = nil } else { turns.append(account) }
        running[account, default: 0] += 1
        return (account, question)
    }
}
