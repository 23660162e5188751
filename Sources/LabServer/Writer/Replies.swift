import NIOCore

/// Where the outcome of a single command is told: the handler of its connection, on the event loop to which that belongs.
struct CommandReply: Sendable {
    fileprivate let handler: NIOLoopBound<DirectHandler>
    fileprivate let loop: any EventLoop

    /// Called on the handler's loop.
    init(_ handler: DirectHandler, on loop: any EventLoop) {
        self.handler = NIOLoopBound(handler, eventLoop: loop)
        self.loop = loop
    }
}

/// The outcomes of a batch on their way to those who wait for them. Each event loop is woken once, whatever the number of its
/// connections that are told something.
struct Replies {
    private var waiting: [(loop: any EventLoop, replies: [(CommandReply, Outcome)])] = []

    /// Tells outcomes to the task that waits for them, or notes the one of a single command for ``send()``.
    mutating func give(_ outcomes: [Outcome], to pending: PendingOutcomes) {
        guard let connection = pending.connection, let outcome = outcomes.first else {
            pending.resolve(outcomes)
            return
        }
        if let index = waiting.firstIndex(where: { $0.loop === connection.loop }) {
            waiting[index].replies.append((connection, outcome))
        } else {
            waiting.append((connection.loop, [(connection, outcome)]))
        }
    }

    /// Tells the connections what was noted for them.
    consuming func send() {
        for (loop, replies) in waiting {
            loop.execute {
                for (reply, outcome) in replies { reply.handler.value.answer(outcome) }
            }
        }
    }
}
