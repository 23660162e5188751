/// The reason why something could not be converted: what is wrong, where, and what would be accepted.
///
/// The only error of this module. `code` is stable; the texts are for people and may change.
public struct InterchangeError: Error, Sendable, Hashable {
    /// The kinds of error; the raw value is the stable name.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        // MARK: A stored event

        /// A line that is not an event as labd stores it.
        case notAnEvent = "not-an-event"
        /// An event whose position does not come after the one before it.
        case outOfOrder = "out-of-order"
        /// An event with a data field for which there is no column.
        case unknownField = "unknown-field"
        /// The store of an export does not contain what was written to it.
        case storeFailed = "store-failed"

        // MARK: A CSV text

        /// A byte that is not UTF-8.
        case notUTF8 = "not-utf-8"
        /// A byte that is not a character of Windows-1252, in a sheet that should be in that encoding.
        case notWindows1252 = "not-windows-1252"
        /// A quote that is opened and never closed.
        case unclosedQuote = "unclosed-quote"
        /// A quote inside an unquoted cell, or text after a closing one.
        case strayQuote = "stray-quote"
        /// A carriage return that no line feed follows.
        case strayReturn = "stray-return"
        /// A row that is longer than a row of any real sheet.
        case rowTooLong = "row-too-long"
        /// A row with more or fewer cells than the first.
        case wrongColumns = "wrong-columns"

        // MARK: A mapping and the headers of a sheet

        /// A mapping that contradicts itself.
        case badMapping = "bad-mapping"
        /// A sheet whose delimiter is not that of the mapping.
        case wrongDelimiter = "wrong-delimiter"
        /// A file without any row.
        case missingHeaderRow = "missing-header-row"
        /// A header that the mapping does not name.
        case unknownHeader = "unknown-header"
        /// A header that the mapping names and the file lacks.
        case missingHeader = "missing-header"
        /// A header that is repeated in the file.
        case repeatedHeader = "repeated-header"

        // MARK: A cell

        /// An empty cell that must not be empty.
        case emptyCell = "empty-cell"
        /// Text that is not a day in the order that the mapping gives.
        case wrongDay = "wrong-day"
        /// A day in the right order that the calendar does not have.
        case impossibleDay = "impossible-day"
        /// Text that is not a time of day.
        case wrongClock = "wrong-clock"
        /// Text that is not a number of the required kind.
        case wrongNumber = "wrong-number"
        /// A number with a decimal comma where a whole number or a decimal point is expected.
        case decimalComma = "decimal-comma"
        /// A word that the mapping does not know.
        case unknownWord = "unknown-word"
        /// A list with nothing between two separators.
        case emptyItem = "empty-item"
        /// A control character, such as a line break, which labd does not accept in any text.
        case controlCharacter = "control-character"

        // MARK: A row's id

        /// A row whose id would have more than 64 characters.
        case longID = "long-id"
        /// A row with the id of an earlier one.
        case repeatedID = "repeated-id"
    }

    /// What is wrong.
    public let code: Code
    /// The place in a CSV text; nil if the error is not about a text.
    public internal(set) var place: CSVPlace?
    /// The value at the place, as it was read.
    public let value: String?
    /// The message for people.
    public let detail: String
    /// What would be accepted instead.
    public let accepted: String?

    init(_ code: Code, at place: CSVPlace? = nil, value: String? = nil, _ detail: String, accepted: String? = nil) {
        self.code = code
        self.place = place
        self.value = value
        self.detail = detail
        self.accepted = accepted
    }
}

extension InterchangeError: CustomStringConvertible {
    /// A line for people: where, what, and what would be accepted.
    public var description: String {
        var text = place.map { "\($0): " } ?? ""
        text += detail
        if let accepted { text += "; accepted: \(accepted)" }
        return text
    }
}
