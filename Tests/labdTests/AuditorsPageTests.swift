import Foundation
import Office
import Testing

/// Tests the verification by hand on the auditors' page.
@Suite struct AuditorsPageTests {
    private static let page = Programs.project.appending(
        path: "Sources/TransparencyLog/TransparencyLog.docc/Auditors.md")

    private static let hasTools = ["jq", "openssl", "python3", "bash", "sha256sum", "awk"].allSatisfy { tool in
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/\(tool)")
        }
    }

    /// Returns the page's code blocks in a language, in order.
    private static func pieces(_ language: String) throws -> [String] {
        try String(contentsOf: page, encoding: .utf8).components(separatedBy: "```\(language)\n").dropFirst()
            .map { $0.components(separatedBy: "```")[0] }
    }

    /// Runs all of the page's commands in a directory.
    private func follow(in folder: URL) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["bash", "-euo", "pipefail", "-c", try Self.pieces("sh").joined(separator: "\n")]
        process.currentDirectoryURL = folder
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }

    @Test(.enabled(if: hasTools, "jq, openssl and python3 are needed to follow the auditors' page"))
    func `the page's commands verify an export, and detect changes to it`() async throws {
        try await onThread {
            let log = try WitnessedLog()
            let programs = log.programs
            let folder = programs.temporary.appending(path: "audit")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
            func path(_ name: String) -> String { folder.appending(path: name).path }
            try (log.key + "\n").write(toFile: path("vkey"), atomically: true, encoding: .utf8)
            try (log.witnessKey + "\n").write(toFile: path("witness"), atomically: true, encoding: .utf8)
            let pieces = try Self.pieces("python")
            try #require(pieces.count == 2)
            for (python, name) in zip(pieces, ["root.py", "figures.py"]) {
                #expect(python.split(separator: "\n").count <= 30)
                try python.write(toFile: path(name), atomically: true, encoding: .utf8)
            }

            try programs.start(settings: log.settings)
            let season = try String(contentsOfFile: Programs.season, encoding: .utf8).split(separator: "\n")
            for (name, lines) in [("first", season[..<100]), ("second", season[100..<333])] {
                let input = programs.temporary.appending(path: name).path
                try (lines.joined(separator: "\n") + "\n").write(toFile: input, atomically: true, encoding: .utf8)
                #expect(try programs.labctl(["import", input]).status == 0)
                if name == "first" {
                    #expect(try programs.labctl(["log", "checkpoint", "--save", path("saved.checkpoint")]).status == 0)
                }
            }
            let submit = [
                "report", "submit", "--report", "q-1", "--kind", "quarterly", "--from", "2019-06-01", "--to",
                "2019-09-30",
            ]
            #expect(try programs.labctl(submit).status == 0)
            let report = try programs.labctl(["report", "show", "q-1", "--json"])
            #expect(report.output.contains(#""holds": true"#) || report.output.contains(#""holds":true"#))
            try report.output.write(toFile: path("report.json"), atomically: true, encoding: .utf8)
            #expect(try programs.labctl(["witness", "cosign", log.witness]).status == 0)
            #expect(try programs.labctl(["log", "export", "--output", path("log.ndjson")]).status == 0)
            let leaf = try Data(contentsOf: URL(filePath: path("log.ndjson.leaves")))[(17 * 32)..<(18 * 32)]
            let schema = try Data(contentsOf: URL(filePath: path("log.ndjson.schema.json")))
            let types = (try JSONSerialization.jsonObject(with: schema) as? [String: Any])?["$defs"] as? [String: Any]
            #expect(types?.keys.sorted() == Catalogue.eventTypes)
            try programs.stop()

            let whole = try follow(in: folder)
            #expect(whole.status == 0, "\(whole.output)")
            #expect(whole.output.split(separator: "\n").count { $0.contains("Verified Successfully") } == 2)
            #expect(whole.output.contains(leaf.map { String(format: "%02x", $0) }.joined()))
            #expect(whole.output.contains("figures as submitted"))
            let honest = report.output
            try honest.replacing(/"indicators\/personsServed": ?\d+/, with: #""indicators/personsServed": 999"#)
                .write(toFile: path("report.json"), atomically: true, encoding: .utf8)
            let lying = try follow(in: folder)
            #expect(lying.status != 0)
            #expect(lying.output.contains("these are not the figures that were submitted"))
            try honest.write(toFile: path("report.json"), atomically: true, encoding: .utf8)

            let lines = try String(contentsOfFile: path("log.ndjson"), encoding: .utf8)
            let split = lines.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            let last = Array(split.dropLast())
            var swapped = split
            swapped.swapAt(40, 41)
            for (what, tampered) in [
                ("a letter", lines.replacing("worker.enrolled", with: "worker.enroled", maxReplacements: 1)),
                ("a line taken out", (split[..<50] + split[51...]).joined(separator: "\n")),
                ("lines swapped", swapped.joined(separator: "\n")),
                ("the tail cut", last.dropLast().joined(separator: "\n") + "\n"),
                ("a line added", lines + last[last.count - 1] + "\n"),
            ] {
                #expect(tampered != lines)
                try tampered.write(toFile: path("log.ndjson"), atomically: true, encoding: .utf8)
                #expect(try follow(in: folder).status != 0, "\(what)")
            }
            try lines.write(toFile: path("log.ndjson"), atomically: true, encoding: .utf8)
            for name in ["vkey", "witness"] {
                let good = try String(contentsOfFile: path(name), encoding: .utf8)
                let place = good.index(good.endIndex, offsetBy: -12)
                var bad = good
                bad.replaceSubrange(place...place, with: good[place] == "A" ? "B" : "A")
                try bad.write(toFile: path(name), atomically: true, encoding: .utf8)
                #expect(try follow(in: folder).status != 0, "another \(name)")
                try good.write(toFile: path(name), atomically: true, encoding: .utf8)
            }
            #expect(try follow(in: folder).status == 0)
        }
    }
}
