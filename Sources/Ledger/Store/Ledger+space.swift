public import CivilTime
import LMDB

extension Ledger {
    /// The space that the log uses and has, and its readers.
    public struct Space: Sendable, Hashable {
        /// Bytes that the map can hold. It grows by itself.
        public let mapSize: Int
        /// Bytes of the map in use, including free pages.
        public let used: Int
        /// The number of open read transactions, in all processes.
        public let readers: Int
        /// The number of commits since the oldest of them began. Pages that were freed since then cannot be reused.
        public let oldestReaderCommits: Int
        /// Free bytes on the disk for this account; nil if the system does not say.
        public let diskFree: Int?
    }

    /// Returns the space as it is now.
    public func space() throws(LedgerError) -> Space {
        let store = try storeForReading()
        let usage = store.environment.usage()
        let readers: [Int]
        do { readers = try store.environment.readers() } catch { throw LedgerError(error) }
        return Space(
            mapSize: usage.mapSize, used: usage.used, readers: readers.count,
            oldestReaderCommits: readers.min().map { max(0, usage.lastTransaction - $0) } ?? 0,
            diskFree: Files.freeSpace(at: directory.log).map { Int(clamping: $0) })
    }

    /// When the last backup was made and verified; nil if that is unknown. Reads a small file.
    public var lastBackup: Instant? { Backup.last(ofLogIn: directory.log) }

    /// When the last backup of the keys was made; nil if there is none, or if the office's key has changed since.
    public var lastKeysBackup: Instant? {
        directory.keysBackupNote.read().number.map { Instant(microseconds: Int64($0)) }
    }

    /// Notes that a backup of the keys was made; with nil, that existing backups can be opened only with an earlier key.
    public func noteKeysBackup(_ time: Instant?) throws(LedgerError) {
        guard let time else { return try Files.remove(directory.keysBackupNote.path) }
        try directory.keysBackupNote.write(["\(time.microseconds)"])
    }

    /// Frees the reader slots of processes that died, and returns how many there were.
    @discardableResult
    public func clearStaleReaders() throws(LedgerError) -> Int {
        let store = try storeForReading()
        do { return try store.environment.clearStaleReaders() } catch { throw LedgerError(error) }
    }
}
