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

    /// What changed, in sentences.
    var changes: [Markup] {
        let told = ToldChanges(visit: visit, diff: answer, names: names)
        guard let sentences = told.sentences else { return [] }
        let more: Markup =
            told.more > 0
            ? "<p class=\"note\">\(visit.say("The table has \(count(told.more)) more.", it: "La tabella ne ha altre \(count(told.more))."))</p>"
            : ""
        let title = visit.say("What changed", it: "Che cosa è cambiato")
        return [figure(title, told.summary, isWide: true, "\(sentences)\(more)")]
    }
}

/// The changes of an answer of `diff` in sentences: the first of them, as a list.
struct ToldChanges {
    let visit: Visit
    /// How many figures changed, of how many.
    let summary: String
    /// The list; nil if nothing changed.
    let sentences: Markup?
    /// How many sentences the list has.
    let count: Int
    /// How many changes are not told.
    let more: Int

    /// How many changes are told.
    private static let most = 12

    init(visit: Visit, diff: JSONObject, names: AnswerNames) {
        self.visit = visit
        let changes = FigureChange.all(in: diff)
        let (all, compared) = (changes.count, diff.number("compared") ?? changes.count)
        let told = changes.prefix(Self.most)
        func number(_ count: Int) -> String { visit.language.grouped(count) }
        summary = visit.say(
            "\(number(all)) of \(number(compared)) figures changed.",
            it: "Cifre cambiate: \(number(all)) su \(number(compared)).")
        let items = told.map { "<li>\($0.sentence(names))</li>\n" as Markup }
        sentences = changes.isEmpty ? nil : "<ul class=\"told\">\n\(items)</ul>\n"
        (count, more) = (told.count, all - told.count)
    }
}
