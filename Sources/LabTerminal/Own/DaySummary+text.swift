internal import Views
internal import Wording

extension DaySummary {
    /// Returns the day on one screen: a line for each list, with its first elements and the number of the others.
    func screen(_ style: Style, columns: Int = 80) -> String {
        var out = style.heading(Self.title(in: Speech.language))
        out += style.faint("  " + [day, worker, actor].compactMap { $0 }.joined(separator: ", ")) + "\n"
        out += worker == nil ? nobody : "\n" + recorded(style)
        var lists: [ListLine] = []
        if worker != nil { lists += ownLists }
        if coordinates { lists += officeLists }
        guard !lists.isEmpty else { return out }
        let widest = lists.map(\.title.displayWidth).max() ?? 0
        // What is left of 24 lines, with the prompt of the shell, is shared by the lists whose elements need lines of their own.
        let spare = 22 - lists.count - (worker == nil ? 3 : 5)
        let tall = lists.count { $0.isTall(titleWidth: widest, columns: columns) }
        let room = max(1, min(3, spare / max(1, tall)))
        out += "\n" + lists.map { $0.text(titleWidth: widest, columns: columns, below: room, style) }.joined()
        if lists.contains(where: { !$0.isShort(titleWidth: widest, columns: columns) }) {
            let complete = localized(
                "Complete: labctl today --csv --table NAME", it: "Per intero: labctl oggi --csv --table NOME")
            out += style.faint(complete) + "\n"
        }
        return out
    }

    /// Says that the account is nobody's.
    private var nobody: String {
        localized(
            "No worker has the account \(actor): labctl worker change --worker ID --from DAY --account \(actor)",
            it:
                "Nessun operatore ha l'account \(actor): labctl worker change --worker ID --from GIORNO --account \(actor)"
        ) + "\n"
    }

    private func recorded(_ style: Style) -> String {
        var table = Table([
            .left(""), .right(localized("Hours", it: "Ore")), .right(localized("On the project", it: "Sul progetto")),
            .right(localized("Entries", it: "Voci")), .left(localized("Services", it: "Interventi")),
        ])
        for (title, sum) in [
            (localized("Today", it: "Oggi"), onDay), (localized("This month", it: "Questo mese"), inMonth),
        ] {
            let services = sum.services.sorted { $0.key < $1.key }.map { "\(Self.kind($0.key)) \(grouped($0.value))" }
            table.add([
                Table.Cell(title), .hours(sum.minutes), .hours(sum.projectMinutes), .count(sum.entries),
                Table.Cell(services.joined(separator: ", ")),
            ])
        }
        return table.text(style)
    }

    private var ownLists: [ListLine] {
        [
            ListLine("daysWithoutHours", daysWithoutHours),
            ListLine("monthsToComplete", monthsToComplete), ListLine("monthsToSign", monthsToSign),
            ListLine("monthsToApprove", monthsToApprove),
            list("servicesWithoutHours", servicesWithoutHours.map { "\($0.about) (\($0.on))" }),
            list("toEvaluate", toEvaluate.map { "\($0.mediation) (\($0.on))" }),
            list("silentCases", of: openCases, silentCases.map { "\($0.case) \(Self.since($0.since))" }),
        ]
    }

    private var officeLists: [ListLine] {
        [
            list("monthsBehind", monthsBehind.map { "\($0.month) \($0.worker)" }),
            list(
                "waitingRequests",
                waitingRequests.map {
                    "\($0.mediation) \($0.language) \(names.places[$0.place] ?? $0.place) \(Self.since($0.since))"
                }),
            list("placesBehind", placesBehind.map(placeBehind)),
            list("fallingDue", fallingDue.map { "\(Self.kind($0.kind)) \($0.about) \($0.day)" }),
            list("openFindings", openFindings.map { "\($0.finding) \($0.on)" }),
        ]
    }

    /// A list and how many elements there are in all; the answer may have only the first ones.
    private func list(_ field: String, of total: Int? = nil, _ elements: [String]) -> ListLine {
        ListLine(field, of: total, elements, all: rowCounts?[field])
    }

    private func placeBehind(_ row: PlaceBehind) -> String {
        let place = "\(row.line) \(names.places[row.place] ?? row.place) \(hours(row.balance))"
        guard let weekly = row.weeklyMinutesNeeded else { return place }
        return place + localized(" (\(hours(weekly)) a week)", it: " (\(hours(weekly)) a settimana)")
    }

    private static func since(_ day: String) -> String { localized("since \(day)", it: "dal \(day)") }

    /// Names a kind of service or of deadline.
    private static func kind(_ code: String) -> String { Codes.text(of: code, as: "kind", in: Speech.language) }
}

/// A list on one line: its title, how many elements it has, and as many of them as fit.
private struct ListLine {
    let title: String
    private let count: String
    private let elements: [String]
    /// The number of all elements.
    private let all: Int

    /// The list of a field, under the field's title; with `total`, as a part of that many. It has `all` elements, if these are only
    /// the first.
    init(_ field: String, of total: Int? = nil, _ elements: [String], all: Int? = nil) {
        title = Column.title(of: field, in: Speech.language)
        self.all = max(all ?? 0, elements.count)
        let number = grouped(self.all)
        count = total.map { localized("\(number) of \(grouped($0))", it: "\(number) su \(grouped($0))") } ?? number
        self.elements = elements
    }

    /// Whether all elements fit.
    func isShort(titleWidth: Int, columns: Int) -> Bool { fitting(titleWidth, columns) == all }

    /// Whether not even the first element fits beside the title, so that they stand below it.
    func isTall(titleWidth: Int, columns: Int) -> Bool { !elements.isEmpty && fitting(titleWidth, columns) == 0 }

    func text(titleWidth: Int, columns: Int, below: Int, _ style: Style) -> String {
        let padding = String(repeating: " ", count: titleWidth - title.displayWidth)
        let head = title + padding + "  " + count
        guard !elements.isEmpty else { return style.faint(head) + "\n" }
        let fitting = fitting(titleWidth, columns)
        if fitting == 0 {
            let shown = elements.prefix(below).map { "  " + $0 }.joined(separator: "\n").visible(keepingLines: true)
            let others = all - min(below, elements.count)
            return head.visible() + "\n" + shown + style.faint(others > 0 ? Self.more(others) : "") + "\n"
        }
        let shown = head + "  " + elements.prefix(fitting).joined(separator: ", ")
        return shown.visible() + style.faint(fitting < all ? Self.more(all - fitting) : "") + "\n"
    }

    /// The number of elements that fit on the line, with the number of the others after them.
    private func fitting(_ titleWidth: Int, _ columns: Int) -> Int {
        let room = columns - titleWidth - 4 - count.displayWidth
        var used = 0
        for (index, element) in elements.enumerated() {
            used += element.displayWidth + (index == 0 ? 0 : 2)
            let others = all - index - 1
            let rest = others == 0 ? 0 : Self.more(others).displayWidth
            guard used + rest <= room else { return index }
        }
        return elements.count
    }

    private static func more(_ count: Int) -> String {
        localized(", and \(grouped(count)) more", it: ", e altri \(grouped(count))")
    }
}
