import EventFormat
import CivilTime
import Hummingbird
import LabAPI
import Ledger
import Office

extension API {
    /// Answers with labd's metrics, for Prometheus and `labctl status`. No metric contains personal data.
    func metrics(_ request: Request) throws -> Response {
        try request.checkThatNothingIsAsked()
        var exposition = Exposition()
        let counts = writer.metrics.now
        let health = writer.refusal
        exposition.add(.gauge, "labd_info", "The version that runs.", by: "version", [Version.current: 1])
        exposition.add(
            .gauge, "labd_taking_commands", "1 while commands are taken, 0 while they are refused.",
            health == nil && !stop.isGiven ? 1 : 0)
        exposition.add(
            .gauge, "labd_keys_available", "1 if what is personal can be sealed and opened.",
            ledger.keys.unavailable == nil ? 1 : 0)
        var outcomes = counts.refused
        outcomes["accepted"] = counts.accepted
        outcomes["repeated"] = counts.repeated
        exposition.add(
            .counter, "labd_commands_total", "Commands by outcome: accepted, repeated, or the code of the refusal.",
            by: "outcome", outcomes)
        exposition.add(
            "labd_commit_seconds", "Duration of commits, the sync to the disk included.", counts.commitSeconds)
        exposition.add("labd_batch_commands", "Commands that were settled together.", counts.batchCommands)
        exposition.add(.counter, "labd_failed_commits_total", "Commits that failed.", counts.failedCommits)
        exposition.add(.gauge, "labd_waiting_commands", "Commands that wait for the writer.", writer.waiting)
        exposition.add(.gauge, "labd_connections", "Open connections.", counts.connections)
        exposition.add(
            .counter, "labd_connections_refused_total", "Connections closed at once: their account had too many.",
            counts.connectionsRefused)
        exposition.add(
            .counter, "labd_connections_given_way_total",
            "Connections on which nothing was asked, closed for new ones.",
            counts.connectionsGivenWay)
        exposition.add(
            .gauge, "labd_account_bytes_today", "Bytes that the commands of the account that recorded most took today.",
            writer.quota.greatest)
        exposition.add(
            .gauge, "labd_account_bytes_limit", "Bytes that the commands of one account may take in a day.",
            writer.quota.limit)
        exposition.add(
            .gauge, "labd_writer_silent_seconds", "Seconds since the writer last was alive.",
            writer.heartbeat.age / .seconds(1))
        exposition.add(.gauge, "labd_resident_bytes", "Bytes of memory that labd has.", MemoryUpkeep.residentBytes)
        exposition.add(.gauge, "labd_waiting_questions", "Questions that wait for a thread.", threads.waitingCount)
        exposition.add(
            .gauge, "labd_keys_leftover", "1 if keys that were replaced or destroyed still lie on the disk.",
            ledger.keys.leftover == nil ? 0 : 1)
        exposition.add(.gauge, "labd_events", "Events in the log.", ledger.count)
        exposition.add(
            .gauge, "labd_last_event_seconds", "When the last event was recorded, seconds since 1970.",
            writer.current.office.time.microseconds / 1_000_000)
        let office = writer.current.office
        exposition.add(
            .gauge, "labd_clock_behind_seconds",
            "Seconds by which the clock is behind the last event; until it has caught up every event carries that time.",
            Double(writer.clock.behind(office)) / 1_000_000)
        exposition.add(
            .gauge, "labd_clock_implausible", "1 if nothing is recorded, as the clock is not believed.",
            writer.clock.judge(in: office).doubted == nil ? 0 : 1)
        exposition.add(
            .gauge, "labd_verified_events", "Events that the running verification has reached.", ledger.verified)
        exposition.add(.gauge, "labd_damaged_lines", "Lines that are not as they were written.", ledger.damage.count)
        if let seconds = secondsSinceBackup {
            exposition.add(
                .gauge, "labd_backup_age_seconds",
                "Seconds since the last verified backup, or since the log began; not of a simulated log.", seconds)
        }
        if !ledger.identity.simulated {
            let last = ledger.lastKeysBackup
            exposition.add(
                .gauge, "labd_keys_backed_up",
                "1 if a backup of the keys was made under the office's key of now; not of a simulated log.",
                last == nil ? 0 : 1)
            if let last {
                exposition.add(
                    .gauge, "labd_keys_backup_age_seconds", "Seconds since the last backup of the keys.",
                    max(0, writer.clock.now.microseconds - last.microseconds) / 1_000_000)
            }
        }
        if let space = try? ledger.space() {
            exposition.add(.gauge, "labd_map_bytes", "Bytes that the log's map can hold.", space.mapSize)
            exposition.add(.gauge, "labd_map_used_bytes", "Bytes of the log's map in use.", space.used)
            exposition.add(
                .gauge, "labd_readers", "Read transactions that are open in any process.", space.readers)
            exposition.add(
                .gauge, "labd_oldest_reader_commits", "Commits since the oldest open read transaction began.",
                space.oldestReaderCommits)
            if let free = space.diskFree {
                exposition.add(.gauge, "labd_disk_free_bytes", "Bytes free on the disk of the log.", free)
            }
        }
        return Response(bytes: Array(exposition.text.utf8), Exposition.mediaType)
    }

    /// The age of the last backup, or of the log if there is none; nil for a simulated log.
    var secondsSinceBackup: Int64? {
        let now = writer.clock.now.microseconds
        // A time noted by a clock that was ahead is ignored.
        let noted = ledger.lastBackup.flatMap { $0.microseconds <= now ? $0 : nil }
        guard !ledger.identity.simulated, let last = try? noted ?? ledger.event(at: 0)?.time else { return nil }
        return max(0, now - last.microseconds) / 1_000_000
    }
}
