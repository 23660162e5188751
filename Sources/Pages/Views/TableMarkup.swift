import CanonicalJSON
import Markup
import Office
import Presentation
import Views
import Wording

/// The tables of an answer as HTML. The view's description determines them, as it does those of labctl.
struct TableMarkup {
    let visit: Visit
    let office: Office
    let view: any Answer.Type
    let cells: AnswerCells
    let answer: PartialAnswer
    let fields: [Column]
    private let ways: CellLinks

    init(_ answer: PartialAnswer, of view: any Answer.Type, _ office: Office, _ visit: Visit) {
        self.visit = visit
        self.office = office
        self.view = view
        self.answer = answer
        let names = office.names(in: visit.language).over(
            AnswerNames(answer.object, view.columns, in: visit.language))
        cells = AnswerCells(answer.object, names, ofView: view.name)
        let omitted = Self.omitted(from: answer.object, of: view)
        fields = view.columns.filter { !omitted.contains($0.name) }
        ways = CellLinks(visit, office, view)
    }

    /// The fields that stand elsewhere on the page, or say nothing on it: an account that is nobody's has no hours of its own.
    private static func omitted(from answer: JSONObject, of view: any Answer.Type) -> Set<String> {
        let always: Set = ["basis", "names", "position", "asked", "narrowed"]
        guard view.name == DaySummary.name else { return always }
        let ofPage = always.union(["actor", "coordinates"])
        return answer["worker"] == nil ? ofPage.union(["onDay", "inMonth", "openCases"]) : ofPage
    }

    /// All tables, and what the answer says in sentences below them. The pictures stand above the lists, and above all on a page
    /// that is not of one thing.
    ///
    /// Where the address names a table, it stands alone; see ``whole``.
    func markup(below pictures: @autoclosure () throws -> Markup) rethrows -> Markup {
        if let whole { return whole }
        let pictures = try pictures()
        let sentences = fields.filter { if case .value(.note) = $0.content { true } else { false } }
        let others = fields.filter { if case .value(.note) = $0.content { false } else { true } }
        let tables = AnswerTable.all(answer.object, others, .folded, ofView: view.name).filter {
            !$0.rows.isEmpty && !$0.columns.isEmpty
        }.map(cells.ordered)
        // What the whole answer says comes first where it says much, as that of one thing does, and last where it says little.
        let (single, lists) = (
            tables.prefix { $0.name == AnswerTable.answerName }, tables.drop { $0.name == AnswerTable.answerName }
        )
        let facts = single.map(once).joined()
        let isLong = single.contains { $0.columns.count > 2 }
        let isOfOne = isLong && view.required.contains(.id)
        var markup = (isOfOne ? facts + pictures : pictures + (isLong ? facts : ""))
        if !lists.isEmpty {
            let main = (lists.first { $0.name == "rows" } ?? lists.first)?.name
            let first = Self.beginning(of: view)
            let all = lists.map {
                table($0, from: $0.name == main || first.size < RowWindow.beginning.size ? first : .beginning)
            }
            markup += "<div class=\"tables\">\n\(all)</div>\n"
        }
        if !isLong { markup += facts }
        if tables.allSatisfy({ $0.name == AnswerTable.answerName }) { markup += nothing }
        for sentence in sentences {
            guard case .string(let word)? = answer.object[sentence.name] else { continue }
            markup += "<p class=\"note\">\(Note.text(of: word, in: visit.language))</p>\n"
        }
        return markup
    }

    /// The rows that the page of several tables has of the longest.
    static func beginning(of view: any Answer.Type) -> RowWindow { view.name == DaySummary.name ? .glance : .first }

    private var nothing: Markup {
        guard fields.contains(where: { if case .rows = $0.content { true } else { false } }) else { return "" }
        return """
            <p class="empty">\(visit.say(
                "Nothing was recorded that would stand here.", it: "Non è registrato nulla che compaia qui."))</p>

            """
    }

    /// The single values of the answer.
    private func once(_ table: AnswerTable) -> Markup {
        guard let row = table.rows.first else { return "" }
        let items = table.columns.compactMap { column -> Markup? in
            let cell = cell(column, row, table)
            guard !cell.isEmpty else { return nil }
            return Self.term(table.title(column, in: visit.language), cells.text(column, row, of: table), cell)
        }
        return "<dl class=\"facts\">\n\(items)</dl>\n"
    }

    /// A value under its name; smaller if its text is long.
    private static func term(_ title: String, _ text: String, _ cell: Markup) -> Markup {
        "<div><dt>\(title)</dt><dd\(" class=\"long\"", if: text.count > 60)>\(cell)</dd></div>\n"
    }

    /// A list of rows, or the members of an object, under its title.
    func table(_ table: AnswerTable, from window: RowWindow) -> Markup {
        let title = Column.title(of: table.name, ofView: view.name, in: visit.language)
        let isOfMembers = fields.contains { field in
            guard field.name == table.name, case .object = field.content else { return false }
            return true
        }
        if isOfMembers, table.columns.allSatisfy({ Self.ofMembers.contains($0.path) }) {
            return
                "<section class=\"table members\" id=\"\(table.name)\">\n<h2>\(title)</h2>\n\(members(table))</section>\n"
        }
        let places = window.rows(of: answer.count(of: table))
        let rows = answer.rows(places, of: table)
        let right = table.columns.map { column in
            table.rows.allSatisfy { row in
                guard table.value(column, row) != nil, case .value(let unit) = table.content(column, row) else {
                    return table.value(column, row) == nil
                }
                return unit.isNumber
            }
        }
        let isShort = table.columns.map { column in
            guard case .value(let unit) = column.content else { return false }
            return [.day, .month, .week, .quarter, .instant].contains(unit)
        }
        let body = rows.map { row -> Markup in
            let data = table.columns.enumerated().map { number, column -> Markup in
                if number == 0, isOfMembers, case .string(let name)? = table.value(column, row) {
                    return "<th scope=\"row\">\(Column.title(of: name, ofView: view.name, in: visit.language))</th>"
                }
                let content = cell(column, row, table)
                let style: Markup =
                    right[number]
                    ? " class=\"n\"" : isShort[number] ? " class=\"short\"" : isTitle(column) ? " class=\"title\"" : ""
                return number == 0 && !right[0]
                    ? "<th scope=\"row\"\(style)>\(content)</th>" : "<td\(style)>\(content)</td>"
            }
            return "<tr>\(data)</tr>\n"
        }
        return """
            <section class="table" id="\(table.name)">
            \(table.name == "rows" ? "" : "<h2>\(title)</h2>" as Markup)
            <div class="scroll" role="region" aria-label="\(title)" tabindex="0">
            <table>
            <thead>\(TableHead(table: table, right: right, title: { head($0, table) }, view: view, visit: visit).markup)</thead>
            <tbody>
            \(body)</tbody>
            </table>
            </div>
            \(others(places, of: table))
            </section>

            """
    }

    /// The head of a column. In a table that counts by something, the names are those of that thing, and what is counted is
    /// called by its unit.
    private func head(_ column: AnswerTable.Column, _ table: AnswerTable) -> String {
        switch column.path {
        case [AnswerTable.nameColumn]:
            guard let thing = Self.counted(table.name) else { break }
            let title = Column.title(of: thing, ofView: view.name, in: visit.language)
            if title != thing { return title }
        case [AnswerTable.figureColumn]:
            switch column.content {
            case .value(.minutes): return visit.say("Hours", it: "Ore")
            case .value(.persons): return visit.say("Persons", it: "Persone")
            case .value(.days): return visit.say("Days", it: "Giorni")
            default: return visit.say("Number", it: "Numero")
            }
        default: break
        }
        return table.title(column, in: visit.language)
    }

    /// What a table counts by: `place` of `casesByPlace`; nil if it counts by nothing that its name says.
    static func counted(_ name: String) -> String? {
        let rest = name.hasPrefix("by") ? name.dropFirst(2) : name.ranges(of: "By").last.map { name[$0.upperBound...] }
        guard let rest, let first = rest.first, first.isUppercase else { return nil }
        return first.lowercased() + rest.dropFirst()
    }

    /// Whether the values of a column are titles of several words.
    private func isTitle(_ column: AnswerTable.Column) -> Bool {
        guard case .value(.id(let reference?)) = column.content else { return false }
        return [.line, .planMeasure, .phase].contains(reference)
    }

    private static let ofMembers = [[AnswerTable.nameColumn], [AnswerTable.figureColumn]]

    /// The members of an object, each with one value.
    private func members(_ table: AnswerTable) -> Markup {
        let items = table.rows.compactMap { row -> Markup? in
            guard case .string(let name)? = row.object[AnswerTable.nameColumn],
                let column = table.columns.first(where: { $0.path == [AnswerTable.figureColumn] })
            else { return nil }
            let cell = cell(column, row, table)
            guard !cell.isEmpty else { return nil }
            let title = Column.title(of: name, ofView: view.name, in: visit.language)
            return Self.term(title, cells.text(column, row, of: table), cell)
        }
        return "<dl class=\"facts\">\n\(items)</dl>\n"
    }

    private func cell(_ column: AnswerTable.Column, _ row: AnswerTable.Row, _ table: AnswerTable) -> Markup {
        if let beginning = beginning(of: column, row, table) { return beginning }
        let text = cells.text(column, row, of: table)
        guard !text.isEmpty, let link = ways.link(column, row, table) else { return Markup(escaping: text) }
        return "<a href=\"\(link)\">\(text)</a>"
    }
}
