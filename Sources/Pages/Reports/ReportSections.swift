import CanonicalJSON
import Markup
import Office
import Presentation
import Views
import Wording

/// What the page of a report says above its figures: which of them changed since it was submitted, and how the submission is
/// proved.
struct ReportSections {
    let visit: Visit
    /// The office of the figures.
    let office: Office
    let report: ID
    /// The report.
    let answer: JSONObject
    /// The answer of `diff` about the report.
    let diff: JSONObject

    var markup: Markup {
        """
        \(changes)
        \(proof)
        """
    }

    // MARK: - What changed

    /// How many sentences stand open.
    private static let mostOpen = 4

    private var changes: Markup {
        let names = office.names(in: visit.language).over(AnswerNames(diff, Diff.columns, in: visit.language))
        let told = ToldChanges(visit: visit, diff: diff, names: names)
        return """
            <section id="since">
            <h2>\(visit.say("Since it was submitted", it: "Dopo la trasmissione"))</h2>
            \(told.sentences.map { list($0, of: told) } ?? same)
            </section>
            """
    }

    private var same: Markup {
        let text = visit.say(
            "No figure has changed: the log of today gives what was submitted.",
            it: "Nessuna cifra è cambiata: il registro di oggi dà quanto è stato trasmesso.")
        let past = visit.say(
            "No figure had changed: the log gave what was submitted.",
            it: "Nessuna cifra era cambiata: il registro dava quanto era stato trasmesso.")
        return "<p>\(visit.address["asOf"] == nil ? text : past)</p>"
    }

    private func list(_ sentences: Markup, of told: ToldChanges) -> Markup {
        var page = Address.page(Diff.name, [("report", report.text)])
        page["asOf"] = visit.address["asOf"]
        let all = visit.say(
            "All changes, with the events that caused them", it: "Tutte le differenze, con gli eventi che le causano")
        let more =
            told.more > 0
            ? visit.say(" (\(told.more) more)", it: told.more == 1 ? " (un'altra)" : " (altre \(told.more))") : ""
        let link: Markup = "<p class=\"more\"><a href=\"\(local(page))\">\(all)</a>\(more)</p>"
        guard told.count > Self.mostOpen else { return "<p>\(told.summary)</p>\n\(sentences)\(link)" }
        return """
            <details><summary>\(told.summary)</summary>
            \(sentences)</details>
            \(link)
            """
    }

    // MARK: - The proof

    private var proof: Markup {
        guard case .array(let positions)? = answer["submissions"], case .integer(let position)? = positions.last else {
            return ""
        }
        return """
            <section id="prove">
            <h2>\(visit.say("How to prove that it was submitted", it: "Come provare la trasmissione"))</h2>
            <p>\(links(to: Int(position)))</p>
            \(command)
            </section>
            """
    }

    /// The way to the submission's line and to its proof, for those who may read them; to its event for others.
    private func links(to position: Int) -> Markup {
        func link(_ text: String, _ fragment: String? = nil) -> Markup {
            var event = Address.page("event", [("position", "\(position)")])
            event.fragment = fragment
            return "<a href=\"\(local(event))\">\(text)</a>"
        }
        let event = link(visit.say("event \(position)", it: "evento \(position)"))
        guard visit.readsLines else {
            return "\(visit.say("The submission is in the log:", it: "La trasmissione è nel registro:")) \(event)."
        }
        let line = link(visit.say("the signed line", it: "la riga firmata"), "line")
        let proof = link(visit.say("the proof that it is there", it: "la prova che vi è contenuta"), "proof")
        return """
            \(visit.say("The submission is in the log:", it: "La trasmissione è nel registro:")) \(event), \
            \(line), \(proof).
            """
    }

    private var command: Markup {
        guard visit.readsLines else { return "" }
        let text = visit.say(
            "In a terminal, a folder with which anybody can verify it, without labd and without the rest of the log:",
            it:
                "Nel terminale, una cartella con cui chiunque può verificarla, senza labd e senza il resto del registro:"
        )
        let folder = visit.say("proof-\(report.text)", it: "prova-\(report.text)")
        return "<p>\(text)</p>\n<pre class=\"line\">labctl report prove \(report.text) --output \(folder)</pre>"
    }

    private func local(_ address: Address) -> Address { address.setting("lang", visit.address["lang"]) }
}
