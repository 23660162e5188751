import Foundation
import LabAPI
import NIOCore
import NIOHTTP1
import Subprocess
import SystemPackage
import TinyServer

/// What one run of labctl, the program that was built beside these tests, showed to its user.
struct LabctlRun {
    let status: Int
    let output: String
    let errors: String

    /// Where the output of labctl goes.
    enum Place {
        case pipe
        /// A terminal; what is shown on it has a carriage return before each newline, and standard error in it too.
        case terminal
    }

    /// What labd answers on a path.
    struct Answer: Sendable {
        var status = HTTPResponseStatus.ok
        var mediaType = MediaTypes.json
        let body: String

        /// A refusal (RFC 9457).
        static func refusal(_ body: String) -> Answer {
            Answer(status: .conflict, mediaType: MediaTypes.problem, body: body)
        }
    }

    /// Runs labctl against a labd that gives these answers, by path, and no others. `asked` is told each path.
    init(
        _ arguments: [String], answers: [String: Answer], on place: Place = .pipe, noColour: Bool = false,
        environment: [String: String] = [:], asked: @escaping @Sendable (_ path: String) -> Void = { _ in }
    ) async throws {
        self = try await TinyServer.run { requests, responses in
            var path = ""
            for try await part in requests {
                if case .head(let head) = part { path = String(head.uri.prefix { $0 != "?" }) }
                guard case .end = part else { continue }
                asked(path)
                let answer =
                    answers[path]
                    ?? .refusal(#"{"code":"not-found","detail":"there is no \#(path)","status":404}"#)
                try await responses.write(.head(.answer(answer.status, answer.mediaType)))
                try await responses.write(.body(ByteBuffer(string: answer.body)))
                try await responses.write(.end(nil))
                return
            }
        } _: { socket in
            try await LabctlRun(
                ["--socket", socket] + arguments, on: place, noColour: noColour, environment: environment)
        }
    }

    /// Runs labctl to its end.
    init(
        _ arguments: [String], on place: Place = .pipe, noColour: Bool = false, environment more: [String: String] = [:]
    ) async throws {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let labctl = URL(filePath: tests).deletingLastPathComponent().appending(path: "labctl").path
        // English and without a pager, whatever the language of who runs the tests, unless a test asks for another.
        var variables: [Subprocess.Environment.Key: String?] = [
            "NO_COLOR": noColour ? "1" : nil, "LABCTL_LANG": "en", "LABCTL_PAGER": "cat", "TERM": "xterm",
            "COLUMNS": nil,
            "LINES": nil,
        ]
        for (name, value) in more { variables[.init(stringLiteral: name)] = value }
        let environment = Subprocess.Environment.inherit.updating(variables)
        let limit = 1 << 20
        let outcome =
            switch place {
            case .pipe:
                try await Subprocess.run(
                    .path(FilePath(labctl)), arguments: Arguments(arguments), environment: environment,
                    output: .string(limit: limit), error: .string(limit: limit))
            case .terminal:
                // script(1) gives the program a terminal, and ends as the program did.
                try await Subprocess.run(
                    .name("script"),
                    arguments: ["-qec", ([labctl] + arguments).map { "'\($0)'" }.joined(separator: " "), "/dev/null"],
                    environment: environment, output: .string(limit: limit), error: .string(limit: limit))
            }
        status = if case .exited(let code) = outcome.terminationStatus { Int(code) } else { -1 }
        output = outcome.standardOutput
        errors = outcome.standardError
    }
}
