/// Rows and columns for a terminal: aligned, no wider than they need, columns two spaces apart.
struct Table {
    /// A column with its heading.
    struct Column: Hashable {
        enum Side: Hashable { case left, right }

        let heading: String
        let side: Side
        /// Cells that are wider go on below.
        var widest = widestWords

        /// Words.
        static func left(_ heading: String) -> Column { Column(heading: heading.visible(), side: .left) }
        /// Names, which are never cut.
        static func whole(_ heading: String) -> Column {
            Column(heading: heading.visible(), side: .left, widest: .max)
        }
        /// Figures.
        static func right(_ heading: String) -> Column { Column(heading: heading.visible(), side: .right) }
    }

    /// A cell, in a row and a column.
    struct Cell: Hashable, ExpressibleByStringLiteral {
        let text: String
        var isWarning = false

        init(_ text: String, isWarning: Bool = false) {
            // A newline would break the row.
            self.text = text.visible()
            self.isWarning = isWarning
        }

        init(stringLiteral text: String) { self.init(text) }

        /// Minutes as hours.
        static func hours(_ minutes: Int?) -> Cell { minutes.map { Cell(LabTerminal.hours($0)) } ?? "" }
        /// Minutes as hours, highlighted if they are negative.
        static func balance(_ minutes: Int?) -> Cell {
            minutes.map { Cell(LabTerminal.hours($0), isWarning: $0 < 0) } ?? ""
        }
        /// A count.
        static func count(_ count: Int?) -> Cell { count.map { Cell(grouped($0)) } ?? "" }
        /// A word.
        static func text(_ text: String?) -> Cell { Cell(text ?? "") }
    }

    private enum Row {
        case cells([Cell])
        case rule
    }

    /// How wide a column of words is at most; what is longer goes on below.
    static let widestWords = 46

    private let columns: [Column]
    private var rows: [Row] = []

    init(_ columns: [Column]) {
        self.columns = columns
    }

    /// Adds a row; cells left out are empty.
    mutating func add(_ cells: [Cell]) { rows.append(.cells(cells)) }
    /// Adds a rule before what follows, usually a total.
    mutating func rule() { rows.append(.rule) }

    /// The lines, each ended by a newline; trailing spaces are left out.
    func text(_ style: Style) -> String {
        let hasHeadings = columns.contains { !$0.heading.isEmpty }
        var widths = columns.map(\.heading.displayWidth)
        for case .cells(let cells) in rows {
            for (index, cell) in cells.enumerated() where index < widths.count {
                widths[index] = min(max(widths[index], cell.text.displayWidth), columns[index].widest)
            }
        }
        var out = ""
        if hasHeadings { out += line(columns.map { Cell($0.heading) }, widths) { style.heading($0.text) } }
        for row in rows {
            switch row {
            case .cells(let cells):
                for part in folded(cells, widths) {
                    out += line(part, widths) { $0.isWarning ? style.warning($0.text) : $0.text }
                }
            case .rule: out += String(repeating: "─", count: widths.reduce(0, +) + 2 * (widths.count - 1)) + "\n"
            }
        }
        return out
    }

    /// The row on as many lines as its longest cell needs.
    private func folded(_ cells: [Cell], _ widths: [Int]) -> [[Cell]] {
        guard zip(cells, widths).contains(where: { $0.text.displayWidth > $1 }) else { return [cells] }
        let parts = zip(cells, widths).map { cell, width in
            Self.folded(cell.text, width).map { Cell($0, isWarning: cell.isWarning) }
        }
        let height = parts.map(\.count).max() ?? 1
        return (0..<height).map { line in parts.map { line < $0.count ? $0[line] : "" } }
    }

    /// The text in pieces that take at most `width` columns, cut at spaces where there are any.
    private static func folded(_ text: String, _ width: Int) -> [String] {
        var pieces: [String] = []
        var rest = Substring(text)
        while String(rest).displayWidth > width {
            var taken = 0
            var end = rest.startIndex
            while taken + rest[end].displayWidth <= width {
                taken += rest[end].displayWidth
                end = rest.index(after: end)
            }
            // A space immediately after the piece also ends it. A piece has at least one character.
            if let space = rest[...end].lastIndex(of: " "), space > rest.startIndex {
                pieces.append(String(rest[..<space]))
                rest = rest[rest.index(after: space)...]
            } else {
                end = max(end, rest.index(after: rest.startIndex))
                pieces.append(String(rest[..<end]))
                rest = rest[end...]
            }
        }
        return pieces + [String(rest)]
    }

    private func line(_ cells: [Cell], _ widths: [Int], _ styled: (Cell) -> String) -> String {
        var out = ""
        var owed = 0
        for (index, column) in columns.enumerated() {
            let cell = index < cells.count ? cells[index] : ""
            let space = widths[index] - cell.text.displayWidth
            if column.side == .right { owed += space }
            if !cell.text.isEmpty {
                out += String(repeating: " ", count: owed) + styled(cell)
                owed = 0
            }
            if column.side == .left { owed += space }
            owed += 2
        }
        return out + "\n"
    }
}
