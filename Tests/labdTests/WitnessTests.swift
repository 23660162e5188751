import Foundation
import Testing

/// A labd, a witness that knows its log, and settings that name the witness.
struct WitnessedLog {
    let programs: Programs
    let witness: String
    let settings: String
    let key: String
    let witnessKey: String

    /// labd's first start creates the log's key, the witness is created with that key, and labd's settings with the witness's
    /// key.
    init() throws {
        programs = try Programs()
        witness = programs.temporary.path + "/witness"
        settings = programs.temporary.path + "/labd.toml"
        try programs.start()
        key = try programs.labctl(["log", "key"]).output.trimmingCharacters(in: .newlines)
        let made = try programs.labctl(["witness", "create", witness, "--name", "witness.example/oglio", "--log", key])
        #expect(made.status == 0, "\(made.errors)")
        witnessKey = made.output.trimmingCharacters(in: .newlines)
        let text = try String(contentsOfFile: Programs.settings, encoding: .utf8)
        try text.replacing("witnesses = []", with: "witnesses = [\"\(witnessKey)\"]")
            .write(toFile: settings, atomically: true, encoding: .utf8)
        try programs.stop()
    }
}

/// Tests of a witness and a labd that knows it, each in its own process.
@Suite struct WitnessTests {
    private let programs: Programs
    private let witness: String
    private let settings: String

    init() throws {
        let log = try WitnessedLog()
        (programs, witness, settings) = (log.programs, log.witness, log.settings)
    }

    private func checkpoint() throws -> String { try programs.labctl(["log", "checkpoint"]).output }

    @Test func `cosignatures are attached, and a log that was rolled back or rewritten is not cosigned`() async throws {
        try await onThread {
            try programs.start(settings: settings)
            let first = try programs.labctl(["witness", "cosign", witness])
            #expect(first.status == 0 && first.output.contains("cosigned: 1 events"), "\(first.errors)")
            #expect(try checkpoint().contains("— witness.example/oglio "))
            try programs.enrol("a")
            #expect(!(try checkpoint().contains("— witness.example/oglio ")))
            #expect(try programs.labctl(["witness", "cosign", witness]).status == 0)
            // The same again adds no second line.
            #expect(try programs.labctl(["witness", "cosign", witness]).status == 0)
            #expect(try checkpoint().split(separator: "\n").count { $0.hasPrefix("— ") } == 2)
            try programs.stop()

            let log = programs.data + "/log"
            let older = programs.temporary.path + "/older"
            try FileManager.default.copyItem(atPath: log, toPath: older)
            try programs.start(settings: settings)
            #expect(try checkpoint().contains("— witness.example/oglio "), "kept over a restart")
            try programs.enrol("b")
            #expect(try programs.labctl(["witness", "cosign", witness]).status == 0)
            let seen = try programs.labctl(["witness", "show", witness]).output
            #expect(seen.contains("last     3 events"), "\(seen)")
            try programs.stop()

            // Rolled back.
            try FileManager.default.removeItem(atPath: log)
            try FileManager.default.copyItem(atPath: older, toPath: log)
            // With this note labd itself would notice it; the witness must notice it without.
            try FileManager.default.removeItem(atPath: programs.data + "/length")
            try programs.start(settings: settings)
            let back = try programs.labctl(["witness", "cosign", witness])
            #expect(back.status == 1)
            #expect(back.errors.contains("(rolled-back). NOTHING WAS COSIGNED."), "\(back.errors)")
            // Rewritten with the same length, and then longer.
            for id in ["c", "d"] {
                try programs.enrol(id)
                let outcome = try programs.labctl(["witness", "cosign", witness])
                #expect(outcome.status == 1)
                #expect(outcome.errors.contains("(rewritten). NOTHING WAS COSIGNED."), "\(outcome.errors)")
            }
            #expect(try programs.labctl(["witness", "show", witness]).output == seen)
            let evidence = try FileManager.default.contentsOfDirectory(atPath: witness).filter {
                $0.hasPrefix("refused-")
            }
            #expect(!evidence.isEmpty)
            try programs.stop()
        }
    }

    @Test func `a witness serves add-checkpoint over HTTP`() async throws {
        try await onThread {
            try programs.start(settings: settings)
            try programs.enrol("a")
            let server = try programs.beginWitness(witness)
            defer { server.process.kill9() }
            let asked = try programs.labctl(["witness", "ask", server.url])
            #expect(asked.status == 0 && asked.output.contains("cosigned: 2 events"), "\(asked.errors)")
            #expect(try checkpoint().contains("— witness.example/oglio "))
            try programs.enrol("b")
            try programs.enrol("c")
            // The witness has size 2 and says so; then it gets the proof from there.
            #expect(try programs.labctl(["witness", "ask", server.url]).status == 0)
            #expect(try checkpoint().contains("— witness.example/oglio "))
            // The folder is locked while it is served.
            #expect(try programs.labctl(["witness", "cosign", witness]).status == 2)
            server.process.kill9()
            #expect(try programs.labctl(["witness", "show", witness]).output.contains("last     4 events"))
            let gone = try programs.labctl(["witness", "ask", server.url])
            #expect(gone.status == 3 && gone.errors.contains("does not answer"), "\(gone.errors)")
            try programs.stop()
        }
    }

    @Test func `a witness limits its connections, and closes those that send nothing`() async throws {
        try await onThread {
            let server = try programs.beginWitness(witness)
            defer { server.process.kill9() }
            let port = try #require(server.url.split(separator: ":").last)
            let script = """
                import select, socket, time
                held = [socket.create_connection(("127.0.0.1", \(port))) for _ in range(80)]
                held[0].sendall(b"GET / HTTP/1.1\\r\\nHost: w\\r\\nX: ")
                time.sleep(1)
                def closed():
                    return [c for c in select.select(held, [], [], 0)[0] if not c.recv(1)]
                early = closed()
                held = [c for c in held if c not in early]
                end = time.monotonic() + 20
                late = 0
                while held and time.monotonic() < end:
                    gone = closed()
                    late += len(gone)
                    held = [c for c in held if c not in gone]
                    time.sleep(0.1)
                print(len(early), late, len(held))
                """
            let outcome = try Programs.run(URL(filePath: "/usr/bin/env"), ["python3", "-c", script])
            #expect(outcome.output == "16 64 0\n", "\(outcome.output)\(outcome.errors)")
            // Afterwards it serves again.
            try programs.start(settings: settings)
            let asked = try programs.labctl(["witness", "ask", server.url])
            #expect(asked.status == 0, "\(asked.errors)")
            try programs.stop()
        }
    }

    @Test func `a cosignature of an unknown witness is not kept`() async throws {
        try await onThread {
            try programs.start()
            let outcome = try programs.labctl(["witness", "cosign", witness])
            #expect(outcome.status == 1 && outcome.errors.contains("log.witnesses names nobody"), "\(outcome.errors)")
            #expect(!(try checkpoint().contains("— witness.example/oglio ")))
            try programs.stop()
        }
    }

    @Test func `an altered folder is not trusted`() async throws {
        try await onThread {
            try programs.start(settings: settings)
            #expect(try programs.labctl(["witness", "cosign", witness]).status == 0)
            let path = witness + "/record"
            let record = try String(contentsOfFile: path, encoding: .utf8)
            try record.replacing("\n1\n", with: "\n0\n").write(toFile: path, atomically: true, encoding: .utf8)
            let outcome = try programs.labctl(["witness", "cosign", witness])
            #expect(outcome.status == 1 && outcome.errors.contains("altered"), "\(outcome.errors)")
            try programs.stop()
        }
    }
}
