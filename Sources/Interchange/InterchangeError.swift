/// Why something could not be turned from one form into another: what, where, and what would be accepted.
///
/// The only error of this module. `code` is stable; the texts are for people and may change.
public struct InterchangeError: Error, Sendable, Hashable {
    /// What is wrong, by kind; the raw value is the stable name.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        // MARK: A stored event

        /// A line that is not one of labd's stored events.
        case notAnEvent = "not-an-event"
        /// An event whose position does not come after the one before it.
        case outOfOrder = "out-of-order"
        /// An event with a data field that the columns were not told of.
        case unknownField = "unknown-field"
        /// What was set aside for an export is not there any more.
        case storeFailed = "store-failed"

        // MARK: A CSV text

        /// A byte that is not UTF-8.
        case notUTF8 = "not-utf-8"
        /// A byte that is not a character of Windows-1252, in a sheet that is said to be in it.
        case notWindows1252 = "not-windows-1252"
        /// A quote that is opened and never closed.
        case unclosedQuote = "unclosed-quote"
        /// A quote inside an unquoted cell, or text after a closing one.
        case strayQuote = "stray-quote"
        /// A carriage return that no line feed follows.
        case strayReturn = "stray-return"
        /// A row that is longer than any sheet's.
        case rowTooLong = "row-too-long"
        /// A row with more or fewer cells than the first.
        case wrongColumns = "wrong-columns"

        // MARK: A mapping and the header that it meets

        /// A mapping that contradicts itself.
        case badMapping = "bad-mapping"
        /// A sheet whose cells have something else between them than the mapping says.
        case wrongDelimiter = "wrong-delimiter"
        /// A file without any row.
        case missingHeaderRow = "missing-header-row"
        /// A header that the mapping does not name.
        case unknownHeader = "unknown-header"
        /// A header that the mapping names and the file lacks.
        case missingHeader = "missing-header"
        /// A header that the file has twice.
        case repeatedHeader = "repeated-header"

        // MARK: A cell

        /// Nothing where something is required.
        case emptyCell = "empty-cell"
        /// Text that is no day in the order that the mapping says.
        case wrongDay = "wrong-day"
        /// A day in the right order that the calendar does not have.
        case impossibleDay = "impossible-day"
        /// Text that is no time of day.
        case wrongClock = "wrong-clock"
        /// Text that is no number of the kind asked for.
        case wrongNumber = "wrong-number"
        /// A number with a decimal comma where a whole one or a point is expected.
        case decimalComma = "decimal-comma"
        /// A word that is none of those that the mapping knows.
        case unknownWord = "unknown-word"
        /// A list with nothing between two separators.
        case emptyItem = "empty-item"
        /// A control character, such as a line break, which labd takes in no text.
        case controlCharacter = "control-character"

        // MARK: A row's id

        /// A row whose id would have more than 64 characters.
        case longID = "long-id"
        /// A row with the id of an earlier one.
        case repeatedID = "repeated-id"
    }

    /// What is wrong.
    public let code: Code
    /// Where in a CSV text; nil if the error is of no text.
    public internal(set) var place: CSVPlace?
    /// What stood there, as it was read.
    public let value: String?
    /// What is wrong, for a person.
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
    /// One line for a person: where, what, and what would be accepted.
    public var description: String {
        var text = place.map { "\($0): " } ?? ""
        text += detail
        if let accepted { text += "; accepted: \(accepted)" }
        return text
    }
}
