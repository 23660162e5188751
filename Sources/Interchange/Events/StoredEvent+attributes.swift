internal import CanonicalJSON
internal import CivilTime
internal import EventFormat

extension StoredEvent {
    /// The names of the attributes of an event's envelope in exports.
    private static let taken: Set<String> = [
        "position", "time", "occurred", "recorded", "type", "subject", "revision", "actor", "cause", "flags", "hours",
    ]

    /// Returns the name of a data field in exports: its own name, or `data.NAME` if the envelope has that name, as for
    /// `position` of `record.voided`.
    static func exportName(_ field: String) -> String { taken.contains(field) ? "data." + field : field }

    /// The envelope as attributes: `position`, `revision`, `actor`, `cause`, `recorded`, and `flags`, if there are any, joined
    /// by spaces.
    var envelopeAttributes: [(name: String, value: AttributeValue)] {
        var attributes: [(name: String, value: AttributeValue)] = [
            ("position", .whole(Int64(position))), ("revision", .whole(Int64(revision))), ("actor", .text(actor)),
            ("cause", .text(cause)), ("recorded", .instant(time.description)),
        ]
        if !flags.isEmpty { attributes.append(("flags", .text(flags.joined(separator: " ")))) }
        return attributes
    }

    /// Returns the text of a data field; nil if the field is missing or is not a text.
    func text(_ field: String) -> String? {
        guard case .string(let text)? = data[field] else { return nil }
        return text
    }
}
