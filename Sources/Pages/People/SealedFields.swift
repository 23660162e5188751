package import CanonicalJSON
import CivilTime
import Markup
package import Office
import Presentation
import Views
import Wording

/// What is sealed of a person, on the person's page: the form that opens it, or the fields that it opened.
struct SealedFields {
    let visit: Visit
    let person: ID
    /// What was just sent, if the page answers it.
    var sent: Site.SealedRequest?
    /// What it came to.
    var outcome: Site.SealedOutcome?

    /// The section; nothing for an account that may not open anything.
    var markup: Markup {
        guard visit.opensSealed else { return "" }
        let isSent = sent != nil
        return """
            <section class="sealed" id="sealed">
            <h2>\(visit.say("Sealed data", it: "Dati riservati"))</h2>
            \(outcome.map(shown))
            <details class="filters"\(" open", if: isSent && !isOpened)>
            <summary>\(visit.say("Open the sealed data", it: "Apri i dati riservati"))</summary>
            \(form)</details>
            </section>

            """
    }

    private var isOpened: Bool { if case .opened? = outcome { true } else { false } }

    private var fault: String? {
        guard case .refused(let refusal)? = outcome else { return nil }
        if case .sender(.reasonMissing) = refusal.reason {
            return visit.say("The reason is missing", it: "Manca il motivo")
        }
        let isOfReason = refusal.field == "reason"
        return visit.sentence(refusal, label: isOfReason ? Column.title(of: "reason", in: visit.language) : nil)
    }

    private var form: Markup {
        let language: [(name: String, value: String)] = visit.address["lang"].map { [("lang", $0)] } ?? []
        let error: Markup = fault.map { "<p class=\"error\" id=\"e-reason\">\($0)</p>" } ?? ""
        let describedBy: Markup =
            fault == nil
            ? " aria-describedby=\"h-reason\"" : " aria-invalid=\"true\" aria-describedby=\"e-reason h-reason\""
        let kept = isOpened ? "" : sent?.reason ?? ""
        return """
            <form class="command" method="post" action="\(Address(["pages", "send", "sealed"], language))">
            <input type="hidden" name="form-token" value="\(visit.token)">
            <input type="hidden" name="person" value="\(person.text)">
            <div class="field\(" wrong", if: fault != nil)">
            <label for="reason">\(visit.say("Why they are opened", it: "Perché si aprono"))</label>
            \(error)<input id="reason" name="reason" type="text" required autocomplete="off" value="\(kept)"\(describedBy)>
            <p class="hint" id="h-reason">\(visit.say(
                "Who opened what, and why, is recorded; the reason stands in clear, without names.",
                it: "Il registro annota chi ha aperto che cosa e perché; il motivo resta in chiaro, senza nomi."))</p>
            </div>
            <div class="box"><input type="checkbox" id="texts" name="texts" value="yes"\(
                " checked", if: sent?.takesTexts == true)>\
            <label for="texts">\(visit.say("Free notes too", it: "Anche le annotazioni libere"))</label></div>
            <p class="act"><button>\(visit.say("Open", it: "Apri"))</button></p>
            </form>

            """
    }

    private func shown(_ outcome: Site.SealedOutcome) -> Markup {
        guard case .opened(let fields, let position) = outcome else { return "" }
        let event = Address.page("event", [("position", "\(position)")]).setting("lang", visit.address["lang"])
        let recorded: Markup = """
            <p role="status">\(visit.say("Opened, and recorded at position ", it: "Dati aperti; annotato alla posizione "))\
            <a href="\(event)">\(position)</a>.</p>
            """
        guard !fields.isEmpty else {
            let nothing = visit.say(
                "Nothing of this kind was recorded of the person.", it: "Non è registrato nulla di questo tipo.")
            return "\(recorded)<p class=\"empty\">\(nothing)</p>"
        }
        let heads = [
            visit.say("Field", it: "Campo"), visit.say("Value", it: "Valore"), visit.say("On", it: "Giorno"),
            visit.say("Event", it: "Evento"), visit.say("Position", it: "Posizione"),
        ]
        let title = visit.say("Sealed data, opened", it: "Dati riservati aperti")
        return """
            \(recorded)
            <div class="scroll" role="region" aria-label="\(title)" tabindex="0">
            <table><thead><tr>\(heads.map { "<th scope=\"col\">\($0)</th>" as Markup })</tr></thead>
            <tbody>
            \(fields.map(row))</tbody></table></div>
            """
    }

    private func row(_ field: JSON) -> Markup {
        guard case .object(let field) = field else { return "" }
        func text(_ name: String) -> String { field[name].map { AnswerCells.plain($0) } ?? "" }
        let position = text("position")
        let command = CommandCatalogue.event(text("type")) as? any Command.Type
        let name = command?.label(ofField: text("field"), in: visit.language) ?? text("field")
        let value =
            field["problem"] == nil
            ? text("value") : visit.say("does not open: \(text("problem"))", it: "non si apre: \(text("problem"))")
        let event = Address.page("event", [("position", position)]).setting("lang", visit.address["lang"])
        return """
            <tr><th scope="row">\(name)</th><td>\(value)</td><td class="short">\(text("on"))</td>\
            <td>\(command?.heading(in: visit.language).title ?? text("type"))</td>\
            <td class="n"><a href="\(event)">\(position)</a></td></tr>

            """
    }
}

extension Site {
    /// What the form that opens a person's sealed fields sent.
    package struct SealedRequest: Sendable {
        /// The person.
        let person: ID
        /// Why, as it was typed.
        let reason: String
        /// Whether free texts are opened too.
        let takesTexts: Bool
        /// The look that is recorded; nil if no reason was given.
        package let look: PersonalDataRequest?
        /// Why it is not recorded.
        package let refusal: Refusal?
    }

    /// What a request to open sealed fields came to.
    package enum SealedOutcome: Sendable {
        /// The fields, as labd answers them to programs, and the position at which the look was recorded.
        case opened(fields: [JSON], position: Int)
        /// Nothing was opened.
        case refused(Refusal)
    }

    /// Reads what the form that opens sealed fields sent.
    ///
    /// - Throws: `Refusal` for a form that labd did not make for this account, or that names nobody.
    package static func readSealed(
        _ visit: Visit, _ fields: [(name: String, value: String)]
    ) throws(Refusal) -> SealedRequest {
        let values = FormValues(fields)
        guard values.text("form-token") == visit.token else {
            throw Refusal(.sender(.foreignPage), field: "form-token")
        }
        guard let person = ID(values.text("person")) else {
            throw Refusal(.personalData(.nobodyNamed), field: "person")
        }
        let reason = values.text("reason").trimmed
        let takesTexts = values.text("texts") == "yes"
        var asked: JSONObject = ["person": .string(person.text), "reason": .string(reason)]
        if takesTexts {
            let all = PersonalDataRequest.sealedFields.sorted().map { JSON.string($0) }
            asked.members.insert(.init("fields", .array(all)), at: 0)
        }
        var refusal: Refusal?
        var look: PersonalDataRequest?
        do throws(Refusal) {
            guard !reason.isEmpty else { throw Refusal(.sender(.reasonMissing), field: "reason") }
            look = try PersonalDataRequest(reading: asked)
        } catch {
            refusal = error
        }
        return SealedRequest(person: person, reason: reason, takesTexts: takesTexts, look: look, refusal: refusal)
    }

    /// The person's page with what was opened, or with the reason why it was not.
    package static func sealed(
        _ visit: Visit, _ desk: some Desk, _ sent: SealedRequest, _ outcome: SealedOutcome
    ) throws -> Page {
        var query = [("id", sent.person.text)]
        if let language = visit.address["lang"] { query.append(("lang", language)) }
        let address = Address.page(PersonFile.name, query)
        var view = ViewPage(visit: visit.at(address), view: PersonFile.self, desk: desk)
        view.sealed = (sent, outcome)
        var page = try view.page(Asked(address).parameters)
        if case .refused(let refusal) = outcome { page.refusal = refusal }
        return page
    }
}
