internal import Spreadsheets

/// What is wrong in a workbook, and where.
struct WorkbookProblem: Hashable {
    /// A cell, or a row, or a sheet, or the workbook.
    struct Place: Hashable {
        var sheet: String?
        /// The row from 1, as spreadsheets show it.
        var row: Int?
        /// The column from 0, with what stands above it.
        var column: Int?
        var title: String?

        /// `Ore, riga 12, colonna "Azione" (E12)`.
        var text: String {
            var parts = [sheet].compactMap(\.self)
            if let row { parts.append(localized("row \(row)", it: "riga \(row)")) }
            if let column, let row {
                let address = "\(Worksheet.letters(ofColumn: column))\(row)"
                let title = title.map { "\"\($0)\" (\(address))" } ?? address
                parts.append(localized("column \(title)", it: "colonna \(title)"))
            }
            return parts.joined(separator: ", ")
        }
    }

    let place: Place
    let detail: String
    /// What would be accepted.
    var accepted: String?

    /// Everything but the place.
    var words: String { detail + (accepted.map { localized("; accepted: ", it: "; accettato: ") + $0 } ?? "") }
    /// The whole line.
    var text: String { place.text.isEmpty ? words : "\(place.text): \(words)" }
}
