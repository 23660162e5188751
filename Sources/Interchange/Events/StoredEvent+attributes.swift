internal import CanonicalJSON

extension StoredEvent {
    /// The names that exports give to what surrounds an event's data.
    private static let taken: Set<String> = [
        "position", "time", "occurred", "recorded", "type", "subject", "revision", "actor", "cause", "flags", "hours",
    ]

    /// What exports call a data field: by its name, or `data.NAME` where the envelope has that name already, as for
    /// `position` of `record.voided`.
    static func exportName(_ field: String) -> String { taken.contains(field) ? "data." + field : field }

    /// What surrounds the data, as attributes: `position`, `revision`, `actor`, `cause`, `recorded`, and `flags` where
    /// there are any, joined by spaces.
    var envelopeAttributes: [(name: String, value: AttributeValue)] {
        var attributes: [(name: String, value: AttributeValue)] = [
            ("position", .whole(Int64(position))), ("revision", .whole(Int64(revision))), ("actor", .text(actor)),
            ("cause", .text(cause)), ("recorded", .instant(time)),
        ]
        if !flags.isEmpty { attributes.append(("flags", .text(flags.joined(separator: " ")))) }
        return attributes
    }

    /// The text of a data field; nil if it is not there or is no text.
    func text(_ field: String) -> String? {
        guard case .string(let text)? = data[field] else { return nil }
        return text
    }
}
