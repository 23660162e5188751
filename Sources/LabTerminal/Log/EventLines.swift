internal import CanonicalJSON
internal import LabAPI

/// Stored lines as they come from labd, one at a time.
struct EventLines {
    let client: LabClient

    /// Lends `body` each line from a position on, with its event, until it answers false or there are no more; with
    /// `follow`, waits for those to come.
    func forEach(
        from position: Int, follow: Bool = false,
        _ body: @Sendable (_ line: [UInt8], _ event: JSONObject) async throws -> Bool
    ) async throws {
        let query = [("from", String(position))] + (follow ? [("follow", "1")] : [])
        try await client.converse(.get(Paths.events, query)) { _ in
        } receiving: { answer in
            guard answer.isAccepted else {
                throw Failure(
                    refusal: ClientAnswer(
                        status: answer.status, mediaType: answer.mediaType, body: try await answer.rest()))
            }
            var cutter = LineCutter()
            while let piece = try await answer.next() {
                for line in cutter.lines(in: piece).map(Array.init) {
                    guard case .object(let event)? = try? JSONReader.read(line.span, as: .canonical) else {
                        throw Failure(.unreachable, "labd sent a line that is not canonical JSON")
                    }
                    guard try await body(line, event) else { return }
                }
            }
        }
    }

    /// How many events the log has.
    func count() async throws -> Int {
        let answer = try await client.answer(to: .get(Paths.health))
        guard case .object(let health)? = try? JSONReader.read(answer.body.span, as: .strict),
            case .integer(let position)? = health["position"]
        else { throw Failure(.unreachable, "labd does not say where its log stands") }
        return Int(position) + 1
    }
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
