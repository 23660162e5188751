import CanonicalJSON
import Charts
import CivilTime
import Markup
import Office
import Presentation
import Views
import Wording

extension Pictures {
    /// Open cases by phase and by place, and those that are silent.
    func caseload() throws -> [Markup] {
        var question = settled
        question.filters[.silent] = "true"
        let silent = try ListedCase.silence(office, question, naming: Waiting.mostDots)
        return [phases, casesByPlace, silence(silent, limit: answer.number("silentCaseDays"))]
    }

    private var phases: Markup {
        let counts = answer.counts("openByPhase")
        guard counts.contains(where: { $0.count > 0 }) else { return "" }
        let planned = office.plan?.phases.map(\.id.text) ?? []
        let order =
            planned.filter { id in counts.contains { $0.name == id } }
            + counts.map(\.name).filter { !planned.contains($0) }
        var means: [String: Int] = [:]
        for row in answer.rows("phaseTimes") {
            guard let phase = row.text("phase"), let stays = row.number("stays"), stays > 0 else { continue }
            means[phase] = Int((Double(row.number("days") ?? 0) / Double(stays)).rounded())
        }
        let rows = order.map { id in
            let open = counts.first { $0.name == id }?.count ?? 0
            return Bars.Row(
                names.name(.phase, id), .init(Double(open), count(open)),
                second: means[id].map { .init(Double($0), count($0)) },
                link: page(Cases.self, kept + [("phase", id), ("state", "open")]))
        }
        let all = answer.number("open") ?? 0
        let bars = Bars(
            Caption(
                id: "pic-phases", title: visit.say("Open cases by phase", it: "Casi aperti per fase"),
                description: visit.say(
                    "\(count(all)) open cases, and how many days a stay in each phase takes on average.",
                    it: "\(count(all)) casi aperti, e i giorni che dura in media una permanenza in ciascuna fase.")),
            rows: rows, heading: visit.say("Cases", it: "Casi"),
            secondHeading: visit.say("Days, mean", it: "Giorni, media"))
        let table = FigureTable(
            heads: [
                Column.title(of: "phase", in: language), visit.say("Open cases", it: "Casi aperti"),
                visit.say("Mean days of a stay", it: "Giorni medi di permanenza"),
            ], rows: rows.map { [$0.title, $0.figure.text, $0.second?.text ?? ""] })
        return figure(bars, table)
    }

    private var casesByPlace: Markup {
        let places = answer.objects("byPlace").map { (id: $0.name, open: $0.object.number("open") ?? 0) }
            .filter { $0.open > 0 }
        guard places.count > 1 else { return "" }
        let rows = places.sorted { ($1.open, $0.id) < ($0.open, $1.id) }.map { place in
            Bars.Row(
                names.name(.place, place.id), .init(Double(place.open), count(place.open)),
                link: page(Cases.self, kept + [("place", place.id), ("state", "open")]))
        }
        return figure(
            Bars(
                Caption(
                    id: "pic-places", title: visit.say("Open cases by place", it: "Casi aperti per sede"),
                    description: visit.say("Those with most cases first.", it: "A partire dalla sede che ne ha di più.")
                ),
                rows: rows))
    }

    /// The filters of the page that its links keep.
    private var kept: [(name: String, value: String)] {
        visit.address.query.filter { ["line", "worker"].contains($0.name) }
    }

    /// How long cases are silent.
    private func silence(_ cases: LastingRecords, limit: Int?) -> Markup {
        let late = limit.map { limit in cases.days.count { $0 > limit } } ?? 0
        let bound = limit.map(count) ?? ""
        return lasting(
            cases, of: .case, id: "pic-silent",
            title: visit.say("Silent cases", it: "Casi silenti"),
            sentence: visit.say(
                "the days since the last step or note of an open case. \(count(late)) are silent for more than \(bound) days.",
                it:
                    "i giorni dall'ultimo passo o annotazione di un caso aperto. Sono silenti da più di \(bound) giorni: \(count(late))."
            ),
            axisTitle: visit.say("days without a record", it: "giorni senza registrazioni"), limit: limit)
    }

    /// The silence of the open cases of a list.
    func cases() throws -> [Markup] {
        let open = try ListedCase.silence(office, settled, naming: Waiting.mostDots)
        return [silence(open, limit: office.plan?.limits.silentCaseDays)]
    }

    /// The steps of one case over the days since its opening, and how long each phase took.
    var caseFile: [Markup] { [steps, daysByPhase] }

    private var steps: Markup {
        guard let opened = answer.text("opened").flatMap({ Day($0) }) else { return "" }
        var phases: [String] = []
        var dots: [String: [Strip.Dot]] = [:]
        var phase: String?
        var longest = 0
        for step in answer.rows("steps") {
            phase = step.object("says")?.text("phase") ?? phase
            guard let on = step.text("on").flatMap({ Day($0) }), let phase else { continue }
            if !phases.contains(phase) { phases.append(phase) }
            let days = max(on.days(since: opened), 0)
            longest = max(longest, days)
            let type = step.text("type") ?? ""
            let what = Catalogue.commands.first { $0.event == type }?.summary(in: language) ?? type
            dots[phase, default: []].append(.init(Double(days), title: "\(language.long(on)): \(what)"))
        }
        guard dots.values.reduce(0, { $0 + $1.count }) > 1 else { return "" }
        let picture = Strip(
            Caption(
                id: "pic-steps", title: visit.say("Its course", it: "Lo svolgimento"),
                description: visit.say(
                    "Each dot is a step or a note, at the days since the opening on \(language.long(opened)).",
                    it: "Ogni punto è un passo o un'annotazione, ai giorni dall'apertura del \(language.long(opened)).")
            ),
            rows: phases.map { .init(names.name(.phase, $0), dots: dots[$0] ?? []) },
            axis: Axis(covering: [Double(longest)]) { count(Int($0)) },
            axisTitle: visit.say("days since the opening", it: "giorni dall'apertura"))
        return figure(picture)
    }

    private var daysByPhase: Markup {
        let counts = answer.counts("daysByPhase")
        guard counts.count > 1, counts.contains(where: { $0.count > 0 }) else { return "" }
        let planned = office.plan?.phases.map(\.id.text) ?? []
        let rows = counts.sorted {
            (planned.firstIndex(of: $0.name) ?? planned.count) < (planned.firstIndex(of: $1.name) ?? planned.count)
        }.map { Bars.Row(names.name(.phase, $0.name), .init(Double($0.count), count($0.count))) }
        return figure(
            Bars(
                Caption(
                    id: "pic-days", title: visit.say("Days in each phase", it: "Giorni in ciascuna fase"),
                    description: visit.say(
                        "Returns to a phase are added up.", it: "I ritorni in una fase sono sommati.")),
                rows: rows))
    }
}
