internal import CivilTime
internal import LabAPI
internal import Synchronization

/// An import: sends a file's lines to labd unchanged while the answers arrive.
struct ImportRun: Sendable {
    let client: LabClient
    let input: Descriptor
    /// The file's name, for messages.
    let name: String
    /// Whether refused lines are written to a file; otherwise the first one ends the import.
    let keepsGoing: Bool
    /// Where refused lines go.
    let refusedPath: String
    /// Whether nothing is recorded; then all refused lines are only reported.
    let isRehearsal: Bool
    /// The line number of each input line in the file from which it was made, if there is one.
    let rows: [Int]?
    let showsProgress: Bool
    let style: Style

    /// The maximum number of refusals that are reported one by one.
    static let refusalsSaid = 20

    /// The result of an import.
    struct Outcome: Sendable {
        var tally = AnswerTally()
        var seconds = 0.0
        /// Why the answers ended early, if they did.
        var brokenOff: ClientError?
        /// The last line that was answered.
        var lastLine = 0
        /// Whether labd ended its answers without having answered all lines.
        var isShort = false
    }

    /// Lines sent and not answered, shared by the side that sends and the one that reads.
    private final class InFlight: Sendable {
        let lines = Mutex(InFlightLines())
    }

    /// Imports. Memory does not grow with the file.
    func run() async throws -> Outcome {
        let inFlight = InFlight()
        let start = ContinuousClock.now
        var outcome = Outcome()
        let query = (keepsGoing ? [] : [(name: "stop", value: "1")]) + (isRehearsal ? [("rehearse", "1")] : [])
        let input = self.input
        try await client.converse(.post(Paths.commands, query, as: MediaTypes.ndjson)) { writer in
            var source = LineSource(input)
            while let block = try await source.next() {
                let goesOn = inFlight.lines.withLock { lines in
                    lines.sent(block)
                    return !lines.isStopped
                }
                guard goesOn else { return }
                try await writer.write(LineSource.withoutBlankLines(block))
            }
        } receiving: { answer in
            try await answer.checkIsAccepted()
            try await read(&answer, inFlight, start, into: &outcome)
        }
        outcome.seconds = (ContinuousClock.now - start).seconds
        return outcome
    }

    private func read(
        _ answer: inout ClientAnswerStream, _ inFlight: InFlight, _ start: ContinuousClock.Instant,
        into outcome: inout Outcome
    ) async throws {
        var cutter = LineCutter()
        var bar = ProgressBar(total: input.size, start: start)
        var refusedFile: Descriptor?
        defer { refusedFile?.close() }
        do {
            while let piece = try await answer.next() {
                var refused: [(line: InFlightLines.Line?, problem: Problem)] = []
                let answers = cutter.lines(in: piece)
                let (bytes, number) = inFlight.lines.withLock { lines in
                    for text in answers {
                        let line = lines.next()
                        if let problem = outcome.tally.take(text) {
                            refused.append((line, problem))
                            if !keepsGoing { lines.isStopped = true }
                        }
                    }
                    return (lines.settledBytes, lines.number)
                }
                outcome.lastLine = number
                if !refused.isEmpty { bar.clear() }
                let earlier = outcome.tally.refused - refused.count
                for (index, (line, problem)) in refused.enumerated() {
                    say(problem, line?.number, after: earlier + index)
                }
                if keepsGoing && !isRehearsal && !refused.isEmpty {
                    let file = try refusedFile ?? Descriptor(writing: refusedPath)
                    refusedFile = file
                    for case (let line?, _) in refused { try file.write(line.text + [UInt8(ascii: "\n")]) }
                }
                if showsProgress { bar.draw(bytes: bytes, lines: outcome.tally.count, now: .now) }
            }
            bar.clear()
            outcome.isShort = inFlight.lines.withLock { !$0.isStopped && $0.areWaiting }
        } catch let error as ClientError {
            bar.clear()
            outcome.brokenOff = error
        }
    }

    private func say(_ problem: Problem, _ number: Int?, after earlier: Int) {
        guard earlier < Self.refusalsSaid || isRehearsal else { return }
        let number = number.map { line in rows.flatMap { line <= $0.count ? $0[line - 1] : nil } ?? line }
        LabTerminal.say("\(name):\(number.map(String.init) ?? "?"): \(style.warning(problem.line))")
    }
}
