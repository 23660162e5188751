import Markup
import Office
import Views
import Wording

extension Site {
    /// The way to what was recorded: the case, the person, the month.
    private static func subject(of event: RecordedEvent, _ visit: Visit) -> Markup {
        let parts = event.note.subject.split(separator: "/").map(String.init)
        guard parts.count > 1, let view = Views.Catalogue.views.first(where: { $0.name == parts[0] }),
            visit.maySee(view)
        else { return "" }
        let query: [(name: String, value: String)] =
            view.name == Timesheet.name && parts.count == 3
            ? [("worker", parts[1]), ("month", parts[2])] : [("id", parts[1])]
        let address = Address.page(view.name, query).setting("lang", visit.address["lang"])
        let name = "\(view.title(in: visit.language)) \(parts.dropFirst().joined(separator: ", "))"
        return "<p><a href=\"\(address)\">\(name)</a></p>\n"
    }

    /// The page that says what was recorded, with its flags explained, and what is likely to come next.
    static func recordedPage(_ visit: Visit, _ desk: some Desk) throws -> Page {
        guard let position = visit.address["position"].flatMap({ Int($0) }), position >= 0 else {
            return notFound(visit, desk)
        }
        let event = try desk.content(at: position)
        let body = CommandCatalogue.event(event.note.type)
        let title = visit.say("Recorded", it: "Registrato")
        let command = body as? any Command.Type
        let section = command.map { Section(of: $0) }
        let facts = EventFacts(visit: visit, office: desk.newest, event: event).markup
        return Page(
            Layout(visit: visit, office: desk.newest, section: section, title: title).page(
                """
                <h1>\(title)</h1>
                <p class="done" role="status">\(command?.summary(in: visit.language) ?? event.note.type)</p>
                \(facts)
                \(subject(of: event, visit))
                \(flags(event, visit))
                <p class="note">\(visit.say(
                    "Position \(position) of the log, recorded by \(event.note.actor).",
                    it: "Posizione \(position) del registro, registrato da \(event.note.actor)."))</p>
                \(NextSteps(visit: visit, office: desk.newest, event: event).markup)
                """))
    }
}
