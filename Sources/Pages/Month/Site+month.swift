import CanonicalJSON
import CivilTime
import Markup
package import Office
import Views
import Wording

extension Site {
    /// The page of a worker's month.
    static func month(_ visit: Visit, _ desk: some Desk) throws -> Page {
        let asked = MonthAsked(visit, desk.newest)
        guard let sheet = asked.sheet else { return asked.page }
        let recorded = try visit.address["recorded"].flatMap { Int($0) }.map { first in
            try recordedHours(from: first, in: sheet, visit, desk)
        }
        return MonthPage(visit: visit, sheet: sheet, recorded: recorded).page
    }

    /// Reads the grid that a form of the month's page sent.
    ///
    /// - Throws: `Refusal` for an unknown worker or month, or a form that labd did not make for this account.
    package static func readMonth(
        _ visit: Visit, _ office: Office, _ fields: [(name: String, value: String)]
    ) throws(Refusal) -> SentMonth {
        let values = FormValues(fields)
        guard values.text("form-token") == visit.token else {
            throw Refusal(.sender(.foreignPage), field: "form-token")
        }
        guard let sheet = MonthAsked(visit, office).sheet else {
            let worker = ID(visit.address["worker"] ?? "")
            guard let worker else { throw Refusal(.shape(.missing(form: .id)), field: "worker") }
            throw Refusal(.record(.unknown(.worker, worker)), field: "worker", value: worker.text)
        }
        return SentMonth(
            sheet, values, id: values.text("form-id"), isCorrection: visit.address["correct"] != nil, today: visit.today
        )
    }

    /// Answers a grid that was sent: the way to the page that says what was recorded; or, if something was not, the page with
    /// the sentence beside it.
    package static func monthSent(
        _ visit: Visit, _ desk: some Desk, _ sent: SentMonth, _ outcomes: [(position: Int?, refusal: Refusal?)]
    ) throws -> Page {
        var sent = sent
        sent.take(outcomes.map(\.refusal))
        let first = outcomes.lazy.compactMap(\.position).min()
        guard !sent.faults.isEmpty else {
            let address = visit.address.setting("correct", nil)
            return Page(redirectingTo: address.setting("recorded", "\(first ?? desk.newest.position + 1)"))
        }
        let sheet = MonthSheet(desk.newest, sent.worker, sent.month, today: visit.today)
        let recorded = try first.map { try recordedHours(from: $0, in: sheet, visit, desk) }
        var page = MonthPage(visit: visit, sheet: sheet, recorded: recorded, sent: sent).page
        page.status = recorded == nil ? 422 : 200
        return page
    }

    /// Returns how many entries and adjustments of the month the account recorded from a position on.
    private static func recordedHours(
        from first: Int, in sheet: MonthSheet, _ visit: Visit, _ desk: some Desk
    ) throws -> Int {
        // The most cells that one form can send, and what others recorded meanwhile.
        let last = min(desk.newest.position, first + 2_000)
        guard first >= 0, first <= last else { return 0 }
        let stream = "timesheet/\(sheet.workerID)/\(sheet.month)"
        return try (first...last).count { position in
            let note = try desk.content(at: position).note
            return note.subject == stream && note.actor == visit.account && note.type.hasPrefix("hours.")
        }
    }
}

/// Which month the address asks for: by default the present one of the account's own worker.
struct MonthAsked {
    let visit: Visit
    let office: Office
    let month: Month
    let worker: Ref<Worker>?

    init(_ visit: Visit, _ office: Office) {
        self.visit = visit
        self.office = office
        month = visit.address["month"].flatMap { Month($0) } ?? visit.today.month
        worker =
            if let named = visit.address["worker"], !named.isEmpty { office.workers.find(named) } else {
                visit.asker.worker(in: office, on: visit.today)
            }
    }

    /// The month; nil without a worker.
    var sheet: MonthSheet? { worker.map { MonthSheet(office, $0, month, today: visit.today) } }

    /// The form that asks for worker and month.
    var choice: Markup {
        let workers = office.workerIDs.map { id -> Markup in
            "<option\(" selected", if: worker.map { office.workers.id($0) } == id)>\(id)</option>"
        }
        let language = visit.address["lang"].map { "<input type=\"hidden\" name=\"lang\" value=\"\($0)\">" as Markup }
        return """
            <form class="which" method="get" action="\(Address(["pages", "month"]))">\(language)
            <div class="field"><label for="q-worker">\(visit.say("Worker", it: "Operatore"))</label>
            <select id="q-worker" name="worker">\(workers)</select></div>
            <div class="field"><label for="q-month">\(visit.say("Month", it: "Mese"))</label>
            <input id="q-month" name="month" type="month" value="\(month.description)"></div>
            <p class="act"><button>\(visit.say("Show", it: "Mostra"))</button></p>
            </form>

            """
    }

    /// The page that asks whose month is meant.
    var page: Page {
        let title = visit.say("The month", it: "Il mese")
        let named = visit.address["worker"] ?? ""
        let sentence =
            named.isEmpty
            ? visit.say(
                "No worker has this account: choose whose month to show.",
                it: "Nessun operatore ha questo account: scegliere di chi mostrare il mese.")
            : visit.say("There is no worker \(named).", it: "L'operatore \(named) non esiste.")
        return Page(
            Layout(visit: visit, office: office, section: .hours, title: title).page(
                "<h1>\(title)</h1><p>\(sentence)</p>\(choice)"), status: named.isEmpty ? 200 : 404)
    }
}

extension Office {
    /// The ids of all workers, sorted.
    var workerIDs: [String] {
        var ids: [String] = []
        workers.forEach { ref, _ in ids.append(workers.id(ref)) }
        return ids.sorted()
    }
}
