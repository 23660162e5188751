import CanonicalJSON
import CivilTime
import Markup
import Office
import Presentation
import Views
import Wording

/// The form of a command: a control for each of its fields, made from their description, with the choices of the office.
struct CommandForm {
    let visit: Visit
    let office: Office
    let command: any Command.Type
    /// What the fields hold.
    let values: FormValues
    /// The command's id. It is in the form, so that sending it twice records once.
    let id: String
    /// The revision of what is changed, as it was when the form was made; nil if that is not known before it is filled in.
    let revision: Int?
    /// Why what was sent is not accepted.
    var refusal: Refusal?
    /// What stands before the ids of its elements, where a page has several forms.
    var scope = ""
    /// The fields that the page gives, which nobody is asked for.
    var given: Set<String> = []
    /// Choices that the page knows better than the form, by field.
    var narrowed: [String: [(value: String, title: String)]] = [:]
    /// The page to come back to, if it is not the one that says what was recorded.
    var back: Address?
    /// What the page asks for itself, below the fields that the command needs.
    var inner: Markup = ""
    /// What the button says, if that is not "Record".
    var action: String?

    /// The members of a form beside the command's fields.
    static let ownFields: Set<String> = ["form-token", "form-id", "form-expect", "form-back", "form-confirmed"]

    private var fields: [Fields.Description] { CommandCatalogue.fields(of: command).filter { !$0.getsNewID } }

    /// The form, with the refusal above and at its field.
    var markup: Markup {
        let asked = fields.filter { !given.contains($0.name) }
        let needed = asked.filter(isShown)
        let others = asked.filter { !isShown($0) }
        let known: Markup = inner.isEmpty ? values.hidden { given.contains($0) } : ""
        let way = back.map { "<input type=\"hidden\" name=\"form-back\" value=\"\($0)\">\n" as Markup }
        let expect = revision.map {
            "<input type=\"hidden\" name=\"form-expect\" value=\"\(String($0))\">\n" as Markup
        }
        let optional: Markup =
            others.isEmpty
            ? ""
            : """
            <details class="optional"><summary>\(visit.say("Further details", it: "Altri dati"))</summary>
            <div class="fields one">
            \(others.map(field))</div>
            </details>

            """
        return """
            \(problem)
            <form class="command" method="post" action="\(Address(["pages", "send", command.name], language))">
            <input type="hidden" name="form-token" value="\(visit.token)">
            <input type="hidden" name="form-id" value="\(id)">
            \(expect)\(way)\(known)
            <div class="fields one">
            \(needed.map(field))\(inner)</div>
            \(optional)
            <p class="act"><button>\(action ?? visit.say("Record", it: "Registra"))</button></p>
            </form>

            """
    }

    private var language: [(name: String, value: String)] {
        visit.address["lang"].map { [("lang", $0)] } ?? []
    }

    /// Whether a field is not hidden among the further ones: the command needs it, it says where something happened, it holds
    /// something, or it is at fault.
    private func isShown(_ field: Fields.Description) -> Bool {
        field.isRequired || field.isToday || field.reference == .line || field.reference == .place
            || !values.all(field.name).isEmpty || fault == field.name
    }

    /// The field at fault, by the first name of its path.
    private var fault: String? {
        let name = refusal?.field.map { String($0.prefix { $0 != "." && $0 != "[" }) }
        return name.flatMap { name in fields.contains { $0.name == name && !given.contains(name) } ? name : nil }
    }

    private var sentence: String {
        refusal.map { visit.sentence($0, label: command.label(ofFault: $0, in: visit.language)) } ?? ""
    }

    private var problem: Markup {
        guard refusal != nil else { return "" }
        let text: Markup = fault.map { "<a href=\"#f-\(scope)\($0)\">\(sentence)</a>" } ?? Markup(escaping: sentence)
        return """
            <div class="problem" role="alert" tabindex="-1">
            <h2>\(visit.say("It was not recorded", it: "Non è stato registrato"))</h2>
            <p>\(text)</p>
            </div>
            """
    }

    // MARK: - Fields

    private func field(_ field: Fields.Description) -> Markup {
        let label = command.label(ofInput: field, in: visit.language)
        let isWrong = fault == field.name
        let optional: Markup =
            field.isRequired || field.isToday
            ? ""
            : """
             <span class="optional-mark">\(visit.say("(optional)", it: "(facoltativo)"))</span>
            """
        let hint = hint(field)
        var described: [String] = []
        if !hint.isEmpty { described.append("h-\(scope)\(field.name)") }
        if isWrong { described.append("e-\(scope)\(field.name)") }
        let describedBy: Markup =
            described.isEmpty ? "" : " aria-describedby=\"\(described.joined(separator: " "))\""
        let invalid: Markup = isWrong ? " aria-invalid=\"true\"" : ""
        let below: Markup = hint.isEmpty ? "" : "<p class=\"hint\" id=\"h-\(scope)\(field.name)\">\(hint)</p>\n"
        let error: Markup = isWrong ? "<p class=\"error\" id=\"e-\(scope)\(field.name)\">\(sentence)</p>\n" : ""
        if let boxes = boxes(field) {
            return """
                <fieldset class="field\(" wrong", if: isWrong)" id="f-\(scope)\(field.name)"\(describedBy)>
                <legend>\(label)\(optional)</legend>
                \(below)\(error)\(boxes)
                </fieldset>

                """
        }
        return """
            <div class="field\(" wrong", if: isWrong)">
            <label for="f-\(scope)\(field.name)">\(label)\(optional)</label>
            \(below)\(error)\(control(field, describedBy + invalid))
            </div>

            """
    }

    /// What is said below a label: how the value is written, and that it is sealed.
    private func hint(_ field: Fields.Description) -> String {
        var parts: [String] = []
        switch field.kind {
        case .minutes: parts.append(visit.say("Hours, such as 7:30 or 7.5", it: "Ore, per esempio 7:30 o 7,5"))
        case .list(let element) where !isChosen(field) && element != .text:
            parts.append(visit.say("Several are separated by commas", it: "Più valori si separano con la virgola"))
        case .list(.text): parts.append(visit.say("One a line", it: "Uno per riga"))
        case .code: parts.append(field.form.text(in: visit.language))
        case .scope: parts.append(visit.say("None means all", it: "Nessuna scelta significa tutte"))
        case .object: parts.append(visit.say("A JSON object", it: "Un oggetto JSON"))
        default: break
        }
        if field.isSealed {
            parts.append(
                visit.say(
                    "Sealed: it is encrypted, and each reading is recorded",
                    it: "Riservato: è cifrato, e ogni lettura è registrata"))
        }
        return parts.joined(separator: ". ")
    }

    private func isChosen(_ field: Fields.Description) -> Bool {
        if case .list = field.kind { return !choices(field).isEmpty }
        return false
    }

    /// The most boxes of a field; more values are typed.
    private static let mostBoxes = 60

    /// Boxes to tick, for a list of known values; nil for other fields.
    private func boxes(_ field: Fields.Description) -> Markup? {
        switch field.kind {
        case .list, .scope: break
        default: return nil
        }
        let choices = choices(field)
        guard !choices.isEmpty, choices.count <= Self.mostBoxes else { return nil }
        let held = values.parts(field.name)
        let boxes = choices.enumerated().map { number, choice -> Markup in
            """
            <div class="box"><input type="checkbox" id="b-\(scope)\(field.name)-\(number)" name="\(field.name)" \
            value="\(choice.value)"\(" checked", if: held.contains(choice.value))>\
            <label for="b-\(scope)\(field.name)-\(number)">\(choice.title)</label></div>

            """
        }.joined()
        guard field.reference?.subject == .code else { return boxes }
        // The plan lists the codes that it counts, and an office uses others; of some fields it lists none.
        let others = held.filter { part in !choices.contains { $0.value == part } }
        return """
            \(boxes)<div class="field"><label for="o-\(scope)\(field.name)">\(visit.say(
                "Other codes, separated by commas", it: "Altri codici, separati da virgole"))</label>
            <input id="o-\(scope)\(field.name)" name="\(field.name)" type="text" value="\(others.joined(separator: ", "))" \
            autocomplete="off"></div>
            """
    }

    private func control(_ field: Fields.Description, _ attributes: Markup) -> Markup {
        let name = field.name
        let typed = field.kind.isList ? values.all(name).joined(separator: ", ") : values.text(name)
        let value = typed.isEmpty && field.isToday ? visit.today.description : typed
        let required: Markup = field.isRequired ? " required" : ""
        let choices = choices(field)
        let isOpen =
            field.form == .language || field.reference.map { !$0.subject.isOfPlan && $0.subject != .worker } ?? false
        if !choices.isEmpty, !isOpen {
            let isKnown = value.isEmpty || choices.contains { $0.value == value }
            let options = (isKnown ? choices : choices + [(value, value)]).map { choice -> Markup in
                "<option value=\"\(choice.value)\"\(" selected", if: choice.value == value)>\(choice.title)</option>\n"
            }
            return """
                <select id="f-\(scope)\(name)" name="\(name)"\(required)\(attributes)>
                <option value="">\(visit.say("— choose —", it: "— scegliere —"))</option>
                \(options)</select>
                """
        }
        switch field.kind {
        case .text where field.isSealed || name == "reason" || name == "note", .object, .list(.text):
            return """
                <textarea id="f-\(scope)\(name)" name="\(name)" rows="3"\(required)\(attributes)>\(value)</textarea>
                """
        default:
            let list = choices.map { choice -> Markup in
                "<option value=\"\(choice.value)\">\(choice.title)</option>"
            }
            let known: Markup = list.isEmpty ? "" : "<datalist id=\"l-\(scope)\(name)\">\(list)</datalist>"
            let listed: Markup = list.isEmpty ? "" : " list=\"l-\(scope)\(name)\""
            return """
                <input id="f-\(scope)\(name)" name="\(name)" type="\(type(field.kind, value))" value="\(value)" \
                autocomplete="off"\(listed)\(required)\(attributes)>\(known)
                """
        }
    }

    /// The type of a control. A control with a type hides text that is not a value of that type, but people must see what they typed.
    private func type(_ kind: FieldKind, _ value: String) -> String {
        switch kind {
        case .day: value.isEmpty || Day(value) != nil ? "date" : "text"
        case .month: value.isEmpty || Month(value) != nil ? "month" : "text"
        case .clock: value.isEmpty || Clock(value) != nil ? "time" : "text"
        case .number: value.isEmpty || Int64(value) != nil ? "number" : "text"
        case .id, .text, .code, .minutes, .bool, .words, .list, .scope, .object: "text"
        }
    }

    // MARK: - Choices

    /// The most records that are suggested while an id is typed.
    private static let mostSuggested = 300

    /// The values that a field may have, with what people call them; empty if they are not known, or too many.
    private func choices(_ field: Fields.Description) -> [(value: String, title: String)] {
        if let known = narrowed[field.name] { return known }
        if field.reference?.subject == .code, let codes = office.recordedCodes(inField: field.name) {
            return codes.map { ($0, $0) }
        }
        switch field.form {
        case .country: return Countries.named(in: visit.language).map { ($0.code, $0.name) }
        case .language: return Languages.named(in: visit.language).map { ($0.code, $0.name) }
        default: break
        }
        var kind = field.kind
        if case .list(let element) = kind { kind = element }
        switch kind {
        case .words(let words):
            return words.map { ($0, Codes.text(of: $0, as: field.name, in: visit.language)) }
        case .bool:
            return ["true", "false"].map { ($0, visit.language.yesNo($0 == "true")) }
        case .id, .scope:
            guard !field.isCreated, let reference = field.reference?.subject else { return [] }
            return choices(of: reference)
        default: return []
        }
    }

    private func choices(of reference: Reference) -> [(value: String, title: String)] {
        let names = office.names(in: visit.language)
        func planned(_ ids: [ID]?) -> [(value: String, title: String)] {
            (ids ?? []).map { ($0.text, names.name(reference, $0.text)) }
        }
        func recorded<Row>(_ register: Register<Row>) -> [(value: String, title: String)] {
            let first = max(0, register.count - Self.mostSuggested)
            return (first..<register.count).reversed().map { index in
                let id = register.id(Ref<Row>(index))
                return (id, id)
            }
        }
        switch reference {
        case .place: return planned(office.plan?.places.map(\.id))
        case .line: return planned(office.plan?.lines.map(\.id))
        case .phase: return planned(office.plan?.phases.map(\.id))
        case .planMeasure: return planned(office.plan?.measures.map(\.id))
        case .fund: return planned(office.plan?.funds.map(\.id))
        case .code:
            return (office.plan?.measures ?? []).flatMap { measure in
                measure.codes.map { ($0.text, "\($0.text) — \(names.name(.planMeasure, measure.id.text))") }
            }
        case .worker: return recorded(office.workers).sorted { $0.value < $1.value }
        case .person: return recorded(office.people)
        case .report: return office.reports.reports.map { ($0.id.text, $0.id.text) }
        case .case, .contact, .mediation, .orientation, .activity: return records(of: reference)
        default: return []
        }
    }

    /// The last records of one kind.
    private func records(of reference: Reference) -> [(value: String, title: String)] {
        var found: [(value: String, title: String)] = []
        var index = office.serviceRecords.count - 1
        while index >= 0, found.count < Self.mostSuggested {
            let ref = Ref<ServiceRecord>(index)
            if office.serviceRecords[ref].kind.reference == reference {
                let id = office.serviceRecords.id(ref)
                found.append((id, id))
            }
            index -= 1
        }
        return found
    }
}

extension FieldKind {
    /// Whether it holds several values.
    fileprivate var isList: Bool {
        switch self {
        case .list(.text): false
        case .list, .scope: true
        default: false
        }
    }
}
