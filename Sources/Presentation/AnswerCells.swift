package import CanonicalJSON
import CivilTime
import Office
package import Views
package import Wording

/// Formats the values of an answer for tables and spreadsheets, each according to its unit.
package struct AnswerCells {
    private let names: AnswerNames
    private var language: DisplayLanguage { names.language }
    /// The unit of the figure that the answer explains, if it explains one.
    private var explained: Unit?
    /// The view that has that figure.
    private var explainedView: String?

    private let view: String?

    /// The cells of an answer, of a view if that is known; titles within them depend on it.
    package init(_ answer: JSONObject, _ names: AnswerNames, ofView view: String? = nil) {
        self.names = names
        self.view = view
        if case .string(let view)? = answer["of"], case .string(let counted)? = answer["counted"] {
            explainedView = view
            explained = Catalogue.unit(of: counted, countedBy: view)
        }
    }

    /// Returns the unit of a value; for a figure's value, the unit of the figure named in its row.
    package func unit(_ unit: Unit, _ column: AnswerTable.Column, _ row: AnswerTable.Row, of table: AnswerTable) -> Unit
    {
        guard unit == .figure else { return unit }
        for named in table.columns {
            guard case .value(.figureName) = named.content, case .string(let name)? = table.value(named, row) else {
                continue
            }
            return Catalogue.unit(ofFigure: name) ?? .count
        }
        return explained ?? .count
    }

    /// Returns the table; if its rows are figures by phase, in the order in which the plan has the phases.
    package func ordered(_ table: AnswerTable) -> AnswerTable {
        guard let lead = table.columns.first, lead.path == [AnswerTable.nameColumn],
            case .value(.id(.phase?)) = lead.content
        else { return table }
        let rows = table.rows.map { row in
            (place: names.place(of: .phase, Self.plain(table.value(lead, row))) ?? .max, row: row)
        }
        return table.with(
            rows: rows.enumerated().sorted {
                ($0.element.place, $0.offset) < ($1.element.place, $1.offset)
            }.map(\.element.row))
    }

    // MARK: - Text

    /// Returns what a table's cell says; empty if the row has no such value.
    package func text(_ column: AnswerTable.Column, _ row: AnswerTable.Row, of table: AnswerTable) -> String {
        guard let value = table.value(column, row) else { return "" }
        if view == Usual.name, let text = usual(column, row) { return text }
        if column.path == [AnswerTable.nameColumn], table.name == "flags", case .string(let word) = value,
            let flag = Flag(rawValue: word)
        {
            return word + ": " + flag.text(in: language)
        }
        if let named = explainedName(column, value) { return named }
        let content = table.content(column, row)
        // The names of a table of figures by name are values of what the table is called by.
        let field = column.path == [AnswerTable.nameColumn] ? table.name : column.path.last ?? ""
        guard case .value(let unit) = content else { return text(content, value, field) }
        return text(self.unit(unit, column, row, of: table), value, field)
    }

    /// Returns a field that an account fills in often, or its value, as people call them.
    private func usual(_ column: AnswerTable.Column, _ row: AnswerTable.Row) -> String? {
        guard case .string(let field)? = row.object["field"] else { return nil }
        switch (column.path, row.object["mostOften"]) {
        case (["field"], _):
            let labels = Catalogue.commands.lazy.map { $0.label(ofField: field, in: language) }
            return labels.first { $0 != field } ?? names.title(ofFacet: field)
        case (["mostOften"], .string(let value)?): return names.value(ofFacet: field, value)
        default: return nil
        }
    }

    /// Returns the title of the view or the quantity that an explanation is about.
    private func explainedName(_ column: AnswerTable.Column, _ value: JSON) -> String? {
        guard explained != nil, case .string(let name) = value else { return nil }
        return switch column.path {
        case ["of"]: AnswerNames.view(name, in: language)
        case ["counted"]: Column.title(of: name, ofView: explainedView, in: language)
        default: nil
        }
    }

    /// Returns the value of a figure, according to the unit that its name says.
    package static func text(ofFigure name: String, _ value: Int, in language: DisplayLanguage) -> String {
        number(Catalogue.unit(ofFigure: name) ?? .count, value, in: language)
    }

    private static func number(_ unit: Unit, _ value: Int, in language: DisplayLanguage) -> String {
        switch unit {
        case .minutes: language.hours(value)
        case .cents: language.euros(value)
        case .centFractions: language.euros(cents(value))
        case .days, .persons, .cases, .count, .figure: language.grouped(value)
        case .year, .position, .day, .month, .week, .quarter, .instant, .id, .figureName, .code, .eventType, .stream,
            .account, .note, .text, .yesNo, .digest:
            String(value)
        }
    }

    private func text(_ unit: Unit, _ value: JSON, _ field: String) -> String {
        switch (unit, value) {
        case (_, .integer(let number)): Self.number(unit, Int(number), in: language)
        case (.note, .string(let word)): Note.text(of: word, in: language)
        case (.id(let reference?), .string(let id)): names.name(reference, id)
        case (.figureName, .string(let name)): names.figure(name)
        case (.instant, .string(let instant)): Instant(instant)?.local ?? instant
        case (.code, .string(let name)) where field == "views": AnswerNames.view(name, in: language)
        case (.code, .string(let name)) where field == "indicator": Column.title(of: name, in: language)
        case (.code, .string(let code)) where Codes.isOfPlan(field): names.name(.code, code)
        case (.code, .string(let word)): Codes.text(of: word, as: field, in: language)
        case (.yesNo, .bool(let isTrue)): language.yesNo(isTrue)
        default: Self.plain(value)
        }
    }

    /// Returns the text of a cell; `field` is the field that has the value.
    private func text(_ content: Column.Content, _ value: JSON, _ field: String) -> String {
        switch (content, value) {
        case (.value(let unit), _): text(unit, value, field)
        case (.by, .object(let says)) where field == "says": said(says)
        case (.values(let unit), .array(let values)): values.map { text(unit, $0, field) }.joined(separator: ", ")
        case (.rows(let type), .array(let values)):
            values.map { listed($0, type) }.joined(separator: type.isNamedByPosition ? " " : "; ")
        case (.by(let unit, let inner), .object(let object)):
            object.members.map { member in
                let name = text(unit, .string(member.name), field)
                return name + (inner.isObject ? ": " : " ") + text(inner, member.value, field)
            }.joined(separator: inner.isObject ? "; " : ", ")
        case (.object(let type), .object(let object)):
            type.columns.compactMap { titled($0, object) }.joined(separator: ", ")
        case (.optional(let inner), _): text(inner, value, field)
        default: Self.plain(value)
        }
    }

    /// Returns what an event of a case says of its own: `phase Review, worker sw-01`.
    private func said(_ says: JSONObject) -> String {
        says.members.map { member in
            let text = Self.plain(member.value)
            if member.name == "minutes", let minutes = Int(text) {
                return Column.title(of: member.name, in: language).lowercased() + " " + language.hours(minutes)
            }
            return names.facet(member.name, text)
        }.joined(separator: ", ")
    }

    /// Returns an element of a list within a row: an event as its position, anything else as its fields in order.
    private func listed(_ value: JSON, _ type: any Described.Type) -> String {
        guard case .object(let object) = value, let first = type.columns.first else { return Self.plain(value) }
        if type.isNamedByPosition { return "#" + Self.plain(object[first.name]) }
        let rest = type.columns.dropFirst().compactMap { titled($0, object) }
        return ([object[first.name].map { text(first.content, $0, first.name) } ?? ""] + rest).joined(separator: ", ")
    }

    /// Returns a field of an object with its title in front; nil if the object does not have it.
    private func titled(_ field: Column, _ object: JSONObject) -> String? {
        guard let value = object[field.name] else { return nil }
        let title = Column.title(of: field.name, ofView: view, in: language).lowercased() + " "
        guard case .value(.figure) = field.content, case .integer(let number) = value,
            let name = object.members.lazy.compactMap(Self.figureName).first
        else { return title + text(field.content, value, field.name) }
        return title + Self.text(ofFigure: name, Int(number), in: language)
    }

    /// Returns the name of the figure that a row is about, if the member is that.
    private static func figureName(_ member: JSONObject.Member) -> String? {
        guard member.name == "figure", case .string(let name) = member.value else { return nil }
        return name
    }

    /// Fractions of a cent as cents, rounded half away from zero.
    package static func cents(_ fractions: Int) -> Int {
        let half = ExactCents.denominator / 2
        return (fractions + (fractions < 0 ? -half : half)) / ExactCents.denominator
    }

    // MARK: - CSV

    /// Returns a value for CSV: numbers without formatting, lists within a row in one cell.
    package static func csv(_ content: Column.Content, _ value: JSON?) -> String {
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
    package static func plain(_ value: JSON?) -> String {
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
    package static var isNamedByPosition: Bool {
        if case .value(.position)? = columns.first?.content { true } else { false }
    }
}

extension Column.Content {
    var isObject: Bool { if case .object = self { true } else { false } }
}
