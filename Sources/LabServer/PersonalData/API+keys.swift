import CanonicalJSON
import CivilTime
import Hummingbird
import LabAPI
import Ledger
import Logging
import Office

extension API {
    /// Wraps all keys with a new office key.
    func rotateKeys(_ request: Request) async throws -> Response {
        try request.checkThatNothingIsAsked()
        let (keys, file) = try await writer.rotateKeys()
        return Response(json: ["file": .string(file), "keys": .integer(Int64(keys))])
    }

    /// Answers with a backup of the keys, which is encrypted and useless without the office's key.
    func backupKeys(_ request: Request) async throws -> Response {
        try request.checkThatNothingIsAsked()
        // The age of a backup tells whether it may contain keys that were destroyed later.
        let judged = writer.clock.judge(in: writer.current.office)
        if let doubted = judged.doubted { throw doubted.refusal }
        let backup: [UInt8]
        do { backup = try ledger.keys.backup(made: judged.time, origin: ledger.identity.origin) } catch {
            throw Refusal(error)
        }
        writer.noteKeysBackup(judged.time)
        return Response(bytes: backup, MediaTypes.octets)
    }
}

extension Writer {
    /// Wraps all keys with a new office key, between two batches.
    func rotateKeys() throws(Refusal) -> (keys: Int, file: String) {
        drain()
        do {
            let (keys, file) = try ledger.keys.rotate()
            // Earlier backups can be opened only with the old key.
            noteKeysBackup(nil)
            logger.notice("the office's key was rotated", metadata: ["keys": "\(keys)", "file": "\(file)"])
            return (keys, file)
        } catch {
            logger.error("the office's key was not rotated", metadata: ["error": "\(error)"])
            throw Refusal(error)
        }
    }

    /// Notes when the keys were backed up last, for `labctl doctor`.
    nonisolated func noteKeysBackup(_ time: Instant?) {
        do { try ledger.noteKeysBackup(time) } catch {
            logger.warning("the backup of the keys could not be noted", metadata: ["error": "\(error)"])
        }
    }
}
