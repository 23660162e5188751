internal import CXLSXWriter

/// Writes one sheet of a workbook, whose pointers it uses as long as the workbook is open.
@safe struct WorksheetWriter {
    private let sheet: Worksheet
    private let worksheet: UnsafeMutablePointer<lxw_worksheet>
    private let formats: Formats

    init(_ sheet: Worksheet, _ worksheet: UnsafeMutablePointer<lxw_worksheet>, _ formats: Formats) {
        self.sheet = sheet
        unsafe self.worksheet = worksheet
        self.formats = formats
    }

    /// Writes all cells. Returns the first error of the library; nil if there was none.
    func write() -> lxw_error? {
        let last = lxw_row_t(sheet.rows.count)
        var errors: [lxw_error] = []
        for (number, column) in sheet.columns.enumerated() {
            let index = lxw_col_t(number)
            errors.append(unsafe worksheet_set_column(worksheet, index, index, width(number), nil))
            let isOfNumbers = sheet.rows.contains { $0[number].amount != nil }
            errors.append(
                unsafe worksheet_write_string(
                    worksheet, 0, index, column.title, isOfNumbers ? formats.numberTitle : formats.title))
            let isDecimal = sheet.hasNegativeMinutes(number)
            for (row, cells) in sheet.rows.enumerated() {
                errors.append(write(cells[number], lxw_row_t(row + 1), index, isDecimal: isDecimal))
            }
            if column.isSummed, last > 0 { errors.append(writeTotal(of: number, isDecimal: isDecimal)) }
        }
        if let first = sheet.columns.first, !first.isSummed, last > 0, sheet.columns.contains(where: \.isSummed) {
            errors.append(unsafe worksheet_write_string(worksheet, last + 1, 0, sheet.totalTitle, formats.totalText))
        }
        // Programs that do not fit a row to its text leave the lines of its titles over each other. 15 points is a line.
        let lines = sheet.columns.indices.map { (sheet.columns[$0].title.count + 2) / Int(width($0)) + 1 }
        errors.append(unsafe worksheet_set_row(worksheet, 0, 15 * Double(lines.max() ?? 1), nil))
        unsafe worksheet_freeze_panes(worksheet, 1, 0)
        errors.append(unsafe worksheet_repeat_rows(worksheet, 0, 0))
        unsafe worksheet_set_landscape(worksheet)
        unsafe worksheet_set_paper(worksheet, 9)  // A4
        unsafe worksheet_fit_to_pages(worksheet, 1, 0)
        if last > 0, !sheet.columns.isEmpty {
            errors.append(unsafe worksheet_autofilter(worksheet, 0, 0, last, lxw_col_t(sheet.columns.count - 1)))
        }
        return errors.first { $0 != LXW_NO_ERROR }
    }

    /// Wide enough for what stands in it, and for a title on few lines.
    private func width(_ column: Int) -> Double {
        let widest = sheet.rows.lazy.map { $0[column].width }.max() ?? 0
        let words = sheet.columns[column].title.split(separator: " ").map(\.count)
        let title = max(words.max() ?? 0, words.reduce(0, +) / 3)
        // The filter's button takes some room.
        return Double(min(60, max(8, widest, title + 3)) + 2)
    }

    private func write(_ cell: Worksheet.Cell, _ row: lxw_row_t, _ column: lxw_col_t, isDecimal: Bool) -> lxw_error {
        switch cell {
        case .empty: return LXW_NO_ERROR
        case .text(let text): return unsafe worksheet_write_string(worksheet, row, column, text, formats.text)
        case .day(let year, let month, let day):
            var moment = lxw_datetime(
                year: Int32(year), month: Int32(month), day: Int32(day), hour: 0, min: 0, sec: 0)
            return unsafe worksheet_write_datetime(worksheet, row, column, &moment, formats.day)
        case .number, .minutes, .euros:
            let (value, kind) = number(cell, isDecimal: isDecimal)
            return unsafe worksheet_write_number(worksheet, row, column, value, format(kind))
        }
    }

    private func format(_ kind: Formats.Kind) -> Formats.Format {
        switch kind {
        case .number: unsafe formats.number
        case .hours: unsafe formats.hours
        case .decimalHours: unsafe formats.decimalHours
        case .euros: unsafe formats.euros
        }
    }

    /// A cell as the number that a spreadsheet has for it: a day is 1, so that an hour is 1/24.
    private func number(_ cell: Worksheet.Cell, isDecimal: Bool) -> (Double, Formats.Kind) {
        switch cell {
        case .minutes(let minutes):
            isDecimal ? (Double(minutes) / 60, .decimalHours) : (Double(minutes) / (24 * 60), .hours)
        case .euros(let euros): (euros, .euros)
        case .number(let value): (Double(value), .number)
        case .empty, .text, .day: (0, .number)
        }
    }

    /// Adds up a column's visible rows. 109: the sum, without the rows that a filter or a person hid.
    private func writeTotal(of column: Int, isDecimal: Bool) -> lxw_error {
        let cells = sheet.rows.map { $0[column] }
        guard let sample = cells.first(where: { $0.amount != nil }) else { return LXW_NO_ERROR }
        let sum = cells.reduce(0) { $0 + ($1.amount ?? 0) }
        let total: Worksheet.Cell =
            switch sample {
            case .minutes: .minutes(Int(sum))
            case .euros: .euros(sum)
            default: .number(Int(sum))
            }
        let (value, kind) = number(total, isDecimal: isDecimal)
        let name = Worksheet.letters(ofColumn: column)
        let last = lxw_row_t(sheet.rows.count)
        return unsafe worksheet_write_formula_num(
            worksheet, last + 1, lxw_col_t(column), "=SUBTOTAL(109,\(name)2:\(name)\(last + 1))",
            formats.total[kind] ?? nil,
            value)
    }
}
