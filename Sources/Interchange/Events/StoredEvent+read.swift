internal import CanonicalJSON
public import EventFormat

extension StoredEvent {
    /// Reads a stored line, without its newline.
    ///
    /// - Throws: `InterchangeError` with the code `notAnEvent` for anything that labd would not have stored.
    public init(_ line: Span<UInt8>) throws(InterchangeError) {
        do { self = try EventLine.read(line) } catch {
            throw InterchangeError(
                .notAnEvent, "the line is not an event of labd's log: it departs at byte \(error.offset)")
        }
    }

    /// Reads a stored line, without its newline. See `init(_:)` for a span.
    public init(_ line: [UInt8]) throws(InterchangeError) { try self.init(line.span) }

    /// The kind of the stream, before the first slash: `case` of `case/c-000001`.
    public var streamKind: String { String(subject.prefix { $0 != "/" }) }

    /// The rest of the stream's name, after the first slash: `c-000001`; empty for a stream that is alone of its kind.
    public var streamID: String { String(subject.dropFirst(streamKind.count + 1)) }

    /// What the event says, without its flags, in canonical order.
    var fields: [JSONObject.Member] { data.members.filter { $0.name != "flags" } }
}
