import CanonicalJSON
import CivilTime

/// The stored form of an event: a line of canonical JSON that is also a CloudEvents 1.0 structured event.
///
/// `{"actor","cause","data","id","occurred","position","revision","schema","sealed"?,"source","specversion":"1.0",
/// "subject","time","type"}`, in this order, which is the canonical one. These bytes are stored, hashed and exported. They are
/// written here and read in `EventLine+read.swift`.
public enum EventLine {
    /// The maximum number of bytes of a line.
    public static let limit = 65_535
    /// The maximum position and revision.
    public static let greatest = Int(Int32.max)

    /// Everything in a line besides the draft. All strings except `actor` have been checked to need no escapes.
    struct Place {
        var actor: String
        var cause: String
        var position: Int
        var revision: Int
        var time: Instant
        var source: String
    }

    /// Appends the line of `draft` at `place`.
    static func write(
        _ draft: EventDraft, at place: Place, sealedDigest: [UInt8]?, to writer: inout JSONWriter
    ) {
        writer.raw("{\"actor\":")
        writer.string(place.actor)
        writer.raw(",\"cause\":\"")
        writer.bytes.append(contentsOf: place.cause.utf8)
        writer.raw("\",\"data\":")
        writer.raw(draft.data)
        writer.raw(",\"id\":\"")
        writer.integer(place.position)
        writer.raw("\",\"occurred\":\"")
        writer.bytes.append(contentsOf: draft.occurred.utf8)
        writer.raw("\",\"position\":")
        writer.integer(place.position)
        writer.raw(",\"revision\":")
        writer.integer(place.revision)
        writer.raw(",\"schema\":")
        writer.integer(draft.schema)
        if let sealedDigest {
            writer.raw(",\"sealed\":\"")
            Base64.append(sealedDigest, to: &writer.bytes)
            writer.raw("\"")
        }
        writer.raw(",\"source\":\"")
        writer.bytes.append(contentsOf: place.source.utf8)
        writer.raw("\",\"specversion\":\"1.0\",\"subject\":\"")
        writer.bytes.append(contentsOf: draft.subject.utf8)
        writer.raw("\",\"time\":\"")
        place.time.write(to: &writer.bytes)
        writer.raw("\",\"type\":\"")
        writer.bytes.append(contentsOf: draft.type.utf8)
        writer.raw("\"}")
    }
}

/// Base64 of RFC 4648, section 4, with padding.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func append(_ bytes: [UInt8], to text: inout [UInt8]) {
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let count = min(3, bytes.count - start)
            var group: UInt32 = 0
            for offset in 0..<3 { group = group << 8 | (offset < count ? UInt32(bytes[start + offset]) : 0) }
            for digit in 0..<4 {
                let shift = UInt32(18 - 6 * digit)
                text.append(digit <= count ? alphabet[Int(group >> shift & 63)] : UInt8(ascii: "="))
            }
        }
    }
}
