import CanonicalJSON
import CivilTime
import Office
import OfficeSpecification
import Testing
import ViewsSpecification

@testable import Views

struct RemediesTests {
    private func ask(_ scenario: Scenario, roles: Set<Role> = [.operator, .coordinator], at position: Int? = nil) throws
        -> Remedies
    {
        var question = Question()
        question.asker = Asker(account: "ufficio", roles: roles, sends: roles, today: Day("2019-06-12"))
        question.subjectPosition = position
        return try Remedies(scenario.office, question, RecordedPast(events: scenario.events))
    }

    private func rows(_ remedies: Remedies) -> [String] {
        remedies.rows.map { row in
            let data = row.data.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
            return row.command + data + row.toGive.map { " \($0)=?" }.joined() + (row.refused.map { ": " + $0 } ?? "")
        }
    }

    private static let examples: [(sent: Sending, rows: [String])] = [
        (.hours("h-1", "2019-06-11"), ["hours.adjust entry=h-1 minutes=0 on=2019-06-12 worker=sw-1 reason=?"]),
        (.contact("k-1", "2019-06-11"), ["record.void position=10 reason=?"]),
        (.link("p-1", "p-2"), ["person.unlink person=p-1 same=p-2 reason=?"]),
        (.restrict("p-1"), ["person.lift-restriction person=p-1 reason=?"]),
        (.absence("sw-1", "2019-06-14"), ["record.void position=10 reason=?"]),
        (.request("m-1", "2019-06-03"), ["mediation.cancel mediation=m-1 on=2019-06-12 reason=?"]),
        (
            .open("c-1", "2019-06-03"),
            ["record.void position=10 reason=?", "case.close case=c-1 on=2019-06-12 outcome=?"]
        ),
        (
            Sending("worker.change", ["worker": "sw-1", "from": "2019-06-01", "employer": "comune"]),
            ["worker.change employer=cooperativa from=2019-06-01 worker=sw-1"]
        ),
    ]

    @Test(arguments: examples.indices)
    func `the last command of the account is answered with what takes it back`(_ index: Int) throws {
        let example = Self.examples[index]
        let scenario = try Scenario.atWork()
        try scenario.given(example.sent)
        let found = try ask(scenario)
        #expect(found.event?.position == scenario.position && found.event?.actor == "ufficio")
        #expect(rows(found) == example.rows)
    }

    @Test func `an adjustment gives back the amount before, a closing is reopened, a step goes back`() throws {
        let scenario = try Scenario.withCase()
        try scenario.given(.hours("h-1", "2019-06-05"), .adjust("h-1", 45, "2019-06-06"))
        #expect(rows(try ask(scenario)).first?.hasPrefix("hours.adjust entry=h-1 minutes=60 on=2019-06-12") == true)
        try scenario.given(.phase("c-1", "analysis", "2019-06-10"), .note("c-1", "2019-06-11"))
        let phase = scenario.position - 1
        #expect(
            rows(try ask(scenario, at: phase)) == [
                "record.void position=\(phase) reason=?",
                "case.advance-phase case=c-1 on=2019-06-12 phase=intake reason=?",
            ])
        try scenario.given(.close("c-1", "2019-06-12"))
        #expect(rows(try ask(scenario)).first == "case.reopen case=c-1 on=2019-06-12 reason=?")
        // The phase is no longer the last step, and the case is closed: neither would be accepted.
        #expect(try ask(scenario, at: phase).rows.map(\.refused) == ["wrong-order", "case-closed"])
    }

    @Test func `a voided record can be recorded again, under a new id`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.contact("k-1", "2019-06-11"))
        try scenario.given(.void(scenario.position))
        let row = try #require(try ask(scenario).rows.first)
        #expect(row.command == "contact.record" && row.data["contact"] == nil && row.data["place"] == "rovato")
        #expect(row.toGive == ["topics"])
    }

    @Test func `who may not send the remedy is told so, and whose account sent nothing gets nothing`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.contact("k-1", "2019-06-11"))
        let found = try ask(scenario, roles: [.operator])
        #expect(found.rows.map(\.refused) == ["not-permitted"] && found.rows.map(\.role) == ["coordinator"])
        var question = Question()
        question.asker = Asker(account: "nuova", roles: [.operator], today: nil)
        let none = try Remedies(scenario.office, question, RecordedPast(events: scenario.events))
        #expect(none.event == nil && none.rows.isEmpty && none.lookedBackTo == 0)
        let refusal = #expect(throws: Refusal.self) { try ask(scenario, at: 900) }
        #expect(refusal?.field == "position")
    }

    /// The commands whose effect no command takes back or changes.
    private static let final: Set<String> = [
        "worker.leave", "person.erase", "record.erase", "audit.note-finding", "clock.confirm", "project.confirm-clock",
    ]

    @Test func `each command of the catalogue has a remedy, except those that are final`() throws {
        let scenario = try Scenario()
        scenario.freezer = RecordedFigures()
        scenario.today("2020-09-01")
        var remedied = Set<String>()
        for command in GoldenCommands.all {
            _ = scenario.when(command)
            guard let event = scenario.events.last, scenario.refusal == nil,
                Office.catalogueName(ofEvent: event.type) == command.name
            else { continue }
            let found = try ask(scenario, at: scenario.position)
            for row in found.rows { #expect(CommandCatalogue.command(row.command) != nil) }
            if !found.rows.isEmpty { remedied.insert(command.name) }
        }
        let names = Set(CommandCatalogue.commands.map { $0.name })
        #expect(names.subtracting(remedied).subtracting(Self.final) == [])
        #expect(remedied.isDisjoint(with: Self.final))
    }

    @Test func `what an account gives most often is usual, of several the last`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(
            Sending("worker.change", ["worker": "sw-2", "from": "2019-06-01", "account": "anna"]))
        scenario.actor = "anna"
        var question = Question()
        question.asker = Asker(account: "anna", roles: [.operator], today: Day("2019-06-12"))
        func usual() throws -> Usual {
            try Usual(scenario.office, question, RecordedPast(events: scenario.events))
        }
        #expect(try usual().commands == 0)
        try scenario.given(
            .hours("h-1", "2019-06-05", ["place": "chiari"]), .hours("h-2", "2019-06-06"), .hours("h-3", "2019-06-07"),
            .own("h-4", "2019-06-10"), .own("h-5", "2019-06-11"), .orientation("o-1", "2019-06-11"))
        let found = try usual()
        #expect((found.actor, found.worker, found.commands) == ("anna", "sw-2", 6))
        let rows = found.rows.map { "\($0.field) \($0.mostOften) \($0.times)" }
        #expect(
            rows == [
                "desk informagiovani 1", "fund fami 3", "line secretariat-towns 3", "place rovato 3", "worker sw-1 5",
            ])
    }
}

extension Office {
    /// The name of the command whose events have that type.
    fileprivate static func catalogueName(ofEvent type: String) -> String? {
        CommandCatalogue.commands.first { $0.event == type }?.name
    }
}
