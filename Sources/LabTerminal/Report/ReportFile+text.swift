internal import Office
internal import Presentation
internal import Views
internal import Wording

extension ReportFile: TerminalRenderable {
    func text(_ style: Style, _ names: AnswerNames) -> String {
        var out = LabTerminal.head("\(Self.title(in: Speech.language)) \(report)", of: basis, names, style) + "\n"
        out += facts(style) + figuresText(style, names) + claimText(style)
        return out + proofText(style)
    }

    private func facts(_ style: Style) -> String {
        var table = Table([.whole(""), .left("")])
        func add(_ title: String, _ text: String?) {
            if let text { table.add([Table.Cell(title), Table.Cell(text)]) }
        }
        func add(field: String, _ text: String?) {
            add(Column.title(of: field, ofView: Self.name, in: Speech.language), text)
        }
        add(field: "kind", Codes.text(of: kind, as: "kind", in: Speech.language))
        add(field: "from", from)
        add(field: "to", to)
        add(field: "state", Codes.text(of: state, as: "state", in: Speech.language))
        add(
            submissions.count > 1
                ? localized("Submitted at positions", it: "Trasmessa alle posizioni")
                : localized("Submitted at position", it: "Trasmessa alla posizione"),
            submissions.map(String.init).joined(separator: ", "))
        add(field: "holds", Speech.language.yesNo(holds))
        add(field: "knows", String(knows))
        add(field: "minutes", minutes.map { hours($0) })
        add(field: "cents", cents.map { Speech.language.euros($0) })
        add(field: "claimDigest", claimDigest)
        add(field: "root", root)
        add(field: "figures", figures)
        add(field: "views", views.map { AnswerNames.view($0, in: Speech.language) }.joined(separator: ", "))
        return table.text(style)
    }

    /// The figures under the titles of their views.
    private func figuresText(_ style: Style, _ names: AnswerNames) -> String {
        let figures = totals.compactMap { ReportedFigure($0.key, $0.value) }
        let others = Set(figures.map(\.view)).subtracting(views).sorted()
        return (views + others).map { view in
            ReportedFigures(figures.filter { $0.view == view }, names).text(
                AnswerNames.view(view, in: Speech.language), style)
        }.joined()
    }

    private func claimText(_ style: Style) -> String {
        var out = ""
        func title(_ field: String) -> String { Column.title(of: field, ofView: Self.name, in: Speech.language) }
        if !claimed.isEmpty {
            var table = Table([.whole(title("entry")), .right(title("minutes")), .right(title("centFractions"))])
            for entry in claimed {
                table.add([
                    .text(entry.entry), .hours(entry.minutes),
                    Table.Cell(Speech.language.euros(AnswerCells.cents(entry.centFractions))),
                ])
            }
            out += "\n" + style.heading(title("claimed")) + "\n" + table.text(style)
        } else if !entries.isEmpty {
            out += "\n" + style.heading(title("entries")) + "\n" + entries.joined(separator: ", ").wrapped() + "\n"
        }
        if !leftOut.isEmpty {
            var table = Table([
                .whole(title("entry")), .whole(title("worker")), .whole(title("on")), .right(title("minutes")),
            ])
            for entry in leftOut {
                table.add([.text(entry.entry), .text(entry.worker), .text(entry.on), .hours(entry.minutes)])
            }
            out += "\n" + style.heading(title("leftOut")) + "\n" + table.text(style)
        }
        return out
    }

    /// How somebody else verifies the report.
    private func proofText(_ style: Style) -> String {
        guard !submissions.isEmpty else { return "" }
        let prove = localized(
            "To prove that it was submitted: labctl report prove \(report) --output DIR; what changed since: labctl report diff \(report)",
            it:
                "Per dimostrare che è stata trasmessa: labctl report prove \(report) --output CARTELLA; che cosa è cambiato poi: labctl report diff \(report)"
        )
        let digest = localized(
            "the digest of the figures is the SHA-256, base64, of the canonical JSON {\"figures\": …, \"names\": …, \"views\": "
                + "…}, made of totals, figureNames and views of labctl report show \(report) --json",
            it:
                "l'impronta delle cifre è lo SHA-256, in base64, del JSON canonico {\"figures\": …, \"names\": …, \"views\": …}, "
                + "fatto di totals, figureNames e views di labctl report show \(report) --json")
        return "\n" + prove.wrapped() + "\n"
            + (figureNames == 0 ? "" : style.faint(digest.wrapped()) + "\n")
    }
}
