import CanonicalJSON

/// The clear fields of a command in canonical form, split at the position where the flags will be inserted.
///
/// It is written when the command is read, so that the writer only has to join the pieces.
struct ClearData: Sendable {
    private static let flagsName = "flags"

    /// The members before the flags, separated and ended by commas.
    private var before: [UInt8]
    /// The members after the flags, each after a comma.
    private var after: [UInt8]

    init(_ members: [JSONObject.Member]) {
        var before = JSONWriter(capacity: 320)
        var after = JSONWriter(capacity: 320)
        for member in JSONObject(members).canonicalMembers {
            if member.name < Self.flagsName {
                before.write(member)
                before.raw(",")
            } else {
                after.raw(",")
                after.write(member)
            }
        }
        self.before = before.bytes
        self.after = after.bytes
    }

    /// Returns the data with further members, for the few events to which labd adds something.
    func adding(_ members: [JSONObject.Member]) throws(Refusal) -> ClearData {
        let own = bytes(with: Flags())
        guard case .object(let object)? = try? JSONReader.read(own.span, as: .strict) else {
            throw Refusal(.shape(.unreadableFields))
        }
        return ClearData(object.members + members)
    }

    /// The event's data, with these flags.
    func bytes(with flags: Flags) -> [UInt8] {
        var writer = JSONWriter(capacity: before.count + after.count + 64)
        writer.raw("{")
        writer.raw(before)
        if flags.isEmpty {
            // There is one comma too many: the last one before the flags, or the first one after them.
            if after.isEmpty {
                if !before.isEmpty { writer.bytes.removeLast() }
            } else {
                writer.raw(Array(after.dropFirst()))
            }
        } else {
            writer.string(Self.flagsName)
            writer.raw(":")
            writer.write(.array(flags.words.map(JSON.string)))
            writer.raw(after)
        }
        writer.raw("}")
        return writer.bytes
    }
}
