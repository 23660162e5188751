import LabAPI
import Testing

@testable import LabTerminal

/// What `labctl doctor` says, and how it ends.
@Suite struct DoctorTests {
    private func doctor(_ state: LabdState) async throws -> LabctlRun {
        let run = try await LabctlRun(["doctor"], answers: state.answers)
        #expect(run.errors == "")
        return run
    }

    private static let keysRemedy =
        "labctl keys backup DIR, on a disk of its own and never beside backups of the log; labctl keys print for the safe"

    @Test func `where all is well it says so and ends with 0`() async throws {
        let run = try await doctor(LabdState())
        #expect(run.output == "nothing is wrong\n" && run.status == 0)
    }

    /// A fault: the figures that tell it, what is wrong, what to do.
    private static let faults: [([String: Double], String, String)] = [
        (
            ["labd_damaged_lines": 3], "damaged lines in the log: 3",
            "stop labd and ask labctl log verify --data what is lost: if nothing is, do as labd says above; else replace the "
                + "disk, then labctl restore the last backup"
        ),
        (
            ["labd_keys_leftover": 1], "keys that were replaced or destroyed are still on the disk",
            "journalctl -u labd -n 50 says which and why; labd tries to remove them every minute"
        ),
        (
            ["labd_disk_free_bytes": 100_000_000], "95 MB are free on the log's disk, and the log has 238 MB",
            "free space on it: commands will be refused with no-space, and taken again by themselves once there is some"
        ),
        (
            ["labd_map_used_bytes": 200_000_000_000],
            "47'683 MB are free on the log's disk, and the log has 190'734 MB",
            "free space on it: commands will be refused with no-space, and taken again by themselves once there is some"
        ),
        (
            ["labd_oldest_reader_commits": 200_000], "a reader has held on for 200'000 commits, and the file grows",
            "look for a backup or a labd verify that hangs, and end it"
        ),
        (
            ["labd_backup_age_seconds": 4 * 86_400], "no backup was made for 4 days",
            "systemctl status labd-backup.timer labd-backup.service; labctl backup DIR makes one now"
        ),
        (
            ["labd_keys_backed_up": 0],
            "there is no backup of the keys, or none since the office's key was rotated: a log restored elsewhere could "
                + "neither be signed nor opened", keysRemedy
        ),
        (
            ["labd_keys_backup_age_seconds": 31 * 86_400],
            "the last backup of the keys is 31 days old, and lacks the keys of all who came since", keysRemedy
        ),
        (
            ["labd_clock_implausible": 1], "the machine's clock is not believed",
            "date; timedatectl status; set it right or, if it is right, have an admin confirm it: labctl clock confirm"
        ),
        (
            ["labd_clock_behind_seconds": 63_158_400],
            "the clock is 731 days behind the log's last event, whose time every event gets until then",
            "date; timedatectl status. If the clock is right now, it was ahead when the last event was recorded: labctl "
                + "replay shows since when"
        ),
        (
            ["labd_failed_commits_total": 1], "failed commits since labd started: 1",
            "the disk may be failing: smartctl -a, dmesg; make a backup now (labctl backup)"
        ),
        (
            ["labd_waiting_commands": 20_000], "20'000 commands wait",
            "the disk is slow, or something floods labd: labctl status --metrics"
        ),
        (
            ["labd_account_bytes_today": 900_000_000],
            "one account has recorded 858 MB of the 953 MB that each may in a day; then its commands are refused with busy",
            "labctl log tail --lines 100 shows which account; if it is meant to, as in an import, raise accountDailyBytes in "
                + "the settings' limits, and restart labd"
        ),
    ]

    @Test(arguments: faults)
    func `each fault is named with what to do, and nothing else is`(
        _ changes: [String: Double], _ wrong: String, _ remedy: String
    ) async throws {
        let run = try await doctor(LabdState().with(changes.mapValues { $0 }))
        #expect(run.output == "\(wrong)\n    \(remedy)\n")
        #expect(run.status == 1)
    }

    /// The last figures that are still as they should be.
    @Test(
        arguments: [
            ["labd_disk_free_bytes": 209_715_200, "labd_map_used_bytes": 419_430_400],
            ["labd_oldest_reader_commits": 100_000],
            ["labd_backup_age_seconds": 3 * 86_400], ["labd_keys_backup_age_seconds": 30 * 86_400],
            ["labd_clock_behind_seconds": 0.9], ["labd_waiting_commands": 10_000],
            ["labd_account_bytes_today": 800_000_000],
        ] as [[String: Double]])
    func `at its limit a figure is still well`(_ changes: [String: Double]) async throws {
        #expect(try await doctor(LabdState().with(changes.mapValues { $0 })).output == "nothing is wrong\n")
    }

    @Test func `by a clock that is not believed no backup is called old`() async throws {
        let run = try await doctor(
            LabdState().with([
                "labd_clock_implausible": 1, "labd_backup_age_seconds": 9e8, "labd_keys_backup_age_seconds": 9e8,
            ]))
        #expect(run.output.hasPrefix("the machine's clock is not believed\n"))
        #expect(run.output.split(separator: "\n").count == 2)
    }

    @Test func `that no commands are taken comes first, with what labd says of it, and every other fault after it`()
        async throws
    {
        var state = LabdState().with(["labd_damaged_lines": 1, "labd_keys_available": 0])
        state.health =
            #""status":"refusing-commands","code":"log-damaged","detail":"line 7 is damaged","version":"9.9.9","#
            + #""keysUnavailable":"office.key is missing""#
        let run = try await doctor(state)
        #expect(
            run.output == """
                no commands are taken: refusing-commands, log-damaged line 7 is damaged
                    journalctl -u labd -n 50 says since when; what follows says more
                damaged lines in the log: 1
                    stop labd and ask labctl log verify --data what is lost: if nothing is, do as labd says above; else \
                replace the disk, then labctl restore the last backup
                what is personal cannot be sealed or opened: office.key is missing
                    put the office's key back: from the safe (labctl keys restore), or the credential of labd.service

                """)
        #expect(run.status == 1)
    }

    /// All that doctor looks at.
    @Test(arguments: [
        "labd_damaged_lines", "labd_keys_available", "labd_keys_leftover", "labd_disk_free_bytes",
        "labd_map_used_bytes",
        "labd_oldest_reader_commits", "labd_backup_age_seconds", "labd_keys_backed_up", "labd_keys_backup_age_seconds",
        "labd_clock_implausible", "labd_clock_behind_seconds", "labd_failed_commits_total", "labd_waiting_commands",
        "labd_account_bytes_today", "labd_account_bytes_limit",
    ])
    func `a figure that labd does not tell is a fault of its own`(_ name: String) async throws {
        let run = try await doctor(LabdState().with([name: nil]))
        #expect(run.output.hasPrefix("labd does not tell \(name); are both of one version?\n    "), "\(run.output)")
        #expect(run.output.split(separator: "\n").count == 2)
        #expect(run.status == 1)
    }

    @Test func `a simulation needs no backups`() async throws {
        var state = LabdState().with([
            "labd_backup_age_seconds": nil, "labd_keys_backed_up": nil, "labd_keys_backup_age_seconds": nil,
        ])
        state.health = #""status":"ok","version":"9.9.9","simulated":true"#
        #expect(try await doctor(state).output == "nothing is wrong\n")
    }

    @Test func `an account that may not see figures is told so, not that nothing is wrong`() async throws {
        var answers = LabdState().answers
        answers[Paths.metrics] = .refusal(#"{"code":"not-permitted","detail":"no role","status":403}"#)
        let run = try await LabctlRun(["doctor"], answers: answers)
        #expect(
            run.output == """
                nothing more is told to this account: not-permitted: no role
                    ask as an account that has a role, or as root

                """)
        #expect(run.status == 1 && run.errors == "")
    }

    @Test func `a labd that does not answer is reported, with where to look`() async throws {
        let run = try await LabctlRun(["--socket", "/tmp/labctl-nobody.sock", "doctor"])
        #expect(run.output.hasPrefix("labd does not answer: "))
        #expect(run.output.contains("/tmp/labctl-nobody.sock"))
        #expect(run.output.contains("\n    systemctl status labd.socket labd.service; journalctl -u labd -n 50\n"))
        #expect(run.status == 3 && run.errors == "")
    }

    @Test func `what answers on the socket but is not labd is not called well`() async throws {
        let run = try await LabctlRun(["doctor"], answers: [Paths.health: LabctlRun.Answer(body: "[]")])
        #expect(run.output == "" && run.status == 3)
        #expect(run.errors == "labctl: labd's answer is not an object of JSON; are both of one version?\n")
    }

    @Test func `an account that may not open the socket is told so, and nothing is assumed about labd`() {
        for error in [
            ClientError(.notPermitted, socket: "/run/labd/labd.sock"),
            ClientError(.notPermitted, socket: "/run/labd/labd.sock", reason: "/run/labd"),
        ] {
            let said = DoctorCommand.unreachable(error)
            #expect(said.hasPrefix("labd cannot be asked from here: this account may not"), "\(said)")
            #expect(!said.contains("does not answer") && !said.contains("damaged") && !said.contains("systemctl"))
        }
    }
}
