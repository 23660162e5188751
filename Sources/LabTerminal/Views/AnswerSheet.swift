internal import CanonicalJSON
internal import Interchange
internal import LabAPI
internal import Office
internal import Presentation
internal import Views
internal import Wording

/// An answer as tables, for a terminal or as CSV. The view's description determines the tables, their columns and their units.
struct AnswerSheet {
    let answer: JSONObject
    let fields: [Column]
    let names: AnswerNames
    let cells: AnswerCells
    private let counts: ListCounts
    let view: String?

    /// The answer of a view; of its tables only those of `only`, if it is given.
    init(
        _ answer: ClientAnswer, of view: any Answer.Type, _ names: AnswerNames = AnswerNames(), only: Set<String>? = nil
    ) throws(Failure) {
        self.init(
            try answer.object, view.columns.filter { $0.name == "names" || only?.contains($0.name) ?? true }, names,
            ofView: view.name)
    }

    /// Creates the sheet of an object with these fields. Its basis and the names to display have no tables of their own; `names`
    /// come before those of the object.
    init(
        _ answer: JSONObject, _ fields: [Column], _ names: AnswerNames = AnswerNames(), ofView view: String? = nil
    ) {
        self.answer = answer
        self.view = view
        self.names = names.over(AnswerNames(answer, fields))
        cells = AnswerCells(answer, self.names, ofView: view)
        counts = ListCounts(answer)
        self.fields = fields.filter { !ListCounts.fields.union(["basis", "names", "position"]).contains($0.name) }
    }

    // MARK: - Text

    /// The answer for a terminal. Lists within rows stand in a cell of their row, what the answer says in sentences below all.
    ///
    /// What it is narrowed to is in its head.
    ///
    /// - Throws: a usage `Failure` if no table has the column to sort by.
    func text(_ style: Style, _ choice: RowChoice = RowChoice()) throws(Failure) -> String {
        let (sentences, others) = fields.filter { !["asked", "narrowed"].contains($0.name) }.partitioned {
            if case .value(.note) = $0.content { true } else { false }
        }
        let tables = AnswerTable.all(answer, others, .folded, ofView: view).filter { !$0.rows.isEmpty }.map(
            cells.ordered)
        var lists = try choice.sorted(tables.filter(isList), cells)[...]
        var out = ""
        for table in tables {
            guard isList(table), let list = lists.popFirst() else {
                out += "\n" + (table.name == AnswerTable.answerName ? once(table, style) : text(table, style))
                continue
            }
            let (shown, left) = choice.limited(list)
            let more = left + notSent(of: list)
            out += "\n" + text(shown, style)
            if more > 0 { out += style.faint(RowChoice.rest(more)) + "\n" }
        }
        if fields.contains(where: isEmptyList) {
            out += "\n" + style.faint(localized("no rows", it: "nessuna riga")) + "\n"
        }
        for sentence in sentences {
            guard case .string(let word)? = answer[sentence.name] else { continue }
            out += "\n" + style.faint(Note.text(of: word, in: Speech.language).visible().wrapped()) + "\n"
        }
        return out
    }

    /// How many rows of a list labd was not asked for.
    private func notSent(of list: AnswerTable) -> Int { max(0, (counts[list.name] ?? 0) - list.rows.count) }

    /// Whether the field is the answer's list, and there is nothing in it.
    private func isEmptyList(_ field: Column) -> Bool {
        guard field.name == "rows", case .array(let rows)? = answer[field.name] else { return false }
        return rows.isEmpty
    }

    /// Whether the rows are a list, which can be sorted and limited; not the members of one object.
    func isList(_ table: AnswerTable) -> Bool {
        guard let field = fields.first(where: { $0.name == table.name }) else { return false }
        return if case .object = field.content { false } else { true }
    }

    /// Returns the single values of the answer, one per line.
    private func once(_ table: AnswerTable, _ style: Style) -> String {
        var text = Table([.whole(""), .left("")])
        for row in table.rows {
            for column in table.columns {
                let cell = cells.cell(column, row, of: table)
                if !cell.text.isEmpty { text.add([Table.Cell(table.title(column)), cell]) }
            }
        }
        return text.text(style)
    }

    private func text(_ table: AnswerTable, _ style: Style) -> String {
        let isOfMembers = !isList(table)
        let title = Column.title(of: table.name, ofView: view, in: Speech.language)
        let isNamed = table.columns.first?.path == [AnswerTable.nameColumn]
        let columns = table.columns.enumerated().filter { $0.offset == 0 || !isFixed($0.element, table) }.map(\.element)
        var text = Table(columns.map { shape($0, table) })
        for row in table.rows {
            text.add(
                columns.enumerated().map { number, column in
                    if Self.isOfFigures(column), case .array(let figures)? = table.value(column, row) {
                        return .count(figures.count)
                    }
                    guard number == 0, isOfMembers, case .string(let name)? = table.value(column, row) else {
                        return cells.cell(column, row, of: table)
                    }
                    return Table.Cell(Column.title(of: name, ofView: view, in: Speech.language))
                })
        }
        return (isNamed || table.name == "rows" ? "" : style.heading(title) + "\n") + text.text(style)
            + columns.filter(Self.isOfFigures).compactMap { figures($0, table, style) }.joined()
    }

    /// Whether the cells of a column are lists of figures, which have a table of their own below.
    private static func isOfFigures(_ column: AnswerTable.Column) -> Bool {
        guard case .rows(let type) = column.content, case .value(.figureName)? = type.columns.first?.content else {
            return false
        }
        return true
    }

    /// Returns the figures in a column's cells, each beside the first column of its row; nil if the rows have none.
    private func figures(_ column: AnswerTable.Column, _ table: AnswerTable, _ style: Style) -> String? {
        guard let field = fields.first(where: { $0.name == table.name }), let first = table.columns.first else {
            return nil
        }
        let name = table.name + "." + column.name
        guard let found = AnswerTable.all(answer, [field], .flat, ofView: view).first(where: { $0.name == name }) else {
            return nil
        }
        let columns = found.columns.filter { $0.path == first.path || $0.path.starts(with: column.path) }
        var text = Table(columns.map { shape($0, found) })
        // Only of the rows that are shown.
        let shown = table.rows.map { table.value(first, $0) }
        for row in found.rows where shown.contains(found.value(first, row)) {
            text.add(columns.map { cells.cell($0, row, of: found) })
        }
        return "\n" + style.heading(table.title(column)) + "\n" + text.text(style)
    }

    /// Whether the question itself fixed the value of a column of the answer's list, so that the head above the table says it. It
    /// is shown nevertheless where nothing is left out for want of room.
    private func isFixed(_ column: AnswerTable.Column, _ table: AnswerTable) -> Bool {
        guard Screen.present != nil, table.name == "rows", column.path.count == 1,
            case .object(let basis)? = answer["basis"],
            case .object(let narrowed)? = basis["narrowed"]
        else { return false }
        // The column of the filter `waiting` is `waits`.
        let name = column.name == "waits" ? "waiting" : column.name
        guard case .string(let wanted)? = narrowed[name] else { return false }
        return table.rows.allSatisfy { row in
            switch table.value(column, row) {
            case .string(let value)?: value == wanted
            case .bool(let isTrue)?: (isTrue ? "true" : "false") == wanted
            default: false
            }
        }
    }

    /// Returns how a column is aligned, whether its cells may continue below, and how early it is left out.
    private func shape(_ column: AnswerTable.Column, _ table: AnswerTable) -> Table.Column {
        let heading = table.title(column)
        let rank = column.rank
        if isRight(column, table) || (Self.isOfFigures(column) && isList(table)) { return .right(heading, rank: rank) }
        // Figures of figures would make each row several lines high.
        if case .by(_, .object) = column.content, isList(table) { return .whole(heading, rank: 4) }
        guard case .value(let unit) = column.content else { return .left(heading, rank: rank) }
        return switch unit {
        case .figureName: .phrase(heading, rank: rank)
        case .day, .month, .week, .quarter, .instant, .id(nil), .eventType, .stream, .account, .yesNo:
            .whole(heading, rank: rank)
        case .id(.line?), .id(.place?), .id(.phase?), .id(.planMeasure?), .minutes, .cents, .centFractions, .days,
            .persons, .cases, .count, .year, .position, .figure, .code, .note, .text, .digest:
            .left(heading, rank: rank)
        case .id: .whole(heading, rank: rank)
        }
    }

    /// Numbers are right-aligned; so is a column of several units if all of them are numbers.
    private func isRight(_ column: AnswerTable.Column, _ table: AnswerTable) -> Bool {
        table.rows.allSatisfy { row in
            guard table.value(column, row) != nil else { return true }
            if case .value(let unit) = table.content(column, row) { return unit.isNumber }
            return false
        }
    }

    // MARK: - CSV

    /// Prints a table as CSV: the one named; otherwise the main one, with a message that lists the others.
    ///
    /// - Throws: a usage `Failure` if the table is ambiguous or does not exist, or if it does not have the column to sort by.
    func printCSV(table name: String?, _ dialect: CSVDialect, _ choice: RowChoice = RowChoice()) throws(Failure) {
        let written = AnswerCSV(answer, fields, ofView: view)
        let tables = written.tables
        let names = tables.map(\.name).sorted().joined(separator: ", ")
        guard let table = name.map({ name in tables.first { $0.name == name } }) ?? written.main else {
            throw Failure(
                .usage,
                name.map { "the answer has no table \($0); --table takes one of \(names)" }
                    ?? "the answer has several tables; name one with --table: \(names)")
        }
        if name == nil && tables.count > 1 {
            say("this is the table \(table.name); the answer's tables, for --table: \(names)")
        }
        if table.rows.isEmpty { say("the table \(table.name) has no rows") }
        let (shown, more) = choice.limited(try choice.sorted([table], cells)[0])
        printAsIs(written.text(shown, dialect), terminator: "")
        if more > 0 { say(RowChoice.rest(more)) }
    }
}

extension [Column] {
    /// Splits the columns into those that satisfy a condition and the others.
    fileprivate func partitioned(_ isOne: (Column) -> Bool) -> ([Column], [Column]) {
        (filter(isOne), filter { !isOne($0) })
    }
}

extension AnswerTable.Column {
    /// How early it is left out where the terminal is too narrow: as its unit says, unless the view says that it is what is
    /// asked for, or needed least.
    fileprivate var rank: Int {
        if isOfMinorObject { return content.rank + 2 }
        return switch use {
        case .essential: -1
        case .usual: content.rank
        case .minor: 3
        }
    }
}

extension Column.Content {
    /// How early a column is left out where the terminal is too narrow: what proves or refers goes before what says when and why,
    /// and this before all others.
    fileprivate var rank: Int {
        switch self {
        case .optional(let inner): inner.rank
        case .value(.digest): 3
        case .value(.account), .value(.stream), .value(.eventType), .value(.position): 2
        case .value(.instant), .value(.text), .value(.note), .values, .rows, .by, .object: 1
        case .value: 0
        }
    }
}
