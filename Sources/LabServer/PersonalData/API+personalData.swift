import CanonicalJSON
import Hummingbird
import LabAPI
import Ledger
import Logging
import NIOCore
import Office

// Looking at what is sealed. The event that says who looks at whom is durable before anything is opened.

extension API {
    /// Opens sealed fields of a person.
    func readPersonalData(_ request: Request, _ sender: Sender) async throws -> Response {
        let asked = try PersonalDataRequest(reading: try await readObject(request))
        guard case .read(let person, let fields, let reason) = asked else { throw Problem.badRequest }
        try sender.checkReason(reason)
        let position = try await record([asked], sender)[0].get()
        let opened = try SealedFile(ledger, writer.logger).opened(of: person, fields: Set(fields.map(\.text)))
        return Response(
            json: JSONObject([
                .init("fields", .array(opened)), .init("person", .string(person.text)),
                .init("position", .integer(Int64(position))),
            ]).canonicalBytes)
    }

    /// The persons who have all that is searched by.
    func findPersons(_ request: Request, _ sender: Sender) async throws -> Response {
        let search = try PersonSearch(try await readObject(request))
        try sender.checkReason(search.reason)
        var owners: Set<String>?
        for term in search.terms {
            let found: [String]
            do { found = try ledger.keys.owners(of: term.bytes) } catch { throw Refusal(error) }
            owners = owners.map { $0.intersection(found) } ?? Set(found)
        }
        // The index may know of somebody whose registration was not recorded in the end.
        let persons = (owners ?? []).sorted().compactMap { owner in
            owner.hasPrefix("person/") ? ID(String(owner.dropFirst("person/".utf8.count))) : nil
        }
        var found: [JSON] = []
        if !persons.isEmpty {
            for (person, outcome) in zip(persons, try await record(persons.map(search.request), sender)) {
                if case .success = outcome { found.append(.string(person.text)) }
            }
        }
        return Response(json: JSONObject([.init("persons", .array(found))]).canonicalBytes)
    }

    /// All that is held of a person.
    func serveAccess(_ request: Request, _ sender: Sender) async throws -> Response {
        let asked = try PersonalDataRequest(access: try await readObject(request))
        let position = try await record([asked], sender)[0].get()
        let persons = writer.published.office.linkedIDs(of: asked.person)
        let events = try PersonDossier(persons, writer.published.office).events(
            of: ledger, upTo: position, SealedFile(ledger, writer.logger))
        return Response(
            json: JSONObject([
                .init("events", .array(events)), .init("person", .string(asked.person.text)),
                .init("persons", .array(persons.map { .string($0.text) })),
                .init("position", .integer(Int64(position))),
            ]).canonicalBytes)
    }

    /// Records looks at personal data, and answers the position of each one's event once that is durable.
    private func record(
        _ requests: [PersonalDataRequest], _ sender: Sender
    ) async throws -> [Result<Int, Problem>] {
        if let reason = ledger.keys.unavailable {
            throw Refusal(.keysUnavailable, reason, accepted: "the same question, once the keys are back")
        }
        let chunk = Chunk(commands: requests.map(Prepared.look), sender: sender, halt: nil)
        guard writer.submit(chunk) else { throw Refusal.tooManyWait }
        return await chunk.ticket.outcomes().map { outcome in
            switch outcome {
            case .accepted(let answer): .success(answer.events[0].position)
            case .refused(let problem): .failure(problem)
            }
        }
    }

    /// The object that was sent.
    private func readObject(_ request: Request) async throws -> JSONObject {
        try request.checkThatNothingIsAsked()
        let body = try await readBody(request)
        do {
            if case .object(let object) = try JSONReader.read(body.readableBytesUInt8Span, as: .strict) {
                return object
            }
        } catch {
            throw Refusal(.malformed, "the body is not JSON: \(error)", accepted: "one JSON object (RFC 8259)")
        }
        throw Refusal(.malformed, "the body is no object", accepted: "one JSON object (RFC 8259)")
    }
}

extension Sender {
    /// Refuses a look without a reason to those whose work it is not.
    fileprivate func checkReason(_ reason: String?) throws(Refusal) {
        guard reason == nil, roles.isDisjoint(with: [.operator, .coordinator]) else { return }
        throw Refusal(
            .reasonRequired, field: "reason",
            "auditors and admins open what is sealed for a reason, which is recorded in clear", accepted: "a reason")
    }
}
