import CanonicalJSON
import Crypto
import EventFormat

extension Batch {
    /// Appends a command's events and returns their places.
    ///
    /// If it throws, the batch continues without the command: `invalid`, `tooLarge`, `timeBackwards`, `commandExists`, `full`,
    /// `erased`, `keysUnavailable`, or what looking into the log throws.
    public mutating func append(_ command: CommandRecord) throws(LedgerError) -> [AppendedEvent] {
        guard !ledger.isCopy else { throw Self.isOfCopy }
        var command = command
        // Each gets a separate id, which no command can have.
        if command.isOwn { command.id = Receipt.ownPrefix + "p\(count)" }
        try command.check()
        guard command.time >= lastTime else { throw .timeBackwards(last: lastTime, given: command.time) }
        if ledger.buffers.unknownID != command.id {
            guard try earlier(command.id) == nil else { throw .commandExists(id: command.id) }
        }
        let box = try seal(command.sealed)
        let digest = box.map { command.bodyDigest.keyed(by: $0.key) } ?? command.bodyDigest
        try compose(command, box?.digest)
        if let sealed = command.sealed { try ledger.keys.note(sealed.terms, of: sealed.owner) }
        let places = zip(command.drafts, ledger.buffers.revisions).map { draft, revision in
            Receipt.Place(subject: draft.subject, revision: revision)
        }
        let receipt = Receipt(id: command.id, bodyDigest: digest, places: places)
        put(receipt)
        if let box { put(box.row) }
        note(receipt)
        ledger.buffers.unknownID = ""
        var appended: [AppendedEvent] = []
        appended.reserveCapacity(places.count)
        for (index, draft) in command.drafts.enumerated() {
            appended.append(
                AppendedEvent(
                    position: count + index, revision: places[index].revision, subject: draft.subject,
                    type: draft.type, time: command.time))
        }
        count += command.drafts.count
        lastTime = command.time
        return appended
    }

    /// Returns the row of sealed fields, and their digest for the first event.
    private func seal(_ sealed: SealedFields?) throws(LedgerError) -> (
        row: SealedRow, digest: [UInt8], key: SymmetricKey
    )? {
        guard let sealed else { return nil }
        var content: [UInt8] = []
        content.reserveCapacity(SealedContent.randomCount + sealed.fields.count)
        ledger.buffers.random.append(SealedContent.randomCount, to: &content)
        content.append(contentsOf: sealed.fields)
        let key = try ledger.keys.keyForSealing(sealed.owner)
        let box = SealedBox.seal(
            content, key, authenticating: SealedBox.context("sealed", sealed.owner, at: count), &ledger.buffers.random)
        return (SealedRow(owner: sealed.owner, box: box), SealedContent.digest(content), key)
    }

    /// Writes all lines of the command into the buffers, so that a line that is too large is detected before any is put.
    private func compose(_ command: CommandRecord, _ digest: [UInt8]?) throws(LedgerError) {
        let buffers = ledger.buffers
        guard count + command.drafts.count <= EventLine.greatest else { throw .full }
        buffers.writer.bytes.removeAll(keepingCapacity: true)
        buffers.ends.removeAll(keepingCapacity: true)
        buffers.revisions.removeAll(keepingCapacity: true)
        var place = EventLine.Place(
            actor: command.actor, cause: command.isOwn ? OwnCause.make(&buffers.random) : command.id, position: count,
            revision: 0, time: command.time, source: ledger.source)
        for (index, draft) in command.drafts.enumerated() {
            if let before = command.drafts[..<index].lastIndex(where: { $0.subject == draft.subject }) {
                place.revision = buffers.revisions[before] + 1
            } else {
                place.revision = try revision(of: draft.subject) + 1
            }
            guard place.revision <= EventLine.greatest else { throw .full }
            let start = buffers.writer.bytes.count
            EventLine.write(draft, at: place, sealedDigest: index == 0 ? digest : nil, to: &buffers.writer)
            let size = buffers.writer.bytes.count - start
            guard size <= EventLine.limit else { throw .tooLarge(bytes: size) }
            buffers.revisions.append(place.revision)
            buffers.ends.append(buffers.writer.bytes.count)
            place.position += 1
        }
    }

    /// Puts a receipt's rows into the pending index.
    func note(_ receipt: Receipt) {
        let position = count
        ledger.index.with { index in
            index.note(index.key.command(receipt.id), at: position)
            for (offset, place) in receipt.places.enumerated() {
                index.note(index.key.stream(place.subject), place.revision, at: position + offset)
            }
        }
    }

    /// Puts the command's receipt and the lines in the buffers.
    mutating func put(_ receipt: Receipt) {
        let buffers = ledger.buffers
        buffers.willChange()
        receipt.write(to: &buffers.row)
        rows.receipts.append(UInt32(truncatingIfNeeded: count), buffers.row.span)
        let lines = buffers.writer.bytes
        bytes += buffers.row.count + lines.count
        var start = 0
        for (index, end) in buffers.ends.enumerated() {
            let line = lines.span.extracting(start..<end)
            rows.lines.append(UInt32(truncatingIfNeeded: count + index), line)
            if let leaf = buffers.tree?.append(line), buffers.leaves.count <= LooseRows.leafLimit {
                buffers.leaves.append(leaf)
            }
            start = end
        }
    }

    private mutating func put(_ sealed: SealedRow) {
        let buffers = ledger.buffers
        buffers.sealedByOwner?[sealed.owner, default: []].append(UInt32(truncatingIfNeeded: count))
        sealed.write(to: &buffers.row)
        bytes += buffers.row.count
        rows.sealed.append(UInt32(truncatingIfNeeded: count), buffers.row.span)
    }
}

/// The content of a box: random bytes, which are stored nowhere else, and the personal fields. Its SHA-256 is in the event's
/// line, and reveals nothing about the fields without the random bytes.
enum SealedContent {
    static let randomCount = 32

    static func digest(_ content: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: content)) }
}
