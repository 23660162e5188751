import CanonicalJSON
import Interchange
import Markup
import Office
import Presentation
package import Views
import Wording

/// A view's answer as a file: JSON as programs get it, or one of its tables as CSV as labctl prints it.
struct Download {
    /// The forms of files, as the name of the page ends.
    enum Form: String {
        case csv, json
    }

    /// The parameters of files that no view has.
    static let ownParameters: Set<String> = ["table", "dialect"]

    let view: any Answer.Type
    let form: Form

    /// The file that a name such as `compliance.csv` means; nil for another name.
    init?(named name: String) {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let form = Form(rawValue: String(parts[1])),
            let view = Views.Catalogue.views.first(where: { $0.name == parts[0] })
        else { return nil }
        (self.view, self.form) = (view, form)
    }

    /// Returns the file of the visit's question.
    ///
    /// A question that is refused gets the view's page, which says why; a table that the answer does not have gets the page of
    /// what is not there.
    func page(_ visit: Visit, _ desk: some Desk) throws -> Page {
        let asked = Asked(visit.address)
        let parameters = asked.parameters.filter { !Self.ownParameters.contains($0.name) }
        do {
            var question = try Question(parameters: parameters, to: view)
            question.asker = visit.asker
            switch form {
            case .json:
                let bytes = try desk.answer(view, question) { bytes in
                    bytes.indices.map { bytes[$0] }
                }
                return file(bytes, "application/json", parameters)
            case .csv:
                return table(of: try desk.object(view, question), visit, parameters) ?? Site.notFound(visit, desk)
            }
        } catch let refusal as Refusal {
            let visit = visit.at(Address(["pages", view.name], parameters))
            var page = try ViewPage(visit: visit, view: view, desk: desk).page(parameters)
            // Where something is missing, the page only asks for it; a file is then refused.
            page.refusal = page.refusal ?? refusal
            return page
        }
    }

    private func table(
        of answer: JSONObject, _ visit: Visit, _ parameters: [(name: String, value: String)]
    ) -> Page? {
        let written = AnswerCSV(answer, view.columns, ofView: view.name)
        let name = visit.address["table"]
        guard let table = name.map({ name in written.tables.first { $0.name == name } }) ?? written.main else {
            return nil
        }
        let dialect: CSVDialect = visit.address["dialect"] == DisplayLanguage.italian.tag ? .italian : .international
        let shown = name.map { [("table", $0)] } ?? []
        return file(Array(written.text(table, dialect).utf8), "text/csv; charset=utf-8", shown + parameters)
    }

    private func file(
        _ bytes: [UInt8], _ mediaType: String, _ parameters: [(name: String, value: String)]
    ) -> Page {
        let parts =
            [view.name] + parameters.map { $0.name == "on" || $0.name == "asOf" ? "\($0.name)-\($0.value)" : $0.value }
        let name = Self.plain(parts.joined(separator: "_")).prefix(100)
        return Page(file: String(name) + "." + form.rawValue, mediaType, bytes)
    }

    /// Returns a text with a hyphen in place of whatever could end a header, or leave a folder.
    static func plain(_ text: String) -> String {
        String(
            text.unicodeScalars.map { scalar in
                let isPlain =
                    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
                return isPlain || scalar == "_" || scalar == "-" || scalar == "." ? Character(scalar) : "-"
            })
    }
}

extension Site {
    /// Returns the view that the page or the file at a path shows; nil for another path.
    package static func view(at path: [String]) -> (any Answer.Type)? {
        guard path.count == 2, path[0] == "pages" else { return nil }
        return Views.Catalogue.views.first { $0.name == path[1] } ?? Download(named: path[1])?.view
    }
}

/// The links to the files of a page's answer.
struct DownloadLinks {
    let visit: Visit
    let view: any Answer.Type
    let answer: PartialAnswer
    let question: Question

    /// JSON, the main table as CSV, in an Italian page also as spreadsheets in Italian open it, the document on paper if there is
    /// one, and the other tables.
    var markup: Markup {
        let tables = AnswerCSV.names(of: answer.object, view.columns, answer.counts)
        var links: [Markup] = []
        if tables.main != nil {
            links.append("<a href=\"\(address(.csv))\">CSV</a>")
            if visit.language == .italian {
                links.append("<a href=\"\(address(.csv, [("dialect", "it")]))\">CSV per Excel</a>")
            }
        }
        links.append("<a href=\"\(address(.json))\">JSON</a>")
        links +=
            DocumentLink(visit: visit, view: view, question: question, answer: answer.object).markup.map { [$0] } ?? []
        return "<p class=\"data\">\(links.joined(separator: " · "))</p>\n\(others(tables.others))"
    }

    private func others(_ tables: [String]) -> Markup {
        guard !tables.isEmpty else { return "" }
        let links = tables.map { table -> Markup in
            let names = table.split(separator: ".").filter { $0 != "rows" }
            let title = names.map { self.title(of: String($0)) }.joined(separator: ": ")
            var query = [("table", table)]
            if visit.language == .italian { query.append(("dialect", "it")) }
            return "<li><a href=\"\(address(.csv, query))\">\(title)</a></li>"
        }
        return """
            <details class="data"><summary>\(visit.say("Other tables as CSV", it: "Altre tabelle in CSV"))</summary>
            <ul>\(links)</ul></details>

            """
    }

    private func title(of table: String) -> String {
        table == AnswerTable.answerName
            ? visit.say("Single values", it: "Valori singoli")
            : Column.title(of: table, ofView: view.name, in: visit.language)
    }

    private func address(_ form: Download.Form, _ more: [(name: String, value: String)] = []) -> Address {
        Address(["pages", "\(view.name).\(form.rawValue)"], Asked(visit.address).parameters + more)
    }
}
