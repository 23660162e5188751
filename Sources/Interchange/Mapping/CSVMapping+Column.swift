extension CSVMapping {
    /// A column of the sheet and the field that it becomes.
    public struct Column: Sendable, Hashable {
        /// The column's header in the first row of the sheet, without surrounding spaces.
        public let header: String
        /// The command's data field: `minutes`.
        public let field: String
        /// The form of the cells.
        public let kind: Kind
        /// Whether an empty cell is an error. If not, the field is left out of the command of that row.
        public let isRequired: Bool

        /// Creates a column.
        public init(header: String, field: String, kind: Kind, isRequired: Bool = true) {
            self.header = header
            self.field = field
            self.kind = kind
            self.isRequired = isRequired
        }
    }
}
