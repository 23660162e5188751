import CanonicalJSON
import LabAPI
import Ledger
import Testing
import TransparencyCrypto
import TransparencyLog

@testable import LabServer

@Suite("What outsiders follow the log by")
struct LogRoutesTests {
    private static let lines = 300

    /// A service whose log has 300 lines.
    private func run(_ body: (Service, VerifierKey) async throws -> Void) async throws {
        try await Service.run { service in
            _ = try await service.fixture.send((1..<Self.lines).map { register("c-\($0)", "p-\($0)") })
            let text = String(decoding: try await service.ask("GET", Paths.logKey).body, as: UTF8.self)
            try await body(service, try VerifierKey(parsing: String(text.dropLast()), using: .crypto))
        }
    }

    private func leaf(_ line: [UInt8]) -> Hash { SHA256Function.crypto.leaf(line.span) }

    private func leaves(_ service: Service) throws -> [Hash] {
        try service.fixture.ledger.lines(from: 0, limit: .max, maxBytes: .max).map(leaf)
    }

    @Test func `the checkpoint covers all lines and is signed by the current key`() async throws {
        try await run { service, key in
            let body = try await service.ask("GET", Paths.checkpoint).body
            let note = try SignedNote(parsing: body.span)
            let verified = try VerifiedCheckpoint(note, origin: "labd.example/prova", log: key, using: .crypto)
            var frontier = Frontier()
            for leaf in try leaves(service) { frontier.append(leaf, using: .crypto) }
            #expect(verified.checkpoint.size == Self.lines)
            #expect(verified.checkpoint.root == frontier.root(using: .crypto))
            #expect(try await service.ask("GET", Paths.checkpoint + "?witnessed=1").status == 404)
        }
    }

    @Test func `tiles and bundles are the lines' and their hashes, and only what the log has`() async throws {
        try await run { service, _ in
            let leaves = try leaves(service)
            let full = try await service.ask("GET", "/tile/0/000").body
            #expect(full.elementsEqual(leaves[..<256].flatMap(\.bytes)), "tile 0/0")
            #expect(try await service.ask("GET", "/tile/0/001.p/44").body == leaves[256...].flatMap(\.bytes))
            var bundle = try await service.ask("GET", "/tile/entries/001.p/44").body[...]
            for expected in leaves[256...] {
                let length = bundle.prefix(2).reduce(0) { $0 << 8 | Int($1) }
                #expect(leaf(Array(bundle.dropFirst(2).prefix(length))) == expected)
                bundle = bundle.dropFirst(2 + length)
            }
            #expect(bundle.isEmpty)
            #expect(try await service.ask("GET", "/tile/0/001").status == 404)
            #expect(try await service.ask("GET", "/tile/0/1").status == 400)
            #expect(try await service.ask("POST", "/tile/0/000").status == 405)
        }
    }

    @Test func `proofs verify`() async throws {
        try await run { service, key in
            let leaves = try leaves(service)
            let body = try await service.ask("GET", Paths.proof + "?position=7").body
            let file = try ProofFile(parsing: body.span)
            let verified = try file.verify(
                leaf: leaves[7], origin: "labd.example/prova", log: key, sha256: .crypto, ed25519: .crypto)
            #expect(verified.checkpoint.size == Self.lines)
            let answer = try await service.ask("GET", Paths.consistency + "?from=100&to=299")
            guard case .array(let hashes)? = answer.object?["hashes"] else {
                Issue.record("no hashes")
                return
            }
            let path = try hashes.map { hash in
                guard case .string(let text) = hash else { throw TransparencyLogError.proofLength }
                return try Hash(base64: text)
            }
            func root(_ size: Int) -> Hash {
                var frontier = Frontier()
                for leaf in leaves[..<size] { frontier.append(leaf, using: .crypto) }
                return frontier.root(using: .crypto)
            }
            try ConsistencyProof(first: 100, second: 299, path: path)
                .verify(from: root(100), to: root(299), using: .crypto)
        }
    }

    @Test(arguments: [
        ("?position=300", "position"), ("", "position"), ("?position=5&size=301", "size"),
        ("?position=5&size=0", "size"), ("?position=5&size=5", "position"), ("?position=-1", "position"),
        ("?place=1", "place"),
    ]) func `an impossible proof is refused by field`(_ query: String, _ field: String) async throws {
        try await run { service, _ in
            let answer = try await service.ask("GET", Paths.proof + query)
            #expect(answer.status == 400 || answer.status == 409)
            #expect(answer.object?["field"] == .string(field))
        }
    }

    @Test func `the whole log is verified, and the progress is reported`() async throws {
        try await run { service, _ in
            await LogVerification(service.fixture.ledger, service.fixture.writer, .silent).pass()
            let health = try await service.ask("GET", Paths.health).object
            #expect(health?["verified"] == .integer(Int64(Self.lines)))
            #expect(health?["damaged"] == nil)
        }
    }
}
