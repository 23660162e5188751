import LabAPI
import NIOCore
import NIOHTTP1
import Office
import Synchronization
import Testing
import TinyServer

@testable import LabTerminal

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
