internal import CanonicalJSON

/// One of an answer's tables: a list of objects, or an object of figures by name.
struct AnswerTable {
    /// The name of the answer's field; of a list within a list's rows both names: `rows.reasons`.
    let name: String
    /// A row's cells by column. A cell of an object within a row has both names, `forecast.missing`.
    fileprivate(set) var rows: [[String: JSON]] = []

    /// The column of the names, where rows are figures by name.
    static let nameColumn = "name"
    /// The column of the figures, where rows are that and a name.
    static let countColumn = "count"
    /// The column of the values, where the list is one of words or numbers.
    static let valueColumn = "value"

    /// The columns: names first, then words, then figures, each in the order of the alphabet.
    var columns: [String] {
        let names = Set(rows.flatMap(\.keys))
        let figures = names.filter(isFigure)
        let lead = names.contains(Self.nameColumn) ? [Self.nameColumn] : []
        return lead + names.subtracting(figures).subtracting(lead).sorted() + figures.sorted()
    }

    /// Whether a column has numbers alone.
    func isFigure(_ column: String) -> Bool {
        let cells = rows.compactMap { $0[column] }.filter { $0 != .null }
        return !cells.isEmpty && cells.allSatisfy(\.isNumber)
    }
}

extension AnswerTable {
    /// All tables of an answer: first what it says once, as the one row of `answer`, then those of its fields.
    static func all(_ members: [JSONObject.Member]) -> [AnswerTable] {
        var answer: [String: JSON] = [:]
        var tables: [AnswerTable] = []
        for member in members {
            switch member.value {
            case .array(let values): add(values, to: &tables, as: member.name, beside: [:])
            case .object(let object):
                tables.append(AnswerTable(name: member.name, rows: object.members.map(named)))
                // Lists within the figures of a name, such as a quarter's.
                for entry in object.members {
                    guard case .object(let inner) = entry.value else { continue }
                    addLists(of: inner, to: &tables, as: member.name, beside: [nameColumn: .string(entry.name)])
                }
            default: answer[member.name] = member.value
            }
        }
        return (answer.isEmpty ? [] : [AnswerTable(name: "answer", rows: [answer])]) + tables
    }

    /// Figures by name: the name, and what stands under it.
    private static func named(_ entry: JSONObject.Member) -> [String: JSON] {
        var row: [String: JSON]
        if case .object(let inner) = entry.value {
            row = cells(inner)
        } else {
            row = [countColumn: entry.value]
        }
        row[nameColumn] = .string(entry.name)
        return row
    }

    /// Adds a list as a table, and the lists within its rows as tables of their own, each row beside what it stands in.
    private static func add(
        _ values: [JSON], to tables: inout [AnswerTable], as name: String, beside outer: [String: JSON]
    ) {
        let prefix = outer.isEmpty ? "" : (name.split(separator: ".").last.map { $0 + "." } ?? "")
        var rows: [[String: JSON]] = []
        for value in values {
            guard case .object(let object) = value else {
                rows.append(outer.merging([prefix + valueColumn: value]) { first, _ in first })
                continue
            }
            let own = cells(object, path: prefix.isEmpty ? "" : String(prefix.dropLast()))
            rows.append(outer.merging(own) { first, _ in first })
        }
        if let index = tables.firstIndex(where: { $0.name == name }) {
            tables[index].rows += rows
        } else {
            tables.append(AnswerTable(name: name, rows: rows))
        }
        for value in values {
            guard case .object(let object) = value else { continue }
            let own = cells(object, path: prefix.isEmpty ? "" : String(prefix.dropLast())).filter { !$0.value.isList }
            addLists(of: object, to: &tables, as: name, beside: outer.merging(own) { first, _ in first })
        }
    }

    private static func addLists(
        of object: JSONObject, to tables: inout [AnswerTable], as name: String, beside outer: [String: JSON]
    ) {
        for member in object.members {
            // A list of words is told in its row's cell.
            guard case .array(let values) = member.value, values.contains(where: { $0.isObject }) else { continue }
            add(values, to: &tables, as: "\(name).\(member.name)", beside: outer)
        }
    }

    /// The fields of an object; those of an object in it under both names.
    private static func cells(_ object: JSONObject, path: String = "") -> [String: JSON] {
        var cells: [String: JSON] = [:]
        for member in object.members {
            let name = path.isEmpty ? member.name : path + "." + member.name
            if case .object(let inner) = member.value {
                cells.merge(self.cells(inner, path: name)) { first, _ in first }
            } else {
                cells[name] = member.value
            }
        }
        return cells
    }
}

extension JSON {
    fileprivate var isNumber: Bool {
        switch self {
        case .integer, .number: true
        default: false
        }
    }

    fileprivate var isObject: Bool { if case .object = self { true } else { false } }
    fileprivate var isList: Bool { if case .array = self { true } else { false } }
}
