internal import CanonicalJSON

/// Writes events as a table for spreadsheets and statistics: CSV (RFC 4180) in UTF-8, one row an event, in the dialect of
/// its writer.
///
/// Columns: `position`, `time` (when it was recorded, UTC), `occurred` (the day on which it happened), `type`,
/// `subject`, `revision`, `actor`, `cause`, `flags`; then one for each data field of any event, sorted by name. A field
/// that has the name of one of the former stands as `data.NAME` (`data.position` of `record.voided`). Where there is a
/// column `minutes`, the next is `hours`: the same in hours with two decimals (`450` is `7.50`), rounded half to even.
///
/// Cells: text as it is, whole numbers, `true` and `false`; lists of ids and codes joined by spaces, `flags` too; any
/// other list, and objects, as canonical JSON. What an event does not have is empty. What is done with cells that begin
/// with `=`, `+`, `-` or `@`, `CSVWriter` tells.
///
/// All events are rows, voided ones and those that voided them included: the table is what the log holds.
public struct CSVExport: Sendable {
    private static let envelope = [
        "position", "time", "occurred", "type", "subject", "revision", "actor", "cause", "flags",
    ]

    private let fields: CSVFields
    private let names: [String]
    private let writer: CSVWriter

    /// A table with a column for each of `fields`.
    public init(fields: CSVFields, writer: CSVWriter = CSVWriter()) {
        self.fields = fields
        names = fields.names
        self.writer = writer
    }

    /// What the dialect begins with, and the first row: the columns' names.
    public var header: String {
        var cells = Self.envelope
        for name in names {
            cells.append(StoredEvent.exportName(name))
            if name == "minutes" { cells.append("hours") }
        }
        return writer.dialect.start + writer.row(cells)
    }

    /// The row of an event.
    ///
    /// - Throws: `InterchangeError` with the code `unknownField` if its data has a field without a column: the fields
    ///   were collected from other events.
    public func row(_ event: StoredEvent) throws(InterchangeError) -> String {
        for member in event.data.members where !fields.contains(member.name) {
            throw InterchangeError(
                .unknownField, value: member.name,
                "the event at position \(event.position) has a field \(member.name), for which there is no column",
                accepted: "fields collected from all events of the table")
        }
        var cells = [
            "\(event.position)", event.time, event.occurred, event.type, event.subject, "\(event.revision)",
            event.actor, event.cause, event.flags.joined(separator: " "),
        ]
        for name in names {
            let value = event.data[name]
            cells.append(value?.cellText ?? "")
            if name == "minutes" { cells.append(writer.dialect.decimal(Self.hours(value))) }
        }
        return writer.row(cells)
    }

    /// Minutes as hours with two decimals; empty for what is no amount of minutes.
    private static func hours(_ value: JSON?) -> String {
        guard case .integer(let minutes)? = value, minutes >= 0 else { return "" }
        // A minute is 5/3 of a hundredth of an hour, so halves never come up, and rounding half up is half to even.
        let hundredths = (minutes * 10 + 3) / 6
        return "\(hundredths / 100).\(padded(Int(hundredths % 100)))"
    }
}
