import Glibc
package import Logging
package import NATS
import RegionFeed
import TransparencyCrypto
package import TransparencyLog

/// A copy of an office's log that is made of its stream, and of nothing that does not verify.
///
/// Every line is held against the checkpoints in the stream, by the office's key. What the stream lacks, or has with other bytes, is
/// asked of the office's relay. It blocks.
package struct StreamCopy {
    private let jetStream: JetStream
    private let connection: Connection
    private let feed: OfficeFeed
    private let key: VerifierKey
    private let logger: Logger

    /// How long the office's relay is waited for, and how long a message that the stream has or is to get. A reader whose server was
    /// lost is served by another one after some ten seconds.
    private static let patience = Duration.seconds(5), patienceForMessages = Duration.seconds(60)

    /// What was copied.
    package struct Outcome: Sendable {
        /// How many lines are verified, with their root.
        package let size: Int
        package let root: Hash
        /// The greatest checkpoint that covers them, signed by the office: its size is theirs.
        package let checkpoint: [UInt8]
        /// How many lines behind these the stream has that no checkpoint covers yet.
        package let unverified: Int
        /// How many lines came more than once, had other bytes than the log's, or were none; and how many checkpoints were not the
        /// office's.
        package let repeated: Int, altered: Int, impossible: Int, foreign: Int
        /// How often lines were asked for again.
        package let resends: Int
    }

    /// Why no copy can be made.
    package enum Failure: Error, Sendable, Hashable, CustomStringConvertible {
        /// The servers do not deliver what the stream has.
        case stalled(stream: String, sequence: Int, end: Int)
        /// The stream has no checkpoint that the key signed.
        case nothingVerifies(stream: String, lines: Int)
        /// Lines are missing or altered, and the office's relay does not send them again.
        case incomplete(stream: String, from: Int, reason: String)
        /// The office signed two histories.
        case forked(size: Int, root: String, signed: String)

        /// The message for people.
        package var description: String {
            switch self {
            case .stalled(let stream, let sequence, let end):
                "the servers stopped delivering the stream \(stream) behind message \(sequence) of \(end): run this again when they are "
                    + "whole"
            case .nothingVerifies(let stream, let lines):
                "the stream \(stream) has \(lines) lines, and no checkpoint over them that this key signed: is it the office's key, and "
                    + "the generation of its log?"
            case .incomplete(let stream, let position, let reason):
                "the stream \(stream) lacks the log's lines from position \(position) on, and the office's relay does not send them again "
                    + "(\(reason)); what precedes them verifies: start labd-relay at the office, then run this again"
            case .forked(let size, let root, let signed):
                "the office's key signed two histories: over the first \(size) lines the root is \(root), and a checkpoint says \(signed); keep the "
                    + "stream as evidence"
            }
        }
    }

    /// Prepares a copy of the log that `key` signs, of an office of a region.
    package init(
        _ connection: Connection, region: String, office: String, key: VerifierKey, logger: Logger
    ) throws(RelayError) {
        guard let feed = OfficeFeed(region: region, office: office) else { throw .invalidOffice(office) }
        self.connection = connection
        do { jetStream = try connection.jetStream() } catch { throw .nats(error) }
        self.feed = feed
        self.key = key
        self.logger = logger
    }

    /// The generation of which the stream's last message is; 1 for an empty stream.
    package func newestGeneration() throws(RelayError) -> Int {
        do {
            let end = try jetStream.end(of: feed.stream)
            var generation = 1
            if end > 0, let last = try jetStream.message(end, in: feed.stream) {
                _ = OfficeFeed(subject: last.subject, generation: &generation)
            }
            return generation
        } catch {
            throw error.code == .notFound ? .noStream(feed.stream) : .nats(error)
        }
    }

    /// Copies a generation of the log up to the last checkpoint in the stream.
    ///
    /// - Parameters:
    ///   - generation: Which generation.
    ///   - put: Gets each line that is received, with its position. A position that comes again takes the place of all lines from it
    ///     on, one of which was not the log's.
    /// - Throws: ``Failure``, `RelayError`, and what `put` throws.
    package func run(generation: Int, _ put: (_ line: [UInt8], _ position: Int) throws -> Void) throws -> Outcome {
        do {
            var round = Round(copy: self, generation: generation)
            let messages = try jetStream.read(feed.subjects(generation), of: feed.stream, from: 1)
            // What is published meanwhile is for the next copy, unless it was asked for.
            let ends = try [feed.events(generation), feed.checkpoints(generation)].map { subject in
                try jetStream.lastMessage(of: subject, in: feed.stream)?.sequence ?? 0
            }
            let last = ends.max() ?? 0
            try round.read(messages, until: { $0.sequence >= last }, end: last, put)
            // What a checkpoint promises and the stream lacks, or has with other bytes, comes behind the rest once it is asked for.
            while round.verifier.verified < round.verifier.promised {
                let position = round.verifier.received
                let end = try round.ask(from: position)
                let promised = round.verifier.promised
                try round.read(
                    messages,
                    until: { $0.verifier.verified >= promised || $0.verifier.received >= end || $0.hasRejected },
                    end: nil,
                    put)
            }
            return try round.outcome()
        } catch let error as NATSError {
            throw error.code == .notFound ? RelayError.noStream(feed.stream) : RelayError.nats(error)
        }
    }

    /// A reading of the stream.
    private struct Round {
        let copy: StreamCopy
        let generation: Int
        var verifier: FeedVerifier
        /// The number of the last message.
        var sequence = 0
        /// Whether lines were given up since others were asked for.
        var hasRejected = false
        var repeated = 0, altered = 0, impossible = 0, foreign = 0, resends = 0

        init(copy: StreamCopy, generation: Int) {
            self.copy = copy
            self.generation = generation
            verifier = FeedVerifier(key: copy.key, using: .crypto, .crypto)
        }

        /// Reads messages until a condition holds. `end` is the number of the last message that is there, if that is what is read up to.
        mutating func read(
            _ messages: Subscription, until isDone: (Round) -> Bool, end: Int?,
            _ put: (_ line: [UInt8], _ position: Int) throws -> Void
        ) throws {
            var heard = ContinuousClock.now
            while !isDone(self) {
                if let message = try messages.next(within: .milliseconds(500)) {
                    heard = .now
                    try take(message, put)
                } else if ContinuousClock.now - heard > StreamCopy.patienceForMessages {
                    guard let end else {
                        throw Failure.incomplete(
                            stream: copy.feed.stream, from: verifier.received,
                            reason: "it promised them, and they did not come")
                    }
                    throw Failure.stalled(stream: copy.feed.stream, sequence: sequence, end: end)
                }
            }
        }

        mutating func take(_ message: Message, _ put: (_ line: [UInt8], _ position: Int) throws -> Void) throws {
            sequence = max(sequence, message.sequence)
            if message.subject == copy.feed.events(generation) {
                try take(line: message, put)
            } else if message.subject == copy.feed.checkpoints(generation) {
                try judge(verifier.take(checkpoint: message.bytes.span), message)
            }
        }

        private mutating func take(
            line message: Message, _ put: (_ line: [UInt8], _ position: Int) throws -> Void
        ) throws {
            let position = verifier.received
            switch verifier.take(line: message.bytes.span) {
            case .next:
                try put(message.bytes, position)
                if let outcome = verifier.takeAwaitedCheckpoint() { try judge(outcome, message) }
            case .repeated(_, let isSame):
                repeated += 1
                // One that is verified already is not altered by what comes behind it.
                if isSame == false { altered += 1 }
            case .gap: break
            case .impossible(let reason):
                impossible += 1
                copy.logger.warning(
                    "a message is no line of the log",
                    metadata: ["sequence": "\(message.sequence)", "detail": "\(reason)"])
            }
        }

        private mutating func judge(_ outcome: FeedVerifier.CheckpointOutcome, _ message: Message) throws {
            switch outcome {
            case .verified, .ahead, .older: break
            case .altered(let position, let size):
                altered += 1
                copy.logger.warning(
                    "lines in the stream are not those that the office signed",
                    metadata: ["from": "\(position)", "checkpoint": "\(size)"])
                hasRejected = true
            case .forked(let size, let root):
                throw Failure.forked(size: size, root: verifier.root.base64, signed: root.base64)
            case .foreign(let reason):
                foreign += 1
                copy.logger.warning(
                    "a checkpoint is not this log's",
                    metadata: ["sequence": "\(message.sequence)", "detail": "\(reason)"])
            }
        }

        /// Asks the office's relay for the lines from a position on. Returns the position behind the last that it promises.
        mutating func ask(from position: Int) throws -> Int {
            guard resends < StreamCopy.mostResends else {
                throw Failure.incomplete(
                    stream: copy.feed.stream, from: position, reason: "they were sent again \(resends) times")
            }
            let count = try copy.ask(from: position, generation)
            resends += 1
            hasRejected = false
            return position + count
        }

        func outcome() throws -> Outcome {
            guard verifier.verified > 0 else {
                throw Failure.nothingVerifies(stream: copy.feed.stream, lines: verifier.received)
            }
            return Outcome(
                size: verifier.verified, root: verifier.root, checkpoint: verifier.checkpoint,
                unverified: verifier.received - verifier.verified,
                repeated: repeated, altered: altered, impossible: impossible, foreign: foreign, resends: resends)
        }
    }

    /// How often lines are asked for again.
    private static let mostResends = 5

    /// Asks the office's relay to send lines again; returns how many it promises.
    private func ask(from position: Int, _ generation: Int) throws -> Int {
        logger.notice("asking for lines again", metadata: ["from": "\(position)"])
        let request = ResendRequest(generation: generation, from: position)
        for _ in 0..<60 {
            let reply: Message
            do {
                reply = try connection.request(request.bytes, of: feed.resend, within: Self.patience)
            } catch {
                throw Failure.incomplete(
                    stream: feed.stream, from: position,
                    reason: error.code == .timeout || error.code == .unavailable ? "nobody answers" : "\(error)")
            }
            switch ResendAnswer(reply.bytes) {
            case .accepted(_, let count): return count
            case .refused(.busy, _): usleep(1_000_000)
            case .refused(_, let detail):
                throw Failure.incomplete(stream: feed.stream, from: position, reason: detail)
            case nil:
                throw Failure.incomplete(stream: feed.stream, from: position, reason: "its answer cannot be read")
            }
        }
        throw Failure.incomplete(stream: feed.stream, from: position, reason: "it is busy")
    }
}
