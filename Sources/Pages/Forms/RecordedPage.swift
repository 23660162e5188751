import CanonicalJSON
import Markup
import Office
import Presentation
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
                \(nextSteps(event, command, visit))
                """))
    }

    /// The likeliest next commands about the same thing, with what is known of it filled in.
    private static func nextSteps(_ event: RecordedEvent, _ command: (any Command.Type)?, _ visit: Visit) -> Markup {
        guard let command else { return "" }
        let noun = String(command.name.prefix { $0 != "." })
        let subject = event.note.subject.split(separator: "/", maxSplits: 1).map(String.init)
        let known: [(name: String, value: String)] =
            subject.count == 2 && subject[0] == noun ? [(noun, subject[1])] : []
        let about = Section(of: command).commands(visit).filter { other in
            other.name != command.name && other.name.hasPrefix(noun + ".") && !known.isEmpty
                && CommandCatalogue.fields(of: other).contains { $0.name == noun && !$0.isCreated }
        }
        let again: Markup = """
            <li><a href="\(Address(["pages", "form", command.name]))">\(visit.say(
                "Record another", it: "Registrarne un altro"))</a></li>
            """
        let others = about.prefix(3).map { other -> Markup in
            "<li><a href=\"\(Address(["pages", "form", other.name], known))\">\(other.heading(in: visit.language).title)</a></li>"
        }
        return """
            <section class="next">
            <h2>\(visit.say("Next", it: "E poi"))</h2>
            <ul>\(others)\(again)</ul>
            </section>
            """
    }
}
