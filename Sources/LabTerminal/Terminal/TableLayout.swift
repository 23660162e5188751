/// How wide each column of a table is shown, and which ones are left out.
struct TableLayout {
    /// The indices of the columns that are shown, in order.
    private(set) var shown: [Int]
    /// The width of each column.
    private(set) var widths: [Int]

    /// The indices of the columns that are left out, in order.
    var leftOut: [Int] { widths.indices.filter { !shown.contains($0) } }

    /// How wide the table is.
    var width: Int { shown.reduce(0) { $0 + widths[$1] } + 2 * max(0, shown.count - 1) }

    /// Gives each column the width that it needs, or, if all of them together are wider than the screen, less: see ``Table``.
    init(_ columns: [Table.Column], _ rows: [[Table.Cell]], columnsOfScreen limit: Int?) {
        shown = Array(columns.indices)
        var needed = columns.map { _ in 0 }
        // The least width, within which no word is cut.
        var least = columns.map { _ in 0 }
        for cells in rows {
            for (index, cell) in cells.enumerated() where index < columns.count {
                needed[index] = min(max(needed[index], cell.text.displayWidth), columns[index].widest)
                if limit != nil, columns[index].isFolding {
                    least[index] = min(max(least[index], cell.text.longestWord), columns[index].widest)
                }
            }
        }
        let headings = columns.map(\.heading.displayWidth)
        widths = zip(needed, headings).map(max)
        guard let limit, width > limit else { return }
        let words = columns.map(\.heading.longestWord)
        for index in columns.indices where !columns[index].isFolding { least[index] = needed[index] }
        let folded = columns.indices.map { max(least[$0], words[$0]) }
        // Only the part of a heading that is wider than the cells can be given up without breaking a cell.
        shrink(toFit: limit) { max(needed[$0], words[$0]) }
        let unfolded = widths
        shrink(toFit: limit) { columns[$0].isFolding ? folded[$0] : unfolded[$0] }
        var removed: [Int] = []
        while width > limit, let next = shown.dropFirst().max(by: { (columns[$0].rank, $0) < (columns[$1].rank, $1) }) {
            shown.removeAll { $0 == next }
            removed.append(next)
        }
        // A narrow column may have been left out before a wide one. The room of what proves is for words.
        for column in removed.reversed() where columns[column].rank < 2 && width + 2 + widths[column] <= limit {
            shown = (shown + [column]).sorted()
        }
        // What the last column left free is given back, to the words first that were folded most.
        while width < limit,
            let folded = shown.filter({ widths[$0] < needed[$0] }).max(by: {
                needed[$0] - widths[$0] < needed[$1] - widths[$1]
            })
        {
            widths[folded] += 1
        }
    }

    /// Makes the widest column narrower by one, again and again, until all fit or each is as narrow as it can be.
    private mutating func shrink(toFit limit: Int, _ least: (Int) -> Int) {
        while width > limit, let widest = shown.filter({ widths[$0] > least($0) }).max(by: { widths[$0] < widths[$1] })
        {
            widths[widest] -= 1
        }
    }
}
