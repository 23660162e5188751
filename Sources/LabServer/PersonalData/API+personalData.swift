import EventFormat
import CanonicalJSON
import Hummingbird
import LabAPI
import Ledger
import Logging
import NIOCore
import Office
import PersonalData

// Routes that open sealed fields. The event that records who looks at whom is durable before anything is opened.

extension API {
    /// Opens sealed fields of a person, or of the events of another stream.
    func readPersonalData(_ request: Request, _ context: LabContext) async throws -> Response {
        let asked = try PersonalDataRequest(reading: try await readObject(request))
        let (opened, position) = try await opened(by: asked, context)
        guard case .read(let stream, _, _) = asked else { throw Refusal.incomplete }
        var answer: JSONObject = [
            "fields": .array(opened), "position": .integer(Int64(position)), "stream": .string(stream.name),
        ]
        if let person = stream.person { answer.members.append(.init("person", .string(person.text))) }
        return Response(json: .object(answer))
    }

    /// Returns the fields that a look opens, once it is recorded, and its position.
    func opened(by asked: PersonalDataRequest, _ context: LabContext) async throws -> (fields: [JSON], position: Int) {
        guard case .read(let stream, let fields, let reason) = asked else { throw Refusal.incomplete }
        try context.sender.checkReason(reason)
        let isThere = try await threads.run(for: context.requester) { _ in try ledger.revision(of: stream.name) > 0 }
        // For persons the office can say more: who was erased, and who never existed.
        guard isThere || stream.person != nil else { throw Refusal.unknownStream(stream) }
        let position = try await record([asked], context.sender)[0].get()
        let file = SealedFieldReader(ledger, writer.logger)
        let opened = try await threads.run(for: context.requester) { interest in
            try file.opened(of: stream, fields: Set(fields.map(\.text)), while: { !interest.isOver })
        }
        return (opened, position)
    }

    /// Finds the persons who match all search terms and of whom the sender may be told. Persons whose record is restricted are
    /// found only by accounts that may lift the restriction.
    ///
    /// The search is recorded before it is answered: for each person found, and once if nobody is found.
    func findPersons(_ request: Request, _ context: LabContext) async throws -> Response {
        let search = try PersonSearch(try await readObject(request))
        let sender = context.sender
        try sender.checkReason(search.reason)
        try searchLimiter.take(sender.account)
        let persons = try await threads.run(for: context.requester) { try self.persons(by: search, sender, $0) }
        var found: [JSON] = []
        if !persons.isEmpty {
            for (person, outcome) in zip(persons, try await record(persons.map(search.request), sender)) {
                if case .success = outcome { found.append(.string(person.text)) }
            }
        }
        if found.isEmpty { _ = try await record([search.request], sender)[0].get() }
        return Response(json: ["persons": .array(found)])
    }

    private func persons(by search: PersonSearch, _ sender: Sender, _ interest: Interest) throws -> [ID] {
        var owners: Set<String>?
        for term in search.terms {
            let found: [String]
            do { found = try ledger.keys.owners(of: term.bytes) } catch { throw Refusal(error) }
            owners = owners.map { $0.intersection(found) } ?? Set(found)
        }
        let office = writer.current.office
        let mayLift = Permission.decisions.isGranted(to: sender.roles)
        // The index also finds persons by values that were corrected later, so the sealed fields decide.
        let file = SealedFieldReader(ledger, writer.logger)
        return try (owners ?? []).sorted().compactMap { Stream($0).person }
            .filter { mayLift || !office.isRestricted(person: $0) }
            .filter { try file.isStill($0, by: search.terms, while: { !interest.isOver }) }
    }

    /// Answers with everything that is held about a person.
    func serveAccess(_ request: Request, _ context: LabContext) async throws -> Response {
        let asked = try PersonalDataRequest(access: try await readObject(request))
        guard case .access(let person, let released, _) = asked else { throw Refusal.incomplete }
        let sender = context.sender
        // Releasing a field sealed for others is a look at them too: it is recorded for each, and refused for a restricted one.
        let office = writer.current.office
        let expected = Set(office.linkedIDs(of: person).map { Stream.person($0).name })
        let others = try await threads.run(for: context.requester) { _ in try self.owners(of: released) }
        let looks = try self.looks(at: others.subtracting(expected), office)
        let recorded = try await record([asked] + looks, sender)
        for look in recorded.dropFirst() { _ = try look.get() }
        let position = try recorded[0].get()
        // The ids are those in the event; persons who were linked or separated meanwhile are treated as they are now.
        let persons = try served(at: position)
        let parted = others.intersection(expected).subtracting(persons.map { Stream.person($0).name })
        for look in try await record(try self.looks(at: parted, writer.current.office), sender) { _ = try look.get() }
        let file = SealedFieldReader(ledger, writer.logger)
        let dossier = try await threads.run(for: context.requester) { interest in
            try PersonDossier(persons, released: Set(released)).read(
                ledger, upTo: position, file, while: { !interest.isOver })
        }
        return Response(
            json: [
                "events": .array(dossier.events), "person": .string(person.text),
                "persons": .array(persons.map { .string($0.text) }), "position": .integer(Int64(position)),
                "withheld": .array(dossier.withheld.map { .integer(Int64($0)) }),
            ])
    }

    /// Returns the owners of the sealed fields at the positions.
    private func owners(of positions: [Int]) throws -> Set<String> {
        Set(try positions.compactMap { try ledger.sealedOwner(at: $0) })
    }

    /// Returns the looks that must be recorded to show what is sealed for these owners.
    ///
    /// - Throws: `restricted` where one of them is.
    private func looks(at owners: Set<String>, _ office: Office) throws -> [PersonalDataRequest] {
        let looks = owners.sorted().compactMap { PersonalDataRequest(showing: $0) }
        for look in looks { _ = try office.decide(look, Recording(byLabdAt: office.time)) }
        return looks
    }

    /// Returns the ids for which an access was recorded.
    private func served(at position: Int) throws -> [ID] {
        guard case .array(let persons)? = try ledger.event(at: position)?.data["persons"] else {
            throw Refusal.failed
        }
        return persons.compactMap { if case .string(let id) = $0 { ID(id) } else { nil } }
    }

    /// Records looks at personal data, and returns the position of each event once it is durable.
    func record(
        _ requests: [PersonalDataRequest], _ sender: Sender
    ) async throws -> [Result<Int, Refusal>] {
        if let reason = ledger.keys.unavailable {
            throw Refusal(.log(.keysUnavailableToAsk(diagnostic: reason)))
        }
        guard !requests.isEmpty else { return [] }
        let chunk = Chunk(commands: requests.map(ParsedCommand.look), sender: sender, halt: nil)
        guard writer.submit(chunk) else { throw Refusal.tooManyWait }
        return await chunk.pending.outcomes().map { outcome in
            switch outcome {
            case .accepted(let answer): .success(answer.events[0].position)
            case .refused(let refused): .failure(refused.refusal)
            }
        }
    }

    /// Reads the object in the body.
    private func readObject(_ request: Request) async throws -> JSONObject {
        try request.checkThatNothingIsAsked()
        _ = try request.checkMediaType(MediaTypes.json)
        let body = try await readBody(request)
        do throws(JSONError) {
            if case .object(let object) = try JSONReader.read(body.readableBytesUInt8Span, as: .strict) {
                return object
            }
        } catch {
            throw Refusal(.request(.notJSON(error)))
        }
        throw Refusal(.request(.notAnObject))
    }
}

extension Sender {
    /// Refuses a look without a reason to roles whose work it is not.
    fileprivate func checkReason(_ reason: String?) throws(Refusal) {
        guard reason == nil, roles.isDisjoint(with: [.operator, .coordinator]) else { return }
        throw Refusal(.sender(.reasonMissing), field: "reason")
    }
}

extension Refusal {
    fileprivate static func unknownStream(_ stream: Stream) -> Refusal {
        Refusal(.record(.noStream(stream.name)), field: "stream", value: "\"\(stream.name)\"")
    }
}
