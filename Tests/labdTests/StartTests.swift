import Foundation
import Testing

extension ProcessTests {
    /// Tests of what labd reports when it cannot start, and of labctl's exit codes.
    @Suite(.serialized) struct StartTests {
        private func arguments(_ programs: Programs, socket: String? = nil) -> [String] {
            ["--config", Programs.settings, "--data", programs.data, "--socket", socket ?? programs.socket + "2"]
        }

        @Test func `a second labd on the same data is refused at once and told which process has it`() throws {
            let programs = try Programs()
            let daemon = try programs.start()
            let second = try programs.labd(arguments(programs) + ["--simulated"])
            #expect(second.status != 0)
            #expect(second.errors.contains("\(daemon.processIdentifier)"))
            #expect(try programs.labctl(["timesheets", "--json"]).status == 0)
        }

        @Test(arguments: ["socket", "labd.lock"])
        func `a file deleted under a running labd is reported, and a second labd is still refused`(
            _ file: String
        ) throws {
            let programs = try Programs()
            let daemon = try programs.start()
            let path = file == "socket" ? programs.socket : programs.data + "/" + file
            try FileManager.default.removeItem(atPath: path)
            let second = try programs.labd(arguments(programs) + ["--simulated"])
            #expect(second.status == 1 && second.errors.contains("is using the data"), "\(second.errors)")
            let log = programs.temporary.appending(path: "labd.log")
            let deadline = Date.now.addingTimeInterval(20)
            while Date.now < deadline, try !String(contentsOf: log, encoding: .utf8).contains("deleted") {
                Thread.sleep(forTimeInterval: 0.1)
            }
            let said = try String(contentsOf: log, encoding: .utf8)
            #expect(said.split(separator: "\n").contains { $0.contains("deleted") && $0.contains(path) }, "\(said)")
            #expect(daemon.isRunning)
            if file == "labd.lock" {
                #expect(try String(contentsOfFile: path, encoding: .utf8) == "\(daemon.processIdentifier)\n")
                #expect(try programs.labctl(["timesheets", "--json"]).status == 0)
            }
            try programs.stop()
        }

        @Test func `a socket of another process at its path is not removed`() throws {
            let programs = try Programs()
            try programs.start()
            try FileManager.default.removeItem(atPath: programs.socket)
            let other = try Programs()
            let outcome = Process()
            outcome.executableURL = try Programs.program("labd")
            outcome.arguments = [
                "--config", Programs.settings, "--data", other.data, "--socket", programs.socket, "--simulated",
            ]
            outcome.standardError = FileHandle.nullDevice
            try outcome.run()
            defer { outcome.kill9() }
            let deadline = Date.now.addingTimeInterval(20)
            while Date.now < deadline, try programs.labctl(["timesheets", "--json"]).status == 3 {
                Thread.sleep(forTimeInterval: 0.05)
            }
            try programs.stop()
            #expect(try programs.labctl(["timesheets", "--json"]).status == 0)
        }

        @Test func `a simulated log is not opened as a real one, nor a real one as simulated`() throws {
            for (first, then) in [(["--simulated"], []), ([], ["--simulated"])] {
                let programs = try Programs()
                try programs.start(first)
                try programs.stop()
                let outcome = try programs.labd(arguments(programs) + then)
                #expect(outcome.status != 0)
                #expect(outcome.errors.contains("simulat"))
            }
        }

        @Test func `a socket path that is too long is refused with the limit`() throws {
            let programs = try Programs()
            let path = programs.temporary.appending(path: String(repeating: "x", count: 120)).path
            let outcome = try programs.labd(arguments(programs, socket: path) + ["--simulated"])
            #expect(outcome.status != 0)
            #expect(outcome.errors.contains("107"))
        }

        @Test func `errors of the system are reported in plain words, with what to do`() throws {
            let programs = try Programs()
            let missing = programs.temporary.appending(path: "no/s").path
            let start = try programs.labd(arguments(programs, socket: missing) + ["--simulated"])
            #expect(start.status == 1 && start.errors.contains("no is not there; make it"), "\(start.errors)")
            let directory = try programs.labd(["--config", programs.temporary.path, "--check-config"])
            #expect(directory.status == 78 && directory.errors.contains("name a file, not a directory"))
            let file = programs.temporary.appending(path: "file").path
            try "x".write(toFile: file, atomically: true, encoding: .utf8)
            let asked = try Programs.run(Programs.program("labctl"), ["--socket", file, "status"])
            #expect(asked.status == 3 && asked.errors.contains("its path is not a socket"), "\(asked.errors)")
            let witness = programs.temporary.appending(path: "w").path
            try programs.start()
            let key = try programs.labctl(["log", "key"]).output.split(separator: "\n")[0]
            let create = ["witness", "create", witness, "--name", "w.example/x", "--log", String(key)]
            #expect(try programs.labctl(create).status == 0)
            let serve = try programs.labctl(["witness", "serve", witness, "--listen", "192.0.2.1:80"])
            #expect(serve.status == 2 && serve.errors.contains("name another --listen"), "\(serve.errors)")
            try programs.stop()
            let copies = [
                try programs.labd(["compact", "--data", "/proc/nowhere"]),
                try programs.labd(["backup", "/proc/x", "--data", programs.data]),
                try programs.labd(["restore", "--from", "/proc/nowhere", "--data", programs.data]),
            ]
            for outcome in [start, directory, asked, serve] + copies {
                #expect(outcome.status != 0)
                for raw in ["errno", "descriptor:", "NSCocoa", "IOError", "Optional("] {
                    #expect(!outcome.errors.contains(raw), "\(outcome.errors)")
                }
            }
        }

        @Test
        func `check-config finds what the start would: a path that is too long, one that is taken, a file as data`()
            throws
        {
            let programs = try Programs()
            func check(_ more: [String]) throws -> Programs.Outcome {
                try programs.labd(
                    ["--config", Programs.settings, "--data", programs.data, "--socket", programs.socket] + more + [
                        "--check-config"
                    ])
            }
            #expect(try check([]).status == 0)
            let long = programs.temporary.appending(path: String(repeating: "x", count: 120)).path
            let file = programs.temporary.appending(path: "file").path
            try "x".write(toFile: file, atomically: true, encoding: .utf8)
            for (more, words) in [
                (["--socket", long], "107"), (["--socket", file], "is no socket"),
                (["--data", file], "is no directory"),
            ] {
                let outcome = try check(more)
                #expect(outcome.status == 78 && outcome.errors.contains(words), "\(outcome.errors)")
            }
            let text = try String(contentsOfFile: Programs.settings, encoding: .utf8)
                .replacing("/run/labd/labd.sock", with: long)
            let settings = programs.temporary.appending(path: "labd.toml").path
            try text.write(toFile: settings, atomically: true, encoding: .utf8)
            let outcome = try programs.labd(["--config", settings, "--check-config"])
            #expect(outcome.status == 78 && outcome.errors.contains("107"))
        }

        @Test func `a plan that is checked is adopted, up to the longest line, and one byte more is refused by both`()
            throws
        {
            let programs = try Programs()
            try programs.start()
            let shipped = try String(
                contentsOf: Programs.project.appending(path: "config/lab-impact.toml"), encoding: .utf8)
            let file = programs.temporary.appending(path: "plan.toml").path
            /// Returns the results of checking and adopting a plan that is longer by that many bytes.
            func outcomes(_ bytes: Int) throws -> (check: Programs.Outcome, adopt: Programs.Outcome) {
                var text = shipped
                for number in 0..<bytes / 450 {
                    text +=
                        "\n[[measures]]\nid = \"m-\(number)\"\nit = \"\(String(repeating: "x", count: 400))\"\nen = \"e\"\ncodes = []\n"
                }
                text +=
                    "\n[[measures]]\nid = \"rest\"\nit = \"\(String(repeating: "x", count: bytes % 450 + 1))\"\nen = \"e\"\ncodes = []\n"
                try text.write(toFile: file, atomically: true, encoding: .utf8)
                return (
                    try programs.labctl(["plan", "check", file]),
                    try programs.labctl(["plan", "adopt", file, "--on", "2019-05-27", "--at", "2019-05-28T08:00:00Z"])
                )
            }
            var (low, high) = (0, 70_000)
            while high - low > 1 {
                let middle = (low + high) / 2
                let (check, adopt) = try outcomes(middle)
                // A plan that passes the check is adopted; a plan that the check refuses may be adopted if the account's name
                // is short.
                #expect(check.status != 0 || adopt.status == 0, "\(middle): \(adopt.errors)")
                if check.status == 0 { low = middle } else { high = middle }
            }
            let (check, adopt) = try outcomes(high + 450)
            #expect(check.errors.contains("too-large") && adopt.errors.contains("too-large"), "\(adopt.errors)")
        }

        @Test func `a data directory that cannot be created is refused by name`() throws {
            let programs = try Programs()
            let outcome = try programs.labd([
                "--config", Programs.settings, "--data", "/proc/labd", "--socket", programs.socket, "--simulated",
            ])
            #expect(outcome.status != 0)
            #expect(outcome.errors.contains("/proc/labd"))
        }

        @Test func `a settings file with an unknown key is refused with line and column, also by check-config`() throws
        {
            let programs = try Programs()
            let file = programs.temporary.appending(path: "labd.toml")
            var text = try String(contentsOfFile: Programs.settings, encoding: .utf8)
            let line = text.split(separator: "\n", omittingEmptySubsequences: false).count
            text += "unheard-of = 1\n"
            try text.write(to: file, atomically: true, encoding: .utf8)
            for more in [["--check-config"], ["--data", programs.data, "--socket", programs.socket, "--simulated"]] {
                let outcome = try programs.labd(["--config", file.path] + more)
                #expect(outcome.status != 0)
                #expect(outcome.errors.contains("unheard-of"))
                #expect(outcome.errors.contains("\(line)"))
            }
            #expect(try programs.labd(["--config", Programs.settings, "--check-config"]).status == 0)
        }

        @Test
        func `without --config the usual settings file is read, or its absence is reported with what to do`()
            throws
        {
            let programs = try Programs()
            let outcome = try programs.labd(["--check-config"])
            #expect((outcome.output + outcome.errors).contains("/etc/labd/labd.toml"))
            // A machine on which labd is installed has such a file, which somebody may be editing.
            guard !FileManager.default.fileExists(atPath: "/etc/labd/labd.toml") else { return }
            #expect(outcome.status == 78)
            let lines = outcome.errors.split(separator: "\n").filter { $0.hasPrefix("    ") }
            let file = programs.temporary.appending(path: "labd.toml")
            try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
            #expect(try programs.labd(["--config", file.path, "--check-config"]).status == 0)
        }

        @Test func `labctl ends with 0 done, 1 refused, 2 wrong usage, 3 out of reach`() throws {
            let programs = try Programs()
            #expect(try programs.labctl(["timesheets"]).status == 3)
            try programs.start()
            #expect(try programs.labctl(["timesheets"]).status == 0)
            let refused = try programs.labctl([
                "worker", "leave", "--worker", "sw-99", "--on", "2020-01-01",
            ])
            #expect(refused.status == 1)
            #expect(refused.errors.contains("unknown-worker"))
            #expect(try programs.labctl(["worker", "leave", "--no-such-option", "x"]).status == 2)
            #expect(try programs.labctl(["no-such-verb"]).status == 2)
        }
    }
}
