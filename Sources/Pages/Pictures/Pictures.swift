import CanonicalJSON
import Charts
import CivilTime
import Markup
import Office
import Presentation
import Views
import Wording

/// The pictures of a view's page, drawn from the same answer as its tables.
///
/// The answer has only the beginning of a list. What is drawn from all of its rows is counted in the office that answered.
///
/// If there is nothing to draw, no picture is shown, not even an empty frame.
struct Pictures {
    let visit: Visit
    /// The office of the figures.
    let office: Office
    let view: any Answer.Type
    let answer: JSONObject
    let question: Question
    let names: AnswerNames
    let ways: CellLinks

    init(_ answer: JSONObject, of view: any Answer.Type, _ question: Question, _ office: Office, _ visit: Visit) {
        (self.visit, self.office, self.view) = (visit, office, view)
        (self.answer, self.question) = (answer, question)
        names = office.names(in: visit.language).over(AnswerNames(answer, view.columns, in: visit.language))
        ways = CellLinks(visit, office, view)
    }

    /// All pictures; empty if there is nothing to draw.
    ///
    /// - Throws: `Refusal` as the answer itself.
    func markup() throws -> Markup {
        let all = try drawn().filter { !$0.isEmpty }
        return all.isEmpty ? "" : "<div class=\"pictures\">\n\(all)</div>\n"
    }

    private func drawn() throws -> [Markup] {
        switch view.name {
        case Compliance.name: compliance
        case Caseload.name: try caseload()
        case Cases.name: try cases()
        case CaseFile.name: caseFile
        case Mediations.name: mediations
        case Requests.name: try requests()
        case Indicators.name: indicators
        case Youth.name: youth
        case Timesheets.name: timesheets
        case Timesheet.name: timesheet
        case Costs.name: costs
        case Diff.name: changes
        case Audit.name: audit
        default: []
        }
    }

    var language: DisplayLanguage { visit.language }

    /// The question as the office answered it.
    var settled: Question { question.settled(in: office) }

    /// The day up to which the figures are known.
    var today: Day {
        if let on = question.on { return on }
        return question.asOf == nil ? visit.today : min(visit.today, EuropeRome.day(of: office.time))
    }

    /// A picture under its title, with its figures below where no table of the page has them.
    func figure(_ picture: some Picture, isWide: Bool = false, _ table: FigureTable? = nil) -> Markup {
        figure(
            picture.caption.title, picture.caption.description, isWide: isWide, isWide ? picture.boxed : picture.svg,
            table)
    }

    /// Anything that tells at a glance, under its title.
    func figure(
        _ title: String, _ description: String, isWide: Bool = false, _ content: Markup, _ table: FigureTable? = nil
    ) -> Markup {
        """
        <figure class="picture\(" wide", if: isWide)">
        <figcaption><h2>\(title)</h2><p>\(description)</p></figcaption>
        \(content)
        \(table.map { $0.markup(visit) } ?? "")
        </figure>

        """
    }

    /// A count in the reader's language.
    func count(_ number: Int) -> String { language.grouped(number) }

    /// The page of a view with filters, which keeps the two times where the view takes them; nil where the account may not go.
    func page(_ view: any Answer.Type, _ filters: [(name: String, value: String)]) -> Address? {
        visit.maySee(view) ? ways.moment(.page(view.name, filters), view) : nil
    }

    /// The names of the months on an axis.
    var shortMonths: [String] { (1...12).map { String(language.month($0).prefix(3)) } }
}

/// The figures of a picture as a table, shown on demand.
struct FigureTable {
    /// The heads of the columns; the first is that of the rows' names.
    let heads: [String]
    /// The rows, each beginning with its name.
    let rows: [[String]]
    /// The list of the page that has the same figures one by one, for a table that is too long.
    var list: String?

    /// How many cells it has at most.
    private static let mostCells = 800

    /// The table, folded away; of a long one the beginning, and the way to the list.
    func markup(_ visit: Visit) -> Markup {
        let shown = rows.prefix(max(Self.mostCells / max(heads.count, 1), 10))
        let head = heads.enumerated().map { number, text -> Markup in
            "<th scope=\"col\"\(" class=\"n\"", if: number > 0)>\(text)</th>"
        }
        let body = shown.map { row -> Markup in
            let cells = row.enumerated().map { number, text -> Markup in
                number == 0 ? "<th scope=\"row\">\(text)</th>" : "<td class=\"n\">\(text)</td>"
            }
            return "<tr>\(cells)</tr>\n"
        }
        let title = visit.say("These figures as a table", it: "Queste cifre in tabella")
        return """
            <details class="figures"><summary>\(title)</summary>
            <div class="scroll" role="region" aria-label="\(title)" tabindex="0">
            <table><thead><tr>\(head)</tr></thead>
            <tbody>
            \(body)</tbody></table>
            </div>\(rest(rows.count - shown.count, visit))</details>
            """
    }

    private func rest(_ more: Int, _ visit: Visit) -> Markup {
        guard more > 0 else { return "" }
        let count = visit.language.grouped(more)
        let text = visit.say(
            more == 1 ? "and 1 more row" : "and \(count) more rows",
            it: more == 1 ? "e un'altra riga" : "e altre \(count) righe")
        guard let list else { return "<p class=\"more\">\(text)</p>" }
        return "<p class=\"more\"><a href=\"\(visit.address.setting("rows", list))\">\(text)</a></p>"
    }
}
