internal import LMDB

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

/// A row of `commands`: command id → body's MAC (32 bytes) ‖ first position (4 bytes) ‖ count of events (2 bytes).
extension RecordedCommand {
    func write(to row: inout [UInt8]) {
        row.removeAll(keepingCapacity: true)
        bodyMAC.append(to: &row)
        row.append(bigEndian: UInt32(truncatingIfNeeded: positions.lowerBound))
        row.append(bigEndian: UInt16(truncatingIfNeeded: positions.count))
    }

    init?(_ row: Span<UInt8>) {
        guard row.count == BodyMAC.count + 6, let mac = BodyMAC(row.extracting(0..<BodyMAC.count)) else { return nil }
        let first = Int(row.bigEndian(at: BodyMAC.count))
        let count = Int(row[row.count - 2]) << 8 | Int(row[row.count - 1])
        self.init(bodyMAC: mac, positions: first..<first + count)
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

    init?(_ row: Span<UInt8>) {
        guard row.count > 0, row.count > Int(row[0]) + 1 else { return nil }
        let end = Int(row[0]) + 1
        guard let owner = try? UTF8Span(validating: row.extracting(1..<end)) else { return nil }
        self.init(owner: String(copying: owner), box: [UInt8](copying: row.extracting(end..<row.count)))
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
}
