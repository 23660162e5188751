import LabAPI
import Testing

@testable import LabTerminal

/// What `labctl status` shows.
@Suite struct StatusTests {
    /// The lines without the first, whose end is the socket's path.
    private func lines(_ state: LabdState) async throws -> [String] {
        let run = try await LabctlRun(["status"], answers: state.answers)
        #expect(run.status == 0 && run.errors == "")
        #expect(run.output.hasPrefix("labd  9.9.9 at /tmp/labapi-"))
        return run.output.split(separator: "\n").dropFirst().map(String.init)
    }

    @Test func `each figure has a line, the names left and the figures right`() async throws {
        #expect(
            try await lines(LabdState()).joined(separator: "\n") == """
                state                                      ok
                events                                   4812
                verified                                 4800
                damaged lines                               0
                keys                                available
                commands accepted                      12'345
                repeated                                   17
                refused                                    33
                waiting                                     2
                commits                                   400
                mean commit                           1250 µs
                failed commits                              0
                connections                                 5
                commits since the oldest reader             6
                log                                    238 MB
                last backup, or beginning         2 hours ago
                last backup of the keys          25 hours ago
                clock                              as the log
                free on its disk                    47'683 MB
                """)
    }

    @Test func `what labd does not tell is said to be not told, and is not taken for 0`() async throws {
        let lines = try await lines(LabdState().with(LabdState().metrics.mapValues { _ in nil }))
        #expect(lines.count == 19)
        for line in lines.dropFirst() { #expect(line.hasSuffix(" not told"), "\(line)") }
    }

    @Test(
        arguments: [
            (["labd_clock_behind_seconds": 63_158_400], "clock", "731 days behind the last event"),
            (["labd_clock_behind_seconds": 7_300], "clock", "2 hours behind the last event"),
            (["labd_clock_behind_seconds": 120], "clock", "2 minutes behind the last event"),
            (["labd_clock_behind_seconds": 1.5], "clock", "1 second behind the last event"),
            (["labd_clock_behind_seconds": 0.25], "clock", "less than a second behind the last event"),
            (["labd_clock_implausible": 1], "clock", "not believed"),
            (["labd_keys_available": 0], "keys", "not available"),
            (["labd_keys_backed_up": 0], "last backup of the keys", "none"),
            (["labd_commit_seconds_count": 0, "labd_commit_seconds_sum": 0], "mean commit", "0 µs"),
        ] as [([String: Double], String, String)])
    func `a figure that is a state is shown in words`(
        _ changes: [String: Double], _ name: String, _ value: String
    ) async throws {
        let lines = try await lines(LabdState().with(changes.mapValues { $0 }))
        #expect(lines.contains { $0.hasPrefix(name + "  ") && $0.hasSuffix("  " + value) }, "\(lines)")
    }

    @Test func `a simulation has no backups`() async throws {
        var state = LabdState().with([
            "labd_backup_age_seconds": nil, "labd_keys_backed_up": nil, "labd_keys_backup_age_seconds": nil,
        ])
        state.health = #""status":"ok","version":"9.9.9","simulated":true"#
        let lines = try await lines(state)
        for name in ["last backup, or beginning", "last backup of the keys"] {
            #expect(lines.contains { $0.hasPrefix(name + "  ") && $0.hasSuffix("  a simulation") }, "\(lines)")
        }
    }

    @Test func `the metrics are shown as they came`() async throws {
        let run = try await LabctlRun(["status", "--metrics"], answers: LabdState().answers)
        #expect(run.output == LabdState().exposition)
    }

    @Test func `an account without a role is refused, with what labd said`() async throws {
        var answers = LabdState().answers
        answers[Paths.metrics] = .refusal(#"{"code":"not-permitted","detail":"no role","status":403}"#)
        let run = try await LabctlRun(["status"], answers: answers)
        #expect(run.status == 1 && run.output == "")
        #expect(run.errors == "labctl: not-permitted: no role\n")
    }

    @Test func `headings are set off on a terminal alone, and there not where NO_COLOR is set`() async throws {
        let piped = try await LabctlRun(["status"], answers: LabdState().answers)
        #expect(!piped.output.contains("\u{1B}"))
        let shown = try await LabctlRun(["status"], answers: LabdState().answers, on: .terminal)
        #expect(shown.output.hasPrefix("\u{1B}[1mlabd\u{1B}[0m\u{1B}[2m  9.9.9 at /tmp/labapi-"), "\(shown.output)")
        let bare = try await LabctlRun(["status"], answers: LabdState().answers, on: .terminal, noColour: true)
        #expect(bare.output.hasPrefix("labd  9.9.9 at "), "\(bare.output)")
        #expect(!bare.output.contains("\u{1B}"))
    }
}
