import CanonicalJSON
import Foundation
import LabAPI
import Office
import Testing

@testable import LabServer

/// Views whose answer depends on who asks.
struct AskerTests {
    @Test func `labd says itself who asks: the account at the other end, with its roles`() async throws {
        try await Service.run(roles: RoleMap(owner: geteuid(), [.operator])) { service in
            let answer = try await service.ask("GET", Paths.view("today"))
            #expect(answer.status == 200)
            #expect(answer.object?["actor"] == .string(Peer(user: geteuid()).account))
            #expect(answer.object?["coordinates"] == false)
        }
        try await Service.run(roles: RoleMap(owner: geteuid(), [.coordinator])) { service in
            let answer = try await service.ask("GET", Paths.view("today"))
            #expect(answer.object?["coordinates"] == true)
        }
    }

    @Test(arguments: ["account=anna", "asker=anna", "actor=anna", "roles=coordinator"])
    func `nobody asks in another account's name`(_ parameter: String) async throws {
        try await Service.run { service in
            let answer = try await service.ask("GET", Paths.view("today") + "?" + parameter)
            #expect(answer.status == 400 && answer.problem?.code == "unknown-field")
        }
    }

    @Test func `what can be done is about the account's own last command, or the event that is named`() async throws {
        try await Service.run { service in
            let account = Peer(user: geteuid()).account
            _ = try await service.fixture.send(register("c-0", "p-1"), actor: account)
            _ = try await service.fixture.send(register("c-1", "p-2"), actor: "altri")
            let own = try await service.ask("GET", Paths.view("undo"))
            #expect(own.object?["actor"] == .string(account))
            guard case .object(let event)? = own.object?["event"] else { throw NoEvent() }
            #expect(event["position"] == 1 && event["actor"] == .string(account))
            let named = try await service.ask("GET", Paths.view("undo") + "?position=2")
            guard case .object(let other)? = named.object?["event"] else { throw NoEvent() }
            #expect(other["actor"] == "altri")
            #expect(try await service.ask("GET", Paths.view("undo") + "?position=x").status == 400)
            #expect(try await service.ask("GET", Paths.view("usual")).object?["commands"] == 1)
        }
    }
}

private struct NoEvent: Error {}
