import LMDB

extension Ledger {
    /// How much room the log has, and who reads it.
    public struct Space: Sendable, Hashable {
        /// Bytes that the map can hold; it grows by itself.
        public let mapSize: Int
        /// Bytes of it in use, free pages among them included.
        public let used: Int
        /// Read transactions that are open, in any process.
        public let readers: Int
        /// How many commits have come since the oldest of them began; the pages freed since cannot be used again.
        public let oldestReaderCommits: Int
        /// Bytes free on the disk for an account like ours; nil if the system does not say.
        public let diskFree: Int?
    }

    /// The room as it is now.
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

    /// When the last backup was made and verified; nil if that is not known. Reads a small file.
    public var lastBackup: Timestamp? { Backup.last(ofLogIn: directory.log) }

    /// When the last backup of the keys was handed out; nil if none was, or the office's key was another one then.
    public var lastKeysBackup: Timestamp? {
        directory.keysBackupNote.read().number.flatMap { Timestamp(microseconds: Int64($0)) }
    }

    /// Notes that a backup of the keys was handed out; with nil, that those there are open with an earlier key only.
    public func noteKeysBackup(_ time: Timestamp?) throws(LedgerError) {
        guard let time else { return try Files.remove(directory.keysBackupNote.path) }
        try directory.keysBackupNote.write(["\(time.microseconds)"])
    }

    /// Frees what readers in processes that died still hold, and answers how many there were.
    @discardableResult
    public func clearStaleReaders() throws(LedgerError) -> Int {
        do { return try storeForReading().environment.clearStaleReaders() } catch let error as LedgerError {
            throw error
        } catch let error as LMDBError {
            throw LedgerError(error)
        } catch {
            throw .failed(detail: "\(error)")
        }
    }
}
