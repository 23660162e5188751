import LabAPI
import NIOCore
import NIOHTTP1
import Office
import Synchronization
import Testing
import TinyServer

@testable import LabTerminal

/// What is offered to somebody who adjusts an entry of hours.
@Suite struct EntryChoicesTests {
    private static func choices(_ words: [String], usual: [String: UsualValue] = [:]) async throws -> (
        choices: [Choices.Choice]?, asked: [String]
    ) {
        let typed = TypedCommand(try #require(Catalogue.command("hours.adjust")))
        let options = try typed.split(words)
        let asked = Mutex<[String]>([])
        let rows = """
            {"entry":"e-1","on":"2019-06-03","minutes":450,"activity":"colloqui","place":"rovato","worker":"sw-01"},
            {"entry":"e-2","on":"2019-06-04","minutes":90,"activity":"équipe","worker":"sw-01"}
            """
        let choices = try await TinyServer.run { requests, responses in
            for try await part in requests {
                if case .head(let head) = part { asked.withLock { $0.append(head.uri) } }
                guard case .end = part else { continue }
                try await responses.write(.head(.answer(.ok, MediaTypes.json)))
                try await responses.write(.body(ByteBuffer(string: #"{"rows":[\#(rows)]}"#)))
                try await responses.write(.end(nil))
                return
            }
        } _: { socket in
            await LabClient(socket: socket).entries(for: typed, options, usual: usual)
        }
        return (choices, asked.withLock { $0 })
    }

    private static let both = [
        Choices.Choice(value: "e-2", text: "2019-06-04, 1:30, équipe"),
        Choices.Choice(value: "e-1", text: "2019-06-03, 7:30, colloqui, rovato"),
    ]

    @Test func `they are the worker's entries, the latest first`() async throws {
        let (choices, asked) = try await Self.choices(["--worker", "sw-01", "--minutes", "7h"])
        #expect(choices == Self.both)
        #expect(asked.count == 1 && asked[0].hasSuffix("?worker=sw-01"), "\(asked)")
    }

    @Test func `without a worker they are those of the account's usual one`() async throws {
        let (choices, asked) = try await Self.choices(
            ["--minutes", "7h"], usual: ["worker": UsualValue(value: "sw-02", times: 3)])
        #expect(choices == Self.both)
        #expect(asked.count == 1 && asked[0].hasSuffix("?worker=sw-02"), "\(asked)")
    }

    @Test(arguments: [["--entry", "e-1", "--worker", "sw-01"], ["--minutes", "7h"]])
    func `nothing is asked if the entry is given, or if nobody knows whose it is`(_ words: [String]) async throws {
        let (choices, asked) = try await Self.choices(words)
        #expect(choices == nil && asked.isEmpty)
    }
}

/// Who is offered to somebody who assigns a request for mediation.
@Suite struct MediatorChoicesTests {
    /// Asks a labd that has a request in Urdu and these workers; returns the queries for workers as well.
    private static func choices(
        _ command: String, _ words: [String], workers: String
    ) async throws -> (choices: [Choices.Choice]?, asked: [String]) {
        let typed = TypedCommand(try #require(Catalogue.command(command)))
        let options = try typed.split(words)
        let asked = Mutex<[String]>([])
        let choices = try await TinyServer.run { requests, responses in
            var uri = ""
            for try await part in requests {
                if case .head(let head) = part { uri = head.uri }
                guard case .end = part else { continue }
                let isOfWorkers = uri.hasPrefix(Paths.view("workers"))
                if isOfWorkers { asked.withLock { $0.append(uri) } }
                try await responses.write(.head(.answer(.ok, MediaTypes.json)))
                try await responses.write(
                    .body(ByteBuffer(string: isOfWorkers ? #"{"rows":[\#(workers)]}"# : #"{"language":"ur"}"#)))
                try await responses.write(.end(nil))
                return
            }
        } _: { socket in
            await LabClient(socket: socket).mediators(for: typed, options)
        }
        return (choices, asked.withLock { $0 })
    }

    private static let worker = #"{"worker":"me-03","languages":["ur","en"]}"#

    @Test func `they are the mediators of the request's language, each with all languages`() async throws {
        let (choices, asked) = try await Self.choices(
            "mediation.assign", ["--mediation", "m-1"], workers: Self.worker)
        #expect(choices == [Choices.Choice(value: "me-03", text: "Urdu, English")])
        #expect(asked.count == 1 && asked[0].contains("profession=mediator&state=employed&language=ur"), "\(asked)")
    }

    @Test func `they are all mediators as long as the request is not known`() async throws {
        let (choices, asked) = try await Self.choices("mediation.assign", [], workers: Self.worker)
        #expect(choices?.count == 1)
        #expect(asked.count == 1 && !asked[0].contains("language="), "\(asked)")
    }

    @Test(arguments: [("case.assign", [], Self.worker), ("mediation.assign", ["--worker", "me-1"], Self.worker)])
    func `a command that assigns no request, or was told to whom, asks for nobody`(
        command: String, words: [String], workers: String
    ) async throws {
        let (choices, asked) = try await Self.choices(command, words, workers: workers)
        #expect(choices == nil && asked.isEmpty)
    }

    @Test func `where no mediator is found, every worker is offered`() async throws {
        #expect(try await Self.choices("mediation.assign", [], workers: "").choices == nil)
        let typed = TypedCommand(try #require(Catalogue.command("mediation.assign")))
        let field = try #require(typed.fields.first { $0.reference == .assignee })
        let (all, mediators) = ([Choices.Choice(value: "sw-1", text: "")], [Choices.Choice(value: "me-1", text: "")])
        #expect(Choices(field, names: nil, records: [.worker: all]).all == all)
        #expect(Choices(field, names: nil, records: [.worker: all, .assignee: mediators]).all == mediators)
    }
}
