package import CivilTime
package import Presentation
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
    /// Whether its sheets lie on their long side.
    package let isLandscape: Bool
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
        /// What stands below it, such as how its figures are rounded; nil for nothing.
        package let note: String?
        /// Whether its rows have room for writing by hand.
        package let isWrittenOn: Bool

        package init(
            title: String, columns: [Column], rows: [Row], note: String? = nil, isWrittenOn: Bool = false
        ) {
            (self.title, self.columns, self.rows) = (title, columns, rows)
            (self.note, self.isWrittenOn) = (note, isWrittenOn)
        }

        /// Whether a last row adds up columns.
        package var hasTotals: Bool { columns.contains { $0.zero != nil } }

        /// The sum of each column that is added up; nil for others.
        package var totals: [Cell?] {
            columns.indices.map { index in
                columns[index].zero.map { zero in rows.reduce(zero) { $1.cells[index].added(to: $0) } }
            }
        }
    }

    /// A column of a table.
    package struct Column: Hashable, Sendable {
        package let title: String
        /// The zero that the total in the last row starts from; nil for a column without a total, such as one of persons, who may be in two
        /// rows.
        package let zero: Cell?

        package init(_ title: String, summedFrom zero: Cell? = nil) { (self.title, self.zero) = (title, zero) }
    }

    /// A row of a table.
    package struct Row: Hashable, Sendable {
        package let cells: [Cell]
        /// Whether it is grey, as days on which nobody works are.
        package let isFaint: Bool

        package init(_ cells: [Cell], isFaint: Bool = false) { (self.cells, self.isFaint) = (cells, isFaint) }
    }

    /// What stands in a cell.
    package typealias Cell = CellValue
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

extension CellValue {
    /// Whether it stands at the right.
    package var isNumber: Bool {
        switch self {
        case .minutes, .number, .position, .cents, .centFractions: true
        case .empty, .text, .day: false
        }
    }

    /// Adds this value to a sum of the same unit; the sum is unchanged if the value is of another.
    fileprivate func added(to sum: CellValue) -> CellValue {
        switch (self, sum) {
        case (.minutes(let value), .minutes(let before)): .minutes(before + value)
        case (.number(let value), .number(let before)): .number(before + value)
        case (.cents(let value), .cents(let before)): .cents(before + value)
        case (.centFractions(let value), .centFractions(let before)): .centFractions(before + value)
        default: sum
        }
    }

    /// The text of it on paper and on a terminal, but for a day, which each writes in its own way.
    package func text(in language: DisplayLanguage) -> String {
        switch self {
        case .empty: ""
        case .text(let text): text
        case .day(let day): day.description
        case .minutes(let minutes): language.hours(minutes)
        case .number(let number): language.grouped(number)
        case .position(let position): String(position)
        case .cents(let cents): language.euros(cents)
        case .centFractions(let fractions): language.euros(AnswerCells.cents(fractions))
        }
    }
}
