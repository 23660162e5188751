import Markup
import Presentation
import Views
import Wording

/// The head of a table: a row of titles, or two where neighbouring columns are of one object, whose title stands above theirs.
struct TableHead {
    let table: AnswerTable
    /// Which columns contain figures.
    let right: [Bool]
    /// The title of a column that stands for itself.
    let title: (AnswerTable.Column) -> String
    let view: any Answer.Type
    let visit: Visit

    var markup: Markup {
        let groups = groups
        guard groups.contains(where: { $0.count > 1 }) else {
            return "<tr>\(groups.flatMap { $0 }.map { head($0, title(table.columns[$0])) })</tr>"
        }
        var (upper, lower) = (Markup(), Markup())
        for group in groups {
            let first = table.columns[group[0]]
            if group.count == 1 {
                upper += head(group[0], title(first), " rowspan=\"2\"")
                continue
            }
            upper += "<th scope=\"colgroup\" class=\"group\" colspan=\"\(group.count)\">\(name(first.path[0]))</th>"
            for number in group { lower += head(number, name(table.columns[number].path[1])) }
        }
        return "<tr>\(upper)</tr><tr>\(lower)</tr>"
    }

    /// The columns, those of one object together.
    private var groups: [[Int]] {
        var groups: [[Int]] = []
        for (number, column) in table.columns.enumerated() {
            if let last = groups.last?.last, column.path.count == 2, table.columns[last].path.count == 2,
                column.path[0] == table.columns[last].path[0]
            {
                groups[groups.count - 1].append(number)
            } else {
                groups.append([number])
            }
        }
        return groups
    }

    private func name(_ field: String) -> String { Column.title(of: field, ofView: view.name, in: visit.language) }

    private func head(_ number: Int, _ title: String, _ span: Markup = "") -> Markup {
        "<th scope=\"col\"\(" class=\"n\"", if: right[number])\(span)>\(title)</th>"
    }
}
