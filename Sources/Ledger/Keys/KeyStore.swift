import Crypto
import LMDB
import Synchronization
import TransparencyCrypto

/// The keys of sealed fields, each wrapped by the office's key; the index by which persons are found; and a tombstone for
/// every owner whose key was destroyed.
///
/// An LMDB environment of its own, beside the files `office.key` and `log.key`, all outside the log and its backups:
/// destroying a key erases what it sealed wherever copies of the log may be. Safe to use from any thread.
///
/// Opens without the office's key too: then nothing can be sealed or opened, and all else goes on.
public final class KeyStore: Sendable {
    /// The greatest number of unwrapped keys kept in memory.
    static let cacheLimit = 8_192

    /// What is open, and what was made and is not on disk yet.
    struct State {
        let files: KeyFiles
        /// Nil while the file is being replaced, or until it can be opened again.
        var tables: KeyTables?
        var office: OfficeKey
        /// The key of the HMACs of search terms.
        var termKey: SymmetricKey?
        var unwrapped: [String: SymmetricKey] = [:]
        /// Made, used by a batch, and not yet on disk.
        var unsaved: [String: SymmetricKey] = [:]
        var unsavedTerms: [[UInt8]] = []
        /// The owners of the unsaved terms, by the terms' codes.
        var unsavedOwners: [[UInt8]: [String]] = [:]
        /// Owners whose erasure is prepared and not done.
        var condemned: Set<String> = []
        /// Whether it is not durable, or not known to be, that the file is in its place: then nothing may be saved in it, see
        /// ``settle()``. A start does not know.
        var isUnsettled = true
        var random = RandomPool()

        /// Writes rows in one transaction of the tables in use.
        ///
        /// Where LMDB gives its environment up over that, as it does after a meta page could not be written, the tables are
        /// closed, and opened again by whoever needs them next.
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

        /// The tables; opened again where that failed after the file was replaced.
        mutating func open() throws(LedgerError) -> KeyTables {
            if let tables { return tables }
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
    /// What signs the log's checkpoints.
    let log: SigningKey
    let state: Mutex<State>
    private let lastUnavailable = Mutex<String?>(nil)

    /// Opens the key store, and makes it, with new keys, where there is none. Finishes what a crash left of a rotation, and
    /// overwrites what it left of an erasure.
    ///
    /// - Parameter credentials: a directory with keys that a service manager passes.
    init(inDirectory directory: String, credentials: String? = nil) throws(LedgerError) {
        let files = KeyFiles(directory: directory, credentials: credentials)
        self.files = files
        if !KeyTables.areBegun(inDirectory: directory) {
            // A new key for old tables would make every box unreadable, or every checkpoint another log's, and hide that
            // the old one is lost.
            if files.passed("office.key") == nil, try KeyFiles.isUnmade(files.office) {
                _ = try KeyFiles.make(files.office)
            }
            if files.passed("log.key") == nil, try KeyFiles.isUnmade(files.log) { _ = try KeyFiles.make(files.log) }
            // What was not finished holds nothing, and LMDB would take it for a file that was cut short.
            try Files.remove(files.tables)
        }
        guard let log = SigningKey(seed: try KeyFiles.read(files.log)) else {
            throw .keysUnavailable(detail: "\(files.log) is no Ed25519 seed; put it back")
        }
        self.log = log
        // What cannot be taken away now is tried again later: see ``tidy()``.
        try? Self.clearLeftovers(files)
        try? files.restoring.removeAll()
        var state = State(files: files, tables: nil, office: .absent(reason: "it was not looked for"))
        try state.findOfficeKey()
        self.state = Mutex(state)
        try? tidy()
    }

    /// Why nothing can be sealed or opened; nil when all is well. Does not wait for a rewriting that is under way: until it is
    /// over, this is what was known before.
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

    /// A file in which the office's key lies beside the credential that is used, and need not: a copy to be taken away.
    public var needlessKeyFile: String? {
        state.withLock { state in
            guard case .present(_, let file) = state.office, file != files.office, Files.exists(files.office) else {
                return nil
            }
            return files.office
        }
    }

    /// What of a rewriting is still to be finished: a file with keys that were replaced or destroyed; nil where nothing is.
    public var leftover: String? {
        [files.discarded, files.discardedOffice, files.restoring.tables, files.restoring.office]
            .first(where: Files.exists)
    }

    /// Whether the store was told that its log exists, see ``noteLog()``.
    func hasLog() throws(LedgerError) -> Bool {
        try reading { tables throws(LMDBError) in try tables.get(tables.meta, "log") != nil }
    }

    /// Notes that the log of these keys exists, so that a log that vanished is not taken for one not yet begun.
    func noteLog() throws(LedgerError) {
        try state.withLock { state throws(LedgerError) in
            try state.write { tables, writing throws(LMDBError) in
                try writing.put(tables.meta, Array("log".utf8).span, [1].span)
            }
        }
    }

    /// Lends the tables; what LMDB throws becomes `keysUnavailable`.
    func reading<Result: Sendable>(
        _ body: (KeyTables) throws(LMDBError) -> Result
    ) throws(LedgerError) -> Result {
        try state.withLock { state throws(LedgerError) in
            let tables = try state.open()
            do { return try body(tables) } catch { throw .keysUnavailable(detail: "\(error)") }
        }
    }

    // MARK: - Keys of owners

    /// The owner's key; if there is none, a new one, which ``save()`` must make durable before anything sealed with it.
    ///
    /// - Throws: `erased` for an owner whose key was destroyed; `keysUnavailable`.
    func keyForSealing(_ owner: String) throws(LedgerError) -> SymmetricKey {
        try state.withLock { state throws(LedgerError) in
            try state.settle()
            if let known = try state.key(of: owner) { return known }
            _ = try state.office.key()
            guard try !state.isErased(owner) else { throw .erased(owner: owner) }
            let key = SymmetricKey(from: &state.random)
            state.unsaved[owner] = key
            return key
        }
    }

    /// The owner's key, nil if there is none.
    func existingKey(_ owner: String) throws(LedgerError) -> SymmetricKey? {
        try state.withLock { state throws(LedgerError) in try state.key(of: owner) }
    }

    /// Forgets the keys that were made and not saved: the batch that they were for is gone, and its boxes with it.
    ///
    /// Kept, they would pile up while the disk is full, and every attempt would have to write them all.
    func dropUnsaved() {
        state.withLock { state in
            if !state.unsaved.isEmpty { state.unsaved.removeAll() }
            if !state.unsavedTerms.isEmpty { state.unsavedTerms.removeAll() }
            if !state.unsavedOwners.isEmpty { state.unsavedOwners.removeAll() }
            if !state.condemned.isEmpty { state.condemned.removeAll() }
        }
    }

    /// Makes keys and search terms that were made for sealing durable; does nothing if there are none.
    ///
    /// If the log's commit then fails the keys stay, and are the owners' next: a key without a box harms nobody, a box
    /// without a key is lost.
    func save() throws(LedgerError) {
        try state.withLock { state throws(LedgerError) in
            guard !state.unsaved.isEmpty || !state.unsavedTerms.isEmpty else { return }
            try state.settle()
            let office = try state.office.key()
            let wrapped = state.unsaved.map { owner, key in
                (owner, Box.seal(key.bytes, office, authenticating: Box.context("key", owner), &state.random))
            }
            let terms = state.unsavedTerms
            try state.write { tables, writing throws(LMDBError) in
                for (owner, key) in wrapped { try writing.put(tables.keys, owner.utf8Span.span, key.span) }
                for term in terms { try writing.put(tables.terms, term.span, [1].span) }
            }
            for (owner, key) in state.unsaved { state.remember(key, of: owner) }
            state.unsaved.removeAll(keepingCapacity: true)
            state.unsavedTerms.removeAll(keepingCapacity: true)
            state.unsavedOwners.removeAll(keepingCapacity: true)
        }
    }

    /// What an error of the store's tables means.
    static func judge(_ error: LMDBError, _ path: String) -> LedgerError {
        let isFull = error.code == .noSpace || (error.code == .io && Files.isFull(path))
        return isFull ? .noSpace : .keysUnavailable(detail: "\(error)")
    }
}

extension KeyStore.State {
    /// The owner's key, nil if there is none.
    mutating func key(of owner: String) throws(LedgerError) -> SymmetricKey? {
        if condemned.contains(owner) { return nil }
        if let known = unwrapped[owner] ?? unsaved[owner] { return known }
        let tables = try open()
        let wrapped: [UInt8]?
        do { wrapped = try tables.get(tables.keys, owner) } catch { throw .keysUnavailable(detail: "\(error)") }
        guard let wrapped else { return nil }
        let office = try office.key()
        guard let bytes = Box.open(wrapped, office, authenticating: Box.context("key", owner)) else {
            throw .keysUnavailable(detail: "the key of \(owner) does not open under the office's key")
        }
        let key = SymmetricKey(data: bytes)
        remember(key, of: owner)
        return key
    }

    /// Whether the owner's key was destroyed, or is about to be.
    mutating func isErased(_ owner: String) throws(LedgerError) -> Bool {
        if condemned.contains(owner) { return true }
        let tables = try open()
        do { return try tables.get(tables.tombstones, owner) != nil } catch {
            throw .keysUnavailable(detail: "\(error)")
        }
    }

    /// Makes the key of the search index of a store under whose office's key nothing was wrapped yet.
    private mutating func begin(using key: SymmetricKey, from file: String) throws(LedgerError) {
        let made = SymmetricKey(from: &random)
        let box = Box.seal(made.bytes, key, authenticating: KeyStore.termKeyContext, &random)
        try write { tables, writing throws(LMDBError) in
            try writing.put(tables.meta, KeyStore.termKeyName.utf8Span.span, box.span)
        }
        termKey = made
        office = .present(key, file: file)
    }

    mutating func remember(_ key: SymmetricKey, of owner: String) {
        // Emptied rather than trimmed: a miss costs one read and one unwrapping, and it takes an import to get here.
        if unwrapped.count >= KeyStore.cacheLimit { unwrapped.removeAll(keepingCapacity: true) }
        unwrapped[owner] = key
    }

    /// Takes the first key that opens what it should, of those that lie where one may.
    mutating func findOfficeKey() throws(LedgerError) {
        let tables = try open()
        let wrapped: [UInt8]?
        let isEmpty: Bool
        do {
            wrapped = try tables.get(tables.meta, KeyStore.termKeyName)
            isEmpty = try tables.environment.beginRead().count(tables.keys) == 0
        } catch {
            throw .keysUnavailable(detail: "\(error)")
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
                // The store is new, or its making was broken off before anything was wrapped.
                guard isEmpty else { break }
                return try begin(using: key, from: file)
            }
            guard let bytes = Box.open(wrapped, key, authenticating: KeyStore.termKeyContext) else {
                if file != files.nextOffice {
                    reasons.append("\(file) is not the key of the keys beside it; put the right one back")
                }
                continue
            }
            termKey = SymmetricKey(data: bytes)
            office = .present(key, file: file)
            if file == files.nextOffice {
                isUnsettled = true
            } else {
                // The other key opens nothing; where it cannot be taken away yet, that harms nobody.
                try? files.settleRotation(using: file)
            }
            return
        }
        // Earlier versions left an empty file where a first start had no room, and went on without a key: nothing was ever wrapped.
        if wrapped == nil, isEmpty, files.passed("office.key") == nil, try KeyFiles.isUnmade(files.office) {
            return try begin(using: SymmetricKey(data: try KeyFiles.make(files.office)), from: files.office)
        }
        office = .absent(reason: reasons.isEmpty ? "there is no office's key" : reasons.joined(separator: "; "))
    }
}

extension LedgerError {
    /// What `keysUnavailable` says, without its introduction.
    var keysDetail: String {
        if case .keysUnavailable(let detail) = self { return detail }
        return description
    }
}
