internal import CanonicalJSON
internal import CivilTime

/// A reader of a cell according to its column.
struct CellReading: Sendable {
    let kind: CSVMapping.Kind
    /// The cell's text, without surrounding spaces.
    let text: String
    let place: CSVPlace

    /// Returns the value of a cell that is not empty, or for which the empty cell is a word for false.
    ///
    /// - Throws: An error with the place, the value and what would be accepted.
    func value() throws(InterchangeError) -> JSON {
        switch kind {
        case .text: return .string(try plainText())
        case .day(let order, let firstYear): return .string(try day(order, firstYear))
        case .clock: return .string(try clock())
        case .minutes: return .integer(try wholeNumber(from: 0, "whole minutes, such as 450"))
        case .hours(let mark): return .integer(try hours(mark))
        case .integer: return .integer(try wholeNumber(from: -JSON.largestInteger, "a whole number, such as 12"))
        case .list(let separator): return try list(separator)
        case .boolean(let yes, let no): return .bool(try flag(yes, no))
        case .words(let words):
            guard let value = words[text] else {
                throw error(.unknownWord, "the mapping does not know the word \"\(text)\"", Self.quoted(words.keys))
            }
            return .string(value)
        }
    }

    // MARK: - Texts

    private func plainText() throws(InterchangeError) -> String {
        for scalar in text.unicodeScalars where scalar.properties.generalCategory == .control {
            let name = scalar == "\n" || scalar == "\r" ? "a line break" : "a control character"
            throw error(.controlCharacter, "the cell contains \(name)", "text on one line")
        }
        return text
    }

    private func list(_ separator: String) throws(InterchangeError) -> JSON {
        var items: [JSON] = []
        for item in try plainText().split(separator: separator, omittingEmptySubsequences: false) {
            let item = trimmed(item)
            guard !item.isEmpty else {
                throw error(
                    .emptyItem, "\"\(text)\" has an empty item", "items with \"\(separator)\" between them, none empty")
            }
            items.append(.string(item))
        }
        return .array(items)
    }

    private func flag(_ yes: [String], _ no: [String]) throws(InterchangeError) -> Bool {
        let word = text.lowercased()
        if yes.contains(where: { $0.lowercased() == word }) { return true }
        if no.contains(where: { $0.lowercased() == word }) { return false }
        let code = text.isEmpty ? InterchangeError.Code.emptyCell : .unknownWord
        throw error(code, "\"\(text)\" is neither yes nor no", Self.quoted(yes + no))
    }

    private static func quoted(_ words: some Sequence<String>) -> String {
        words.sorted().map { "\"\($0)\"" }.joined(separator: ", ")
    }

    // MARK: - Days and clocks

    private func day(_ order: CSVMapping.DayOrder, _ firstYear: Int) throws(InterchangeError) -> String {
        let accepted = order == .yearMonthDay ? "a day YYYY-MM-DD, such as 2019-06-03" : "a day/month/year: 3/6/2019"
        let iso = WrittenDate(iso: text)
        let dayFirst = WrittenDate(dayFirst: text, firstYear: firstYear)
        let day: Day?
        do throws(WrittenDate.Impossible) { day = try (iso ?? dayFirst)?.inCalendar() } catch {
            throw self.error(.impossibleDay, "\"\(text)\" is not a day: \(error.reason)", accepted)
        }
        guard let day else { throw error(.wrongDay, "\"\(text)\" is not a day", accepted) }
        switch (order, iso) {
        case (.yearMonthDay, .some), (.dayMonthYear, nil): return day.description
        case (.yearMonthDay, nil):
            throw error(
                .wrongDay, "\"\(text)\" is not YYYY-MM-DD but looks like day/month/year",
                "\(day), or a mapping that says day/month/year")
        case (.dayMonthYear, let date?):
            throw error(
                .wrongDay, "\"\(text)\" is not day/month/year but YYYY-MM-DD",
                "\(date.day)/\(date.month)/\(date.year), or a mapping that says YYYY-MM-DD")
        }
    }

    private func clock() throws(InterchangeError) -> String {
        let parts = try withoutSeconds("HH:MM, whole minutes", .wrongClock)
        guard parts.count == 2, parts[0].count <= 2, parts[1].count == 2, let hour = digits(parts[0]), hour < 24,
            let minute = digits(parts[1]), minute < 60
        else { throw error(.wrongClock, "\"\(text)\" is not a time of day", "HH:MM from 00:00 to 23:59") }
        return "\(hour.padded(to: 2)):\(minute.padded(to: 2))"
    }

    /// Returns the parts between colons, without the seconds `00` that spreadsheets write after the minutes.
    private func withoutSeconds(
        _ accepted: String, _ code: InterchangeError.Code
    ) throws(InterchangeError) -> [ArraySlice<UInt8>] {
        let parts = Array(text.utf8).split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count == 3, parts[2].count == 2, let seconds = digits(parts[2]) else { return parts }
        guard seconds == 0 else { throw error(code, "\"\(text)\" has seconds", accepted) }
        return Array(parts[0..<2])
    }

    // MARK: - Numbers

    private func wholeNumber(from least: Int64, _ accepted: String) throws(InterchangeError) -> Int64 {
        guard let number = Int64(text), text.utf8.first != UInt8(ascii: "+"), number >= least,
            number <= JSON.largestInteger
        else {
            if decimal(",") != nil { throw error(.decimalComma, "\"\(text)\" has a decimal comma", accepted) }
            throw error(.wrongNumber, "\"\(text)\" is not such a number", accepted)
        }
        return number
    }

    private func hours(_ mark: CSVMapping.DecimalMark) throws(InterchangeError) -> Int64 {
        let example = mark == .point ? "7.5" : "7,5"
        let accepted = "hours as 7:30 or \(example)"
        let parts = try withoutSeconds(accepted, .wrongNumber)
        if parts.count == 2, parts[0].count <= 4, parts[1].count == 2, let hours = digits(parts[0]),
            let minutes = digits(parts[1]), minutes < 60
        {
            return Int64(hours * 60 + minutes)
        }
        if let number = decimal(mark == .point ? "." : ",") {
            let (minutes, rest) = (number.thousandths * 60).quotientAndRemainder(dividingBy: 1000)
            if rest == 0 && number.isExact { return Int64(minutes) }
            throw error(
                .wrongNumber, "\"\(text)\" hours are not whole minutes",
                "hours and minutes, such as \(minutes / 60):\((minutes % 60).padded(to: 2))")
        }
        if mark == .point, decimal(",") != nil {
            throw error(.decimalComma, "\"\(text)\" has a decimal comma", "\(accepted), or a mapping that says comma")
        }
        throw error(.wrongNumber, "\"\(text)\" is not an amount of hours", accepted)
    }

    /// Reads the text as a decimal number in thousandths, and whether that is exact; nil if it is not a number. A minute is a
    /// sixtieth of an hour, so whole minutes never need more than two decimals.
    private func decimal(_ mark: Unicode.Scalar) -> (thousandths: Int, isExact: Bool)? {
        let parts = Array(text.utf8).split(separator: UInt8(ascii: mark), omittingEmptySubsequences: false)
        guard parts.count <= 2, parts[0].count <= 4, let whole = digits(parts[0]) else { return nil }
        guard parts.count == 2 else { return (whole * 1000, true) }
        guard let all = digits(parts[1]) else { return nil }
        var fraction = all
        for _ in parts[1].count..<max(3, parts[1].count) { fraction *= 10 }
        var isExact = true
        for _ in 3..<max(3, parts[1].count) {
            isExact = isExact && fraction % 10 == 0
            fraction /= 10
        }
        return (whole * 1000 + fraction, isExact)
    }

    private func error(_ code: InterchangeError.Code, _ detail: String, _ accepted: String) -> InterchangeError {
        InterchangeError(code, at: place, value: text, detail, accepted: accepted)
    }
}

/// Returns `text` without surrounding spaces: blanks, tabs, and the no-break spaces that spreadsheets copy from web pages.
func trimmed(_ text: some StringProtocol) -> String {
    func isSpace(_ character: Character) -> Bool { character == " " || character == "\t" || character == "\u{A0}" }
    guard let start = text.firstIndex(where: { !isSpace($0) }), let end = text.lastIndex(where: { !isSpace($0) }) else {
        return ""
    }
    return String(text[start...end])
}
