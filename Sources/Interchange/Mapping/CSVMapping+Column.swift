extension CSVMapping {
    /// A column of the sheet and the field that it becomes.
    public struct Column: Sendable, Hashable {
        /// What stands in the sheet's first row, spaces around it aside.
        public let header: String
        /// The command's data field: `minutes`.
        public let field: String
        /// What the cells look like.
        public let kind: Kind
        /// Whether an empty cell is an error. If not, the field is left out of that row's command.
        public let isRequired: Bool

        /// A column of that form.
        public init(header: String, field: String, kind: Kind, isRequired: Bool = true) {
            self.header = header
            self.field = field
            self.kind = kind
            self.isRequired = isRequired
        }
    }
}
