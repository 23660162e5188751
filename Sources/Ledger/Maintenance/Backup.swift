public import CivilTime
import Glibc
import LMDB
import TransparencyLog

/// Copies of the log's database: backups, made while labd works, and compacted copies, which replace the file.
///
/// A copy is accepted only after it was opened again and every line in it, with its leaf in the tree, was verified against the
/// signed checkpoint. The rest (sealed fields, receipts, indexes) is copied by LMDB and not verified; sealed fields are
/// verified when they are opened.
public enum Backup {
    /// Copies the log of the data directory `data` into the new directory `path`, whether labd is running or not, and verifies
    /// the copy.
    ///
    /// The copy is the state of the last commit when the copying began. It contains no keys. While it is made, its name ends in
    /// `.partial`. The backup is noted next to the log, for ``Ledger/lastBackup``, if this account may write there.
    ///
    /// `now` is the time of the backup. `credentials` is a directory with keys that a service manager passes; only the log's
    /// public key is needed.
    ///
    /// - Throws: `file` if there is no log, or if `path` exists; `unsafeFile`; `noSpace`; `damaged` for a copy that does not
    ///   verify, which is removed.
    public static func make(
        of data: String, at path: String, now: Instant, credentials: String? = nil
    ) throws(LedgerError) -> DatabaseAudit.Outcome {
        let directory = try BackupDirectory(holding: path)
        let path = directory.path + "/" + (Files.name(of: path) ?? "")
        guard !Files.exists(path) else {
            throw .file(path: path, operation: "make directory", message: "it already exists")
        }
        let data = try ResolvedPath(data).path
        let log = data + "/log"
        guard Files.exists(log + "/data.mdb") else {
            throw .file(path: log, operation: "open", message: "there is no data.mdb; is this labd's data directory?")
        }
        let partial = path + ".partial"
        try Files.makeDirectory(partial)
        try Files.remove(partial + "/data.mdb")
        do throws(LedgerError) {
            let outcome = try fill(partial, from: data, KeyFiles(directory: data + "/keys", credentials: credentials))
            try Files.move(partial, to: path)
            try Files.sync(directory.path)
            // A log that this account may only read can be backed up too.
            try? NoteFile(log + noteName).write(["\(now.microseconds)"])
            return outcome
        } catch {
            // On the disk of the log an incomplete copy would take space that labd needs.
            try? Files.remove(partial + "/data.mdb")
            try? Files.removeDirectory(partial)
            throw error
        }
    }

    private static let noteName = "/last-backup"

    /// Returns when the last backup of the log in a directory was made and verified; nil if that is unknown.
    static func last(ofLogIn log: String) -> Instant? {
        let noted = NoteFile(log + noteName).read().number ?? 0
        return noted > 0 ? Instant(microseconds: Int64(noted)) : nil
    }

    private static func fill(
        _ partial: String, from data: String, _ keys: KeyFiles
    ) throws(LedgerError) -> DatabaseAudit.Outcome {
        do {
            // The map is as large as the writer's, so that it need not grow meanwhile.
            let options = Environment.Options(mapSize: 0, access: .reading)
            // Another process may have the log open, but this one never has: see `OpenEnvironments`.
            try Environment(inDirectory: data + "/log", options).copy(toDirectory: partial, compacting: true)
        } catch {
            throw Files.isFull(partial) ? .noSpace : LedgerError(error)
        }
        let outcome = try verified(partial, keys)
        // The earlier backups of a log that was once longer are needed, and must not be rotated away by this one.
        let length = DataDirectory.length(in: data)
        guard outcome.size >= length else {
            throw .damaged(position: outcome.size, detail: "the log ends here, but had \(length) events")
        }
        try Files.sync(partial + "/data.mdb")
        try Files.sync(partial)
        return outcome
    }

    /// Rewrites the log of a stopped labd without its free pages, and returns its size in bytes before and after.
    ///
    /// - Throws: the errors of ``make(of:at:now:credentials:)``, `inUse` and `copiedWhileOpen`.
    public static func compact(
        _ data: String, credentials: String? = nil
    ) throws(LedgerError) -> (before: Int, after: Int) {
        let directory = try DataDirectory(data)
        try directory.checkIsNoCopy()
        let target = directory.path + "/log.compacting"
        try Files.makeDirectory(target)
        defer {
            // The remains of a failed copy would take space that labd needs.
            for name in ["/data.mdb", "/lock.mdb"] { try? Files.remove(target + name) }
            try? Files.removeDirectory(target)
        }
        return try compact(directory, target, KeyFiles(directory: directory.keys, credentials: credentials))
    }

    private static func compact(
        _ directory: DataDirectory, _ target: String, _ keys: KeyFiles
    ) throws(LedgerError) -> (before: Int, after: Int) {
        let file = directory.log + "/data.mdb"
        try Files.remove(target + "/data.mdb")
        let before = try Files.size(file)
        let rows = try Store(inDirectory: directory.log, mapSize: 0).rowCounts()
        do {
            try Environment(inDirectory: directory.log).copy(toDirectory: target, compacting: true)
        } catch {
            throw Files.isFull(target) ? .noSpace : LedgerError(error)
        }
        _ = try verified(target, keys)
        guard try Store(inDirectory: target, mapSize: 0).rowCounts() == rows else {
            throw .damaged(position: 0, detail: "the tables of the copy do not have as many rows as the log's")
        }
        try Files.sync(target + "/data.mdb")
        let after = try Files.size(target + "/data.mdb")
        // The note names the file that is replaced.
        try directory.noteStopped()
        try directory.replaceLog(by: target + "/data.mdb")
        return (before, after)
    }

    private static func verified(
        _ directory: String, _ keys: KeyFiles
    ) throws(LedgerError) -> DatabaseAudit.Outcome {
        switch try DatabaseAudit(inDirectory: directory, keys).run(key: nil, progress: { _ in }) {
        case .success(let outcome): return outcome
        case .failure(let fault):
            try Files.remove(directory + "/data.mdb")
            throw .damaged(
                position: fault.position ?? 0, detail: "the copy does not verify, so the log does not: \(fault.detail)")
        }
    }
}
