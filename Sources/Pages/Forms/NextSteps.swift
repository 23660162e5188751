import CanonicalJSON
import CivilTime
import Markup
import Office
import Presentation
import Views
import Wording

/// What is likely to be done after an event was recorded, with what is known from it filled in.
struct NextSteps {
    let visit: Visit
    let office: Office
    let event: RecordedEvent

    /// The steps.
    var markup: Markup {
        let steps = likely.prefix(3).map { step -> Markup in
            "<li><a href=\"\(step.address)\">\(step.title)</a></li>\n"
        }
        guard let command = CommandCatalogue.event(event.note.type) as? any Command.Type else { return "" }
        let again: Markup =
            visit.sends.contains(command.leastRole) && !command.name.hasSuffix(".erase")
            ? """
            <li><a href=\"\(form(command.name, same))\">\(visit.say(
                "Record another", it: "Registrarne un altro"))</a></li>

            """ : ""
        guard !steps.isEmpty || !again.isEmpty else { return "" }
        return """
            <section class="next">
            <h2>\(visit.say("Next", it: "E poi"))</h2>
            <ul>\(steps)\(again)</ul>
            </section>
            """
    }

    private typealias Step = (title: String, address: Address)

    /// The likeliest steps, those first that the work mostly takes.
    private var likely: [Step] {
        let noun = event.note.type.prefix { $0 != "." }
        let found: [Step?] =
            switch noun {
            case "hours", "timesheet": [month, nextDay, correction]
            case "contact":
                [
                    says("outcome") == "case-opened" || says("person") != nil
                        ? step("case.open", [("contact", id)] + kept("person", "line", "place", "worker")) : nil,
                    hoursAbout,
                    says("person") == nil ? step("person.register", kept("place")) : personPage,
                ]
            case "case":
                [
                    isType("case.closed") ? step("case.reopen", [("case", id)]) : step("case.note", [("case", id)]),
                    isType("case.closed") ? nil : step("case.advance-phase", [("case", id)]), hoursAbout,
                    step("mediation.request", [("case", id)] + kept("place")),
                ]
            case "mediation": [mediationPage, isType("mediation.delivered") ? hoursAbout : nil]
            case "activity":
                [
                    (
                        visit.say("Attendance of the next one", it: "Presenze della prossima"),
                        Address(["pages", "attendance"], [("activity", id)] + language)
                    ), hoursAbout,
                ]
            case "orientation": [hoursAbout, personPage]
            case "person":
                isType("person.registered")
                    ? [
                        step("person.add-evidence", [("person", id)]), step("contact.record", [("person", id)]),
                        step("case.open", [("person", id)]),
                    ] : [personPage]
            default: []
            }
        let steps = found.compactMap(\.self)
        return steps.isEmpty ? others : steps
    }

    // MARK: - Steps

    private var month: Step? {
        guard let worker = says("worker") else { return nil }
        let day = says("month") ?? String((says("entry").flatMap(dayOfEntry) ?? event.note.occurred).prefix(7))
        return (
            visit.say("The month of \(worker)", it: "Il mese di \(worker)"),
            Address(["pages", "month"], [("worker", worker), ("month", day)] + language)
        )
    }

    private func dayOfEntry(_ id: String) -> String? {
        office.hours.entries.find(id).map { office.hours.entries[$0].on.description }
    }

    /// The same hours on the next day, if that has come.
    private var nextDay: Step? {
        guard isType("hours.logged"), let next = says("on").flatMap({ Day($0) })?.adding(1), next <= visit.today else {
            return nil
        }
        let title = visit.say("Hours of \(visit.language.long(next))", it: "Ore del \(visit.language.long(next))")
        return (
            title,
            form("hours.log", [("on", next.description)] + kept("worker", "fund", "line", "place", "activity"))
        )
    }

    private var correction: Step? {
        guard event.note.type.hasPrefix("hours."), let entry = says("entry") else { return nil }
        return step("hours.adjust", [("entry", entry)] + kept("worker"))
    }

    /// The hours that a service took, about it.
    private var hoursAbout: Step? {
        guard !id.isEmpty, visit.sends.contains(.operator) else { return nil }
        var fields = [("about", id)] + kept("on", "line", "place", "worker").map { ($0.name, $0.value) }
        if case .integer(let minutes)? = event.data["minutes"] {
            fields.append(("minutes", "\(minutes / 60):\(minutes % 60 < 10 ? "0" : "")\(minutes % 60)"))
        }
        return (
            visit.say("The hours that it took", it: "Le ore che ha richiesto"),
            form("hours.log", fields.map { (name: $0.0, value: $0.1) })
        )
    }

    private var mediationPage: Step? {
        guard visit.maySee(MediationFile.self) else { return nil }
        return (
            visit.say("The mediation and what comes next", it: "La mediazione e i passi successivi"),
            .page(MediationFile.name, [("id", id)] + language)
        )
    }

    private var personPage: Step? {
        guard let person = event.note.type.hasPrefix("person.") ? id : says("person"), visit.maySee(PersonFile.self)
        else {
            return nil
        }
        return (
            visit.say("What is known of \(person)", it: "Quanto risulta di \(person)"),
            .page(PersonFile.name, [("id", person)] + language)
        )
    }

    /// The other commands about the same thing.
    private var others: [Step] {
        guard let command = CommandCatalogue.event(event.note.type) as? any Command.Type else { return [] }
        let noun = String(command.name.prefix { $0 != "." })
        guard subject.first == noun, !id.isEmpty else { return [] }
        return Section(of: command).commands(visit).filter { other in
            other.name != command.name && other.name.hasPrefix(noun + ".")
                && CommandCatalogue.fields(of: other).contains { $0.name == noun && !$0.isCreated }
        }.compactMap { step($0.name, [(noun, id)]) }
    }

    // MARK: - What is known

    private var subject: [String] { event.note.subject.split(separator: "/", maxSplits: 1).map(String.init) }
    private var id: String { subject.count == 2 ? subject[1] : "" }
    private var language: [(name: String, value: String)] { visit.address["lang"].map { [("lang", $0)] } ?? [] }

    private func isType(_ type: String) -> Bool { event.note.type == type }

    private func says(_ field: String) -> String? {
        if case .string(let text)? = event.data[field] { text } else { nil }
    }

    private func kept(_ fields: String...) -> [(name: String, value: String)] {
        fields.compactMap { field in says(field).map { (field, $0) } }
    }

    /// What another of the same kind mostly has in common with this one.
    private var same: [(name: String, value: String)] {
        let command = CommandCatalogue.event(event.note.type) as? any Command.Type
        let fields = command.map { CommandCatalogue.fields(of: $0) } ?? []
        return fields.compactMap { field in
            switch field.reference {
            case .worker, .fund, .line, .place: says(field.name).map { (field.name, $0) }
            default: nil
            }
        }
    }

    private func form(_ name: String, _ known: [(name: String, value: String)]) -> Address {
        Address(["pages", "form", name], known + language)
    }

    private func step(_ name: String, _ known: [(name: String, value: String)]) -> Step? {
        guard let command = CommandCatalogue.command(name), visit.sends.contains(command.leastRole) else { return nil }
        return (command.heading(in: visit.language).title, form(name, known))
    }
}
