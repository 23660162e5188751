import CanonicalJSON
import OfficeSpecification
import Testing

@testable import Office

struct VoidRecordTests {
    @Test func `each kind that can be voided is voided once, in its own stream`() throws {
        let on = "2019-06-05"
        for (command, stream) in [
            (.contact("k-1", on), "contact/k-1"), (.orientation("o-1", on), "orientation/o-1"),
            (.activity("a-1", on), "activity/a-1"), (.decide("p-1", "eligible"), "person/p-1"),
            (.evidence("p-1"), "person/p-1"), (.absence("sw-1", on), "worker/sw-1"),
            (
                Sending("worker.set-rate", ["worker": "sw-1", "annualCostCents": 100, "from": "2019-06-01"]),
                "worker/sw-1"
            ),
            (.note("c-1", on), "case/c-1"), (.phase("c-1", "analysis", on), "case/c-1"),
            (.close("c-1", on), "case/c-1"), (.transfer("c-1", on, ["place": "chiari"]), "case/c-1"),
            (
                Sending("case.record-measure", ["case": "c-1", "measure": "x", "authority": "t", "on": .string(on)]),
                "case/c-1"
            ),
            (.deliver("m-1", on), "mediation/m-1"), (.miss("m-1", on), "mediation/m-1"),
            (.cancel("m-1", on), "mediation/m-1"), (.authorise("m-1", on), "mediation/m-1"),
            (.assign("m-1", on), "mediation/m-1"),
        ] as [(Sending, String)] {
            let scenario = try Scenario.withMediation()
            try scenario.given(.open("c-1", "2019-06-03"))
            try scenario.given(command)
            let position = scenario.position
            #expect(scenario.when(.void(position)) == .accepted, "\(command.name)")
            #expect(scenario.events.last?.stream == stream, "\(command.name)")
            #expect(scenario.when(.void(position)) == .refused("wrong-order", "position"), "\(command.name)")
        }
    }

    @Test func `what cannot be voided is refused by its position`() throws {
        let scenario = try Scenario.withMediation()
        try scenario.given(
            .open("c-1", "2019-06-03"), .hours("h-1", "2019-06-05"), .adjust("h-1", 30, "2019-06-06"),
            .link("p-1", "p-2"), .contact("k-1", "2019-06-05"))
        try scenario.given(.void(scenario.position))
        let kept: Set = [
            "log.created", "project.plan-adopted", "worker.enrolled", "person.registered", "mediation.requested",
            "hours.logged", "hours.adjusted", "person.linked", "record.voided",
        ]
        #expect(Set(scenario.events.map(\.type)).isSuperset(of: kept))
        for (position, event) in scenario.events.enumerated() where kept.contains(event.type) {
            #expect(scenario.when(.void(position)) == .refused("invalid-value", "position"), "\(event.type)")
        }
    }

    @Test func `a case opened by mistake can be voided while nothing refers to it, and is then unknown`()
        throws
    {
        let scenario = try Scenario.withCase(["members": ["p-2"]])
        let opening = scenario.position
        #expect(scenario.when(.void(opening)) == .accepted)
        #expect(scenario.events.last?.stream == "case/c-1")
        #expect(scenario.events.last?.owner == "person/p-1")
        #expect(scenario.when(.note("c-1", "2019-06-05")) == .refused("unknown-case", "case"))
        #expect(scenario.when(.close("c-1", "2019-06-05")) == .refused("unknown-case", "case"))
        #expect(scenario.when(.request("m-9", "2019-06-05", ["case": "c-1"])) == .refused("unknown-case", "case"))
        #expect(scenario.when(.hours("h-9", "2019-06-05", ["about": "c-1"])) == .refused("unknown-about", "about"))
        #expect(scenario.when(.open("c-1", "2019-06-05")) == .refused("exists", "case"))
        #expect(scenario.when(.void(opening)) == .refused("wrong-order", "position"))
        #expect(scenario.when(.open("c-2", "2019-06-05")) == .accepted)
        #expect(try scenario.replayed() == scenario.office)
    }

    @Test func `a case that something refers to is not voided, and the refusal names it`() throws {
        for (command, what) in [
            (.note("c-1", "2019-06-05"), "position"), (.phase("c-1", "analysis", "2019-06-05"), "position"),
            (.request("m-1", "2019-06-05", ["case": "c-1"]), "m-1"),
            (.hours("h-1", "2019-06-05", ["about": "c-1"]), "h-1"),
        ] as [(Sending, String)] {
            let scenario = try Scenario.withCase()
            let opening = scenario.position
            try scenario.given(command)
            #expect(scenario.when(.void(opening)) == .refused("wrong-order", "position"), "\(command.name)")
            #expect(scenario.refusal?.detail.contains(what) == true)
        }
        let scenario = try Scenario.withCase()
        let opening = scenario.position
        try scenario.given(.note("c-1", "2019-06-05"), .hours("h-1", "2019-06-05", ["about": "c-1"]))
        try scenario.given(.void(opening + 1), .adjust("h-1", 0, "2019-06-05"))
        #expect(scenario.when(.void(opening)) == .accepted)
        #expect(scenario.when(.adjust("h-1", 60, "2019-06-05")) == .refused("unknown-about", "entry"))
    }

    @Test func `a position that the log does not have is unknown to every voiding`() throws {
        let scenario = try Scenario.atWork()
        let command = Sending.void(scenario.position + 1)
        #expect(scenario.when(command) == .refused("unknown-position", "position"))
        #expect(scenario.when(.void(-1)) == .refused("invalid-value", "position"))
        let request = try CommandRequest(text: command.text(id: "a").span)
        let refusal = #expect(throws: Refusal.self) { try request.command.stream(in: scenario.office) }
        #expect(refusal?.code.word == "unknown-position")
    }

    @Test func `of a case's steps only the last that counts can be voided, notes in any order`() throws {
        let scenario = try Scenario.withCase()
        try scenario.given(.phase("c-1", "analysis", "2019-06-04"))
        let first = scenario.position
        try scenario.given(.note("c-1", "2019-06-05"))
        let note = scenario.position
        try scenario.given(.phase("c-1", "preliminary-assessment", "2019-06-06"), .note("c-1", "2019-06-07"))
        let second = scenario.position - 1
        #expect(scenario.when(.void(first)) == .refused("wrong-order", "position"))
        #expect(scenario.refusal?.accepted == "\(second)")
        #expect(scenario.when(.void(note)) == .accepted)
        #expect(scenario.when(.void(second)) == .accepted)
        #expect(scenario.when(.void(first)) == .accepted)
        #expect(scenario.office.symbols[scenario.office.state(of: Ref<Case>(0)).phase] == "intake")
        #expect(scenario.when(.phase("c-1", "analysis", "2019-06-08")) == .accepted)
    }

    @Test func `of a mediation's steps only the last that counts can be voided`() throws {
        let scenario = try Scenario.withMediation()
        try scenario.given(.deliver("m-1", "2019-06-05", ["minutes": 60]))
        let first = scenario.position
        try scenario.given(.deliver("m-1", "2019-06-06", ["minutes": 30, "last": true]))
        #expect(scenario.when(.void(first)) == .refused("wrong-order", "position"))
        try scenario.given(.void(first + 1))
        #expect(scenario.when(.deliver("m-1", "2019-06-06", ["minutes": 30])) == .accepted)
        try scenario.given(.void(scenario.position))
        #expect(scenario.when(.void(first)) == .accepted)
        #expect(scenario.office.state(of: Ref<Mediation>(0)).deliveredMinutes == 0)
        #expect(scenario.when(.cancel("m-1", "2019-06-07")) == .accepted)
    }

    @Test func `the rules forget what was voided`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.absence("sw-1", "2019-06-05"))
        try scenario.given(.void(scenario.position))
        #expect(scenario.when(.hours("h-1", "2019-06-05")) == .accepted)
        try scenario.given(.evidence("p-1", ["to": "2019-06-01"]))
        try scenario.given(.void(scenario.position))
        #expect(scenario.when(.contact("k-1", "2019-06-05", ["person": "p-1"])) == .accepted)
        try scenario.given(.open("c-1", "2019-06-03"), .close("c-1", "2019-06-04"))
        try scenario.given(.void(scenario.position))
        #expect(scenario.when(.note("c-1", "2019-06-03")) == .accepted)
        try scenario.given(
            Sending("case.refer", ["case": "c-1", "referral": "r-1", "to": "asl", "on": "2019-06-05"]))
        try scenario.given(.void(scenario.position))
        #expect(
            scenario.when(
                Sending("case.refer", ["case": "c-1", "referral": "r-1", "to": "asl", "on": "2019-06-05"])) == .accepted
        )
    }

    @Test func `the id of a voided contact stays taken`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.contact("k-1", "2019-06-05"))
        try scenario.given(.void(scenario.position))
        #expect(scenario.when(.contact("k-1", "2019-06-05")) == .refused("exists", "contact"))
    }

    @Test func `a voiding is sealed under the key of the person whom the voided event concerns`() throws {
        let scenario = try Scenario.withCase()
        try scenario.given(.note("c-1", "2019-06-05"))
        try scenario.given(.void(scenario.position))
        #expect(scenario.events.last?.owner == "person/p-1")
    }

    @Test func `the record knows that it was voided`() throws {
        let scenario = try Scenario.atWork()
        try scenario.given(.contact("k-1", "2019-06-05"))
        let position = scenario.position
        try scenario.given(.void(position))
        #expect(scenario.office.records[position].isVoided)
        #expect(!scenario.office.records[position - 1].isVoided)
    }
}
