internal import CanonicalJSON
internal import LabAPI

/// A reader of stored lines from labd, one at a time.
struct EventLines {
    let client: LabClient

    /// Lends `body` each line from a position on, with its event, until `body` returns false or there are no more; with
    /// `follow`, waits for future lines.
    func forEach(
        from position: Int, follow: Bool = false,
        _ body: @Sendable (_ line: [UInt8], _ event: JSONObject) async throws -> Bool
    ) async throws {
        try await forEachLine(from: position, follow: follow) { line in
            guard case .object(let event)? = try? JSONReader.read(line.span, as: .canonical) else {
                throw Failure(
                    .unreachable,
                    localized(
                        "labd sent a line that is not canonical JSON",
                        it: "labd ha inviato una riga che non è JSON canonico"))
            }
            return try await body(line, event)
        }
    }

    /// Lends `body` each line from a position on, without parsing it, until `body` returns false or there are no more.
    func forEachLine(
        from position: Int, follow: Bool = false, _ body: @Sendable (_ line: [UInt8]) async throws -> Bool
    ) async throws {
        let query = [("from", String(position))] + (follow ? [("follow", "1")] : [])
        try await client.converse(.get(Paths.events, query)) { _ in
        } receiving: { answer in
            try await answer.checkIsAccepted()
            var cutter = LineCutter()
            while let piece = try await answer.next() {
                for line in cutter.lines(in: piece).map(Array.init) {
                    guard try await body(line) else { return }
                }
            }
        }
    }

    /// Returns a line; nil if the log ends before it.
    func line(at position: Int) async throws -> [UInt8]? {
        guard position >= 0 else { return nil }
        let found = Found()
        try await forEachLine(from: position) { line in
            found.line = line
            return false
        }
        return found.line
    }

    /// Returns the number of events in the log.
    func count() async throws -> Int {
        let answer = try await client.answer(to: .get(Paths.health))
        guard case .object(let health)? = try? JSONReader.read(answer.body.span, as: .strict),
            case .integer(let position)? = health["position"]
        else {
            throw Failure(
                .unreachable,
                localized("labd does not say where its log stands", it: "labd non dice a che punto è il suo registro"))
        }
        return Int(position) + 1
    }
}

/// What a reader found, who is done when it is looked at.
private final class Found: @unchecked Sendable {
    var line: [UInt8]?
}

extension JSONObject {
    /// The text of a member, or nothing.
    func word(_ name: String) -> String { if case .string(let text)? = self[name] { text } else { "" } }

    /// The number of a member, or -1.
    func number(_ name: String) -> Int { if case .integer(let number)? = self[name] { Int(number) } else { -1 } }

    /// The event's flags.
    var flags: [String] {
        guard case .object(let data)? = self["data"], case .array(let words)? = data["flags"] else { return [] }
        return words.compactMap { if case .string(let word) = $0 { word } else { nil } }
    }
}

extension ClientAnswerStream {
    /// Checks that what comes is what was asked for.
    ///
    /// - Throws: `Failure` of labd's refusal, which is read to its end.
    mutating func checkIsAccepted() async throws {
        guard isAccepted else {
            throw Failure(refusal: ClientAnswer(status: status, mediaType: mediaType, body: try await rest()))
        }
    }
}
