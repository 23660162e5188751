/// Rows and columns for a terminal: aligned, no wider than they need, columns two spaces apart.
///
/// Where the terminal is too narrow, columns give way in this order, no further than they must:
/// 1. headings continue below,
/// 2. words continue below, first in the widest column,
/// 3. columns are left out and named below the table: those of the least importance first, among these from the right.
///
/// Figures, days and ids are never broken, and the first column always stays.
struct Table {
    /// A column with its heading.
    struct Column: Hashable {
        enum Side: Hashable { case left, right }

        let heading: String
        let side: Side
        /// Cells that are wider go on below.
        var widest = widestWords
        /// Whether cells may continue below in a narrower column than this.
        var isFolding = false
        /// How early it is left out where the terminal is too narrow: later columns of a higher rank go first.
        var rank = 0

        /// Words.
        static func left(_ heading: String, rank: Int = 0) -> Column {
            Column(heading: heading.visible(), side: .left, isFolding: true, rank: rank)
        }
        /// Names, which are never cut.
        static func whole(_ heading: String, rank: Int = 0) -> Column {
            Column(heading: heading.visible(), side: .left, widest: .max, rank: rank)
        }
        /// Names of several words, which are never cut within a word.
        static func phrase(_ heading: String, rank: Int = 0) -> Column {
            Column(heading: heading.visible(), side: .left, widest: .max, isFolding: true, rank: rank)
        }
        /// Figures.
        static func right(_ heading: String, rank: Int = 0) -> Column {
            Column(heading: heading.visible(), side: .right, widest: .max, rank: rank)
        }
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

    /// The lines, each ended by a newline; trailing spaces are left out. They fit on the screen, if there is one.
    func text(_ style: Style, on screen: Screen? = Screen.present) -> String {
        let layout = TableLayout(columns, cells, columnsOfScreen: screen?.columns)
        var out = ""
        if columns.contains(where: { !$0.heading.isEmpty }) {
            for part in folded(columns.map { Cell($0.heading) }, layout) {
                out += line(part, layout) { style.heading($0.text) }
            }
        }
        for row in rows {
            switch row {
            case .cells(let cells):
                for part in folded(cells, layout) {
                    out += line(part, layout) { $0.isWarning ? style.warning($0.text) : $0.text }
                }
            case .rule: out += String(repeating: "─", count: layout.width) + "\n"
            }
        }
        let leftOut = layout.leftOut.map { columns[$0].heading }.filter { !$0.isEmpty }
        guard let screen, !leftOut.isEmpty else { return out }
        let names = leftOut.joined(separator: ", ")
        return out
            + style.faint(
                localized(
                    "left out at \(screen.columns) columns: \(names); --csv or --json has them",
                    it: "a \(screen.columns) colonne mancano: \(names); con --csv o --json ci sono"
                ).wrapped(on: screen)) + "\n"
    }

    private var cells: [[Cell]] { rows.compactMap { if case .cells(let cells) = $0 { cells } else { nil } } }

    /// The row on as many lines as its longest cell needs; columns that are left out are empty.
    private func folded(_ cells: [Cell], _ layout: TableLayout) -> [[Cell]] {
        guard layout.shown.contains(where: { $0 < cells.count && cells[$0].text.displayWidth > layout.widths[$0] })
        else {
            return [cells]
        }
        let parts = cells.indices.map { index in
            guard index < columns.count, layout.shown.contains(index) else { return [Cell("")] }
            return cells[index].text.folded(to: layout.widths[index]).map {
                Cell($0, isWarning: cells[index].isWarning)
            }
        }
        let height = parts.map(\.count).max() ?? 1
        return (0..<height).map { line in parts.map { line < $0.count ? $0[line] : "" } }
    }

    private func line(_ cells: [Cell], _ layout: TableLayout, _ styled: (Cell) -> String) -> String {
        var out = ""
        var owed = 0
        for index in layout.shown {
            let cell = index < cells.count ? cells[index] : ""
            let space = layout.widths[index] - cell.text.displayWidth
            if columns[index].side == .right { owed += space }
            if !cell.text.isEmpty {
                out += String(repeating: " ", count: max(0, owed)) + styled(cell)
                owed = 0
            }
            if columns[index].side == .left { owed += space }
            owed += 2
        }
        return out + "\n"
    }
}
