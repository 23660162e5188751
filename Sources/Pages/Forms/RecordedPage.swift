import Markup
import Office
import Views
import Wording

extension Site {
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
                \(flags(event, visit))
                <p class="note">\(visit.say(
                    "Position \(position) of the log, recorded by \(event.note.actor).",
                    it: "Posizione \(position) del registro, registrato da \(event.note.actor)."))</p>
                \(NextSteps(visit: visit, office: desk.newest, event: event).markup)
                """))
    }
}
