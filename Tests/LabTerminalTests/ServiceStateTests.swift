import CanonicalJSON
import LabAPI
import Testing

@testable import LabTerminal

struct ServiceStateTests {
    private static let well = [
        "labd_damaged_lines": 0, "labd_keys_available": 1, "labd_disk_free_bytes": 50_000_000_000,
        "labd_map_used_bytes": 1_000_000, "labd_oldest_reader_commits": 0, "labd_failed_commits_total": 0,
        "labd_waiting_commands": 0, "labd_clock_behind_seconds": 0, "labd_clock_implausible": 0,
        "labd_backup_age_seconds": 3_600, "labd_keys_backed_up": 1, "labd_keys_backup_age_seconds": 3_600,
    ]

    private func findings(_ changes: [String: Int] = [:], status: String = "ok") -> [ServiceState.Finding] {
        let samples = Self.well.merging(changes) { _, new in new }
        let text = samples.map { "# HELP \($0.key) x\n# TYPE \($0.key) gauge\n\($0.key) \($0.value)\n" }.joined()
        return ServiceState(health: ["status": .string(status)], metrics: text).findings
    }

    @Test func `where all is well there is nothing to find`() {
        #expect(findings() == [])
    }

    @Test(arguments: [
        (["labd_damaged_lines": 3], "3 lines of the log are damaged"), (["labd_keys_available": 0], "what is personal"),
        (["labd_disk_free_bytes": 100_000_000], "95 MB are free"),
        (["labd_map_used_bytes": 200_000_000_000], "are free on the log's disk"),
        (["labd_oldest_reader_commits": 200_000], "a reader has held on"),
        (["labd_backup_age_seconds": 4 * 86_400], "no backup was made for 4 days"),
        (["labd_clock_implausible": 1], "the machine's clock is not believed"),
        (["labd_clock_behind_seconds": 63_158_400], "the clock is 731 days behind the log's last event"),
        (["labd_keys_backed_up": 0], "there is no backup of the keys"),
        (["labd_keys_backup_age_seconds": 31 * 86_400], "the last backup of the keys is 31 days old"),
        (["labd_failed_commits_total": 1], "1 commits failed"), (["labd_waiting_commands": 20_000], "commands wait"),
    ])
    func `each fault is named, with what to do`(_ changes: [String: Int], _ text: String) {
        let found = findings(changes)
        #expect(found.count == 1)
        #expect(found.first?.wrong.contains(text) == true, "\(found)")
        #expect(found.first?.remedy.isEmpty == false)
    }

    @Test func `a labd that takes no commands is the first thing to find`() {
        #expect(findings(status: "refusing-commands").first?.wrong.contains("refusing-commands") == true)
    }

    @Test(arguments: [
        "labd_damaged_lines", "labd_keys_available", "labd_disk_free_bytes", "labd_map_used_bytes",
        "labd_oldest_reader_commits", "labd_failed_commits_total", "labd_waiting_commands", "labd_clock_behind_seconds",
        "labd_clock_implausible", "labd_backup_age_seconds", "labd_keys_backed_up",
    ])
    func `a figure that is not told is not taken for 0`(_ name: String) throws {
        let text = Self.well.filter { $0.key != name }.map { "\($0.key) \($0.value)\n" }.joined()
        let state = ServiceState(health: ["status": "ok"], metrics: text)
        #expect(state.findings.map(\.wrong) == ["labd does not tell \(name): of that nothing is known"])
        #expect(ServiceState(health: ["status": "ok"], metrics: "").lines.contains { $0 == ("keys", "not told") })
    }

    @Test func `of a simulated log no backups are asked for`() {
        let text = Self.well.filter { !$0.key.contains("backup") && !$0.key.contains("backed_up") }
            .map { "\($0.key) \($0.value)\n" }.joined()
        #expect(ServiceState(health: ["status": "ok", "simulated": true], metrics: text).findings == [])
    }

    @Test func `an account that may not open the socket is told that, and nothing is guessed of labd`() {
        for error in [
            ClientError(.notPermitted, socket: "/run/labd/labd.sock"),
            ClientError(.notPermitted, socket: "/run/labd/labd.sock", reason: "/run/labd"),
        ] {
            let said = DoctorCommand.unreachable(error)
            #expect(said.hasPrefix("labd cannot be asked from here: this account may not"), "\(said)")
            #expect(!said.contains("does not answer") && !said.contains("damaged") && !said.contains("systemctl"))
        }
        #expect(DoctorCommand.unreachable(ClientError(.refused, socket: "/s")).contains("systemctl"))
    }
}
