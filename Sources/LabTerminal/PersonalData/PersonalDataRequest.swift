internal import ArgumentParser
internal import CanonicalJSON
internal import LabAPI

/// A person's request for all that is held of them (GDPR, art. 15), as labd answers it and records that it did.
struct PersonalDataRequest {
    let person: String
    let reason: String?
    /// Positions of withheld fields that are given out all the same, parted by commas.
    let release: String?

    /// The help of the option that says why.
    static var reasonHelp: ArgumentHelp {
        .localized(
            "The request's protocol number, or why else; in clear.",
            it: "Il numero di protocollo della richiesta, o un altro motivo; in chiaro.", name: "reason")
    }

    /// The help of the option that releases fields.
    static var releaseHelp: ArgumentHelp {
        .localized(
            "Positions of fields that are given out although they mention others too.",
            it: "Posizioni dei campi che si consegnano benché parlino anche di altri.", name: "position,…")
    }

    /// labd's answer; what it withheld is said.
    ///
    /// - Throws: `Failure` of usage for positions that are none; if labd refuses.
    func answer(_ client: LabClient) async throws -> ClientAnswer {
        var asked: [JSONObject.Member] = [.init("person", .string(person))]
        if let reason { asked.append(.init("reason", .string(reason))) }
        if let release {
            let positions = release.split(separator: ",").map { Int64($0) }
            guard positions.allSatisfy({ ($0 ?? -1) >= 0 }) else {
                throw Failure(
                    .usage,
                    localized(
                        "--release cannot be \"\(release)\": it takes positions, parted by commas",
                        it: "--release non può essere \"\(release)\": posizioni separate da virgole"))
            }
            asked.append(.init("release", .array(positions.compactMap { $0.map(JSON.integer) })))
        }
        let answer = try await client.ask(Paths.personalDataAccess, JSONObject(asked))
        if case .array(let withheld)? = try answer.object["withheld"], !withheld.isEmpty {
            let positions = withheld.map { String(decoding: $0.canonicalBytes, as: UTF8.self) }.joined(separator: ",")
            say(
                localized(
                    "withheld, as they may speak of others: \(positions); see labctl person access --help, --release",
                    it:
                        "trattenuti, perché possono parlare di altri: \(positions); vedere labctl person access --help, --release"
                ))
        }
        return answer
    }
}
