/// The metrics that labd tells on `/metrics`, by their names there.
///
/// Those that end in `_total` are counters, which only increase and begin at 0 with the process (OpenMetrics 1.0, Counter); the
/// others are gauges, except for two histograms.
package enum Metric: String, Sendable, CaseIterable {
    /// What runs: its version, whether it takes commands, and its memory.
    case info = "labd_info", takingCommands = "labd_taking_commands", residentBytes = "labd_resident_bytes"
    /// Commands by their outcome, and a histogram of how many are settled together.
    case commands = "labd_commands_total", batchCommands = "labd_batch_commands"
    /// The commits to the log: a histogram of their duration, and those that failed.
    case commitSeconds = "labd_commit_seconds", failedCommits = "labd_failed_commits_total"
    /// What waits, and since when the writer has not been heard of.
    case waitingCommands = "labd_waiting_commands", waitingQuestions = "labd_waiting_questions",
        writerSilentSeconds = "labd_writer_silent_seconds"
    /// Connections: open, refused, and closed while idle for new ones.
    case connections = "labd_connections", connectionsRefused = "labd_connections_refused_total",
        connectionsGivenWay = "labd_connections_given_way_total"
    /// The bytes that the account which recorded most took today, and those that each may take in a day.
    case accountBytesToday = "labd_account_bytes_today", accountBytesLimit = "labd_account_bytes_limit"
    /// Whether what is personal can be sealed and opened, and whether keys are on the disk that should be gone.
    case keysAvailable = "labd_keys_available", keysLeftover = "labd_keys_leftover"
    /// The backups of the log and of the keys.
    case backupAge = "labd_backup_age_seconds", keysBackedUp = "labd_keys_backed_up",
        keysBackupAge = "labd_keys_backup_age_seconds"
    /// The log's events: how many, when the last was recorded, how many are verified, and how many are damaged.
    case events = "labd_events", lastEventSeconds = "labd_last_event_seconds", verifiedEvents = "labd_verified_events",
        damagedLines = "labd_damaged_lines"
    /// How far the clock is behind the last event, and whether it is not believed.
    case clockBehindSeconds = "labd_clock_behind_seconds", clockImplausible = "labd_clock_implausible"
    /// The log's map and what of it is used, and what is free on its disk.
    case mapBytes = "labd_map_bytes", mapUsedBytes = "labd_map_used_bytes", diskFreeBytes = "labd_disk_free_bytes"
    /// Open read transactions, and the commits since the oldest began.
    case readers = "labd_readers", oldestReaderCommits = "labd_oldest_reader_commits"
    /// Of labregion: what runs, its memory and its connections.
    case regionInfo = "labregion_info", regionResidentBytes = "labregion_resident_bytes",
        regionConnections = "labregion_connections"
    /// Of each office of a region: lines received, verified, and covered by a checkpoint; whether it is stopped or interrupted.
    case regionReceived = "labregion_received_lines", regionVerified = "labregion_verified_lines",
        regionPromised = "labregion_promised_lines", regionStopped = "labregion_stopped",
        regionInterrupted = "labregion_interrupted"
    /// Of each office of a region: what was not the log's, and what was done about it.
    case regionAltered = "labregion_altered_lines_total", regionForeign = "labregion_foreign_messages_total",
        regionResends = "labregion_resends_total", regionCosigned = "labregion_cosigned_total"
}
