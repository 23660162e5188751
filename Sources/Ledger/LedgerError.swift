public import CivilTime
import EventFormat
import Glibc
import LMDB

/// The reason why the ledger did not do what it was asked.
public enum LedgerError: Error, Sendable, Hashable {
    // MARK: When opening

    /// Another process uses the data directory; its id is given if it could be read.
    case inUse(directory: String, process: Int32?)
    /// The directory's files are copies that were made while labd wrote to the originals.
    case copiedWhileOpen(directory: String)
    /// The log was created as simulated and is being opened as a real one, or the reverse.
    case simulationMismatch(storedIsSimulated: Bool)
    /// The log was created with another value of this setting.
    case identityMismatch(field: String, stored: String, settings: String)
    /// The tables were written by a version of labd with another layout.
    case formatUnsupported(found: String)
    /// According to the keys there was a log, but there is none.
    case logMissing(directory: String)
    /// The office's key, or a key that it wraps, cannot be read; `detail` says which one and why.
    case keysUnavailable(detail: String)
    /// A file or directory could not be created, opened or read.
    case file(path: String, operation: String, message: String)
    /// The path does not refer to a file or directory of labd's account: it is a link, a pipe or somebody else's file. `detail`
    /// continues a sentence that begins with the path, and says what it is and what to do. labd did not touch it.
    case unsafeFile(path: String, detail: String)

    // MARK: When appending

    /// A field of the command or of an event cannot be stored; nothing was put.
    case invalid(field: String, detail: String)
    /// The event's line would have this many bytes; nothing was put.
    case tooLarge(bytes: Int)
    /// The command's time is before that of the last event; nothing was put.
    case timeBackwards(last: Instant, given: Instant)
    /// The command's id is taken; nothing was put.
    case commandExists(id: String)
    /// Positions and revisions end at 2^31−1.
    case full
    /// The map is full. The batch must be aborted and may be tried again: the next one finds a larger map.
    case mapFull
    /// The disk is full. Nothing of the batch was kept; it may be tried again once there is free space.
    case noSpace
    /// What this batch follows on is not written: the batch must be dropped.
    case poisoned
    /// A commit failed earlier. Nothing can be appended until ``Ledger/reopen()`` has verified the log's end.
    case failed(detail: String)

    // MARK: When reading

    /// The data stored at this position is not what the ledger writes.
    case damaged(position: Int, detail: String)
    /// The key of the sealed fields is not in the key store: it was destroyed, or the key store belongs to another log.
    case keyMissing(owner: String)
    /// Something was to be sealed for an owner whose key was destroyed, or to be compared with what was sealed for that owner.
    case erased(owner: String)
    /// The box of sealed fields at this position does not open, or its content does not agree with the event's digest.
    case sealedAltered(position: Int)
    /// The ledger is being reopened.
    case reopening
    /// LMDB failed in another way.
    case storage(LMDBFailure)

    /// LMDB's call and message, for ``storage(_:)``.
    public struct LMDBFailure: Sendable, Hashable {
        /// The call of `lmdb.h`.
        public let operation: String
        /// LMDB's message.
        public let message: String

        /// Whether LMDB reports that a file is not as it wrote it.
        fileprivate var isOfDamage: Bool {
            ["MDB_PAGE_NOTFOUND", "MDB_CORRUPTED", "MDB_INVALID"].contains { message.hasPrefix($0) }
        }
    }

    /// The stable name of this kind of error, for programs.
    public var code: String {
        switch self {
        case .inUse: "data-in-use"
        case .copiedWhileOpen: "copied-while-open"
        case .simulationMismatch: "simulation-mismatch"
        case .identityMismatch: "identity-mismatch"
        case .formatUnsupported: "format-unsupported"
        case .logMissing: "log-missing"
        case .keysUnavailable: "keys-unavailable"
        case .file: "file"
        case .unsafeFile: "unsafe-file"
        case .invalid: "invalid"
        case .tooLarge: "too-large"
        case .timeBackwards: "at-backwards"
        case .commandExists: "command-exists"
        case .full: "log-full"
        case .mapFull: "map-full"
        case .noSpace: "no-space"
        case .poisoned: "batch-poisoned"
        case .failed: "log-failed"
        case .damaged: "log-damaged"
        case .keyMissing: "key-missing"
        case .erased: "erased"
        case .sealedAltered: "sealed-altered"
        case .reopening: "log-reopening"
        case .storage: "storage"
        }
    }

    init(_ error: LMDBError) {
        self =
            switch error.code {
            case .mapFull: .mapFull
            case .noSpace: .noSpace
            case .alreadyOpen: .reopening
            case .unsafeFile: .unsafeFile(path: error.operation, detail: error.message)
            default: .storage(LMDBFailure(operation: error.operation, message: error.message))
            }
    }
}

extension LedgerError: CustomStringConvertible {
    /// What happened, where, and what to do.
    public var description: String {
        switch self {
        case .inUse(let directory, let process):
            (process.map { "process \($0)" } ?? "another process")
                + " is using the data in \(directory); stop it first, or give another data directory"
        case .copiedWhileOpen(let directory):
            "\(directory) was copied while labd was writing to it, or after labd had crashed, so its parts "
                + "may be of different moments; restore a backup (labctl restore). If there is none, move \(directory)/log away and "
                + "restore from that: it is accepted if it verifies"
        case .simulationMismatch(let simulated):
            simulated
                ? "this log was created as simulated; open it as simulated, or give another data directory"
                : "this log is a real one and cannot be opened as simulated; give another data directory"
        case .identityMismatch(let field, let stored, let settings):
            "the log was created with \(field) “\(stored)”, but the settings say “\(settings)”; correct the settings"
        case .formatUnsupported(let found):
            "the log has the layout “\(found)”, which this version does not know; use a later version"
        case .logMissing(let directory):
            "the keys in \(directory) belong to a log that is missing; restore the log, or move the keys away"
        case .keysUnavailable(let detail): "the keys cannot be used: \(detail)"
        case .file(let path, let operation, let message):
            "cannot \(operation) \(path): \(message)\(Self.remedy(message))"
        case .unsafeFile(let path, let detail): "\(path) \(detail)"
        case .invalid(let field, let detail): "\(field): \(detail)"
        case .tooLarge(let bytes):
            "the event would take \(bytes) bytes, but a line of the log has at most \(EventLine.limit)"
        case .timeBackwards(let last, let given): "the time \(given) is before the time of the last event, \(last)"
        case .commandExists(let id): "the log already contains a command with the id \(id)"
        case .full: "the log is at its last position"
        case .mapFull: "the log's map was full and has been enlarged; try again"
        case .noSpace: "the disk with the log is full; free some space. Nothing was lost"
        case .poisoned: "what this batch follows on is not written; drop it and try again"
        case .failed(let detail):
            "the log accepts no events since a commit failed (\(detail)); labd must reopen it and verify its end"
        case .damaged(let position, let detail):
            "the log is damaged at position \(position): \(detail); stop labd and find out with labctl log verify --data what is "
                + "lost, before you restore a backup"
        case .keyMissing(let owner):
            "there is no key of \(owner): its sealed fields were erased, or the key store is not this log's"
        case .erased(let owner): "the data of \(owner) was erased: nothing can be sealed for that owner any more"
        case .sealedAltered(let position):
            "the sealed fields at position \(position) were altered; restore the log from a backup"
        case .reopening: "the log is being reopened; try again"
        case .storage(let failure):
            "the log's database failed (\(failure.operation): \(failure.message)): "
                + (failure.isOfDamage
                    ? "its data.mdb is damaged; find out with labctl log verify --data what is lost, then restore the last backup "
                        + "(labctl restore)"
                    : "check the disk, and whether the files belong to this account")
        }
    }

    /// Returns what to do about an error of the system; empty if the message says it itself.
    private static func remedy(_ message: String) -> String {
        switch message {
        case Files.message(EACCES), Files.message(EPERM):
            "; run this as the account that owns it, or change its owner or mode"
        case Files.message(ENOENT): "; name an existing one"
        case Files.message(ENOTDIR): "; name a directory"
        case Files.message(EROFS): "; name a place on a disk that is writable"
        case Files.message(ENOSPC), Files.message(EDQUOT): "; free some space"
        default: ""
        }
    }
}
