/// The names under which an office's log is in the streams of its region.
///
/// A stream has the lines of one office, of all generations of its log: `labd-REGION-OFFICE`, with the subjects
/// `labd.REGION.OFFICE.*.*`:
///
/// | subject | what it carries |
/// |---|---|
/// | `labd.REGION.OFFICE.GENERATION.events` | the log's lines, byte for byte, in the order of their positions (CloudEvents' NATS binding, structured) |
/// | `labd.REGION.OFFICE.GENERATION.checkpoint` | the log's signed checkpoints, with the cosignatures that they have |
///
/// Not of the stream are `labd.REGION.OFFICE.resend`, on which the office's relay answers, and
/// `labd-cosignatures.REGION.OFFICE.GENERATION`, on which witnesses of the region answer checkpoints.
///
/// A full stop in an office's id is written `%2E`, since it would divide a subject.
package struct OfficeFeed: Sendable, Hashable {
    /// The region.
    package let region: String
    /// The office, as its log's events name it.
    package let office: String
    private let token: String

    /// Creates the names; nil unless region and office are ids of 1 to 64 characters of `A-Z a-z 0-9 . _ : -`.
    package init?(region: String, office: String) {
        guard Self.isID(region), !region.contains("."), Self.isID(office) else { return nil }
        self.region = region
        self.office = office
        token = office.split(separator: ".", omittingEmptySubsequences: false).joined(separator: "%2E")
    }

    /// Reads the names and the generation from a subject of a stream; nil for any other.
    package init?(subject: String, generation: inout Int) {
        let parts = subject.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0] == "labd", let number = Int(parts[3]), number > 0, parts[3].first != "+",
            ["events", "checkpoint"].contains(parts[4])
        else { return nil }
        self.init(region: String(parts[1]), office: String(parts[2].replacing("%2E", with: ".")))
        generation = number
    }

    private static func isID(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: ":"),
                    UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    /// The name of the office's stream.
    package var stream: String { "labd-\(region)-\(token)" }
    /// The subjects that the stream stores.
    package var streamSubject: String { "labd.\(region).\(token).*.*" }
    /// The subjects of a generation of the log in the stream.
    package func subjects(_ generation: Int) -> String { "labd.\(region).\(token).\(generation).*" }
    /// The subject below which the servers answer the office's relay, so that no other office hears its answers.
    package var inbox: String { "_INBOX.\(region).\(token)" }
    /// The subject on which the office's relay is asked to send lines again.
    package var resend: String { "labd.\(region).\(token).resend" }

    /// The subject of the lines of a generation of the log.
    package func events(_ generation: Int) -> String { "labd.\(region).\(token).\(generation).events" }
    /// The subject of its checkpoints.
    package func checkpoints(_ generation: Int) -> String { "labd.\(region).\(token).\(generation).checkpoint" }
    /// The subject of its checkpoints with a witness' cosignature.
    package func cosignatures(_ generation: Int) -> String { "labd-cosignatures.\(region).\(token).\(generation)" }
}

/// Which log a line is of: the office and the generation in its `source`, `urn:labd:OFFICE:GENERATION`.
package struct LogSource: Sendable, Hashable {
    /// The office.
    package let office: String
    /// The generation of its log: 1, and one more after each restore that gave up events.
    package let generation: Int

    /// Reads a source; nil for anything else.
    package init?(_ source: String) {
        guard source.hasPrefix("urn:labd:"), let colon = source.lastIndex(of: ":"),
            let generation = Int(source[source.index(after: colon)...]), generation > 0
        else { return nil }
        // An office's id may have colons.
        office = source[..<colon].dropFirst("urn:labd:".count).description
        guard !office.isEmpty else { return nil }
        self.generation = generation
    }
}
