import Crypto
import Glibc
import LMDB
import Synchronization
import TransparencyCrypto

/// The keys of sealed fields, each wrapped by the office's key, and the key of the HMAC of command bodies.
///
/// An LMDB environment of its own, beside the files `office.key` and `log.key`, all outside the log and its backups:
/// destroying a key erases what it sealed wherever copies of the log may be. Safe to use from any thread.
public final class KeyStore: Sendable {
    /// The greatest number of unwrapped keys kept in memory.
    static let cacheLimit = 8_192

    fileprivate struct Keys {
        var unwrapped: [String: SymmetricKey] = [:]
        /// Made, used by a batch, and not yet on disk.
        var unsaved: [String: SymmetricKey] = [:]
        var random = RandomPool()
    }

    private let environment: Environment
    private let table: Table
    private let meta: Table
    private let office: SymmetricKey
    /// What signs the log's checkpoints.
    let log: SigningKey
    private let bodies: HMAC<SHA256>
    private let keys = Mutex(Keys())

    /// Opens the key store, and makes it, with new keys, where there is none.
    init(inDirectory directory: String) throws(LedgerError) {
        let file = directory + "/office.key"
        let isNew = !Files.exists(directory + "/data.mdb")
        office = SymmetricKey(data: try Self.key(in: file, directory, isNew: isNew))
        guard let log = SigningKey(seed: try Self.key(in: directory + "/log.key", directory, isNew: isNew)) else {
            throw .keysUnavailable(detail: "\(directory)/log.key is no Ed25519 seed; put it back")
        }
        self.log = log
        do throws(LMDBError) {
            environment = try Environment(inDirectory: directory, .init(mapSize: 1 << 26, maxTables: 4))
            try environment.clearStaleReaders()
            table = try environment.openTable("keys")
            meta = try environment.openTable("meta")
        } catch {
            throw .keysUnavailable(detail: "\(directory): \(error)")
        }
        bodies = HMAC(key: try Self.bodyKey(environment, meta, office, file))
    }

    /// The 32 bytes of a key's file, which is made where everything is.
    private static func key(
        in file: String, _ directory: String, isNew: Bool
    ) throws(LedgerError) -> [UInt8] {
        if !Files.exists(file) {
            // A new key for old tables would make every box unreadable, or every checkpoint another log's, and hide that
            // the old one is lost.
            guard isNew else {
                throw .keysUnavailable(detail: "\(file) is missing beside the keys of the same log; put it back")
            }
            var bytes: [UInt8] = []
            var random = RandomPool()
            random.append(32, to: &bytes)
            try Files.create(file, inDirectory: directory, bytes)
        }
        let descriptor = try Files.open(file, O_RDONLY | O_CLOEXEC)
        let bytes = Files.read(descriptor, atMost: 33)
        close(descriptor)
        guard bytes.count == 32 else { throw .keysUnavailable(detail: "\(file) does not have 32 bytes; put it back") }
        return bytes
    }

    /// The HMAC-SHA256 of a command's body, under a key that never leaves this store.
    public func bodyMAC(over body: [UInt8]) -> BodyMAC {
        // The keyed state is made once and copied.
        var code = bodies
        code.update(data: body)
        guard let mac = BodyMAC(Array(code.finalize()).span) else { preconditionFailure("HMAC-SHA256 has 32 bytes") }
        return mac
    }

    /// Whether the store was told that its log exists, see ``noteLog()``.
    func hasLog() throws(LedgerError) -> Bool {
        do {
            return try environment.beginRead().get(meta, Array("log".utf8).span) { _ in true } ?? false
        } catch {
            throw .keysUnavailable(detail: "\(error)")
        }
    }

    /// Notes that the log of these keys exists, so that a log that vanished is not taken for one not yet begun.
    func noteLog() throws(LedgerError) {
        do {
            let writing = try environment.beginWrite()
            try writing.put(meta, Array("log".utf8).span, [1].span)
            try writing.commit()
        } catch {
            throw .keysUnavailable(detail: "\(error)")
        }
    }

    // MARK: - Keys of owners

    /// The owner's key; if there is none, a new one, which ``save()`` must make durable before anything sealed with it.
    func keyForSealing(_ owner: String) throws(LedgerError) -> SymmetricKey {
        if let known = try existingKey(owner) { return known }
        return keys.withLock { keys in
            if let made = keys.unsaved[owner] { return made }
            let key = SymmetricKey(from: &keys.random)
            keys.unsaved[owner] = key
            return key
        }
    }

    /// The owner's key, nil if there is none.
    func existingKey(_ owner: String) throws(LedgerError) -> SymmetricKey? {
        if let known = keys.withLock({ $0.unwrapped[owner] ?? $0.unsaved[owner] }) { return known }
        let wrapped: [UInt8]?
        do {
            wrapped = try environment.beginRead().get(table, Array(owner.utf8).span) { [UInt8](copying: $0) }
        } catch {
            throw .keysUnavailable(detail: "\(error)")
        }
        guard let wrapped else { return nil }
        guard let bytes = Box.open(wrapped, office, authenticating: Box.context("key", owner)) else {
            throw .keysUnavailable(detail: "the key of \(owner) does not open under the office's key")
        }
        let key = SymmetricKey(data: bytes)
        keys.withLock { $0.remember(key, of: owner) }
        return key
    }

    /// Forgets the keys that were made and not saved: the batch that they were for is gone, and its boxes with it.
    ///
    /// Kept, they would pile up while the disk is full, and every attempt would have to write them all.
    func dropUnsaved() {
        keys.withLock { if !$0.unsaved.isEmpty { $0.unsaved.removeAll() } }
    }

    /// Makes keys that were made for sealing durable; does nothing if there are none.
    ///
    /// If the log's commit then fails the keys stay, and are the owners' next: a key without a box harms nobody, a box
    /// without a key is lost.
    func save() throws(LedgerError) {
        let unsaved = keys.withLock { $0.unsaved }
        guard !unsaved.isEmpty else { return }
        do throws(LMDBError) {
            do throws(LMDBError) {
                try put(unsaved)
            } catch {
                guard error.code == .mapFull else { throw error }
                try environment.grow(to: 2 * environment.room().mapSize)
                try put(unsaved)
            }
        } catch {
            let isFull = error.code == .noSpace || (error.code == .io && Files.isFull(environment.path))
            throw isFull ? .noSpace : .keysUnavailable(detail: "\(error)")
        }
        keys.withLock { keys in
            for (owner, key) in unsaved {
                keys.unsaved[owner] = nil
                keys.remember(key, of: owner)
            }
        }
    }

    private func put(_ keys: [String: SymmetricKey]) throws(LMDBError) {
        let writing = try environment.beginWrite()
        var random = RandomPool()
        for (owner, key) in keys {
            let wrapped = Box.seal(key.bytes, office, authenticating: Box.context("key", owner), &random)
            try writing.put(table, Array(owner.utf8).span, wrapped.span)
        }
        try writing.commit()
    }

    private static func bodyKey(
        _ environment: Environment, _ meta: Table, _ office: SymmetricKey, _ file: String
    ) throws(LedgerError) -> SymmetricKey {
        let name = Array("bodies".utf8)
        let context = Box.context("key", "bodies")
        do throws(LMDBError) {
            guard let wrapped = try environment.beginRead().get(meta, name.span, { [UInt8](copying: $0) }) else {
                var random = RandomPool()
                let key = SymmetricKey(from: &random)
                let writing = try environment.beginWrite()
                try writing.put(meta, name.span, Box.seal(key.bytes, office, authenticating: context, &random).span)
                try writing.commit()
                return key
            }
            if let bytes = Box.open(wrapped, office, authenticating: context) { return SymmetricKey(data: bytes) }
        } catch {
            throw .keysUnavailable(detail: "\(error)")
        }
        throw .keysUnavailable(detail: "\(file) is not the key of the keys beside it; put it back")
    }
}

extension KeyStore.Keys {
    fileprivate mutating func remember(_ key: SymmetricKey, of owner: String) {
        // Emptied rather than trimmed: a miss costs one read and one unwrapping, and it takes an import to get here.
        if unwrapped.count >= KeyStore.cacheLimit { unwrapped.removeAll(keepingCapacity: true) }
        unwrapped[owner] = key
    }
}
