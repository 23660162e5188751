extension CSVMapping {
    /// Where the id of a row's command comes from. An id is a promise: labd answers the same id with the same content
    /// as repeated and does not record it again, so that a sheet can be imported twice.
    ///
    /// The id is readable text and not a digest: its parts, each with every byte outside `A–Z a–z 0–9 . -` written as
    /// `_` and two hexadecimal digits, joined by `:`. Different parts thus never make the same id. It has at most 64
    /// characters, as labd takes; a row whose id would be longer is an error (`longID`).
    public enum Identity: Sendable, Hashable {
        /// `PREFIX:CELL:CELL…`: from what those columns become (`2019-06-03`, however the sheet writes the day; empty
        /// cells too), or, of ignored columns, from their text. Two rows of a sheet with the same id are an error. Rows
        /// may be moved and added freely; a correction of any other cell is answered with `id-reused`, which it
        /// should be, for the record exists.
        case columns(prefix: String, headers: [String])
        /// `PREFIX:FILE:LINE`, for sheets that have nothing of their own to tell rows apart. It holds as long as the
        /// file keeps its name and its lines: a row that is inserted moves all below it onto the ids of others, which
        /// labd then refuses as `id-reused`, and the last ones onto new ids, under which they would be recorded twice.
        case fileLine(prefix: String)

        /// What all ids begin with; may be empty.
        public var prefix: String {
            switch self {
            case .columns(let prefix, _), .fileLine(let prefix): prefix
            }
        }
    }
}
