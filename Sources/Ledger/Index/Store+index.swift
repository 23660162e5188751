import EventFormat
import LMDB

extension Store {
    private static let indexedKey = Array("indexed".utf8)

    /// Returns the position of the first event that is not in `commands` and `streams`, which only older versions fill. The first
    /// event of the log has neither a command nor a receipt.
    func indexed(_ transaction: borrowing some Transaction & ~Copyable) throws(LMDBError) -> Int {
        try transaction.get(meta, Self.indexedKey.span) { $0.count == 4 ? Int($0.bigEndian(at: 0)) : 1 } ?? 1
    }

    /// Returns the positions of rows with a hash in these runs, in order.
    func positions(
        _ hash: IndexHash, in runs: [IndexRun], _ transaction: borrowing some Transaction & ~Copyable
    ) throws(LMDBError) -> [Int] {
        var found: [Int] = []
        for run in runs { found += try positions(hash.row, in: run, transaction).lazy.map(Int.init) }
        return found
    }

    /// Returns where the command's events may begin: each of these positions has a receipt, but perhaps of another command.
    func candidates(
        _ id: String, _ transaction: borrowing some Transaction & ~Copyable
    ) throws(LMDBError) -> [Int] {
        var found: [Int] = []
        if let manifest = try IndexManifest.read(self, transaction) {
            found = try positions(manifest.key.command(id), in: manifest.runs, transaction)
        }
        if let position = try indexedCommand(id, transaction) { found.append(position) }
        return found
    }

    /// Returns the revision of the event at a position, if it is of this stream; nil otherwise.
    func revision(
        of subject: String, at position: Int, _ transaction: borrowing some Transaction & ~Copyable
    ) throws(LMDBError) -> Int? {
        guard let (first, receipt) = try receipt(covering: position, transaction) else { return nil }
        let place = receipt.places[position - first]
        return place.subject == subject ? place.revision : nil
    }

    /// Returns the last revision of a stream in runs; nil if it is not in them.
    func lastRevision(
        of subject: String, _ hash: IndexHash, _ transaction: borrowing some Transaction & ~Copyable
    ) throws(LMDBError) -> Int? {
        for run in try IndexManifest.read(self, transaction)?.runs.reversed() ?? [] {
            for position in try positions(hash.row, in: run, transaction).reversed() {
                if let found = try revision(of: subject, at: Int(position), transaction) { return found }
            }
        }
        return nil
    }

    /// Returns the positions of a stream's events before `end`, in order. `waiting` are those of pending rows with its hash.
    func stream(
        _ subject: String, waiting: [Int], before end: Int, _ transaction: borrowing some Transaction & ~Copyable
    ) throws(LMDBError) -> [Int] {
        var found = try indexedStream(subject, transaction)
        let certain = found.count
        if let manifest = try IndexManifest.read(self, transaction) {
            found += try positions(manifest.key.stream(subject), in: manifest.runs, transaction)
        }
        let settled = found.last ?? -1
        found += waiting.lazy.filter { $0 > settled }
        found.removeAll { $0 >= end }
        guard found.count > certain, let last = found.last else { return found }
        // If the last event has the revision that there are positions, none of them is of another stream with the same hash.
        if try revision(of: subject, at: last, transaction) == found.count { return found }
        var right = Array(found.prefix(certain))
        for position in found.dropFirst(certain) where try revision(of: subject, at: position, transaction) != nil {
            right.append(position)
        }
        return right
    }
}

// The tables that older versions filled.
extension Store {
    /// Returns the last revision of a stream in `streams`; 0 if there is none. `key` is a buffer for a key.
    func lastIndexedRevision(
        of subject: String, _ transaction: borrowing some Transaction & ~Copyable, _ key: inout [UInt8]
    ) throws(LMDBError) -> Int {
        // Revisions end at 2^31−1, so the entry before this key, if it is of the stream, is the stream's last one.
        StreamRow.write(subject, -1, to: &key)
        let sought = key
        return try transaction.withCursor(streams) { cursor throws(LMDBError) in
            let isBehind = try cursor.seek(sought.span) { _, _ in true } ?? false
            let found = try cursor.move(isBehind ? .previous : .last) { key, _ in
                StreamRow.revision(in: key, ofSameStreamAs: sought) ?? 0
            }
            return found ?? 0
        }
    }

    /// Returns the positions of a stream's events that are in `streams`, in order.
    func indexedStream(
        _ subject: String, _ transaction: borrowing some Transaction & ~Copyable
    ) throws(LMDBError) -> [Int] {
        var key: [UInt8] = []
        StreamRow.write(subject, 0, to: &key)
        let sought = key
        func position(_ key: Span<UInt8>, _ value: Span<UInt8>) -> Int? {
            guard StreamRow.revision(in: key, ofSameStreamAs: sought) != nil, value.count == 4 else { return nil }
            return Int(value.bigEndian(at: 0))
        }
        return try transaction.withCursor(streams) { cursor throws(LMDBError) in
            var positions: [Int] = []
            var next = try cursor.seek(sought.span, position) ?? nil
            while let found = next {
                positions.append(found)
                next = try cursor.move(.next, position) ?? nil
            }
            return positions
        }
    }

    /// Returns where the command's events begin, if the command is in `commands`.
    func indexedCommand(
        _ id: String, _ transaction: borrowing some Transaction & ~Copyable
    ) throws(LMDBError) -> Int? {
        guard !id.isEmpty, id.utf8.count <= CommandRecord.idLimit else { return nil }
        return try transaction.get(commands, id.utf8Span.span) { $0.count == 4 ? Int($0.bigEndian(at: 0)) : nil } ?? nil
    }
}
