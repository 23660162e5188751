internal import CExpat

/// Reads the cells of a flat workbook while expat goes through its XML.
@safe final class FlatWorkbookReader {
    private var sheets: [FlatWorkbook.Sheet] = []
    private var failure: FlatWorkbook.Failure?

    // What is being read. Charts and other objects have tables, rows, cells and texts of their own, which are passed over.
    private var depth = 0
    /// How deep the element is that is passed over with all that is in it.
    private var ignored: Int?
    private var sheet: (name: String, depth: Int)?
    private var rows: [FlatWorkbook.Row] = []
    private var places: [RowPlace] = []
    private var nextRow = 1
    private var row: OpenRow?
    private var cell: OpenCell?
    /// How deep the paragraph of a cell is whose text is being read.
    private var paragraph: Int?
    /// How deep a part of the paragraph is that is no text of the cell.
    private var skipped: Int?
    private let parser: XML_Parser

    private struct OpenRow {
        let start: Range<Int>
        let count: Int
        var nextColumn = 0
        var cells: [Int: FlatWorkbook.Cell] = [:]
        var places: [RowPlace.CellPlace] = []
    }

    private struct OpenCell {
        let depth: Int
        let start: Int
        let count: Int
        let attributes: [String: String]
        let isCovered: Bool
        var text: String?
    }

    private init(_ parser: XML_Parser) {
        unsafe self.parser = parser
    }

    /// Returns the sheets of a file.
    static func sheets(of bytes: [UInt8]) throws(FlatWorkbook.Failure) -> [FlatWorkbook.Sheet] {
        guard bytes.count <= Int(Int32.max) else { throw .unreadable("more than 2 GB") }
        // Unsafe, as all calls of the library: its pointer, which is freed below, and this reader, which outlives the one call that
        // uses it.
        guard let parser = unsafe XML_ParserCreate(nil) else { throw .unreadable("out of memory") }
        defer { unsafe XML_ParserFree(parser) }
        let reader = unsafe FlatWorkbookReader(parser)
        unsafe XML_SetUserData(parser, Unmanaged.passUnretained(reader).toOpaque())
        unsafe XML_SetElementHandler(
            parser,
            { data, name, attributes in
                guard let data = unsafe data, let name = unsafe name, let attributes = unsafe attributes else { return }
                unsafe FlatWorkbookReader.of(data).begin(String(cString: name), attributes)
            },
            { data, name in
                guard let data = unsafe data, let name = unsafe name else { return }
                unsafe FlatWorkbookReader.of(data).end(String(cString: name))
            })
        unsafe XML_SetCharacterDataHandler(parser) { data, text, count in
            guard let data = unsafe data, let text = unsafe text else { return }
            let bytes = unsafe UnsafeRawBufferPointer(start: text, count: Int(count))
            unsafe FlatWorkbookReader.of(data).read(String(decoding: bytes, as: UTF8.self))
        }
        let status = unsafe bytes.withUnsafeBytes { buffer in
            unsafe XML_Parse(parser, buffer.bindMemory(to: CChar.self).baseAddress, Int32(buffer.count), 1)
        }
        if let failure = reader.failure { throw failure }
        guard status == XML_STATUS_OK else {
            let text = unsafe XML_ErrorString(XML_GetErrorCode(parser)).map { unsafe String(cString: $0) } ?? "error"
            throw .unreadable("\(text), line \(unsafe XML_GetCurrentLineNumber(parser))")
        }
        return reader.sheets
    }

    private static func of(_ data: UnsafeMutableRawPointer) -> FlatWorkbookReader {
        unsafe Unmanaged<FlatWorkbookReader>.fromOpaque(data).takeUnretainedValue()
    }

    /// The bytes of what is being read.
    private var range: Range<Int> {
        let start = unsafe Int(XML_GetCurrentByteIndex(parser))
        return start..<start + (unsafe Int(XML_GetCurrentByteCount(parser)))
    }

    private func stop(_ failure: FlatWorkbook.Failure) {
        self.failure = self.failure ?? failure
        _ = unsafe XML_StopParser(parser, XML_Bool(XML_FALSE))
    }

    // MARK: - Elements

    private func begin(_ name: String, _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>) {
        depth += 1
        guard failure == nil, ignored == nil else { return }
        if Self.isForeign(name) || name == "table:table" && sheet != nil {
            ignored = depth
            return
        }
        switch name {
        case "table:table" where sheet == nil:
            sheet = (unsafe Self.values(attributes)["table:name"] ?? "", depth)
            (rows, places, nextRow) = ([], [], 1)
        case "table:table-row" where row == nil && sheet != nil:
            row = OpenRow(start: range, count: unsafe Self.count("table:number-rows-repeated", Self.values(attributes)))
        case "table:table-cell" where cell == nil && row != nil,
            "table:covered-table-cell" where cell == nil && row != nil:
            let values = unsafe Self.values(attributes)
            cell = OpenCell(
                depth: depth, start: range.lowerBound, count: Self.count("table:number-columns-repeated", values),
                attributes: values, isCovered: name == "table:covered-table-cell")
        case "text:p":
            guard let open = cell, depth == open.depth + 1 else { break }
            paragraph = depth
            cell?.text = open.text.map { $0 + "\n" } ?? ""
        case "text:s" where isInText:
            append(String(repeating: " ", count: min(1000, unsafe Self.count("text:c", Self.values(attributes)))))
        case "text:tab" where isInText: append("\t")
        case "text:line-break" where isInText: append("\n")
        case "text:span", "text:a": break
        default: if isInText { skipped = depth }
        }
    }

    private func end(_ name: String) {
        defer { depth -= 1 }
        guard failure == nil else { return }
        if let ignored {
            if ignored == depth { self.ignored = nil }
            return
        }
        if skipped == depth { skipped = nil }
        if paragraph == depth { paragraph = nil }
        if let open = cell, open.depth == depth { endCell(open) }
        if name == "table:table-row", cell == nil, let open = row { endRow(open) }
        if let open = sheet, open.depth == depth {
            // A copy that LibreOffice keeps of a sheet elsewhere is called by its address.
            if !open.name.hasPrefix("'file:") {
                sheets.append(FlatWorkbook.Sheet(name: open.name, rows: rows, places: places))
            }
            sheet = nil
        }
    }

    private var isInText: Bool { paragraph != nil && skipped == nil && ignored == nil }

    /// Whether an element holds what is no cell of a sheet: drawings and objects, notes, what was changed, data of other programs.
    private static func isForeign(_ name: String) -> Bool {
        name.hasPrefix("draw:") || name.hasPrefix("chart:")
            || ["table:shapes", "table:dde-links", "table:tracked-changes", "office:annotation", "office:forms"]
                .contains(name)
    }

    private func read(_ text: String) { if isInText { append(text) } }

    private func append(_ text: String) { cell?.text?.append(text) }

    // MARK: - Cells and rows

    private func endCell(_ open: OpenCell) {
        cell = nil
        guard var row, let sheet else { return }
        let columns = row.nextColumn..<row.nextColumn + open.count
        row.nextColumn = columns.upperBound
        row.places.append(
            RowPlace.CellPlace(
                bytes: open.start..<range.upperBound, columns: columns, style: open.attributes["table:style-name"]))
        let isMerged =
            open.isCovered
            || ["table:number-columns-spanned", "table:number-rows-spanned"].contains {
                Self.count($0, open.attributes) > 1
            }
        let value = FlatWorkbook.Value(open.attributes, text: open.text)
        if value != nil || isMerged {
            guard columns.upperBound <= FlatWorkbook.mostColumns else {
                // Covered cells may go to the sheet's edge, and hold nothing.
                if value != nil {
                    stop(.tooManyColumns(sheet: sheet.name, row: nextRow, most: FlatWorkbook.mostColumns))
                }
                self.row = row
                return
            }
            for column in columns { row.cells[column] = FlatWorkbook.Cell(value: value, isMerged: isMerged) }
        }
        self.row = row
    }

    private func endRow(_ open: OpenRow) {
        row = nil
        let numbers = nextRow..<nextRow + open.count
        nextRow = numbers.upperBound
        guard !open.cells.isEmpty, let sheet else { return }
        // Rows that are merged and empty may go to the sheet's end.
        let hasValue = open.cells.values.contains { $0.value != nil }
        guard rows.count + open.count <= FlatWorkbook.mostRows else {
            if hasValue { stop(.tooManyRows(sheet: sheet.name, most: FlatWorkbook.mostRows)) }
            return
        }
        for number in numbers { rows.append(FlatWorkbook.Row(number: number, cells: open.cells)) }
        places.append(
            RowPlace(
                bytes: open.start.lowerBound..<range.upperBound, startTag: open.start, endTag: range, rows: numbers,
                cells: open.places))
    }

    // MARK: - Attributes

    private static func values(_ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>) -> [String: String] {
        var values: [String: String] = [:]
        var index = 0
        while let name = unsafe attributes[index], let value = unsafe attributes[index + 1] {
            unsafe values[String(cString: name)] = String(cString: value)
            index += 2
        }
        return values
    }

    /// A number that an element is repeated or spans: at least 1.
    private static func count(_ name: String, _ attributes: [String: String]) -> Int {
        max(1, min(1 << 24, attributes[name].flatMap { Int($0) } ?? 1))
    }
}

extension FlatWorkbook.Value {
    /// Reads what a cell's attributes and text say (OpenDocument 1.3, part 3, 19.389 and the following); nil of an empty cell.
    init?(_ attributes: [String: String], text: String?) {
        func number(_ name: String) -> Double? { attributes[name].flatMap { Double($0) } }
        if attributes["calcext:value-type"] == "error" {
            self = .error(text ?? "")
            return
        }
        let known: Self? =
            switch attributes["office:value-type"] {
            case "float": number("office:value").map { .number($0) }
            // Of no field: as it is shown, it is not taken for a number.
            case "percentage", "currency": (text ?? attributes["office:value"]).map { .text($0) }
            case "boolean": .flag(attributes["office:boolean-value"] == "true")
            case "date": attributes["office:date-value"].flatMap { Self(date: $0) }
            case "time": attributes["office:time-value"].flatMap { Self(duration: $0) }
            default: nil
            }
        if let known {
            self = known
            return
        }
        let written = attributes["office:string-value"] ?? text ?? ""
        guard !written.isEmpty else { return nil }
        self = .text(written)
    }

    /// `2020-01-06` or `2020-01-06T08:30:00`.
    private init?(date text: String) {
        let halves = text.split(separator: "T")
        let parts = halves.first?.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) } ?? []
        guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2] else { return nil }
        let hasTime = halves.count > 1 && halves[1].contains { ("1"..."9").contains($0) }
        self = .day(year: year, month: month, day: day, hasTime: hasTime)
    }

    /// `PT07H30M00S`, to the nearest second: spreadsheets keep fractions of a day.
    private init?(duration text: String) {
        let isNegative = text.hasPrefix("-")
        guard let start = text.firstIndex(of: "T") else { return nil }
        var seconds = 0.0
        var digits = ""
        for character in text[text.index(after: start)...] {
            switch character {
            case "H", "M", "S":
                guard let number = Double(digits.replacing(",", with: ".")) else { return nil }
                seconds += number * (character == "H" ? 3600 : character == "M" ? 60 : 1)
                digits = ""
            default: digits.append(character)
            }
        }
        guard abs(seconds) < 1e9 else { return nil }
        self = .time(seconds: Int((isNegative ? -seconds : seconds).rounded()))
    }
}
