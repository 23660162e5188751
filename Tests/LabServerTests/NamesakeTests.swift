import Foundation
import LabAPI
import Office
import Testing

@testable import LabServer

/// Tests of registering a person who seems to be registered already.
@Suite struct NamesakeTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    private func registering(_ person: String, _ personal: String) -> String {
        #"{"id":"r-\#(person)","command":"person.register","data":{"person":"\#(person)","nationality":"MA","basis":"declared",\#(personal)}}"#
    }

    private func correcting(_ person: String, _ personal: String) -> String {
        #"{"id":"\#(UUID())","command":"person.correct","data":{"person":"\#(person)","reason":"documento",\#(personal)}}"#
    }

    private func flags(_ line: String, as roles: Set<Role> = Sender.all.roles) async throws -> [String] {
        let sender = Sender(account: "anna", roles: roles)
        let chunk = Chunk(commands: [ParsedCommand(Array(line.utf8).span, from: sender)], sender: sender, halt: nil)
        try #require(fixture.writer.submit(chunk))
        let outcome = await chunk.pending.outcomes().first
        return try #require(outcome?.answer, "\(outcome?.problem?.detail ?? "")").events[0].flags
    }

    @Test func `a person of another's name or tax code is flagged, in the same batch too`() async throws {
        let first = #""name":"Anna Rossi","taxCode":"RSSMRA85T10A562S""#
        #expect(try await flags(registering("p-1", first)) == [])
        #expect(try await flags(registering("p-2", #""name":"ROSSI  Anna""#)) == ["possible-duplicate"])
        #expect(try await flags(registering("p-3", #""taxCode":"rssmra 85t10 a562s""#)) == ["possible-duplicate"])
        #expect(try await flags(registering("p-4", #""name":"Anna Russo""#)) == [])
        let batch = [registering("p-5", #""name":"Li Wei""#), registering("p-6", #""name":"Wei Li""#)]
        let outcomes = try await fixture.send(batch)
        #expect(outcomes.map { $0.answer?.events[0].flags } == [[], ["possible-duplicate"]])
    }

    @Test func `a person's own name is not a namesake's, under any of their ids`() async throws {
        #expect(try await flags(registering("p-1", #""name":"Anna Rossi""#)) == [])
        #expect(try await flags(correcting("p-1", #""name":"Rossi Anna""#)) == [])
        #expect(try await flags(registering("p-2", #""name":"Ana Rosi""#)) == [])
        #expect(try await flags(correcting("p-2", #""name":"Anna Rossi""#)) == ["possible-duplicate"])
        _ = try await fixture.send(
            #"{"id":"l","command":"person.link","data":{"person":"p-2","same":"p-1","reason":"x"}}"#)
        #expect(try await flags(correcting("p-2", #""name":"Rossi, Anna""#)) == [])
    }

    @Test func `a restricted record marks nothing`() async throws {
        #expect(try await flags(registering("p-1", #""name":"Anna Rossi""#)) == [])
        _ = try await fixture.send(#"{"id":"l","command":"person.restrict","data":{"person":"p-1","reason":"x"}}"#)
        #expect(try await flags(registering("p-2", #""name":"Anna Rossi""#), as: [.operator, .coordinator]) == [])
    }

    @Test func `an account that used up its searches learns nothing from the flag`() async throws {
        var limits = Settings.Limits()
        limits.searchesPerMinute = 3
        let real = try Fixture(simulated: false, limits: limits)
        var marks: [[String]] = []
        for number in 0..<5 {
            let outcome = try await real.send(registering("p-\(number)", #""name":"Anna Rossi""#))
            marks.append(try #require(outcome.answer).events[0].flags)
        }
        let marked = ["possible-duplicate"]
        #expect(marks == [[], marked, marked, [], []])
        let other = try await real.send(registering("p-9", #""name":"Anna Rossi""#), actor: "bruno")
        #expect(other.answer?.events[0].flags == marked)
    }
}
