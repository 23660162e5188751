import Foundation
import Testing

/// labctl at a terminal, which script(1) gives it, and at which a test types.
private final class Terminal {
    private let process = Process()
    private let keys = Pipe()
    private let screen = Pipe()
    /// What was shown so far, with what was typed where the terminal shows it.
    private(set) var seen = ""

    init(_ programs: Programs, _ arguments: [String]) throws {
        let labctl = try [Programs.program("labctl").path, "--socket", programs.socket] + arguments
        let line = "stty rows 24 cols 80; exec " + labctl.map { "'\($0)'" }.joined(separator: " ")
        process.executableURL = URL(filePath: "/usr/bin/env")
        // A labctl that waits for a key that no test types would wait for ever.
        process.arguments = ["timeout", "60", "script", "-qec", line, "/dev/null"]
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["LABCTL_LANG": "en", "LABCTL_PAGER": "cat", "NO_COLOR": "1", "TERM": "xterm"]) { $1 }
        process.standardInput = keys
        process.standardOutput = screen
        process.standardError = screen
        try process.run()
    }

    /// Waits until the text was shown as often as that.
    func wait(for text: String, times: Int = 1) throws {
        while seen.components(separatedBy: text).count <= times {
            guard read() else { throw Programs.Failure(text: "\(text) was not shown, but:\n\(seen)") }
        }
    }

    func type(_ text: String) throws { try keys.fileHandleForWriting.write(contentsOf: Data(text.utf8)) }

    /// Waits for the end of labctl, and returns its status.
    func end() -> Int32 {
        while read() {}
        process.waitUntilExit()
        return process.terminationStatus
    }

    private func read() -> Bool {
        let piece = screen.fileHandleForReading.availableData
        seen += String(decoding: piece, as: UTF8.self)
        return !piece.isEmpty
    }
}

/// Tests of what labctl does at a terminal, with a labd that records it.
@Suite struct TerminalTests {
    @Test func `a personal value that is typed at the prompt is recorded and not shown`() async throws {
        try await onThread {
            let programs = try Programs()
            try programs.start([], settings: Programs.settings)
            let terminal = try Terminal(
                programs,
                ["person", "register", "--person", "p-1", "--nationality", "MA", "--basis", "declared", "--name", "-"])
            try terminal.wait(for: "name: ")
            // labctl turns the echo off behind the prompt, before a person could type.
            Thread.sleep(forTimeInterval: 1)
            try terminal.type("Anna Rossi\n")
            #expect(terminal.end() == 0, "\(terminal.seen)")
            #expect(terminal.seen.contains("person.registered") && !terminal.seen.contains("Rossi"), "\(terminal.seen)")
            let opened = try programs.labctl(["person", "show", "p-1", "--sealed", "--fields", "name"])
            #expect(opened.output.contains("Anna Rossi"), "\(opened.errors)")
            try programs.stop()
        }
    }

    @Test(arguments: [("n", false), ("", false), ("y", true)])
    func `undo sends what it offers only after a yes`(_ answer: String, _ isSent: Bool) async throws {
        try await onThread {
            let programs = try Programs()
            try programs.start()
            let at = ["--person", "p-1", "--at", "2019-06-03T08:00:00Z"]
            let register = ["person", "register", "--nationality", "MA", "--basis", "declared"] + at
            #expect(try programs.labctl(register).status == 0)
            #expect(try programs.labctl(["person", "restrict", "--reason", "richiesta"] + at).status == 0)
            let terminal = try Terminal(programs, ["undo"])
            try terminal.wait(for: "[y/N]: ")
            try terminal.type(answer + "\n")
            if isSent {
                try terminal.wait(for: "(--reason TEXT): ")
                Thread.sleep(forTimeInterval: 1)
                try terminal.type("chiarito con la persona\n")
            }
            #expect(terminal.end() == 0, "\(terminal.seen)")
            // The answer is shown as it is typed; the reason is personal here.
            #expect(terminal.seen.contains("[y/N]: \(answer)\r\n"), "\(terminal.seen)")
            #expect(!terminal.seen.contains("chiarito"), "\(terminal.seen)")
            let isRestricted = try programs.view(["person", "show", "p-1"])["restricted"] as? Bool
            #expect(isRestricted == !isSent, "\(terminal.seen)")
            try programs.stop()
        }
    }

    @Test func `a watched view shows what was recorded meanwhile, until Ctrl-C`() async throws {
        try await onThread {
            let programs = try Programs()
            try programs.start()
            try programs.enrol("ed-8")
            let terminal = try Terminal(programs, ["worker", "list", "--watch=1"])
            try terminal.wait(for: "Ctrl-C ends")
            try terminal.wait(for: "ed-8")
            #expect(!terminal.seen.contains("ed-9"))
            try programs.enrol("ed-9")
            try terminal.wait(for: "ed-9")
            try terminal.type("\u{3}")
            #expect(terminal.end() == 130, "\(terminal.seen)")
            try programs.stop()
        }
    }

    @Test func `Tab completes the names that the running labd has`() async throws {
        try await onThread {
            let programs = try Programs()
            try programs.start()
            #expect(try programs.labctl(["import", Programs.season]).status == 0)
            func complete(_ line: String) throws -> [String] {
                let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
                return try programs.labctl(["complete", "--"] + words).output.split(separator: "\n").map(String.init)
            }
            #expect(try complete("case list --place rov") == ["rovato\tRovato"])
            #expect(try complete("worker list --supervisor sw-01").first?.hasPrefix("sw-01\t") == true)
            #expect(try complete("case show c-00000").allSatisfy { $0.hasPrefix("c-00000") && $0.contains("\tp-") })
            #expect(try complete("case show c-00000").count > 5)
            #expect(try complete("person show p-00003").count == 10)
            try programs.stop()
        }
    }
}
