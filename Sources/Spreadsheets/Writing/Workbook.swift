internal import CXLSXWriter

/// A workbook in the form of Office Open XML (ECMA-376), as Excel and LibreOffice open it.
///
/// Numbers are numbers, amounts of time are `[h]:mm`, days are days, and totals are formulas over the rows that a filter leaves
/// (`SUBTOTAL`), each with its value, so that a reader who does not compute sees it too. No text is ever a formula. Titles stay in
/// sight, have filters, and are repeated on each printed page.
package struct Workbook {
    private let sheets: [Worksheet]

    /// Why a workbook cannot be written.
    package enum Failure: Error, Hashable {
        /// A table has more rows than spreadsheets have.
        case tooManyRows(sheet: String, rows: Int, most: Int)
        /// A text is longer than a cell holds.
        case tooLongText(sheet: String, row: Int, column: String, most: Int)
        /// The library's own words.
        case other(String)
    }

    /// - Parameter sheets: The tables, at least one.
    package init(_ sheets: [Worksheet]) { self.sheets = sheets }

    /// The rows of a sheet (ECMA-376, Excel's limits), and the UTF-16 units of a cell.
    private static let mostRows = 1_048_576
    private static let longestText = 32_767

    /// Writes the workbook to a file, which it makes or replaces.
    ///
    /// - Throws: `Failure`; of what a reader could not see, nothing is written.
    package func write(to path: String) throws(Failure) {
        try check()
        try unsafe Self.write(to: path) { workbook in
            let formats = unsafe Formats(workbook)
            var failed: lxw_error?
            for (sheet, name) in zip(sheets, SheetNames.names(of: sheets.map(\.name))) {
                guard let worksheet = unsafe workbook_add_worksheet(workbook, name) else {
                    return LXW_ERROR_MEMORY_MALLOC_FAILED
                }
                let writer = unsafe WorksheetWriter(sheet, worksheet, formats)
                failed = writer.write() ?? failed
            }
            return failed
        }
    }

    /// Makes a workbook of the library, which `fill` fills, and writes it to a file.
    ///
    /// - Parameters:
    ///   - path: The file, which is made or replaced.
    ///   - fill: Returns an error of the library; nil if there was none.
    /// - Throws: `Failure.other`, with the library's words.
    static func write(
        to path: String, _ fill: (UnsafeMutablePointer<lxw_workbook>) -> lxw_error?
    ) throws(Failure) {
        // Unsafe, as all calls of the library: its own pointers, which live until the workbook is closed, and C strings that it copies.
        guard let workbook = unsafe workbook_new(path) else { throw .other("out of memory") }
        let failed = unsafe fill(workbook)
        let closed = unsafe workbook_close(workbook)
        if let error = failed ?? (closed == LXW_NO_ERROR ? nil : closed) {
            throw .other(unsafe lxw_strerror(error).map { unsafe String(cString: $0) } ?? "error \(error.rawValue)")
        }
    }

    private func check() throws(Failure) {
        for sheet in sheets {
            let rows = sheet.rows.count + 2
            guard rows <= Self.mostRows else {
                throw .tooManyRows(sheet: sheet.name, rows: sheet.rows.count, most: Self.mostRows - 2)
            }
            for (number, row) in sheet.rows.enumerated() {
                for (column, cell) in zip(sheet.columns, row) {
                    guard case .text(let text) = cell, text.utf16.count > Self.longestText else { continue }
                    throw .tooLongText(
                        sheet: sheet.name, row: number + 2, column: column.title, most: Self.longestText)
                }
            }
        }
    }
}

/// The formats of a workbook's cells, which the workbook owns. One for which there was no memory is nil, and makes cells plain.
@safe struct Formats {
    typealias Format = UnsafeMutablePointer<lxw_format>?

    let title: Format
    let numberTitle: Format
    let text: Format
    let number: Format
    let hours: Format
    let decimalHours: Format
    let euros: Format
    let day: Format
    let totalText: Format
    let total: [Kind: Format]

    /// What a column's numbers are.
    enum Kind: CaseIterable, Hashable {
        case number, hours, decimalHours, euros

        fileprivate var form: String {
            switch self {
            case .number: "#,##0"
            // Brackets: hours beyond 24 are not carried into days.
            case .hours: "[h]:mm"
            case .decimalHours, .euros: "#,##0.00"
            }
        }
    }

    init(_ workbook: UnsafeMutablePointer<lxw_workbook>) {
        func format(_ form: String? = nil, isBold: Bool = false, wraps: Bool = false) -> Format {
            guard let made = unsafe workbook_add_format(workbook) else { return nil }
            if let form { unsafe format_set_num_format(made, form) }
            if isBold { unsafe format_set_bold(made) }
            if wraps { unsafe format_set_text_wrap(made) }
            unsafe format_set_align(made, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
            return unsafe made
        }
        unsafe title = format(isBold: true, wraps: true)
        unsafe numberTitle = format(isBold: true, wraps: true)
        unsafe format_set_align(numberTitle, UInt8(LXW_ALIGN_RIGHT.rawValue))
        unsafe text = format(wraps: true)
        unsafe number = format(Kind.number.form)
        unsafe hours = format(Kind.hours.form)
        unsafe decimalHours = format(Kind.decimalHours.form)
        unsafe euros = format(Kind.euros.form)
        unsafe day = format("yyyy-mm-dd")
        unsafe totalText = format(isBold: true)
        var total: [Kind: Format] = unsafe [:]
        for kind in Kind.allCases {
            let made = unsafe format(kind.form, isBold: true)
            unsafe format_set_top(made, UInt8(LXW_BORDER_THIN.rawValue))
            unsafe total[kind] = made
        }
        unsafe self.total = total
    }
}
