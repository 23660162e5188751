import Foundation
import LabAPI
import Ledger
import Testing

@testable import LabServer

struct BadInputTests {
    private static let nested = String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)

    @Test(arguments: [
        (#"{"id":"x""#, "malformed"),
        ("not json", "malformed"),
        ("", "malformed"),
        ("[]", "malformed"),
        (#"{"id":"x","id":"y","command":"person.register","data":{}}"#, "malformed"),
        (#"{"id":"x","command":"person.register","data":{"person":\#(nested)}}"#, "malformed"),
        (#"{"id":"x","command":"no.such","data":{}}"#, "unknown-command"),
        (#"{"id":"x","command":"person.register","data":{},"more":1}"#, "unknown-field"),
        (#"{"id":"x\n","command":"person.register","data":{}}"#, "invalid-value"),
        (
            #"{"id":"x","command":"person.register","data":{"person":"p","nationality":"PK","basis":"declared","#
                + #""birthYear":99999999999999999999}}"#, "invalid-value"
        ),
        (
            #"{"id":"x","command":"worker.leave","data":{"worker":"w","on":"2019-02-30"}}"#, "invalid-value"
        ),
    ])
    func `a body that is not a command is refused with one problem, and labd is unharmed`(body: String, code: String)
        async throws
    {
        try await Service.run { service in
            let answer = try await service.ask("POST", "/v1/commands", body)
            #expect(answer.status == 400)
            #expect(answer.head.contains("application/problem+json"))
            #expect(answer.head.lowercased().contains("content-language: en"))
            #expect(answer.problem?.code == code)
            #expect(service.fixture.ledger.count == 1)
            try await service.isWell("a")
        }
    }

    @Test(arguments: [
        ("POST", "/v1/commands?rehearse=1&rehearse=0", "rehearse"), ("POST", "/v1/commands?stop=1&stop=0", "stop"),
        ("GET", "/v1/events?from=0&from=1", "from"), ("GET", "/checkpoint?witnessed=1&witnessed=0", "witnessed"),
        ("GET", "/v1/log/proof?position=0&size=1&size=1", "size"),
        ("GET", "/v1/log/consistency?from=1&from=1", "from"), ("GET", "/v1/caseload?on=2019-06-01&on=2019-06-02", "on"),
        ("GET", "/healthz?x=1&x=2", "x"),
    ])
    func `a parameter that is given twice is refused: neither value counts, and nothing is recorded`(
        method: String, target: String, field: String
    ) async throws {
        try await Service.run { service in
            let body = method == "POST" ? register("c-1", "p-1") : ""
            let answer = try await service.ask(method, target, body, type: MediaTypes.ndjson)
            #expect(answer.status == 400)
            #expect((answer.problem?.code, answer.problem?.field) == ("invalid-value", field))
            #expect(service.fixture.ledger.count == 1)
        }
    }

    @Test(arguments: ["/healthz", "/v1/plan", "/v1/log/key", "/metrics"])
    func `a path without parameters refuses them by name`(path: String) async throws {
        try await Service.run { service in
            let answer = try await service.ask("GET", path + "?x=1")
            #expect(answer.status == 400)
            #expect((answer.problem?.code, answer.problem?.field) == ("unknown-field", "x"))
        }
    }

    @Test func `an answer whose words depend on Accept-Language says so, to caches`() async throws {
        try await Service.run { service in
            let answers = [
                try await service.ask("POST", "/v1/commands", "not json"), try await service.ask("GET", "/nothing"),
                try await service.ask("GET", "/healthz"),
                try await service.ask("POST", "/v1/commands", "not json", type: MediaTypes.ndjson),
            ]
            for answer in answers {
                #expect(answer.head.lowercased().contains("vary: accept-language"), "\(answer.head)")
            }
            let figures = try await service.ask("GET", "/v1/retention")
            #expect(figures.status == 200 && !figures.head.lowercased().contains("vary:"))
        }
    }

    @Test func `invalid UTF-8 is refused as malformed`() async throws {
        try await Service.run { service in
            let body = Array(#"{"id":"x","command":"person.register","data":{"person":""#.utf8) + [0xFF, 0xFE]
            let answer = try await service.ask("POST", "/v1/commands", body + Array(#""}}"#.utf8))
            #expect(answer.problem?.code == "malformed")
            try await service.isWell("a")
        }
    }

    @Test func `a body over the limit is refused, announced or not`() async throws {
        var limits = Settings.Limits()
        limits.bodyBytes = 2_000
        try await Service.run(limits: limits) { service in
            let body = register("c-1", "p-1", #","more":"\#(String(repeating: "x", count: 3_000))""#)
            let announced = try await service.ask("POST", "/v1/commands", body)
            #expect(announced.status == 413)
            #expect(announced.problem?.code == "too-large")
            #expect(announced.problem?.accepted == "at most 2000 bytes")

            let wire = try await service.connect()
            try await wire.write(Wire.head("POST", "/v1/commands", length: nil))
            try await wire.writePiece(body)
            #expect(try Answer(await wire.rest()).status == 413)
            try await service.isWell("a")
        }
    }

    @Test func `a half-sent request, its sender gone, changes nothing`() async throws {
        try await Service.run { service in
            let body = register("c-1", "p-1")
            let wire = try await service.connect()
            try await wire.write(
                Wire.head("POST", "/v1/commands", length: body.utf8.count) + Array(body.utf8.dropLast(5)))
            try await wire.close()
            let many = try await service.connect()
            try await many.write(Wire.head("POST", "/v1/commands", length: nil, type: MediaTypes.ndjson))
            try await many.writePiece(register("c-2", "p-2") + "\n" + register("c-3", "p-3").dropLast(3))
            _ = await many.read(until: "c-2")
            try await many.close()
            try await service.isWell("a")
            #expect(try service.fixture.ledger.earlier("c-1") == nil)
            #expect(try service.fixture.ledger.earlier("c-2") != nil)
            #expect(try service.fixture.ledger.earlier("c-3") == nil)
        }
    }

    @Test func `a body that does not arrive in time is rejected`() async throws {
        var limits = Settings.Limits()
        limits.bodySeconds = 1
        try await Service.run(limits: limits) { service in
            let wire = try await service.connect()
            try await wire.write(Wire.head("POST", "/v1/commands", length: 100) + Array("{".utf8))
            let answer = try Answer(await wire.rest())
            #expect(answer.status == 408)
            #expect(answer.problem?.code == "timeout")
            try await service.isWell("a")
        }
    }

    @Test func `an idle connection is closed`() async throws {
        var limits = Settings.Limits()
        limits.idleSeconds = 1
        try await Service.run(limits: limits) { service in
            let wire = try await service.connect()
            #expect(await wire.rest().isEmpty)
            try await service.isWell("a")
        }
    }

    @Test func `what is not HTTP is answered 400 and closed`() async throws {
        try await Service.run { service in
            let wire = try await service.connect()
            try await wire.write(Array("hello\r\n\r\n".utf8))
            #expect(try Answer(await wire.rest()).status == 400)
            try await service.isWell("a")
        }
    }

    @Test func `unknown paths, methods and parameters are problems`() async throws {
        try await Service.run { service in
            let nowhere = try await service.ask("GET", "/v1/nowhere")
            #expect(nowhere.status == 404)
            #expect(nowhere.problem?.code == "not-found")
            let method = try await service.ask("GET", "/v1/commands")
            #expect(method.status == 405)
            #expect(method.head.lowercased().contains("allow: post"))
            #expect(method.problem?.code == "method-not-allowed")
            #expect(try await service.ask("GET", "/v1/caseload?onn=2019-01-01").problem?.code == "unknown-field")
            let foreign = try await service.ask("GET", "/v1/timesheets?place=rovato")
            #expect(foreign.status == 400 && foreign.problem?.code == "unknown-field")
            #expect(foreign.problem?.accepted == "asOf, on, from, to, worker, month")
            let unknown = try await service.ask("GET", "/v1/timesheets?worker=x")
            #expect(unknown.status == 404 && unknown.problem?.code == "unknown-worker")
            #expect(try await service.ask("GET", "/v1/caseload?on=2019-02-30").problem?.code == "invalid-value")
            #expect(try await service.ask("GET", "/v1/events?from=-1").problem?.field == "from")
            #expect(try await service.ask("POST", "/v1/commands?halt=1", "{}").problem?.field == "halt")
            #expect(try await service.ask("GET", "/v1/plan").problem?.code == "no-plan")
        }
    }

    @Test func `an account without a role is refused, but may ask whether labd is well`() async throws {
        try await Service.run(roles: RoleMap(owner: geteuid(), [])) { service in
            let answer = try await service.ask("POST", "/v1/commands", register("c-1", "p-1"))
            #expect(answer.status == 403)
            #expect(answer.problem?.code == "not-permitted")
            #expect(try await service.ask("GET", "/v1/events").status == 403)
            #expect(try await service.ask("GET", "/healthz").status == 200)
            #expect(service.fixture.ledger.count == 1)
        }
    }
}
