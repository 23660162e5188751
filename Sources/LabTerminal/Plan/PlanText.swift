internal import CanonicalJSON
internal import Views
internal import Wording

/// A plan for people to read, from its form on the wire.
struct PlanText {
    private let plan: JSONObject

    /// The plan itself, or an answer that holds it as `plan`.
    init(_ object: JSONObject) {
        if case .object(let plan)? = object["plan"] { self.plan = plan } else { plan = object }
    }

    /// One line: `oglio-ovest, 2019-06-01 to 2020-03-31: 4 lines, 12 places, 7 phases, part weeks by working-days`.
    var summary: String {
        localized(
            "\(plan.text("office")), \(period): \(plan.objects("lines").count) lines, \(plan.objects("places").count) places, "
                + "\(plan.objects("phases").count) phases, part weeks by \(plan.text("partWeek"))",
            it:
                "\(plan.text("office")), \(period): \(plan.objects("lines").count) azioni, \(plan.objects("places").count) sedi, "
                + "\(plan.objects("phases").count) fasi, settimane parziali per \(plan.text("partWeek"))")
    }

    private var period: String {
        guard case .object(let period)? = plan["period"] else { return "" }
        return localized(
            "\(period.text("from")) to \(period.text("to"))", it: "dal \(period.text("from")) al \(period.text("to"))")
    }

    /// The whole plan.
    func text(_ style: Style) -> String {
        var out = style.heading(plan.text("title")) + "\n"
        out += localized(
            "\(plan.text("office")), grant \(plan.text("grant").visible()), \(period)\n",
            it: "\(plan.text("office")), finanziamento \(plan.text("grant").visible()), \(period)\n")
        out += localized(
            "part weeks \(word(plan.text("partWeek"), "policy")); clocks of \(plan.text("zone"))\n\n",
            it: "settimane parziali: \(word(plan.text("partWeek"), "policy")); orologi di \(plan.text("zone"))\n\n")
        out += lines(style) + "\n" + places(style) + "\n" + phases(style) + "\n" + measures(style) + "\n"
        out += rest
        return out
    }

    private func lines(_ style: Style) -> String {
        var table = Table([
            .left(localized("Line", it: "Azione")), .left(localized("Title", it: "Titolo")),
            .right(localized("A week", it: "A settimana")), .right(localized("Places", it: "Sedi")),
            .left(localized("From", it: "Dal")), .left(localized("To", it: "Al")), .left(localized("By", it: "Figure")),
        ])
        for line in plan.objects("lines") {
            let weekly =
                line.integer("weeklyMinutes").map { Table.Cell.hours($0) }
                ?? Table.Cell(localized("on request", it: "su richiesta"))
            table.add([
                .text(line.text("id")), .text(title(line)), weekly, .count(line.strings("places").count),
                .text(line.text("from")), .text(line.text("to")),
                .text(line.strings("professions").map { word($0, "profession") }.joined(separator: ", ")),
            ])
        }
        return table.text(style)
    }

    private func title(_ object: JSONObject) -> String {
        if case .object(let title)? = object["title"] {
            title.text(Speech.language.tag)
        } else {
            object.text(Speech.language.tag)
        }
    }

    private func places(_ style: Style) -> String {
        var table = Table([
            .left(localized("Place", it: "Sede")), .left(localized("Name", it: "Nome")),
            .left(localized("Kind", it: "Tipo")), .left("ISTAT"),
            .left(localized("Patron day", it: "Patrono")),
        ])
        for place in plan.objects("places") {
            table.add(
                ["id", "name", "kind", "istat", "patron"].map { field in
                    .text(field == "kind" ? word(place.text(field), field) : place.text(field))
                })
        }
        return table.text(style)
    }

    private func word(_ word: String, _ field: String) -> String {
        Codes.text(of: word, as: field, in: Speech.language)
    }

    private func phases(_ style: Style) -> String {
        var table = Table([.right("#"), .left(localized("Phase", it: "Fase")), .left(localized("Name", it: "Nome"))])
        for (index, phase) in plan.objects("phases").enumerated() {
            table.add([.count(index + 1), .text(phase.text("id")), .text(title(phase))])
        }
        return table.text(style)
    }

    private func measures(_ style: Style) -> String {
        var table = Table([
            .left(localized("Measure", it: "Misura")), .left(localized("Name", it: "Nome")),
            .left(localized("Codes", it: "Codici")),
        ])
        for measure in plan.objects("measures") {
            table.add([
                .text(measure.text("id")), .text(title(measure)),
                .text(measure.strings("codes").joined(separator: ", ")),
            ])
        }
        return table.text(style)
    }

    private var rest: String {
        let funds = plan.objects("funds").map { fund in
            fund["project"] == .bool(true)
                ? localized("\(fund.text("id")) (project)", it: "\(fund.text("id")) (di progetto)") : fund.text("id")
        }
        var out = localized(
            "Funds: \(funds.joined(separator: ", "))\n", it: "Fondi: \(funds.joined(separator: ", "))\n")
        for target in plan.objects("targets") {
            let indicator = Column.title(of: target.text("indicator"), in: Speech.language).lowercased()
            let of = [target.text("line"), target.text("measure")].filter { !$0.isEmpty }.joined(separator: ", ")
            out += localized(
                "Target: \(indicator)\(of.isEmpty ? "" : " (\(of))") ",
                it: "Valore atteso: \(indicator)\(of.isEmpty ? "" : " (\(of))") ")
            out += "\(grouped(target.integer("value") ?? 0))\n"
        }
        guard case .object(let limits)? = plan["limits"] else { return out }
        return out
            + localized(
                "Flagged: a worker's day over \(hours(limits.integer("dailyMinutes") ?? 0)), entries later than "
                    + "\(limits.integer("lateEntryDays") ?? 0) days; a case is silent after "
                    + "\(limits.integer("silentCaseDays") ?? 0) days\n",
                it:
                    "Avvisi: oltre \(hours(limits.integer("dailyMinutes") ?? 0)) al giorno di un operatore, inserimenti dopo più di "
                    + "\(limits.integer("lateEntryDays") ?? 0) giorni; un caso è senza attività dopo "
                    + "\(limits.integer("silentCaseDays") ?? 0) giorni\n")
    }
}

extension JSONObject {
    /// The string of that name, or the empty one.
    func text(_ name: String) -> String {
        if case .string(let text)? = self[name] { text } else { "" }
    }

    /// The whole number of that name, or nil.
    func integer(_ name: String) -> Int? {
        if case .integer(let number)? = self[name] { Int(number) } else { nil }
    }

    /// The strings of the array of that name.
    func strings(_ name: String) -> [String] {
        guard case .array(let values)? = self[name] else { return [] }
        return values.compactMap { if case .string(let text) = $0 { text } else { nil } }
    }

    /// The objects of the array of that name.
    func objects(_ name: String) -> [JSONObject] {
        guard case .array(let values)? = self[name] else { return [] }
        return values.compactMap { if case .object(let object) = $0 { object } else { nil } }
    }
}
