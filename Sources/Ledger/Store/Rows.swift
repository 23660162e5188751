import LMDB

// The rows of the tables other than the lines. Numbers are big-endian; in keys that is necessary because LMDB compares bytes.

/// A row of `streams`: subject ‖ 0x00 ‖ revision (4 bytes) → position (4 bytes).
enum StreamRow {
    /// Replaces `key` with the key of a revision.
    static func write(_ subject: String, _ revision: Int, to key: inout [UInt8]) {
        key.removeAll(keepingCapacity: true)
        key.append(contentsOf: subject.utf8)
        key.append(0)
        key.append(bigEndian: UInt32(truncatingIfNeeded: revision))
    }

    /// Returns the revision in `key`, if it is of the same stream as the key `other`.
    static func revision(in key: Span<UInt8>, ofSameStreamAs other: [UInt8]) -> Int? {
        guard key.count == other.count else { return nil }
        let end = key.count - 4
        for index in 0..<end where key[index] != other[index] { return nil }
        return Int(key.bigEndian(at: end))
    }
}

/// A row of `receipts`: first position → body's digest (32 bytes) ‖ length of the id (1 byte) ‖ command id ‖ for each of its
/// events: revision (4 bytes) ‖ length of the subject (1 byte) ‖ subject.
///
/// Receipts are written with the lines, in their order. The tables `commands` and `streams` are filled from them.
struct Receipt {
    /// The place of an event.
    struct Place {
        var subject: String
        var revision: Int
    }

    /// The beginning of the ids of receipts for events that labd itself caused. No command's id contains a slash.
    static let ownPrefix = "labd/"

    var id: String
    var bodyDigest: BodyDigest
    var places: [Place]
    /// Whether labd itself caused the event, and not a command.
    var isOwn: Bool { id.hasPrefix(Self.ownPrefix) }

    func write(to row: inout [UInt8]) {
        row.removeAll(keepingCapacity: true)
        bodyDigest.append(to: &row)
        row.append(UInt8(truncatingIfNeeded: id.utf8.count))
        row.append(contentsOf: id.utf8)
        for place in places {
            row.append(bigEndian: UInt32(truncatingIfNeeded: place.revision))
            row.append(UInt8(truncatingIfNeeded: place.subject.utf8.count))
            row.append(contentsOf: place.subject.utf8)
        }
    }

    init(id: String, bodyDigest: BodyDigest, places: [Place]) {
        self.id = id
        self.bodyDigest = bodyDigest
        self.places = places
    }

    init?(_ row: Span<UInt8>) {
        guard row.count > BodyDigest.count, let mac = BodyDigest(row.extracting(0..<BodyDigest.count)) else {
            return nil
        }
        var index = BodyDigest.count
        guard let id = row.text(at: &index) else { return nil }
        var places: [Place] = []
        while index < row.count {
            guard index + 5 <= row.count else { return nil }
            let revision = Int(row.bigEndian(at: index))
            index += 4
            guard let subject = row.text(at: &index) else { return nil }
            places.append(Place(subject: subject, revision: revision))
        }
        guard !places.isEmpty else { return nil }
        self.init(id: id, bodyDigest: mac, places: places)
    }
}

/// A row of `sealed`: position → length of the owner (1 byte) ‖ owner ‖ AES-GCM box.
struct SealedRow {
    var owner: String
    var box: [UInt8]

    func write(to row: inout [UInt8]) {
        row.removeAll(keepingCapacity: true)
        row.append(UInt8(truncatingIfNeeded: owner.utf8.count))
        row.append(contentsOf: owner.utf8)
        row.append(contentsOf: box)
    }

    init(owner: String, box: [UInt8]) {
        self.owner = owner
        self.box = box
    }

    /// Returns the owner of the box in a row, without reading the box.
    static func owner(_ row: Span<UInt8>) -> String? {
        var index = 0
        return row.text(at: &index)
    }

    init?(_ row: Span<UInt8>) {
        var index = 0
        guard let owner = row.text(at: &index), index < row.count else { return nil }
        self.init(owner: owner, box: [UInt8](copying: row.extracting(index..<row.count)))
    }
}

extension [UInt8] {
    mutating func append<Number: FixedWidthInteger>(bigEndian number: Number) {
        for shift in stride(from: Number.bitWidth - 8, through: 0, by: -8) {
            append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }
}

extension Span<UInt8> {
    /// Returns the number of four bytes at `index`, which the caller has checked to be inside.
    func bigEndian(at index: Int) -> UInt32 {
        var number: UInt32 = 0
        for offset in 0..<4 { number = number << 8 | UInt32(self[index + offset]) }
        return number
    }

    /// Returns the text whose length is in the byte at `index`, and moves `index` past it; nil if it is incomplete.
    fileprivate func text(at index: inout Int) -> String? {
        guard index < count, index + 1 + Int(self[index]) <= count else { return nil }
        let end = index + 1 + Int(self[index])
        guard let text = try? UTF8Span(validating: extracting(index + 1..<end)) else { return nil }
        index = end
        return String(copying: text)
    }
}
