public import CivilTime
import Crypto
import Glibc
import LMDB
import Synchronization
import TransparencyLog

/// A backup of the keys: all rows of the store and the log's signing key, in one AES-256-GCM box. Its key is derived from the
/// office's key, which is not in the backup. Two lines before the box, authenticated with it, contain the log's name and the
/// time of the backup.
///
/// It can restore keys that were destroyed later, so it may be kept only as long as an erasure may be delayed:
/// ``KeyStore/backupDays``.
public struct KeyBackup: Sendable {
    private static let title = "labd keys backup 1"
    /// The name of the log to which the keys belong.
    public let origin: String
    /// When the backup was made.
    public let made: Instant
    private let head: [UInt8]
    private let box: [UInt8]

    /// Reads a backup, whose box can be opened only with the key. Nil if the bytes are not a backup.
    public init?(_ bytes: [UInt8]) {
        guard let end = bytes.firstRange(of: [10, 10]) else { return nil }
        head = Array(bytes[..<end.upperBound])
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\n")
        guard lines.count == 3, lines[0] == Self.title, let made = Instant(String(lines[2])) else { return nil }
        origin = String(lines[1])
        self.made = made
        box = Array(bytes[end.upperBound...])
    }

    /// Reads a backup from a file of any owner. Nil if the file is not a backup.
    ///
    /// - Throws: `file`; `unsafeFile` if it is not a regular file.
    public init?(file path: String) throws(LedgerError) {
        let descriptor = try Files.open(try ResolvedPath(path).path, O_RDONLY, of: nil)
        defer { close(descriptor) }
        self.init(Files.read(descriptor, atMost: try Files.size(descriptor, path)))
    }

    fileprivate init(_ content: [UInt8], made: Instant, origin: String, _ office: SymmetricKey) {
        self.origin = origin
        self.made = made
        head = Array("\(Self.title)\n\(origin)\n\(made)\n\n".utf8)
        var random = RandomPool()
        box = SealedBox.seal(content, Self.key(office), authenticating: head, &random)
    }

    fileprivate var bytes: [UInt8] { head + box }

    private static func key(_ office: SymmetricKey) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: office, info: Array("labd keys backup".utf8), outputByteCount: 32)
    }

    /// Returns why the backup must not be restored at that time, and what to do; nil if it may be restored.
    public func objection(at now: Instant) -> String? {
        let day: Int64 = 86_400_000_000
        let age = now.microseconds - made.microseconds
        if age >= Int64(KeyStore.backupDays) * day {
            return
                "was made at \(made), more than \(KeyStore.backupDays) days ago: it may contain keys that were destroyed later; "
                + "use a newer backup"
        }
        // Clocks of two machines may differ a little.
        guard age > -Self.clockTolerance else {
            return
                "was made at \(made), but this machine's clock shows \(now), so its age is unknown; set the clock, or "
                + "use another backup"
        }
        return nil
    }

    /// How far in the future the time of a backup may be, in microseconds.
    private static let clockTolerance: Int64 = 10 * 60 * 1_000_000

    /// Creates the directory of the keys again from the backup: the tables, the office's key and the log's key.
    ///
    /// The directory is created under another name and renamed in one step, so that a restore that failed or was interrupted,
    /// at any system call, leaves no keys and can be run again.
    ///
    /// - Returns: false if the keys of the backup are already in place, and nothing was done.
    /// - Throws: `invalid` if the key does not open the backup, or the directory has other keys; `file`, `keysUnavailable`.
    @discardableResult
    public func restore(inDataDirectory data: String, officeKey: [UInt8]) throws(LedgerError) -> Bool {
        guard officeKey.count == 32,
            let content = SealedBox.open(
                box, Self.key(SymmetricKey(data: officeKey)), authenticating: head)
        else { throw .invalid(field: "key", detail: "the backup does not open under this office's key") }
        let directory = try DataDirectory(data)
        let files = KeyFiles(directory: directory.keys, credentials: nil)
        var rows = RowReader(content)
        let seed = try rows.bytes(32)
        let all = try rows.all()
        if try isInPlace(files, officeKey, seed, all) {
            // An earlier restore may have been interrupted before this.
            try Files.sync(directory.path)
            return false
        }
        for path in [files.tables, files.office, files.log] where Files.exists(path) {
            throw .invalid(field: "data", detail: "\(path) already exists; move the keys away first")
        }
        do throws(LedgerError) {
            try put(seed, all, officeKey, in: files)
        } catch {
            // Keys that were left lying around would never be erased.
            try? files.restoring.removeAll()
            throw error
        }
        try Files.sync(directory.path)
        return true
    }

    /// Returns whether the directory contains the keys of the backup, and possibly newer ones.
    private func isInPlace(
        _ files: KeyFiles, _ officeKey: [UInt8], _ seed: [UInt8], _ rows: [RowReader.Row]
    ) throws(LedgerError) -> Bool {
        guard KeyTables.areBegun(inDirectory: files.directory), try !KeyFiles.isUnmade(files.office),
            try !KeyFiles.isUnmade(files.log), try KeyFiles.read(files.office) == officeKey,
            try KeyFiles.read(files.log) == seed
        else { return false }
        do throws(LMDBError) {
            let tables = try KeyTables(inDirectory: files.directory)
            let all = tables.all
            for row in rows where row.table < all.count && all[row.table].name == tables.keys.name {
                let owner = String(decoding: row.key, as: UTF8.self)
                // An owner whose key was destroyed later has a tombstone instead.
                if try tables.get(tables.keys, owner) != nil { continue }
                if try tables.get(tables.tombstones, owner) == nil { return false }
            }
            return true
        } catch {
            throw KeyStore.judge(error, files.directory)
        }
    }

    /// Creates the keys under another name, and renames them.
    private func put(
        _ seed: [UInt8], _ rows: [RowReader.Row], _ officeKey: [UInt8], in files: KeyFiles
    ) throws(LedgerError) {
        let made = files.restoring
        try Files.makeDirectory(made.directory)
        try made.removeAll()
        try Files.makeDirectory(made.directory)
        try fill(made, rows)
        try KeyFiles.put(seed, in: made.log)
        try KeyFiles.put(officeKey, in: made.office)
        // Removes what an interrupted start left: a directory can replace only an empty one.
        try files.removeAll()
        try Files.move(made.directory, to: files.directory)
    }

    private func fill(_ files: KeyFiles, _ rows: [RowReader.Row]) throws(LedgerError) {
        do throws(LMDBError) {
            let tables = try KeyTables(inDirectory: files.directory)
            let all = tables.all
            try tables.write { writing throws(LMDBError) in
                for row in rows where row.table < all.count {
                    try writing.put(all[row.table], row.key.span, row.value.span)
                }
            }
        } catch {
            throw KeyStore.judge(error, files.directory)
        }
    }
}

/// A reader of the backups that `KeyStore.backup` writes.
private struct RowReader {
    /// A row, with the number of its table.
    typealias Row = (table: Int, key: [UInt8], value: [UInt8])

    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    var isAtEnd: Bool { rest.isEmpty }

    /// All remaining rows, without consuming them.
    func all() throws(LedgerError) -> [Row] {
        var reader = self
        var rows: [Row] = []
        while !reader.isAtEnd {
            let table = Int(try reader.number(1))
            let keyLength = Int(try reader.number(2))
            let valueLength = Int(try reader.number(4))
            rows.append((table, try reader.bytes(keyLength), try reader.bytes(valueLength)))
        }
        return rows
    }

    mutating func bytes(_ count: Int) throws(LedgerError) -> [UInt8] {
        guard rest.count >= count else { throw .keysUnavailable(detail: "the backup ends within a row") }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    mutating func number(_ count: Int) throws(LedgerError) -> UInt32 {
        try bytes(count).reduce(0) { $0 << 8 | UInt32($1) }
    }
}

extension KeyFiles {
    /// Overwrites and removes everything that may be in the directory, and the directory itself. It must not contain keys in
    /// use.
    func removeAll() throws(LedgerError) {
        for path in [tables, office, nextOffice, log, discarded, discardedOffice] {
            try Files.discard(path)
            try Files.discard(Self.unfinished(path))
        }
        try clearWorkshop()
        try Files.remove(directory + "/lock.mdb")
        try Files.removeDirectory(workshop)
        try Files.removeDirectory(directory)
    }
}

extension KeyStore {
    /// The number of days for which a backup of the keys may be kept.
    public static let backupDays = 30

    /// Returns a backup of the present keys.
    ///
    /// - Throws: `keysUnavailable` without the office's key.
    public func backup(made time: Instant, origin: String) throws(LedgerError) -> [UInt8] {
        try state.withLock { state throws(LedgerError) in
            try state.settle()
            let office = try state.office.key()
            let seed = try KeyFiles.read(files.log)
            let content = try state.read { tables throws(LMDBError) in
                var content = seed
                for (index, table) in tables.all.enumerated() {
                    for row in try tables.rows(table) {
                        content.append(UInt8(index))
                        content.append(bigEndian: UInt16(truncatingIfNeeded: row.key.count))
                        content.append(bigEndian: UInt32(truncatingIfNeeded: row.value.count))
                        content += row.key
                        content += row.value
                    }
                }
                return content
            }
            return KeyBackup(content, made: time, origin: origin, office).bytes
        }
    }
}

/// The form in which people write a key down: a word, sixteen groups of four hexadecimal digits, and a group that detects
/// typing errors.
public enum PrintedKey {
    /// Returns the text of a key of 32 bytes.
    public static func text(_ key: [UInt8]) -> String {
        let bytes = key + SHA256.hash(data: key).prefix(2)
        let digits = Array(Hex.encode(bytes.span))
        return stride(from: 0, to: digits.count, by: 4).map { String(digits[$0..<$0 + 4]) }.joined(separator: " ")
    }

    /// Reads a key from its text; nil if a letter is wrong.
    public static func key(_ text: String) -> [UInt8]? {
        let digits = text.filter { !$0.isWhitespace && $0 != "-" }.lowercased()
        guard let bytes = try? Hex.decode(digits.utf8Span.span), bytes.count == 34 else { return nil }
        let key = Array(bytes.prefix(32))
        return Array(SHA256.hash(data: key).prefix(2)) == Array(bytes.suffix(2)) ? key : nil
    }

    /// Returns the text of the key in a file.
    public static func text(ofFile path: String) throws(LedgerError) -> String { text(try KeyFiles.read(path)) }
}
