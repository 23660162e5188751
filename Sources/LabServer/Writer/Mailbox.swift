import Synchronization

/// What waits for the writer, in the order of arrival, up to a limit.
final class Mailbox: Sendable {
    private struct State {
        var chunks: [Chunk] = []
        var commands = 0
        var isScheduled = false
    }

    /// What became of a delivery.
    enum Delivery {
        /// It waits; the writer is at work and will come to it.
        case accepted
        /// It waits, and the caller is to wake the writer.
        case mustWake
        /// Too many commands wait already.
        case full
    }

    private let limit: Int
    private let state = Mutex(State())

    init(limit: Int) {
        self.limit = limit
    }

    /// Puts a chunk last, unless that would make too many commands wait. An empty box takes any one chunk.
    func deliver(_ chunk: Chunk) -> Delivery {
        state.withLock { state in
            let count = state.commands + chunk.commands.count
            guard count <= limit || state.commands == 0 else { return .full }
            state.chunks.append(chunk)
            state.commands = count
            defer { state.isScheduled = true }
            return state.isScheduled ? .accepted : .mustWake
        }
    }

    /// All that waits, oldest first. Empty when nothing does: then the next delivery must wake the writer.
    func collect() -> [Chunk] {
        state.withLock { state in
            let chunks = state.chunks
            state.chunks = []
            state.commands = 0
            if chunks.isEmpty { state.isScheduled = false }
            return chunks
        }
    }

    /// How many commands wait.
    var count: Int { state.withLock { $0.commands } }
}
