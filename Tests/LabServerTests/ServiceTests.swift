import CanonicalJSON
import CivilTime
import Foundation
import LabAPI
import Ledger
import NIOCore
import Office
import ServiceSupport
import TOMLFiles
import Testing
import Views

@testable import LabServer

struct ServiceTests {
    @Test func `one command is answered with one object`() async throws {
        try await Service.run { service in
            let answer = try await service.ask("POST", "/v1/commands", register("c-1", "p-1"))
            #expect(answer.status == 200)
            #expect(answer.head.contains("application/json"))
            let read = try #require(answer.object.flatMap { CommandAnswer($0) })
            #expect(read.id == "c-1")
            #expect(read.events.map(\.subject) == ["person/p-1"])
            #expect(read.bytes == answer.body)
        }
    }

    @Test func `health reports the position of the log`() async throws {
        try await Service.run { service in
            let answer = try await service.ask("GET", "/healthz")
            #expect(answer.object?["status"] == "ok")
            #expect(answer.object?["position"] == 0)
            #expect(answer.object?["simulated"] == true)
            #expect(answer.object?["office"] == "prova")
        }
    }

    @Test func `many commands are answered in order, one line each`() async throws {
        try await Service.run { service in
            let lines = (0..<3_000).map { $0 % 100 == 99 ? "{\"id\":\"c-\($0)\"}" : register("c-\($0)", "p-\($0)") }
            // An empty line is skipped, and the last line needs no line end.
            let body = "\n" + lines.joined(separator: "\n")
            let answer = try await service.ask("POST", "/v1/commands", body, type: MediaTypes.ndjson)
            #expect(answer.status == 200)
            #expect(answer.lines.map { $0["id"] } == (0..<3_000).map { .string("c-\($0)") })
            #expect(answer.lines.count { $0["code"] == "missing-field" } == 30)
            #expect(service.fixture.ledger.count == 1 + 2_970)
        }
    }

    @Test func `answers flow while lines still arrive`() async throws {
        try await Service.run { service in
            let wire = try await service.connect()
            try await wire.write(Wire.head("POST", "/v1/commands", length: nil, type: MediaTypes.ndjson))
            for number in 0..<3 {
                try await wire.writePiece(register("c-\(number)", "p-\(number)") + "\n")
                #expect(await wire.read(until: "c-\(number)").contains("\"repeated\":false"))
            }
            try await wire.write(Array("0\r\n\r\n".utf8))
            #expect(String(decoding: await wire.rest(), as: UTF8.self).hasSuffix("0\r\n\r\n"))
        }
    }

    @Test func `with stop=1 commands after a refusal are not decided`() async throws {
        try await Service.run { service in
            let lines =
                [register("c-1", "p-1"), register("c-2", "p-1")] + (3..<2_000).map { register("c-\($0)", "p-\($0)") }
            let body = lines.joined(separator: "\n") + "\n"
            let answer = try await service.ask("POST", "/v1/commands?stop=1", body, type: MediaTypes.ndjson)
            let codes = answer.lines.map { $0["code"] }
            #expect(codes.count == 1_999)
            #expect(codes[0] == nil)
            #expect(codes[1] == "exists")
            #expect(codes.dropFirst(2).allSatisfy { $0 == "not-tried" })
            #expect(answer.lines.last?["id"] == "c-1999")
            #expect(service.fixture.ledger.count == 2)
        }
    }

    @Test func `only a line beyond the limit is refused`() async throws {
        var limits = Settings.Limits()
        limits.lineBytes = 1_024
        try await Service.run(limits: limits) { service in
            let long = String(repeating: "x", count: 200_000)
            let body = [register("c-1", "p-1"), long, register("c-2", "p-2")].joined(separator: "\n")
            let answer = try await service.ask("POST", "/v1/commands", body, type: MediaTypes.ndjson)
            #expect(answer.lines.map { $0["code"] } == [nil, "too-large", nil])
        }
    }

    @Test func `stored lines are sent exactly as in the log, and new ones follow`() async throws {
        try await Service.run { service in
            _ = try await service.fixture.send(register("c-1", "p-1"))
            let stored = try await service.ask("GET", "/v1/events?from=1")
            #expect(Array(stored.body.dropLast()) == (try service.fixture.ledger.line(at: 1)))

            let wire = try await service.connect()
            try await wire.write(Wire.head("GET", "/v1/events?from=1&follow=1", length: 0, close: false))
            #expect(await wire.read(until: "c-1").contains("200 OK"))
            _ = try await service.fixture.send(register("c-2", "p-2"))
            #expect(await wire.read(until: "c-2").contains("person/p-2"))
            // A follower that went away is dropped; one that stays is ended by the stop.
            let gone = try await service.connect()
            try await gone.write(Wire.head("GET", "/v1/events?follow=1", length: 0, close: false))
            _ = await gone.read(until: "c-2")
            try await gone.close()
            try await service.isWell("a")
            service.stop.give()
            #expect(String(decoding: await wire.rest(), as: UTF8.self).hasSuffix("0\r\n\r\n"))
        }
    }

    @Test func `an account with few connections gets another one beyond the cap if no other account's is idle`()
        async throws
    {
        var limits = Settings.Limits()
        limits.connections = 1
        try await Service.run(limits: limits) { service in
            let first = try await service.connect()
            let second = try await service.connect()
            try await second.write(Wire.head("GET", "/healthz", length: 0))
            try await first.write(Wire.head("GET", "/healthz", length: 0))
            #expect(try Answer(await first.rest()).status == 200)
            #expect(try Answer(await second.rest()).status == 200)
        }
    }

    @Test func `a stop ends a long body after the lines that were read`() async throws {
        try await Service.run { service in
            let wire = try await service.connect()
            try await wire.write(Wire.head("POST", "/v1/commands", length: nil, type: MediaTypes.ndjson))
            try await wire.writePiece(register("c-1", "p-1") + "\n" + register("c-2", "p-2").dropLast(2))
            _ = await wire.read(until: "c-1")
            service.stop.give()
            // The line that was begun, and another one: too late, and answered so.
            try await wire.writePiece(register("c-2", "p-2").suffix(2) + "\n" + register("c-3", "p-3") + "\n{")
            #expect(await wire.read(until: "c-3").contains("labd is stopping"))
            let rest = String(decoding: await wire.rest(), as: UTF8.self)
            #expect(!rest.contains("malformed"))
            #expect(try service.fixture.ledger.earlier("c-2") == nil)
        }
    }

    @Test(arguments: [(write: 1, stop: 3_600), (write: 3_600, stop: 1)])
    func `a peer that does not read is cut off, by its deadline or by that of a stop`(seconds: (write: Int, stop: Int))
        async throws
    {
        var limits = Settings.Limits()
        limits.writeSeconds = seconds.write
        limits.stopSeconds = seconds.stop
        let start = ContinuousClock.now
        try await Service.run(limits: limits) { service in
            _ = try await service.fixture.send((0..<5_000).map { register("c-\($0)", "p-\($0)") })
            let wire = try await StalledWire(service.path)
            try await wire.write(Wire.head("GET", "/v1/events", length: 0))
            try await Task.sleep(for: .milliseconds(300))
            try await service.isWell("a")
        }
        // The deadline is either an hour or a second, because the machine may be busy.
        #expect(ContinuousClock.now - start < .seconds(1_800))
    }
}

struct ListeningSocketTests {
    @Test func `the socket is the account's and its group's, and is removed at the end`() async throws {
        var path = ""
        try await Service.run { service in
            path = service.path
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o660)
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `a socket on which a process answers is refused, an abandoned one is taken over`() async throws {
        try await Service.run { service in
            let limits = Settings.Limits()
            let api = API(
                service.fixture.writer, service.fixture.ledger, limits: limits, stop: StopSignal(),
                LivePolicy(.everything)
            )
            let second = Server(api, on: .path(service.path), limits: limits, stop: StopSignal(), logger: .silent)
            let error = await #expect(throws: SocketError.self) { try await second.run() }
            #expect(error?.description.contains("another process answers on \(service.path)") == true)
        }
    }

    @Test func `a path that is too long is refused with both lengths`() {
        let path = "/" + String(repeating: "x", count: 107)
        let error = #expect(throws: SocketError.self) { try ListeningSocket.path(path).check() }
        #expect(error?.description.contains("has 108 bytes and a Unix socket's may have 107") == true)
        #expect(throws: Never.self) { try ListeningSocket.path(String(path.dropLast())).check() }
    }

    @Test func `a socket passed to another process is not adopted`() throws {
        #expect(try ListeningSocket.adopt(environment: ["LISTEN_FDS": "1", "LISTEN_PID": "1"]) == nil)
        #expect(try ListeningSocket.adopt(environment: [:]) == nil)
        #expect(throws: SocketError.self) {
            try ListeningSocket.adopt(environment: ["LISTEN_FDS": "2", "LISTEN_PID": "\(getpid())"])
        }
    }
}

struct EntityTagTests {
    private static func get(_ service: Service, _ target: String, tag: String? = nil) async throws -> (
        status: Int, tag: String, text: String
    ) {
        let wire = try await service.connect()
        let condition = tag.map { "If-None-Match: \"x\", \($0)\r\n" } ?? ""
        try await wire.write(
            Array("GET \(target) HTTP/1.1\r\nHost: labd\r\n\(condition)Connection: close\r\n\r\n".utf8))
        let answer = try Answer(await wire.rest())
        let line = answer.head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("etag: ") } ?? ""
        return (answer.status, String(line.dropFirst(6)), answer.text)
    }

    @Test func `an answer is not sent again while nothing that it needs has changed`() async throws {
        try await Service.run { service in
            let persons = try await Self.get(service, "/v1/persons")
            let contacts = try await Self.get(service, "/v1/contacts")
            #expect(persons.status == 200 && persons.tag.hasPrefix("W/\"") && persons.tag != contacts.tag)
            let same = try await Self.get(service, "/v1/persons", tag: persons.tag)
            #expect(same.status == 304 && same.tag == persons.tag && same.text.isEmpty)
            #expect(try await Self.get(service, "/v1/persons", tag: contacts.tag).status == 200)
            #expect(try await Self.get(service, "/v1/workers", tag: persons.tag).status == 200)
            _ = try await service.ask("POST", "/v1/commands", register("c-1", "p-1"))
            let changed = try await Self.get(service, "/v1/persons", tag: persons.tag)
            #expect(changed.status == 200 && changed.tag != persons.tag && changed.text.contains("p-1"))
            #expect(try await Self.get(service, "/v1/persons", tag: changed.tag).status == 304)
            // What the event does not concern stays as it was, except for the position, which an answer states.
            #expect(try await Self.get(service, "/v1/orientations?asOf=0").status == 200)
            let asOf = try await Self.get(service, "/v1/persons?asOf=0")
            #expect(try await Self.get(service, "/v1/persons?asOf=0", tag: asOf.tag).status == 304)
            let audit = try await Self.get(service, "/v1/audit")
            #expect(try await Self.get(service, "/v1/audit", tag: audit.tag).status == 304)
        }
    }

    @Test func `a known answer states the position at which it is asked`() async throws {
        try await Service.run { service in
            let before = try await Self.get(service, "/v1/hours")
            _ = try await service.ask("POST", "/v1/commands", register("c-1", "p-1"))
            let after = try await Self.get(service, "/v1/hours", tag: before.tag)
            #expect(after.status == 304)
            let again = try await Self.get(service, "/v1/hours")
            #expect(again.tag == before.tag && again.text != before.text)
            #expect(again.text.contains(#""position":1,"simulated":true},"position":1,"#))
            let fresh = try await Self.get(service, "/v1/hours?asOf=1")
            #expect(fresh.text == again.text.replacing(#"{"basis":{"#, with: #"{"basis":{"asOf":"1","#))
        }
    }
}

struct PreparedAnswersTests {
    @Test
    func `when the log is quiet, answers to plain questions are prepared`() async throws {
        let fixture = try Fixture()
        let api = API(fixture.writer, fixture.ledger, limits: .init(), stop: StopSignal(), LivePolicy(.everything))
        let preparing = Task { await api.prepareAnswers(quiet: .milliseconds(5)) }
        defer { preparing.cancel() }
        func key() -> AnswerCache.Key {
            AnswerCache.Key(Views.Retention.self, Question(), newest: fixture.writer.current.office, edition: 0)
        }
        func prepared() async throws -> String {
            // The wait is limited: a preparation that never happens fails here.
            for _ in 0..<2_000 {
                let position = fixture.writer.current.office.position
                if let answer = api.answers.answer(to: key(), at: position) { return String(buffer: answer) }
                try await Task.sleep(for: .milliseconds(5))
            }
            return ""
        }
        let before = try await prepared()
        #expect(before == String(buffer: try api.answer(Views.Retention.self, Question(), Interest(nil)).bytes))
        guard
            case .accepted = try await fixture.send(
                #"{"id":"p-1","command":"person.register","at":"2020-09-14T10:00:00.000000Z","data":{"person":"P1","nationality":"MA","basis":"declared"}}"#
            )
        else {
            Issue.record("the person was not registered")
            return
        }
        let after = try await prepared()
        #expect(after != before)
        #expect(after.contains(#""person":"P1""#))
    }

    @Test func `for a real log the compliance up to today is prepared, because labctl asks for it`() async throws {
        let fixture = try Fixture(simulated: false, office: "oglio-ovest")
        let api = API(fixture.writer, fixture.ledger, limits: .init(), stop: StopSignal(), LivePolicy(.everything))
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../config/lab-impact.toml").standardizedFileURL
        let plan = try PlanFile(text: try String(contentsOf: file, encoding: .utf8), name: file.path)
        let day = try #require(Day("2020-09-13"))
        let adoption = String(decoding: plan.adoption(id: "p-1", on: day, act: "atto").canonicalBytes, as: UTF8.self)
        let outcome = try await fixture.send(adoption)
        #expect(outcome.problem == nil)
        let preparing = Task { await api.prepareAnswers(quiet: .milliseconds(5)) }
        defer { preparing.cancel() }
        let office = fixture.writer.current.office
        let key = AnswerCache.Key(
            Compliance.self, Question(on: day), newest: office, edition: fixture.writer.current.edition)
        for _ in 0..<2_000 {
            if let answer = api.answers.answer(to: key, at: office.position) {
                #expect(String(buffer: answer).contains(#""on":"2020-09-13""#))
                return
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        Issue.record("no answer was prepared")
    }
}
