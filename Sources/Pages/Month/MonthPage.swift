import CivilTime
import Markup
import Office
import Presentation
import Views
import Wording

/// The page of a worker's month: the grid, what was declared, and the buttons to declare it.
struct MonthPage {
    let visit: Visit
    let sheet: MonthSheet
    /// How many entries and adjustments were just recorded.
    var recorded: Int?
    /// The grid that was sent, if not all of it was recorded.
    var sent: SentMonth?

    /// The page.
    var page: Page {
        let title = "\(sheet.workerID), \(visit.language.long(sheet.month))"
        return Page(
            Layout(
                visit: visit, office: sheet.office, section: .hours,
                trail: [(visit.say("The month", it: "Il mese"), Address(["pages", "month"]))], title: title
            ).page(
                """
                <h1>\(visit.say("Month of", it: "Mese di")) \(title)</h1>
                \(MonthAsked(visit, sheet.office).choice)
                \(neighbours)
                \(outcome)
                \(state)
                \(grid)
                \(MonthDeclarations(visit: visit, sheet: sheet).markup)
                """))
    }

    private func address(_ month: Month) -> Address {
        var address = Address(["pages", "month"], [("worker", sheet.workerID), ("month", month.description)])
        address["lang"] = visit.address["lang"]
        return address
    }

    /// The months before and after.
    private var neighbours: Markup {
        let before = sheet.month.firstDay.adding(-1).month
        let after = sheet.month.lastDay.adding(1).month
        let next: Markup =
            after > visit.today.month
            ? "" : "<a rel=\"next\" href=\"\(address(after))\">\(visit.language.long(after))</a>"
        return """
            <nav class="neighbours" aria-label="\(visit.say("Other months", it: "Altri mesi"))">\
            <a rel="prev" href="\(address(before))">\(visit.language.long(before))</a>\(next)</nav>
            """
    }

    /// What was recorded of a grid that was sent, and what was not.
    private var outcome: Markup {
        var parts: [Markup] = []
        if let sent, !sent.faults.isEmpty {
            let links = sent.faults.sorted { ($0.key.day, $0.key.pair.text) < ($1.key.day, $1.key.pair.text) }.map {
                place, fault -> Markup in
                let day = visit.language.long(place.day)
                let name = MonthGrid.name(of: place, in: sheet)
                // What is missing is not in the day's cell.
                let field = fault.reason.isMissingReason ? "reason" : name
                return "<li><a href=\"#\(field)\">\(day)</a>: \(sentence(fault))</li>\n"
            }
            let title =
                recorded == nil
                ? visit.say("It was not recorded", it: "Non è stato registrato")
                : visit.say("Some of it was not recorded", it: "Una parte non è stata registrata")
            parts.append(
                """
                <div class="problem" role="alert" tabindex="-1">
                <h2>\(title)</h2>
                <ul>\(links)</ul>
                </div>

                """)
        }
        if let recorded {
            let text =
                switch recorded {
                case 0: visit.say("Nothing has changed", it: "Nulla è cambiato")
                case 1: visit.say("One change was recorded", it: "Una modifica registrata")
                default: visit.say("\(recorded) changes were recorded", it: "\(recorded) modifiche registrate")
                }
            parts.append("<p class=\"done\" role=\"status\">\(text).</p>\n")
        }
        return parts.joined()
    }

    private func sentence(_ fault: SentMonth.Fault) -> String { fault.reason.text(visit) }

    /// Where the month stands.
    private var state: Markup {
        let declared = sheet.declared
        let word = Codes.text(of: declared.state.rawValue, as: "state", in: visit.language)
        var text = visit.say("The month is \(word).", it: "Il mese è \(word).")
        switch declared.state {
        case .open: return ""
        case .completed:
            text += visit.say(
                " Hours recorded now open it again.", it: " Le ore registrate ora lo riaprono.")
        case .signed where isCorrection, .approved where isCorrection:
            text += visit.say(
                " Each change needs a reason, and the month a new approval.",
                it: " Ogni modifica richiede un motivo, e il mese una nuova approvazione.")
        case .signed, .approved:
            let correct = address(sheet.month).setting("correct", "1")
            return """
                <p class="state">\(text) <a href="\(correct)">\(visit.say("Correct it", it: "Rettificare"))</a></p>
                """
        }
        return "<p class=\"state\">\(text)</p>"
    }

    private var isCorrection: Bool { visit.address["correct"] != nil }

    /// The grid; a form where the account may record hours and the month is not signed, or is to be corrected.
    private var grid: Markup {
        let isEditable =
            visit.sends.contains(.operator) && (!sheet.isSigned || isCorrection) && sheet.days.contains(where: \.isOpen)
        let table = MonthGrid(visit: visit, sheet: sheet, isEditable: isEditable, sent: sent).markup
        guard isEditable else { return table }
        var action = visit.address.setting("recorded", nil)
        action.path = ["pages", "send", "month"]
        action["worker"] = sheet.workerID
        action["month"] = sheet.month.description
        let isWrong = sent?.faults.values.contains { $0.reason.isMissingReason } ?? false
        let hint =
            isCorrection
            ? visit.say("It is recorded with each change.", it: "Viene registrato con ogni modifica.")
            : visit.say(
                "Only needed where hours that stand already are changed.",
                it: "Serve solo se si modificano ore già registrate.")
        let error: Markup =
            isWrong ? "<p class=\"error\" id=\"e-reason\">\(SentMonth.Why.withoutReason.text(visit))</p>" : ""
        let described: Markup =
            isWrong ? " aria-invalid=\"true\" aria-describedby=\"h-reason e-reason\"" : " aria-describedby=\"h-reason\""
        return """
            <form class="month" method="post" action="\(action)">
            <input type="hidden" name="form-token" value="\(visit.token)">
            <input type="hidden" name="form-id" value="\(visit.newID)">
            \(table)
            <div class="field reason\(" wrong", if: isWrong)"><label for="reason">\(visit.say(
                "Reason of the changes", it: "Motivo delle modifiche"))</label>
            <p class="hint" id="h-reason">\(hint)</p>\(error)
            <input id="reason" name="reason" type="text" value="\(sent?.reason ?? "")" autocomplete="off"\
            \(" required", if: isCorrection)\(described)></div>
            <p class="act"><button>\(visit.say("Record", it: "Registra"))</button></p>
            </form>

            """
    }
}

extension MonthSheet.Pair {
    /// A text by which pairs are sorted.
    var text: String { "\(fund) \(line ?? "") \(place ?? "")" }
}

extension SentMonth.Why {
    /// Whether the reason of the changes is missing.
    var isMissingReason: Bool { if case .withoutReason = self { true } else { false } }

    /// The sentence for the person who typed.
    func text(_ visit: Visit) -> String {
        switch self {
        case .notHours:
            return visit.say(
                "not an amount of hours, such as 7:30 or 7.5", it: "non è una quantità di ore, per esempio 7:30 o 7,5")
        case .several:
            return visit.say(
                "several entries stand here; each is corrected on its own page",
                it: "qui ci sono più registrazioni; ciascuna si rettifica nella propria pagina")
        case .changed(let minutes):
            let hours = visit.language.hours(minutes)
            return visit.say(
                "\(hours) stands here since the form was opened; sending it again replaces that",
                it: "dopo l'apertura del modulo qui risulta \(hours); inviando di nuovo viene sostituito")
        case .withoutReason:
            return visit.say(
                "the reason of the change is missing", it: "manca il motivo della modifica")
        case .incomplete:
            return visit.say(
                "the column's fund and activity are missing", it: "mancano il fondo e l'attività della colonna")
        case .refused(let refusal):
            let label = CommandCatalogue.command("hours.log")?.label(ofFault: refusal, in: visit.language)
            return visit.sentence(refusal, label: label)
        }
    }
}
