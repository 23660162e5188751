import NATS
import RegionFeed
import Executors

/// What comes to an office from its region: requests to send lines again, and cosignatures. It listens on a thread of its own, since
/// the calls of the NATS client block.
actor Inlet {
    /// What arrived.
    enum Arrival: Sendable, Hashable {
        /// A request on the office's subject, with where the answer is to go.
        case resend([UInt8], reply: String?)
        /// A checkpoint with a witness' cosignature.
        case cosignature([UInt8])
    }

    private let executor = PinnedExecutor(name: "relay-listen")
    private var subscriptions: [(Subscription, isResend: Bool)] = []

    init() {}

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        // The actor holds the executor for as long as it lives, as the protocol asks.
        unsafe executor.asUnownedSerialExecutor()
    }

    /// Listens for what concerns a generation of an office's log, and for nothing else any more.
    func listen(_ connection: Connection, _ feed: OfficeFeed, generation: Int) throws(RelayError) {
        do {
            subscriptions = [
                (try connection.subscribe(to: feed.resend), true),
                (try connection.subscribe(to: feed.cosignatures(generation)), false),
            ]
        } catch {
            throw .nats(error)
        }
    }

    /// Returns what arrived next; nil if nothing did in a moment.
    func next() throws(RelayError) -> Arrival? {
        for (subscription, isResend) in subscriptions {
            do {
                guard let message = try subscription.next(within: .milliseconds(200)) else { continue }
                return isResend ? .resend(message.bytes, reply: message.reply) : .cosignature(message.bytes)
            } catch {
                throw .nats(error)
            }
        }
        return nil
    }
}
