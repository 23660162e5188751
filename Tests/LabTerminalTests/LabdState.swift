import LabAPI

/// What a labd says of itself, for tests to change.
struct LabdState {
    /// Members of the answer on `/healthz`.
    var health = #""status":"ok","version":"9.9.9","simulated":false"#
    /// Samples of the metrics, by name and labels.
    var metrics: [String: Double] = [
        "labd_events": 4_812, "labd_verified_events": 4_800, "labd_damaged_lines": 0, "labd_keys_available": 1,
        "labd_keys_leftover": 0, #"labd_commands_total{outcome="accepted"}"#: 12_345,
        #"labd_commands_total{outcome="repeated"}"#: 17, #"labd_commands_total{outcome="overlap"}"#: 30,
        #"labd_commands_total{outcome="already-claimed"}"#: 3, "labd_waiting_commands": 2,
        "labd_commit_seconds_count": 400, "labd_commit_seconds_sum": 0.5, "labd_failed_commits_total": 0,
        "labd_connections": 5, "labd_oldest_reader_commits": 6, "labd_map_used_bytes": 250_000_000,
        "labd_disk_free_bytes": 50_000_000_000, "labd_backup_age_seconds": 7_300, "labd_keys_backed_up": 1,
        "labd_keys_backup_age_seconds": 90_000, "labd_clock_implausible": 0, "labd_clock_behind_seconds": 0,
        "labd_account_bytes_today": 1_000_000, "labd_account_bytes_limit": 1_000_000_000,
    ]

    /// The same with other figures; nil takes one away.
    func with(_ changes: [String: Double?]) -> LabdState {
        var state = self
        for (name, value) in changes { state.metrics[name] = value }
        return state
    }

    /// The metrics in Prometheus' text format.
    var exposition: String {
        metrics.sorted { $0.key < $1.key }.map { name, value in
            let family = name.prefix { $0 != "{" }
            let text = value.rounded() == value ? "\(Int(value))" : "\(value)"
            return "# HELP \(family) Help.\n# TYPE \(family) gauge\n\(name) \(text)\n"
        }.joined()
    }

    /// What is answered where.
    var answers: [String: LabctlRun.Answer] {
        [
            Paths.health: LabctlRun.Answer(body: "{\(health)}"),
            Paths.metrics: LabctlRun.Answer(mediaType: "text/plain; version=0.0.4", body: exposition),
        ]
    }
}
