import EventFormat
import Executors
import NATS
import RegionFeed
import ServiceSupport

/// The stream of an office, to which its lines and checkpoints are published. It works on a thread of its own, since the calls of
/// the NATS client block.
actor Outlet {
    /// The end of an office's stream.
    struct End: Sendable, Hashable {
        /// The position and the bytes of the last line; nil if there is none.
        var last: (position: Int, line: [UInt8])?

        static func == (left: End, right: End) -> Bool {
            left.last?.position == right.last?.position && left.last?.line == right.last?.line
        }

        func hash(into hasher: inout Hasher) { hasher.combine(last?.position) }
    }

    private let executor = PinnedExecutor(name: "relay-nats")
    private let options: ConnectionOptions
    private var jetStream: JetStream?
    private var connection: Connection?
    private var names: (feed: OfficeFeed, generation: Int)?
    /// The number in the stream of the last line, and of the last checkpoint.
    private var lastLine = 0
    private var lastCheckpoint = 0
    private var checkpoint: [UInt8] = []

    /// How long an acknowledgement is waited for.
    private static let patience = Duration.seconds(5)
    /// The bytes of lines that are under way at a time.
    private static let windowBytes = 8 << 20

    private let state: RelayState
    private let stop: StopSignal

    init(_ options: ConnectionOptions, _ state: RelayState, _ stop: StopSignal) {
        self.options = options
        self.state = state
        self.stop = stop
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        // The actor holds the executor for as long as it lives, as the protocol asks.
        unsafe executor.asUnownedSerialExecutor()
    }

    /// Connects, and finds the end of an office's stream.
    func open(_ feed: OfficeFeed, generation: Int) throws(RelayError) -> (Connection, End) {
        do {
            state.began()
            defer { state.ended() }
            var options = options
            options.inbox = feed.inbox
            let connection = try self.connection ?? Connection(options)
            self.connection = connection
            // Another one each time: what the last one has under way is not to be taken for what this one sends.
            let jetStream = try connection.jetStream()
            self.jetStream = jetStream
            names = (feed, generation)
            let checkpoint = try jetStream.lastMessage(of: feed.checkpoints(generation), in: feed.stream)
            lastCheckpoint = checkpoint?.sequence ?? 0
            self.checkpoint = checkpoint?.bytes ?? []
            let line = try jetStream.lastMessage(of: feed.events(generation), in: feed.stream)
            lastLine = line?.sequence ?? 0
            guard let line else { return (connection, End()) }
            guard let stamp = LineStamp(line.bytes.span) else {
                throw RelayError.forked(stream: feed.stream, position: -1)
            }
            return (connection, End(last: (stamp.position, line.bytes)))
        } catch let error as RelayError {
            throw error
        } catch let error as NATSError {
            if error.code == .notFound { throw .noStream(feed.stream) }
            // The connection may be unusable; the next round opens another one.
            forget()
            throw .nats(error)
        } catch {
            throw .unexpected("\(error)")
        }
    }

    /// Publishes consecutive lines, from the one at `position` on. The id of each is its source and position, followed by `again`,
    /// which makes it differ from the ids that the servers have just seen.
    func publish(_ lines: [[UInt8]], from position: Int, again: String) throws(RelayError) {
        guard let names else { throw .nats(NATSError(.disconnected, in: "publish", "nothing is connected")) }
        let source = "urn:labd:\(names.feed.office):\(names.generation)"
        var start = 0
        while start < lines.count {
            var end = start
            var bytes = 0
            while end < lines.count, end - start < JetStream.window, bytes < Self.windowBytes {
                bytes += lines[end].count
                end += 1
            }
            let messages = lines[start..<end].enumerated().map { offset, line in
                JetStream.Publication(
                    line, id: "\(source):\(position + start + offset)\(again)", headers: Self.structured)
            }
            try lastLine = publish(messages, after: lastLine) { $0.events($1) }
            start = end
        }
    }

    /// Publishes a checkpoint, unless it is the last one that was. Returns whether it was published.
    func publish(checkpoint note: [UInt8], id: String) throws(RelayError) -> Bool {
        guard note != checkpoint else { return false }
        let message = JetStream.Publication(note, id: id, headers: [("Content-Type", "text/plain; charset=utf-8")])
        try lastCheckpoint = publish([message], after: lastCheckpoint) { $0.checkpoints($1) }
        checkpoint = note
        return true
    }

    private func publish(
        _ messages: [JetStream.Publication], after last: Int, _ subject: (OfficeFeed, Int) -> String
    ) throws(RelayError) -> Int {
        guard let jetStream, let names else {
            throw .nats(NATSError(.disconnected, in: "publish", "the connection was given up"))
        }
        if stop.isGiven { throw .ended }
        state.began()
        defer { state.ended() }
        do {
            return try jetStream.publish(
                messages, to: subject(names.feed, names.generation), after: last, within: Self.patience)
        } catch {
            if error.code == .disconnected { forget() }
            throw .nats(error)
        }
    }

    /// Lets go of the connection.
    func forget() {
        jetStream = nil
        connection = nil
    }

    /// The CloudEvents of a line (CloudEvents' NATS binding, 3.2: the message is the event, whole).
    private static let structured = [(name: "Content-Type", value: "application/cloudevents+json; charset=utf-8")]
}
