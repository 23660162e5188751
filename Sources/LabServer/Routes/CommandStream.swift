import AsyncAlgorithms
import CanonicalJSON
import Hummingbird
import LabAPI
import Ledger
import NIOCore
import Office
import ServiceSupport
import Synchronization
import Wording

/// A body of many commands: each line is decided on its own, and answered by one line, in order.
///
/// Answers are sent while lines still arrive. The number of chunks under way is limited, so labd does not read from a client
/// that does not read its answers.
struct CommandStream: Sendable {
    let api: API
    let requester: Requester
    let sender: Sender
    let halt: HaltAtRefusal?
    /// Nothing is recorded: see `Rehearsal`.
    let isRehearsal: Bool
    /// The language of the refusals.
    let language: DisplayLanguage

    /// The number of chunks of this body that may wait for the writer or for their answers to be read: enough that the writer
    /// finds the next batch when it has finished one, and few enough for a hundred bodies at once whose answers nobody reads.
    private static let window = 64
    /// As many of a rehearsal, which waits for no commit.
    private static let rehearsalWindow = 4
    /// The maximum number of commands in a chunk.
    private static let chunkLimit = 256

    /// When labd stops, a body is treated as ended if nothing more arrives for this long.
    private static let quietAtStop = Duration.milliseconds(500)

    /// Reads the body to its end and writes an answer for each line that was read.
    ///
    /// Once labd stops, the lines that still arrive are refused as `busy`, so that the sender learns where to go on.
    ///
    /// - Throws: what reading throws, after the answers to all that was read before; what writing throws, at once.
    func answer(_ body: RequestBody, _ writer: inout any ResponseBodyWriter) async throws {
        let sent = AsyncChannel<PendingOutcomes>()
        let window = sent.buffer(policy: .bounded(isRehearsal ? Self.rehearsalWindow : Self.window))
        let pieces = Counter()
        let reading = Task {
            defer { sent.finish() }
            try await read(body, pieces, sent)
        }
        try await withTaskCancellationHandler {
            try await api.stop.notifying(onStop: { end(reading, whenQuiet: pieces) }) {
                do {
                    for await pending in window {
                        try await writer.write(lines(await pending.outcomes()))
                    }
                } catch {
                    sent.finish()
                    reading.cancel()
                    _ = await reading.result
                    throw error
                }
                try await reading.value
            }
        } onCancel: {
            reading.cancel()
        }
    }

    /// Ends the reading once no pieces arrive any more.
    private func end(_ reading: Task<Void, any Error>, whenQuiet pieces: Counter) {
        Task {
            var seen: Int?
            while pieces.count != seen {
                seen = pieces.count
                try await Task.sleep(for: Self.quietAtStop)
            }
            reading.cancel()
        }
    }

    private func read(_ body: RequestBody, _ pieces: Counter, _ sent: AsyncChannel<PendingOutcomes>) async throws {
        let rehearsal = isRehearsal ? api.rehearsal() : nil
        var splitter = LineSplitter(limit: api.limits.lineBytes)
        var commands: [ParsedCommand] = []
        func prepare(_ line: Span<UInt8>?) {
            if let line {
                let command = ParsedCommand(line, from: sender)
                let isTooLate = api.stop.isGiven
                commands.append(isTooLate ? .refused(RefusedCommand(.isStopping, id: command.id)) : command)
            } else {
                let refusal = Refusal(.request(.lineTooLong(most: api.limits.lineBytes)))
                commands.append(.refused(RefusedCommand(refusal)))
            }
        }
        var lineBegan = ContinuousClock.now
        for try await piece in body {
            pieces.increment()
            let wasInside = splitter.isInsideLine
            // The pieces of one account's many bodies are read one by one, so that other accounts' come between them.
            await api.turns.wait(for: requester.account)
            splitter.take(piece, prepare)
            api.turns.end(of: requester.account)
            if !wasInside || !commands.isEmpty { lineBegan = .now }
            if splitter.isInsideLine, .now - lineBegan > .seconds(api.limits.bodySeconds) {
                let refusal = Refusal.tooSlow(api.limits.bodySeconds)
                commands.append(.refused(RefusedCommand(refusal)))
                _ = await send(&commands, rehearsal, sent)
                throw refusal
            }
            guard await send(&commands, rehearsal, sent) else { return }
        }
        // A stop ends the body early: what was begun is not whole.
        guard !Task.isCancelled else { return }
        splitter.finish(prepare)
        _ = await send(&commands, rehearsal, sent)
    }

    /// Submits the commands collected so far. Returns false if nobody waits for their answers any more.
    private func send(
        _ commands: inout [ParsedCommand], _ rehearsal: Rehearsal?, _ sent: AsyncChannel<PendingOutcomes>
    ) async -> Bool {
        var rest = commands[...]
        commands.removeAll(keepingCapacity: true)
        while !rest.isEmpty {
            let chunk = Chunk(
                commands: Array(rest.prefix(Self.chunkLimit)), sender: sender, halt: halt, presence: requester.presence)
            rest = rest.dropFirst(Self.chunkLimit)
            if let rehearsal {
                guard let outcomes = await rehearse(chunk, rehearsal) else { return false }
                chunk.pending.resolve(outcomes)
            } else {
                // If the writer is that far behind, a long body waits instead of being refused.
                while !api.writer.submit(chunk) {
                    do { try await Task.sleep(for: .milliseconds(5)) } catch { return false }
                }
            }
            await sent.send(chunk.pending)
            guard !Task.isCancelled else { return false }
        }
        return true
    }

    /// Returns the outcomes that a chunk's commands would have; nil if nobody waits for them any more.
    private func rehearse(_ chunk: Chunk, _ rehearsal: Rehearsal) async -> [Outcome]? {
        let rehearsed = try? await api.threads.run(for: requester) { try rehearsal.outcomes(of: chunk, $0) }
        guard let (outcomes, looks) = rehearsed else { return nil }
        // Sealed values that were compared with what is recorded: an event each, before it is answered.
        do {
            for look in looks { _ = try await api.record([look], sender)[0].get() }
        } catch {
            let refusal = error as? Refusal ?? .failed
            return chunk.commands.map { .refused(RefusedCommand(refusal, id: $0.id)) }
        }
        return outcomes
    }

    private func lines(_ outcomes: [Outcome]) -> ByteBuffer {
        var writer = JSONWriter(capacity: outcomes.count * 224)
        for outcome in outcomes {
            switch outcome {
            case .accepted(let answer): answer.write(to: &writer)
            case .refused(let refused): Problem(refused.refusal, id: refused.id, in: language).write(to: &writer)
            }
            writer.raw("\n")
        }
        return ByteBuffer(bytes: writer.bytes)
    }
}

extension API {
    /// A rehearsal from the office as it is published now.
    func rehearsal() -> Rehearsal {
        Rehearsal(writer.current.office, ledger, writer.clock, writer.quota, searchLimiter)
    }
}

/// How many pieces of a body have arrived.
private final class Counter: Sendable {
    private let value = Atomic(0)
    var count: Int { value.load(ordering: .relaxed) }
    func increment() { value.add(1, ordering: .relaxed) }
}
