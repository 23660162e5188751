import CanonicalJSON
import CivilTime
import Markup
import Office
import Presentation
import Views
import Wording

extension Site {
    /// The page that asks again before something is erased, which cannot be taken back: what will be gone, and the reason that
    /// was typed. Nil for a command that erases nothing, was confirmed, or cannot be accepted as it is.
    package static func confirmation(_ visit: Visit, _ desk: some Desk, _ sent: Sent) throws -> Page? {
        guard !sent.isConfirmed, (try? CommandRequest(.object(sent.command))) != nil else { return nil }
        let values = sent.form.values
        let streams: [Stream]
        var kept: Day?
        var isKept = false
        switch sent.form.command.name {
        case "person.erase":
            guard let id = ID(values.text("person").trimmed), let person = desk.newest.people.find(id.text) else {
                return nil
            }
            let ids = desk.newest.linkedIDs(of: id)
            streams = ids.map(Stream.person) + desk.newest.serviceStreams(of: Set(ids.map(\.text)))
            kept = desk.newest.retention(of: person, upTo: visit.today).earliest
            isKept = kept.map { $0 > visit.today } ?? true
        case "record.erase": streams = [Stream(values.text("stream").trimmed)]
        default: return nil
        }
        let erasure = ErasureConfirmation(
            visit: visit, office: desk.newest, form: sent.form, kept: isKept ? .some(kept) : nil,
            sealed: try streams.map { ($0, try desk.events(of: $0, after: 0)) })
        return erasure.page
    }
}

/// The page that asks again before something is erased.
private struct ErasureConfirmation {
    let visit: Visit
    let office: Office
    let form: SentForm
    /// Whether it must be kept longer, and until when, if a day is known.
    let kept: Day??
    /// The streams, with their events.
    let sealed: [(stream: Stream, events: [RecordedEvent])]

    var page: Page {
        let title = visit.say("Erase for ever?", it: "Cancellare per sempre?")
        let language: [(name: String, value: String)] = visit.address["lang"].map { [("lang", $0)] } ?? []
        let action = Address(["pages", "send", form.command.name], language)
        let reason = form.values.text("authorisation")
        return Page(
            Layout(visit: visit, office: office, section: Section(of: form.command), title: title).page(
                """
                <h1>\(title)</h1>
                <p class="lead">\(visit.say(
                    "What is sealed is destroyed with its key, and nobody can bring it back.",
                    it: "I dati riservati vengono distrutti insieme alla loro chiave, e nessuno può recuperarli."))</p>
                \(keeping)
                <h2>\(visit.say("What will be gone", it: "Che cosa sarà cancellato"))</h2>
                \(what)
                <h2>\(visit.say("Reason", it: "Motivo"))</h2>
                <p>\(reason)</p>
                <form class="command" method="post" action="\(action)">
                <input type="hidden" name="form-token" value="\(visit.token)">
                <input type="hidden" name="form-id" value="\(form.id)">
                \(form.revision.map { "<input type=\"hidden\" name=\"form-expect\" value=\"\($0)\">" as Markup })
                \(form.values.hidden { _ in true })
                <div class="box"><input type="checkbox" id="confirmed" name="form-confirmed" value="yes" required>\
                <label for="confirmed">\(visit.say(
                    "It shall be erased, and this cannot be undone",
                    it: "Va cancellato, e non si può annullare"))</label></div>
                <p class="act"><button class="danger">\(visit.say("Erase", it: "Cancella"))</button> \
                <a href="\(Address.page(DaySummary.name, language))">\(visit.say("Leave it", it: "Rinuncia"))</a></p>
                </form>

                """))
    }

    private var keeping: Markup {
        guard let kept else { return "" }
        let until = kept.map {
            visit.say("before \(visit.language.long($0))", it: "prima del \(visit.language.long($0))")
        }
        let text = visit.say(
            "It may not be erased \(until ?? "yet"): the request would be refused, and the refusal recorded.",
            it: "Non si può cancellare \(until ?? "ancora"): la richiesta sarebbe respinta, e il rifiuto registrato.")
        return "<p class=\"problem\" role=\"status\">\(text)</p>"
    }

    /// The records that can hold something sealed, with the names of these fields.
    private var what: Markup {
        var items: [Markup] = []
        for (stream, events) in sealed {
            var counts: [(type: String, count: Int)] = []
            for event in events {
                if let index = counts.firstIndex(where: { $0.type == event.note.type }) {
                    counts[index].count += 1
                } else {
                    counts.append((event.note.type, 1))
                }
            }
            for (type, count) in counts {
                guard let command = CommandCatalogue.event(type) as? any Command.Type else { continue }
                let fields = CommandCatalogue.fields(of: command).filter(\.isSealed).map {
                    command.label(ofField: $0.name, in: visit.language)
                }
                guard !fields.isEmpty else { continue }
                items.append(
                    "<li><code>\(stream.name)</code>, <q>\(command.heading(in: visit.language).title)</q> × \(count): \(fields.joined(separator: ", "))</li>\n"
                )
            }
        }
        guard !items.isEmpty else {
            let text = visit.say(
                "Nothing sealed stands there; the key is destroyed all the same.",
                it: "Non ci sono dati riservati; la chiave viene comunque distrutta.")
            return "<p>\(text)</p>"
        }
        let stays = visit.say(
            "Days, places and minutes stay, and so do all figures.",
            it: "Giorni, luoghi e minuti restano, e così tutte le cifre.")
        return "<ul>\(items)</ul><p>\(stays)</p>"
    }
}

extension Office {
    /// The streams of the contacts, cases and orientations of some persons.
    fileprivate func serviceStreams(of ids: Set<String>) -> [Stream] {
        var streams: [Stream] = []
        func add(_ person: Ref<Person>?, _ record: Ref<ServiceRecord>) {
            guard let person, ids.contains(people.id(person)) else { return }
            streams.append(Stream("\(serviceRecords[record].kind.rawValue)/\(serviceRecords.id(record))"))
        }
        contacts.forEach { _, row in add(row.person, row.serviceRecord) }
        cases.forEach { _, row in add(row.person, row.serviceRecord) }
        orientations.forEach { _, row in add(row.person, row.serviceRecord) }
        return streams
    }
}
