public import CanonicalJSON
import CivilTime

/// One event as labd stores and exports it: a line of canonical JSON that is also a CloudEvents 1.0 structured event.
///
/// What no export needs (`id`, which is the position in decimal, `schema`, `sealed`) is not kept.
public struct StoredEvent: Sendable, Hashable {
    /// Its place in the log: 0, 1, 2, … without gaps.
    public let position: Int
    /// Its place in its stream, from 1.
    public let revision: Int
    /// What happened: `case.opened`.
    public let type: String
    /// The stream it is in: `case/c-000001`, `project`, `timesheet/sw-01/2019-06`.
    public let subject: String
    /// The account that sent the command.
    public let actor: String
    /// The command's id, or `labd`.
    public let cause: String
    /// The civil day on which it happened, `YYYY-MM-DD`.
    public let occurred: String
    /// When it was recorded, `YYYY-MM-DDTHH:MM:SS.ffffffZ`.
    public let time: String
    /// The log it is of: `urn:labd:OFFICE:GENERATION`.
    public let source: String
    /// What the event says, without `flags`; members in canonical order.
    public let data: JSONObject
    /// What was noticed when it was recorded, sorted; empty if nothing was.
    public let flags: [String]

    /// Reads a stored line, without its newline.
    ///
    /// - Throws: `InterchangeError` with the code `notAnEvent` if the bytes are not canonical JSON (RFC 8785) or lack a
    ///   field of a stored event. Fields that this version does not know are no error.
    public init(_ line: Span<UInt8>) throws(InterchangeError) {
        let value: JSON
        do {
            value = try JSONReader.read(line, as: .canonical)
        } catch {
            throw InterchangeError(.notAnEvent, "the line is not canonical JSON: \(error)")
        }
        guard case .object(let object) = value else {
            throw InterchangeError(.notAnEvent, "the line is not a JSON object")
        }
        guard try Self.text("specversion", of: object) == "1.0" else {
            throw InterchangeError(.notAnEvent, "the event's specversion is not 1.0")
        }
        position = try Self.whole("position", of: object, from: 0)
        revision = try Self.whole("revision", of: object, from: 1)
        type = try Self.text("type", of: object)
        subject = try Self.text("subject", of: object)
        actor = try Self.text("actor", of: object)
        cause = try Self.text("cause", of: object)
        time = try Self.text("time", of: object)
        source = try Self.text("source", of: object)
        occurred = try Self.text("occurred", of: object)
        guard Day(occurred) != nil else {
            throw InterchangeError(.notAnEvent, value: occurred, "the event's occurred is not a day YYYY-MM-DD")
        }
        guard case .object(var data)? = object["data"] else {
            throw InterchangeError(.notAnEvent, "the event has no object data")
        }
        flags = try Self.flags(of: data)
        data.members.removeAll { $0.name == "flags" }
        self.data = data
    }

    /// Reads a stored line, without its newline. See `init(_:)` for a span.
    public init(_ line: [UInt8]) throws(InterchangeError) {
        try self.init(line.span)
    }

    /// The kind of the stream, before the first slash: `case` of `case/c-000001`.
    public var streamKind: String { String(subject.prefix { $0 != "/" }) }

    /// The rest of the stream's name, after the first slash: `c-000001`; empty for a stream that is alone of its kind.
    public var streamID: String { String(subject.dropFirst(streamKind.count + 1)) }

    private static func text(_ name: String, of object: JSONObject) throws(InterchangeError) -> String {
        guard case .string(let text)? = object[name] else {
            throw InterchangeError(.notAnEvent, "the event has no text \(name)")
        }
        return text
    }

    private static func whole(
        _ name: String, of object: JSONObject, from least: Int64
    ) throws(InterchangeError) -> Int {
        guard case .integer(let number)? = object[name], number >= least else {
            throw InterchangeError(.notAnEvent, "the event has no \(name) of \(least) or more")
        }
        return Int(number)
    }

    private static func flags(of data: JSONObject) throws(InterchangeError) -> [String] {
        guard let value = data["flags"] else { return [] }
        guard case .array(let items) = value else {
            throw InterchangeError(.notAnEvent, "the event's flags are not a list")
        }
        var flags: [String] = []
        for item in items {
            guard case .string(let flag) = item else {
                throw InterchangeError(.notAnEvent, "one of the event's flags is not text")
            }
            flags.append(flag)
        }
        return flags
    }
}
