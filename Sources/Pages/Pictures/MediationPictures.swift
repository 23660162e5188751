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
        let places = answer.objects("byPlace").map { (names.name(.place, $0.name), Self.sums($0.object), $0.name) }
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
    func requests() throws -> [Markup] {
        let figures = try RequestFigures(office, settled, naming: Waiting.mostDots)
        let asked = figures.byLanguage.sorted { ($1.value.asked, $0.key) < ($0.value.asked, $1.key) }
        return [
            self.waiting(figures.waiting),
            stages(
                "pic-stages", visit.say("Hours by language", it: "Ore per lingua"),
                asked.map { (Codes.text(of: $0.key, as: "language", in: language), Self.sums($0.value), nil) },
                hasTable: true),
        ]
    }

    private static func sums(_ minutes: RequestFigures.Minutes) -> [Int] {
        [minutes.asked, minutes.authorised, minutes.delivered]
    }

    /// The members of an object that are hours asked, authorised and delivered.
    private static func sums(_ object: JSONObject) -> [Int] { stageNames.map { object.number($0) ?? 0 } }

    private static let stageNames = ["askedMinutes", "authorisedMinutes", "deliveredMinutes"]

    private func stages(
        _ id: String, _ title: String, _ rows: [(title: String, sums: [Int], link: Address?)],
        hasTable: Bool = false
    ) -> Markup {
        let shown = rows.map { row in
            Funnel.Row(
                row.title,
                figures: row.sums.map { .init(Double($0), language.hours($0)) }, link: row.link)
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

    private func waiting(_ requests: LastingRecords) -> Markup {
        lasting(
            requests, of: .mediation, id: "pic-waiting",
            title: visit.say("Waiting requests", it: "Richieste in attesa"),
            sentence: visit.say(
                "the days since a request that has no delivery yet. In all: \(count(requests.days.count)).",
                it: "i giorni da una richiesta ancora senza erogazioni. In tutto: \(count(requests.days.count))."),
            axisTitle: visit.say("days of waiting", it: "giorni di attesa"), limit: nil)
    }

    /// Bars of figures that a table of the page has; nothing without figures.
    func bars(_ id: String, _ title: String, _ description: String, _ rows: [Bars.Row]) -> Markup {
        guard rows.contains(where: { $0.figure.value != 0 }) else { return "" }
        return figure(Bars(Caption(id: id, title: title, description: description), rows: rows))
    }
}
