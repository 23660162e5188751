import CanonicalJSON
import Markup
import Office
import Presentation
import Views

/// The figures that events explain, table by table.
extension CellLinks {
    /// Returns the page that explains a figure; nil for one that no events explain.
    func explanation(
        _ column: AnswerTable.Column, _ row: AnswerTable.Row, _ table: AnswerTable
    ) -> Address? {
        guard let explained, visit.maySee(Explanation.self), let last = column.path.last else { return nil }
        let quantity: (name: String, state: String?)?
        var facets: [String: String] = [:]
        if case .string(let name)? = row.object[AnswerTable.nameColumn] {
            if let facet = TableMarkup.counted(table.name) {
                guard explained.parameters.contains(where: { $0.rawValue == facet }) else { return nil }
                facets[facet] = name
                quantity =
                    last == AnswerTable.figureColumn
                    ? explained.counted.first.map { ($0, nil) } : self.quantity(column.path, explained)
            } else {
                // A member of an object, whose name is a quantity, or a state of what its columns count.
                quantity = self.quantity(last == AnswerTable.figureColumn ? [name] : [name, last], explained)
                // The total of compliance leaves out what lines without owed hours deliver, which its events do not tell.
                if table.name != "total" || view.name == Compliance.name { return nil }
            }
        } else {
            guard [AnswerTable.answerName, "rows", "weeks", "months", "targets"].contains(table.name) else {
                return nil
            }
            for parameter in explained.parameters where table.name != AnswerTable.answerName {
                if case .string(let value)? = row.object[parameter.rawValue] { facets[parameter.rawValue] = value }
            }
            if table.name == "targets", last == "reached", case .string(let indicator)? = row.object["indicator"] {
                quantity = self.quantity([indicator], explained)
            } else {
                quantity = self.quantity(column.path, explained)
            }
        }
        guard let quantity else { return nil }
        if let state = quantity.state { facets["state"] = state }
        return explanation(quantity.name, facets)
    }

    /// Returns the quantity that a figure at a path is, and its state, if that is a part of its name: `closed` of a caseload,
    /// `approved.minutes` of costs.
    private func quantity(_ path: [String], _ explained: Explanation.Explained) -> (name: String, state: String?)? {
        guard let last = path.last else { return nil }
        let first = explained.counted.first
        switch (view.name, path.count) {
        case (Caseload.name, 1) where last == "open" || last == "closed": return first.map { ($0, last) }
        case (Mediations.name, 1) where last == "missed": return first.map { ($0, last) }
        case (Costs.name, 2) where explained.counted.contains(last):
            return (last, path[0] == "total" ? nil : path[0])
        case (_, 1) where explained.counted.contains(last): return (last, nil)
        default: return nil
        }
    }

    /// Returns the list of what a figure counts that no events explain: the activities and sessions of young people.
    func list(_ column: AnswerTable.Column, _ row: AnswerTable.Row, _ table: AnswerTable) -> Address? {
        guard view.name == Youth.name, column.path.count == 1,
            let list = [("activities", Activities.self as any Answer.Type), ("sessions", Orientations.self)].first(
                where: {
                    $0.0 == column.path[0]
                })?.1, visit.maySee(list)
        else { return nil }
        var query: [(name: String, value: String)] = []
        if case .string(let value)? = row.object[AnswerTable.nameColumn], let facet = TableMarkup.counted(table.name) {
            guard list.parameters.contains(where: { $0.rawValue == facet }) else { return nil }
            query.append((facet, value))
        } else if table.name != column.path[0] {
            return nil
        }
        // What the page is narrowed to narrows the list; the times are added to every address.
        for parameter in list.parameters where view.parameters.contains(parameter) {
            let name = parameter.rawValue
            guard ![.asOf, .on, .from, .to].contains(parameter), !query.contains(where: { $0.name == name }),
                let value = visit.address[name]
            else { continue }
            query.append((name, value))
        }
        return moment(.page(list.name, query), list)
    }
}
