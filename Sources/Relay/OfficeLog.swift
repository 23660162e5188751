import CanonicalJSON
import EventFormat
import LabAPI
import RegionFeed
import TransparencyLog

/// The log of an office, as its labd shows it.
struct OfficeLog: Sendable {
    let labd: LabClient

    /// What log it is, and how many lines it has.
    struct Identity: Sendable, Hashable {
        let source: LogSource
        let count: Int
    }

    /// Asks labd which log it has: the last line's source, since a log that was restored has lines of earlier generations too.
    func identity() async throws(RelayError) -> Identity {
        let health = try await body(.get(Paths.health))
        guard case .object(let object)? = try? JSONReader.read(health.span, as: .strict),
            case .integer(let position)? = object["position"], position >= 0,
            let line = try await line(at: Int(position)),
            let source = EventLine.source(line.span).flatMap(LogSource.init)
        else { throw .unexpected("its health names no position with a line") }
        return Identity(source: source, count: Int(position) + 1)
    }

    /// Returns the line at a position; nil if the log ends before it.
    func line(at position: Int) async throws(RelayError) -> [UInt8]? {
        var found: [UInt8]?
        try await lines(from: position, follow: false) { lines in
            found = lines.first
            return false
        }
        return found
    }

    /// The last signed checkpoint, with the cosignatures that it has.
    func checkpoint() async throws(RelayError) -> (bytes: [UInt8], checkpoint: Checkpoint, SignedNote) {
        let body = try await body(.get(Paths.checkpoint))
        do {
            let note = try SignedNote(parsing: body.span)
            return (body, try Checkpoint(note.text), note)
        } catch {
            throw .unexpected("its checkpoint: \(error)")
        }
    }

    /// Hands labd a checkpoint with a cosignature. Returns labd's refusal, if it does not take it.
    func keep(cosignature note: [UInt8]) async throws(RelayError) -> String? {
        do {
            let answer = try await labd.answer(to: .post(Paths.cosignatures, as: MediaTypes.text), body: note)
            return answer.isAccepted ? nil : Self.detail(of: answer)
        } catch {
            throw .labd(error)
        }
    }

    /// Lends `body` the lines from a position on, many at a time, until it returns false or there are no more; with `follow`
    /// those that come later too, until labd ends the stream.
    func lines(
        from position: Int, follow: Bool, _ body: (_ lines: [[UInt8]]) async throws(RelayError) -> Bool
    ) async throws(RelayError) {
        let query = [("from", String(position))] + (follow ? [("follow", "1")] : [])
        do {
            try await labd.converse(.get(Paths.events, query)) { _ in
            } receiving: { answer in
                guard answer.isAccepted else {
                    try check(
                        ClientAnswer(status: answer.status, mediaType: answer.mediaType, body: try await answer.rest()))
                    return
                }
                var cutter = LineCutter()
                while let piece = try await answer.next() {
                    let lines = cutter.lines(in: piece).map(Array.init)
                    if !lines.isEmpty, try await !body(lines) { return }
                }
            }
        } catch let error as RelayError {
            throw error
        } catch let error as ClientError {
            throw .labd(error)
        } catch is CancellationError {
            throw .ended
        } catch {
            throw .labd(ClientError(.closedEarly, socket: labd.socket, reason: SystemReason.words(error)))
        }
    }

    private func answer(_ request: ClientRequest) async throws(RelayError) -> ClientAnswer {
        do { return try await labd.answer(to: request) } catch { throw .labd(error) }
    }

    private func body(_ request: ClientRequest) async throws(RelayError) -> [UInt8] {
        let answer = try await answer(request)
        try check(answer)
        return answer.body
    }

    private func check(_ answer: ClientAnswer) throws(RelayError) {
        guard !answer.isAccepted else { return }
        throw .refused(status: answer.status, detail: Self.detail(of: answer))
    }

    /// What a refusal says.
    private static func detail(of answer: ClientAnswer) -> String {
        guard case .object(let problem)? = try? JSONReader.read(answer.body.span, as: .strict),
            case .string(let detail)? = problem["detail"]
        else { return "status \(answer.status)" }
        return detail
    }
}
