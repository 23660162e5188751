internal import CanonicalJSON
internal import Presentation
internal import Views
internal import Wording

/// Which rows of an answer's tables are shown, and in which order: `--sort` and `--limit`.
struct RowChoice: Hashable {
    /// The column to sort by, by its name in CSV or its title; with `-` in front, the greatest first. Nil for the answer's order.
    var sort: String?
    /// How many rows of each table are shown; 0 for all.
    var limit = 0

    /// Whether all rows are shown as they come.
    var isEverything: Bool { sort == nil && limit == 0 }

    /// Returns the tables with the rows that are chosen. Tables without the column to sort by keep their order.
    ///
    /// - Throws: a usage `Failure` if no table has the column.
    func sorted(_ tables: [AnswerTable], _ cells: AnswerCells) throws(Failure) -> [AnswerTable] {
        guard let sort else { return tables }
        let isDescending = sort.hasPrefix("-")
        let name = isDescending ? String(sort.dropFirst()) : sort
        let filled = tables.filter { !$0.rows.isEmpty }
        guard filled.isEmpty || filled.contains(where: { $0.column(called: name) != nil }) else {
            throw Self.unknown(name, filled)
        }
        return tables.map { table in
            guard let column = table.column(called: name) else { return table }
            let keys = table.rows.map { row in
                SortKey(table.value(column, row), cells.cell(column, row, of: table).text)
            }
            let order = keys.indices.sorted { a, b in
                guard let first = keys[a], let second = keys[b] else { return keys[a] != nil && keys[b] == nil }
                return isDescending ? second < first : first < second
            }
            return table.with(rows: order.map { table.rows[$0] })
        }
    }

    /// Returns the first rows, and how many others there are.
    func limited(_ table: AnswerTable) -> (table: AnswerTable, more: Int) {
        guard limit > 0, table.rows.count > limit else { return (table, 0) }
        return (table.with(rows: Array(table.rows[..<limit])), table.rows.count - limit)
    }

    /// Says how many rows are not shown, and how they are.
    static func rest(_ more: Int) -> String {
        localized(
            "and \(grouped(more)) more: --limit 0 shows all",
            it: more == 1
                ? "e un'altra riga: con --limit 0 si vedono tutte"
                : "e altre \(grouped(more)) righe: con --limit 0 si vedono tutte")
    }

    private static func unknown(_ name: String, _ tables: [AnswerTable]) -> Failure {
        var names: [String] = []
        for table in tables {
            for column in table.columns where !names.contains(column.name) { names.append(column.name) }
        }
        let titles = tables.flatMap { table in table.columns.map { table.title($0) } }
        let list = names.joined(separator: ", ")
        let known = Set(names.map(\.folded))
        let meant = Nearest.hint(name, among: names + Set(titles).filter { !known.contains($0.folded) })
        let rest = meant.isEmpty ? localized("; the columns are \(list)", it: "; le colonne sono \(list)") : meant
        return Failure(
            .usage, localized("there is no column \(name)", it: "non c'è una colonna \(name)") + rest)
    }
}

/// The value of a cell as it is compared: numbers before words.
private enum SortKey: Comparable {
    case number(Double)
    case text(String)

    /// Nil for a cell without a value, which stands last in both orders.
    init?(_ value: JSON?, _ text: String) {
        switch value {
        case nil, .null?: return nil
        case .integer(let number)?: self = .number(Double(number))
        case .number(let text)?: self = .number(Double(text) ?? 0)
        case .bool, .string, .array, .object: self = .text(text.lowercased())
        }
    }
}

extension AnswerTable {
    /// Returns the column of this name or title.
    func column(called name: String) -> Column? {
        let name = name.folded
        let ways: [(Column) -> String] = [{ $0.name }, { $0.path.last ?? "" }, { title($0) }]
        for way in ways {
            if let column = columns.first(where: { way($0).folded == name }) { return column }
        }
        return nil
    }

    /// Returns the title of a column in the language that is spoken.
    func title(_ column: Column) -> String { title(column, in: Speech.language) }
}
