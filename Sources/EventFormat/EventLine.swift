package import CanonicalJSON
package import CivilTime
import TransparencyLog

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
    package struct Place {
        package var actor: String
        package var cause: String
        package var position: Int
        package var revision: Int
        package var time: Instant
        package var source: String

        /// Creates the place of a draft.
        package init(actor: String, cause: String, position: Int, revision: Int, time: Instant, source: String) {
            self.actor = actor
            self.cause = cause
            self.position = position
            self.revision = revision
            self.time = time
            self.source = source
        }
    }

    /// Returns whether the name of an account can be an event's `actor`: 1 to 200 bytes without control characters. Directory servers
    /// have names such as `DOM\anna`.
    public static func takes(actor name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= EventDraft.nameLimit
            && !name.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }
    }

    /// Appends the line of `draft` at `place`.
    package static func write(
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
            Base64.append(sealedDigest.span, to: &writer.bytes)
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
