import LMDB

// What lies in the tables besides the lines. Numbers are big-endian, where they are keys because LMDB compares bytes.

/// A row of `streams`: subject ‖ 0x00 ‖ revision (4 bytes) → position (4 bytes).
enum StreamRow {
    /// Replaces `key` by that of a revision.
    static func write(_ subject: String, _ revision: Int, to key: inout [UInt8]) {
        key.removeAll(keepingCapacity: true)
        key.append(contentsOf: subject.utf8)
        key.append(0)
        key.append(bigEndian: UInt32(truncatingIfNeeded: revision))
    }

    /// The revision in `key`, if it is one of the stream of which `other` is a key too.
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
/// Written with the lines, in their order; what the tables `commands` and `streams` will be filled from.
struct Receipt {
    /// Where one event went.
    struct Place {
        var subject: String
        var revision: Int
    }

    /// What the ids of receipts begin with whose events labd wrote itself: no command's id has a slash.
    static let ownPrefix = "labd/"

    var id: String
    var bodyDigest: BodyDigest
    var places: [Place]
    /// Whether no command caused the event, but labd itself.
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

    /// Whose box is in a row, without the box.
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
    /// The number of four bytes at `index`, which the caller knows to be inside.
    func bigEndian(at index: Int) -> UInt32 {
        var number: UInt32 = 0
        for offset in 0..<4 { number = number << 8 | UInt32(self[index + offset]) }
        return number
    }

    /// The text behind its length in one byte at `index`, which moves behind it; nil if it is not there.
    fileprivate func text(at index: inout Int) -> String? {
        guard index < count, index + 1 + Int(self[index]) <= count else { return nil }
        let end = index + 1 + Int(self[index])
        guard let text = try? UTF8Span(validating: extracting(index + 1..<end)) else { return nil }
        index = end
        return String(copying: text)
    }
}
