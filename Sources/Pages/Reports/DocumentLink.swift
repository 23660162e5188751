import CanonicalJSON
import CivilTime
import Documents
import Markup
package import Office
import Views
import Wording

/// The document that shows on paper what a view shows on the screen, if there is one.
struct DocumentLink {
    let visit: Visit
    let view: any Answer.Type
    /// What the view was asked.
    let question: Question
    /// What it answered.
    let answer: JSONObject

    /// The way to it; nil if there is none.
    var markup: Markup? {
        guard let (kind, values) = document else { return nil }
        var query = zip(kind.parameters, values).map { (name: $0.rawValue, value: $1) }
        if let position { query.append(("asOf", String(position))) }
        let address = Address(["pages", "document", kind.rawValue], query)
        return "<a href=\"\(address)\">\(visit.say("On paper", it: "Su carta"))</a>"
    }

    /// The position that it is made at: of a submitted report that of its last submission, else that of the answer.
    private var position: Int64? {
        if view.name == ReportFile.name, case .array(let positions)? = answer["submissions"],
            case .integer(let last)? = positions.last
        {
            return last
        }
        guard case .integer(let position)? = answer["position"] else { return nil }
        return position
    }

    private var document: (DocumentKind, [String])? {
        func days(_ kind: DocumentKind) -> (DocumentKind, [String])? {
            guard let from = question.from, let to = question.to else { return nil }
            return (kind, [from.description, to.description])
        }
        func one(_ kind: DocumentKind) -> (DocumentKind, [String])? { question.id.map { (kind, [$0.text]) } }
        switch view.name {
        case Timesheet.name:
            guard let worker = question.worker, let month = question.month else { return nil }
            return (.timesheet, [worker.text, month.description])
        case Mediations.name: return days(.mediations)
        case ActivityFile.name: return one(.attendance)
        case PersonFile.name: return one(.person)
        case ReportFile.name:
            guard case .string(let word)? = answer["kind"], let kind = DocumentKind(rawValue: word),
                case .string(let from)? = answer["from"], case .string(let to)? = answer["to"]
            else { return nil }
            return kind == .claim ? one(.claim) : (kind, [from, to])
        default: return nil
        }
    }
}

extension Site {
    /// The page that says why there is no document.
    package static func noDocument(_ visit: Visit, _ desk: some Desk, _ refusal: Refusal) -> Page {
        let title = visit.say("No document", it: "Nessun documento")
        var page = Page(
            Layout(visit: visit, office: desk.newest, section: nil, title: title).page(
                "<h1>\(title)</h1><p>\(visit.sentence(refusal))</p>"))
        page.refusal = refusal
        return page
    }
}
