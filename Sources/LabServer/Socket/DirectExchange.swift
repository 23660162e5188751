import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// The order of what comes and goes on a connection on which some requests are answered directly, beside all others: a state
/// machine, which says what ``DirectHandler`` is to do.
///
/// All others are passed on, and so is every request while the answer to one of these is outstanding. What comes while a command
/// is with the writer is held back, so that a connection's answers have the order of its requests.
struct DirectExchange {
    /// What may have to be held back.
    enum Arrival {
        case part(HTTPRequestPart)
        /// The peer sends nothing more, as this event says.
        case event(any Sendable)
        case error(any Error)
    }

    /// What is to be done about an arrival.
    enum Action {
        case pass(Arrival)
        /// Nothing for now.
        case wait
        /// The request is complete: it is to be answered, or declined.
        case answer(HTTPRequest, ByteBuffer)
        /// This much of a request has come; it is passed on after all, and then the arrival.
        case release(HTTPRequest, ByteBuffer, Arrival)
    }

    private enum State {
        /// So many requests that were passed on are not answered yet.
        case passing(unanswered: Int)
        case reading(HTTPRequest, ByteBuffer)
        case awaiting
        case closing
    }

    private var state = State.passing(unanswered: 0)
    private var held = CircularBuffer<Arrival>(initialCapacity: 2)

    /// Whether part of a request that is answered here has come.
    var isReading: Bool { if case .reading = state { true } else { false } }

    /// Whether more may be read from the peer: not while something is held back already, and not for requests whose answers it
    /// would not read. Those who answer other requests see to that themselves.
    func mayRead(ifPeerReads peerReads: Bool) -> Bool {
        switch state {
        case .passing(let unanswered) where unanswered > 0: held.isEmpty
        default: held.isEmpty && peerReads
        }
    }

    /// Something has come. `isOurs` says whether the request with this head is to be answered here.
    mutating func receive(_ arrival: Arrival, _ isOurs: (HTTPRequest) -> Bool) -> Action {
        switch (state, arrival) {
        case (.passing(0), .part(.head(let head))) where isOurs(head):
            state = .reading(head, ByteBuffer())
            return .wait
        case (.passing(let unanswered), .part(.head)):
            state = .passing(unanswered: unanswered + 1)
            return .pass(arrival)
        case (.passing, _): return .pass(arrival)
        case (.reading(let head, var body), .part(.body(var more))):
            // A body mostly comes in one piece, which is not copied.
            if body.readableBytes == 0 { body = more } else { body.writeBuffer(&more) }
            state = .reading(head, body)
            return .wait
        case (.reading(let head, let body), .part(.end)):
            state = .awaiting
            return .answer(head, body)
        case (.reading(let head, let body), _):
            state = .passing(unanswered: 1)
            return .release(head, body, arrival)
        case (.awaiting, _):
            held.append(arrival)
            return .wait
        case (.closing, _): return .wait
        }
    }

    /// The answer to a request that was passed on is complete.
    mutating func answeredByOthers() {
        if case .passing(let unanswered) = state { state = .passing(unanswered: max(0, unanswered - 1)) }
    }

    /// The request that was complete is passed on after all, with its end.
    mutating func decline() {
        if case .awaiting = state { state = .passing(unanswered: 1) }
    }

    /// The answer was written. ``next()`` gives what was held back.
    mutating func answered() {
        if case .awaiting = state { state = .passing(unanswered: 0) }
    }

    /// A request's body did not come in time; nothing that follows counts. Returns its head; nil if none is being read.
    mutating func giveUp() -> HTTPRequest? {
        guard case .reading(let head, _) = state else { return nil }
        state = .closing
        return head
    }

    /// Takes the first arrival that was held back, to be received again; nil if there is none, or if the next answer must come
    /// first.
    mutating func next() -> Arrival? {
        if case .awaiting = state { return nil }
        return held.popFirst()
    }
}
