import CivilTime
import Markup
import Office
import Presentation
import Views
import Wording

/// What an event did, in words.
struct EventWords {
    let visit: Visit
    let office: Office
    let event: RecordedEvent

    /// What was done, by whom and when, and what it says.
    var markup: Markup {
        """
        <h3>\(summary)</h3>
        <p class="note">\(visit.say(
            "Position \(event.note.position), by \(event.note.actor), \(time)",
            it: "Posizione \(event.note.position), da \(event.note.actor), \(time)"))</p>
        \(facts)

        """
    }

    /// What its command does; of an event that labd records itself, its type.
    var summary: String {
        let command = CommandCatalogue.event(event.note.type) as? any Command.Type
        return command?.summary(in: visit.language) ?? event.note.type
    }

    /// What it says, field by field.
    var facts: Markup { EventFacts(visit: visit, office: office, event: event).markup }

    private var time: String { Instant(rfc3339: event.note.time)?.local ?? event.note.time }
}
