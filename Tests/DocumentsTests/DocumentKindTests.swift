import CanonicalJSON
import CivilTime
import Documents
import Office
import OfficeSpecification
import Presentation
import Testing
import Views
import ViewsSpecification
import Wording

/// Documents of all kinds, whose figures are those of the views that they come from.
struct DocumentKindTests {
    private func draft(
        _ kind: DocumentKind, _ values: [String], _ scenario: Scenario, in language: DisplayLanguage = .english,
        opened: [String: String] = [:]
    ) async throws -> Draft {
        try await kind.draft(of: values, OfficeSource(scenario, in: language), opened: opened)
    }

    private let quarter = ["2019-04-01", "2019-06-30"]

    private func worked() throws -> Scenario {
        let scenario = try Scenario.atWork()
        scenario.freezer = RecordedFigures()
        try scenario.given(
            .hours("h-1", "2019-06-05", ["minutes": 90, "start": "08:30"]), .absence("sw-1", "2019-06-10"))
        return scenario
    }

    @Test(arguments: DocumentKind.allCases)
    func `its parameters are those of its reference`(_ kind: DocumentKind) {
        let parameters = kind.parameters.map { DocumentReference.Parameter($0.rawValue, "x-1") }
        let reference = DocumentReference(
            kind: kind, parameters: parameters, origin: "labd.example/prova", size: 9,
            root: "LVl/JoxW9dw9AwRvjIqrm02VvHvMgFxoCGyWvQZ9kFE=", digest: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
        )
        #expect(DocumentReference(reference.text) == reference)
    }

    /// Names on paper last.
    @Test func `the kinds have these names`() {
        #expect(
            DocumentKind.allCases.map(\.rawValue) == [
                "timesheet", "quarterly", "final", "mediations", "attendance", "claim", "person",
            ])
    }

    @Test(arguments: [DocumentKind.quarterly, .final])
    func `a report that was not submitted is a draft`(_ kind: DocumentKind) async throws {
        let draft = try await draft(kind, quarter, try worked(), in: .italian)
        #expect(draft.facts[0].value.hasPrefix("bozza"))
        #expect(draft.figures["report"] == .null)
    }

    @Test func `a submitted one says what was frozen, and whether it holds`() async throws {
        let scenario = try worked()
        try scenario.given(.submit("r-1", "quarterly", quarter[0], quarter[1]))
        let draft = try await draft(.quarterly, quarter, scenario)
        #expect(draft.figures["report"] == "r-1")
        #expect(draft.figures["holds"] == true)
        #expect(draft.facts.contains { $0.label == "Submitted" })
    }

    @Test func `hours owed and delivered are those of compliance`() async throws {
        let scenario = try worked()
        let draft = try await draft(.quarterly, quarter, scenario)
        let question = try Question(
            parameters: [("from", quarter[0]), ("to", quarter[1]), ("on", quarter[1])], to: Compliance.self)
        let compliance = try Compliance(scenario.office, question)
        #expect(draft.figures["owedInAll"] == .integer(Int64(compliance.total.owed)))
        let table = try #require(draft.tables.first)
        #expect(table.rows.count == compliance.rows.count { $0.owed != 0 || $0.delivered != 0 })
        #expect(table.totals[3] == .minutes(compliance.rows.reduce(0) { $0 + $1.delivered }))
    }

    @Test func `what changed since an earlier report is told`() async throws {
        let scenario = try worked()
        try scenario.given(.submit("r-1", "quarterly", quarter[0], quarter[1]))
        scenario.today("2019-07-05")
        try scenario.given(.adjust("h-1", 60, "2019-07-03"))
        let draft = try await draft(.final, ["2019-04-01", "2019-12-31"], scenario)
        let changes = try #require(draft.tables.last)
        #expect(changes.rows.contains { $0.cells[0] == .text("r-1") })
        guard case .array(let figures)? = draft.figures["changes"] else {
            Issue.record("no changes")
            return
        }
        #expect(figures.count == 1)
    }

    @Test func `a paper of a submitted report tells what is different from what was frozen`() async throws {
        let scenario = try worked()
        try scenario.given(.submit("r-1", "quarterly", quarter[0], quarter[1]))
        scenario.today("2019-07-05")
        try scenario.given(.adjust("h-1", 60, "2019-07-03"))
        let draft = try await draft(.quarterly, quarter, scenario)
        #expect(draft.figures["report"] == "r-1")
        let changes = try #require(draft.tables.last)
        #expect(changes.rows.contains { $0.cells[0] == .text("r-1") })
    }

    @Test func `the order of the plan's phases is no figure`() async throws {
        let scenario = try Scenario.withCase()
        try scenario.given(.open("c-2", "2019-06-04", ["person": "p-2"]), .phase("c-2", "analysis", "2019-06-05"))
        func figures(_ phases: [String]) async throws -> [UInt8] {
            let draft = try await DocumentKind.quarterly.draft(
                of: quarter, OfficeSource(scenario, names: AnswerNames(listed: [.phase: phases], in: .english)))
            return JSON.object(draft.figures).canonicalBytes
        }
        guard case .object(let phases)? = try OfficeSource(scenario).answer(Caseload.self, []).object["openByPhase"]
        else {
            Issue.record("no phases")
            return
        }
        let ids = phases.members.map(\.name)
        #expect(ids.count == 2)
        #expect(try await figures(ids) == (try await figures(ids.reversed())))
    }

    @Test func `the paper is in either language, and its digest is of one`() async throws {
        let scenario = try worked()
        for kind in [DocumentKind.quarterly, .final, .mediations] {
            let english = try await draft(kind, quarter, scenario)
            let italian = try await draft(kind, quarter, scenario, in: .italian)
            #expect(english.title != italian.title)
            #expect(JSON.object(english.figures).canonicalBytes == JSON.object(italian.figures).canonicalBytes)
        }
    }

    /// Digests on paper are of these names: they never change.
    @Test func `the figures have the names of version 1`() async throws {
        let scenario = try Scenario.withMediation()
        try scenario.given(
            .activity("a-1", "2019-06-05"), .contact("k-1", "2019-06-05", ["person": "p-1"]))
        func names(_ kind: DocumentKind, _ values: [String]) async throws -> String {
            let figures = try await draft(kind, values, scenario).figures
            return figures.members.map(\.name).sorted().joined(separator: " ")
        }
        let report = """
            cases casesByPhase casesByPlace changes deliveredInAll from hours hoursSoFar indicators indicators.byAge \
            indicators.byLine indicators.byMeasure indicators.byNationality indicators.byPlace indicators.bySex mediation \
            mediation.byLanguage mediation.byPlace mediation.bySetting mediation.byState mediation.unmet owedInAll phaseTimes \
            report reports suspensions targets terms to workers youth youth.activitiesByKind youth.byPlace youth.bySchoolExit
            """
        #expect(try await names(.quarterly, quarter) == report)
        #expect(try await names(.final, quarter) == report.replacing("changes", with: "changes costs"))
        #expect(try await names(.mediations, quarter) == "from requests steps to")
        #expect(
            try await names(.attendance, ["a-1"]) == "activity anonymous desk kind minutes on persons place worker")
        #expect(
            try await names(.person, ["p-1"]) == "cases contacts decisions evidence person services")
    }

    @Test func `a report of another kind is no claim`() async throws {
        let scenario = try worked()
        try scenario.given(.submit("r-1", "quarterly", quarter[0], quarter[1]))
        await #expect(throws: NotOfKind.self) { try await draft(.claim, ["r-1"], scenario) }
    }

    @Test func `a claim has exactly its entries, and their costs to the fraction`() async throws {
        let scenario = try Scenario.withApprovedJune()
        scenario.freezer = RecordedFigures()
        try scenario.given(.rate("sw-1", 3_123_456), .submit("c-1", "claim", "2019-06-01", "2019-06-30"))
        let draft = try await draft(.claim, ["c-1"], scenario)
        let entries = try #require(draft.tables.first)
        #expect(entries.rows.map { $0.cells[0] } == [.text("h-1")])
        #expect(entries.rows[0].cells[2] == .text("sw-1"))
        #expect(entries.totals.suffix(2) == [.minutes(60), .centFractions(60 * 3_123_456)])
        #expect(draft.figures["minutes"] == 60)
        #expect(draft.figures["holds"] == true)
    }

    @Test func `the register of mediation is by day, and has each delivery`() async throws {
        let scenario = try Scenario.withMediation()
        try scenario.given(
            .deliver("m-1", "2019-06-05", ["persons": ["p-1"]]), .request("m-2", "2019-06-01"),
            .request("m-3", "2019-06-11"))
        let draft = try await draft(.mediations, ["2019-06-01", "2019-06-10"], scenario)
        #expect(draft.tables[0].rows.map { $0.cells[0] } == [.text("m-2"), .text("m-1")])
        #expect(draft.tables[1].rows.count == 1)
        // Asked for on the third, delivered on the fifth: a register of these two days has the delivery, and not the request.
        let later = try await self.draft(.mediations, ["2019-06-04", "2019-06-05"], scenario)
        #expect(later.tables.map(\.rows.count) == [1])
        #expect(later.tables[0].rows[0].cells[0] == .text("m-1"))
        #expect(draft.tables[1].rows[0].cells.prefix(2) == [.text("m-1"), .day(try #require(Day("2019-06-05")))])
        guard case .array(let steps)? = draft.figures["steps"], case .object(let step)? = steps.first else {
            Issue.record("no steps")
            return
        }
        #expect(step["mediation"] == "m-1")
        #expect(step["minutes"] == 60)
    }

    @Test func `an attendance list has a row for each, and names that were opened are no figures`() async throws {
        let scenario = try worked()
        try scenario.given(.activity("a-1", "2019-06-05", ["present": ["p-1", "p-2"], "anonymous": 3]))
        let closed = try await draft(.attendance, ["a-1"], scenario)
        #expect(closed.people == ["worker/ed-1", "person/p-1", "person/p-2"])
        let list = try #require(closed.tables.first)
        #expect(list.rows.count == 5)
        #expect(list.isWrittenOn)
        let opened = try await draft(.attendance, ["a-1"], scenario, opened: ["person/p-2": "Amina"])
        #expect(opened.tables[0].rows[1].cells[2] == .text("Amina"))
        #expect(JSON.object(opened.figures).canonicalBytes == JSON.object(closed.figures).canonicalBytes)
    }

    @Test func `a person's paper has what is held in clear`() async throws {
        let scenario = try worked()
        try scenario.given(.contact("k-1", "2019-06-05", ["person": "p-1"]))
        let draft = try await draft(.person, ["p-1"], scenario)
        #expect(draft.people.isEmpty)
        #expect(draft.tables.contains { $0.rows.contains { $0.cells.first == .text("k-1") } })
    }
}
