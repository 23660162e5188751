import CanonicalJSON
import Charts
import Markup
import Office
import Presentation
import Views
import Wording

extension Pictures {
    /// Hours asked, authorised and delivered by place, and requests by language.
    var mediations: [Markup] {
        let places = answer.objects("byPlace").map { (names.name(.place, $0.name), $0.object, $0.name) }
        let links = places.map { page(Requests.self, [("place", $0.2)]) }
        let languages = answer.counts("byLanguage").sorted { ($1.count, $0.name) < ($0.count, $1.name) }
        return [
            stages(
                "pic-stages", visit.say("From request to delivery", it: "Dalla richiesta all'erogazione"),
                zip(places, links).map { ($0.0, $0.1, $1) }),
            bars(
                "pic-languages", visit.say("Requests by language", it: "Richieste per lingua"),
                visit.say("Those asked for most first.", it: "A partire dalla lingua più richiesta."),
                languages.map {
                    let name = Codes.text(of: $0.name, as: "language", in: language)
                    return Bars.Row(
                        name, .init(Double($0.count), count($0.count)),
                        link: page(Requests.self, [("language", $0.name)]))
                }),
        ]
    }

    /// Hours asked, authorised and delivered by language, and how long requests wait.
    var requests: [Markup] {
        var sums: [String: JSONObject] = [:]
        var waiting: [Lasting] = []
        for row in answer.rows("rows") {
            if let language = row.text("language") {
                let known = sums[language] ?? JSONObject()
                sums[language] = JSONObject(
                    Self.stageNames.map { name in
                        .init(name, .integer(Int64((known.number(name) ?? 0) + (row.number(name) ?? 0))))
                    })
            }
            if row.isTrue("waits"), let days = row.number("waitedDays") { waiting.append(.init(row: row, days: days)) }
        }
        let asked = sums.sorted {
            ($1.value.number("askedMinutes") ?? 0, $0.key) < ($0.value.number("askedMinutes") ?? 0, $1.key)
        }
        return [
            self.waiting(waiting),
            stages(
                "pic-stages", visit.say("Hours by language", it: "Ore per lingua"),
                asked.map { (Codes.text(of: $0.key, as: "language", in: language), $0.value, nil) },
                hasTable: true),
        ]
    }

    private static let stageNames = ["askedMinutes", "authorisedMinutes", "deliveredMinutes"]

    private func stages(
        _ id: String, _ title: String, _ rows: [(title: String, sums: JSONObject, link: Address?)],
        hasTable: Bool = false
    ) -> Markup {
        let shown = rows.map { row in
            Funnel.Row(
                row.title,
                figures: Self.stageNames.map { name in
                    let minutes = row.sums.number(name) ?? 0
                    return .init(Double(minutes), language.hours(minutes))
                }, link: row.link)
        }.filter { $0.figures.contains { $0.value > 0 } }
        guard !shown.isEmpty else { return "" }
        let words = [
            visit.say("Asked", it: "Richieste"), visit.say("Authorised", it: "Autorizzate"),
            visit.say("Delivered", it: "Erogate"),
        ]
        let picture = Funnel(
            Caption(
                id: id, title: title,
                description: visit.say(
                    "Hours asked for, authorised and delivered.", it: "Ore richieste, autorizzate ed erogate.")),
            stages: words, rows: shown)
        return figure(
            picture,
            hasTable
                ? FigureTable(
                    heads: [Column.title(of: "language", in: language)] + words,
                    rows: shown.map { [$0.title] + $0.figures.map(\.text) }) : nil)
    }

    private func waiting(_ requests: [Lasting]) -> Markup {
        lasting(
            requests, Ways(noun: .mediation, id: "mediation"), id: "pic-waiting",
            title: visit.say("Waiting requests", it: "Richieste in attesa"),
            sentence: visit.say(
                "the days since a request that has no delivery yet. In all: \(count(requests.count)).",
                it: "i giorni da una richiesta ancora senza erogazioni. In tutto: \(count(requests.count))."),
            axisTitle: visit.say("days of waiting", it: "giorni di attesa"), limit: nil)
    }

    /// Bars of figures that a table of the page has; nothing without figures.
    func bars(_ id: String, _ title: String, _ description: String, _ rows: [Bars.Row]) -> Markup {
        guard rows.contains(where: { $0.figure.value != 0 }) else { return "" }
        return figure(Bars(Caption(id: id, title: title, description: description), rows: rows))
    }
}
