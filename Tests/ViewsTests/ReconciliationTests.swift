import CanonicalJSON
import CivilTime
import Office
import OfficeSpecification
import Testing
import Views

struct ReconciliationTests {
    private func rows(_ scenario: Scenario, _ question: Question = Question()) throws -> [Reconciliation.Row] {
        try Reconciliation(scenario.office, question).rows
    }

    /// Rows as lines `kind about worker logged recorded state`.
    private func lines(_ scenario: Scenario, _ question: Question = Question()) throws -> [String] {
        try rows(scenario, question).map {
            "\($0.kind) \($0.about) \($0.worker) \($0.logged) \($0.recorded) \($0.state)"
        }
    }

    @Test func `as many minutes logged as recorded agree, fewer are missing, more exceed`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(
            .contact("k-1", "2019-06-03", ["minutes": 30]), .contact("k-2", "2019-06-03", ["minutes": 30]),
            .contact("k-3", "2019-06-03", ["minutes": 30]), .contact("k-4", "2019-06-03", ["minutes": 30]),
            .contact("k-5", "2019-06-03"),
            .hours("h-1", "2019-06-03", ["minutes": 20, "about": "k-1"]),
            .own("h-2", "2019-06-04", ["minutes": 10, "about": "k-1"]),
            .hours("h-3", "2019-06-03", ["minutes": 20, "about": "k-2"]),
            .hours("h-4", "2019-06-03", ["minutes": 40, "about": "k-3"]),
            .hours("h-5", "2019-06-03", ["minutes": 5, "about": "k-5"]), .hours("h-6", "2019-06-03", ["minutes": 7]))
        #expect(
            try lines(scenario) == [
                "contact k-1 sw-1 30 30 agreeing", "contact k-2 sw-1 20 30 missing", "contact k-3 sw-1 40 30 exceeding",
                "contact k-4 sw-1 0 30 missing", "contact k-5 sw-1 5 0 exceeding",
            ])
        let found = try Reconciliation(scenario.office, Question())
        let total = found.total
        #expect((total.rows, total.agreeing, total.missing, total.exceeding) == (5, 1, 2, 2))
        #expect((total.withoutHours, total.logged, total.recorded) == (1, 95, 120))
        #expect(found.unrelatedMinutes == 7)
        #expect(found.rows.map(\.difference) == [0, -10, 10, -30, 5])
    }

    @Test func `a state selects the rows and their totals, and differing all that do not agree`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(
            .contact("k-1", "2019-06-03", ["minutes": 30]), .contact("k-2", "2019-06-03", ["minutes": 30]),
            .contact("k-3", "2019-06-03", ["minutes": 30]),
            .hours("h-1", "2019-06-03", ["minutes": 30, "about": "k-1"]),
            .hours("h-2", "2019-06-03", ["minutes": 20, "about": "k-2"]),
            .hours("h-3", "2019-06-03", ["minutes": 40, "about": "k-3"]))
        func found(_ state: String) throws -> Reconciliation {
            try Reconciliation(scenario.office, Question(parameters: [("state", state)], to: Reconciliation.self))
        }
        #expect(try found("differing").rows.map(\.about) == ["k-2", "k-3"])
        #expect(try found("differing").total.rows == 2)
        #expect(try found("agreeing").rows.map(\.about) == ["k-1"])
        let refusal = #expect(throws: Refusal.self) { try found("open") }
        #expect(refusal?.field == "state")
    }

    @Test func `a case stands by the minutes of its notes, each worker by their own`() throws {
        let scenario = try Scenario.withCase()
        try scenario.given(
            .note("c-1", "2019-06-04", ["minutes": 30]), .note("c-1", "2019-06-05", ["minutes": 45, "kind": "report"]),
            .note("c-1", "2019-06-05", ["minutes": 15, "worker": "sw-2"]), .note("c-1", "2019-06-06"),
            .hours("h-1", "2019-06-05", ["minutes": 75, "about": "c-1"]))
        #expect(try lines(scenario) == ["case c-1 sw-1 75 75 agreeing", "case c-1 sw-2 0 15 missing"])
    }

    @Test
    func `a mediation stands by what was delivered and by missed appointments paid, of the mediator assigned then`()
        throws
    {
        let scenario = try Scenario.withMediation(["language": "fr"])
        try scenario.given(
            .enrol("me-3", "mediator", ["languages": ["fr"]]),
            .deliver("m-1", "2019-06-05", ["minutes": 30]), .miss("m-1", "2019-06-06", ["minutes": 15]),
            .miss("m-1", "2019-06-06"), .assign("m-1", "2019-06-07", ["mediator": "me-3"]),
            .deliver("m-1", "2019-06-08", ["minutes": 40]))
        try scenario.given(
            .hours("h-1", "2019-06-05", ["worker": "me-1", "line": "mediation", "minutes": 45, "about": "m-1"]),
            .hours("h-2", "2019-06-08", ["worker": "me-3", "line": "mediation", "minutes": 60, "about": "m-1"]))
        #expect(
            try lines(scenario) == ["mediation m-1 me-1 45 45 agreeing", "mediation m-1 me-3 60 40 exceeding"])
    }

    @Test func `orientations and activities stand by their minutes, and a second worker's hours exceed`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(
            .enrol("ed-2", "educator"), .orientation("o-1", "2019-06-03"), .activity("a-1", "2019-06-04"))
        for (entry, worker, about, minutes) in [
            ("h-1", "ed-1", "o-1", 60), ("h-2", "ed-1", "a-1", 120), ("h-3", "ed-2", "a-1", 120),
        ] as [(String, String, String, Int64)] {
            try scenario.given(
                .hours(
                    entry, "2019-06-0\(about == "o-1" ? 3 : 4)",
                    [
                        "worker": .string(worker), "line": "youth", "about": .string(about),
                        "minutes": .integer(minutes),
                    ]))
        }
        #expect(
            try lines(scenario) == [
                "activity a-1 ed-1 120 120 agreeing", "activity a-1 ed-2 120 0 exceeding",
                "orientation o-1 ed-1 60 60 agreeing",
            ])
    }

    @Test func `adjusting hours counts, and voiding leaves hours about something unknown`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(
            .contact("k-1", "2019-06-03", ["minutes": 30]), .hours("h-1", "2019-06-03", ["about": "k-1"]),
            .adjust("h-1", 30, "2019-06-04"))
        let contact = scenario.position - 2
        #expect(try rows(scenario).map(\.state) == ["agreeing"])
        try scenario.given(.void(contact))
        let found = try Reconciliation(scenario.office, Question())
        #expect(found.rows == [])
        #expect(found.unknown.map(\.position) == [contact + 1])
        #expect(found.unknown.map(\.about) == ["k-1"])
        #expect(found.unknown.map(\.minutes) == [30])
        #expect(found.unrelatedMinutes == 0)
    }

    @Test func `a voided note or delivery does not count`() throws {
        let scenario = try Scenario.withMediation()
        try scenario.given(.open("c-1", "2019-06-03"), .note("c-1", "2019-06-04", ["minutes": 30]))
        try scenario.given(.void(scenario.position), .deliver("m-1", "2019-06-05"))
        #expect(try lines(scenario) == ["mediation m-1 me-1 0 60 missing"])
        try scenario.given(.void(scenario.position))
        #expect(try lines(scenario) == [])
    }

    @Test func `each side counts on its own day, and a worker or month may be given`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(
            .contact("k-1", "2019-06-03", ["minutes": 30]),
            .contact("k-2", "2019-06-04", ["minutes": 20, "worker": "sw-2"]),
            .hours("h-1", "2019-06-05", ["minutes": 30, "about": "k-1"]))
        #expect(
            try lines(scenario, Question(on: .of("2019-06-04"))) == [
                "contact k-1 sw-1 0 30 missing", "contact k-2 sw-2 0 20 missing",
            ])
        #expect(try lines(scenario, Question(from: .of("2019-06-05"))) == ["contact k-1 sw-1 30 0 exceeding"])
        var question = Question()
        question.worker = .of("sw-2")
        #expect(try lines(scenario, question) == ["contact k-2 sw-2 0 20 missing"])
        question.month = Month("2019-07")
        #expect(try lines(scenario, question) == [])
    }

    @Test func `every minute names its event`() throws {
        let scenario = try Scenario.withCase()
        try scenario.given(.note("c-1", "2019-06-04", ["minutes": 30]), .hours("h-1", "2019-06-05", ["about": "c-1"]))
        var traces: [MinuteRecord] = []
        try scenario.office.forEachTrace(Question()) { traces.append($0) }
        #expect(traces.map { scenario.events[$0.position].type } == ["hours.logged", "case.noted"])
        #expect(traces.map(\.minutes) == [60, 30])
    }

    @Test(arguments: [nil, "2019-09-30"] as [String?])
    func `in the season every row is agreeing, missing or exceeding, and all hours are in a row or apart`(_ on: String?)
        throws
    {
        let office = try Season.recorded.get().office
        let question = Question(on: on.flatMap { Day($0) })
        let found = try Reconciliation(office, question)
        let total = found.total
        #expect(total.rows == found.rows.count)
        #expect(total.agreeing + total.missing + total.exceeding == total.rows)
        #expect(total.agreeing > 0 && total.missing > 0 && total.withoutHours <= total.missing)
        for row in found.rows {
            let state = row.logged == row.recorded ? "agreeing" : row.logged < row.recorded ? "missing" : "exceeding"
            #expect(row.state == state)
        }
        for counts in [found.byKind, found.byWorker] {
            #expect(counts.values.map(\.rows).reduce(0, +) == total.rows)
            #expect(counts.values.map(\.logged).reduce(0, +) == total.logged)
            #expect(counts.values.map(\.recorded).reduce(0, +) == total.recorded)
        }
        let sheets = try Timesheets(office, question).rows
        let apart = found.unknown.map(\.minutes).reduce(0, +) + found.unrelatedMinutes
        #expect(total.logged + apart == sheets.map(\.minutes).reduce(0, +))
        let mediations = try Mediations(office, question)
        #expect(found.byKind["mediation"]?.recorded == mediations.deliveredMinutes + mediations.missedMinutes)
        let youth = try Youth(office, question)
        #expect(found.byKind["activity"]?.recorded == youth.activities.minutes)
        #expect(found.byKind["orientation"]?.recorded == youth.orientation.minutes)
    }
}
