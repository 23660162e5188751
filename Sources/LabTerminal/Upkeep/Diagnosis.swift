internal import LabAPI

/// Something that is wrong with labd, and what to do.
struct Finding: Hashable {
    let wrong: String
    let remedy: String
}

extension ServiceState {
    /// What `labctl doctor` finds: first that labd takes no commands, then the figures that it does not tell, then each
    /// figure that is not as it should be.
    var findings: [Finding] {
        var findings: [Finding] = []
        let status = health.word("status")
        if status != "ok" {
            findings.append(
                Finding(
                    wrong: "no commands are taken: \(status), \(health.word("code")) \(health.word("detail"))",
                    remedy: "journalctl -u labd -n 50 says since when; what follows says more"))
        }
        let expected = figuresRefused == nil ? FigureCheck.all.filter { $0.isTold(self) } : []
        let missing = expected.flatMap(\.metrics).filter { figure($0) == nil }
        if !missing.isEmpty {
            findings.append(
                Finding(
                    wrong:
                        "labd does not tell \(missing.map(\.rawValue).joined(separator: ", ")); are both of one version?",
                    remedy:
                        "labctl status and labctl --version tell their versions: install both of one, and restart labd")
            )
        }
        for check in FigureCheck.all {
            guard let value = figure(check.metric), let wrong = check.wrong(value, self) else { continue }
            findings.append(Finding(wrong: wrong, remedy: check.remedy))
        }
        return findings
    }
}

/// A check of one of labd's figures.
private struct FigureCheck: Sendable {
    /// The metric that it looks at.
    let metric: Metric
    /// Another metric that the check needs.
    var other: Metric?
    /// Whether labd reports the figure in that state. If it should and does not, that is a fault too.
    var isTold: @Sendable (ServiceState) -> Bool = { _ in true }
    /// Returns what is wrong at this value of the figure; nil if nothing is.
    let wrong: @Sendable (Int, ServiceState) -> String?
    /// What to do if something is wrong.
    let remedy: String

    /// The metrics that the check cannot do without.
    var metrics: [Metric] { [metric] + (other.map { [$0] } ?? []) }

    /// Every check, in the order in which they are reported.
    static let all: [FigureCheck] = [
        FigureCheck(
            metric: .damagedLines,
            wrong: { count, _ in count > 0 ? "damaged lines in the log: \(grouped(count))" : nil },
            remedy:
                "stop labd and ask labctl log verify --data what is lost: if nothing is, do as labd says above; else "
                + "replace the disk, then labctl restore the last backup"),
        FigureCheck(
            metric: .keysAvailable,
            wrong: { available, state in
                available == 0
                    ? "what is personal cannot be sealed or opened: \(state.health.word("keysUnavailable"))" : nil
            },
            remedy: "put the office's key back: from the safe (labctl keys restore), or the credential of labd.service"),
        FigureCheck(
            metric: .keysLeftover,
            wrong: { leftover, _ in leftover > 0 ? "keys that were replaced or destroyed are still on the disk" : nil },
            remedy: "journalctl -u labd -n 50 says which and why; labd tries to remove them every minute"),
        FigureCheck(
            metric: .diskFreeBytes, other: .mapUsedBytes,
            wrong: { free, state in
                let used = state.figure(.mapUsedBytes) ?? 0
                guard free < max(200 << 20, used / 2) else { return nil }
                return "\(grouped(free >> 20)) MB are free on the log's disk, and the log has \(grouped(used >> 20)) MB"
            },
            remedy:
                "free space on it: commands will be refused with no-space, and taken again by themselves once there is "
                + "some"),
        FigureCheck(
            metric: .oldestReaderCommits,
            wrong: { commits, _ in
                commits > 100_000 ? "a reader has held on for \(grouped(commits)) commits, and the file grows" : nil
            },
            remedy: "look for a backup or a labd verify that hangs, and end it"),
        FigureCheck(
            metric: .backupAge, isTold: { !$0.isSimulated },
            wrong: { age, state in
                guard age > 3 * day, !state.isClockDoubted else { return nil }
                return "no backup was made for \(grouped(age / day)) days"
            },
            remedy: "systemctl status labd-backup.timer labd-backup.service; labctl backup DIR makes one now"),
        FigureCheck(
            metric: .keysBackedUp, isTold: { !$0.isSimulated },
            wrong: { backedUp, _ in
                guard backedUp == 0 else { return nil }
                return "there is no backup of the keys, or none since the office's key was rotated: a log restored "
                    + "elsewhere could neither be signed nor opened"
            },
            remedy: keysRemedy),
        FigureCheck(
            metric: .keysBackupAge, isTold: { ($0.figure(.keysBackedUp) ?? 0) > 0 },
            wrong: { age, state in
                guard age > 30 * day, !state.isClockDoubted else { return nil }
                return
                    "the last backup of the keys is \(grouped(age / day)) days old, and lacks the keys of all who came "
                    + "since"
            },
            remedy: keysRemedy),
        FigureCheck(
            metric: .clockImplausible,
            wrong: { doubt, _ in doubt > 0 ? "the machine's clock is not believed" : nil },
            remedy: "date; timedatectl status; set it right or, if it is right, have an admin confirm it: labctl clock "
                + "confirm"),
        FigureCheck(
            metric: .clockBehindSeconds,
            wrong: { behind, _ in
                guard behind >= 1 else { return nil }
                return
                    "the clock is \(span(seconds: Double(behind))) behind the log's last event, whose time every event "
                    + "gets until then"
            },
            remedy:
                "date; timedatectl status. If the clock is right now, it was ahead when the last event was recorded: "
                + "labctl replay shows since when"),
        FigureCheck(
            metric: .failedCommits,
            wrong: { count, _ in count > 0 ? "failed commits since labd started: \(grouped(count))" : nil },
            remedy: "the disk may be failing: smartctl -a, dmesg; make a backup now (labctl backup)"),
        FigureCheck(
            metric: .waitingCommands,
            wrong: { count, _ in count > 10_000 ? "\(grouped(count)) commands wait" : nil },
            remedy: "the disk is slow, or something floods labd: labctl status --metrics"),
        FigureCheck(
            metric: .accountBytesToday, other: .accountBytesLimit,
            wrong: { bytes, state in
                guard let limit = state.figure(.accountBytesLimit), Double(bytes) > 0.8 * Double(limit) else {
                    return nil
                }
                return
                    "one account has recorded \(grouped(bytes >> 20)) MB of the \(grouped(limit >> 20)) MB that each may "
                    + "in a day; then its commands are refused with busy"
            },
            remedy:
                "labctl log tail --lines 100 shows which account; if it is meant to, as in an import, raise "
                + "accountDailyBytes in the settings' limits, and restart labd"),
    ]

    private static let day = 86_400
    private static let keysRemedy =
        "labctl keys backup DIR, on a disk of its own and never beside backups of the log; labctl keys print for the safe"
}

extension ServiceState {
    /// Whether the clock is not believed: ages, which are told by it, then say nothing.
    fileprivate var isClockDoubted: Bool { (figure(.clockImplausible) ?? 0) > 0 }
}
