package import CivilTime
package import Wording

/// A paper of the office, before it is given a form: what it is called, what it says in tables, who signs it, and where in the log
/// its figures are. Its text is in the language in which it was made.
package struct Document {
    /// What it is called: `Foglio ore`.
    package let title: String
    /// What it is of: `ed-01, marzo 2020`.
    package let subject: String
    /// What stands above its tables, in order.
    package let facts: [Fact]
    /// Its tables, in order.
    package let tables: [Table]
    /// Who signs it by hand, in order.
    package let signatures: [Signature]
    /// What it refers to, printed on each page.
    package let reference: DocumentReference
    /// The figures that the reference's digest is of: canonical JSON.
    package let figures: [UInt8]
    /// When the last event was recorded that the figures know of.
    package let recorded: Instant
    /// Whether the log is a simulation, which the paper must say.
    package let isSimulated: Bool
    /// The language of its text.
    package let language: DisplayLanguage

    /// A value with what it is called.
    package struct Fact: Hashable, Sendable {
        package let label: String
        package let value: String

        package init(_ label: String, _ value: String) { (self.label, self.value) = (label, value) }
    }

    /// A place for a signature.
    package struct Signature: Hashable, Sendable {
        /// Whose it is: `L'operatore`.
        package let role: String
        /// Their name or id, where the log has it.
        package let name: String?

        package init(role: String, name: String? = nil) { (self.role, self.name) = (role, name) }
    }

    /// A table of figures.
    package struct Table: Hashable, Sendable {
        package let title: String
        package let columns: [Column]
        package let rows: [Row]
        /// Whether a last row adds up the columns of time, as its figures do.
        package let hasTotals: Bool

        package init(title: String, columns: [Column], rows: [Row], hasTotals: Bool = false) {
            (self.title, self.columns, self.rows, self.hasTotals) = (title, columns, rows, hasTotals)
        }

        /// The sum of each column of time; nil for others.
        package var totals: [Int?] {
            columns.indices.map { index in
                guard columns[index].isSummed else { return nil }
                return rows.reduce(0) { sum, row in
                    if case .minutes(let minutes) = row.cells[index] { sum + minutes } else { sum }
                }
            }
        }
    }

    /// A column of a table.
    package struct Column: Hashable, Sendable {
        package let title: String
        /// Whether the totals add it up.
        package let isSummed: Bool

        package init(_ title: String, isSummed: Bool = false) { (self.title, self.isSummed) = (title, isSummed) }
    }

    /// A row of a table.
    package struct Row: Hashable, Sendable {
        package let cells: [Cell]
        /// Whether it is grey, as days on which nobody works are.
        package let isFaint: Bool

        package init(_ cells: [Cell], isFaint: Bool = false) { (self.cells, self.isFaint) = (cells, isFaint) }
    }

    /// What stands in a cell.
    package enum Cell: Hashable, Sendable {
        case empty
        case text(String)
        case day(Day)
        case minutes(Int)
    }
}

extension Document {
    /// What the paper says if the log is a simulation; nil otherwise.
    package var simulationNote: String? {
        guard isSimulated else { return nil }
        return language.say(
            "A simulated log: nothing here is real.", it: "Registro simulato: nulla di quanto si vede è reale.")
    }
}

extension DisplayLanguage {
    /// Returns a text of documents in this language. Both stand at the place that says them, so that neither can be missing.
    func say(_ english: @autoclosure () -> String, it italian: @autoclosure () -> String) -> String {
        self == .italian ? italian() : english()
    }
}

extension Document.Cell {
    /// Whether it stands at the right.
    var isNumber: Bool { if case .minutes = self { true } else { false } }
}
