internal import CanonicalJSON
internal import CivilTime
internal import LabAPI
internal import Office
internal import Presentation
internal import Views
internal import Wording

/// What is pending or missing in the days of a report, as the views say.
struct ReportReadiness: Hashable {
    /// Something to do about one record: which one, and how it stands.
    struct Item: Hashable {
        let name: String
        let standing: String
        /// The id of the place where it is.
        var place: String?
    }

    /// Months with hours that are not approved.
    var months: [Item] = []
    /// Months that were approved or signed, and in which something was recorded later.
    var pending: [Item] = []
    /// Workers with hours for whose days there is no rate.
    var rates: [Item] = []
    /// Mediations that were delivered and not evaluated.
    var mediations: [Item] = []

    /// Services with minutes and without hours.
    var services: [Item] = []

    init() {}

    /// Asks labd. What a kind of report does not contain is not asked for.
    init(_ kind: ReportKind, _ days: ReportDays, _ client: LabClient) async throws {
        take(months: try await client.answer(ofView: Timesheets.name, days.query).rows("rows"))
        take(services: try await client.answer(ofView: Reconciliation.name, days.query).rows("rows"))
        switch kind {
        case .claim, .final:
            take(rates: try await client.answer(ofView: Costs.name, days.query).rows("missingRates"))
        case .quarterly, .timesheets: break
        }
        switch kind {
        case .quarterly, .final:
            let delivered = days.query + [("state", "delivered")]
            // An evaluation may be later than the days of the report.
            let known = try await client.answer(ofView: Requests.name, [("from", days.from.description)])
            take(
                delivered: try await client.answer(ofView: Requests.name, delivered).rows("rows"),
                asKnownNow: try known.rows("rows"))
        case .timesheets, .claim: break
        }
    }

    /// Takes the rows of `timesheets`.
    mutating func take(months rows: [JSONObject]) {
        for row in rows {
            let item = Item(
                name: "\(row.word("worker")) \(row.word("month"))",
                standing: "\(Codes.text(of: row.word("state"), as: "state", in: Speech.language)), "
                    + hours(row.number("minutes")))
            if row["pending"] == true {
                pending.append(item)
            } else if row.word("state") != "approved", row.number("minutes") != 0 {
                months.append(item)
            }
        }
    }

    /// Takes the rows of `reconciliation`.
    mutating func take(services rows: [JSONObject]) {
        for row in rows where row.number("recorded") > 0 && row.number("logged") == 0 {
            services.append(
                Item(
                    name: row.word("about"),
                    standing:
                        "\(Codes.text(of: row.word("kind"), as: "kind", in: Speech.language)), \(row.word("worker")), "
                        + hours(row.number("recorded"))))
        }
    }

    /// Takes the rows of `missingRates` of the view `costs`.
    mutating func take(rates rows: [JSONObject]) {
        for row in rows {
            let from = row.word("from")
            rates.append(
                Item(
                    name: row.word("worker"),
                    standing: localized("from \(from), ", it: "dal \(from), ") + hours(row.number("minutes"))))
        }
    }

    /// Takes the rows of `requests` that were delivered, except those that are evaluated in the rows as they are known now.
    mutating func take(delivered rows: [JSONObject], asKnownNow known: [JSONObject]) {
        let evaluated = Set(known.filter { $0["evaluated"] == true }.map { $0.word("mediation") })
        for row in rows where !evaluated.contains(row.word("mediation")) {
            mediations.append(Item(name: row.word("mediation"), standing: row.word("on"), place: row.word("place")))
        }
    }

    /// The lists, each with what to type about it.
    func text(_ style: Style, _ names: AnswerNames = AnswerNames()) -> String {
        let lists = [
            (
                months, localized("months not approved", it: "mesi non approvati"),
                "labctl timesheet complete | sign | approve"
            ),
            (pending, localized("months to approve again", it: "mesi da riapprovare"), "labctl timesheet approve"),
            (
                rates, localized("workers with hours without a rate", it: "operatori con ore senza costo orario"),
                "labctl worker set-rate"
            ),
            (
                mediations,
                localized("mediations delivered and not evaluated", it: "mediazioni erogate e non valutate"),
                "labctl mediation evaluate"
            ),
            (services, localized("services without hours", it: "servizi senza ore"), "labctl hours log --about ID"),
        ].filter { !$0.0.isEmpty }
        guard !lists.isEmpty else {
            return localized("Nothing is pending or missing in these days.", it: "In questi giorni non manca nulla.")
                + "\n"
        }
        var out = style.heading(localized("Before it is submitted", it: "Prima di trasmetterla")) + "\n"
        for (items, title, command) in lists {
            out += style.warning("\(title): \(grouped(items.count))") + style.faint("  \(command)") + "\n"
            var table = Table([.whole(""), .left("")])
            for item in items.prefix(Self.longest) {
                let place = item.place.map { ", " + names.name(.place, $0) } ?? ""
                table.add([Table.Cell("  " + item.name), Table.Cell(item.standing + place)])
            }
            out += table.text(style)
            if items.count > Self.longest {
                let more = grouped(items.count - Self.longest)
                out += localized("  and \(more) more", it: "  e ancora \(more)") + "\n"
            }
        }
        return out
    }

    /// How many records of a list are named.
    private static let longest = 12
}

extension ClientAnswer {
    /// The objects of one of the answer's lists.
    fileprivate func rows(_ name: String) throws -> [JSONObject] {
        guard case .array(let rows)? = try object[name] else { return [] }
        return rows.compactMap { if case .object(let row) = $0 { row } else { nil } }
    }
}
