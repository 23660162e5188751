import CanonicalJSON
import Charts
import Markup
import Office
import Presentation
import Views
import Wording

extension Pictures {
    /// How often each flag was raised.
    var audit: [Markup] {
        let flags = answer.counts("flags").filter { $0.count > 0 }.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
        return [
            bars(
                "pic-flags", visit.say("Flags", it: "Avvisi"),
                visit.say("How often each was raised.", it: "Quante volte ricorre ciascuno."),
                flags.map {
                    Bars.Row(
                        Flag(rawValue: $0.name)?.text(in: language) ?? $0.name, .init(Double($0.count), count($0.count))
                    )
                })
        ]
    }

    /// How many changes are told in sentences; the table has all.
    private static let told = 12

    /// What changed, in sentences: figures of the whole before those of parts, and among them the greatest changes.
    var changes: [Markup] {
        let rows = answer.rows("rows").compactMap { row -> Change? in Change(row) }
        guard !rows.isEmpty else { return [] }
        let first = rows.sorted { ($0.parts, -$0.share, $0.figure) < ($1.parts, -$1.share, $1.figure) }.prefix(
            Self.told)
        let items = first.map { "<li>\(sentence($0))</li>\n" as Markup }
        let title = visit.say("What changed", it: "Che cosa è cambiato")
        let compared = answer.number("compared") ?? rows.count
        let summary = visit.say(
            "\(count(rows.count)) of \(count(compared)) figures changed.",
            it: "Cifre cambiate: \(count(rows.count)) su \(count(compared)).")
        let rest = rows.count - first.count
        let more: Markup =
            rest > 0
            ? "<p class=\"note\">\(visit.say("The table has \(count(rest)) more.", it: "La tabella ne ha altre \(count(rest))."))</p>"
            : ""
        return [figure(title, summary, isWide: true, "<ul class=\"told\">\n\(items)</ul>\n\(more)")]
    }

    private func sentence(_ change: Change) -> String {
        let (before, after) = (amount(change.before, change), amount(change.after, change))
        let events = change.events
        let why =
            events == 1
            ? visit.say("because of one event", it: "per un evento")
            : visit.say("because of \(count(events)) events", it: "per \(count(events)) eventi")
        if let place = change.placeOfDelivery {
            let town = names.name(.place, place)
            return visit.say(
                "The hours delivered at \(town) went from \(before) to \(after), \(why).",
                it: "Le ore erogate a \(town) sono passate da \(before) a \(after) \(why).")
        }
        let name = names.figure(change.figure)
        return visit.say(
            "\(name): from \(before) to \(after), \(why).", it: "\(name): da \(before) a \(after), \(why).")
    }

    private func amount(_ value: Int, _ change: Change) -> String {
        AnswerCells.text(ofFigure: change.figure, value, in: language)
    }
}

/// A figure that changed.
private struct Change {
    let figure: String
    let before: Int
    let after: Int
    let events: Int

    init?(_ row: JSONObject) {
        guard let figure = row.text("figure"), let before = row.number("before"), let after = row.number("after") else {
            return nil
        }
        (self.figure, self.before, self.after) = (figure, before, after)
        events = row.rows("events").count
    }

    private var path: [Substring] { figure.split(separator: "/") }

    /// By how many facets it is narrowed.
    var parts: Int { path.count }

    /// The change as a share of the larger of the two.
    var share: Double { Double((after - before).magnitude) / Double(max(before.magnitude, after.magnitude, 1)) }

    /// The place, for the hours that were delivered at one place on all lines.
    var placeOfDelivery: String? {
        guard path.count == 3, path[0] == Compliance.name, path[2] == "delivered", path[1].hasPrefix("place=") else {
            return nil
        }
        return String(path[1].dropFirst("place=".count))
    }
}
