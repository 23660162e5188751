import CivilTime
package import Markup
import Presentation
import Wording

extension Document {
    /// What of its page the office or the machine brings.
    package struct Setting {
        /// The office's letterhead: lines of text, or a picture.
        package enum Letterhead: Hashable, Sendable {
            case text(String)
            case picture(DataAddress)
        }

        /// Nil for none.
        package let letterhead: Letterhead?
        /// The picture of the reference's QR code; nil for none.
        package let code: DataAddress?
        /// The figures to attach, for a form that can.
        package let attachment: DataAddress?
        /// The picture on the tab of a browser that gets it from a site; nil for a file.
        package let icon: Address?

        package init(
            letterhead: Letterhead? = nil, code: DataAddress? = nil, attachment: DataAddress? = nil,
            icon: Address? = nil
        ) {
            self.letterhead = letterhead
            self.code = code
            self.attachment = attachment
            self.icon = icon
        }
    }

    /// The document as a page of HTML made for print, in one piece: nothing is loaded from elsewhere.
    package func page(_ setting: Setting) -> Markup {
        let attached: Markup =
            if let attachment = setting.attachment {
                "<link rel=\"attachment\" title=\"\(language.say("The figures", it: "Le cifre"))\" href=\"\(attachment)\">\n"
            } else {
                ""
            }
        let icon: Markup = if let icon = setting.icon { "<link rel=\"icon\" href=\"\(icon)\">\n" } else { "" }
        return """
            <!DOCTYPE html>
            <html lang="\(language.tag)">
            <head>
            <meta charset="utf-8">
            <title>\(title) — \(subject)</title>
            <style>\(Markup(stylesheet: Array(Self.style.utf8)))</style>
            \(attached)\(icon)</head>
            <body\(" class=\"wide\"", if: isLandscape)>
            \(footer(setting.code))
            \(letterhead(setting.letterhead))
            <main>
            \(simulated)
            <h1>\(title)</h1>
            <p class="subject">\(subject)</p>
            <table class="facts"><tbody>
            \(facts.map { "<tr><th scope=\"row\">\($0.label)</th><td>\($0.value)</td></tr>\n" as Markup })</tbody></table>
            \(tables.map(table))
            \(signing)
            </main>
            </body>
            </html>

            """
    }

    /// The text of the page's style element, which a server must name to browsers that it forbids other styles.
    package static let style = "\n" + String(decoding: PackageResources.documents_css, as: UTF8.self)

    private func letterhead(_ letterhead: Setting.Letterhead?) -> Markup {
        switch letterhead {
        case nil: ""
        case .text(let text): "<header class=\"letterhead\">\(text)</header>"
        case .picture(let address): "<header class=\"letterhead\"><img src=\"\(address)\" alt=\"\"></header>"
        }
    }

    private var simulated: Markup {
        guard let text = simulationNote else { return "" }
        return "<p class=\"simulated\">\(text)</p>"
    }

    private func table(_ table: Table) -> Markup {
        let isNumber = table.columns.indices.map { index in table.rows.contains { $0.cells[index].isNumber } }
        let titles = zip(table.columns, isNumber).map { column, isNumber -> Markup in
            "<th scope=\"col\"\(" class=\"n\"", if: isNumber)>\(column.title)</th>"
        }
        let rows = table.rows.map { row -> Markup in
            "<tr\(" class=\"faint\"", if: row.isFaint)>\(row.cells.map(cell))</tr>\n"
        }
        let foot: Markup =
            table.hasTotals
            ? """
            <tfoot><tr>\(zip(table.totals, table.columns.indices).map { total, index -> Markup in
                if let total { return "<td class=\"n\">\(total.text(in: language))</td>" }
                return index == 0 ? "<td>\(language.say("Total", it: "Totale"))</td>" : "<td></td>"
            })</tr></tfoot>

            """ : ""
        return """
            <h2>\(table.title)</h2>
            <table\(" class=\"written\"", if: table.isWrittenOn)><thead><tr>\(titles)</tr></thead>
            <tbody>
            \(rows)</tbody>
            \(foot)</table>
            \(table.note.map { "<p class=\"note\">\($0)</p>\n" as Markup } ?? "")
            """
    }

    private func cell(_ cell: Cell) -> Markup {
        if case .day(let day) = cell {
            return "<td class=\"d\">\(language.weekday(day)) \(language.printed(day))</td>"
        }
        return "<td\(" class=\"n\"", if: cell.isNumber)>\(cell.text(in: language))</td>"
    }

    private var signing: Markup {
        guard !signatures.isEmpty else { return "" }
        let places = signatures.map { signature -> Markup in
            """
            <div><p>\(signature.role)</p><div class="line"></div><p>\(signature.name ?? "")</p>\
            <p>\(language.say("Date", it: "Data")) ____________</p></div>

            """
        }
        return "<div class=\"signatures\">\n\(places)</div>"
    }

    private func footer(_ code: DataAddress?) -> Markup {
        let picture: Markup = if let code { "<img src=\"\(code)\" alt=\"\">" } else { "" }
        let known = language.say(
            "From position \(reference.position) of the log of \(reference.origin), recorded \(language.printed(recorded))",
            it:
                "Dalla posizione \(reference.position) del registro di \(reference.origin), \(language.printed(recorded))"
        )
        let check =
            code == nil
            ? language.say(
                "To hold this paper against the log: labctl document verify, with this text",
                it: "Per confrontare questo foglio col registro: labctl document verify, con questo testo")
            : language.say(
                "To hold this paper against the log: labctl document verify, with the text of the code",
                it: "Per confrontare questo foglio col registro: labctl document verify, col testo del codice")
        let text: Markup = code == nil ? "<pre>\(reference.text)</pre>" : ""
        return """
            <footer class="reference">\(picture)<p>\(known)</p>
            <p>\(language.say("Root of the \(reference.size) events", it: "Radice dei \(reference.size) eventi")): \
            <span class="hash">\(reference.root)</span></p>
            <p>\(language.say("Digest of the figures", it: "Impronta delle cifre")): <span class="hash">\(reference.digest)</span></p>
            <p>\(check)</p>\(text)</footer>
            """
    }
}

extension DisplayLanguage {
    /// A day as papers write it: `30/09/2019` in Italian, where ISO would look odd on paper; `2019-09-30` in English.
    func printed(_ day: Day) -> String {
        guard self == .italian else { return day.description }
        let (year, month, number) = day.parts
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        return "\(two(number))/\(two(month))/\(year)"
    }

    /// A moment as papers write it, as a clock in the office shows it, to the minute: `30/09/2019 14:05`.
    func printed(_ instant: Instant) -> String {
        let day = EuropeRome.day(of: instant)
        // After the day and a blank, without the seconds.
        return printed(day) + " " + instant.local.dropFirst(day.description.count + 1).prefix(5)
    }
}
