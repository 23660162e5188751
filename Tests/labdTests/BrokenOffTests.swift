import Foundation
import Testing

/// `kill -9` at every system call that an erasure or a rotation makes: each is finished or was never begun.
///
/// Every fifth call is tried; with LABD_EVERY_STEP=1 every one.
@Suite struct BrokenOffTests {
    private static let strace = "/usr/bin/strace"
    /// The calls by which anything becomes different on the disk.
    private static let calls = [
        "openat", "link", "rename", "unlink", "fsync", "fdatasync", "pwrite64", "pwritev", "write", "ftruncate",
        "mkdir",
    ]
    private static let step = ProcessInfo.processInfo.environment["LABD_EVERY_STEP"] == nil ? 5 : 1

    /// Whether a process may be traced here.
    private static let mayTrace: Bool = {
        let process = Process()
        process.executableURL = URL(filePath: strace)
        process.arguments = ["-o", "/dev/null", "/bin/true"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    private static func line(_ id: String, _ name: String, _ day: String, _ data: String) -> String {
        #"{"id":"\#(id)","command":"\#(name)","at":"\#(day)T10:00:00.000000Z","data":{\#(data)}}"#
    }

    /// A data directory of three persons of whom the first two are one, the final payment long ago.
    private func prepared() throws -> Programs {
        let programs = try Programs()
        try programs.start()
        var lines = ["p-1", "p-2", "p-3"].map { person in
            Self.line(
                "r-\(person)", "person.register", "2019-06-03",
                #""person":"\#(person)","nationality":"MA","basis":"declared","name":"Nome di \#(person)""#)
        }
        lines.append(Self.line("l", "person.link", "2019-06-04", #""person":"p-1","same":"p-2","reason":"documento""#))
        lines.append(
            Self.line(
                "p", "project.record-final-payment", "2021-12-01",
                #""on":"2021-10-01","financialYearEnd":"2021-12-31","retentionYears":4"#))
        let input = programs.room.appending(path: "in").path
        try (lines.joined(separator: "\n") + "\n").write(toFile: input, atomically: true, encoding: .utf8)
        let outcome = try programs.labctl(["import", input])
        guard outcome.status == 0 else { throw Programs.Failure(text: outcome.output + outcome.errors) }
        try Self.line("erase", "person.erase", "2026-02-01", #""person":"p-1","authorisation":"det. 9""#)
            .write(toFile: programs.room.appending(path: "erase").path, atomically: true, encoding: .utf8)
        try programs.stop()
        try FileManager.default.moveItem(atPath: programs.data, toPath: programs.room.path + "/prepared")
        return programs
    }

    /// Kills labd at the `count`th `call` while it does what `arguments` ask. False if it came to its end before.
    private func interrupt(_ programs: Programs, _ call: String, _ count: Int, _ arguments: [String]) throws -> Bool {
        try? FileManager.default.removeItem(atPath: programs.data)
        try FileManager.default.copyItem(atPath: programs.room.path + "/prepared", toPath: programs.data)
        let labd = try programs.start()
        let strace = Process()
        strace.executableURL = URL(filePath: Self.strace)
        strace.arguments = [
            "-f", "-p", "\(labd.processIdentifier)", "-o", "/dev/null", "-e", "trace=\(call)",
            "-e", "inject=\(call):signal=KILL:when=\(count)",
        ]
        let said = Pipe()
        strace.standardError = said
        try strace.run()
        // "Process N attached with M threads": from here on calls count.
        var text = ""
        while !text.contains("attached") {
            let piece = said.fileHandleForReading.availableData
            guard !piece.isEmpty else { throw Programs.Failure(text: "strace: \(text)") }
            text += String(decoding: piece, as: UTF8.self)
        }
        said.fileHandleForReading.readabilityHandler = { _ = $0.availableData }
        let outcome = try programs.labctl(arguments)
        let wasKilled = outcome.status == 3
        if wasKilled {
            labd.waitUntilExit()
        } else {
            guard outcome.status == 0 else { throw Programs.Failure(text: outcome.output + outcome.errors) }
            kill(labd.processIdentifier, SIGKILL)
            labd.waitUntilExit()
        }
        strace.waitUntilExit()
        return wasKilled
    }

    /// Tries `arguments` with a kill at every call; `check` looks at the labd that was started again.
    private func atEveryStep(
        _ programs: Programs, _ arguments: [String], _ check: (_ label: String) throws -> Void
    ) throws {
        var killed = 0
        var tried = 0
        for call in Self.calls {
            var count = 1
            while true {
                tried += 1
                // The last of each kind is always one after which nothing was killed.
                let wasKilled = try interrupt(programs, call, count, arguments)
                if wasKilled { killed += 1 }
                try programs.start()
                try check("\(call) \(count)")
                try programs.stop()
                let verified = try programs.labctl(["log", "verify", "--data", programs.data])
                #expect(verified.status == 0, "\(call) \(count): \(verified.errors)")
                if !wasKilled { break }
                count += Self.step
            }
        }
        #expect(killed >= 8, "\(killed) of \(tried)")
        print("\(arguments[0]) \(arguments[1]): killed at \(killed) places, each finished or not begun")
    }

    @Test(.enabled(if: mayTrace, "no process may be traced here, or strace is missing"))
    func `an erasure is finished or was never begun`() async throws {
        try await onThread {
            let programs = try prepared()
            let erase = ["import", programs.room.appending(path: "erase").path]
            try atEveryStep(programs, erase) { label in
                let isErased = try programs.view(["person", "show", "p-1"])["erased"] as? Bool
                for person in ["p-1", "p-2"] {
                    let look = try programs.labctl(["person", "show", person, "--sealed"])
                    if isErased == true {
                        #expect(look.status == 1 && look.errors.contains("erased: "), "\(label): \(look.errors)")
                    } else {
                        #expect(look.output.contains("Nome di \(person)"), "\(label): \(look.output)\(look.errors)")
                    }
                }
                let found = try programs.labctl(["person", "find", "--name", "nome di p-1"]).output
                #expect(found == (isErased == true ? "" : "p-1\n"), "\(label)")
                #expect(
                    try programs.labctl(["person", "show", "p-3", "--sealed"]).output.contains("Nome di p-3"),
                    "\(label)")
                // Sent again, it is finished, once.
                #expect(try programs.labctl(erase).status == 0, "\(label)")
                let audit = try programs.view(["audit", "show"])
                #expect((audit["erasures"] as? [Any])?.count == 1, "\(label)")
                let files = try FileManager.default.contentsOfDirectory(atPath: programs.data + "/keys")
                #expect(!files.contains("discarded.mdb"), "\(label)")
                let made = try FileManager.default.contentsOfDirectory(atPath: programs.data + "/keys/rewriting")
                #expect(made.isEmpty, "\(label): \(made)")
            }
        }
    }

    @Test(.enabled(if: mayTrace, "no process may be traced here, or strace is missing"))
    func `a rotation is finished or was never begun`() async throws {
        try await onThread {
            let programs = try prepared()
            try atEveryStep(programs, ["keys", "rotate"]) { label in
                for person in ["p-1", "p-2", "p-3"] {
                    let look = try programs.labctl(["person", "show", person, "--sealed"])
                    #expect(look.output.contains("Nome di \(person)"), "\(label): \(look.errors)")
                }
                let files = try FileManager.default.contentsOfDirectory(atPath: programs.data + "/keys")
                #expect(!files.contains("office.key.new") && !files.contains("discarded.mdb"), "\(label): \(files)")
                #expect(try programs.labctl(["keys", "rotate"]).status == 0, "\(label)")
            }
        }
    }
}
