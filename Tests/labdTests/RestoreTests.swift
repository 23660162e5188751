import Foundation
import Testing

/// Tests of replacing a log with a backup, with labd only.
@Suite struct RestoreTests {
    private let programs: Programs
    private var log: String { programs.data + "/log" }
    private var backup: String { programs.temporary.path + "/backup" }

    /// A log with a backup of its first three events.
    init() throws {
        programs = try Programs()
        try programs.start()
        for id in ["a", "b"] { try programs.enrol(id) }
        try programs.stop()
        try FileManager.default.copyItem(atPath: log, toPath: backup)
    }

    private func restore(_ more: String...) throws -> Programs.Outcome {
        try programs.labd(["restore", "--from", backup, "--data", programs.data] + more)
    }

    private func checkpoint() throws -> [String] {
        try programs.labctl(["log", "checkpoint"]).output.split(separator: "\n").map(String.init)
    }

    private func event(_ position: Int) throws -> [String: Any] {
        let line = try programs.labctl(["log", "show", "\(position)", "--json"]).output
        return try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
    }

    @Test func `newer events are discarded only on demand, and then another generation records it`() async throws {
        try await onThread {
            try programs.start()
            try programs.enrol("c")
            let old = try checkpoint()
            #expect(old[..<2] == ["labd.example/oglio-ovest", "4"])
            let saved = programs.temporary.path + "/saved"
            #expect(try programs.labctl(["log", "checkpoint", "--save", saved]).status == 0)
            let busy = try restore()
            #expect(busy.status == 1 && busy.errors.contains("is using the data in"), "\(busy.errors)")
            try programs.stop()

            let refused = try restore()
            #expect(refused.status == 1)
            #expect(refused.errors.contains("4 events, of which the last 1 are not in the backup"), "\(refused.errors)")
            #expect(try restore("--discard-newer").status == 0)

            try programs.start()
            let new = try checkpoint()
            #expect(new[..<2] == ["labd.example/oglio-ovest/2", "4"])
            #expect(new[2] != old[2])
            let first = try event(3)
            #expect(first["type"] as? String == "log.restored")
            #expect(first["source"] as? String == "urn:labd:oglio-ovest:2")
            #expect(first["revision"] as? Int == 2)
            let data = try #require(first["data"] as? [String: Any])
            #expect(data["generation"] as? Int == 2)
            #expect(data["oldSize"] as? Int == 4)
            #expect(data["oldRoot"] as? String == old[2])
            #expect(data["oldOrigin"] as? String == "labd.example/oglio-ovest")
            #expect(data["kept"] as? Int == 3)
            // Somebody who saved a checkpoint of the old log is warned.
            let against = try programs.labctl(["log", "verify", "--against", saved])
            #expect(against.status == 1 && against.errors.contains("labd.example/oglio-ovest/2"), "\(against.errors)")
            // The work continues, also after a restart; discarded commands may be sent again.
            try programs.enrol("c")
            #expect(try event(4)["source"] as? String == "urn:labd:oglio-ovest:2")
            try programs.stop()
            try programs.start()
            try programs.enrol("d")
            #expect(try checkpoint()[1] == "6")
            try programs.stop()
            #expect(try programs.labctl(["log", "verify", "--data", programs.data]).status == 0)

            // A second restore begins another generation.
            #expect(try restore("--discard-newer").status == 0)
            try programs.start()
            #expect(try checkpoint()[..<2] == ["labd.example/oglio-ovest/3", "4"])
            #expect((try event(3)["data"] as? [String: Any])?["oldOrigin"] as? String == "labd.example/oglio-ovest/2")
            try programs.enrol("e")
            try programs.stop()
        }
    }

    @Test func `a restore that loses nothing continues the same generation`() async throws {
        try await onThread {
            let same = try restore()
            #expect(same.status == 0 && same.output.contains("already"), "\(same.errors)")
            // The log is gone.
            try FileManager.default.removeItem(atPath: log)
            #expect(try restore().status == 0)
            try programs.start()
            #expect(try checkpoint()[..<2] == ["labd.example/oglio-ovest", "3"])
            try programs.enrol("c")
            try programs.stop()
            // The log is older than the backup.
            let later = programs.temporary.path + "/later"
            try FileManager.default.copyItem(atPath: log, toPath: later)
            try FileManager.default.removeItem(atPath: log)
            try FileManager.default.copyItem(atPath: backup, toPath: log)
            let outcome = try programs.labd(["restore", "--from", later, "--data", programs.data])
            #expect(outcome.status == 0, "\(outcome.errors)")
            try programs.start()
            #expect(try checkpoint()[..<2] == ["labd.example/oglio-ovest", "4"])
            try programs.stop()
        }
    }

    @Test func `a damaged log is replaced only on demand, and the last signed checkpoint is named`() async throws {
        try await onThread {
            try programs.start()
            try programs.enrol("c")
            try programs.stop()
            let path = URL(filePath: log + "/data.mdb")
            var bytes = try Data(contentsOf: path)
            var search = bytes.startIndex..<bytes.endIndex
            while let found = bytes.range(of: Data("enrol-c".utf8), in: search) {
                bytes[found.lowerBound] ^= 1
                search = found.upperBound..<bytes.endIndex
            }
            try bytes.write(to: path)
            let refused = try restore()
            #expect(
                refused.status == 1 && refused.errors.contains("the log is damaged (changed at position 3"),
                "\(refused.errors)")
            #expect(try restore("--discard-newer").status == 0)
            try programs.start()
            #expect(try checkpoint()[0] == "labd.example/oglio-ovest/2")
            #expect((try event(3)["data"] as? [String: Any])?["oldSize"] as? Int == 4)
            try programs.stop()
            let kept = try FileManager.default.contentsOfDirectory(atPath: programs.data).filter {
                $0.hasPrefix("log.replaced-")
            }
            #expect(kept.count == 1)

            // This log cannot be read, but its generation is not used again.
            try Data(repeating: 7, count: 65_536).write(to: path)
            #expect(try restore().status == 1)
            #expect(try restore("--discard-newer").status == 0)
            try programs.start()
            #expect(try checkpoint()[0] == "labd.example/oglio-ovest/3")
            try programs.stop()
        }
    }

    @Test func `a backup that does not verify is not restored`() async throws {
        try await onThread {
            let path = URL(filePath: backup + "/data.mdb")
            var bytes = try Data(contentsOf: path)
            let before = try Data(contentsOf: URL(filePath: log + "/data.mdb"))
            var search = bytes.startIndex..<bytes.endIndex
            while let found = bytes.range(of: Data("enrol-b".utf8), in: search) {
                bytes[found.lowerBound] ^= 1
                search = found.upperBound..<bytes.endIndex
            }
            try bytes.write(to: path)
            let outcome = try restore("--discard-newer")
            #expect(outcome.status == 1 && outcome.errors.contains("does not verify"), "\(outcome.errors)")
            #expect(try Data(contentsOf: URL(filePath: log + "/data.mdb")) == before)
        }
    }

    @Test func `a log that a note calls too short is kept completely by a restore from itself`() async throws {
        try await onThread {
            try programs.start()
            try programs.enrol("c")
            try programs.stop()
            // As noted by an earlier version, and changed by a disk.
            try "300\n".write(toFile: programs.data + "/length", atomically: false, encoding: .utf8)
            try programs.start()
            let doctor = try programs.labctl(["doctor"]).output
            #expect(doctor.contains("had 300 events") && doctor.contains("the log itself is intact"), "\(doctor)")
            #expect(doctor.contains("continues with these 4 events and gives up none of them"), "\(doctor)")
            try programs.stop()
            let outcome = try programs.labd([
                "restore", "--from", log, "--data", programs.data, "--discard-newer",
            ])
            #expect(outcome.status == 0, "\(outcome.errors)")
            try programs.start()
            #expect(try checkpoint()[..<2] == ["labd.example/oglio-ovest/2", "5"])
            for position in 1...3 { #expect(try event(position)["type"] as? String == "worker.enrolled") }
            try programs.enrol("d")
            try programs.stop()
            #expect(try programs.labctl(["log", "verify", "--data", programs.data]).status == 0)
        }
    }

    @Test func `a restore interrupted before its last step gives the same result when it is run again`()
        async throws
    {
        try await onThread {
            try programs.start()
            try programs.enrol("c")
            try programs.stop()
            let length = try Data(contentsOf: URL(filePath: programs.data + "/length"))
            #expect(try restore("--discard-newer").status == 0)
            // Everything is done, except that the note of the old log's length was not removed.
            try length.write(to: URL(filePath: programs.data + "/length"))
            let again = try restore("--discard-newer")
            #expect(again.status == 0 && again.output.contains("restored: 3 events"), "\(again)")
            try programs.start()
            #expect(try checkpoint()[..<2] == ["labd.example/oglio-ovest/2", "4"])
            try programs.enrol("d")
            try programs.stop()
        }
    }
}
