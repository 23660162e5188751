package import CanonicalJSON
package import Views
package import Wording

/// One of an answer's tables, as described by the view: its single values, a list of rows, or figures by name.
package struct AnswerTable {
    /// A column, which may be inside an object within the row.
    package struct Column {
        /// Its name in CSV, such as `forecast.missing`.
        package let name: String
        /// The path of field names to it.
        package let path: [String]
        /// The type of its values.
        package let content: Views.Column.Content
        /// How much a reader needs it.
        package var use = Views.Column.Use.usual
        /// Whether it is a field of an object in the row that is needed less than the row's own fields.
        package var isOfMinorObject = false
    }

    /// A row: an object of the answer; in tables of figures by name, also the name and the figure.
    package struct Row {
        package var object: JSONObject
        /// The type of the figure in this row, if the rows have different units.
        package var figure: Views.Column.Content?
    }

    /// The name of the answer's field; for a list within the rows of a list, both names: `rows.reasons`.
    package let name: String
    /// The columns in reading order; only those with a value in at least one row.
    package let columns: [Column]
    /// The rows, in the answer's order.
    package let rows: [Row]
    /// The view whose answer it is of, if that is known; its titles depend on it.
    package private(set) var view: String?

    /// The name of the table of single values.
    package static let answerName = "answer"
    /// The column of the names, if rows are figures by name.
    package static let nameColumn = "name"
    /// The column of the figures, if rows are a name and a figure.
    package static let figureColumn = "count"
    /// The column of the values, if the list contains plain values.
    package static let valueColumn = "value"

    private init(_ name: String, _ columns: [Column], _ rows: [Row]) {
        self.init(
            name: name, columns: columns.filter { column in rows.contains { $0.object[column.path] != nil } },
            rows: rows)
    }

    private init(name: String, columns: [Column], rows: [Row]) {
        self.name = name
        self.columns = columns
        self.rows = rows
    }

    /// Returns the value of a column in a row; nil if the row has none.
    package func value(_ column: Column, _ row: Row) -> JSON? { row.object[column.path] }

    /// Returns the title of a column, which tells it from the others of the table; empty for the figures of a table by name.
    package func title(_ column: Column, in language: DisplayLanguage) -> String {
        switch column.path {
        case [Self.nameColumn]: return Views.Column.title(of: name, ofView: view, in: language)
        case [Self.figureColumn]: return ""
        default:
            // The last name of the path, or all where the last is that of another column too.
            let isAlone = columns.count { $0.path.last == column.path.last } == 1
            return Views.Column.title(
                of: isAlone ? column.path.suffix(1) : column.path[...], ofView: view, in: language)
        }
    }

    /// Returns the same table with other rows of it.
    package func with(rows: [Row]) -> AnswerTable {
        var table = AnswerTable(name: name, columns: columns, rows: rows)
        table.view = view
        return table
    }

    /// Returns the same table with some of its columns, in the order of their names; those without a value in any row are left out.
    package func with(columns names: [String]) -> AnswerTable {
        var table = AnswerTable(
            name: name, columns: names.compactMap { name in columns.first { $0.name == name } }, rows: rows)
        table.view = view
        return table
    }

    /// Returns a table of one row: the values of an answer with these fields at some paths, such as `flow.opened`. Those that the
    /// answer does not have are left out.
    package static func values(
        at paths: [String], in answer: JSONObject, _ fields: [Views.Column], ofView view: String? = nil
    ) -> AnswerTable {
        let columns = paths.compactMap { name -> Column? in
            let path = name.split(separator: ".").map(String.init)
            return content(at: path[...], in: fields).map { Column(name: name, path: path, content: $0) }
        }
        var table = AnswerTable(answerName, columns, [Row(object: answer)])
        table.view = view
        return table
    }

    /// Whether an object with these fields has one at a path, such as `flow.opened`.
    package static func hasField(at path: String, in fields: [Views.Column]) -> Bool {
        content(at: path.split(separator: ".").map(String.init)[...], in: fields) != nil
    }

    /// Returns the type of the field at a path.
    private static func content(at path: ArraySlice<String>, in fields: [Views.Column]) -> Views.Column.Content? {
        guard let field = fields.first(where: { $0.name == path.first }) else { return nil }
        guard path.count > 1 else { return field.content }
        guard case .object(let type) = field.content else { return nil }
        return content(at: path.dropFirst(), in: type.columns)
    }

    /// Returns the type of a column's value in a row.
    package func content(_ column: Column, _ row: Row) -> Views.Column.Content {
        column.path == [Self.figureColumn] ? row.figure ?? column.content : column.content
    }
}

/// The tables into which an answer is divided.
package enum AnswerForm {
    /// Each list is a table, including lists within rows; each member of an object within a row is a column.
    case flat
    /// Lists and objects within a row are shown in its cell.
    case folded
}

extension AnswerTable {
    /// Returns all tables of an answer with these fields: first the single values, as the only row of `answer`, then the tables
    /// of its fields.
    package static func all(
        _ answer: JSONObject, _ fields: [Views.Column], _ form: AnswerForm, ofView view: String? = nil
    ) -> [AnswerTable] {
        var once: [Column] = []
        var tables: [AnswerTable] = []
        for field in fields {
            guard let value = answer[field.name] else { continue }
            switch (field.content, value) {
            case (.values, _) where form == .folded, (.value, _):
                once.append(Column(name: field.name, path: [field.name], content: field.content))
            case (.values(let unit), .array(let values)):
                let column = Column(name: valueColumn, path: [valueColumn], content: .value(unit))
                tables.append(
                    AnswerTable(field.name, [column], values.map { Row(object: [valueColumn: $0]) }))
            case (.object(let type), .object(let object)):
                tables.append(members(of: object, type, field.name, form))
                tables += tablesOfMembers(of: object, type, form)
            case (.by(let unit, let inner), .object(let object)):
                tables.append(figures(object, unit, inner, field.name, form))
            case (.rows(let type), .array(let values)):
                let rows = values.compactMap { if case .object(let row) = $0 { Row(object: row) } else { nil } }
                add(rows, type, [], beside: [], as: field.name, form, to: &tables)
            default: continue
            }
        }
        let first = AnswerTable(answerName, once, [Row(object: answer)])
        return ((first.columns.isEmpty ? [] : [first]) + tables).map { table in
            var table = table
            table.view = view
            return table
        }
    }

    /// Adds a table of figures by name: the name and its value.
    private static func figures(
        _ object: JSONObject, _ unit: Unit, _ inner: Views.Column.Content, _ name: String, _ form: AnswerForm
    ) -> AnswerTable {
        let rows = object.members.map { Row(object: named($0.name, $0.value)) }
        let lead = Column(name: nameColumn, path: [nameColumn], content: .value(unit))
        if case .object(let type) = inner {
            return AnswerTable(name, [lead] + leaves(of: type.columns, [], "", rows, form), rows)
        }
        return AnswerTable(name, [lead, Column(name: figureColumn, path: [figureColumn], content: inner)], rows)
    }

    /// Returns a table for each member of an object that has several figures by name: too much for a cell.
    private static func tablesOfMembers(
        of object: JSONObject, _ type: any Described.Type, _ form: AnswerForm
    ) -> [AnswerTable] {
        guard form == .folded else { return [] }
        return type.columns.compactMap { field in
            guard case .by(let unit, let inner) = field.content, inner.isObject,
                case .object(let figures)? = object[field.name]
            else { return nil }
            return Self.figures(figures, unit, inner, field.name, form)
        }
    }

    /// Adds the members of an object, each in a separate row with its own unit; the members of an object within it are in one
    /// row.
    private static func members(
        of object: JSONObject, _ type: any Described.Type, _ name: String, _ form: AnswerForm
    ) -> AnswerTable {
        var rows: [Row] = []
        var columns: [Column] = []
        for field in type.columns {
            guard let value = object[field.name] else { continue }
            if form == .folded, case .by(_, let inner) = field.content, inner.isObject { continue }
            let isFolded = if case .by = field.content { form == .folded } else { false }
            let row =
                isFolded
                ? Row(object: [nameColumn: .string(field.name), figureColumn: value], figure: field.content)
                : Row(object: named(field.name, value), figure: field.content)
            rows.append(row)
            guard !isFolded else { continue }
            let inner: [Column]
            switch field.content {
            case .object(let type): inner = leaves(of: type.columns, [], "", [row], form)
            case .by(_, let content):
                inner = keys([row], []).flatMap { leaves(key: $0, content, [], "", [row], form) }
            default: inner = []
            }
            for column in inner where !columns.contains(where: { $0.path == column.path }) { columns.append(column) }
        }
        let lead = [
            Column(name: nameColumn, path: [nameColumn], content: .value(.code)),
            Column(name: figureColumn, path: [figureColumn], content: .value(.text)),
        ]
        return AnswerTable(name, lead + columns, rows)
    }

    private static func named(_ name: String, _ value: JSON) -> JSONObject {
        guard case .object(let inner) = value else { return [nameColumn: .string(name), figureColumn: value] }
        return JSONObject([.init(nameColumn, .string(name))] + inner.members)
    }

    /// Adds a list as a table, and each list within its rows as a separate table, in which each row repeats the columns of its
    /// outer row.
    ///
    /// `path` is the place of the list's own fields in the row; `outer` has the columns of the enclosing rows.
    private static func add(
        _ rows: [Row], _ type: any Described.Type, _ path: [String], beside outer: [Column], as name: String,
        _ form: AnswerForm, to tables: inout [AnswerTable]
    ) {
        let own = leaves(of: type.columns, path, path.last ?? "", rows, form)
        tables.append(AnswerTable(name, outer + own, rows))
        guard form == .flat else { return }
        let beside = outer + own.filter { !$0.content.isList }
        for field in type.columns {
            guard case .rows(let inner) = field.content else { continue }
            let path = path + [field.name]
            let found = rows.flatMap { row -> [Row] in
                guard case .array(let values)? = row.object[path] else { return [] }
                return values.map { Row(object: row.object.setting(path[...], $0)) }
            }
            if !found.isEmpty {
                add(found, inner, path, beside: beside, as: "\(name).\(field.name)", form, to: &tables)
            }
        }
    }

    /// Returns the columns of the fields at `path` in the rows; columns of an object within it have both names.
    private static func leaves(
        of fields: [Views.Column], _ path: [String], _ prefix: String, _ rows: [Row], _ form: AnswerForm
    ) -> [Column] {
        fields.flatMap { field in
            let isObject = if case .object = field.content { true } else { false }
            return leaves(key: field.name, field.content, path, prefix, rows, form).map { leaf in
                var leaf = leaf
                if isObject {
                    leaf.isOfMinorObject = leaf.isOfMinorObject || field.use == .minor
                } else {
                    leaf.use = field.use
                }
                return leaf
            }
        }
    }

    private static func leaves(
        key: String, _ content: Views.Column.Content, _ path: [String], _ prefix: String, _ rows: [Row],
        _ form: AnswerForm
    ) -> [Column] {
        let (path, name) = (path + [key], prefix.isEmpty ? key : prefix + "." + key)
        switch content {
        case .object(let type): return leaves(of: type.columns, path, name, rows, form)
        case .by(_, let inner) where form == .flat:
            return keys(rows, path).flatMap { leaves(key: $0, inner, path, name, rows, form) }
        case .optional(let inner): return leaves(key: key, inner, Array(path.dropLast()), prefix, rows, form)
        case .value, .values, .rows, .by: return [Column(name: name, path: path, content: content)]
        }
    }

    /// Returns the names of the members of the objects at `path`, in alphabetical order.
    private static func keys(_ rows: [Row], _ path: [String]) -> [String] {
        var keys = Set<String>()
        for row in rows {
            guard case .object(let object)? = path.isEmpty ? .object(row.object) : row.object[path] else { continue }
            for member in object.members where !(path.isEmpty && member.name == nameColumn) { keys.insert(member.name) }
        }
        return keys.sorted()
    }
}

extension Views.Column.Content {
    fileprivate var isList: Bool {
        switch self {
        case .values, .rows: true
        case .value, .object, .by, .optional: false
        }
    }
}

extension JSONObject {
    /// Returns the value at the path.
    fileprivate subscript(path: [String]) -> JSON? {
        var value = JSON.object(self)
        for name in path {
            guard case .object(let object) = value, let next = object[name] else { return nil }
            value = next
        }
        return value
    }

    /// Returns the object with the value at the path replaced.
    fileprivate func setting(_ path: ArraySlice<String>, _ value: JSON) -> JSONObject {
        guard let name = path.first else { return self }
        return JSONObject(
            members.map { member in
                guard member.name == name else { return member }
                guard path.count > 1, case .object(let inner) = member.value else { return .init(name, value) }
                return .init(name, .object(inner.setting(path.dropFirst(), value)))
            })
    }
}
