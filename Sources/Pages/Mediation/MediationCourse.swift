import CanonicalJSON
import CivilTime
import Markup
import Office
import Presentation
import Views
import Wording

/// A mediation as a piece of work: what happened on the left, and on the right the forms of what can be done now.
struct MediationCourse {
    let visit: Visit
    let office: Office
    /// The view's answer.
    let answer: JSONObject
    let id: ID
    /// How many events the mediation has.
    let revision: Int
    /// The event that was just recorded.
    let recorded: RecordedEvent?
    /// The form that was just refused.
    let attempt: RefusedForm?

    /// Both columns; only the course for an account that can do nothing now.
    var markup: Markup {
        """
        \(outcome)
        <div class="course">
        <section><h2>\(visit.say("Course", it: "Percorso"))</h2>
        <ol class="steps">\(steps)</ol></section>
        <section class="now"><h2>\(visit.say("What can be done now", it: "Che cosa si può fare ora"))</h2>
        \(forms)</section>
        </div>

        """
    }

    private var outcome: Markup {
        guard let recorded else { return "" }
        let words = EventWords(visit: visit, office: office, event: recorded)
        return """
            <p class="done" role="status">\(visit.say("Recorded", it: "Registrato")): \(words.summary) \
            <a href="\(Address.page("recorded", [("position", "\(recorded.note.position)")]))">\(visit.say(
                "Show it", it: "Mostra"))</a></p>
            """
    }

    // MARK: - What happened

    private var steps: [Markup] {
        guard case .array(let values)? = answer["steps"] else { return [] }
        return values.compactMap { value in
            guard case .object(let step) = value else { return nil }
            return self.step(step)
        }
    }

    private func step(_ step: JSONObject) -> Markup {
        func text(_ name: String) -> String? {
            if case .string(let text)? = step[name] { text } else { nil }
        }
        func number(_ name: String) -> Int? {
            if case .integer(let value)? = step[name] { Int(value) } else { nil }
        }
        let state = Codes.text(of: text("state") ?? "", as: "state", in: visit.language)
        var facts: [String] = []
        if let worker = text("worker") { facts.append(worker) }
        if let start = text("start") { facts.append(visit.say("at \(start)", it: "alle \(start)")) }
        if let minutes = number("minutes") { facts.append(visit.language.hours(minutes)) }
        for name in ["mode", "kind", "reason"] {
            if let word = text(name) { facts.append(Codes.text(of: word, as: name, in: visit.language)) }
        }
        if let left = number("left"), text("state") == "delivered" {
            let hours = visit.language.hours(left)
            facts.append(visit.say("\(hours) left", it: "ne restano \(hours)"))
        }
        if let score = number("score") { facts.append("\(score)/5") }
        let day = text("on").flatMap { Day($0) }.map(visit.language.long) ?? ""
        return "<li><strong>\(state)</strong> <span>\(day)</span>\n<p>\(facts.joined(separator: ", "))</p></li>\n"
    }

    // MARK: - What can be done

    private var state: (row: Mediation, state: MediationState)? {
        guard let record = office.serviceRecords.find(id.text), office.serviceRecords[record].kind == .mediation else {
            return nil
        }
        let ref = Ref<Mediation>(Int(office.serviceRecords[record].row))
        return (office.mediations[ref], office.state(of: ref))
    }

    private var forms: Markup {
        guard let (row, state) = state else { return "" }
        let possible = Self.possible(state).filter { name in
            CommandCatalogue.command(name).map { visit.sends.contains($0.leastRole) } ?? false
        }
        guard !possible.isEmpty else {
            let text =
                Self.possible(state).isEmpty
                ? visit.say("Nothing: it is over.", it: "Nulla: è conclusa.")
                : visit.say("Nothing by this account: others decide.", it: "Nulla da questo account: decidono altri.")
            return "<p>\(text)</p>"
        }
        let open = attempt?.form.command.name ?? possible.first
        return possible.compactMap { name in
            CommandCatalogue.command(name).map { form($0, row, state, isOpen: name == open) }
        }.joined()
    }

    /// The commands that a mediation's state admits, the likeliest first.
    static func possible(_ state: MediationState) -> [String] {
        guard state.stage != .cancelled else { return [] }
        var names: [String] = []
        if !state.isFinished {
            if state.ceiling == nil { names.append("mediation.authorise") }
            if state.mediator == nil { names.append("mediation.assign") }
            if state.ceiling != nil, state.mediator != nil { names += ["mediation.deliver", "mediation.miss"] }
        }
        if state.deliveries > 0, state.score == nil {
            names.insert("mediation.evaluate", at: state.isFinished ? 0 : names.count)
        }
        if !state.isFinished {
            if state.ceiling != nil { names.append("mediation.authorise") }
            if state.mediator != nil { names.append("mediation.assign") }
        }
        if state.deliveries == 0 { names.append("mediation.cancel") }
        return names
    }

    private func form(
        _ command: any Command.Type, _ row: Mediation, _ state: MediationState, isOpen: Bool
    ) -> Markup {
        let verb = String(command.name.drop { $0 != "." }.dropFirst())
        let refused = attempt.flatMap { $0.form.command.name == command.name ? $0 : nil }
        var form = CommandForm(
            visit: visit, office: office, command: command,
            values: refused?.form.values ?? FormValues([("mediation", id.text)] + likely(command.name, row, state)),
            id: refused?.form.id ?? "\(visit.newID)-\(verb)", revision: refused?.form.revision ?? revision,
            refusal: refused?.refusal)
        form.scope = verb + "-"
        form.given = ["mediation"]
        form.back = Address.page(
            MediationFile.name, [("id", id.text)] + (visit.address["lang"].map { [("lang", $0)] } ?? []))
        if command.name == "mediation.assign" { form.narrowed = ["mediator": mediators(row.language)] }
        return """
            <details\(" open", if: isOpen)><summary>\(command.heading(in: visit.language).title)</summary>
            \(form.markup)</details>

            """
    }

    /// What a form's fields mostly hold.
    private func likely(
        _ name: String, _ row: Mediation, _ state: MediationState
    ) -> [(name: String, value: String)] {
        let own = visit.asker.worker(in: office, on: visit.today).map { [("by", office.workers.id($0))] } ?? []
        func hours(_ minutes: Int) -> [(name: String, value: String)] {
            minutes > 0 ? [("minutes", visit.language.hours(minutes))] : []
        }
        switch name {
        case "mediation.authorise":
            return own + [("maxMinutes", visit.language.hours(state.ceiling ?? Int(row.minutes)))]
        case "mediation.deliver": return hours((state.ceiling ?? 0) - state.deliveredMinutes)
        default: return []
        }
    }

    /// The mediators who work here and speak the language.
    private func mediators(_ language: Symbol) -> [(value: String, title: String)] {
        var found: [(value: String, title: String)] = []
        office.workers.forEach { ref, _ in
            guard office.works(ref, on: visit.today), office.profession(of: ref, on: visit.today) == .mediator,
                office.speaks(ref, language, on: visit.today)
            else { return }
            let id = office.workers.id(ref)
            found.append((id, id))
        }
        return found.sorted { $0.value < $1.value }
    }
}
