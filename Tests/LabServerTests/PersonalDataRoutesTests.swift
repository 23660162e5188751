import CanonicalJSON
import Foundation
import LMDB
import LabAPI
import Office
import Testing

@testable import LabServer
@testable import Ledger

@Suite("Looking at what is sealed")
struct PersonalDataRoutesTests {
    private static func register(_ id: String, _ personal: String) -> String {
        """
        {"id":"r-\(id)","command":"person.register",\
        "data":{"person":"\(id)","nationality":"PK","basis":"declared",\(personal)}}
        """
    }

    private static func correct(_ number: Int, _ personal: String) -> String {
        """
        {"id":"k-\(number)","command":"person.correct","data":{"person":"p-1","reason":"documento",\(personal)}}
        """
    }

    /// A service that knows two persons, the first corrected once.
    private func run(_ body: (Service) async throws -> Void) async throws {
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

    private func post(_ service: Service, _ path: String, _ body: String) async throws -> Answer {
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

    @Test func `a look is recorded before it is answered, with what was asked for and nothing of what was seen`()
        async throws
    {
        try await run { service in
            let answer = try await post(service, Paths.personalDataRead, #"{"person":"p-1"}"#)
            #expect(values(answer) == ["name=Anna Rossi", "taxCode=RSSNNA80A41F205X", "name=Anna Bianchi"])
            #expect(answer.object?["position"] == 4)
            let event = try #require(try service.fixture.ledger.event(at: 4))
            #expect(event.type == "personal-data.read" && event.cause == "labd")
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

    @Test func `what cannot be looked at leaves no event`() async throws {
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
            // Whom nobody finds nobody looked at.
            let nobody = try await post(service, Paths.personalDataFind, #"{"name":"Nessuno"}"#)
            #expect(nobody.object?["persons"] == [])
            #expect(service.fixture.ledger.count == 4)
        }
    }

    @Test func `persons are found by name and tax code, each found is an event, and the names are not in it`()
        async throws
    {
        try await run { service in
            func find(_ body: String) async throws -> JSON? {
                try await post(service, Paths.personalDataFind, body).object?["persons"]
            }
            #expect(try await find(#"{"name":"ROSSI anna"}"#) == ["p-1", "p-2"])
            #expect(try await find(#"{"name":"Anna Bianchi"}"#) == ["p-1"])
            #expect(try await find(#"{"taxCode":"rssnna80a41f205x"}"#) == ["p-1"])
            #expect(try await find(#"{"name":"Anna Rossi","taxCode":"RSSNNA80A41F205X"}"#) == ["p-1"])
            #expect(try await find(#"{"name":"RSSNNA80A41F205X"}"#) == [])
            #expect(service.fixture.ledger.count == 4 + 5)
            let event = try #require(try service.fixture.ledger.event(at: 4))
            #expect(
                String(decoding: event.data.canonicalBytes, as: UTF8.self)
                    == #"{"fields":["name"],"how":"find","person":"p-1"}"#)
        }
    }

    @Test func `all that is held of a person tells their events with what is sealed, and of others nothing`()
        async throws
    {
        try await run { service in
            _ = try await service.fixture.send([
                #"{"id":"l-1","command":"person.link","data":{"person":"p-1","same":"p-2","reason":"la stessa"}}"#,
                Self.register("p-3", #""name":"Un Altro""#),
                #"{"id":"l-2","command":"person.restrict","data":{"person":"p-1","reason":"lo chiede"}}"#,
            ])
            // A restricted record is still the person's own.
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

    @Test func `a box that was altered is named with its position, and the rest goes on`() async throws {
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

    @Test func `a look that was recorded is there after a restart, and the log goes on`() async throws {
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
