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
        do { state = try await ServiceState(labctl.client) } catch let error as ClientError {
            print("labd does not answer: \(error)")
            print(
                """
                    systemctl status labd.socket labd.service; journalctl -u labd -n 50
                    once the cause is gone: systemctl reset-failed labd.service labd.socket; systemctl start labd.socket
                    if it was ended by a signal (6, 7 or 11), the log's file is damaged: labctl log verify --data \
                /var/lib/labd, then labctl restore
                """)
            throw Failure(.unreachable, "")
        }
        let findings = state.findings
        for finding in findings { print("\(finding.wrong)\n    \(finding.remedy)") }
        guard findings.isEmpty else { throw Failure(.refused, "") }
        print("nothing is wrong")
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

    init(_ client: LabClient) async throws {
        let health = try await client.answer(to: .get(Paths.health)).object
        let answer = try await client.answer(to: .get(Paths.metrics))
        guard answer.isAccepted else { throw Failure(refusal: answer) }
        self.init(health: health, metrics: String(decoding: answer.body, as: UTF8.self))
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

    private func figure(_ name: String) -> Int { Int(samples[name] ?? 0) }

    private func outcome(_ outcome: String) -> Int { figure("labd_commands_total{outcome=\"\(outcome)\"}") }

    /// What `labctl status` shows.
    var lines: [(String, String)] {
        let refused = samples.reduce(0) { sum, sample in
            sample.key.hasPrefix("labd_commands_total") && !sample.key.contains("accepted")
                && !sample.key.contains("repeated") ? sum + Int(sample.value) : sum
        }
        let commits = samples["labd_commit_seconds_count"] ?? 0
        let mean = commits > 0 ? (samples["labd_commit_seconds_sum"] ?? 0) / commits : 0
        return [
            ("state", health.word("status")), ("events", grouped(figure("labd_events"))),
            ("verified", grouped(figure("labd_verified_events"))),
            ("damaged lines", grouped(figure("labd_damaged_lines"))),
            ("keys", figure("labd_keys_available") == 1 ? "available" : "not available"),
            ("commands accepted", grouped(outcome("accepted"))), ("repeated", grouped(outcome("repeated"))),
            ("refused", grouped(refused)), ("waiting", grouped(figure("labd_waiting_commands"))),
            ("commits", grouped(Int(commits))), ("mean commit", "\(Int(mean * 1_000_000)) µs"),
            ("failed commits", grouped(figure("labd_failed_commits_total"))),
            ("connections", grouped(figure("labd_connections"))),
            ("commits since the oldest reader", grouped(figure("labd_oldest_reader_commits"))),
            ("log", "\(grouped(figure("labd_map_used_bytes") >> 20)) MB"),
            (
                "last backup, or beginning",
                samples["labd_backup_age_seconds"].map { "\(grouped(Int($0) / 3_600)) hours ago" } ?? "a simulation"
            ),
            ("clock", clock),
            ("free on its disk", "\(grouped(figure("labd_disk_free_bytes") >> 20)) MB"),
        ]
    }

    /// How far the clock is behind the last event, if it is.
    private var clock: String {
        if figure("labd_clock_implausible") > 0 { return "not believed" }
        let behind = samples["labd_clock_behind_seconds"] ?? 0
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

    /// What `labctl doctor` finds.
    var findings: [Finding] {
        var findings: [Finding] = []
        func find(_ isWrong: Bool, _ wrong: String, _ remedy: String) {
            if isWrong { findings.append(Finding(wrong: wrong, remedy: remedy)) }
        }
        let status = health.word("status")
        find(
            status != "ok", "no commands are taken: \(status), \(health.word("code")) \(health.word("detail"))",
            "journalctl -u labd -n 50 says since when; what follows says more")
        find(
            figure("labd_damaged_lines") > 0, "\(grouped(figure("labd_damaged_lines"))) lines of the log are damaged",
            "stop labd and ask labctl log verify --data what is lost: if nothing is, do as labd says above; else replace the "
                + "disk, then labctl restore the last backup")
        find(
            figure("labd_keys_available") == 0,
            "what is personal cannot be sealed or opened: \(health.word("keysUnavailable"))",
            "put the office's key back: from the safe (labctl keys restore), or the credential of labd.service")
        let (free, used) = (figure("labd_disk_free_bytes"), figure("labd_map_used_bytes"))
        find(
            samples["labd_disk_free_bytes"] != nil && free < max(200 << 20, used / 2),
            "\(grouped(free >> 20)) MB are free on the log's disk, and the log has \(grouped(used >> 20)) MB",
            "make room: commands will be refused with no-space, and taken again by themselves once there is some")
        find(
            figure("labd_oldest_reader_commits") > 100_000,
            "a reader has held on for \(grouped(figure("labd_oldest_reader_commits"))) commits, and the file grows",
            "look for a backup or a labd verify that hangs, and end it")
        find(
            figure("labd_backup_age_seconds") > 3 * 86_400 && figure("labd_clock_implausible") == 0,
            "no backup was made for \(grouped(figure("labd_backup_age_seconds") / 86_400)) days",
            "systemctl status labd-backup.timer labd-backup.service; labctl backup DIR makes one now")
        find(
            figure("labd_clock_implausible") > 0, "the machine's clock is not believed",
            "date; timedatectl status; set it right or, if it is right, have an admin confirm it: labctl clock confirm")
        let behind = samples["labd_clock_behind_seconds"] ?? 0
        find(
            behind >= 1,
            "the clock is \(Self.span(seconds: behind)) behind the log's last event, whose time every event gets until then",
            "date; timedatectl status. If the clock is right now, it was ahead when the last event was recorded: labctl replay "
                + "shows since when")
        find(
            figure("labd_failed_commits_total") > 0, "\(grouped(figure("labd_failed_commits_total"))) commits failed",
            "the disk may be failing: smartctl -a, dmesg; make a backup now (labctl backup)")
        find(
            figure("labd_waiting_commands") > 10_000, "\(grouped(figure("labd_waiting_commands"))) commands wait",
            "the disk is slow, or something floods labd: labctl status --metrics")
        return findings
    }
}
