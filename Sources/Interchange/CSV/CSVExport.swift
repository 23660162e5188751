internal import CanonicalJSON
internal import CivilTime
public import EventFormat

/// An export of events as a table for spreadsheets and statistics: CSV (RFC 4180) in UTF-8, with a row for each event, in the
/// dialect of its writer.
///
/// Columns: `position`, `time` (when it was recorded, UTC), `occurred` (the day on which it happened), `type`, `subject`,
/// `revision`, `actor`, `cause`, `flags`; then one for each data field of any event, sorted by name. A field that has the name
/// of one of the former is called `data.NAME` (`data.position` of `record.voided`). A column `minutes` is followed by `hours`:
/// the same amount in hours with two decimals (`450` is `7.50`), rounded half to even.
///
/// Cells contain unchanged text, whole numbers, `true` and `false`. Lists of ids and codes, and `flags`, are joined by spaces;
/// any other list, and objects, are canonical JSON. A field that an event does not have is empty. `CSVWriter` describes cells
/// that begin with `=`, `+`, `-` or `@`.
///
/// All events are rows, including voided ones and those that voided them: the table contains the whole log.
public struct CSVExport: Sendable {
    private static let envelope = [
        "position", "time", "occurred", "type", "subject", "revision", "actor", "cause", "flags",
    ]

    private let fields: CSVFields
    private let names: [String]
    private let writer: CSVWriter

    /// Creates a table with a column for each of `fields`.
    public init(fields: CSVFields, writer: CSVWriter = CSVWriter()) {
        self.fields = fields
        names = fields.names
        self.writer = writer
    }

    /// The text with which the dialect begins, and the first row, which contains the names of the columns.
    public var header: String {
        var cells = Self.envelope
        for name in names {
            cells.append(StoredEvent.exportName(name))
            if name == "minutes" { cells.append("hours") }
        }
        return writer.dialect.start + writer.row(cells)
    }

    /// Returns the row of an event.
    ///
    /// - Throws: `InterchangeError` with the code `unknownField` if its data has a field without a column: the fields
    ///   were collected from other events.
    public func row(_ event: StoredEvent) throws(InterchangeError) -> String {
        for member in event.fields where !fields.contains(member.name) {
            throw InterchangeError(
                .unknownField, value: member.name,
                "the event at position \(event.position) has a field \(member.name), for which there is no column",
                accepted: "fields collected from all events of the table")
        }
        var cells = [
            "\(event.position)", event.time.description, event.occurred, event.type, event.subject, "\(event.revision)",
            event.actor, event.cause, event.flags.joined(separator: " "),
        ]
        for name in names {
            let value = event.data[name]
            cells.append(value?.cellText ?? "")
            if name == "minutes" { cells.append(writer.dialect.decimal(Self.hours(value))) }
        }
        return writer.row(cells)
    }

    /// Returns minutes as hours with two decimals; empty if the value is not an amount of minutes.
    private static func hours(_ value: JSON?) -> String {
        guard case .integer(let minutes)? = value, minutes >= 0 else { return "" }
        // A minute is 5/3 of a hundredth of an hour, so halves never occur, and rounding half up equals rounding half to even.
        let hundredths = (minutes * 10 + 3) / 6
        return "\(hundredths / 100).\(Int(hundredths % 100).padded(to: 2))"
    }
}
