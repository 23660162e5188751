import Foundation

/// A data directory of another account, and files outside that must not change.
final class Trap: @unchecked Sendable {
    /// A command that root runs.
    enum Verb: String, CaseIterable {
        case backup, compact, restore, verify, print, keysRestore, serve

        /// Names that it certainly uses.
        var obvious: Set<String> {
            switch self {
            case .backup:
                ["data/log", "data/log/data.mdb", "data/log/lock.mdb", "data/log/last-backup", "backups/STAMP.partial"]
            case .compact: ["data/labd.lock", "data/log.compacting", "data/log/data.mdb", "data/keys/log.key"]
            case .restore:
                ["data/labd.lock", "data/log.restoring", "data/generation", "data/generation.new", "data/length"]
            case .verify: ["data/labd.lock", "data/log/data.mdb", "data/keys/log.key"]
            case .print: ["data/keys", "data/keys/office.key", "data/keys/log.key"]
            case .keysRestore: ["data/keys", "data/keys/data.mdb", "data/keys/lock.mdb", "data/keys/office.key"]
            case .serve: ["data/labd.lock", "data/running", "data/log/data.mdb", "data/keys/data.mdb", "data/length"]
            }
        }
    }

    /// What is under a name instead of the right file.
    enum Bait: String, CaseIterable {
        case link, danglingLink, pipe, hardLink, directoryLink
    }

    static let mayBeSet: Bool = {
        guard Accounts.mayBeMade else { return false }
        let outcome = try? Programs.run(URL(filePath: strace), ["-f", "-y", "-o", "/dev/null", "/bin/true"])
        return outcome?.status == 0
    }()

    private static let strace = "/usr/bin/strace"
    private static var stamp: Regex<Substring> { /labd-[0-9]{8}T[0-9]{6}Z/ }

    private let programs: Programs
    private let account = "lr\(UInt16.random(in: 0 ... .max))"
    private let outside: String
    private var officeKey = ""
    let temporary: String
    var data: String { temporary + "/data" }
    var backups: String { temporary + "/backups" }
    var keys: String { temporary + "/keys.labd-keys" }
    private var run: String { temporary + "/run" }
    private var said: String { temporary + "/said" }

    /// Creates the account, a log with a few events, a backup of its first two, and a backup of the keys.
    init() throws {
        programs = try Programs()
        temporary = programs.temporary.path
        outside = temporary + "/outside"
        try Self.must("/usr/sbin/useradd", ["--system", "--no-create-home", account])
        try programs.start()
        try programs.enrol("w-1")
        for directory in ["backups", "made", "kept", "run"] {
            try FileManager.default.createDirectory(
                atPath: temporary + "/" + directory, withIntermediateDirectories: false)
        }
        let copied = try programs.labctl(["backup", temporary + "/made", "--data", data])
        guard copied.status == 0 else { throw Programs.Failure(text: copied.errors) }
        try programs.enrol("w-2")
        let saved = try programs.labctl(["keys", "backup", temporary + "/kept"])
        guard saved.status == 0 else { throw Programs.Failure(text: saved.errors) }
        let name = try FileManager.default.contentsOfDirectory(atPath: temporary + "/kept")[0]
        try FileManager.default.moveItem(atPath: temporary + "/kept/" + name, toPath: keys)
        try programs.stop()
        let next = try String(contentsOfFile: temporary + "/w-2.ndjson", encoding: .utf8).replacing("w-2", with: "w-3")
        try next.write(toFile: temporary + "/w-3.ndjson", atomically: true, encoding: .utf8)
        let printed = try programs.labctl(["keys", "print", "--data", data]).output
        officeKey = printed.split(separator: "\n")[0].split(separator: ":")[1].trimmingCharacters(in: .whitespaces)
        for directory in ["data", "backups", "made", "run"] { try give(temporary + "/" + directory) }
        try Self.must("/bin/mv", [data, temporary + "/prepared"])
        // A backup is named after its second, so the next one needs another second.
        Thread.sleep(forTimeInterval: 1.1)
    }

    deinit { _ = try? Programs.run(URL(filePath: "/usr/sbin/userdel"), [account]) }

    /// Gives a file or directory, with everything in it, to the account.
    func give(_ path: String) throws { try Self.must("/bin/chown", ["-R", "-h", "\(account):\(account)", path]) }

    func labctl(_ arguments: [String], input: String? = nil) throws -> Programs.Outcome {
        try programs.labctl(arguments, input: input)
    }

    // MARK: - Running

    /// Restores the state before the verb.
    func prepare(_ verb: Verb) throws {
        for path in [data, backups, outside] { try? FileManager.default.removeItem(atPath: path) }
        try Self.must("/bin/cp", ["-a", temporary + "/prepared", data])
        try Self.must("/bin/cp", ["-a", temporary + "/made", backups])
        if verb == .keysRestore { try FileManager.default.removeItem(atPath: data + "/keys") }
        // Everybody may write there, so a lack of permissions is not the reason why nothing is written.
        try FileManager.default.createDirectory(atPath: outside + "/directory", withIntermediateDirectories: true)
        let names = ["file", "directory/data.mdb", "directory/lock.mdb", "directory/office.key", "directory/log.key"]
        for name in names {
            try "what is another's".write(toFile: outside + "/" + name, atomically: false, encoding: .utf8)
        }
        for path in ["", "/directory"] + names.map({ "/" + $0 }) {
            guard unsafe chmod(outside + path, 0o777) == 0 else { throw Programs.Failure(text: "chmod \(path)") }
        }
    }

    /// Runs the verb as root; `tracing` names a file for the output of strace.
    func run(_ verb: Verb, tracing: String? = nil) throws -> Programs.Outcome {
        let kept = try FileManager.default.contentsOfDirectory(atPath: temporary + "/made")[0]
        let words: [String]
        switch verb {
        case .backup: words = ["backup", backups, "--data", data, "--keep", "1"]
        case .compact: words = ["compact", "--data", data]
        case .restore: words = ["restore", backups + "/" + kept, "--data", data, "--discard-newer"]
        case .verify: words = ["log", "verify", "--data", data]
        case .print: words = ["keys", "print", "--data", data]
        case .keysRestore: words = ["keys", "restore", "--from", keys, "--data", data]
        case .serve: return try serve(tracing)
        }
        let labctl = try Programs.program("labctl").path
        let traced = tracing.map { [Self.strace] + Self.options($0) } ?? []
        let line = ["--signal=KILL", "20"] + traced + [labctl] + words
        return try Programs.run(
            URL(filePath: "/usr/bin/timeout"), line, input: verb == .keysRestore ? officeKey + "\n" : nil)
    }

    private static func options(_ file: String) -> [String] { ["-f", "-y", "-o", file, "-e", "trace=%file"] }

    /// Starts labd, records something, rotates the office's key, backs the keys up into a directory of the account, and stops
    /// labd.
    private func serve(_ tracing: String?) throws -> Programs.Outcome {
        let socket = run + "/s"
        let labd = try Programs.program("labd").path
        let traced = tracing.map { [Self.strace, "-D"] + Self.options($0) } ?? []
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments =
            traced + [labd, "--config", Programs.settings, "--data", data, "--socket", socket, "--simulated"]
        try Data().write(to: URL(filePath: said))
        process.standardError = try FileHandle(forWritingTo: URL(filePath: said))
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let deadline = Date.now.addingTimeInterval(20)
        func waitFor(_ isDone: () throws -> Bool) rethrows {
            while try !isDone(), Date.now < deadline { Thread.sleep(forTimeInterval: 0.02) }
        }
        try waitFor { try !process.isRunning || whatLabdSaid().contains("ready data") }
        if process.isRunning {
            for words in [["import", temporary + "/w-3.ndjson"], ["keys", "rotate"], ["keys", "backup", backups]] {
                let labctl = ["--signal=KILL", "20", try Programs.program("labctl").path, "--socket", socket]
                _ = try Programs.run(URL(filePath: "/usr/bin/timeout"), labctl + words)
            }
            process.terminate()
        }
        waitFor { !process.isRunning }
        let hangs = process.isRunning
        process.kill9()
        process.waitUntilExit()
        if let tracing {
            // The process that was waited for is not the tracer.
            try waitFor { try String(contentsOfFile: tracing, encoding: .utf8).contains("+++ exited") }
        }
        return Programs.Outcome(
            status: hangs ? 137 : process.terminationStatus, output: "", errors: try whatLabdSaid())
    }

    /// Runs a program as the account.
    func asItself(_ words: [String]) throws -> Programs.Outcome {
        try Programs.run(URL(filePath: "/usr/bin/setpriv"), Self.becoming(account) + words)
    }

    private static func becoming(_ account: String) -> [String] {
        ["--reuid", account, "--regid", account, "--init-groups"]
    }

    /// Starts labd as the account, as systemd does; fails if it does not get ready.
    func serveAsItself(_ environment: [String] = []) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/setpriv")
        process.arguments =
            Self.becoming(account) + ["/usr/bin/env"] + environment + [try Programs.program("labd").path, "--config"]
            + [Programs.settings, "--data", data, "--socket", run + "/s", "--simulated"]
        try Data().write(to: URL(filePath: said))
        process.standardError = try FileHandle(forWritingTo: URL(filePath: said))
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let deadline = Date.now.addingTimeInterval(20)
        while try !whatLabdSaid().contains("ready data") {
            guard process.isRunning, Date.now < deadline else {
                process.kill9()
                throw Programs.Failure(text: try whatLabdSaid())
            }
            Thread.sleep(forTimeInterval: 0.02)
        }
        return process
    }

    /// The output of the last labd that was started.
    func whatLabdSaid() throws -> String { try String(contentsOfFile: said, encoding: .utf8) }

    // MARK: - The names

    /// Returns the names below the data directory and the directory of backups that a verb uses, beginning with `data/` or
    /// `backups/`, including those in directories that it looks for and that are missing.
    func namesUsed(by verb: Verb) throws -> Set<String> {
        try prepare(verb)
        let file = temporary + "/trace"
        let outcome = try run(verb, tracing: file)
        guard outcome.status == 0 else { throw Programs.Failure(text: "\(verb): \(outcome.errors)") }
        let (names, missing) = try read(file)
        guard !missing.isEmpty else { return names }
        try prepare(verb)
        for name in missing where !name.contains("STAMP") { try makeDirectories(temporary + "/" + name) }
        _ = try run(verb, tracing: file)
        return try names.union(read(file).names)
    }

    /// Returns the names in the output of strace, and those of them that should be directories and are missing.
    private func read(_ file: String) throws -> (names: Set<String>, missing: Set<String>) {
        var names: Set<String> = []
        var missing: Set<String> = []
        let kept = try FileManager.default.contentsOfDirectory(atPath: temporary + "/made")[0]
        // A name in quotes, possibly after the directory in which it is looked up.
        let argument = /(?:<(?<directory>[^<>]*)>, )?"(?<name>[^"]*)"/
        for line in try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
        where !line.contains("execve(") {
            for found in line.matches(of: argument) {
                let name = String(found.output.name)
                let path = name.hasPrefix("/") ? name : "\(found.output.directory ?? "")/\(name)"
                guard path.hasPrefix(temporary + "/") else { continue }
                let parts = path.dropFirst(temporary.count + 1).split(separator: "/").filter { $0 != "." }
                guard let first = parts.first, ["data", "backups"].contains(first), parts.count > 1,
                    !parts.contains("..")
                else { continue }
                let text = parts.joined(separator: "/")
                // A name that contains the microsecond cannot be predicted.
                if text.contains("log.replaced-") { continue }
                let used = text.contains(kept) ? text : text.replacing(Self.stamp, with: "STAMP")
                names.insert(used)
                if line.contains("O_DIRECTORY"), line.contains("ENOENT") { missing.insert(used) }
            }
        }
        return (names, missing)
    }

    // MARK: - Baits

    /// Puts a bait under a name, runs the verb, and returns what changed outside.
    func spring(_ verb: Verb, _ name: String, _ bait: Bait) throws -> ([String], Programs.Outcome) {
        try prepare(verb)
        if name.contains("STAMP") {
            // For any second.
            for second in 0..<4 {
                let time = Date.now.addingTimeInterval(Double(second)).ISO8601Format()
                let made = "labd-" + time.filter { $0 != "-" && $0 != ":" }
                try put(bait, at: temporary + "/" + name.replacing("STAMP", with: made))
            }
        } else {
            try put(bait, at: temporary + "/" + name)
        }
        let before = try seenOutside()
        let outcome = try run(verb)
        let after = try seenOutside()
        var differences = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }.sorted()
        if outcome.status == 137 { differences.append("it hung") }
        return (differences, outcome)
    }

    private func put(_ bait: Bait, at path: String) throws {
        let files = FileManager.default
        try? files.removeItem(atPath: path)
        try makeDirectories(URL(filePath: path).deletingLastPathComponent().path)
        switch bait {
        case .link: try files.createSymbolicLink(atPath: path, withDestinationPath: outside + "/file")
        case .danglingLink: try files.createSymbolicLink(atPath: path, withDestinationPath: outside + "/absent")
        case .directoryLink: try files.createSymbolicLink(atPath: path, withDestinationPath: outside + "/directory")
        case .pipe: try Self.must("/usr/bin/mkfifo", [path])
        case .hardLink:
            try files.linkItem(atPath: outside + "/file", toPath: path)
            return
        }
        try give(path)
    }

    /// Creates a directory of the account, and its parents.
    private func makeDirectories(_ path: String) throws {
        guard !FileManager.default.fileExists(atPath: path) else { return }
        try makeDirectories(URL(filePath: path).deletingLastPathComponent().path)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        try give(path)
    }

    /// Returns the owner, permissions, time of change and content of everything outside.
    private func seenOutside() throws -> [String: String] {
        var seen: [String: String] = [:]
        let names = try FileManager.default.subpathsOfDirectory(atPath: outside)
        for path in [outside] + names.map({ outside + "/" + $0 }) {
            var status = stat()
            guard unsafe lstat(path, &status) == 0 else { throw Programs.Failure(text: "lstat \(path)") }
            let content = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
            let changed = status.st_mtim
            seen[String(path.dropFirst(temporary.count + 1))] =
                "\(status.st_uid) \(status.st_gid) \(status.st_mode) \(changed.tv_sec).\(changed.tv_nsec) \(content)"
        }
        return seen
    }

    /// Returns what in the data directory and the directory of backups does not belong to the account.
    func strangers() throws -> [String] {
        let found = try Programs.run(URL(filePath: "/usr/bin/find"), [data, backups, "!", "-user", account])
        return found.output.split(separator: "\n").map(String.init).filter { !$0.hasSuffix(".labd-keys") }
    }

    private static func must(_ program: String, _ arguments: [String]) throws {
        let outcome = try Programs.run(URL(filePath: program), arguments)
        guard outcome.status == 0 else { throw Programs.Failure(text: "\(program) \(arguments): \(outcome.errors)") }
    }
}
