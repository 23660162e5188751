import Crypto
import LMDB
import Synchronization

// The index by which persons are found from a tax code or a name. It contains only HMACs, under a key that the office's key
// wraps. Without that key it reveals nothing, even to somebody who guesses terms.

extension KeyStore {
    /// The number of bytes of an HMAC-SHA256.
    static let termLength = 32
    static let termKeyName = "terms"
    static var termKeyContext: [UInt8] { SealedBox.context("key", termKeyName) }
    /// The maximum number of owners that a search returns.
    public static let foundLimit = 100

    /// Notes terms by which an owner can be found; ``save()`` makes them durable.
    func note(_ terms: [[UInt8]], of owner: String) throws(LedgerError) {
        guard !terms.isEmpty else { return }
        try state.withLock { state throws(LedgerError) in
            for term in terms {
                let code = try state.code(of: term)
                state.unsaved.terms.append(code + Array(owner.utf8))
                // In an import thousands may have one name: more than a search returns would be asked through for each of them.
                let noted = state.unsaved.owners[code] ?? []
                guard noted.count < Self.foundLimit, !noted.contains(owner) else { continue }
                state.unsaved.owners[code, default: []].append(owner)
            }
        }
    }

    /// Returns the owners that were noted with one of the terms, each once: of each term at most ``foundLimit`` that are stored, in the
    /// order of their names, and as many of the staged and of the open batch, in the order in which they were noted.
    func owners(ofAny terms: [[UInt8]]) throws(LedgerError) -> [String] {
        var found: [String] = []
        var names: Set<String> = []
        for term in terms {
            let owners = try state.withLock { state throws(LedgerError) in
                let code = try state.code(of: term)
                let unsaved = (state.staged.owners[code] ?? []) + (state.unsaved.owners[code] ?? [])
                return try state.owners(of: code) + unsaved
            }
            for owner in owners where names.insert(owner).inserted { found.append(owner) }
        }
        return found
    }

    /// Returns at most ``foundLimit`` owners that were noted with the term, in the order of their names.
    public func owners(of term: [UInt8]) throws(LedgerError) -> [String] {
        try state.withLock { state throws(LedgerError) in try state.owners(of: try state.code(of: term)) }
    }
}

extension KeyStore.State {
    /// Returns the stored owners of a term's code.
    fileprivate mutating func owners(of code: [UInt8]) throws(LedgerError) -> [String] {
        func owner(_ key: Span<UInt8>, _ value: Span<UInt8>) -> String? {
            let key = [UInt8](copying: key)
            guard key.starts(with: code) else { return nil }
            return String(decoding: key.dropFirst(code.count), as: UTF8.self)
        }
        return try read { tables throws(LMDBError) in
            try tables.environment.beginRead().withCursor(tables.terms) { cursor throws(LMDBError) in
                var found: [String] = []
                var next = try cursor.seek(code.span, owner) ?? nil
                while let name = next, found.count < KeyStore.foundLimit {
                    found.append(name)
                    next = try cursor.move(.next, owner) ?? nil
                }
                return found
            }
        }
    }

    fileprivate func code(of term: [UInt8]) throws(LedgerError) -> [UInt8] {
        _ = try office.key()
        guard var code = termCode else {
            throw .keysUnavailable(detail: "the key of the search index is missing")
        }
        code.update(data: term)
        return Array(code.finalize())
    }
}
