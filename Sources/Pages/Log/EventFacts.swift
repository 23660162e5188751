import CanonicalJSON
import Markup
import Office
import Presentation
import Views
import Wording

/// What an event says, field by field, in words.
struct EventFacts {
    let visit: Visit
    let office: Office
    let event: RecordedEvent

    var markup: Markup {
        guard let description = CommandCatalogue.description(ofEvent: event.note.type) else { return "" }
        let names = office.names(in: visit.language)
        let command = CommandCatalogue.event(event.note.type) as? any Command.Type
        let items = description.fields.compactMap { field -> Markup? in
            guard let value = event.data[field.name], let text = text(value, field, names) else { return nil }
            let label = command?.label(ofField: field.name, in: visit.language) ?? field.name
            return "<div><dt>\(label)</dt><dd>\(text)</dd></div>\n"
        }
        return "<dl class=\"facts\">\n\(items)</dl>"
    }

    private func text(_ value: JSON, _ field: Fields.Description, _ names: AnswerNames) -> String? {
        switch (field.kind, value) {
        case (.minutes, .integer(let minutes)): visit.language.hours(Int(minutes))
        case (.words, .string(let word)): Codes.text(of: word, as: field.name, in: visit.language)
        case (_, .bool(let flag)): visit.language.yesNo(flag)
        case (_, .string(let text)):
            field.reference.map { names.name($0.subject, text) } ?? text
        case (_, .array(let values)):
            values.compactMap { element in
                if case .string(let word) = element {
                    let name = field.reference.map { names.name($0.subject, word) } ?? word
                    return name == word ? Codes.text(of: word, as: field.name, in: visit.language) : name
                }
                return AnswerCells.plain(element)
            }.joined(separator: ", ")
        case (_, .object): nil
        default: AnswerCells.plain(value)
        }
    }
}

extension Site {
    /// What is to be noted of an event: its flags, in sentences.
    static func flags(_ event: RecordedEvent, _ visit: Visit) -> Markup {
        let sentences = event.note.flags.map { word -> Markup in
            let text = Flag(rawValue: word)?.text(in: visit.language) ?? word
            return "<li>\(text)</li>"
        }
        guard !sentences.isEmpty else { return "" }
        return """
            <section class="flags">
            <h2>\(visit.say("To be noted", it: "Da notare"))</h2>
            <ul>\(sentences)</ul>
            </section>
            """
    }
}
