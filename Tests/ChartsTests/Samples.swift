import Charts
import CivilTime
import Markup

/// Pictures of made-up figures, from usual to hostile ones.
struct Samples: Sendable {
    var name: String
    var rows: Int
    var weeks: Int
    var title: @Sendable (Int) -> String
    var value: @Sendable (Int) -> Double
    var text: @Sendable (Double) -> String = { $0.isNaN ? "?" : String(Int(max(min($0, 1e15), -1e15))) }

    static let towns = [
        "Rovato", "Coccaglio", "Castrezzato", "Castelcovati", "Urago d’Oglio", "Comezzano-Cizzago",
        "Cazzago S. Martino",
        "Chiari", "Palazzolo", "Pontoglio", "Roccafranca", "Rudiano",
    ]
    static let months = ["gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"]
    static func noise(_ seed: Int) -> Double {
        Double((seed &* 2_654_435_761 &+ 40_503) >> 7 & 1023) / 1023
    }
    static let usual = Samples(name: "usual", rows: 12, weeks: 53, title: { towns[$0 % 12] }, value: { noise($0) * 40 })
    static let all = [
        usual,
        Samples(name: "a quarter", rows: 5, weeks: 13, title: { towns[$0 % 12] }, value: { noise($0) * 9 }),
        Samples(name: "no rows", rows: 0, weeks: 0, title: { _ in "" }, value: { _ in 0 }),
        Samples(name: "one row", rows: 1, weeks: 1, title: { towns[$0 % 12] }, value: { _ in 3 }),
        Samples(name: "all zero", rows: 4, weeks: 10, title: { towns[$0 % 12] }, value: { _ in 0 }),
        Samples(
            name: "huge", rows: 3, weeks: 20, title: { towns[$0 % 12] },
            value: { [1e300, .infinity, 123_456_789_012][$0 % 3] }),
        Samples(name: "negative", rows: 4, weeks: 20, title: { towns[$0 % 12] }, value: { noise($0) * 20 - 15 }),
        Samples(name: "not numbers", rows: 3, weeks: 5, title: { towns[$0 % 12] }, value: { $0 % 2 == 0 ? .nan : 4 }),
        Samples(
            name: "a hundred weeks, long names, markup", rows: 9, weeks: 100,
            title: {
                String("\($0) <b>Segretariato sociale & \"mediazione\"</b> nei comuni dell’Oglio ovest".prefix(60))
            },
            value: { noise($0) * 1500 }, text: { "\(Int($0)) ore e quaranta minuti su quante erano dovute" }),
        Samples(
            name: "names without spaces", rows: 3, weeks: 30,
            title: { String(repeating: "WM\($0)", count: 20) }, value: { noise($0) * 3 },
            text: { _ in String(repeating: "8", count: 60) }),
    ]

    static let start = Day(year: 2019, month: 7, day: 1) ?? .earliest
    func caption(_ id: String) -> Caption {
        Caption(id: "\(name) \(id)", title: "Prova di \(id)", description: "Le cifre sono <inventate>.")
    }
    func link(_ number: Int) -> Address? { number % 2 == 0 ? Address(["place", title(number)]) : nil }
    func axis(_ values: [Double]) -> Axis { Axis(covering: values, text: text) }
    var values: [Double] { (0..<rows).map(value) }

    var heatMap: HeatMap {
        let rows = (0..<rows).map { row in
            var cells: [HeatMap.Cell] = (0..<weeks).map { week in
                let first = Self.start.adding(7 * week)
                let isSuspended = (34..<38).contains(week)
                let drift = (Self.noise(row) - 0.5) * Double(week) / 2 + Self.noise(row * 977 + week) * 3 - 1.5
                let balance = name == "usual" ? drift : value(row + week) - 12
                return HeatMap.Cell(
                    first: first, last: first.adding(6), state: isSuspended ? .suspended : .balance(balance),
                    title: "\(title(row)), settimana \(week)", link: Address(["explain"], [("week", first.description)])
                )
            }
            if let last = cells.last {
                cells[cells.count - 1].last = last.first.adding(1)
                cells.append(
                    .init(first: last.first.adding(2), last: last.last, state: .balance(0), title: "parte"))
            }
            let total = name == "usual" ? (Self.noise(row) - 0.45) * 120 : value(row) - 9
            return HeatMap.Row(title(row), link: link(row), cells: cells, total: .init(total, text(total)))
        }
        return HeatMap(
            caption("mappa"), rows: rows,
            steps: [
                .init(from: 1, behind: "−1 h", ahead: "+1 h"), .init(from: 3, behind: "−3 h", ahead: "+3 h"),
                .init(from: 6, behind: "−6 h", ahead: "+6 h"),
                .init(from: 12, behind: "−12 h e oltre", ahead: "+12 h e oltre"),
            ],
            words: .init(
                months: Self.months, totals: "saldo a oggi (h)", legend: "Saldo", met: "in pari",
                suspended: "sospesa"))
    }

    var burnUp: BurnUp {
        let days = max(weeks * 7, 1)
        let last = Self.start.adding(days - 1)
        let owed = (0..<weeks).map {
            BurnUp.Point(Self.start.adding(7 * $0), Double($0 + 1) * (rows == 0 ? 0 : value(0).magnitude + 8))
        }
        let delivered = (0..<(weeks * 3 / 5)).map {
            BurnUp.Point(Self.start.adding(7 * $0 + 6), (owed[$0].value * (0.8 + Self.noise($0 / 3) / 6)))
        }
        let end = owed.last?.value ?? 0
        return BurnUp(
            caption("curva"), first: Self.start, last: last, axis: axis(owed.map(\.value) + [end * 1.02]), owed: owed,
            delivered: delivered, today: Self.start.adding(days * 3 / 5),
            forecast: weeks == 0
                ? nil
                : .init(
                    low: end * 0.84, "\(text(end * 0.84)) al minimo", high: end * 1.02, "\(text(end * 1.02)) al massimo"
                ),
            suspensions: rows == 0
                ? []
                : [
                    .init(
                        first: Self.start.adding(35), last: Self.start.adding(55), title: "Ferie d’agosto",
                        link: link(0)),
                    .init(first: Self.start.adding(174), last: Self.start.adding(188), title: "Natale"),
                    .init(first: Self.start.adding(231), last: Self.start.adding(290), title: title(0), link: link(0)),
                ],
            words: .init(
                months: Self.months, owed: "\(text(end)) dovute",
                delivered: "\(text(delivered.last?.value ?? 0)) erogate",
                today: "oggi, \(Self.start.adding(days * 3 / 5))"))
    }

    var bars: Bars {
        Bars(
            caption("barre"),
            rows: values.enumerated().map { number, value in
                .init(
                    title(number), .init(value, text(value)),
                    second: number == 2 ? nil : .init(value * 3, "\(text(value * 3)) g"), link: link(number))
            }, heading: "casi in corso", secondHeading: "giorni nella fase")
    }

    var targets: Bars {
        Bars(
            caption("obiettivi"),
            rows: values.enumerated().map { number, value in
                .init(title(number), .init(value, "\(text(value)) su 25"), target: 25, link: link(number))
            })
    }

    func dots(_ row: Int) -> [Strip.Dot] {
        (0..<weeks).map { .init(value(row * 31 + $0) * Self.noise($0 + row), title: "caso \($0)", link: link($0)) }
    }

    var strip: Strip {
        Strip(
            caption("permanenze"),
            rows: (0..<rows).map { row in
                .init(
                    title(row), dots: dots(row), median: .init(value(row) / 2, "mediana \(text(value(row) / 2)) g"),
                    link: link(row))
            }, axis: axis(values + [1]), axisTitle: "giorni")
    }

    var waiting: Waiting {
        Waiting(
            caption("attese"), dots: dots(0), axis: axis([45] + dots(0).map(\.value)),
            axisTitle: "giorni dalla richiesta",
            limit: .init(15, "limite: 15 giorni"))
    }

    var histogram: Histogram {
        let days = dots(0).map { $0.value.isFinite ? Int(min($0.value.magnitude, 500)) : 0 }
        let axis = axis([45] + days.map(Double.init))
        return Histogram(
            caption("colonne"), columns: Histogram.columns(of: days, along: axis),
            axis: axis, axisTitle: "giorni dalla richiesta", limit: .init(15, "limite: 15 giorni"), count: { "\($0)" },
            title: { "\($0.lower)–\($0.upper): \($0.count)" })
    }

    var funnel: Funnel {
        Funnel(
            caption("imbuto"), stages: ["ore chieste", "autorizzate", "erogate"],
            rows: values.enumerated().map { number, value in
                .init(
                    title(number),
                    figures: [1, 0.8, 0.55].map { .init(value * $0, text(value * $0)) }, link: link(number))
            })
    }

    func multiples(_ columns: Int) -> SmallMultiples {
        SmallMultiples(
            caption("trimestri \(columns)"),
            panels: (0..<rows).map { row in
                let values: [Double?] = (0..<6).map { $0 == 1 ? nil : value(row * 7 + $0) }
                return .init(
                    title(row), values: values, text: text(values.last.flatMap { $0 } ?? 0), target: 20, link: link(row)
                )
            }, quarters: ["2019 T1", "T2", "T3", "T4", "2020 T1", "T2"],
            axis: axis((0..<rows * 7).map(value) + [20]), columns: columns)
    }

    var sparkline: Sparkline {
        Sparkline(
            caption("linea"), values: (0..<weeks).map { $0 % 9 == 4 ? nil : value($0) })
    }

    var pictures: [any Picture] {
        [
            heatMap, burnUp, bars, targets, strip, waiting, histogram, funnel, multiples(2), multiples(4), sparkline,
        ]
    }
}
