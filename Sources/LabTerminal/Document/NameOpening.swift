internal import CanonicalJSON
internal import LabAPI

/// Opens names for a document. The log records each one that is opened.
struct NameOpening {
    /// Why; nil where the reader's role need not say it.
    let reason: String?

    /// Opens the names of some streams. Those that hold none are left out.
    ///
    /// - Throws: `Failure` if labd refuses.
    func names(of streams: [String], _ client: LabClient) async throws -> [String: String] {
        var names: [String: String] = [:]
        for stream in streams {
            var asked: JSONObject = ["fields": ["name"], "stream": .string(stream)]
            if let reason { asked.members.append(.init("reason", .string(reason))) }
            let answer = try await client.ask(Paths.personalDataRead, asked)
            guard case .array(let fields)? = try answer.object["fields"] else { continue }
            // The last one recorded holds.
            names[stream] =
                fields.reversed().lazy.compactMap { field in
                    if case .object(let field) = field, case .string(let name)? = field["value"] { name } else { nil }
                }.first
        }
        return names
    }
}
