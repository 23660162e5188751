internal import ArgumentParser
internal import CanonicalJSON
internal import LabAPI

/// `labctl status`.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "How labd is doing: what it takes, how far it verified, what room there is.")

    @ParentCommand var labctl: Labctl
    @ArgumentParser.Flag(help: "The figures as Prometheus reads them.") var metrics = false

    func run() async throws {
        let state = try await ServiceState(labctl.client)
        if metrics { return printAsIs(state.text, terminator: "") }
        let style = Style(for: .standardOutput)
        print(style.heading("labd") + style.faint("  \(state.health.word("version")) at \(labctl.client.socket)"))
        var table = Table([.left(""), .right("")])
        for (name, value) in state.lines { table.add([.text(name), .text(value)]) }
        print(table.text(style), terminator: "")
    }
}

/// `labctl doctor`.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "What is wrong with labd, and what to do about it.",
        discussion: "Ends with 1 if something is wrong.")

    @ParentCommand var labctl: Labctl

    func run() async throws {
        let state: ServiceState
        do { state = try await ServiceState(labctl.client, needingFigures: false) } catch let error as ClientError {
            print(Self.unreachable(error))
            throw Failure(.unreachable, "")
        }
        let findings = state.findings
        for finding in findings { print("\(finding.wrong)\n    \(finding.remedy)") }
        if let refusal = state.figuresRefused {
            print("nothing more is told to this account: \(refusal)\n    ask as an account that has a role, or as root")
        }
        guard findings.isEmpty, state.figuresRefused == nil else { throw Failure(.refused, "") }
        print("nothing is wrong")
    }

    /// What is said where labd could not be asked: of labd itself only what can be known then.
    static func unreachable(_ error: ClientError) -> String {
        switch error.code {
        case .notPermitted, .pathTooLong:
            """
            labd cannot be asked from here: \(error)
                whether it is well is not known by that; as root: labctl doctor
            """
        case .noSocket, .refused, .unreachable, .notHTTP, .closedEarly:
            """
            labd does not answer: \(error)
                systemctl status labd.socket labd.service; journalctl -u labd -n 50
                once the cause is gone: systemctl reset-failed labd.service labd.socket; systemctl start labd.socket
                if it was ended by a signal (6, 7 or 11), the log's file is damaged: labctl log verify --data \
            /var/lib/labd, then labctl restore
            """
        }
    }
}

/// What labd says of itself.
struct ServiceState {
    /// Something that is wrong, and what to do.
    struct Finding: Hashable {
        let wrong: String
        let remedy: String
    }

    let health: JSONObject
    /// The metrics as they came.
    let text: String
    private let samples: [String: Double]

    /// Why the figures are not told to this account, where they are not.
    private(set) var figuresRefused: String?

    /// Asks labd.
    ///
    /// - Parameter needingFigures: whether an account to which labd does not tell its figures is refused.
    init(_ client: LabClient, needingFigures: Bool = true) async throws {
        let health = try await client.answer(to: .get(Paths.health)).object
        let answer = try await client.answer(to: .get(Paths.metrics))
        let refusal = answer.isAccepted ? nil : Failure(refusal: answer)
        if let refusal, needingFigures || refusal.status != .refused { throw refusal }
        self.init(health: health, metrics: refusal == nil ? String(decoding: answer.body, as: UTF8.self) : "")
        figuresRefused = refusal?.message
    }

    init(health: JSONObject, metrics text: String) {
        self.health = health
        self.text = text
        var samples: [String: Double] = [:]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            guard let space = line.lastIndex(of: " "), let value = Double(line[line.index(after: space)...]) else {
                continue
            }
            samples[String(line[..<space])] = value
        }
        self.samples = samples
    }

    /// A figure; nil where labd does not tell it.
    private func figure(_ name: String) -> Int? { samples[name].map { Int($0) } }

    /// A figure for people, in units of `unit`.
    private func shown(_ name: String, per unit: Int = 1) -> String {
        figure(name).map { grouped($0 / unit) } ?? "not told"
    }

    /// How many commands came to an outcome; those that never did are not told.
    private func outcome(_ outcome: String) -> Int { figure("labd_commands_total{outcome=\"\(outcome)\"}") ?? 0 }

    /// What `labctl status` shows.
    var lines: [(String, String)] {
        let refused = samples.reduce(0) { sum, sample in
            sample.key.hasPrefix("labd_commands_total") && !sample.key.contains("accepted")
                && !sample.key.contains("repeated") ? sum + Int(sample.value) : sum
        }
        let commits = samples["labd_commit_seconds_count"] ?? 0
        let mean = commits > 0 ? (samples["labd_commit_seconds_sum"] ?? 0) / commits : 0
        let isAvailable = figure("labd_keys_available").map { $0 == 1 ? "available" : "not available" }
        return [
            ("state", health.word("status")), ("events", shown("labd_events")),
            ("verified", shown("labd_verified_events")), ("damaged lines", shown("labd_damaged_lines")),
            ("keys", isAvailable ?? "not told"),
            ("commands accepted", grouped(outcome("accepted"))), ("repeated", grouped(outcome("repeated"))),
            ("refused", grouped(refused)), ("waiting", shown("labd_waiting_commands")),
            ("commits", grouped(Int(commits))), ("mean commit", "\(Int(mean * 1_000_000)) µs"),
            ("failed commits", shown("labd_failed_commits_total")), ("connections", shown("labd_connections")),
            ("commits since the oldest reader", shown("labd_oldest_reader_commits")),
            ("log", shown("labd_map_used_bytes", per: 1 << 20) + " MB"),
            ("last backup, or beginning", age("labd_backup_age_seconds")), ("last backup of the keys", keysBackup),
            ("clock", clock), ("free on its disk", shown("labd_disk_free_bytes", per: 1 << 20) + " MB"),
        ]
    }

    private var isSimulated: Bool { health["simulated"] == .bool(true) }

    private func age(_ name: String) -> String {
        samples[name].map { "\(grouped(Int($0) / 3_600)) hours ago" } ?? (isSimulated ? "a simulation" : "not told")
    }

    private var keysBackup: String {
        figure("labd_keys_backed_up") == 0 ? "none" : age("labd_keys_backup_age_seconds")
    }

    /// How far the clock is behind the last event, if it is.
    private var clock: String {
        if let doubt = figure("labd_clock_implausible"), doubt > 0 { return "not believed" }
        guard let behind = samples["labd_clock_behind_seconds"] else { return "not told" }
        return behind > 0 ? "\(Self.span(seconds: behind)) behind the last event" : "as the log"
    }

    private static func span(seconds: Double) -> String {
        switch seconds {
        case 172_800...: "\(grouped(Int(seconds / 86_400))) days"
        case 7_200...: "\(Int(seconds / 3_600)) hours"
        case 120...: "\(Int(seconds / 60)) minutes"
        case 1...: "\(Int(seconds)) seconds"
        default: "less than a second"
        }
    }

    /// The figures without which nothing can be said of what they are about.
    private var needed: [String] {
        let always = [
            "labd_damaged_lines", "labd_keys_available", "labd_map_used_bytes", "labd_oldest_reader_commits",
            "labd_failed_commits_total", "labd_waiting_commands", "labd_clock_behind_seconds", "labd_clock_implausible",
            "labd_disk_free_bytes",
        ]
        return always + (isSimulated ? [] : ["labd_backup_age_seconds", "labd_keys_backed_up"])
    }

    /// What `labctl doctor` finds.
    var findings: [Finding] {
        var findings: [Finding] = []
        /// Looks at a figure, if it is told.
        func find(_ name: String, _ isWrong: (Int) -> Bool, _ wrong: (String) -> String, _ remedy: String) {
            guard let value = figure(name), isWrong(value) else { return }
            findings.append(Finding(wrong: wrong(grouped(value)), remedy: remedy))
        }
        let status = health.word("status")
        if status != "ok" {
            findings.append(
                Finding(
                    wrong: "no commands are taken: \(status), \(health.word("code")) \(health.word("detail"))",
                    remedy: "journalctl -u labd -n 50 says since when; what follows says more"))
        }
        let missing = figuresRefused == nil ? needed.filter { figure($0) == nil } : []
        if !missing.isEmpty {
            findings.append(
                Finding(
                    wrong: "labd does not tell \(missing.joined(separator: ", ")): of that nothing is known",
                    remedy: "have labd and labctl of one version (labctl status, labctl --version), and restart labd"))
        }
        find(
            "labd_damaged_lines", { $0 > 0 }, { "\($0) lines of the log are damaged" },
            "stop labd and ask labctl log verify --data what is lost: if nothing is, do as labd says above; else replace the "
                + "disk, then labctl restore the last backup")
        find(
            "labd_keys_available", { $0 == 0 },
            { _ in "what is personal cannot be sealed or opened: \(health.word("keysUnavailable"))" },
            "put the office's key back: from the safe (labctl keys restore), or the credential of labd.service")
        let used = figure("labd_map_used_bytes") ?? 0
        find(
            "labd_disk_free_bytes", { $0 < max(200 << 20, used / 2) },
            { _ in
                "\(shown("labd_disk_free_bytes", per: 1 << 20)) MB are free on the log's disk, and the log has "
                    + "\(shown("labd_map_used_bytes", per: 1 << 20)) MB"
            },
            "make room: commands will be refused with no-space, and taken again by themselves once there is some")
        find(
            "labd_oldest_reader_commits", { $0 > 100_000 },
            { "a reader has held on for \($0) commits, and the file grows" },
            "look for a backup or a labd verify that hangs, and end it")
        let isClockDoubted = (figure("labd_clock_implausible") ?? 0) > 0
        find(
            "labd_backup_age_seconds", { $0 > 3 * 86_400 && !isClockDoubted },
            { _ in "no backup was made for \(shown("labd_backup_age_seconds", per: 86_400)) days" },
            "systemctl status labd-backup.timer labd-backup.service; labctl backup DIR makes one now")
        let keysRemedy =
            "labctl keys backup DIR, on a disk of its own and never beside backups of the log; labctl keys print for the safe"
        find(
            "labd_keys_backed_up", { $0 == 0 },
            { _ in
                "there is no backup of the keys, or none since the office's key was rotated: a log restored elsewhere could "
                    + "neither be signed nor opened"
            }, keysRemedy)
        find(
            "labd_keys_backup_age_seconds", { $0 > 30 * 86_400 && !isClockDoubted },
            { _ in
                "the last backup of the keys is \(shown("labd_keys_backup_age_seconds", per: 86_400)) days old, and lacks the "
                    + "keys of all who came since"
            }, keysRemedy)
        find(
            "labd_clock_implausible", { $0 > 0 }, { _ in "the machine's clock is not believed" },
            "date; timedatectl status; set it right or, if it is right, have an admin confirm it: labctl clock confirm")
        find(
            "labd_clock_behind_seconds", { $0 >= 1 },
            { _ in
                "the clock is \(Self.span(seconds: samples["labd_clock_behind_seconds"] ?? 0)) behind the log's last event, whose "
                    + "time every event gets until then"
            },
            "date; timedatectl status. If the clock is right now, it was ahead when the last event was recorded: labctl replay "
                + "shows since when")
        find(
            "labd_failed_commits_total", { $0 > 0 }, { "\($0) commits failed" },
            "the disk may be failing: smartctl -a, dmesg; make a backup now (labctl backup)")
        find(
            "labd_waiting_commands", { $0 > 10_000 }, { "\($0) commands wait" },
            "the disk is slow, or something floods labd: labctl status --metrics")
        return findings
    }
}
