import Synchronization
import Views

/// A cache of recent answers, as they were sent. An answer depends only on the log's position and the question.
final class AnswerCache: Sendable {
    /// The key of an answer.
    struct Key: Hashable {
        let view: String
        let question: Question
        /// The position of the office that is asked, and that of the newest one, with which some views compare it.
        let position: Int
        let newest: Int
        /// The edition of the newest.
        let edition: Int
    }

    private struct State {
        var answers: [Key: [UInt8]] = [:]
        /// The keys, the least recently used first.
        var order: [Key] = []
        var bytes = 0
    }

    private static let countLimit = 64
    private static let byteLimit = 64 << 20
    private let state = Mutex(State())

    subscript(key: Key) -> [UInt8]? {
        state.withLock { state in
            guard let answer = state.answers[key] else { return nil }
            state.order.removeAll { $0 == key }
            state.order.append(key)
            return answer
        }
    }

    func keep(_ answer: [UInt8], for key: Key) {
        guard answer.count <= Self.byteLimit / 2 else { return }
        state.withLock { state in
            guard state.answers.updateValue(answer, forKey: key) == nil else { return }
            state.order.append(key)
            state.bytes += answer.count
            while state.order.count > Self.countLimit || state.bytes > Self.byteLimit {
                let oldest = state.order.removeFirst()
                state.bytes -= state.answers.removeValue(forKey: oldest)?.count ?? 0
            }
        }
    }
}
