internal import CXLSXWriter

extension FormSheet {
    /// Writes the workbook to a file, which it makes or replaces.
    ///
    /// - Throws: `Workbook.Failure` if the library cannot.
    package func write(to path: String) throws(Workbook.Failure) {
        let names = SheetNames.names(of: [names.form, names.lists, names.days, names.about])
        try unsafe Workbook.write(to: path) { workbook in
            let sheets = unsafe names.compactMap { unsafe workbook_add_worksheet(workbook, $0) }
            guard unsafe sheets.count == names.count else { return LXW_ERROR_MEMORY_MALLOC_FAILED }
            let writer = unsafe FormWriter(
                self, sheets, FormFormats(workbook), lists: Self.quoted(names[1]), days: Self.quoted(names[2]))
            return writer.write()
        }
    }

    /// A sheet's name as formulas have it.
    private static func quoted(_ name: String) -> String {
        "'" + name.replacing("'", with: "''") + "'"
    }
}

/// The formats of a form's cells, which the workbook owns.
@safe struct FormFormats {
    typealias Format = UnsafeMutablePointer<lxw_format>?

    let heading: Format
    let title: Format
    let optionalTitle: Format
    let number: Format
    let text: Format
    let result: Format
    let day: Format
    let hours: Format
    let clock: Format
    let holiday: Format
    let holidayDay: Format
    let isHoliday: Format
    let isMissing: Format

    private static let grey: lxw_color_t = 0xD9D9D9
    private static let pale: lxw_color_t = 0xFDE9D9

    init(_ workbook: UnsafeMutablePointer<lxw_workbook>) {
        func format(_ form: String? = nil, _ change: (UnsafeMutablePointer<lxw_format>) -> Void = { _ in }) -> Format {
            guard let made = unsafe workbook_add_format(workbook) else { return nil }
            if let form { unsafe format_set_num_format(made, form) }
            unsafe format_set_align(made, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
            unsafe change(made)
            return unsafe made
        }
        func fill(_ format: UnsafeMutablePointer<lxw_format>, _ colour: lxw_color_t) {
            unsafe format_set_pattern(format, UInt8(LXW_PATTERN_SOLID.rawValue))
            unsafe format_set_fg_color(format, colour)
        }
        func head(_ format: UnsafeMutablePointer<lxw_format>, isBold: Bool) {
            if isBold { unsafe format_set_bold(format) }
            unsafe format_set_text_wrap(format)
            unsafe format_set_bottom(format, UInt8(LXW_BORDER_THIN.rawValue))
            unsafe fill(format, 0xEAF1F8)
        }
        unsafe heading = format { unsafe format_set_bold($0) }
        unsafe title = format { unsafe head($0, isBold: true) }
        unsafe optionalTitle = format { unsafe head($0, isBold: false) }
        unsafe number = format("0") { unsafe format_set_font_color($0, 0x7F7F7F) }
        unsafe text = format("@")
        unsafe result = format("@") {
            unsafe format_set_text_wrap($0)
            unsafe format_set_font_color($0, 0x7F3F00)
        }
        // The names of weekdays are those of the program's language.
        unsafe day = format("ddd dd/mm/yyyy") { unsafe format_set_align($0, UInt8(LXW_ALIGN_LEFT.rawValue)) }
        unsafe hours = format("[h]:mm")
        unsafe clock = format("hh:mm")
        unsafe holiday = format { unsafe fill($0, Self.grey) }
        unsafe holidayDay = format("ddd dd/mm/yyyy") { format in
            unsafe fill(format, Self.grey)
            unsafe format_set_align(format, UInt8(LXW_ALIGN_LEFT.rawValue))
        }
        // Those of conditions: their fill is the background's colour (ECMA-376, 18.3.1.10; as libxlsxwriter documents it).
        unsafe isHoliday = format { unsafe format_set_bg_color($0, Self.grey) }
        unsafe isMissing = format { unsafe format_set_bg_color($0, Self.pale) }
    }
}
