import Foundation
import Testing

/// Tests in which root runs commands on a data directory that belongs to another account, and that account has put something
/// under a name that is used there: nothing outside may change, and nothing may wait for ever.
///
/// The names are those that strace sees. Every eleventh case is tested; with LABD_EVERY_STEP=1 every one.
@Suite(.enabled(if: Trap.mayBeSet, "no accounts may be made, or nothing traced: run as root with useradd and strace"))
struct RootsHandTests {
    private static let step = ProcessInfo.processInfo.environment["LABD_EVERY_STEP"] == nil ? 11 : 1

    @Test
    func `whatever the owner of the data puts into the directory, root changes nothing outside and does not hang`()
        async throws
    {
        try await onThread {
            let trap = try Trap()
            var cases: [(verb: Trap.Verb, name: String, bait: Trap.Bait)] = []
            for verb in Trap.Verb.allCases {
                let names = try trap.namesUsed(by: verb)
                #expect(names.isSuperset(of: verb.obvious), "strace saw of \(verb): \(names.sorted())")
                for name in names.sorted() {
                    for bait in Trap.Bait.allCases { cases.append((verb, name, bait)) }
                }
            }
            var changed: [String] = []
            var tried = 0
            var refused = 0
            for index in stride(from: 0, to: cases.count, by: Self.step) {
                let (verb, name, bait) = cases[index]
                let (differences, outcome) = try trap.spring(verb, name, bait)
                tried += 1
                if outcome.errors.contains("labd does not touch it") { refused += 1 }
                if !differences.isEmpty {
                    changed.append("\(verb), \(bait) at \(name): \(differences.joined(separator: ", "))")
                }
            }
            print(
                "\(tried) of \(cases.count) traps: \(refused) were refused in words, "
                    + "\(changed.count) changed something outside or hung")
            #expect(changed.isEmpty, "\(changed.count):\n\(changed.joined(separator: "\n"))")
            #expect(refused > tried / 10)
        }
    }

    @Test func `files that root creates in a data directory belong to its owner`() async throws {
        try await onThread {
            let trap = try Trap()
            for verb in Trap.Verb.allCases {
                try trap.prepare(verb)
                let outcome = try trap.run(verb)
                #expect(outcome.status == 0, "\(verb): \(outcome.errors)")
                #expect(try trap.strangers() == [], "\(verb)")
            }
        }
    }

    @Test func `a refusal says what was found, where, and what to do`() async throws {
        try await onThread {
            let trap = try Trap()
            for (bait, words) in [
                (Trap.Bait.link, "is a symbolic link"), (.pipe, "is a named pipe"),
                (.hardLink, "belongs to the account root"),
            ] {
                let (_, outcome) = try trap.spring(.compact, "data/labd.lock", bait)
                #expect(outcome.status == 1, "\(bait)")
                #expect(outcome.errors.contains("\(trap.data)/labd.lock \(words)"), "\(outcome.errors)")
                #expect(outcome.errors.contains("find out who put it there"), "\(outcome.errors)")
            }
        }
    }

    @Test func `a path to the data that another account could lead elsewhere is refused to root`() async throws {
        try await onThread {
            let trap = try Trap()
            try trap.prepare(.compact)
            // Root's own link is followed.
            let own = trap.temporary + "/own"
            try FileManager.default.createSymbolicLink(atPath: own, withDestinationPath: trap.data)
            let followed = try trap.labctl(["compact", "--data", own])
            #expect(followed.status == 0, "\(followed.errors)")
            // A link made by the owner of the data may lead to the owner's files, and not to somebody else's.
            let other = trap.temporary + "/other"
            try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: false)
            try FileManager.default.createSymbolicLink(atPath: trap.backups + "/data", withDestinationPath: other)
            try trap.give(trap.backups + "/data")
            let refused = try trap.labctl(["keys", "restore", "--from", trap.keys, "--data", trap.backups + "/data"])
            #expect(refused.status == 1 && refused.errors.contains("could make"), "\(refused.errors)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: other) == [])
        }
    }

    @Test func `no other process of its account can read labd's memory, and no core dump contains it`() async throws {
        try await onThread {
            let trap = try Trap()
            try trap.prepare(.serve)
            let labd = try trap.serveAsItself()
            defer { labd.kill9() }
            let limits = try String(contentsOfFile: "/proc/\(labd.processIdentifier)/limits", encoding: .utf8)
            #expect(limits.contains(/Max core file size +0 +0/), "\(limits)")
            for file in ["environ", "maps", "mem"] {
                let looked = try trap.asItself(["/bin/head", "-c", "1", "/proc/\(labd.processIdentifier)/\(file)"])
                #expect(looked.status == 1 && looked.errors.contains("Permission denied"), "\(file): \(looked)")
            }
        }
    }

    @Test func `a key that a service manager passes may be root's, and not a link`() async throws {
        try await onThread {
            let trap = try Trap()
            try trap.prepare(.serve)
            let passed = trap.temporary + "/passed"
            try FileManager.default.createDirectory(atPath: passed, withIntermediateDirectories: false)
            try FileManager.default.moveItem(atPath: trap.data + "/keys/log.key", toPath: passed + "/log.key")
            #expect(unsafe chmod(passed + "/log.key", 0o444) == 0)
            #expect(unsafe chown(passed + "/log.key", 0, 0) == 0)
            let labd = try trap.serveAsItself(["CREDENTIALS_DIRECTORY=\(passed)"])
            labd.terminate()
            labd.waitUntilExit()
            #expect(labd.terminationStatus == 0)
            try FileManager.default.moveItem(atPath: passed + "/log.key", toPath: passed + "/other")
            try FileManager.default.createSymbolicLink(atPath: passed + "/log.key", withDestinationPath: "other")
            #expect(throws: Programs.Failure.self) { try trap.serveAsItself(["CREDENTIALS_DIRECTORY=\(passed)"]) }
            #expect(try trap.whatLabdSaid().contains("/passed/log.key is a symbolic link"))
        }
    }

    @Test func `where the data's owner may not write, a backup by root says so and what to do`() async throws {
        try await onThread {
            let trap = try Trap()
            try trap.prepare(.backup)
            let mine = trap.temporary + "/mine"
            try FileManager.default.createDirectory(atPath: mine, withIntermediateDirectories: false)
            let refused = try trap.labctl(["backup", mine, "--data", trap.data])
            #expect(refused.status == 1 && refused.errors.contains("Permission denied"), "\(refused.errors)")
            #expect(refused.errors.contains("install -d -o"), "\(refused.errors)")
        }
    }
}
