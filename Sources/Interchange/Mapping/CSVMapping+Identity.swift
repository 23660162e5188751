extension CSVMapping {
    /// How the id of a row's command is made. The id makes it possible to import a sheet twice: labd recognises a command with
    /// the same id and the same content as repeated, and does not record it again.
    ///
    /// The id is readable text, not a digest. It consists of its parts joined by `:`, with every byte outside `A–Z a–z 0–9 . -`
    /// written as `_` and two hexadecimal digits, so that different parts never make the same id. It has at most 64 characters,
    /// which is labd's limit; a row whose id would be longer is an error (`longID`).
    public enum Identity: Sendable, Hashable {
        /// `PREFIX:CELL:CELL…`: made from the values of those columns (`2019-06-03`, however the sheet writes the day; also
        /// from empty cells), or from the text of ignored columns. Two rows of a sheet with the same id are an error. Rows may
        /// be moved and added freely. A correction of any other cell is answered with `id-reused`, because the record already
        /// exists.
        case columns(prefix: String, headers: [String])
        /// `PREFIX:FILE:LINE`, for sheets whose cells do not identify a row. The ids stay the same only as long as the file
        /// keeps its name and its lines. If a row is inserted, all rows below it get the ids of others, which labd refuses as
        /// `id-reused`, and the last rows get new ids, under which they would be recorded twice.
        case fileLine(prefix: String)

        /// The beginning of all ids; may be empty.
        public var prefix: String {
            switch self {
            case .columns(let prefix, _), .fileLine(let prefix): prefix
            }
        }
    }
}
