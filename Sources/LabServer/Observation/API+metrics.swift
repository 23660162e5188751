import EventFormat
import CivilTime
import Hummingbird
import LabAPI
import Ledger
import Office
import ServiceSupport

extension API {
    /// Answers with labd's metrics, for Prometheus and `labctl status`. No metric contains personal data.
    func metrics(_ request: Request) throws -> Response {
        try request.checkThatNothingIsAsked()
        let counts = writer.metrics.now
        let office = writer.current.office
        var shown = Exposition()
        shown.add(.info, "The version that runs.", by: "version", [Version.current: 1])
        shown.add(
            .takingCommands, "1 while commands are taken, 0 while they are refused.",
            if: writer.refusal == nil && !stop.isGiven)
        shown.add(
            .keysAvailable, "1 if what is personal can be sealed and opened.", if: ledger.keys.unavailable == nil)
        shown.add(
            .commands, "Commands by outcome: accepted, repeated, or the code of the refusal.", by: "outcome",
            counts.refused.merging(["accepted": counts.accepted, "repeated": counts.repeated]) { _, new in new })
        shown.add(.commitSeconds, "Duration of commits, the sync to the disk included.", counts.commitSeconds)
        shown.add(.batchCommands, "Commands that were settled together.", counts.batchCommands)
        shown.add(.failedCommits, "Commits that failed.", counts.failedCommits)
        shown.add(.waitingCommands, "Commands that wait for the writer.", writer.waiting)
        shown.add(.connections, "Open connections.", counts.connections)
        shown.add(
            .connectionsRefused, "Connections closed at once: their account had too many.", counts.connectionsRefused)
        shown.add(
            .connectionsGivenWay, "Connections on which nothing was asked, closed for new ones.",
            counts.connectionsGivenWay)
        shown.add(
            .accountBytesToday, "Bytes that the commands of the account that recorded most took today.",
            writer.quota.greatest)
        shown.add(
            .accountBytesLimit, "Bytes that the commands of one account may take in a day.", writer.quota.limit)
        shown.add(
            .writerSilentSeconds, "Seconds since the writer last was alive.", writer.heartbeat.age / .seconds(1))
        shown.add(.residentBytes, "Bytes of memory that labd has.", MemoryUpkeep.residentBytes)
        shown.add(.waitingQuestions, "Questions that wait for a thread.", threads.waitingCount)
        shown.add(
            .keysLeftover, "1 if keys that were replaced or destroyed still lie on the disk.",
            if: ledger.keys.leftover != nil)
        shown.add(.events, "Events in the log.", ledger.count)
        shown.add(
            .lastEventSeconds, "When the last event was recorded, seconds since 1970.",
            office.time.microseconds / 1_000_000)
        shown.add(
            .clockBehindSeconds,
            "Seconds by which the clock is behind the last event; until it has caught up every event carries that time.",
            Double(writer.clock.behind(office)) / 1_000_000)
        shown.add(
            .clockImplausible, "1 if nothing is recorded, as the clock is not believed.",
            if: writer.clock.judge(in: office).doubted != nil)
        shown.add(.verifiedEvents, "Events that the running verification has reached.", ledger.verified)
        shown.add(.damagedLines, "Lines that are not as they were written.", ledger.damage.count)
        if let seconds = secondsSinceBackup {
            shown.add(
                .backupAge, "Seconds since the last verified backup, or since the log began; not of a simulated log.",
                seconds)
        }
        if !ledger.identity.simulated {
            let last = ledger.lastKeysBackup
            shown.add(
                .keysBackedUp,
                "1 if a backup of the keys was made under the office's key of now; not of a simulated log.",
                if: last != nil)
            if let last {
                shown.add(
                    .keysBackupAge, "Seconds since the last backup of the keys.",
                    max(0, writer.clock.now.microseconds - last.microseconds) / 1_000_000)
            }
        }
        if let space = try? ledger.space() {
            shown.add(.mapBytes, "Bytes that the log's map can hold.", space.mapSize)
            shown.add(.mapUsedBytes, "Bytes of the log's map in use.", space.used)
            shown.add(.readers, "Read transactions that are open in any process.", space.readers)
            shown.add(
                .oldestReaderCommits, "Commits since the oldest open read transaction began.",
                space.oldestReaderCommits)
            if let free = space.diskFree {
                shown.add(.diskFreeBytes, "Bytes free on the disk of the log.", free)
            }
        }
        return Response(bytes: Array(shown.text.utf8), Exposition.mediaType)
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
