internal import CanonicalJSON
internal import CivilTime
internal import Office
internal import Presentation
internal import Spreadsheets
internal import Wording

/// Reads what stands in a cell as the value of a field.
struct EntryCell {
    let column: EntryForm.Column
    let month: Month

    /// Why a value is not accepted.
    struct Fault: Error {
        let detail: String
        let accepted: String
    }

    /// Returns the values: one, but for several in the cell of a list without choices.
    func values(_ value: FlatWorkbook.Value) throws(Fault) -> [JSON] {
        if case .error(let shown) = value {
            throw Fault(
                detail: localized("the formula gives \(shown); mend it", it: "la formula dà \(shown): correggerla"),
                accepted: accepted)
        }
        switch column.field.elementKind {
        case .day: return [try day(value)]
        case .clock: return [try clock(value)]
        case .minutes: return [try minutes(value)]
        case .number: return [try count(value)]
        case .bool: return [try flag(value)]
        default:
            let text = try text(value)
            guard let choices = column.choices else {
                guard column.field.isList else { return [.string(text)] }
                return text.split { ",; \n".contains($0) }.map { .string(String($0)) }
            }
            return [.string(try choice(text, choices).value)]
        }
    }

    /// What the column's cells take.
    private var accepted: String {
        let field = column.field
        switch field.elementKind {
        case .day:
            let (first, last) = (month.firstDay, month.lastDay)
            let language = Speech.language
            return localized(
                "a day from \(language.long(first)) to \(language.long(last)), in a cell of the format Date",
                it: "un giorno dal \(language.long(first)) al \(language.long(last)), in una cella col formato Data")
        case .clock: return localized("a time of day, 9:00", it: "un orario, 9:00")
        case .minutes:
            return localized(
                "hours and minutes with a colon, 7:30 for seven hours and a half, less than 12:00",
                it: "ore e minuti coi due punti, 7:30 per sette ore e mezza, meno di 12:00")
        case .number: return localized("a whole number, zero or more", it: "un numero intero, zero o più")
        default:
            guard let choices = column.choices else { return field.form.text(in: Speech.language) }
            let shown = choices.prefix(6).map(\.label).joined(separator: ", ")
            return choices.count > 6
                ? localized(
                    "one of the \(choices.count) of the list: \(shown), …",
                    it: "una delle \(choices.count) voci dell'elenco: \(shown), …")
                : shown
        }
    }

    private func fault(_ value: FlatWorkbook.Value, _ english: String, it italian: String) -> Fault {
        Fault(detail: value.shown + " " + localized(english, it: italian), accepted: accepted)
    }

    private func day(_ value: FlatWorkbook.Value) throws(Fault) -> JSON {
        switch value {
        case .day(let year, let number, let date, let hasTime):
            guard !hasTime else {
                throw fault(value, "has a time of day too", it: "ha anche un orario")
            }
            guard let day = Day(year: year, month: number, day: date) else {
                throw fault(value, "is no day of the calendar", it: "non è un giorno del calendario")
            }
            guard (month.firstDay...month.lastDay).contains(day) else {
                throw fault(
                    value, "is not in \(Speech.language.long(month)), of which the workbook is",
                    it: "non è in \(Speech.language.long(month)), il mese di questa cartella di lavoro")
            }
            return .string(day.description)
        case .text:
            throw fault(
                value, "is text, not a day: give the cell the format Date, and type the day again",
                it: "è testo, non una data: dare alla cella il formato Data e riscrivere il giorno")
        default: throw fault(value, "is not a day", it: "non è una data")
        }
    }

    private func clock(_ value: FlatWorkbook.Value) throws(Fault) -> JSON {
        guard case .time(let seconds) = value else {
            throw notTime(value)
        }
        guard (0..<86_400).contains(seconds), seconds % 60 == 0 else {
            throw fault(value, "is no time of day in whole minutes", it: "non è un orario in minuti interi")
        }
        let minutes = seconds / 60
        return .string("\((minutes / 60).padded(to: 2)):\((minutes % 60).padded(to: 2))")
    }

    private func minutes(_ value: FlatWorkbook.Value) throws(Fault) -> JSON {
        guard case .time(let seconds) = value else { throw notTime(value) }
        guard seconds >= 0, seconds % 60 == 0 else {
            throw fault(value, "is not in whole minutes", it: "non è in minuti interi")
        }
        guard seconds < 43_200 else {
            // A spreadsheet takes a number for days: 7.5 typed for seven hours and a half is 180 hours, 0.5 is 12, and 1 is 24.
            let typed = seconds % 4_320 == 0 ? Self.decimal(seconds * 10 / 86_400) : nil
            throw fault(
                value, "is half a day or more" + (typed.map { "; perhaps \($0) was typed for hours" } ?? ""),
                it: "è mezza giornata o più" + (typed.map { "; forse si è scritto \($0) per le ore" } ?? ""))
        }
        return .integer(Int64(seconds / 60))
    }

    /// Tenths, as people type them.
    private static func decimal(_ tenths: Int) -> String {
        tenths % 10 == 0 ? String(tenths / 10) : "\(tenths / 10)\(Speech.isItalian ? "," : ".")\(tenths % 10)"
    }

    private func notTime(_ value: FlatWorkbook.Value) -> Fault {
        switch value {
        case .text: fault(value, "is text, not a time", it: "è testo, non ore e minuti")
        case .number: fault(value, "is a number, not a time", it: "è un numero, non ore e minuti")
        default: fault(value, "is not a time", it: "non sono ore e minuti")
        }
    }

    private func count(_ value: FlatWorkbook.Value) throws(Fault) -> JSON {
        switch value {
        case .number(let number):
            guard number == number.rounded(), (0...1e9).contains(number) else {
                throw fault(value, "is not a whole number of zero or more", it: "non è un numero intero, zero o più")
            }
            return .integer(Int64(number))
        case .text: throw fault(value, "is text, not a number", it: "è testo, non un numero")
        default: throw fault(value, "is not a number", it: "non è un numero")
        }
    }

    private func flag(_ value: FlatWorkbook.Value) throws(Fault) -> JSON {
        if case .flag(let flag) = value { return .bool(flag) }
        return .bool(try choice(try text(value), column.choices ?? []).value == "true")
    }

    /// The text, or a whole number as it is written.
    private func text(_ value: FlatWorkbook.Value) throws(Fault) -> String {
        switch value {
        case .text(let text):
            let trimmed = text.trimmingBlanks
            // Line breaks get into cells unseen; labd takes no control characters in any text.
            guard column.field.isList || !trimmed.unicodeScalars.contains(where: { $0.value < 0x20 }) else {
                throw fault(value, "has a line break", it: "contiene un a capo")
            }
            return trimmed
        case .number(let number) where number == number.rounded() && abs(number) < 1e15: return String(Int(number))
        default: throw fault(value, "is not text", it: "non è testo")
        }
    }

    private func choice(_ text: String, _ choices: [EntryChoice]) throws(Fault) -> EntryChoice {
        let folded = text.folded
        // What a list says beside the value may have changed since, or be in the other language.
        let values = [text] + text.valuesInLabel
        if let exact = choices.first(where: { values.contains($0.value) }) { return exact }
        let named = choices.filter { $0.isNamed(folded) }
        let found = named.isEmpty ? choices.filter { $0.isCalled(folded) } : named
        if found.count == 1 { return found[0] }
        // labd takes codes that no measure has, and flags them.
        if column.field.reference == .code, ID(text) != nil { return EntryChoice(text, called: nil) }
        throw fault(
            .text(text), found.isEmpty ? "is not in the list" : "stands for \(found.count) of the list",
            it: found.isEmpty ? "non è nell'elenco" : "corrisponde a \(found.count) voci dell'elenco")
    }
}

extension String {
    /// The values that it can stand for as a list has them: `sw-01 (educator)`, `Town desks (desks)`.
    fileprivate var valuesInLabel: [String] {
        guard hasSuffix(")"), let open = lastIndex(of: "("), let first = firstRange(of: " (") else { return [] }
        return [String(self[..<first.lowerBound]), String(self[index(after: open)...].dropLast())]
    }
}

extension FlatWorkbook.Value {
    /// As a person is shown it.
    var shown: String {
        switch self {
        case .text(let text):
            "\"\(text.count > 60 ? text.prefix(60) + "…" : text)\"".replacing("\n", with: " ")
        case .number(let number):
            number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
        case .day(let year, let month, let day, _):
            Day(year: year, month: month, day: day).map { Speech.language.long($0) }
                ?? "\(year)-\(month.padded(to: 2))-\(day.padded(to: 2))"
        case .time(let seconds):
            "\(seconds < 0 ? "-" : "")\(abs(seconds) / 3600):\((abs(seconds) / 60 % 60).padded(to: 2))"
                + (seconds % 60 == 0 ? "" : ":\((abs(seconds) % 60).padded(to: 2))")
        case .flag(let flag): flag ? localized("true", it: "vero") : localized("false", it: "falso")
        case .error(let text): text
        }
    }
}

extension String {
    /// Without blanks and line breaks at its ends.
    var trimmingBlanks: String {
        func isBlank(_ character: Character) -> Bool { character.isWhitespace }
        guard let start = firstIndex(where: { !isBlank($0) }), let end = lastIndex(where: { !isBlank($0) }) else {
            return ""
        }
        return String(self[start...end])
    }
}
