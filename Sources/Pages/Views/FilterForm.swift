import Markup
import Office
import Presentation
import Views
import Wording

/// The form that narrows a view: one control for each of its parameters other than the two times, with the choices of the
/// office.
struct FilterForm {
    let visit: Visit
    let view: any Answer.Type
    let office: Office
    /// The parameter at fault and what is wrong with it, if the view refused to answer.
    var fault: (parameter: String, text: String)?

    /// Whether the page shows nothing before something is chosen.
    var isAsked = false

    /// The form; nothing for a view that cannot be narrowed.
    var markup: Markup {
        // The views of one day take `to` as another name of `on`, which has its own field.
        let isOfOneDay = !view.parameters.contains(.from)
        let parameters = view.parameters.filter {
            $0 != .on && $0 != .asOf && !$0.isOfPlaces && !($0 == .to && isOfOneDay)
        }
        guard !parameters.isEmpty else { return "" }
        // What the page is of is no filter; an explanation is of one figure.
        let filters = parameters.filter { !view.required.contains($0) && view.name != Explanation.name }
        let isUsed = fault != nil || filters.contains { visit.address[$0.rawValue] != nil }
        let kept = visit.address.query.filter { ["on", "asOf", "lang"].contains($0.name) }.map {
            "<input type=\"hidden\" name=\"\($0.name)\" value=\"\($0.value)\">\n" as Markup
        }
        return """
            <details class="filters"\(" open", if: isUsed || isAsked)>
            <summary>\(visit.say("Narrow down", it: "Filtra"))</summary>
            <form method="get" action="\(Address(visit.address.path))">
            \(kept)
            <div class="fields">
            \(parameters.map(field))</div>
            <p class="act"><button>\(visit.say("Show", it: "Mostra"))</button></p>
            </form>
            </details>

            """
    }

    private func field(_ parameter: Parameter) -> Markup {
        let name = parameter.rawValue
        let wrong = fault?.parameter == name ? fault?.text : nil
        let describedBy: Markup = wrong == nil ? "" : " aria-invalid=\"true\" aria-describedby=\"e-\(name)\""
        let error: Markup = wrong.map { "<p class=\"error\" id=\"e-\(name)\">\($0)</p>" } ?? ""
        return """
            <div class="field\(" wrong", if: wrong != nil)">
            <label for="f-\(name)">\(title(of: parameter))</label>
            \(error)\(control(parameter, describedBy))
            </div>

            """
    }

    /// What a control asks for: an id is called by the thing that it is of.
    private func title(of parameter: Parameter) -> String {
        guard parameter == .id else { return office.names(in: visit.language).title(ofFacet: parameter.rawValue) }
        let title = Column.title(of: view.name, in: visit.language)
        return title == view.name ? view.title(in: visit.language) : title
    }

    private func control(_ parameter: Parameter, _ describedBy: Markup) -> Markup {
        let name = parameter.rawValue
        let value = visit.address[name] ?? ""
        if let choices = choices(of: parameter) {
            let isKnown = value.isEmpty || choices.contains { $0.value == value }
            let all = isKnown ? choices : choices + [(value, value)]
            let options = all.map { choice -> Markup in
                "<option value=\"\(choice.value)\"\(" selected", if: choice.value == value)>\(choice.title)</option>"
            }
            let any = visit.say("— any —", it: "— qualsiasi —")
            return """
                <select id="f-\(name)" name="\(name)"\(describedBy)>\
                <option value="">\(any)</option>\(options)</select>
                """
        }
        return """
            <input id="f-\(name)" name="\(name)" type="\(type(of: parameter))" value="\(value)"\
            \(" required", if: view.required.contains(parameter))\(describedBy) \
            placeholder="\(parameter.form(in: visit.language))">
            """
    }

    private func type(of parameter: Parameter) -> String {
        switch parameter {
        case .from, .to, .until: "date"
        case .month: "month"
        case .week: "week"
        default: "text"
        }
    }

    /// The values that a parameter may have, with what people call them; nil for one whose values are not a short list.
    private func choices(of parameter: Parameter) -> [(value: String, title: String)]? {
        let names = office.names(in: visit.language)
        func planned(_ reference: Reference, _ ids: [ID]?) -> [(value: String, title: String)] {
            (ids ?? []).map { ($0.text, names.name(reference, $0.text)) }
        }
        switch parameter {
        case .place: return planned(.place, office.plan?.places.map(\.id))
        case .line: return planned(.line, office.plan?.lines.map(\.id))
        case .phase: return planned(.phase, office.plan?.phases.map(\.id))
        case .measure: return planned(.planMeasure, office.plan?.measures.map(\.id))
        case .fund: return (office.plan?.funds ?? []).map { ($0.id.text, $0.id.text) }
        case .worker, .supervisor:
            var workers: [(value: String, title: String)] = []
            office.workers.forEach { ref, _ in
                let id = office.workers.id(ref)
                workers.append((id, id))
            }
            return workers.sorted { $0.value < $1.value }
        case .report: return office.reports.reports.map { ($0.id.text, $0.id.text) }
        case .of:
            return Explanation.explained.map { ($0.view, AnswerNames.view($0.view, in: visit.language)) }
        default:
            let words = view.words[parameter] ?? parameter.words
            guard !words.isEmpty else { return nil }
            return words.map { word in
                if parameter.isYesOrNo { return (word, visit.language.yesNo(word == "true")) }
                return (word, Codes.text(of: word, as: parameter.rawValue, in: visit.language))
            }
        }
    }
}
