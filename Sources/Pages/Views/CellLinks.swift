import CanonicalJSON
import Markup
import Office
import Presentation
import Views

/// Where the cells of a table lead: an id to what it names, a figure to the events that it is the sum of.
struct CellLinks {
    let visit: Visit
    private let office: Office
    let view: any Answer.Type
    let explained: Explanation.Explained?

    init(_ visit: Visit, _ office: Office, _ view: any Answer.Type) {
        self.visit = visit
        self.office = office
        self.view = view
        explained = Explanation.explained.first { $0.view == view.name }
    }

    /// Returns where a cell leads; nil for one that leads nowhere, or where the account may not go.
    func link(_ column: AnswerTable.Column, _ row: AnswerTable.Row, _ table: AnswerTable) -> Address? {
        guard let value = table.value(column, row), case .value(let unit) = table.content(column, row) else {
            return nil
        }
        if let whole = ofDay(column, row, table) { return whole }
        switch (unit, value) {
        case (.id(let reference), .string(let id)): return reference.flatMap { self.link(to: $0, id) }
        case (.position, .integer(let position)):
            guard visit.audiences.contains(.office) else { return nil }
            return Address.page("event", [("position", "\(position)")]).setting("lang", visit.address["lang"])
        case (_, .integer): return explanation(column, row, table) ?? list(column, row, table)
        default: return nil
        }
    }

    /// Returns where a row of an account's day leads as a whole: a place behind to its weeks, a month to its sheet.
    private func ofDay(_ column: AnswerTable.Column, _ row: AnswerTable.Row, _ table: AnswerTable) -> Address? {
        guard view.name == DaySummary.name else { return nil }
        func page(_ view: any Answer.Type, _ names: [String]) -> Address? {
            guard visit.maySee(view) else { return nil }
            return moment(.page(view.name, names.compactMap { name in row.object.text(name).map { (name, $0) } }), view)
        }
        switch (table.name, column.path.last) {
        case ("placesBehind", "place"), ("placesBehind", "missing"): return page(Compliance.self, ["line", "place"])
        case ("monthsBehind", "month"): return page(Timesheet.self, ["worker", "month"])
        default: return nil
        }
    }

    /// Returns the page of what an id names.
    func link(to reference: Reference, _ id: String) -> Address? {
        var kind = reference.subject
        if kind == .serviceRecord {
            guard let ref = office.serviceRecords.find(id) else { return nil }
            kind = office.serviceRecords[ref].kind.reference
        }
        guard let file = Self.files[kind], visit.maySee(file), file.name != view.name || visit.address["id"] != id
        else { return nil }
        return moment(.page(file.name, [("id", id)]), file)
    }

    /// The views that show one thing, by what it is.
    private static let files: [Reference: any Answer.Type] = [
        .case: CaseFile.self, .person: PersonFile.self, .contact: ContactFile.self, .mediation: MediationFile.self,
        .orientation: OrientationFile.self, .activity: ActivityFile.self, .entry: EntryFile.self,
        .worker: WorkerFile.self, .report: ReportFile.self,
    ]

    /// Returns the page that explains a quantity of the view, of these facets and what the page itself is narrowed to; nil where
    /// the account may not go.
    func explanation(_ counted: String, _ facets: [String: String]) -> Address? {
        guard let explained, visit.maySee(Explanation.self) else { return nil }
        var query = [("of", explained.view), ("counted", counted)]
        for parameter in explained.parameters {
            if let value = facets[parameter.rawValue] ?? visit.address[parameter.rawValue] {
                query.append((parameter.rawValue, value))
            }
        }
        var address = moment(.page(Explanation.name, query), Explanation.self)
        // Cases are counted as they are at the end of a day, whatever days the page is of.
        if view.name == Caseload.name { address["from"] = nil }
        return address
    }

    /// Returns an address with the page's own two times, where the view takes them.
    func moment(_ address: Address, _ view: any Answer.Type) -> Address {
        var address = address
        for parameter in [Parameter.asOf, .on, .from, .to, .line, .place] {
            guard view.parameters.contains(parameter), address[parameter.rawValue] == nil,
                let value = visit.address[parameter.rawValue]
            else { continue }
            if parameter == .line || parameter == .place, view.name != Explanation.name { continue }
            address[parameter.rawValue] = value
        }
        address["lang"] = visit.address["lang"]
        return address
    }
}

extension ServiceRecord.Kind {
    /// What an id of the kind refers to.
    var reference: Reference {
        switch self {
        case .case: .case
        case .contact: .contact
        case .mediation: .mediation
        case .orientation: .orientation
        case .activity: .activity
        }
    }
}
