internal import CanonicalJSON
internal import CivilTime
internal import Documents
internal import Office
internal import Presentation
internal import Views
internal import Wording

/// All that is held of a person as a page for that person, in Italian: what labd answers to a request under GDPR art. 15.
struct DossierPage {
    private let dossier: JSONObject

    init(_ dossier: JSONObject) { self.dossier = dossier }

    /// The page, as plain text.
    var text: String {
        let person = dossier.word("person")
        var out = "ACCESSO AI DATI PERSONALI (art. 15 del Regolamento UE 2016/679)\n\n"
        out += "Identificativo: \(person)"
        let others = list("persons").compactMap { if case .string(let id) = $0, id != person { id } else { nil } }
        if !others.isEmpty { out += " (anche: \(others.joined(separator: ", ")))" }
        out += "\nTutto ciò che è registrato, fino alla posizione \(dossier.number("position")) del registro.\n"
        out += "I dati segnati con * sono conservati cifrati, sotto una chiave propria della persona.\n"
        let withheld = list("withheld").count
        if withheld > 0 {
            out +=
                "Di \(withheld) annotazioni cifrate, che possono parlare anche di altre persone, il testo è omesso (art. 15, par. 4).\n"
        }
        for case .object(let event) in list("events") { out += "\n" + Self.text(of: event) }
        return out
    }

    /// The events as a table of a document, in the language that is spoken; sealed fields are marked.
    var annex: Document.Table {
        Document.Table(
            title: localized(
                "Annex: all that is recorded, to position \(dossier.number("position"))",
                it: "Allegato: tutto ciò che è registrato, fino alla posizione \(dossier.number("position"))"),
            columns: [
                Document.Column(localized("Day", it: "Giorno")), Document.Column(localized("Event", it: "Evento")),
                Document.Column(localized("What it says", it: "Che cosa dice")),
            ],
            rows: list("events").compactMap { event in
                guard case .object(let event) = event else { return nil }
                var said: [String] = []
                for (name, mark) in [("data", ""), ("sealed", "*")] {
                    guard case .object(let fields)? = event[name] else { continue }
                    said += fields.members.map { "\(mark)\(Self.label(of: $0.name)): \(Self.text(of: $0.value))" }
                }
                if event["withheld"] != nil {
                    said.append(
                        localized("* text left out: it may speak of others", it: "* testo omesso: può parlare di altri")
                    )
                }
                if event["problem"] != nil {
                    said.append(
                        localized(
                            "* the sealed fields of this event cannot be opened",
                            it: "* i dati cifrati di questo evento non si aprono"))
                }
                return Document.Row([
                    Day(event.word("on")).map { .day($0) } ?? .text(event.word("on")),
                    .text("\(event.word("type")), #\(event.number("position"))"),
                    .text(said.joined(separator: "; ")),
                ])
            },
            note: localized(
                "Fields marked with * are kept sealed, under a key of the person's own.",
                it: "I dati segnati con * sono conservati cifrati, sotto una chiave propria della persona."))
    }

    /// What commands call a field.
    private static func label(of field: String) -> String {
        Catalogue.commands.lazy.map { $0.label(ofField: field, in: Speech.language) }.first { $0 != field } ?? field
    }

    private func list(_ name: String) -> [JSON] {
        if case .array(let values)? = dossier[name] { values } else { [] }
    }

    private static func text(of event: JSONObject) -> String {
        var out = "\(event.word("on"))  \(event.word("type"))\n"
        out +=
            "    posizione \(event.number("position")), registrato il \(event.word("time")) da \(event.word("actor"))\n"
        if case .object(let data)? = event["data"] { out += lines(data, "") }
        if case .object(let sealed)? = event["sealed"] { out += lines(sealed, "*") }
        if event["withheld"] != nil { out += "    * testo omesso: può parlare anche di altre persone\n" }
        if event["problem"] != nil { out += "    * i dati cifrati di questo evento non si aprono\n" }
        return out
    }

    private static func lines(_ object: JSONObject, _ mark: String) -> String {
        object.members.map { "    \(mark)\($0.name): \(text(of: $0.value))\n" }.joined()
    }

    private static func text(of value: JSON) -> String {
        switch value {
        case .string(let text): text.visible()
        case .array(let values): values.map { text(of: $0) }.joined(separator: ", ")
        case .bool(let isTrue): isTrue ? "sì" : "no"
        case .integer, .number, .object, .null: String(decoding: value.canonicalBytes, as: UTF8.self)
        }
    }
}
