import Crypto
import LMDB
import Synchronization
import TransparencyCrypto

/// The store of the keys of sealed fields, each wrapped by the office's key, of the index by which persons are found, and of a
/// tombstone for every owner whose key was destroyed.
///
/// It is a separate LMDB environment, next to the files `office.key` and `log.key`. All are outside the log and its backups, so
/// destroying a key erases what it sealed in every copy of the log. It may be used from any thread.
///
/// It can be opened without the office's key. Then nothing can be sealed or opened, and everything else works.
public final class KeyStore: Sendable {
    /// The maximum number of unwrapped keys kept in memory.
    static let cacheLimit = 8_192

    /// The open tables, and what was created and is not yet on disk.
    struct State {
        let files: KeyFiles
        /// The tables; nil while the file is being replaced, or until it can be opened again.
        var tables: KeyTables?
        var office: OfficeKey
        /// Whether there is no key, and none may be made.
        var isOfCopy = false
        /// The HMAC of search terms, under its key, before a term.
        var termCode: HMAC<SHA256>?
        var unwrapped: [String: SymmetricKey] = [:]
        var unsaved = Unsaved()
        /// The same for the batch that waits for its commit.
        var staged = Unsaved()
        /// Owners whose erasure is prepared and not yet done.
        var condemned: Set<String> = []
        /// Whether it is not yet known to be durable that the file is in place. Then nothing may be saved in it; see
        /// ``settle()``. This is the case after a start.
        var isUnsettled = true
        var random = RandomPool()

        /// What was created and used by a batch, and is not yet on disk.
        struct Unsaved {
            var keys: [String: SymmetricKey] = [:]
            var terms: [[UInt8]] = []
            /// The owners of the terms, by the terms' codes.
            var owners: [[UInt8]: [String]] = [:]

            var isEmpty: Bool { keys.isEmpty && terms.isEmpty }
        }

        /// Lends the tables; errors of LMDB become `keysUnavailable`.
        mutating func read<Result>(_ body: (KeyTables) throws(LMDBError) -> Result) throws(LedgerError) -> Result {
            let tables = try open()
            do { return try body(tables) } catch { throw .keysUnavailable(detail: "\(error)") }
        }

        /// Writes rows in one transaction of the tables in use.
        ///
        /// If LMDB gives up its environment, as it does after it could not write a meta page, the tables are closed, and opened
        /// again when they are next needed.
        mutating func write(
            _ body: (_ tables: KeyTables, _ writing: borrowing WriteTransaction) throws(LMDBError) -> Void
        ) throws(LedgerError) {
            let tables = try open()
            do throws(LMDBError) {
                try tables.write { writing throws(LMDBError) in try body(tables, writing) }
            } catch {
                if tables.environment.isGivenUp { self.tables = nil }
                throw KeyStore.judge(error, tables.environment.path)
            }
        }

        /// Returns the tables, and opens them if that failed after the file was replaced.
        mutating func open() throws(LedgerError) -> KeyTables {
            if let tables { return tables }
            if isOfCopy, case .absent(let reason) = office { throw .keysUnavailable(detail: reason) }
            do throws(LMDBError) {
                let opened = try KeyTables(inDirectory: files.directory)
                tables = opened
                return opened
            } catch {
                throw .keysUnavailable(detail: "\(files.directory): \(error)")
            }
        }
    }

    let files: KeyFiles
    /// The key that signs the log's checkpoints; nil in a copy of another log.
    let signing: SigningKey?
    let state: Mutex<State>
    private let lastUnavailable = Mutex<String?>(nil)

    /// Opens the key store, or creates it with new keys if there is none. Finishes a rotation that a crash interrupted, and
    /// overwrites the remains of an erasure. `credentials` is a directory with keys that a service manager passes.
    init(inDirectory directory: String, credentials: String? = nil) throws(LedgerError) {
        let files = KeyFiles(directory: directory, credentials: credentials)
        self.files = files
        if !KeyTables.areBegun(inDirectory: directory) {
            // A new key for old tables would make every box unreadable, or every checkpoint that of another log, and would hide
            // that the old key is lost.
            if files.passed("office.key") == nil, try KeyFiles.isUnmade(files.office) {
                _ = try KeyFiles.make(files.office)
            }
            if files.passed("log.key") == nil, try KeyFiles.isUnmade(files.log) { _ = try KeyFiles.make(files.log) }
            // An unfinished file contains nothing, and LMDB would mistake it for a file that was cut short.
            try Files.remove(files.tables)
        }
        guard let log = SigningKey(seed: try KeyFiles.read(files.log)) else {
            throw .keysUnavailable(detail: "\(files.log) is not an Ed25519 seed; put the original file back")
        }
        signing = log
        // If something cannot be removed now, ``tidy()`` tries again later.
        try? Self.clearLeftovers(files)
        try? files.restoring.removeAll()
        var state = State(files: files, tables: nil, office: .absent(reason: "labd has not looked for it"))
        try state.findOfficeKey()
        self.state = Mutex(state)
        try? tidy()
    }

    /// Creates a store from its parts.
    init(_ files: KeyFiles, signing: SigningKey?, _ state: State) {
        self.files = files
        self.signing = signing
        self.state = Mutex(state)
    }

    /// Why nothing can be sealed or opened; nil if everything works. Does not wait for a rewriting that is under way: until it
    /// has ended, this is the state before it.
    public var unavailable: String? {
        let known: String?? = state.withLockIfAvailable { state in
            do throws(LedgerError) {
                _ = try state.open()
                if case .absent(let reason) = state.office { return reason }
                try state.settle()
                return nil
            } catch {
                return error.keysDetail
            }
        }
        return lastUnavailable.withLock { last in
            if let known { last = known }
            return last
        }
    }

    /// A file with a copy of the office's key that is not needed, because a credential is used, and should be removed.
    public var needlessKeyFile: String? {
        state.withLock { state in
            guard case .present(_, let file) = state.office, file != files.office, Files.exists(files.office) else {
                return nil
            }
            return files.office
        }
    }

    /// A file with keys that were replaced or destroyed, which a rewriting has not yet overwritten; nil if there is none.
    public var leftover: String? {
        [files.discarded, files.discardedOffice, files.restoring.tables, files.restoring.office]
            .first(where: Files.exists)
    }

    /// Whether it was noted that the log of these keys exists; see ``noteLog()``.
    func hasLog() throws(LedgerError) -> Bool {
        try reading { tables throws(LMDBError) in try tables.get(tables.meta, "log") != nil }
    }

    /// Notes that the log of these keys exists, so that a log that vanished is not mistaken for one that was not yet begun.
    func noteLog() throws(LedgerError) {
        try state.withLock { state throws(LedgerError) in
            try state.write { tables, writing throws(LMDBError) in
                try writing.put(tables.meta, Array("log".utf8).span, [1].span)
            }
        }
    }

    /// Lends the tables; errors of LMDB become `keysUnavailable`.
    func reading<Result: Sendable>(
        _ body: (KeyTables) throws(LMDBError) -> Result
    ) throws(LedgerError) -> Result {
        try state.withLock { state throws(LedgerError) in try state.read(body) }
    }

    // MARK: - Keys of owners

    /// Returns the owner's key or, if there is none, a new one, which ``save()`` must make durable before anything sealed with
    /// it.
    ///
    /// - Throws: `erased` for an owner whose key was destroyed; `keysUnavailable`.
    func keyForSealing(_ owner: String) throws(LedgerError) -> SymmetricKey {
        try state.withLock { state throws(LedgerError) in
            if let known = try state.keyForSealing(owner) { return known }
            let key = SymmetricKey(from: &state.random)
            state.unsaved.keys[owner] = key
            return key
        }
    }

    /// Refuses an owner for whom ``keyForSealing(_:)`` has no key, and creates none.
    ///
    /// - Throws: `erased`; `keysUnavailable`.
    func checkSealing(for owner: String) throws(LedgerError) {
        try state.withLock { state throws(LedgerError) in _ = try state.keyForSealing(owner) }
    }

    /// Returns the owner's key; nil if there is none.
    func existingKey(_ owner: String) throws(LedgerError) -> SymmetricKey? {
        try state.withLock { state throws(LedgerError) in try state.key(of: owner) }
    }

    /// Converts an error of the store's tables.
    static func judge(_ error: LMDBError, _ path: String) -> LedgerError {
        let isFull = error.code == .noSpace || (error.code == .io && Files.isFull(path))
        return isFull ? .noSpace : .keysUnavailable(detail: "\(error)")
    }
}

extension KeyStore.State {
    /// Returns the owner's key; nil if one may be created.
    ///
    /// - Throws: `erased` for an owner whose key was destroyed; `keysUnavailable`.
    mutating func keyForSealing(_ owner: String) throws(LedgerError) -> SymmetricKey? {
        try settle()
        if let known = try key(of: owner) { return known }
        _ = try office.key()
        guard try !isErased(owner) else { throw .erased(owner: owner) }
        return nil
    }

    /// Returns the owner's key; nil if there is none.
    mutating func key(of owner: String) throws(LedgerError) -> SymmetricKey? {
        if condemned.contains(owner) { return nil }
        if let known = unwrapped[owner] ?? unsaved.keys[owner] ?? staged.keys[owner] { return known }
        let stored = try read { tables throws(LMDBError) in try tables.get(tables.keys, owner) }
        guard let wrapped = stored else { return nil }
        let office = try office.key()
        guard let bytes = SealedBox.open(wrapped, office, authenticating: SealedBox.context("key", owner)) else {
            throw .keysUnavailable(detail: "the key of \(owner) does not open under the office's key")
        }
        let key = SymmetricKey(data: bytes)
        remember(key, of: owner)
        return key
    }

    /// Returns whether the owner's key was destroyed, or is about to be.
    mutating func isErased(_ owner: String) throws(LedgerError) -> Bool {
        if condemned.contains(owner) { return true }
        return try read { tables throws(LMDBError) in try tables.get(tables.tombstones, owner) != nil }
    }

    /// Creates the key of the search index, in a store whose office key has not wrapped anything yet.
    private mutating func begin(using key: SymmetricKey, from file: String) throws(LedgerError) {
        let made = SymmetricKey(from: &random)
        let box = SealedBox.seal(made.bytes, key, authenticating: KeyStore.termKeyContext, &random)
        try write { tables, writing throws(LMDBError) in
            try writing.put(tables.meta, KeyStore.termKeyName.utf8Span.span, box.span)
        }
        termCode = HMAC(key: made)
        office = .present(key, file: file)
    }

    mutating func remember(_ key: SymmetricKey, of owner: String) {
        // The cache is emptied rather than trimmed: a miss costs one read and one unwrapping, and only an import fills it.
        if unwrapped.count >= KeyStore.cacheLimit { unwrapped.removeAll(keepingCapacity: true) }
        unwrapped[owner] = key
    }

    /// Uses the first of the possible key files whose key opens the tables.
    mutating func findOfficeKey() throws(LedgerError) {
        let (wrapped, isEmpty) = try read { tables throws(LMDBError) in
            (
                try tables.get(tables.meta, KeyStore.termKeyName),
                try tables.environment.beginRead().count(tables.keys) == 0
            )
        }
        var reasons: [String] = []
        for file in files.officeCandidates {
            let key: SymmetricKey
            do throws(LedgerError) { key = SymmetricKey(data: try KeyFiles.read(file)) } catch {
                if file != files.nextOffice, file != files.office || reasons.isEmpty {
                    reasons.append(error.keysDetail)
                }
                continue
            }
            guard let wrapped else {
                // The store is new, or its creation was interrupted before anything was wrapped.
                guard isEmpty else { break }
                return try begin(using: key, from: file)
            }
            guard let bytes = SealedBox.open(wrapped, key, authenticating: KeyStore.termKeyContext) else {
                if file != files.nextOffice {
                    reasons.append("\(file) is not the key that wraps the keys next to it; put the right one back")
                }
                continue
            }
            termCode = HMAC(key: SymmetricKey(data: bytes))
            office = .present(key, file: file)
            if file == files.nextOffice {
                isUnsettled = true
            } else {
                // The other key opens nothing. If it cannot be removed yet, that is harmless.
                try? files.settleRotation(using: file)
            }
            return
        }
        // If the disk was full at the first start, earlier versions left an empty file and continued without a key, so nothing
        // was ever wrapped.
        if wrapped == nil, isEmpty, files.passed("office.key") == nil, try KeyFiles.isUnmade(files.office) {
            return try begin(using: SymmetricKey(data: try KeyFiles.make(files.office)), from: files.office)
        }
        office = .absent(reason: reasons.isEmpty ? "there is no office key" : reasons.joined(separator: "; "))
    }
}

extension LedgerError {
    /// The message of `keysUnavailable`, without its introduction.
    var keysDetail: String {
        if case .keysUnavailable(let detail) = self { return detail }
        return description
    }
}
