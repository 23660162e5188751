import CanonicalJSON
import Charts
import CivilTime
import Markup
import Office
import Presentation
import Views
import Wording

extension Pictures {
    /// Persons served against the targets, by quarter and by place.
    var indicators: [Markup] { [targets, quarters, personsByPlace] }

    private var targets: Markup {
        let rows = answer.rows("targets").compactMap { row -> Bars.Row? in
            guard let reached = row.number("reached"), let value = row.number("value") else { return nil }
            let parts = [
                row.text("indicator").map { Column.title(of: $0, ofView: view.name, in: language) },
                row.text("line").map { names.name(.line, $0) },
                row.text("measure").map { names.name(.planMeasure, $0) },
            ].compactMap(\.self)
            return Bars.Row(
                parts.joined(separator: ", "),
                .init(
                    Double(reached),
                    visit.say("\(count(reached)) of \(count(value))", it: "\(count(reached)) su \(count(value))")
                ), target: Double(value))
        }
        guard !rows.isEmpty else { return "" }
        return figure(
            Bars(
                Caption(
                    id: "pic-targets", title: Column.title(of: "targets", ofView: view.name, in: language),
                    description: visit.say(
                        "What was reached; the mark is what the plan wants.",
                        it: "Quanto è stato raggiunto; il segno è quanto prevede il piano.")),
                rows: rows))
    }

    private var quarters: Markup {
        let counts = answer.counts("byQuarter").sorted { $0.name < $1.name }
        guard counts.count > 1 else { return "" }
        return bars(
            "pic-quarters", visit.say("Persons by quarter", it: "Persone per trimestre"),
            visit.say(
                "Each person counts once in each quarter.", it: "Ogni persona conta una volta in ogni trimestre."),
            counts.map { row in
                let days = Quarter(row.name).map {
                    [("from", $0.firstDay.description), ("to", $0.lastDay.description)]
                }
                let link = page(Indicators.self, (days ?? []) + kept(["line", "place"]))
                return Bars.Row(row.name, .init(Double(row.count), count(row.count)), link: link)
            })
    }

    private var personsByPlace: Markup {
        let counts = answer.counts("byPlace").sorted { ($1.count, $0.name) < ($0.count, $1.name) }
        guard counts.count > 1 else { return "" }
        return bars(
            "pic-places", visit.say("Persons by place", it: "Persone per sede"),
            visit.say("Each person counts once in each place.", it: "Ogni persona conta una volta in ogni sede."),
            counts.map { row in
                Bars.Row(
                    names.name(.place, row.name), .init(Double(row.count), count(row.count)),
                    link: page(Indicators.self, [("place", row.name)] + kept(["line", "from", "to"])))
            })
    }

    private func kept(_ names: [String]) -> [(name: String, value: String)] {
        visit.address.query.filter { names.contains($0.name) }
    }

    /// Activities by kind and by quarter, and orientation sessions by desk.
    var youth: [Markup] {
        let kinds = answer.objects("activitiesByKind").map { ($0.name, $0.object.number("activities") ?? 0) }
        var quarters: [String: (activities: Int, presences: Int)] = [:]
        for (name, sums) in answer.objects("activitiesByMonth") {
            guard let month = Month(name) else { continue }
            let quarter = Quarter(month.firstDay).description
            quarters[quarter, default: (0, 0)].activities += sums.number("activities") ?? 0
            quarters[quarter, default: (0, 0)].presences += sums.number("presences") ?? 0
        }
        let desks = answer.objects("byDesk").map { ($0.name, $0.object.number("sessions") ?? 0) }
        func rows(_ counts: [(name: String, count: Int)], _ field: String) -> [Bars.Row] {
            counts.sorted { ($1.count, $0.name) < ($0.count, $1.name) }.map {
                Bars.Row(Codes.text(of: $0.name, as: field, in: language), .init(Double($0.count), count($0.count)))
            }
        }
        return [
            bars(
                "pic-kinds", visit.say("Activities by kind", it: "Attività per tipo"),
                visit.say("Those held most often first.", it: "A partire dalle più frequenti."),
                rows(kinds, "activitiesByKind")),
            activityQuarters(
                quarters.sorted { $0.key < $1.key }.map { ($0.key, $0.value.activities, $0.value.presences) }),
            bars(
                "pic-desks", visit.say("Orientation by desk", it: "Orientamento per sportello"),
                visit.say("Sessions held.", it: "Colloqui svolti."), rows(desks, "byDesk")),
        ]
    }

    private func activityQuarters(_ quarters: [(name: String, activities: Int, presences: Int)]) -> Markup {
        guard !quarters.isEmpty else { return "" }
        let words = (visit.say("Activities", it: "Attività"), visit.say("Presences", it: "Presenze"))
        let picture = Bars(
            Caption(
                id: "pic-quarters", title: visit.say("Activities by quarter", it: "Attività per trimestre"),
                description: visit.say(
                    "Activities held, and presences of known persons.",
                    it: "Attività svolte e presenze di persone note.")),
            rows: quarters.map {
                Bars.Row(
                    $0.name, .init(Double($0.activities), count($0.activities)),
                    second: .init(Double($0.presences), count($0.presences)))
            }, heading: words.0, secondHeading: words.1)
        return figure(
            picture,
            FigureTable(
                heads: [Column.title(of: "quarter", in: language), words.0, words.1],
                rows: quarters.map { [$0.name, count($0.activities), count($0.presences)] }))
    }
}
