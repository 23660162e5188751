import Foundation
import Testing

/// Tests of erasures and rotations with `kill -9` at each of their system calls, and with each call failing instead: each is
/// either finished or undone, and what was acknowledged later opens after a restart.
///
/// Every fifth call is tested; with LABD_EVERY_STEP=1 every call with every error.
@Suite struct BrokenOffTests {
    private static let strace = "/usr/bin/strace"
    /// The calls that change the disk. write(2) is not among them because it wakes threads, and a labd whose threads sleep does
    /// not answer.
    private static let calls = [
        "openat", "linkat", "renameat", "unlinkat", "fsync", "fdatasync", "pwrite64", "pwritev", "ftruncate", "mkdirat",
    ]
    private static let step = ProcessInfo.processInfo.environment["LABD_EVERY_STEP"] == nil ? 5 : 1

    /// Whether a process may be traced here: only root may read labd's memory.
    private static let mayTrace: Bool = {
        guard geteuid() == 0 else { return false }
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

    /// A data directory with three persons, of whom the first two are linked, long after the final payment.
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
        let input = programs.temporary.appending(path: "in").path
        try (lines.joined(separator: "\n") + "\n").write(toFile: input, atomically: true, encoding: .utf8)
        let outcome = try programs.labctl(["import", input])
        guard outcome.status == 0 else { throw Programs.Failure(text: outcome.output + outcome.errors) }
        try Self.line("erase", "person.erase", "2026-02-01", #""person":"p-1","authorisation":"det. 9""#)
            .write(toFile: programs.temporary.appending(path: "erase").path, atomically: true, encoding: .utf8)
        try Self.line(
            "later", "person.register", "2026-02-02",
            #""person":"p-9","nationality":"MA","basis":"declared","name":"Nome di p-9""#
        ).write(toFile: programs.temporary.appending(path: "later").path, atomically: true, encoding: .utf8)
        try programs.stop()
        try FileManager.default.moveItem(atPath: programs.data, toPath: programs.temporary.path + "/prepared")
        return programs
    }

    /// Starts labd on the prepared directory and attaches strace, which does `injection` to it.
    private func startTraced(_ programs: Programs, _ call: String, _ injection: String) throws -> (Process, Process) {
        try? FileManager.default.removeItem(atPath: programs.data)
        try FileManager.default.copyItem(atPath: programs.temporary.path + "/prepared", toPath: programs.data)
        let labd = try programs.start()
        return (
            labd,
            try attach(
                to: labd,
                ["-o", "/dev/null", "-e", "trace=\(call)", "-e", "inject=\(call):\(injection)"])
        )
    }

    /// Starts strace on a process, and returns once it counts calls.
    private func attach(to process: Process, _ options: [String]) throws -> Process {
        let strace = Process()
        strace.executableURL = URL(filePath: Self.strace)
        strace.arguments = ["-f", "-p", "\(process.processIdentifier)"] + options
        let said = Pipe()
        strace.standardError = said
        try strace.run()
        // "Process N attached with M threads".
        var text = ""
        while !text.contains("attached") {
            let piece = said.fileHandleForReading.availableData
            guard !piece.isEmpty else { throw Programs.Failure(text: "strace: \(text)") }
            text += String(decoding: piece, as: UTF8.self)
        }
        said.fileHandleForReading.readToTheEnd()
        return strace
    }

    /// Kills labd at the `count`th `call` while it does what `arguments` ask. Returns false if it finished before.
    private func interrupt(_ programs: Programs, _ call: String, _ count: Int, _ arguments: [String]) throws -> Bool {
        let (labd, strace) = try startTraced(programs, call, "signal=KILL:when=\(count)")
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

    /// Makes the `count`th `call` fail while labd does what `arguments` ask, then registers another person, and stops labd.
    /// Returns the exit code for `arguments`, and whether the person was acknowledged.
    private func fail(
        _ programs: Programs, _ call: String, _ count: Int, _ error: String, _ arguments: [String]
    ) throws -> (status: Int32, isRegistered: Bool) {
        let (labd, strace) = try startTraced(programs, call, "error=\(error):when=\(count)")
        let outcome = try programs.labctl(arguments)
        let registered = try programs.labctl(["import", programs.temporary.appending(path: "later").path])
        if !labd.isRunning {
            let log = try String(contentsOf: programs.temporary.appending(path: "labd.log"), encoding: .utf8)
            Issue.record(
                """
                \(call) \(count) \(error): labd ended, \(labd.terminationReason.rawValue) \(labd.terminationStatus); \
                \(outcome.errors)\(registered.errors)\(log.suffix(4_000))
                """)
        }
        kill(labd.processIdentifier, SIGKILL)
        labd.waitUntilExit()
        strace.waitUntilExit()
        return (outcome.status, registered.status == 0)
    }

    /// Runs `arguments` with a kill at every call; `check` examines the restarted labd.
    private func atEveryStep(
        _ programs: Programs, _ arguments: [String], _ check: (_ label: String) throws -> Void
    ) throws {
        var killed = 0
        var tried = 0
        for call in Self.calls {
            var count = 1
            while true {
                tried += 1
                // The last attempt of each kind is always one in which nothing was killed.
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

    /// Runs `arguments` with each call failing once; `check` examines the restarted labd, without manual repair.
    private func withEveryFailure(
        _ programs: Programs, _ arguments: [String], places: [String: Int], _ check: (_ label: String) throws -> Void
    ) throws {
        let errors = ["EIO", "ENOSPC", "EACCES"]
        var tried = 0
        var failed = 0
        for (call, most) in places.sorted(by: { $0.key < $1.key }) {
            for count in stride(from: 1, through: most, by: Self.step == 1 ? 1 : 4) {
                for (index, error) in errors.enumerated() where Self.step == 1 || index == (tried % errors.count) {
                    tried += 1
                    let label = "\(call) \(count) \(error)"
                    let (status, isRegistered) = try fail(programs, call, count, error, arguments)
                    if status != 0 { failed += 1 }
                    try programs.start()
                    let look = try programs.labctl(["person", "show", "p-9", "--sealed"])
                    if isRegistered {
                        #expect(look.output.contains("Nome di p-9"), "\(label): \(look.output)\(look.errors)")
                    }
                    try check(label)
                    // What could not be recorded then can be recorded now.
                    #expect(
                        try programs.labctl(["import", programs.temporary.appending(path: "later").path]).status == 0,
                        "\(label)")
                    try programs.stop()
                }
            }
        }
        #expect(failed >= 3, "\(failed) of \(tried) were refused")
        print("\(arguments[0]) \(arguments[1]): \(tried) failing calls, \(failed) refused, nothing lost")
    }

    @Test(.enabled(if: mayTrace, "no process may be traced here, or strace is missing"))
    func `an interrupted erasure is either finished or undone`() async throws {
        try await onThread {
            let programs = try prepared()
            let erase = ["import", programs.temporary.appending(path: "erase").path]
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
                // When it is sent again, it is finished, and only once.
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
    func `an interrupted rotation is either finished or undone`() async throws {
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

    /// Returns how often each call is made while labd does what `arguments` ask, and registers another person.
    private func places(_ programs: Programs, _ arguments: [String]) throws -> [String: Int] {
        var places: [String: Int] = [:]
        for call in Self.calls {
            let counted = programs.temporary.appending(path: "calls").path
            try? FileManager.default.removeItem(atPath: programs.data)
            try FileManager.default.copyItem(atPath: programs.temporary.path + "/prepared", toPath: programs.data)
            let labd = try programs.start()
            let strace = try attach(
                to: labd, ["-o", counted, "-e", "trace=\(call)"])
            guard try programs.labctl(arguments).status == 0 else { throw Programs.Failure(text: "\(arguments)") }
            // strace ends with what it traces; a signal to it may be blocked, as it is in the thread that started it.
            kill(labd.processIdentifier, SIGKILL)
            labd.waitUntilExit()
            strace.waitUntilExit()
            let lines = try String(contentsOfFile: counted, encoding: .utf8).split(separator: "\n")
            places[call] = lines.count { $0.contains("\(call)(") }
        }
        return places
    }

    @Test(.enabled(if: mayTrace, "no process may be traced here, or strace is missing"))
    func `a rotation in which any system call fails leaves one key in memory and on disk`() async throws {
        try await onThread {
            let programs = try prepared()
            let rotate = ["keys", "rotate"]
            let places = try places(programs, rotate)
            #expect(places["renameat", default: 0] >= 2 && places["fsync", default: 0] >= 3, "\(places)")
            try withEveryFailure(programs, rotate, places: places) { label in
                for person in ["p-1", "p-2", "p-3"] {
                    let look = try programs.labctl(["person", "show", person, "--sealed"])
                    #expect(look.output.contains("Nome di \(person)"), "\(label): \(look.errors)")
                }
                let files = try FileManager.default.contentsOfDirectory(atPath: programs.data + "/keys")
                #expect(Set(files).isDisjoint(with: ["office.key.new", "discarded.mdb", "discarded.key"]), "\(label)")
                #expect(try programs.labctl(rotate).status == 0, "\(label)")
            }
        }
    }

    @Test(.enabled(if: mayTrace, "no process may be traced here, or strace is missing"))
    func `an erasure in which any system call fails is either finished or undone`() async throws {
        try await onThread {
            let programs = try prepared()
            let erase = ["import", programs.temporary.appending(path: "erase").path]
            try withEveryFailure(programs, erase, places: try places(programs, erase)) { label in
                let isErased = try programs.view(["person", "show", "p-1"])["erased"] as? Bool
                let look = try programs.labctl(["person", "show", "p-2", "--sealed"])
                if isErased == true {
                    #expect(look.status == 1 && look.errors.contains("erased: "), "\(label): \(look.errors)")
                } else {
                    #expect(look.output.contains("Nome di p-2"), "\(label): \(look.output)\(look.errors)")
                }
                #expect(
                    try programs.labctl(["person", "show", "p-3", "--sealed"]).output.contains("Nome di p-3"),
                    "\(label)")
                let files = try FileManager.default.contentsOfDirectory(atPath: programs.data + "/keys")
                #expect(!files.contains("discarded.mdb"), "\(label)")
            }
        }
    }

    @Test(.enabled(if: mayTrace, "no process may be traced here, or strace is missing"))
    func `a restore of the keys that failed or was interrupted at any system call can be run again`() async throws {
        try await onThread {
            let programs = try prepared()
            let prepared = programs.temporary.path + "/prepared"
            try FileManager.default.copyItem(atPath: prepared, toPath: programs.data)
            try programs.start()
            let backup = programs.temporary.appending(path: "keys.backup").path
            #expect(try programs.labctl(["keys", "backup", programs.temporary.path]).status == 0)
            let made = try #require(
                try FileManager.default.contentsOfDirectory(atPath: programs.temporary.path).first {
                    $0.contains("keys-")
                })
            try FileManager.default.moveItem(atPath: programs.temporary.path + "/" + made, toPath: backup)
            let printed = try programs.labd(["keys", "print", "--data", programs.data]).output
            let key = try #require(printed.split(separator: "\n").first?.split(separator: ":").last)
            try programs.stop()
            let restore = ["keys", "restore", "--from", backup, "--data", programs.data]
            func run(_ options: [String]) throws -> Programs.Outcome {
                try Programs.run(
                    URL(filePath: Self.strace),
                    ["-f", "-o", "/dev/null"] + options + [try Programs.labdPath] + restore,
                    input: key + "\n")
            }
            var tried = 0
            for call in Self.calls + ["flock"] {
                for injection in ["signal=KILL", "error=EIO", "error=ENOSPC", "error=EACCES"] {
                    var count = call == "openat" ? 12 : 1
                    while true {
                        tried += 1
                        try? FileManager.default.removeItem(atPath: programs.data)
                        try FileManager.default.copyItem(atPath: prepared, toPath: programs.data)
                        try FileManager.default.removeItem(atPath: programs.data + "/keys")
                        let first = try run(["-e", "trace=\(call)", "-e", "inject=\(call):\(injection):when=\(count)"])
                        let label = "\(call) \(count) \(injection): \(first.errors)"
                        let isThere = FileManager.default.fileExists(atPath: programs.data + "/keys/data.mdb")
                        if !isThere {
                            let again = try Programs.run(
                                URL(filePath: try Programs.labdPath), restore, input: key + "\n")
                            #expect(again.status == 0, "\(label) again: \(again.errors)")
                        }
                        for name in ["office.key", "log.key"] {
                            #expect(
                                FileManager.default.contents(atPath: programs.data + "/keys/" + name)
                                    == FileManager.default.contents(atPath: prepared + "/keys/" + name), "\(label)")
                        }
                        if first.status == 0 || count > 400 { break }
                        count += Self.step * 2
                    }
                }
            }
            try programs.start()
            #expect(try programs.labctl(["person", "show", "p-3", "--sealed"]).output.contains("Nome di p-3"))
            print("keys restore: \(tried) times broken off or failed, each could be run again")
        }
    }
}
