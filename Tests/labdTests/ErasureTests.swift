import Foundation
import Office
import Testing
import Views

/// Tests what is left of people after they were erased: all proofs and figures, and no personal data.
@Suite struct ErasureTests {
    /// The personal data in the season, in the form that `grep -F` reads.
    private struct Secrets {
        let file: String
        let persons: [String]
        let cases: [String]
        private static let fields = ["name", "born", "taxCode", "number", "referent", "text", "note"]

        init(writingTo path: String) throws {
            var values: Set<String> = []
            var persons: [String] = []
            var cases: [String] = []
            for line in try String(contentsOfFile: Programs.season, encoding: .utf8).split(separator: "\n") {
                let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
                guard let command = object?["command"] as? String, let data = object?["data"] as? [String: Any] else {
                    continue
                }
                for field in Self.fields {
                    guard let value = data[field] as? String else { continue }
                    // A day of birth within the project is also the day of other events, which is in clear, and a simulated log
                    // is created on 1970-01-01.
                    if field != "born" || (value < "2018" && value != "1970-01-01") { values.insert(value) }
                }
                if command == "person.register", let id = data["person"] as? String { persons.append(id) }
                if command == "case.open", let id = data["case"] as? String { cases.append(id) }
            }
            file = path
            self.persons = persons
            self.cases = cases
            try (values.sorted().joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
            #expect(values.count > 500)
        }

        /// Returns the files below a directory that contain any of it.
        func files(below directory: String) throws -> [String] {
            let grep = Process()
            grep.executableURL = URL(filePath: "/bin/grep")
            grep.arguments = ["-r", "-a", "-l", "-F", "-f", file, directory]
            let output = Pipe()
            grep.standardOutput = output
            try grep.run()
            let found = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            grep.waitUntilExit()
            #expect(grep.terminationStatus < 2)
            return found.split(separator: "\n").map(String.init)
        }
    }

    private let programs: Programs
    private let secrets: Secrets
    /// The directory of the inputs, which contain what nothing else may contain.
    private let inputs: String

    init() throws {
        programs = try Programs()
        inputs = programs.temporary.path + "-inputs"
        try FileManager.default.createDirectory(atPath: inputs, withIntermediateDirectories: false)
        secrets = try Secrets(writingTo: inputs + "/secrets")
    }

    private func send(_ name: String, _ lines: [String]) throws -> Programs.Outcome {
        let path = inputs + "/" + name
        try (lines.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
        return try programs.labctl(["import", path, "--keep-going"])
    }

    private func command(_ id: String, _ name: String, at time: String, _ data: String) -> String {
        #"{"id":"\#(id)","command":"\#(name)","at":"\#(time)T10:00:00.000000Z","data":{\#(data)}}"#
    }

    /// Returns everything that a report or an auditor may have seen, without the position of the log.
    private func figures() throws -> [String] {
        try [["indicators"], ["compliance"], ["report", "show", "q-1"], ["aggregates", "--to", "2020-03-31"]].map {
            words in
            var object = try programs.view(words)
            for name in ["position", "basis"] { object[name] = nil }
            return String(
                decoding: try JSONSerialization.data(withJSONObject: object, options: .sortedKeys), as: UTF8.self)
        }
    }

    /// Writes everything that the socket answers to an auditor to a file.
    private func answers(_ name: String) throws {
        var text = try programs.labctl(["log", "export"]).output
        for view in Catalogue.views where view.required.isEmpty {
            let words = view.command.split(separator: " ").map(String.init)
            text += try programs.labctl(words + ["--json"]).output
        }
        for person in secrets.persons.prefix(20) {
            text += try programs.labctl(["person", "show", person, "--json"]).output
        }
        text += try programs.labctl(["export", "--format", "xes"]).output
        #expect(text.utf8.count > 1_000_000)
        try text.write(toFile: programs.temporary.path + "/" + name, atomically: true, encoding: .utf8)
    }

    @Test func `after everyone in a season is erased, its proofs and figures are unchanged`() async throws {
        defer { try? FileManager.default.removeItem(atPath: inputs) }
        try await onThread {
            let temporary = programs.temporary.path
            try programs.start()
            #expect(try programs.labctl(["import", Programs.season]).status == 0)
            _ = try send(
                "closing",
                secrets.cases.map {
                    command(
                        "close-\($0)", "case.close", at: "2020-07-01",
                        #""case":"\#($0)","on":"2020-06-30","outcome":"moved""#)
                } + [
                    command(
                        "payment", "project.record-final-payment", at: "2021-12-01",
                        #""on":"2021-10-01","financialYearEnd":"2021-12-31","retentionYears":4"#),
                    command(
                        "report", "report.submit", at: "2021-12-02",
                        #""report":"q-1","kind":"final","from":"2019-06-01","to":"2020-03-31""#),
                ])
            let key = try programs.labctl(["log", "key"]).output.trimmingCharacters(in: .newlines)
            #expect(try programs.labctl(["log", "checkpoint", "--save", temporary + "/checkpoint"]).status == 0)
            #expect(try programs.labctl(["log", "export", "--output", temporary + "/lines"]).status == 0)
            for position in ["17", "1800", "4700"] {
                #expect(
                    try programs.labctl(["log", "prove", position, "--output", temporary + "/proof-" + position]).status
                        == 0
                )
                try programs.labctl(["log", "show", position, "--json"]).output
                    .write(toFile: temporary + "/line-" + position, atomically: true, encoding: .utf8)
            }
            let before = try figures()
            try answers("answers-before")
            try programs.stop()
            try FileManager.default.copyItem(atPath: programs.data + "/log", toPath: temporary + "/backup")
            // It is not in the database, a backup, an export, the journal's lines or an auditor's answers.
            #expect(try secrets.files(below: temporary) == [])
            // The search works: it finds what one look opens.
            try programs.start()
            let seen = try programs.labctl(["person", "show", secrets.persons[0], "--sealed"])
            #expect(seen.output.contains("Persona"))
            try seen.output.write(toFile: temporary + "/seen", atomically: true, encoding: .utf8)
            #expect(try secrets.files(below: temporary) == [temporary + "/seen"])
            try FileManager.default.removeItem(atPath: temporary + "/seen")
            let boxes = try Data(contentsOf: URL(filePath: programs.data + "/keys/data.mdb"))

            let erased = try send(
                "erasing",
                secrets.persons.map {
                    command(
                        "erase-\($0)", "person.erase", at: "2026-02-01", #""person":"\#($0)","authorisation":"det. 9""#)
                })
            // Linked persons were erased together.
            #expect(erased.status < 2, "\(erased.output)\(erased.errors)")
            let all = try programs.view(["audit", "show"])
            let done = try #require(all["erasures"] as? [Any])
            #expect(done.count > 200)
            #expect(try #require(try programs.view(["retention"])["rows"] as? [Any]).isEmpty)

            #expect(try figures() == before)
            try answers("answers-after")
            let diff = try programs.view(["report", "diff", "q-1"])
            #expect(try #require(diff["rows"] as? [Any]).isEmpty)
            let against = try programs.labctl(["log", "verify", "--against", temporary + "/checkpoint"])
            #expect(against.status == 0, "\(against.errors)")
            #expect(try programs.labctl(["log", "export", "--output", temporary + "/lines-after"]).status == 0)
            for person in [secrets.persons[0], secrets.persons[100]] {
                let look = try programs.labctl(["person", "show", person, "--sealed"])
                #expect(look.status == 1 && look.errors.contains("erased"), "\(look.output)\(look.errors)")
            }
            let again = try programs.labctl(["person", "erase", "--person", secrets.persons[0], "--authorisation", "x"])
            #expect(again.status == 1 && again.errors.contains("erased: "))
            let unknown = try programs.labctl(["person", "erase", "--person", "p-none", "--authorisation", "x"])
            #expect(unknown.status == 1 && unknown.errors.contains("unknown-person: "))
            try programs.stop()

            #expect(try programs.labctl(["log", "verify", "--data", programs.data]).status == 0)
            for file in ["/lines", "/lines-after"] {
                #expect(try programs.labctl(["log", "verify", "--file", temporary + file, "--key", key]).status == 0)
            }
            let (early, late) = (
                try Data(contentsOf: URL(filePath: temporary + "/lines")),
                try Data(contentsOf: URL(filePath: temporary + "/lines-after"))
            )
            #expect(late.starts(with: early) && late.count > early.count)
            for position in ["17", "1800", "4700"] {
                let proof = [
                    "--proof", temporary + "/proof-" + position, "--line", temporary + "/line-" + position, "--key",
                    key,
                ]
                #expect(try programs.labctl(["log", "verify"] + proof).status == 0)
            }
            #expect(try secrets.files(below: temporary) == [])
            // No wrapped key is left in the file of the keys, except those of workers and of streams that concern nobody.
            let kept = try Data(contentsOf: URL(filePath: programs.data + "/keys/data.mdb"))
            #expect(kept.count < boxes.count)
            #expect(kept.range(of: Data("person/p-".utf8)) != nil, "the tombstones")

            // After the older log is restored, later erasures are repeated before anything is answered.
            #expect(
                try programs.labd([
                    "restore", "--from", temporary + "/backup", "--data", programs.data, "--discard-newer",
                ])
                .status == 0)
            try programs.start()
            let restored = try programs.view(["person", "show", secrets.persons[0]])
            #expect(restored["erased"] as? Bool == true)
            #expect(try #require(try programs.view(["retention"])["rows"] as? [Any]).isEmpty)
            let last = try programs.labctl(["log", "tail", "--lines", "1", "--json"]).output
            #expect(last.contains(#""again":true"#) && last.contains(#""cause":"labd:"#), "\(last)")
            try programs.stop()
            #expect(try programs.labctl(["log", "verify", "--data", programs.data]).status == 0)
        }
    }
}
