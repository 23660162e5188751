/// A table of a workbook: one row of titles, rows of cells, and where columns are added up, a row of totals.
package struct Worksheet {
    /// What stands in a cell.
    package enum Cell: Hashable, Sendable {
        /// Nothing.
        case empty
        /// A text, which is never read as a formula.
        case text(String)
        /// A whole number.
        case number(Int)
        /// Minutes, shown as hours and minutes beyond 24: `450` is `7:30`.
        case minutes(Int)
        /// Euros, shown to the cent. Sums include the fractions that are not shown.
        case euros(Double)
        /// A calendar day of the years 1900 to 9999.
        case day(year: Int, month: Int, day: Int)
    }

    /// A column.
    package struct Column: Hashable, Sendable {
        /// What stands above it.
        package let title: String
        /// Whether a formula below adds it up.
        package let isSummed: Bool

        package init(title: String, isSummed: Bool = false) {
            self.title = title
            self.isSummed = isSummed
        }
    }

    /// What stands on its tab; a workbook makes names of it that spreadsheets take.
    package let name: String
    package let columns: [Column]
    /// The rows, each with a cell for every column.
    package let rows: [[Cell]]
    /// What stands before the totals.
    package let totalTitle: String

    /// A table.
    ///
    /// - Parameters:
    ///   - name: What stands on its tab.
    ///   - columns: Its columns.
    ///   - rows: Its rows, each with a cell for every column.
    ///   - totalTitle: What stands before the totals.
    ///   - decimalHours: What is added to the title of a column whose times are decimal hours, as those below zero must be.
    package init(name: String, columns: [Column], rows: [[Cell]], totalTitle: String, decimalHours: String) {
        self.name = name
        self.rows = rows
        self.totalTitle = totalTitle
        self.columns = columns.enumerated().map { number, column in
            guard Self.hasNegativeMinutes(number, in: rows) else { return column }
            return Column(title: "\(column.title) (\(decimalHours))", isSummed: column.isSummed)
        }
    }

    /// Whether a column has amounts of time below zero, which spreadsheets do not show as times: it is written in decimal hours.
    func hasNegativeMinutes(_ column: Int) -> Bool { Self.hasNegativeMinutes(column, in: rows) }

    private static func hasNegativeMinutes(_ column: Int, in rows: [[Cell]]) -> Bool {
        rows.contains { if case .minutes(let minutes) = $0[column] { minutes < 0 } else { false } }
    }
}

extension Worksheet.Cell {
    /// The number in it; nil if it is none.
    var amount: Double? {
        switch self {
        case .number(let value), .minutes(let value): Double(value)
        case .euros(let value): value
        case .empty, .text, .day: nil
        }
    }

    /// About how many characters wide it is.
    var width: Int {
        switch self {
        case .empty: 0
        case .text(let text): text.split(separator: "\n").map(\.count).max() ?? 0
        case .number(let value): String(value).count
        case .minutes(let value): String(value / 60).count + 3
        case .euros(let value): String(Int(value)).count * 4 / 3 + 5
        case .day: 10
        }
    }
}

extension Worksheet {
    /// The letters of a column: 0 is A, 26 is AA.
    package static func letters(ofColumn number: Int) -> String {
        var (name, rest) = ("", number)
        repeat {
            name = String(UnicodeScalar(UInt8(65 + rest % 26))) + name
            rest = rest / 26 - 1
        } while rest >= 0
        return name
    }
}
