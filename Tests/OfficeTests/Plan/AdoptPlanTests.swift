import CanonicalJSON
import CivilTime
import Office
import OfficeSpecification
import Testing

struct AdoptPlanTests {
    private func outcome(_ plan: JSON) throws -> Scenario.Outcome {
        let scenario = try Scenario()
        scenario.today("2019-05-28")
        return scenario.when(.adopt(plan))
    }

    @Test func `the plan that ships is adopted`() throws {
        let scenario = try Scenario.atWork()
        let plan = try #require(scenario.office.plan)
        #expect(plan.places.count == 12)
        #expect(plan.lines.map(\.id.text) == ["secretariat-towns", "secretariat-office", "mediation", "youth"])
        #expect(plan.phases.first?.id.text == "intake")
    }

    @Test func `nothing that needs a plan is accepted before one`() throws {
        let scenario = try Scenario()
        scenario.today("2019-06-12")
        try scenario.given(.enrol("sw-1", "social-worker"), .enrol("ed-1", "educator"), .person("p-1"))
        for command in [
            Sending.hours("h-1", "2019-06-05"), .contact("k-1", "2019-06-05"), .open("c-1", "2019-06-05"),
            .request("m-1", "2019-06-05"), .orientation("o-1", "2019-06-05"), .activity("a-1", "2019-06-05"),
            .suspend("s-1"), .person("p-2", ["place": "rovato"]),
        ] { #expect(scenario.when(command) == .refused("no-plan"), "\(command.name)") }
    }

    @Test(
        arguments: [
            ("lines.0.places.3", "brescia", "unknown-place", "plan.lines[0].places[3]"),
            ("lines.0.places.1", "rovato", "invalid-value", "plan.lines[0].places"),
            ("lines.1.id", "youth", "invalid-value", "plan.lines"),
            ("funds.1.id", "fami", "invalid-value", "plan.funds"),
            ("places.0.id", "rovato", "invalid-value", "plan.places"),
            ("phases.0.id", "review", "invalid-value", "plan.phases"),
            ("measures.0.id", "health", "invalid-value", "plan.measures"),
            ("lines.2.service", "youth", "invalid-value", "plan.lines"),
            ("lines.0.places", [], "invalid-value", "plan.lines[0].places"),
            ("lines.0.professions", [], "invalid-value", "plan.lines[0].professions"),
            ("lines.0.professions.0", "cook", "invalid-value", "plan.lines[0].professions[0]"),
            ("lines.0.weeklyMinutes", nil, "missing-field", "plan.lines[0].weeklyMinutes"),
            ("lines.2.weeklyMinutes", 60, "unknown-field", "plan.lines[2].weeklyMinutes"),
            ("lines.0.weeklyMinutes", 0, "invalid-value", "plan.lines[0].weeklyMinutes"),
            ("lines.0.to", "2019-05-01", "invalid-value", "plan.lines[0].to"),
            ("period.to", "2019-05-31", "invalid-value", "plan.period.to"),
            ("period.to", "2019-02-30", "invalid-value", "plan.period.to"),
            ("period.to", nil, "missing-field", "plan.period.to"),
            ("partWeek", "half-weeks", "invalid-value", "plan.partWeek"),
            ("zone", "Europe/Paris", "invalid-value", "plan.zone"),
            ("office", "val-camonica", "invalid-value", "plan.office"),
            ("places.3.patron", "15-02", "invalid-value", "plan.places[3].patron"),
            ("places.3.kind", "village", "invalid-value", "plan.places[3].kind"),
            ("lines.0.title.de", "Sozialdienst", "unknown-field", "plan.lines[0].title.de"),
            ("limits.weeklyMinutes", 1, "unknown-field", "plan.limits.weeklyMinutes"),
            ("colour", "red", "unknown-field", "plan.colour"),
            ("targets.0.line", "nursing", "unknown-line", "plan.targets[0].line"),
            ("targets.0.measure", "sport", "unknown-measure", "plan.targets[0].measure"),
            ("phases", [], "invalid-value", "plan.phases"),
            ("limits", nil, "missing-field", "plan.limits"),
        ] as [(String, JSON?, String, String)])
    func `a plan that contradicts itself is refused, with the path of the field`(
        _ path: String, _ value: JSON?, _ code: String, _ field: String
    ) throws {
        #expect(try outcome(JSON.shippedPlan.setting(path, value)) == .refused(code, field))
    }

    @Test(arguments: [
        ("period.from", "2020-01-01", "plan.lines[0].to"), ("lines.1.to", "2019-06-01", nil),
        ("lines.3.from", "2020-03-31", nil),
    ])
    func `a line without a day in the period is refused by name`(
        _ path: String, _ day: String, _ field: String?
    ) throws {
        let found = try outcome(JSON.shippedPlan.setting(path, .string(day)))
        #expect(found == field.map { .refused("invalid-value", $0) } ?? .accepted)
    }

    @Test func `a line that begins after the period is refused, and one that was adopted before this rule is read`()
        throws
    {
        let outside = JSON.shippedPlan.setting("period.to", "2019-06-30").setting("lines.2.from", "2019-07-01")
        let scenario = try Scenario()
        scenario.today("2019-05-28")
        #expect(scenario.when(.adopt(outside)) == .refused("invalid-value", "plan.lines[2].from"))
        #expect(scenario.refusal?.detail.contains("the line mediation, 2019-07-01 to 2020-03-31") == true)
        #expect(scenario.refusal?.accepted == "days of 2019-06-01 to 2019-06-30")
        var office = scenario.office
        let data: JSON = ["plan": outside, "on": "2019-05-27"]
        try office.replay(
            type: "project.plan-adopted", schema: 1, data: try JSONObject(canonical: data.canonicalBytes), position: 1,
            time: Instant(microseconds: 1), occurred: try #require(Day("2019-05-27")))
        #expect(office.plan?.lines.count == 4)
    }

    @Test func `a plan cannot be adopted by a future act`() throws {
        let scenario = try Scenario()
        scenario.today("2019-05-28")
        #expect(scenario.when(.adopt(.shippedPlan, ["on": "2019-05-29"])) == .refused("future-date", "on"))
        #expect(scenario.when(.adopt(.shippedPlan, ["on": "2019-05-28"])) == .accepted)
    }

    @Test func `the last plan adopted is in force for all days`() throws {
        let scenario = try Scenario.atWork()
        scenario.today("2020-04-15")
        #expect(
            scenario.when(.own("h-1", "2020-04-01")) == .accepted)
        let late = Sending.hours("h-2", "2020-04-01", ["line": "secretariat-office", "place": "ufficio-di-piano"])
        #expect(scenario.when(late) == .refused("out-of-window", "on"))
        let longer = JSON.shippedPlan.setting("period.to", "2020-09-30").setting("lines.1.to", "2020-09-30")
        try scenario.given(.adopt(longer, ["on": "2020-04-10"]))
        #expect(scenario.when(late) == .accepted)
    }

    @Test func `a plan may turn a fund into the project's, and what was logged on it counts from then on`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.hours("h-1", "2019-06-04", ["fund": "own", "minutes": 300]))
        #expect(scenario.when(.hours("h-2", "2019-06-05", ["minutes": 300])) == .accepted)
        try scenario.given(.adopt(JSON.shippedPlan.setting("funds.1.project", true)))
        #expect(scenario.when(.hours("h-3", "2019-06-06", ["minutes": 1])) == .accepted(["over-week"]))
    }

    @Test func `a period of more than fifty years is refused, as every answer would go through its weeks`() throws {
        let scenario = try Scenario()
        scenario.today("2019-06-01")
        func plan(to: String) -> JSON { .shippedPlan.setting("period", ["from": "2019-06-01", "to": .string(to)]) }
        #expect(scenario.when(.adopt(plan(to: "2069-06-02"))) == .refused("invalid-value", "plan.period.to"))
        #expect(scenario.when(.adopt(plan(to: "9999-12-31"))) == .refused("invalid-value", "plan.period.to"))
        #expect(scenario.when(.adopt(plan(to: "2069-06-01"))) == .accepted)
    }
}
