import CanonicalJSON
import CivilTime
import Office
import OfficeSpecification
import Testing
import Views

struct CostsTests {
    private func rate(_ cents: Int64, from: String = "2019-06-01", _ worker: JSON = "sw-1") -> Sending {
        Sending("worker.set-rate", ["worker": worker, "annualCostCents": .integer(cents), "from": .string(from)])
    }

    private func costs(_ scenario: Scenario, _ question: Question = Question()) throws -> Costs {
        try Costs(scenario.office, question)
    }

    private func pair(_ amount: Costs.Amount) -> [Int?] { [amount.minutes, amount.cents] }

    private func narrowed(_ change: (inout Question) -> Void) -> Question {
        var question = Question()
        change(&question)
        return question
    }

    // MARK: - Exact, and rounded once

    @Test func `annual cost € 31,234.56, 90 h 20′: € 1,640.42, one rounding`() throws {
        let scenario = try Scenario.atWork()
        scenario.today("2019-06-28")
        // 18 days of 300 minutes, and one of 20: 5,420 minutes.
        try scenario.given(rate(3_123_456))
        for day in 3..<21 {
            let on = "2019-06-" + (day < 10 ? "0" : "") + "\(day)"
            try scenario.given(.hours("h-\(day)", on, ["minutes": 300]))
        }
        try scenario.given(.hours("h-21", "2019-06-21", ["minutes": 20]))
        let found = try costs(scenario)
        #expect(found.rows.map(\.minutes) == [5420])
        #expect(found.rows.map(\.cents) == [164_042])
        #expect(pair(found.total.total) == [5420, 164_042])
        #expect(ExactCents(minutes: 5420, annualCostCents: 3_123_456).rounded == 164_042)
    }

    @Test(arguments: [
        // 103,200ths of a cent: a half goes to the even neighbour.
        (51_599, 0), (51_600, 0), (51_601, 1), (154_799, 1), (154_800, 2), (258_000, 2), (258_001, 3), (361_200, 4),
    ]) func `a half cent is rounded to the even one`(_ parts: Int, _ cents: Int) {
        #expect(ExactCents(minutes: 1, annualCostCents: parts).rounded == cents)
    }

    @Test func `a total is the exact sum rounded once, so its rows need not add up to it`() throws {
        let scenario = try Scenario.atWork()
        // A minute costs 0.4 cents.
        try scenario.given(
            rate(41_280), .hours("h-1", "2019-06-03", ["minutes": 1]),
            .hours("h-2", "2019-06-04", ["minutes": 1, "line": "secretariat-office", "place": "ufficio-di-piano"]))
        let found = try costs(scenario)
        #expect(found.rows.map(\.cents) == [0, 0])
        #expect(found.total.total.cents == 1)
        #expect(found.byWorker["sw-1"]?.total.cents == 1)
        #expect(found.byLine.mapValues(\.total.cents) == ["secretariat-office": 0, "secretariat-towns": 0])
        #expect(found.caution == "rounded-cents")
    }

    @Test func `the greatest rate and a century of hours do not overflow`() {
        var sum = ExactCents.zero
        for _ in 0..<1000 { sum += ExactCents(minutes: 100 * 366 * 1440, annualCostCents: 10_000_000_000) }
        // 1,000 × 52,704,000 minutes ÷ 103,200 of a year × 10,000,000,000 cents.
        #expect(sum.rounded == 5_106_976_744_186_047)
    }

    // MARK: - Which rate

    @Test func `an entry has the rate of its day, the latest recorded of those that apply by then`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(
            rate(103_200), rate(206_400, from: "2019-06-05"), .hours("h-1", "2019-06-04", ["minutes": 1]),
            .hours("h-2", "2019-06-05", ["minutes": 1]))
        #expect(try costs(scenario).total.total.cents == 1 + 2)
        #expect(try costs(scenario).rates.map(\.annualCostCents) == [103_200, 206_400])
        // Recorded later and holding from earlier, it is the rate of all days from then on.
        try scenario.given(rate(309_600, from: "2019-06-01"))
        #expect(try costs(scenario).total.total.cents == 3 + 3)
        try scenario.given(.void(scenario.position))
        #expect(try costs(scenario).total.total.cents == 1 + 2)
    }

    @Test func `where a rate is missing there is null, in the row and in every figure that holds it`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(
            rate(103_200, from: "2019-06-05"), rate(103_200, "sw-2"), .hours("h-1", "2019-06-04"),
            .hours("h-2", "2019-06-05"), .hours("h-3", "2019-06-05", ["worker": "sw-2"]))
        let found = try costs(scenario)
        #expect(found.rows.map(\.cents) == [nil, 60])
        #expect(found.rows.map(\.minutes) == [120, 60])
        #expect((found.total.total.minutes, found.total.total.cents) == (180, nil))
        #expect(pair(found.total.approved) == [0, 0])
        #expect(found.byWorker["sw-2"]?.total.cents == 60)
        #expect(found.missingRates.map { [$0.worker, $0.from, "\($0.minutes)"] } == [["sw-1", "2019-06-04", "60"]])
        let sent = try answer(Costs.self, scenario.office, Question())
        #expect(sent["rows"]?[0]["cents"] == .null)
        #expect(sent["rows"]?[0]["open"]?["cents"] == .null)
        #expect(sent["total"]?["total"]?["cents"] == .null)
    }

    @Test func `an entry adjusted to nothing costs nothing, with a rate or without`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.hours("h-1", "2019-06-04"), .adjust("h-1", 0, "2019-06-05"))
        let found = try costs(scenario)
        #expect(pair(found.total.total) == [0, 0])
        #expect(found.missingRates == [])
    }

    // MARK: - What is claimable

    @Test func `hours on other funds cost the project nothing`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(rate(103_200), .hours("h-1", "2019-06-04"), .own("h-2", "2019-06-04"))
        #expect(try pair(costs(scenario).total.total) == [60, 60])
    }

    @Test func `a month is open until it is approved, completed and signed or not`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(rate(103_200), .hours("h-1", "2019-06-05"))
        scenario.today("2019-07-05")
        for step in [Sending.complete("2019-06"), .sign("2019-06")] {
            try scenario.given(step)
            #expect(try pair(costs(scenario).total.open) == [60, 60])
        }
        try scenario.given(.approve("2019-06"))
        let found = try costs(scenario).total
        #expect(pair(found.approved) == [60, 60])
        #expect((found.open.minutes, found.pending.minutes) == (0, 0))
    }

    @Test func `after approval only what came or was adjusted since is pending, until approved again`() throws {
        let scenario = try Scenario.withApprovedJune()
        try scenario.given(
            rate(103_200), .hours("h-2", "2019-06-06", ["minutes": 30, "reason": "dimenticato"]))
        var found = try costs(scenario).total
        #expect((found.approved.minutes, found.pending.minutes, found.open.minutes) == (60, 30, 0))
        try scenario.given(.adjust("h-1", 45, "2019-07-05"))
        found = try costs(scenario).total
        #expect((found.approved.minutes, found.pending.minutes, found.total.minutes) == (0, 75, 75))
        try scenario.given(.approve("2019-06"))
        found = try costs(scenario).total
        #expect(pair(found.approved) == [75, 75])
        #expect(found.pending.minutes == 0)
    }

    @Test func `work of 2019-12-20 entered on 2020-01-15 after December was signed is pending until approved again`()
        throws
    {
        let scenario = try Scenario.atWork()
        scenario.today("2020-01-05")
        try scenario.given(
            rate(103_200), .hours("h-1", "2019-12-19"), .complete("2019-12"), .sign("2019-12"), .approve("2019-12"))
        scenario.today("2020-01-15")
        #expect(scenario.when(.hours("h-2", "2019-12-20")) == .refused("month-signed", "on"))
        try scenario.given(.hours("h-2", "2019-12-20", ["reason": "dimenticato"]))
        #expect(try costs(scenario).rows.map(\.pending).map(pair) == [[60, 60]])
        #expect(try costs(scenario).rows.map(\.approved).map(pair) == [[60, 60]])
    }

    // MARK: - What is asked

    @Test func `worker, line, place, month, week and days narrow the answer, and unknown ones are refused`() throws {
        let scenario = try Scenario.atWork()
        scenario.today("2019-07-05")
        try scenario.given(
            .hours("h-1", "2019-06-05", ["minutes": 1]), .hours("h-2", "2019-07-01", ["minutes": 2]),
            .hours("h-3", "2019-07-02", ["minutes": 4, "worker": "sw-2", "place": "chiari"]),
            .hours("h-4", "2019-07-03", ["minutes": 8, "line": "secretariat-office", "place": "ufficio-di-piano"]))
        func minutes(_ question: Question) throws -> Int { try costs(scenario, question).total.total.minutes }
        #expect(try minutes(narrowed { $0.worker = .of("sw-2") }) == 4)
        #expect(try minutes(narrowed { $0.line = .of("secretariat-office") }) == 8)
        #expect(try minutes(narrowed { $0.place = .of("rovato") }) == 3)
        #expect(try costs(scenario, narrowed { $0.place = .of("rovato") }).asked.place == "rovato")
        #expect(try minutes(narrowed { $0.month = Month("2019-07") }) == 14)
        #expect(try minutes(narrowed { $0.week = ISOWeek("2019-W23") }) == 1)
        #expect(try minutes(narrowed { ($0.week, $0.month) = (ISOWeek("2019-W23"), Month("2019-07")) }) == 0)
        #expect(try minutes(Question(from: .of("2019-07-02"), to: .of("2019-07-02"))) == 4)
        let nobody = #expect(throws: Refusal.self) { try costs(scenario, narrowed { $0.worker = .of("sw-9") }) }
        #expect(nobody?.code.word == "unknown-worker")
        let nowhere = #expect(throws: Refusal.self) { try costs(scenario, narrowed { $0.line = .of("nothing") }) }
        #expect((nowhere?.code.word, nowhere?.field) == ("unknown-line", "line"))
    }

    @Test func `every charge names the entry's event, and nothing else makes up the figures`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(rate(103_200), .hours("h-1", "2019-06-05"))
        let logged = scenario.position
        try scenario.given(.own("h-2", "2019-06-05"), .adjust("h-1", 90, "2019-06-06"))
        var charges: [Charge] = []
        try scenario.office.forEachCharge(Question()) { charges.append($0) }
        #expect(charges.map(\.position) == [logged])
        #expect(charges.map(\.minutes) == [90])
        #expect(charges.map(\.cost?.rounded) == [90])
        #expect(scenario.events[logged].type == "hours.logged")
    }

    @Test(arguments: [nil, "2019-09-30"] as [String?])
    func `in the season approved, pending and open make up the project's minutes of all timesheets`(_ on: String?)
        throws
    {
        let office = try Season.recorded.get().office
        let question = Question(on: on.flatMap { Day($0) })
        let found = try Costs(office, question)
        let sheets = try Timesheets(office, question).rows
        #expect(found.total.total.minutes == sheets.map(\.projectMinutes).reduce(0, +))
        for row in found.rows {
            #expect(row.minutes == row.approved.minutes + row.pending.minutes + row.open.minutes)
            #expect((row.cents == nil) == !row.worker.hasPrefix("sw-"))
        }
        for sums in [found.byWorker, found.byLine, found.byMonth] {
            #expect(sums.values.map(\.total.minutes).reduce(0, +) == found.total.total.minutes)
            #expect(sums.values.map(\.approved.minutes).reduce(0, +) == found.total.approved.minutes)
        }
        for sheet in sheets {
            let rows = found.rows.filter { $0.worker == sheet.worker && $0.month == sheet.month }
            #expect(rows.map(\.minutes).reduce(0, +) == sheet.projectMinutes)
            if sheet.state != "approved" { #expect(rows.allSatisfy { $0.open.minutes == $0.minutes }) }
            if sheet.state == "approved" { #expect(rows.allSatisfy { $0.open.minutes == 0 }) }
            if sheet.state == "approved", !sheet.pending { #expect(rows.allSatisfy { $0.pending.minutes == 0 }) }
        }
        #expect(found.missingRates.allSatisfy { !$0.worker.hasPrefix("sw-") })
        #expect(found.total.approved.minutes > 0)
    }
}
