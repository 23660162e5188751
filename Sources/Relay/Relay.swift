import CivilTime
import EventFormat
package import LabAPI
package import Logging
import MachineClock
package import NATS
import RegionFeed
package import ServiceSupport
import TransparencyLog

/// A relay: publishes what an office's labd records to the office's stream in its region, line by line and byte for byte, with the
/// signed checkpoints beside it.
///
/// It keeps nothing of its own. Where to go on is the last line in the stream, which is compared with the log's. A line is published
/// only behind the line that precedes it, so that however often the relay or the servers are interrupted, the stream has every line
/// in its order; those of `ResendRequest` come again behind the others. While the servers are away labd is not asked for
/// lines, so that nothing waits there.
package struct Relay: Sendable {
    private let region: String
    private let log: OfficeLog
    private let outlet: Outlet
    private let inlet = Inlet()
    private let state: RelayState
    private let stop: StopSignal
    private let logger: Logger
    private let pauses: Pauses

    /// How long a relay waits.
    package struct Pauses: Sendable, Hashable {
        /// After a failure; doubled each time up to `mostAfterFailure`.
        package var afterFailure = Duration.seconds(1), mostAfterFailure = Duration.seconds(5)
        /// Between two looks at the last checkpoint while nothing happens: a witness may have cosigned it.
        package var betweenCheckpoints = Duration.seconds(10)
        /// For further lines, before the checkpoint over those that were published is asked for.
        package var beforeCheckpoint = Duration.milliseconds(50)
        /// Between two requests to send lines again.
        package var betweenResends = Duration.seconds(10)

        /// What suits an office.
        package init() {}
    }

    /// Creates a relay of the labd that `labd` asks, to the servers of `options`.
    package init(
        region: String, labd: LabClient, _ options: ConnectionOptions, _ state: RelayState, stop: StopSignal,
        logger: Logger, pauses: Pauses = Pauses()
    ) {
        self.region = region
        log = OfficeLog(labd: labd)
        outlet = Outlet(options, state, stop)
        self.state = state
        self.stop = stop
        self.logger = logger
        self.pauses = pauses
    }

    /// Relays until it is told to stop. What fails is said once, and tried again.
    package func run() async {
        var pause = pauses.afterFailure
        while !stop.isGiven {
            do {
                try await round()
                pause = pauses.afterFailure
            } catch {
                note(error)
                await rest(pause)
                pause = min(pause * 2, pauses.mostAfterFailure)
            }
        }
        await outlet.forget()
    }

    /// Publishes until it is told to stop or asked to send lines again, or something fails.
    private func round() async throws(RelayError) {
        let identity = try await log.identity()
        // Before the servers are asked, so that the lag is told while they are away.
        state.count { $0.lines = max($0.lines, identity.count) }
        let generation = identity.source.generation
        guard let feed = OfficeFeed(region: region, office: identity.source.office) else {
            throw .invalidOffice(identity.source.office)
        }
        let (connection, end) = try await outlet.open(feed, generation: generation)
        let next = try await log.position(behind: end, identity, feed)
        state.count { numbers in
            numbers.relayed = next
            numbers.lines = identity.count
            numbers.failure = nil
        }
        try await inlet.listen(connection, feed, generation: generation)
        let start = state.resendFrom.map { min($0, next) } ?? next
        logger.notice(
            "relaying",
            metadata: [
                "office": "\(feed.office)", "generation": "\(generation)", "from": "\(start)",
                "stream": "\(feed.stream)",
            ])
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await follow(from: start, again: state.marksIDs ? identity.count : next) }
                group.addTask { try await listen(connection, generation) }
                group.addTask { try await publishCheckpoints() }
                group.addTask { await every(pauses.betweenCheckpoints) { state.wake() } }
                group.addTask { await stop.wait() }
                defer { group.cancelAll() }
                try await group.next()
            }
        } catch let error as RelayError {
            throw error
        } catch {
            throw .ended
        }
    }

    /// Publishes the lines from a position on. Those before `again` may be in the stream, and get ids of their own, as the servers
    /// would take them for repetitions and not store them.
    private func follow(from start: Int, again: Int) async throws(RelayError) {
        let mark = start < again ? ":again:\(SystemClock.now().microseconds)" : ""
        var position = start
        try await log.lines(from: start, follow: true) { lines throws(RelayError) in
            for (offset, line) in lines.enumerated() where LineStamp(line.span)?.position != position + offset {
                throw .unexpected("a line that is not that of position \(position + offset)")
            }
            try await outlet.publish(lines, from: position, again: position < again ? mark : "")
            position += lines.count
            if position >= again { state.marksIDs = false }
            state.note(relayed: position, lines.count)
            return true
        }
        throw .ended
    }

    /// Publishes the last checkpoint once the stream has the lines that it is about.
    private func publishCheckpoints() async throws(RelayError) {
        var waiting: (bytes: [UInt8], size: Int, id: String)?
        for await _ in state.changes() {
            if (try? await Task.sleep(for: pauses.beforeCheckpoint)) == nil { return }
            if waiting == nil { waiting = try await newCheckpoint() }
            guard let (bytes, size, id) = waiting, size <= state.numbers.relayed else { continue }
            waiting = nil
            guard try await outlet.publish(checkpoint: bytes, id: id) else { continue }
            state.count { numbers in
                numbers.checkpointed = max(numbers.checkpointed, size)
                numbers.checkpoints += 1
            }
        }
    }

    private func newCheckpoint() async throws(RelayError) -> (bytes: [UInt8], size: Int, id: String) {
        let (bytes, checkpoint, note) = try await log.checkpoint()
        state.count { $0.lines = max($0.lines, checkpoint.size) }
        return (bytes, checkpoint.size, "\(checkpoint.origin):\(checkpoint.size):\(note.signatures.count)")
    }

    /// Answers requests and hands on cosignatures, until lines are to be sent again.
    private func listen(_ connection: Connection, _ generation: Int) async throws(RelayError) {
        while !Task.isCancelled {
            switch try await inlet.next() {
            case nil: continue
            case .cosignature(let note):
                if let refusal = try await log.keep(cosignature: note) {
                    logger.warning("labd does not take a cosignature", metadata: ["detail": "\(refusal)"])
                } else {
                    state.count { $0.cosignatures += 1 }
                    state.wake()
                }
            case .resend(let bytes, let reply):
                let answer = answer(to: bytes, generation, isSoon: state.isResending(pause: pauses.betweenResends))
                if let reply { try? connection.publish(answer.bytes, to: reply) }
                switch answer {
                case .refused(.beyondEnd, _):
                    // Who asks only wanted to know whether there is more.
                    continue
                case .refused(let code, let detail):
                    logger.warning(
                        "lines are not sent again", metadata: ["code": "\(code.rawValue)", "detail": "\(detail)"])
                    continue
                case .accepted(let position, let count):
                    logger.notice("sending again", metadata: ["from": "\(position)", "lines": "\(count)"])
                    state.resend(from: position)
                }
                return
            }
        }
    }

    private func answer(to bytes: [UInt8], _ generation: Int, isSoon: Bool) -> ResendAnswer {
        guard let request = ResendRequest(bytes) else {
            return .refused(code: .malformed, detail: "accepted: an object of generation and from")
        }
        guard request.generation == generation else {
            return .refused(code: .otherGeneration, detail: "the log is of generation \(generation)")
        }
        let count = state.numbers.relayed
        guard request.position < count else {
            return .refused(code: .beyondEnd, detail: "the stream has had \(count) lines")
        }
        if isSoon { return .refused(code: .busy, detail: "lines are being sent again, or were a moment ago") }
        return .accepted(from: request.position, lines: count - request.position)
    }

    /// Says why the relay does not go on, when that changes.
    private func note(_ error: RelayError) {
        guard !stop.isGiven else { return }
        if case .nats(let error) = error, error.code == .duplicate {
            // After an interrupted resend, or of a log that was restored a moment ago.
            state.marksIDs = true
            return
        }
        let isNew = state.numbers.failure?.code != error.code
        state.count { numbers in
            numbers.failure = error
            numbers.failures[error.code, default: 0] += 1
        }
        guard isNew else { return }
        let level: Logger.Level = error.needsSomebody ? .critical : .warning
        logger.log(level: level, "nothing is relayed", metadata: ["code": "\(error.code)", "detail": "\(error)"])
    }

    private func rest(_ pause: Duration) async {
        await withTaskGroup { group in
            group.addTask { _ = try? await Task.sleep(for: pause) }
            group.addTask { await stop.wait() }
            await group.next()
            group.cancelAll()
        }
    }
}
