import EventFormat
import CanonicalJSON
import Foundation
import LMDB
import LabAPI
import Office
import Testing

@testable import LabServer
@testable import Ledger

@Suite("Reading sealed data")
struct PersonalDataRoutesTests {
    static func register(_ id: String, _ personal: String) -> String {
        """
        {"id":"r-\(id)","command":"person.register",\
        "data":{"person":"\(id)","nationality":"PK","basis":"declared",\(personal)}}
        """
    }

    static func correct(_ number: Int, _ personal: String) -> String {
        """
        {"id":"k-\(number)","command":"person.correct","data":{"person":"p-1","reason":"documento",\(personal)}}
        """
    }

    /// A service that knows two persons, the first corrected once.
    func run(_ body: (Service) async throws -> Void) async throws {
        try await Service.run { service in
            let outcomes = try await service.fixture.send([
                Self.register("p-1", #""name":"Anna Rossi","taxCode":"RSSNNA80A41F205X""#),
                Self.register("p-2", #""name":"Rossi Anna","born":"1980-01-01""#),
                Self.correct(1, #""name":"Anna Bianchi""#),
            ])
            #expect(outcomes.allSatisfy { $0.answer != nil })
            try await body(service)
        }
    }

    func post(_ service: Service, _ path: String, _ body: String) async throws -> Answer {
        try await service.ask("POST", path, body)
    }

    private func values(_ answer: Answer) -> [String] {
        guard case .array(let fields)? = answer.object?["fields"] else { return [] }
        return fields.map { field in
            guard case .object(let object) = field else { return "?" }
            if case .string(let problem)? = object["problem"] { return problem }
            guard case .string(let name)? = object["field"], case .string(let value)? = object["value"] else {
                return "?"
            }
            return "\(name)=\(value)"
        }
    }

    @Test func `a reading is recorded before it is answered, with the requested fields but not their values`()
        async throws
    {
        try await run { service in
            let answer = try await post(service, Paths.personalDataRead, #"{"person":"p-1"}"#)
            #expect(values(answer) == ["name=Anna Rossi", "taxCode=RSSNNA80A41F205X", "name=Anna Bianchi"])
            #expect(answer.object?["position"] == 4)
            let event = try #require(try service.fixture.ledger.event(at: 4))
            #expect(
                event.type == "personal-data.read" && event.cause.hasPrefix("labd:") && event.cause.utf8.count == 37)
            #expect(event.subject == "person/p-1" && event.revision == 3)
            #expect(
                String(decoding: event.data.canonicalBytes, as: UTF8.self)
                    == #"{"fields":["name","born","taxCode","contact","number"],"how":"show","person":"p-1"}"#)
            let some = try await post(
                service, Paths.personalDataRead, #"{"person":"p-1","fields":["reason","name"],"reason":"verifica"}"#)
            #expect(values(some) == ["name=Anna Rossi", "name=Anna Bianchi", "reason=documento"])
            #expect(try service.fixture.ledger.event(at: 5)?.data["reason"] == "verifica")
            #expect(service.fixture.ledger.count == 6)
        }
    }

    @Test func `a refused look leaves no event`() async throws {
        try await run { service in
            for (path, body, status, code) in [
                (Paths.personalDataRead, #"{"person":"p-9"}"#, 404, "unknown-person"),
                (Paths.personalDataRead, #"{"person":"p-1","fields":["sex"]}"#, 400, "invalid-value"),
                (Paths.personalDataRead, #"["p-1"]"#, 400, "malformed"), (Paths.personalDataRead, "", 400, "malformed"),
                (Paths.personalDataRead + "?x=1", #"{"person":"p-1"}"#, 400, "unknown-field"),
                (Paths.personalDataFind, "{}", 400, "missing-field"),
                (Paths.personalDataFind, #"{"name":"--"}"#, 400, "invalid-value"),
                (Paths.personalDataAccess, #"{"person":"p-9"}"#, 404, "unknown-person"),
            ] {
                let answer = try await post(service, path, body)
                #expect(answer.status == status, "\(path) \(body): \(answer.status)")
                #expect(answer.problem?.code == code)
            }
            #expect(service.fixture.ledger.count == 4)
        }
    }

    @Test func `a search that finds nobody is an event, and searches are limited`() async throws {
        var limits = Settings.Limits()
        limits.searchesPerMinute = 3
        try await Service.run(limits: limits) { service in
            for number in 1...3 {
                let nobody = try await post(
                    service, Paths.personalDataFind, #"{"taxCode":"NSSNNN80A01F205\#(number)","reason":"prova"}"#)
                #expect(nobody.object?["persons"] == [])
                let event = try #require(try service.fixture.ledger.event(at: number))
                #expect(event.type == "personal-data.searched" && event.actor == Peer(user: geteuid()).account)
                #expect(
                    String(decoding: event.data.canonicalBytes, as: UTF8.self)
                        == #"{"fields":["taxCode"],"reason":"prova"}"#)
            }
            let busy = try await post(service, Paths.personalDataFind, #"{"name":"Nessuno"}"#)
            #expect(busy.status == 503 && busy.problem?.code == "busy")
            #expect(service.fixture.ledger.count == 4)
        }
    }

    @Test func `a restricted person is found only by those who may lift the restriction`() async throws {
        for (roles, isFound) in [([Role.operator], false), ([.coordinator], true)] as [(Set<Role>, Bool)] {
            try await Service.run(roles: RoleMap(owner: geteuid(), roles)) { service in
                _ = try await service.fixture.send([
                    Self.register("p-1", #""name":"Anna Rossi""#), Self.register("p-2", #""born":"1980-01-01""#),
                    #"{"id":"l-1","command":"person.link","data":{"person":"p-1","same":"p-2","reason":"la stessa"}}"#,
                    #"{"id":"l-2","command":"person.restrict","data":{"person":"p-2","reason":"lo chiede"}}"#,
                ])
                let answer = try await post(service, Paths.personalDataFind, #"{"name":"anna rossi"}"#)
                #expect(answer.object?["persons"] == (isFound ? ["p-1"] : []))
                let event = try #require(try service.fixture.ledger.event(at: service.fixture.ledger.count - 1))
                #expect(event.type == (isFound ? "personal-data.read" : "personal-data.searched"))
            }
        }
    }

    @Test func `sealed fields of a worker or any stream can be opened, and each time is an event of that stream`()
        async throws
    {
        try await run { service in
            _ = try await service.fixture.send([
                #"{"id":"w-1","command":"worker.enrol","data":{"worker":"sw-1","name":"Bianca Verdi","employer":"e","profession":"educator","from":"2019-06-01"}}"#
            ])
            for body in [#"{"worker":"sw-1"}"#, #"{"stream":"worker/sw-1","fields":["name"]}"#] {
                let answer = try await post(service, Paths.personalDataRead, body)
                #expect(values(answer) == ["name=Bianca Verdi"])
                let event = try #require(try service.fixture.ledger.event(at: service.fixture.ledger.count - 1))
                #expect(event.type == "personal-data.read" && event.subject == "worker/sw-1")
                #expect(event.data["stream"] == "worker/sw-1" && event.data["person"] == nil)
            }
            for (body, status, code) in [
                (#"{"worker":"sw-9"}"#, 404, "unknown-stream"), (#"{"stream":"moon/1"}"#, 400, "invalid-value"),
                (#"{"worker":"sw-1","person":"p-1"}"#, 400, "unknown-field"),
            ] {
                let answer = try await post(service, Paths.personalDataRead, body)
                #expect(answer.status == status && answer.problem?.code == code, "\(body)")
            }
        }
    }

    @Test func `a recorded command that is sent again tells only its sender whether a guess is right`() async throws {
        try await run { service in
            let fixture = service.fixture
            let command = Self.register("p-1", #""name":"Anna Rossi","taxCode":"RSSNNA80A41F205X""#)
            let guess = Self.register("p-1", #""name":"Anna Rossi","taxCode":"RSSNNA80A41F205Y""#)
            let before = fixture.ledger.count
            for text in [command, guess] {
                #expect(try await fixture.send(text, actor: "bruno").problem?.code == "id-reused")
            }
            #expect(fixture.ledger.count == before)
            #expect(try await fixture.send(command).answer?.isRepeated == true)
            #expect(fixture.ledger.count == before)
            #expect(try await fixture.send(guess).problem?.code == "id-reused")
            let event = try #require(try fixture.ledger.event(at: before))
            #expect(event.type == "personal-data.read" && event.subject == "person/p-1" && event.actor == "anna")
            #expect(
                String(decoding: event.data.canonicalBytes, as: UTF8.self)
                    == #"{"fields":["name","taxCode"],"how":"compare","person":"p-1"}"#)
            // Neither does a rehearsal.
            let lines = [command, guess].joined(separator: "\n")
            let rehearsed = try await service.ask(
                "POST", Paths.commands + "?rehearse=1", lines, type: MediaTypes.ndjson)
            #expect(rehearsed.lines.map { $0["code"] } == ["id-reused", "id-reused"])
            #expect(fixture.ledger.count == before + 1)
        }
    }

    @Test func `a guess that its first sender only rehearses is recorded like one that is sent`() async throws {
        try await Service.run { service in
            let fixture = service.fixture
            let recorded = try await post(service, Paths.commands, Self.register("p-1", #""name":"Anna Rossi""#))
            #expect(recorded.status == 200)
            let before = fixture.ledger.count
            let rehearsed = try await service.ask(
                "POST", Paths.commands + "?rehearse=1", Self.register("p-1", #""name":"Anna Neri""#),
                type: MediaTypes.ndjson)
            #expect(rehearsed.lines.map { $0["code"] } == ["id-reused"])
            try #require(fixture.ledger.count == before + 1)
            let event = try #require(try fixture.ledger.event(at: before))
            #expect(event.type == "personal-data.read" && event.subject == "person/p-1")
            #expect(event.data["how"] == "compare" && event.actor == Peer(user: geteuid()).account)
        }
    }

    @Test func `the sender's own guesses are limited`() async throws {
        var limits = Settings.Limits()
        limits.searchesPerMinute = 2
        let fixture = try Fixture(limits: limits)
        _ = try await fixture.send(Self.register("p-1", #""name":"Anna Rossi""#))
        var codes: [String?] = []
        for number in 1...4 {
            codes.append(try await fixture.send(Self.register("p-1", #""name":"A\#(number)""#)).problem?.code)
        }
        #expect(codes == ["id-reused", "id-reused", "busy", "busy"])
        #expect(fixture.ledger.count == 4)
    }

    @Test func `a person gets texts about several persons only if a coordinator releases them`() async throws {
        try await Service.run { service in
            let fixture = service.fixture
            _ = try await fixture.send([
                Self.register("p-1", #""name":"Anna Rossi""#), Self.register("p-2", #""name":"Bruno Neri""#),
                #"{"id":"l-1","command":"person.restrict","data":{"person":"p-2","reason":"dice che Anna lo minaccia"}}"#,
            ])
            // A link names both persons, so its reason may be about either.
            let link = try await fixture.send([
                #"{"id":"l-0","command":"person.lift-restriction","data":{"person":"p-2","reason":"r"}}"#,
                #"{"id":"l-2","command":"person.link","data":{"person":"p-1","same":"p-2","reason":"la sorella lo conferma"}}"#,
                #"{"id":"l-3","command":"person.unlink","data":{"person":"p-1","same":"p-2","reason":"non era vero"}}"#,
            ])
            let position = try #require(link[1].answer?.events.first?.position)
            let answer = try await post(service, Paths.personalDataAccess, #"{"person":"p-1"}"#)
            #expect(answer.object?["withheld"] == [.integer(Int64(position)), .integer(Int64(position + 1))])
            let text = String(decoding: answer.body, as: UTF8.self)
            #expect(text.contains("Anna Rossi") && !text.contains("la sorella") && !text.contains("minaccia"))
            let released = try await post(
                service, Paths.personalDataAccess, #"{"person":"p-1","release":[\#(position)]}"#)
            #expect(String(decoding: released.body, as: UTF8.self).contains("la sorella lo conferma"))
            #expect(released.object?["withheld"] == [.integer(Int64(position + 1))])
            let event = try #require(try fixture.ledger.event(at: fixture.ledger.count - 1))
            #expect(event.data["released"] == [.integer(Int64(position))])
            // If a field sealed for another person is shown, this is recorded in the other's stream; a restricted person's
            // field is not shown.
            let other = try #require(try fixture.ledger.stream("person/p-2").first)
            _ = try await post(service, Paths.personalDataAccess, #"{"person":"p-1","release":[\#(other)]}"#)
            let look = try #require(try fixture.ledger.event(at: fixture.ledger.count - 1))
            #expect(look.type == "personal-data.read" && look.subject == "person/p-2")
            _ = try await fixture.send(
                #"{"id":"l-9","command":"person.restrict","data":{"person":"p-2","reason":"lo chiede"}}"#)
            let refused = try await post(
                service, Paths.personalDataAccess, #"{"person":"p-1","release":[\#(other)]}"#)
            #expect(refused.problem?.code == "restricted")
        }
    }

    @Test func `the file for a person has their events with sealed fields, and nothing about others`()
        async throws
    {
        try await run { service in
            _ = try await service.fixture.send([
                #"{"id":"l-1","command":"person.link","data":{"person":"p-1","same":"p-2","reason":"la stessa"}}"#,
                Self.register("p-3", #""name":"Un Altro""#),
                #"{"id":"l-2","command":"person.restrict","data":{"person":"p-1","reason":"lo chiede"}}"#,
            ])
            // The person may still see their restricted record.
            let answer = try await post(service, Paths.personalDataAccess, #"{"person":"p-2","reason":"prot. 4"}"#)
            #expect(answer.object?["persons"] == ["p-1", "p-2"])
            guard case .array(let events)? = answer.object?["events"] else {
                Issue.record("no events: \(answer)")
                return
            }
            let types = events.compactMap { event -> JSON? in
                if case .object(let object) = event { object["type"] } else { nil }
            }
            #expect(
                types == [
                    "person.registered", "person.registered", "person.corrected", "person.linked", "person.restricted",
                    "person.access-served",
                ])
            let text = String(decoding: answer.body, as: UTF8.self)
            for value in ["Anna Rossi", "Rossi Anna", "Anna Bianchi", "1980-01-01", "la stessa", "lo chiede"] {
                #expect(text.contains(value), "\(value)")
            }
            #expect(!text.contains("Un Altro"))
            #expect(
                try service.fixture.ledger.event(at: service.fixture.ledger.count - 1)?.type == "person.access-served")
        }
    }

    @Test func `an altered box is reported with its position, and the rest is answered`() async throws {
        try await run { service in
            let store = try service.fixture.ledger.storeForReading()
            let stored = try store.environment.beginRead().get(store.sealed, 1) { span in
                (0..<span.count).map { span[$0] }
            }
            var row = try #require(stored)
            row[row.count - 1] ^= 1
            let writing = try store.environment.beginWrite()
            try writing.put(store.sealed, 1, row.span)
            try writing.commit()
            let answer = try await post(service, Paths.personalDataRead, #"{"person":"p-1"}"#)
            #expect(answer.status == 200)
            #expect(values(answer) == ["sealed-altered", "name=Anna Bianchi"])
            guard case .array(let fields)? = answer.object?["fields"], case .object(let first)? = fields.first else {
                return
            }
            #expect(first["position"] == 1)
            let access = try await post(service, Paths.personalDataAccess, #"{"person":"p-1"}"#)
            let text = String(decoding: access.body, as: UTF8.self)
            #expect(text.contains(#""problem":"sealed-altered""#) && text.contains("Anna Bianchi"))
            try await service.isWell("after")
        }
    }

    @Test func `a recorded look is there after a restart, and the log continues`() async throws {
        try await run { service in
            _ = try await post(service, Paths.personalDataRead, #"{"person":"p-1"}"#)
            _ = try await service.fixture.send(Self.register("p-4", #""name":"D""#))
            try service.fixture.ledger.reopen()
            #expect(service.fixture.ledger.damage.isEmpty)
            var office = Office()
            try office.replay(service.fixture.ledger)
            #expect(office.position == 5)
        }
    }
}
