import OrderedCollections
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
        /// The least recently used first.
        var answers: OrderedDictionary<Key, [UInt8]> = [:]
        var bytes = 0
    }

    private static let countLimit = 64
    private static let byteLimit = 64 << 20
    private let state = Mutex(State())

    subscript(key: Key) -> [UInt8]? {
        state.withLock { state in
            let answer = state.answers.removeValue(forKey: key)
            state.answers[key] = answer
            return answer
        }
    }

    func keep(_ answer: [UInt8], for key: Key) {
        guard answer.count <= Self.byteLimit / 2 else { return }
        state.withLock { state in
            guard state.answers.updateValue(answer, forKey: key) == nil else { return }
            state.bytes += answer.count
            while state.answers.count > Self.countLimit || state.bytes > Self.byteLimit {
                state.bytes -= state.answers.removeFirst().value.count
            }
        }
    }
}
