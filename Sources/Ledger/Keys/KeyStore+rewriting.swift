import Crypto
import Glibc
import LMDB
import Synchronization

// Something is removed from the store's file for good only by rewriting it: a new file is written without it and replaces the
// old one in one step, and the old one is overwritten. A crash leaves one of the two, and the next start removes what is left
// over.

/// An owner whose key was destroyed, with a note about the erasure.
public struct Tombstone: Sendable, Hashable {
    /// The owner of the key.
    public let owner: String
    /// The note that the caller of the erasure needs if an older log is restored.
    public let note: [UInt8]

    /// Creates the tombstone of an owner.
    public init(owner: String, note: [UInt8]) {
        self.owner = owner
        self.note = note
    }
}

extension KeyStore {
    // MARK: - Erasing

    /// Returns all owners whose keys were destroyed.
    public func tombstones() throws(LedgerError) -> [Tombstone] {
        try reading { tables throws(LMDBError) in
            try tables.rows(tables.tombstones).map {
                Tombstone(owner: String(decoding: $0.key, as: UTF8.self), note: $0.value)
            }
        }
    }

    /// Returns how many of the owners have a key.
    func count(of owners: Set<String>) throws(LedgerError) -> Int {
        try state.withLock { state throws(LedgerError) in
            let unsaved = state.unsaved.keys
            return try state.read { tables throws(LMDBError) in
                var count = 0
                for owner in owners {
                    let isSaved = try tables.get(tables.keys, owner) != nil
                    if isSaved || unsaved[owner] != nil { count += 1 }
                }
                return count
            }
        }
    }

    /// Destroys the keys of owners, and the search terms that lead to them, for good. Does not need the office's key.
    ///
    /// An owner that already has a tombstone keeps it.
    public func erase(_ tombstones: [Tombstone]) throws(LedgerError) {
        guard !tombstones.isEmpty else { return }
        try prepareErasure(tombstones)
        try finishRewriting()
    }

    /// From now on the owner's key is not returned, and the owner gets no new one.
    func condemn(_ owners: Set<String>) {
        state.withLock { $0.condemned.formUnion(owners) }
    }

    /// Writes the file without the keys of owners; ``finishRewriting(wrappedBy:)`` puts it in place.
    ///
    /// Everything that needs disk space is done here.
    func prepareErasure(_ tombstones: [Tombstone]) throws(LedgerError) {
        let owners = Set(tombstones.map(\.owner))
        condemn(owners)
        try state.withLock { state throws(LedgerError) in
            let tables = try state.open()
            try write(beside: tables) { other throws(LMDBError) in
                try tables.copy(to: other) { table, key, value in
                    switch table.name {
                    case tables.keys.name: owners.contains(String(decoding: key, as: UTF8.self)) ? nil : value
                    case tables.terms.name:
                        owners.contains(String(decoding: key.dropFirst(Self.termLength), as: UTF8.self)) ? nil : value
                    default: value
                    }
                }
                try other.write { writing throws(LMDBError) in
                    for tombstone in tombstones {
                        do throws(LMDBError) {
                            try writing.put(
                                other.tombstones, tombstone.owner.utf8Span.span, tombstone.note.span, .insert)
                        } catch {
                            guard error.code == .keyExists else { throw error }
                        }
                    }
                }
            }
        }
    }

    /// Replaces the old file with the prepared one, and overwrites the old one.
    ///
    /// - Parameter officeKey: the key that wraps the keys in the prepared file, if it is a new one. It is used from the moment
    ///   at which the file is in place.
    func finishRewriting(wrappedBy officeKey: SymmetricKey? = nil) throws(LedgerError) {
        try state.withLock { state throws(LedgerError) in
            state.unwrapped.removeAll()
            // LMDB does not allow the file to change under an open environment.
            state.tables = nil
            // An earlier file that could not be overwritten must not be forgotten.
            try files.overwriteDiscarded()
            try Files.link(files.tables, as: files.discarded)
            do throws(LedgerError) {
                try Files.move(files.workshop + "/data.mdb", to: files.tables)
            } catch {
                // A rename that failed was usually not done; the file that is there decides which key opens it.
                guard let isUnchanged = try? Files.areSame(files.discarded, files.tables) else {
                    state.office = .absent(
                        reason: "it is unknown which file of keys is in place (\(error)); restart labd")
                    throw error
                }
                if isUnchanged { throw error }
            }
            if let officeKey { state.office = .present(officeKey, file: files.nextOffice) }
            state.isUnsettled = true
            state.condemned.removeAll()
            try state.settle()
            _ = try state.open()
            try Self.clearLeftovers(files)
        }
    }

    /// Finishes a rewriting after an earlier failure, as far as that is now possible: makes the file's name durable, and
    /// overwrites what was replaced. Cheap if there is nothing to do.
    public func tidy() throws(LedgerError) {
        try state.withLock { state throws(LedgerError) in
            try state.settle()
            try files.overwriteDiscarded()
        }
    }

    /// Overwrites files that were replaced, and removes unfinished ones. The store must not be in a rewriting.
    static func clearLeftovers(_ files: KeyFiles) throws(LedgerError) {
        try files.clearWorkshop()
        for key in [files.office, files.nextOffice, files.directory + "/log.key"] {
            try Files.discard(KeyFiles.unfinished(key))
        }
        try files.overwriteDiscarded()
    }

    /// Creates an empty store in a temporary directory, fills it with `fill`, closes it and makes it durable.
    private func write(
        beside tables: KeyTables, _ body: (KeyTables) throws(LMDBError) -> Void
    ) throws(LedgerError) {
        try Files.makeDirectory(files.workshop)
        try files.clearWorkshop()
        do throws(LMDBError) {
            let other = try KeyTables(inDirectory: files.workshop)
            let size = tables.environment.usage().mapSize
            if size > other.environment.usage().mapSize { try other.environment.grow(to: size) }
            try body(other)
        } catch {
            throw Self.judge(error, files.directory)
        }
        try Files.sync(files.workshop + "/data.mdb")
    }

    // MARK: - Rotating

    /// Creates a new office key and wraps all keys with it. Returns their number, and the file of the new key.
    ///
    /// If a service manager passes the key, it must pass the new one from the next start on; until then the file is used. If
    /// any system call fails, all keys are wrapped either by the old or by the new key, the one that wraps them is in use, and
    /// both stay on the disk until it is known which one is needed. After a crash the next start finds that out. After an error
    /// nothing is sealed until ``tidy()`` or the next sealing has settled it.
    public func rotate() throws(LedgerError) -> (keys: Int, file: String) {
        let old = try state.withLock { state throws(LedgerError) in
            // After an earlier rotation that could not be completed, the file of the new key may be the one that opens
            // everything.
            try state.settle()
            return try state.office.key()
        }
        try Files.discard(files.nextOffice)
        let new: SymmetricKey
        let count: Int
        do throws(LedgerError) {
            new = SymmetricKey(data: try KeyFiles.make(files.nextOffice))
            count = try wrapBeside(from: old, to: new)
        } catch {
            // First what was written with it.
            try? files.clearWorkshop()
            try? Files.discard(files.nextOffice)
            throw error
        }
        try finishRewriting(wrappedBy: new)
        return (count, files.office)
    }

    /// Writes the file with all keys wrapped by another office key; ``finishRewriting(wrappedBy:)`` puts it in place. Returns
    /// the number of owners' keys.
    private func wrapBeside(from old: SymmetricKey, to new: SymmetricKey) throws(LedgerError) -> Int {
        var count = 0
        var failed: String?
        try state.withLock { state throws(LedgerError) in
            let tables = try state.open()
            var random = RandomPool()
            func wrapped(_ box: [UInt8], _ context: [UInt8], _ name: String) -> [UInt8] {
                guard let bytes = SealedBox.open(box, old, authenticating: context) else {
                    failed = failed ?? name
                    return box
                }
                return SealedBox.seal(bytes, new, authenticating: context, &random)
            }
            try write(beside: tables) { other throws(LMDBError) in
                try tables.copy(to: other) { table, key, value in
                    let name = String(decoding: key, as: UTF8.self)
                    if table.name == tables.keys.name {
                        count += 1
                        return wrapped(value, SealedBox.context("key", name), name)
                    }
                    if table.name == tables.meta.name, name == Self.termKeyName {
                        return wrapped(value, Self.termKeyContext, name)
                    }
                    return value
                }
            }
        }
        if let failed {
            throw .keysUnavailable(
                detail: "the key of \(failed) does not open under the office's key; no key was wrapped again")
        }
        return count
    }
}

extension KeyStore.State {
    /// Makes durable which file of keys is in place and, after a rotation, which office key.
    ///
    /// - Throws: `keysUnavailable` as long as that fails, because a key that is saved now could be in a file that is gone after
    ///   a power cut.
    mutating func settle() throws(LedgerError) {
        guard isUnsettled else { return }
        do throws(LedgerError) {
            try Files.sync(files.directory)
            if case .present(let key, let file) = office, file == files.nextOffice {
                try files.settleRotation(using: file)
                office = .present(key, file: files.office)
            }
            isUnsettled = false
        } catch {
            throw .keysUnavailable(
                detail:
                    "the keys were written again, but that could not yet be made durable (\(error)); labd tries again "
                    + "with the next command, and at the next start")
        }
    }
}

extension KeyFiles {
    /// Overwrites and removes what was created in the temporary directory and is not in place, because it contains keys too.
    func clearWorkshop() throws(LedgerError) {
        try Files.discard(workshop + "/data.mdb")
        try Files.remove(workshop + "/lock.mdb")
    }

    /// Overwrites files that were replaced, and removes them.
    func overwriteDiscarded() throws(LedgerError) {
        for (discarded, current) in [(self.discarded, tables), (discardedOffice, office)] where Files.exists(discarded)
        {
            // The replacement is made durable before the old file is removed.
            try Files.sync(directory)
            // If it is a second name of the file in use, the replacement was not begun.
            var isInUse = false
            if Files.exists(current) { isInUse = try Files.areSame(discarded, current) }
            if !isInUse { try Files.overwrite(discarded) }
            try Files.remove(discarded)
            try Files.sync(directory)
        }
    }

    /// Keeps the key that opens the tables, after a completed or interrupted rotation.
    ///
    /// The other key is overwritten later, see `KeyStore.clearLeftovers`, and never before this one is durably in place.
    func settleRotation(using file: String) throws(LedgerError) {
        guard Files.exists(nextOffice) else { return }
        if file == nextOffice {
            try overwriteDiscarded()
            if Files.exists(office) { try Files.link(office, as: discardedOffice) }
            try Files.move(nextOffice, to: office)
        } else {
            try Files.discard(nextOffice)
        }
        try Files.sync(directory)
    }
}
