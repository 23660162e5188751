import CanonicalJSON
import CivilTime
import Office
import OfficeSpecification
import Testing
import ViewsSpecification

@testable import Views

/// Tests of answers about a part: they agree with the whole answer, and refuse what does not exist.
struct NarrowingTests {
    private let season: Season.Recorded

    init() throws { season = try Season.recorded.get() }

    private func question(_ view: any Answer.Type, _ parameters: (String, String)...) throws -> Question {
        try Question(parameters: parameters.map { (name: $0.0, value: $0.1) }, to: view)
    }

    @Test func `compliance of a line and place has the rows that the whole answer has for them`() throws {
        let whole = try Compliance(season.office, Question())
        let narrow = try Compliance(
            season.office, try question(Compliance.self, ("line", "secretariat-towns"), ("place", "rovato")))
        #expect(narrow.rows == whole.rows.filter { $0.line == "secretariat-towns" && $0.place == "rovato" })
        #expect(narrow.weeks == whole.weeks.filter { $0.line == "secretariat-towns" && $0.place == "rovato" })
        #expect(narrow.months.count > 5 && narrow.months.allSatisfy { $0.place == "rovato" })
        #expect(narrow.total.delivered == narrow.rows.first?.delivered)
        #expect(narrow.basis.narrowed == ["line": "secretariat-towns", "place": "rovato"])
        #expect(whole.basis.narrowed == nil)
        #expect(narrow.suspensions.allSatisfy { whole.suspensions.contains($0) })
        let line = try Compliance(season.office, try question(Compliance.self, ("line", "secretariat-office")))
        #expect(!line.rows.isEmpty && line.rows.allSatisfy { $0.line == "secretariat-office" })
    }

    @Test func `the caseload of a place, line or worker is the one in the whole answer`() throws {
        let whole = try Caseload(season.office, Question())
        for (place, count) in whole.byPlace {
            let narrow = try Caseload(season.office, try question(Caseload.self, ("place", place)))
            #expect(narrow.open == count.open && narrow.closed == count.closed)
            #expect(narrow.byPlace == [place: count])
            #expect(narrow.silent == whole.silent.filter { $0.place == place })
        }
        for (line, count) in whole.byLine {
            #expect(try Caseload(season.office, try question(Caseload.self, ("line", line))).byLine == [line: count])
        }
        for (worker, count) in whole.byWorker {
            let narrow = try Caseload(season.office, try question(Caseload.self, ("worker", worker)))
            #expect(narrow.byWorker == [worker: count] && narrow.openByPhase.values.reduce(0, +) == count.open)
        }
    }

    @Test func `mediation and youth of a place are the whole's of it, and a month's requests keep what came of them`()
        throws
    {
        let mediations = try Mediations(season.office, Question())
        for (place, sum) in mediations.byPlace {
            let narrow = try Mediations(season.office, try question(Mediations.self, ("place", place)))
            #expect(narrow.byPlace == [place: sum] && narrow.deliveredMinutes == sum.deliveredMinutes)
        }
        for (month, sum) in mediations.byMonth {
            let narrow = try Mediations(season.office, try question(Mediations.self, ("month", month)))
            #expect(narrow.byMonth == [month: sum])
        }
        for (language, count) in mediations.byLanguage {
            let narrow = try Mediations(season.office, try question(Mediations.self, ("language", language)))
            #expect(narrow.requests == count && narrow.byLanguage == [language: count])
        }
        for (setting, count) in mediations.bySetting {
            #expect(
                try Mediations(season.office, try question(Mediations.self, ("setting", setting))).requests == count)
        }
        let youth = try Youth(season.office, Question())
        #expect(youth.byPlace.count > 3)
        for (place, sessions) in youth.byPlace {
            let narrow = try Youth(season.office, try question(Youth.self, ("place", place)))
            #expect(narrow.orientation == sessions)
            #expect(narrow.activitiesByPlace == youth.activitiesByPlace.filter { $0.key == place })
        }
    }

    @Test func `timesheets of a worker and a month are the rows of the whole answer`() throws {
        let whole = try Timesheets(season.office, Question())
        let worker = try #require(whole.rows.first?.worker)
        let narrow = try Timesheets(season.office, try question(Timesheets.self, ("worker", worker)))
        #expect(narrow.rows == whole.rows.filter { $0.worker == worker } && narrow.rows.count > 1)
        let month = try Timesheets(season.office, try question(Timesheets.self, ("month", "2019-10")))
        #expect(month.rows == whole.rows.filter { $0.month == "2019-10" } && month.rows.count > 3)
        let none = try question(Timesheets.self, ("month", "2019-10"), ("to", "2019-09-30"))
        #expect(try Timesheets(season.office, none).rows.isEmpty)
    }

    @Test func `the indicators of a place or line are the whole's figure of it, without targets for others`() throws {
        let whole = try Indicators(season.office, Question())
        for (place, count) in whole.byPlace {
            let narrow = try Indicators(season.office, try question(Indicators.self, ("place", place)))
            #expect(narrow.personsServed == count && narrow.byPlace == [place: count] && narrow.targets.isEmpty)
        }
        for (line, count) in whole.byLine {
            let narrow = try Indicators(season.office, try question(Indicators.self, ("line", line)))
            #expect(narrow.personsServed == count && narrow.targets.allSatisfy { $0.line == line })
        }
    }

    @Test func `every view refuses a name that does not exist`() throws {
        let past = RecordedPast(events: season.events)
        for view in Views.Catalogue.views where view.name != Explanation.name {
            // The office knows the word `ar`, but as a language.
            for (parameter, value) in [(Parameter.worker, "sw-99"), (.line, "ar"), (.place, "milano")]
            where view.parameters.contains(parameter) {
                var asked = try Question(parameters: [(parameter.rawValue, value)], to: view)
                if view.name == Views.Timesheet.name { asked.month = Month("2019-10") }
                let refusal = #expect(throws: Refusal.self) { try view.init(season.office, asked, past) }
                #expect(refusal?.code.word == "unknown-\(parameter.rawValue)", "\(view.name)")
                #expect(refusal?.accepted?.isEmpty == false, "\(view.name)")
            }
        }
    }

    @Test(arguments: [
        ("caseload", "state", "silent", "open, closed"),
        ("mediations", "state", "waiting", "requested, authorised, assigned, delivered, missed, cancelled"),
        ("costs", "state", "paid", "approved, pending, open"), ("reconciliation", "thing", "x-1", "id of a contact"),
        ("caseload", "phase", "rovato", "intake"), ("indicators", "measure", "sport", "education-work"),
        ("caseload", "from", "2019-06-01", "on, to"), ("compliance", "state", "open", "line, place"),
    ])
    func `a facet that a figure does not have is refused with those that it has`(
        _ of: String, _ name: String, _ value: String, _ accepted: String
    ) throws {
        let asked = try question(Explanation.self, ("of", of), (name, value))
        let refusal = #expect(throws: Refusal.self) {
            try Explanation(season.office, asked, RecordedPast(events: season.events))
        }
        #expect(refusal?.field == name)
        #expect(refusal?.accepted?.contains(accepted) == true, "\(refusal?.accepted ?? "")")
    }

    @Test func `a line without records is answered with nothing, and one of an earlier plan with its hours`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.hours("h-1", "2019-06-05"))
        #expect(try Costs(scenario.office, try question(Costs.self, ("line", "youth"))).rows.isEmpty)
        guard case .array(let planned)? = JSON.shippedPlan["lines"] else { return }
        let kept = planned.filter { $0["id"] != "secretariat-towns" }
        #expect(kept.count == planned.count - 1)
        try scenario.given(.adopt(JSON.shippedPlan.setting("lines", .array(kept))))
        let asked = try question(Compliance.self, ("line", "secretariat-towns"))
        #expect(try Compliance(scenario.office, asked).rows.map(\.delivered) == [60])
        var figure = try question(Explanation.self, ("of", "compliance"), ("line", "secretariat-towns"))
        #expect(try Explanation(scenario.office, figure, RecordedPast(events: scenario.events)).figure == 60)
        figure = try question(Explanation.self, ("of", "compliance"), ("line", "secretariat-villages"))
        #expect(throws: Refusal.self) {
            try Explanation(scenario.office, figure, RecordedPast(events: scenario.events))
        }
    }
}
