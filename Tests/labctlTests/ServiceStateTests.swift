import CanonicalJSON
import Testing

@testable import LabTerminal

struct ServiceStateTests {
    private static let well = [
        "labd_damaged_lines": 0, "labd_keys_available": 1, "labd_disk_free_bytes": 50_000_000_000,
        "labd_map_used_bytes": 1_000_000, "labd_oldest_reader_commits": 0, "labd_failed_commits_total": 0,
        "labd_waiting_commands": 0,
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
}
