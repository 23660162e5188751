import Foundation
import Testing

/// Tests of labd on a disk that is too small.
@Suite(.enabled(if: SmallDisk.mayBeMounted, "no disk may be mounted here: run as root"))
struct FullDiskTests {
    @Test(arguments: [4, 8, 12, 16, 20, 24, 32, 48, 64, 96])
    func `a first start on a full disk leaves nothing that the next start mistakes for a lost key`(
        _ kilobytes: Int
    ) async throws {
        try await onThread {
            let programs = try Programs()
            try FileManager.default.createDirectory(atPath: programs.data, withIntermediateDirectories: false)
            func mount(_ options: String) throws {
                let outcome = try Programs.run(
                    URL(filePath: "/bin/mount"), ["-t", "tmpfs", "-o", options, "tmpfs", programs.data])
                guard outcome.status == 0 else { throw Programs.Failure(text: outcome.errors) }
            }
            try mount("size=\(kilobytes)k")
            defer { _ = try? Programs.run(URL(filePath: "/bin/umount"), ["-l", programs.data]) }
            // It ends even if there is enough space, because it cannot listen in a directory that does not exist.
            let full = try programs.labd([
                "--config", Programs.settings, "--data", programs.data, "--socket", "/nowhere/s",
            ])
            #expect(full.status == 1)

            try mount("remount,size=64m")
            try programs.start([])
            let registered = try programs.labctl(
                ["person", "register", "--person", "p-1", "--nationality", "MA", "--basis", "declared", "--name", "-"],
                input: "Anna Rossi\n")
            #expect(registered.status == 0, "\(full.errors)\(registered.errors)")
            #expect(try programs.labctl(["person", "show", "p-1", "--sealed"]).output.contains("Anna Rossi"))
            try programs.stop()
            #expect(try programs.labctl(["log", "verify", "--data", programs.data]).status == 0)
        }
    }

    @Test func `once a full disk has free space again, labd recovers before anybody sends a command`() async throws {
        try await onThread {
            let programs = try Programs()
            try FileManager.default.createDirectory(atPath: programs.data, withIntermediateDirectories: false)
            let mounted = try Programs.run(
                URL(filePath: "/bin/mount"), ["-t", "tmpfs", "-o", "size=8m", "tmpfs", programs.data])
            #expect(mounted.status == 0, "\(mounted.errors)")
            defer { _ = try? Programs.run(URL(filePath: "/bin/umount"), ["-l", programs.data]) }
            try programs.start()
            let ballast = URL(filePath: programs.data + "/ballast")
            let filled = try Programs.run(
                URL(filePath: "/bin/dd"), ["if=/dev/zero", "of=" + ballast.path, "bs=4096"])
            #expect(filled.status == 1)
            var code = ""
            for number in 0..<200 where code.isEmpty {
                let text = String(repeating: "x", count: 400)
                let path = programs.temporary.appending(path: "c").path
                try
                    #"{"id":"c-\#(number)","command":"person.register","data":{"person":"p-\#(number)","nationality":"PK","basis":"declared","evidence":"\#(text)"}}"#
                    .write(toFile: path, atomically: true, encoding: .utf8)
                let sent = try programs.labctl(["send", path])
                if (sent.errors + sent.output).contains("no-space") { code = "no-space" }
            }
            #expect(code == "no-space")
            #expect(try programs.labctl(["doctor"]).output.contains("no-space"))
            try FileManager.default.removeItem(at: ballast)
            let deadline = Date.now.addingTimeInterval(20)
            while Date.now < deadline, try programs.labctl(["doctor"]).output.contains("no commands are taken") {
                Thread.sleep(forTimeInterval: 0.2)
            }
            #expect(try !programs.labctl(["doctor"]).output.contains("no commands are taken"))
            try programs.stop()
        }
    }
}

/// A disk of a few kilobytes.
private enum SmallDisk {
    /// Whether a small disk can be created here.
    static let mayBeMounted: Bool = {
        let place = "/tmp/labd-mount-\(UInt32.random(in: 0 ... .max))"
        try? FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: place) }
        let mounted = try? Programs.run(
            URL(filePath: "/bin/mount"), ["-t", "tmpfs", "-o", "size=4k", "tmpfs", place])
        guard mounted?.status == 0 else { return false }
        return (try? Programs.run(URL(filePath: "/bin/umount"), [place]))?.status == 0
    }()
}
