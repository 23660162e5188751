import CanonicalJSON
import CivilTime
import Markup
import Office
import Presentation
import Views
import Wording

extension Site {
    /// The page of one event: what it says, who sent it, its line as it is signed, and how to prove that it is in the log.
    static func eventPage(_ visit: Visit, _ desk: some Desk) throws -> Page {
        guard let position = visit.address["position"].flatMap({ Int($0) }), position >= 0 else {
            return notFound(visit, desk)
        }
        let event: RecordedEvent
        do {
            event = try desk.content(at: position)
        } catch is Refusal {
            return notFound(visit, desk)
        }
        let command = CommandCatalogue.event(event.note.type) as? any Command.Type
        let title = visit.say("Event \(position)", it: "Evento \(position)")
        let stamp: [(String, String)] = [
            (visit.say("Type", it: "Tipo"), event.note.type), (visit.say("Stream", it: "Flusso"), event.note.subject),
            (visit.say("Happened on", it: "Avvenuto il"), event.note.occurred),
            (visit.say("Recorded", it: "Registrato"), Instant(event.note.time)?.local ?? event.note.time),
            (visit.say("By", it: "Da"), event.note.actor),
        ]
        let stamps = stamp.map { "<div><dt>\($0)</dt><dd>\($1)</dd></div>\n" as Markup }
        return Page(
            Layout(
                visit: visit, office: desk.newest, section: .register,
                trail: [(visit.say("The log", it: "Il registro"), .page("log"))], title: title
            ).page(
                """
                <h1>\(title)</h1>
                \(command.map { "<p class=\"lead\">\($0.summary(in: visit.language))</p>" as Markup })
                \(EventFacts(visit: visit, office: desk.newest, event: event).markup)
                \(flags(event, visit))
                <h2>\(visit.say("In the log", it: "Nel registro"))</h2>
                <dl class="facts small">
                \(stamps)</dl>
                \(try line(at: position, visit, desk))
                \(steps(position, visit, desk.newest))
                """))
    }

    /// The stored line, and how it is proved.
    private static func line(at position: Int, _ visit: Visit, _ desk: some Desk) throws -> Markup {
        guard visit.readsLines else {
            return """
                <p class="note">\(visit.say(
                    "Coordinators and auditors also see the signed line.",
                    it: "Coordinatori e revisori vedono anche la riga firmata."))</p>
                """
        }
        let proof = Address(["v1", "log", "proof"], [("position", "\(position)")])
        return """
            <h2 id="line">\(visit.say("The line", it: "La riga"))</h2>
            <p>\(visit.say(
                "Its SHA-256 is a leaf of the log's Merkle tree, whose root each checkpoint signs.",
                it: "Il suo SHA-256 è una foglia dell'albero di Merkle del registro, la cui radice è firmata in ogni checkpoint."
            ))</p>
            <pre class="line">\(try desk.line(at: position))</pre>
            <p id="proof"><a href="\(proof)">\(visit.say(
                "Proof that it is in the log (C2SP tlog-proof)", it: "Prova che è nel registro (C2SP tlog-proof)"))</a></p>
            <p>\(visit.say("In a terminal:", it: "Nel terminale:")) <code>labctl log prove \(position)</code></p>

            """
    }

    private static func steps(_ position: Int, _ visit: Visit, _ newest: Office) -> Markup {
        func link(_ other: Int, _ text: String) -> Markup {
            guard (0...max(0, newest.position)).contains(other) else { return "" }
            return "<li><a href=\"\(Address.page("event", [("position", "\(other)")]))\">\(text)</a></li>"
        }
        return """
            <ul class="beside">\(link(position - 1, visit.say("The event before", it: "L'evento precedente")))\
            \(link(position + 1, visit.say("The event after", it: "L'evento successivo")))</ul>
            """
    }

    /// The page of the log itself: where it stands, what was signed, who cosigned it, how anybody can verify it.
    static func logPage(_ visit: Visit, _ desk: some Desk) throws -> Page {
        let title = visit.say("The log", it: "Il registro")
        let signed = try desk.checkpoint(isWitnessed: false)
        let cosigned = try desk.checkpoint(isWitnessed: true)
        func note(_ text: String?, _ heading: String, _ explanation: String) -> Markup {
            guard let text else { return "" }
            return """
                <h2>\(heading)</h2>
                <p>\(explanation)</p>
                <pre class="line">\(text)</pre>

                """
        }
        let time = Markup(escaping: desk.newest.time.local)
        let newest = Address.page("event", [("position", "\(desk.newest.position)")])
        let last: Markup = visit.audiences.contains(.office) ? "<a href=\"\(newest)\">\(time)</a>" : time
        let none: Markup =
            cosigned == nil
            ? """
            <h2>\(visit.say("No witness yet", it: "Ancora nessun testimone"))</h2>
            <p>\(visit.say(
                "A witness that cosigns checkpoints would show that everybody is shown the same log.",
                it: "Un testimone che controfirma i checkpoint prova che a tutti è mostrato lo stesso registro."))</p>
            """ : ""
        return Page(
            Layout(visit: visit, office: desk.newest, section: .register, title: title).page(
                """
                <h1>\(title)</h1>
                <dl class="facts">
                <div><dt>\(visit.say("Events", it: "Eventi"))</dt><dd>\(visit.language.grouped(desk.newest.position + 1))</dd></div>
                <div><dt>\(visit.say("Last event", it: "Ultimo evento"))</dt><dd>\(last)</dd></div>
                </dl>
                \(note(
                    signed, visit.say("Last checkpoint", it: "Ultimo checkpoint"),
                    visit.say(
                        "The log's name, its size and the root of its Merkle tree, with labd's signature.",
                        it: "Il nome del registro, quanti eventi contiene e la radice del suo albero di Merkle, con la firma di labd.")))
                \(note(
                    cosigned, visit.say("Last cosigned checkpoint", it: "Ultimo checkpoint controfirmato"),
                    visit.say(
                        "The same with the signatures of witnesses, who saw that nothing before it was changed.",
                        it: "Lo stesso con le firme dei testimoni, i quali hanno visto che nulla prima è stato cambiato.")))
                \(none)
                <h2>\(visit.say("How to verify", it: "Come verificare"))</h2>
                <p>\(visit.say("The key that verifies checkpoints:", it: "La chiave che verifica i checkpoint:"))</p>
                <pre class="line">\(desk.verifierKey)</pre>
                <p>\(visit.say(
                    "Keep it apart from this office. With it, anybody who has an export of the log can verify all of it, in a terminal:",
                    it: "Va conservata fuori da questo ufficio. Con essa chiunque abbia un'esportazione del registro può "
                        + "verificarlo per intero, nel terminale:"))</p>
                <pre class="line">labctl log verify FILE.ndjson --key '\(desk.verifierKey)'</pre>
                """))
    }
}
