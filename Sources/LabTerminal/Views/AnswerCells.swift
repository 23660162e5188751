internal import CanonicalJSON
internal import Office
internal import Views
internal import Wording

/// Formats the values of an answer for tables and spreadsheets, each according to its unit.
struct AnswerCells {
    /// The names of places, lines and phases by id, if the answer contains them.
    private var names: [Reference: [String: String]] = [:]
    /// The unit of the figure that the answer explains, if it explains one.
    private var explained: Unit?

    init(_ answer: JSONObject, _ fields: [Column]) {
        for field in fields {
            guard case .object(let type) = field.content, field.name == "names",
                case .object(let object)? = answer[field.name]
            else { continue }
            for column in type.columns {
                guard case .by(.id(let reference?), _) = column.content, case .object(let texts)? = object[column.name]
                else { continue }
                for text in texts.members {
                    if case .string(let name) = text.value { names[reference, default: [:]][text.name] = name }
                }
            }
        }
        if case .string(let view)? = answer["of"], case .string(let counted)? = answer["counted"] {
            explained = Catalogue.unit(of: counted, countedBy: view)
        }
    }

    /// Returns the unit of a value; for a figure's value, the unit of the figure named in its row.
    func unit(_ unit: Unit, _ column: AnswerTable.Column, _ row: AnswerTable.Row, of table: AnswerTable) -> Unit {
        guard unit == .figure else { return unit }
        for named in table.columns {
            guard case .value(.figureName) = named.content, case .string(let name)? = table.value(named, row) else {
                continue
            }
            return Catalogue.unit(ofFigure: name) ?? .count
        }
        return explained ?? .count
    }

    // MARK: - Tables

    /// Returns a cell of a table on a terminal.
    func cell(_ column: AnswerTable.Column, _ row: AnswerTable.Row, of table: AnswerTable) -> Table.Cell {
        guard let value = table.value(column, row) else { return "" }
        let content = table.content(column, row)
        guard case .value(let unit) = content else { return Table.Cell(text(content, value)) }
        return cell(self.unit(unit, column, row, of: table), value)
    }

    private func cell(_ unit: Unit, _ value: JSON) -> Table.Cell {
        if unit == .minutes, case .integer(let minutes) = value { return .balance(Int(minutes)) }
        return Table.Cell(text(unit, value))
    }

    private func text(_ unit: Unit, _ value: JSON) -> String {
        switch (unit, value) {
        case (.minutes, .integer(let number)): hours(Int(number))
        case (.cents, .integer(let number)): euros(Int(number))
        case (.centFractions, .integer(let number)): euros(Self.cents(Int(number)))
        case (.persons, .integer(let number)), (.count, .integer(let number)), (.days, .integer(let number)),
            (.figure, .integer(let number)):
            grouped(Int(number))
        case (.note, .string(let word)): Note.text(of: word, in: Speech.language)
        case (.id(let reference?), .string(let id)): names[reference]?[id] ?? id
        default: Self.plain(value)
        }
    }

    /// Returns the text of a cell.
    private func text(_ content: Column.Content, _ value: JSON) -> String {
        switch (content, value) {
        case (.value(let unit), _): text(unit, value)
        case (.values(let unit), .array(let values)): values.map { text(unit, $0) }.joined(separator: ", ")
        case (.rows(let type), .array(let values)):
            values.map { listed($0, type) }.joined(separator: type.isNamedByPosition ? " " : "; ")
        case (.by(let unit, let inner), .object(let object)):
            object.members.map { member in
                let value = text(inner, member.value)
                return inner.isObject
                    ? "\(text(unit, .string(member.name))): \(value)" : "\(text(unit, .string(member.name))) \(value)"
            }.joined(separator: inner.isObject ? "; " : ", ")
        case (.object(let type), .object(let object)):
            type.columns.compactMap { field in
                object[field.name].map {
                    Column.title(of: field.name, in: Speech.language).lowercased() + " " + text(field.content, $0)
                }
            }.joined(separator: ", ")
        case (.optional(let inner), _): text(inner, value)
        default: Self.plain(value)
        }
    }

    /// Returns an element of a list within a row: an event as its position, anything else as its fields in order.
    private func listed(_ value: JSON, _ type: any Described.Type) -> String {
        guard case .object(let object) = value, let first = type.columns.first else { return Self.plain(value) }
        if type.isNamedByPosition { return "#" + Self.plain(object[first.name]) }
        let rest = type.columns.dropFirst().compactMap { field in
            object[field.name].map {
                Column.title(of: field.name, in: Speech.language).lowercased() + " " + text(field.content, $0)
            }
        }
        return ([object[first.name].map { text(first.content, $0) } ?? ""] + rest).joined(separator: ", ")
    }

    /// Fractions of a cent as cents, rounded half away from zero.
    static func cents(_ fractions: Int) -> Int {
        let half = ExactCents.denominator / 2
        return (fractions + (fractions < 0 ? -half : half)) / ExactCents.denominator
    }

    // MARK: - CSV

    /// Returns a value for CSV: numbers without formatting, lists within a row in one cell.
    static func csv(_ content: Column.Content, _ value: JSON?) -> String {
        guard case .rows(let type) = content, case .array(let values)? = value else { return plain(value) }
        return values.map { csvElement($0, type) }.joined(separator: type.isNamedByPosition ? " " : "; ")
    }

    private static func csvElement(_ value: JSON, _ type: any Described.Type) -> String {
        guard case .object(let object) = value, let first = type.columns.first else { return plain(value) }
        if type.isNamedByPosition { return "#" + plain(object[first.name]) }
        let rest = type.columns.dropFirst().compactMap { field in
            object[field.name].map { "\(field.name) \(csv(field.content, $0))" }
        }
        return ([plain(object[first.name])] + rest).joined(separator: ", ")
    }

    /// Returns a value without a unit.
    static func plain(_ value: JSON?) -> String {
        switch value {
        case .string(let text)?: text
        case .integer(let number)?: String(number)
        case .bool(let isTrue)?: isTrue ? "yes" : "no"
        case .number(let text)?: text
        case .array(let values)?: values.map(plain).joined(separator: " ")
        case .object(let object)?: object.members.map { "\($0.name) \(plain($0.value))" }.joined(separator: ", ")
        case .null?, nil: ""
        }
    }
}

extension Described {
    /// Whether its values are shown as their positions in the log, as events are.
    static var isNamedByPosition: Bool {
        if case .value(.position)? = columns.first?.content { true } else { false }
    }
}

extension Column.Content {
    fileprivate var isObject: Bool { if case .object = self { true } else { false } }
}

/// Returns cents as euros: `1640.42`, `12'345.00`.
func euros(_ cents: Int) -> String {
    let rest = String(cents.magnitude % 100)
    return (cents < 0 ? "-" : "") + grouped(Int(cents.magnitude / 100)) + "." + (rest.count == 1 ? "0" + rest : rest)
}
