internal import CXLSXWriter

/// Writes the sheets of a form, whose pointers it uses as long as the workbook is open.
@safe struct FormWriter {
    private let form: FormSheet
    private let sheets: [UnsafeMutablePointer<lxw_worksheet>]
    private let formats: FormFormats
    /// The sheets of lists and days, as formulas name them.
    private let lists: String
    private let days: String

    init(
        _ form: FormSheet, _ sheets: [UnsafeMutablePointer<lxw_worksheet>], _ formats: FormFormats, lists: String,
        days: String
    ) {
        self.form = form
        unsafe self.sheets = sheets
        self.formats = formats
        (self.lists, self.days) = (lists, days)
    }

    /// The row of titles, from 0.
    private var titleRow: lxw_row_t { lxw_row_t(form.heading.count) }
    private var firstRow: lxw_row_t { titleRow + 1 }
    private var lastRow: lxw_row_t { titleRow + lxw_row_t(form.rows) }

    /// Writes everything. Returns the first error of the library; nil if there was none.
    func write() -> lxw_error? {
        let errors = writeForm() + writeLists() + writeDays() + writeAbout()
        return errors.first { $0 != LXW_NO_ERROR }
    }

    // MARK: - The form

    private func writeForm() -> [lxw_error] {
        let sheet = unsafe sheets[0]
        var errors: [lxw_error] = []
        for (row, line) in form.heading.enumerated() {
            errors.append(
                unsafe worksheet_write_string(sheet, lxw_row_t(row), 0, line, row == 0 ? formats.heading : nil))
        }
        for (number, column) in form.columns.enumerated() {
            let index = lxw_col_t(number)
            errors.append(unsafe worksheet_set_column(sheet, index, index, width(column), format(column.input)))
            errors.append(
                unsafe worksheet_write_string(
                    sheet, titleRow, index, column.title, column.isRequired ? formats.title : formats.optionalTitle))
            for row in firstRow...lastRow {
                errors.append(
                    unsafe column.input == .rowNumber
                        ? worksheet_write_number(sheet, row, index, Double(row - titleRow), formats.number)
                        : worksheet_write_blank(sheet, row, index, format(column.input)))
            }
            errors.append(check(column, index))
            if column.isRequired, column.input != .rowNumber { errors.append(markMissing(index)) }
            if case .result(let alarms) = column.input, !alarms.isEmpty { errors.append(mark(alarms, index)) }
        }
        errors.append(unsafe worksheet_set_row(sheet, titleRow, 45, nil))
        unsafe worksheet_freeze_panes(sheet, firstRow, 1)
        errors.append(unsafe worksheet_repeat_rows(sheet, titleRow, titleRow))
        unsafe worksheet_set_landscape(sheet)
        unsafe worksheet_set_paper(sheet, 9)  // A4
        unsafe worksheet_fit_to_pages(sheet, 1, 0)
        errors.append(
            unsafe worksheet_autofilter(sheet, titleRow, 0, lastRow, lxw_col_t(form.columns.count - 1)))
        if let day = form.columns.firstIndex(where: { $0.input == .day }) {
            errors.append(greyHolidays(lxw_col_t(day)))
        }
        return errors
    }

    private func format(_ input: FormSheet.Input) -> FormFormats.Format {
        switch input {
        case .rowNumber: unsafe formats.number
        case .text, .choice: unsafe formats.text
        case .day: unsafe formats.day
        case .hours: unsafe formats.hours
        case .clock: unsafe formats.clock
        case .count: nil
        case .result: unsafe formats.result
        }
    }

    private func width(_ column: FormSheet.Column) -> Double {
        let title = (column.title.split(separator: " ").map(\.count).max() ?? 0) + 4
        let room =
            switch column.input {
            case .rowNumber: 5
            case .text: 18
            case .choice(let list, _): min(36, (form.lists[list].values.map(\.count).max() ?? 0) + 3)
            case .day: 16
            case .hours, .clock, .count: 8
            case .result: 48
            }
        return Double(max(title, room))
    }

    /// Has the spreadsheet check what is typed into a column, and say what it takes.
    private func check(_ column: FormSheet.Column, _ index: lxw_col_t) -> lxw_error {
        var rule = unsafe lxw_data_validation()
        unsafe rule.ignore_blank = UInt8(LXW_VALIDATION_ON.rawValue)
        unsafe rule.error_type = UInt8(LXW_VALIDATION_ERROR_TYPE_STOP.rawValue)
        var formula: String?
        func between(_ type: lxw_validation_types, _ least: Double, _ most: Double) {
            unsafe rule.validate = UInt8(type.rawValue)
            unsafe rule.criteria = UInt8(LXW_VALIDATION_CRITERIA_BETWEEN.rawValue)
            unsafe (rule.minimum_number, rule.maximum_number) = (least, most)
        }
        switch column.input {
        case .rowNumber, .result: return LXW_NO_ERROR
        case .text(let most): between(LXW_VALIDATION_TYPE_LENGTH, 0, Double(most))
        case .choice(let list, let isOpen):
            let values = form.lists[list].values
            guard !values.isEmpty else { return LXW_NO_ERROR }
            let name = Worksheet.letters(ofColumn: list)
            unsafe rule.validate = UInt8(LXW_VALIDATION_TYPE_LIST_FORMULA.rawValue)
            formula = "=\(lists)!$\(name)$2:$\(name)$\(values.count + 1)"
            if isOpen { unsafe rule.show_error = UInt8(LXW_VALIDATION_OFF.rawValue) }
        case .day:
            unsafe rule.validate = UInt8(LXW_VALIDATION_TYPE_LIST_FORMULA.rawValue)
            formula = "=\(days)!$A$2:$A$\(form.days.count + 1)"
        // A day is 1 and an hour a 24th of it; the last second of a day is not quite 1.
        case .hours(let most): between(LXW_VALIDATION_TYPE_DECIMAL, 0, Double(most) / (24 * 60) + 0.000_001)
        case .clock: between(LXW_VALIDATION_TYPE_DECIMAL, 0, 0.999_999)
        case .count: between(LXW_VALIDATION_TYPE_INTEGER, 0, 1_000_000)
        }
        // The longest texts that spreadsheets show (ECMA-376, 18.3.1.32).
        var (title, hint) = (Self.cString(column.title, most: 32), Self.cString(column.hint, most: 255))
        var source = formula.map { Array($0.utf8CString) } ?? []
        return unsafe title.withUnsafeMutableBufferPointer { title in
            unsafe hint.withUnsafeMutableBufferPointer { hint in
                unsafe source.withUnsafeMutableBufferPointer { source in
                    unsafe rule.input_title = title.baseAddress
                    unsafe rule.input_message = hint.baseAddress
                    unsafe rule.error_title = title.baseAddress
                    unsafe rule.error_message = hint.baseAddress
                    if formula != nil { unsafe rule.value_formula = source.baseAddress }
                    return unsafe worksheet_data_validation_range(sheets[0], firstRow, index, lastRow, index, &rule)
                }
            }
        }
    }

    private static func cString(_ text: String, most: Int) -> [CChar] {
        var short = text
        while short.utf16.count > most { short.removeLast() }
        return Array(short.utf8CString)
    }

    /// Colours the cells that a row still lacks, once something else stands in it.
    private func markMissing(_ index: lxw_col_t) -> lxw_error {
        let column = Worksheet.letters(ofColumn: Int(index))
        // The first column is the row's number, and the last what became of it.
        let last = Worksheet.letters(ofColumn: form.columns.count - 2)
        let row = firstRow + 1
        return unsafe condition(
            "=AND(ISBLANK($\(column)\(row)),COUNTA($B\(row):$\(last)\(row))>0)", formats.isMissing, index...index)
    }

    /// Colours the results that begin with one of some texts.
    private func mark(_ alarms: [String], _ index: lxw_col_t) -> lxw_error {
        let cell = "$\(Worksheet.letters(ofColumn: Int(index)))\(firstRow + 1)"
        let tests = alarms.map { alarm in
            "LEFT(\(cell),\(alarm.utf16.count))=\"\(alarm.replacing("\"", with: "\"\""))\""
        }
        return unsafe condition("=OR(\(tests.joined(separator: ",")))", formats.isMissing, index...index)
    }

    /// Greys what stands in a row whose day is a holiday.
    private func greyHolidays(_ day: lxw_col_t) -> lxw_error {
        let column = Worksheet.letters(ofColumn: Int(day))
        let range = "\(days)!$A$2:$C$\(form.days.count + 1)"
        return unsafe condition(
            "=IFERROR(VLOOKUP($\(column)\(firstRow + 1),\(range),3,0)=1,FALSE)", formats.isHoliday,
            0...lxw_col_t(form.columns.count - 1))
    }

    private func condition(_ formula: String, _ format: FormFormats.Format, _ columns: ClosedRange<lxw_col_t>)
        -> lxw_error
    {
        var rule = unsafe lxw_conditional_format()
        unsafe rule.type = UInt8(LXW_CONDITIONAL_TYPE_FORMULA.rawValue)
        unsafe rule.format = format
        var text = Array(formula.utf8CString)
        return unsafe text.withUnsafeMutableBufferPointer { text in
            unsafe rule.value_string = text.baseAddress
            return unsafe worksheet_conditional_format_range(
                sheets[0], firstRow, columns.lowerBound, lastRow, columns.upperBound, &rule)
        }
    }

    // MARK: - The other sheets

    private func writeLists() -> [lxw_error] {
        let sheet = unsafe sheets[1]
        var errors: [lxw_error] = []
        for (number, list) in form.lists.enumerated() {
            let index = lxw_col_t(number)
            let width = min(60, max(10, ([list.title] + list.values).map(\.count).max() ?? 0) + 2)
            errors.append(unsafe worksheet_set_column(sheet, index, index, Double(width), nil))
            errors.append(unsafe worksheet_write_string(sheet, 0, index, list.title, formats.title))
            for (row, value) in list.values.enumerated() {
                errors.append(unsafe worksheet_write_string(sheet, lxw_row_t(row + 1), index, value, formats.text))
            }
        }
        unsafe worksheet_freeze_panes(sheet, 1, 0)
        return errors
    }

    /// The third column, by which the form greys its rows, is 1 for a holiday.
    private func writeDays() -> [lxw_error] {
        let sheet = unsafe sheets[2]
        var errors = [
            unsafe worksheet_set_column(sheet, 0, 0, 16, nil), unsafe worksheet_set_column(sheet, 1, 1, 32, nil),
            unsafe worksheet_set_column(sheet, 2, 2, 4, nil),
            unsafe worksheet_write_string(sheet, 0, 0, form.names.days, formats.title),
        ]
        for (number, day) in form.days.enumerated() {
            let row = lxw_row_t(number + 1)
            var moment = lxw_datetime(
                year: Int32(day.year), month: Int32(day.month), day: Int32(day.day), hour: 0, min: 0, sec: 0)
            let format = unsafe day.isHoliday ? formats.holiday : nil
            errors += [
                unsafe worksheet_write_datetime(
                    sheet, row, 0, &moment, day.isHoliday ? formats.holidayDay : formats.day),
                unsafe worksheet_write_string(sheet, row, 1, day.name, format),
                unsafe worksheet_write_number(sheet, row, 2, day.isHoliday ? 1 : 0, format),
            ]
        }
        unsafe worksheet_freeze_panes(sheet, 1, 0)
        return errors
    }

    private func writeAbout() -> [lxw_error] {
        let sheet = unsafe sheets[3]
        var errors = [unsafe worksheet_set_column(sheet, 0, 1, 32, nil)]
        unsafe worksheet_hide(sheet)
        for (number, entry) in form.about.enumerated() {
            errors += [
                unsafe worksheet_write_string(sheet, lxw_row_t(number), 0, entry.name, formats.text),
                unsafe worksheet_write_string(sheet, lxw_row_t(number), 1, entry.value, formats.text),
            ]
        }
        return errors
    }
}
