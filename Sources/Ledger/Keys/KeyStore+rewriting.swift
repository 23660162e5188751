import Crypto
import Glibc
import LMDB
import Synchronization

// The store's file is never changed where something must vanish from it: another one is written without it, takes its
// place in one step, and the old one is overwritten. A crash leaves the one or the other, and what is left over is
// cleared away at the next start.

/// An owner whose key was destroyed, and what was noted of it.
public struct Tombstone: Sendable, Hashable {
    /// Whose key it was.
    public let owner: String
    /// What whoever erased it wants to know again when an older log comes back.
    public let note: [UInt8]

    /// The tombstone of an owner.
    public init(owner: String, note: [UInt8]) {
        self.owner = owner
        self.note = note
    }
}

extension KeyStore {
    // MARK: - Erasing

    /// All owners whose keys were destroyed.
    public func tombstones() throws(LedgerError) -> [Tombstone] {
        try reading { tables throws(LMDBError) in
            try tables.rows(tables.tombstones).map {
                Tombstone(owner: String(decoding: $0.key, as: UTF8.self), note: $0.value)
            }
        }
    }

    /// How many of the owners have a key.
    func count(of owners: Set<String>) throws(LedgerError) -> Int {
        try state.withLock { state throws(LedgerError) in
            let tables = try state.open()
            var count = 0
            do {
                for owner in owners {
                    if try state.unsaved[owner] != nil || tables.get(tables.keys, owner) != nil { count += 1 }
                }
            } catch {
                throw .keysUnavailable(detail: "\(error)")
            }
            return count
        }
    }

    /// Destroys the keys of owners, and what search terms lead to them, for good; needs no office's key.
    ///
    /// An owner who has a tombstone already keeps the first.
    public func erase(_ tombstones: [Tombstone]) throws(LedgerError) {
        guard !tombstones.isEmpty else { return }
        try prepareErasure(tombstones)
        try finishRewriting()
    }

    /// From now on the owner has no key for whoever asks, and gets none.
    func condemn(_ owners: Set<String>) {
        state.withLock { $0.condemned.formUnion(owners) }
    }

    /// Writes the file without the keys of owners; ``finishRewriting()`` puts it in its place.
    ///
    /// All that takes room on the disk is done here.
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

    /// Puts the file that was prepared in the place of the old one, and overwrites that.
    ///
    /// - Parameter officeKey: the key that wraps the prepared file's keys, where that is another one: from the moment at
    ///   which the file is in its place it is the one that is used.
    func finishRewriting(wrappedBy officeKey: SymmetricKey? = nil) throws(LedgerError) {
        try state.withLock { state throws(LedgerError) in
            state.unwrapped.removeAll()
            // LMDB's own rule: the file may not change under an open environment.
            state.tables = nil
            // One that could not be overwritten before must not be lost sight of.
            try files.overwriteDiscarded()
            try Files.link(files.tables, as: files.discarded)
            do throws(LedgerError) {
                try Files.move(files.workshop + "/data.mdb", to: files.tables)
            } catch {
                // A rename that failed was not done, as a rule; which file is there decides which key opens it.
                guard let isUnchanged = try? Files.areSame(files.discarded, files.tables) else {
                    state.office = .absent(
                        reason: "it is not known which file of keys is in its place (\(error)); restart labd")
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

    /// Finishes what an earlier failure left of a rewriting, as far as that is possible now: the file's name is made durable,
    /// and what was replaced is overwritten. Cheap where there is nothing to do.
    public func tidy() throws(LedgerError) {
        try state.withLock { state throws(LedgerError) in
            try state.settle()
            try files.overwriteDiscarded()
        }
    }

    /// Overwrites files that were replaced, and takes away what was not finished. For a store that nobody rewrites.
    static func clearLeftovers(_ files: KeyFiles) throws(LedgerError) {
        try files.clearWorkshop()
        for key in [files.office, files.nextOffice, files.directory + "/log.key"] {
            try Files.discard(KeyFiles.unfinished(key))
        }
        try files.overwriteDiscarded()
    }

    /// Makes an empty store in the workshop, has it filled, closes it and makes it durable.
    private func write(
        beside tables: KeyTables, _ body: (KeyTables) throws(LMDBError) -> Void
    ) throws(LedgerError) {
        try Files.makeDirectory(files.workshop)
        try files.clearWorkshop()
        do throws(LMDBError) {
            let other = try KeyTables(inDirectory: files.workshop)
            let size = tables.environment.room().mapSize
            if size > other.environment.room().mapSize { try other.environment.grow(to: size) }
            try body(other)
        } catch {
            throw Self.judge(error, files.directory)
        }
        try Files.sync(files.workshop + "/data.mdb")
    }

    // MARK: - Rotating

    /// Makes a new office's key and wraps all keys by it; answers how many, and the file of the new key.
    ///
    /// Where a service manager passes the key, the new one must be passed from the next start on; until then the file is
    /// used. Whatever fails, and at whichever call: all keys are wrapped by the one key or by the other, the one that does is
    /// the one in use, and both lie on the disk until it is known which of them stays. Where a crash comes between, the next
    /// start finds that out; where an error does, nothing is sealed until ``tidy()`` or the next sealing has settled it.
    public func rotate() throws(LedgerError) -> (keys: Int, file: String) {
        let old = try state.withLock { state throws(LedgerError) in
            // The file of a new key may be the one that opens everything, where an earlier rotation could not end.
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
            // What was written with it first.
            try? files.clearWorkshop()
            try? Files.discard(files.nextOffice)
            throw error
        }
        try finishRewriting(wrappedBy: new)
        return (count, files.office)
    }

    /// Writes the file with all keys wrapped by another office's key; ``finishRewriting(wrappedBy:)`` puts it in its place.
    /// Answers how many owners' keys there are.
    private func wrapBeside(from old: SymmetricKey, to new: SymmetricKey) throws(LedgerError) -> Int {
        var count = 0
        var failed: String?
        try state.withLock { state throws(LedgerError) in
            let tables = try state.open()
            var random = RandomPool()
            func wrapped(_ box: [UInt8], _ context: [UInt8], _ name: String) -> [UInt8] {
                guard let bytes = Box.open(box, old, authenticating: context) else {
                    failed = failed ?? name
                    return box
                }
                return Box.seal(bytes, new, authenticating: context, &random)
            }
            try write(beside: tables) { other throws(LMDBError) in
                try tables.copy(to: other) { table, key, value in
                    let name = String(decoding: key, as: UTF8.self)
                    if table.name == tables.keys.name {
                        count += 1
                        return wrapped(value, Box.context("key", name), name)
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
                detail: "the key of \(failed) does not open under the office's key; nothing was wrapped anew")
        }
        return count
    }
}

extension KeyStore.State {
    /// Makes durable which file of keys is in its place and, after a rotation, which office's key is.
    ///
    /// - Throws: `keysUnavailable` as long as that fails: a key that was saved now could be in a file that is gone after a
    ///   power cut.
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
                    "the keys were written anew, and that could not be made durable yet (\(error)); it is tried again "
                    + "with the next command, and at the next start")
        }
    }
}

extension KeyFiles {
    /// Overwrites and takes away what was made in the workshop and is not in its place: it holds keys, too.
    func clearWorkshop() throws(LedgerError) {
        try Files.discard(workshop + "/data.mdb")
        try Files.remove(workshop + "/lock.mdb")
    }

    /// Overwrites files that were replaced, and takes them away.
    func overwriteDiscarded() throws(LedgerError) {
        for (discarded, current) in [(self.discarded, tables), (discardedOffice, office)] where Files.exists(discarded)
        {
            // That another file is in the place of this one is durable before this one is gone.
            try Files.sync(directory)
            // A second name of the file in use: the replacing was not begun.
            var isInUse = false
            if Files.exists(current) { isInUse = try Files.areSame(discarded, current) }
            if !isInUse { try Files.overwrite(discarded) }
            try Files.remove(discarded)
            try Files.sync(directory)
        }
    }

    /// After a rotation, or one that was broken off, once it is known which key opens the tables: that one stays.
    ///
    /// The other one is overwritten later, see `KeyStore.clearLeftovers`: never before this one is in its place for good.
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
