import Foundation
import Testing

/// Tests of backups while labd works, of compaction, and of reading settings again.
@Suite struct UpkeepTests {
    private let programs: Programs

    init() throws { programs = try Programs() }

    @Test func `a backup that is made while commands arrive verifies, is of one moment, and contains no key`()
        async throws
    {
        try await onThread {
            try programs.start()
            let directory = programs.temporary.path + "/backups"
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
            let importing = try programs.beginLabctl(["import", Programs.season])
            var sizes: [Int] = []
            while importing.isRunning || sizes.count < 3 {
                let made = try programs.labctl(["backup", directory, "--data", programs.data, "--keep", "2"])
                // Two backups within a second have the same name.
                if made.status == 1 && made.errors.contains("it already exists") { continue }
                #expect(made.status == 0, "\(made.errors)")
                let words = made.output.split(separator: " ")
                sizes.append(try #require(Int(words[1])))
                Thread.sleep(forTimeInterval: 1)
            }
            importing.waitUntilExit()
            #expect(importing.terminationStatus == 0)
            #expect(sizes == sizes.sorted())
            let names = try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
            #expect(names.count == 2, "\(names)")
            let last = directory + "/" + (try #require(names.last))
            #expect(try FileManager.default.contentsOfDirectory(atPath: last) == ["data.mdb"])
            for key in ["office.key", "log.key"] {
                let secret = try Data(contentsOf: URL(filePath: programs.data + "/keys/" + key))
                #expect(try Data(contentsOf: URL(filePath: last + "/data.mdb")).range(of: secret) == nil)
            }
            try programs.stop()
            let key = try programs.labctl(["log", "verify", "--data", programs.data])
            #expect(key.status == 0)

            let compacted = try programs.labctl(["compact", "--data", programs.data])
            #expect(compacted.status == 0 && compacted.output.contains("verified"), "\(compacted.errors)")
            // The state of a backup that still reads the old file is not mistaken for the new file's.
            let left = try FileManager.default.contentsOfDirectory(atPath: programs.data + "/log").sorted()
            #expect(left == ["data.mdb", "last-backup"])
            let attributes = try FileManager.default.attributesOfItem(atPath: programs.data + "/log/data.mdb")
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            #expect(try programs.labctl(["log", "verify", "--data", programs.data]).status == 0)
            // Restoring it over a log that has everything in it and more is refused, and nothing is lost.
            let refused = try programs.labctl(["restore", directory + "/" + names[0], "--data", programs.data])
            #expect(sizes[sizes.count - 2] == 4_801 ? refused.status == 0 : refused.status == 1)
            try programs.start()
            #expect(try programs.view(["indicators"])["position"] as? Int == 4_800)
            let running = try programs.labctl(["compact", "--data", programs.data])
            #expect(running.status == 1 && running.errors.contains("is using the data"), "\(running.errors)")
            try programs.stop()
        }
    }

    @Test func `the newest backup is kept, even beside backups dated later by a clock that was ahead`() async throws {
        try await onThread {
            let files = FileManager.default
            let directory = programs.temporary.path + "/backups"
            for stamp in ["20991230T000000Z", "20991231T000000Z"] {
                try files.createDirectory(atPath: "\(directory)/labd-\(stamp)", withIntermediateDirectories: true)
            }
            // A real log, because a simulated one needs no backup.
            try programs.start([])
            func age() throws -> Int? {
                let text = try programs.labctl(["status", "--metrics"]).output
                let line = text.split(separator: "\n").first { $0.hasPrefix("labd_backup_age_seconds ") }
                return line?.split(separator: " ").last.flatMap { Int($0) }
            }
            Thread.sleep(forTimeInterval: 2)
            let before = try #require(try age())
            #expect(before >= 2)
            let made = try programs.labctl(["backup", directory, "--data", programs.data, "--keep", "2"])
            let after = try #require(try age())
            #expect(after < before)
            #expect(made.status == 0, "\(made.errors)")
            let names = try files.contentsOfDirectory(atPath: directory).sorted()
            #expect(names.count == 2 && names.last == "labd-20991231T000000Z", "\(names)")
            #expect(files.fileExists(atPath: "\(directory)/\(names[0])/data.mdb"))
            try programs.stop()
        }
    }

    @Test func `status and doctor are told every figure that they ask labd for`() async throws {
        try await onThread {
            // A real log, because a simulated one has fewer metrics.
            try programs.start([])
            let status = try programs.labctl(["status"])
            #expect(status.status == 0 && status.errors == "")
            let untold = status.output.split(separator: "\n").filter { $0.hasSuffix("not told") }
            #expect(untold == [], "\(status.output)")
            let before = try programs.labctl(["doctor"])
            #expect(before.output.hasPrefix("there is no backup of the keys,") && before.status == 1, "\(before)")
            #expect(before.output.split(separator: "\n").count == 2, "\(before.output)")
            let backup = try programs.labctl(["keys", "backup", programs.temporary.path])
            #expect(backup.status == 0, "\(backup)")
            let after = try programs.labctl(["doctor"])
            #expect(after.output == "nothing is wrong\n" && after.status == 0, "\(after)")
            try programs.stop()
        }
    }

    @Test func `a backup of something that is not a data directory is refused`() async throws {
        try await onThread {
            let nothing = try programs.labctl(["backup", programs.temporary.path, "--data", programs.temporary.path])
            #expect(
                nothing.status == 1 && nothing.errors.contains("is this labd's data directory?"), "\(nothing.errors)")
        }
    }

    @Test func `a directory that was copied while labd worked is refused at its start, and can be restored from`()
        async throws
    {
        try await onThread {
            let files = FileManager.default
            let copy = programs.temporary.path + "/copy"
            func startCopy() throws -> Programs.Outcome {
                // It ends even if it does not refuse, because it cannot listen in a directory that does not exist.
                try programs.labd([
                    "--config", Programs.settings, "--data", copy, "--socket", "/nowhere/s", "--simulated",
                ])
            }
            try programs.start()
            try programs.enrol("w-1")
            try files.copyItem(atPath: programs.data, toPath: copy)
            let refused = try startCopy()
            #expect(refused.status == 1 && refused.errors.contains("was copied while"), "\(refused.errors)")
            let compacting = try programs.labctl(["compact", "--data", copy])
            #expect(compacting.status == 1 && compacting.errors.contains("was copied while"), "\(compacting.errors)")

            try files.moveItem(atPath: copy + "/log", toPath: copy + "/away")
            let restored = try programs.labctl(["restore", copy + "/away", "--data", copy])
            #expect(restored.status == 0 && restored.output.contains("restored: 2 events"), "\(restored)")
            #expect(try !startCopy().errors.contains("was copied"))
            #expect(try programs.labctl(["log", "verify", "--data", copy]).status == 0)

            // The directory of a killed labd is not a copy, and one that was copied while labd was stopped is complete.
            try programs.stop()
            let labd = try programs.start()
            kill(labd.processIdentifier, SIGKILL)
            labd.waitUntilExit()
            try programs.start()
            try programs.stop()
            try files.removeItem(atPath: copy)
            try files.copyItem(atPath: programs.data, toPath: copy)
            #expect(try !startCopy().errors.contains("was copied"))
        }
    }

    @Test func `on SIGHUP roles are read again, and unusable settings change nothing`() async throws {
        try await onThread {
            let path = programs.temporary.appending(path: "labd.toml").path
            let whole = try String(contentsOfFile: Programs.settings, encoding: .utf8)
            try whole.write(toFile: path, atomically: true, encoding: .utf8)
            let labd = try programs.start(settings: path)
            let log = programs.temporary.appending(path: "labd.log")
            func reload(_ text: String, _ said: String) throws {
                try text.write(toFile: path, atomically: true, encoding: .utf8)
                kill(labd.processIdentifier, SIGHUP)
                let deadline = Date.now.addingTimeInterval(20)
                while try !String(contentsOf: log, encoding: .utf8).contains(said) {
                    guard Date.now < deadline else { throw Programs.Failure(text: "labd did not say: \(said)") }
                    Thread.sleep(forTimeInterval: 0.02)
                }
            }
            #expect(try programs.labctl(["log", "export"]).status == 0)
            try reload(
                whole.replacing("owner = [\"coordinator\"]", with: "owner = [\"boss\"]"), "the earlier ones stay")
            #expect(try programs.labctl(["log", "export"]).status == 0)
            let changed = whole.replacing("headSeconds = 10", with: "headSeconds = 9")
            try reload(changed, "take effect at the next start settings=limits.headSeconds")
            try reload(whole.replacing("owner = [\"coordinator\"]", with: "owner = []"), "were read again")
            let refused = try programs.labctl(["log", "export"])
            #expect(refused.status == 1 && refused.errors.contains("not-permitted"), "\(refused.errors)")
            let state = try programs.labctl(["status"])
            #expect(state.status == 0 && state.output.contains("events"), "\(state.errors)")
            #expect(try programs.labctl(["doctor"]).output.contains("nothing is wrong"))
            try programs.stop()
        }
    }
}
