extension FlatWorkbook {
    /// Returns the file with texts in a column of a sheet, in rows that have something in them; all else stays as it is, byte for
    /// byte.
    ///
    /// - Parameters:
    ///   - texts: The texts by the number of their row, from 1; an empty one empties the cell. Other rows are left alone.
    ///   - column: The column, from 0.
    ///   - sheet: The index of the sheet.
    package func bytes(writing texts: [Int: String], inColumn column: Int, ofSheet sheet: Int) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count + texts.values.reduce(0) { $0 + $1.utf8.count + 200 })
        var done = 0
        for place in sheets[sheet].places where place.rows.contains(where: { texts[$0] != nil }) {
            out += bytes[done..<place.bytes.lowerBound]
            let start = Self.without("table:number-rows-repeated", bytes[place.startTag])
            for row in place.rows {
                out += start
                out +=
                    texts[row].map { cells(of: place, writing: $0, inColumn: column) }
                    ?? Array(bytes[place.startTag.upperBound..<place.endTag.lowerBound])
                out += bytes[place.endTag]
            }
            done = place.bytes.upperBound
        }
        return out + bytes[done...]
    }

    /// The cells of a row, one of them with another text.
    private func cells(of place: RowPlace, writing text: String, inColumn column: Int) -> [UInt8] {
        guard let cell = place.cells.first(where: { $0.columns.contains(column) }) else {
            let missing = column - (place.cells.last?.columns.upperBound ?? 0)
            let between =
                missing > 0 ? Array("<table:table-cell table:number-columns-repeated=\"\(missing)\"/>".utf8) : []
            return Array(bytes[place.startTag.upperBound..<place.endTag.lowerBound]) + between
                + Self.cell(text, style: nil)
        }
        var out = Array(bytes[place.startTag.upperBound..<cell.bytes.lowerBound])
        let before = column - cell.columns.lowerBound
        let after = cell.columns.upperBound - column - 1
        if before > 0 { out += repeated(cell, before) }
        out += Self.cell(text, style: cell.style)
        if after > 0 { out += repeated(cell, after) }
        return out + bytes[cell.bytes.upperBound..<place.endTag.lowerBound]
    }

    /// A cell's element, standing for another number of cells.
    private func repeated(_ cell: RowPlace.CellPlace, _ count: Int) -> [UInt8] {
        let plain = Self.without("table:number-columns-repeated", bytes[cell.bytes])
        // After the element's name, which ends at a blank, a slash or a bracket.
        let end = plain.dropFirst().firstIndex {
            [UInt8(ascii: " "), UInt8(ascii: "/"), UInt8(ascii: ">")].contains($0)
        }
        guard let end else { return plain }
        return Array(plain[..<end]) + Array(" table:number-columns-repeated=\"\(count)\"".utf8) + plain[end...]
    }

    /// An element without an attribute of its start tag.
    private static func without(_ attribute: String, _ element: ArraySlice<UInt8>) -> [UInt8] {
        let tag = element.prefix { $0 != UInt8(ascii: ">") }
        let name = Array(" \(attribute)=\"".utf8)
        guard let found = tag.firstRange(of: name) else { return Array(element) }
        let rest = element[found.upperBound...]
        guard let end = rest.firstIndex(of: UInt8(ascii: "\"")) else { return Array(element) }
        return Array(element[..<found.lowerBound] + element[(end + 1)...])
    }

    private static func cell(_ text: String, style: String?) -> [UInt8] {
        let style = style.map { " table:style-name=\"\(escaped($0))\"" } ?? ""
        guard !text.isEmpty else { return Array("<table:table-cell\(style)/>".utf8) }
        let paragraphs = text.split(separator: "\n", omittingEmptySubsequences: false).map {
            "<text:p>\(escaped($0))</text:p>"
        }
        return Array(
            "<table:table-cell\(style) office:value-type=\"string\">\(paragraphs.joined())</table:table-cell>".utf8)
    }

    private static func escaped(_ text: some StringProtocol) -> String {
        text.reduce(into: "") { out, character in
            switch character {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            // No XML has them (XML 1.0, 2.2).
            case _ where character.unicodeScalars.contains { $0.value < 0x20 && $0 != "\t" }: out += "\u{FFFD}"
            default: out.append(character)
            }
        }
    }
}
