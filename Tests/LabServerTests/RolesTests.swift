import Foundation
import LabAPI
import Ledger
import MachineAccounts
import NIOCore
import NIOPosix
import Office
import ServiceSupport
import Synchronization
import TOMLFiles
import Testing

@testable import LabServer

@Suite("Who may what")
struct RolesTests {
    /// Each role alone, and no role.
    static let roles: [Role?] = Role.allCases + [nil]

    private static func map(_ role: Role?) -> RoleMap { RoleMap(owner: geteuid(), role.map { [$0] } ?? []) }

    @Test(arguments: roles)
    func `every route answers the roles in the table, and refuses the others`(_ role: Role?) async throws {
        try await Service.run(roles: Self.map(role)) { service in
            var paths = API.routes.map(\.path).filter { $0 != Paths.commands && !$0.hasSuffix("**") }
            paths += ["/tile/entries/000.p/1", "/tile/0/000.p/1"]
            for path in paths {
                let route = try #require(API.route(of: path))
                let permission = try #require(route.permission)
                let answer = try await service.ask(route.method.rawValue, path)
                let isGranted = permission.isGranted(to: role.map { [$0] } ?? [])
                #expect((answer.status == 403) != isGranted, "\(path): \(answer.status)")
                if !isGranted { #expect(answer.problem?.code == "not-permitted") }
            }
        }
    }

    @Test(arguments: roles)
    func `every command is accepted from exactly the roles that its least role means`(_ role: Role?)
        async throws
    {
        let sender = Sender(account: "anna", roles: role.map { [$0] } ?? [])
        for command in Catalogue.commands {
            let isGranted = Permission.sending(command.leastRole).isGranted(to: sender.roles)
            let text = Array(#"{"id":"c","command":"\#(command.name)","data":{}}"#.utf8)
            guard case .refused(let refused) = ParsedCommand(text.span, from: sender) else {
                #expect(isGranted)
                continue
            }
            // The shape of the command is checked first.
            #expect(refused.refusal.code != .notPermitted || !isGranted, "\(command.name)")
        }
    }

    @Test func `a command without the role for it is refused and leaves no trace; the next line is another matter`()
        async throws
    {
        try await Service.run(roles: Self.map(.operator)) { service in
            let finding =
                #"{"id":"f-1","command":"audit.note-finding","data":{"finding":"f-1","on":"2019-06-01","text":"x","about":"whole"}}"#
            let leave =
                #"{"id":"l-1","command":"project.open-proceeding","data":{"proceeding":"p","kind":"court","on":"2019-06-01"}}"#
            let body = [leave, register("c-1", "p-1"), finding].joined(separator: "\n")
            let answer = try await service.ask("POST", Paths.commands, body, type: MediaTypes.ndjson)
            let lines = String(decoding: answer.body, as: UTF8.self).split(separator: "\n")
            #expect(lines.count == 3)
            #expect(lines[0].contains("not-permitted") && lines[0].contains("coordinator"))
            #expect(lines[1].contains("\"events\""))
            #expect(service.fixture.ledger.count == 2)
        }
    }

    @Test func `groups give roles, root's group and unknown ones none, and the owner is root's equal`() {
        let map = RoleMap(
            owner: 1_000, [.coordinator, .admin], groups: [50: [.operator], 60: [.auditor, .viewer]], fronts: [33])
        #expect(map.roles(of: Peer(user: 2_000, groups: [50, 100])) == [.operator])
        #expect(map.roles(of: Peer(user: 2_000, groups: [50, 60])) == [.operator, .auditor, .viewer])
        #expect(map.roles(of: Peer(user: 2_000, groups: [100])).isEmpty)
        #expect(map.roles(of: Peer(user: 1_000)) == [.coordinator, .admin])
        #expect(map.roles(of: Peer(user: 0)) == [.coordinator, .admin])
    }

    @Test func `only a front-end speaks for others`() throws {
        let map = RoleMap(owner: 1_000, [.admin], groups: [50: [.operator]], fronts: [33])
        try map.checkFront(Peer(user: 33, groups: [50]))
        let refusal = #expect(throws: Refusal.self) { try map.checkFront(Peer(user: 1_000)) }
        #expect(refusal?.code == .notPermitted)
        #expect(!map.isStranger(33, []) && map.isStranger(34, []) && !map.isStranger(34, [50]))
    }

    @Test func `a forwarded user has their own roles, and never the front-end's, root's or labd's`() throws {
        let map = RoleMap(owner: 1_000, [.admin], groups: [50: [.operator], 60: [.auditor]], fronts: [33])
        let anna = Peer(user: 2_001, groups: [60])
        #expect(try map.sender(named: "anna", anna) == Sender(account: anna.account, roles: [.auditor]))
        #expect(try map.sender(named: "bea", Peer(user: 2_002)).roles.isEmpty)
        for (name, user) in [
            ("nobody-here", nil), ("root", Peer(user: 0)), ("labd", Peer(user: 1_000)), ("www", Peer(user: 33)),
        ] {
            let refusal = #expect(throws: Refusal.self) { try map.sender(named: name, user) }
            #expect(refusal?.code == .notPermitted && refusal?.field == "Labd-User", "\(name)")
        }
    }

    @Test func `an account is found by its name, with its number and groups`() throws {
        let root = try #require(Peer(named: "root"))
        #expect(root.user == 0 && root.account == "root")
        for bad in ["", "no such account", "a\0b", String(repeating: "a", count: 300)] {
            #expect(Peer(named: bad) == nil)
        }
    }

    @Test func `accounts and groups are found by number and by name, and others are not made up`() throws {
        let root = try #require(Account(number: 0))
        #expect(root == Account(named: "root") && root.name == "root" && root.groups.contains(root.group))
        #expect(Account.group(named: "root") == 0 && Account.group(named: "no such group") == nil)
        #expect(Account(number: 4_000_000_000) == nil)
        #expect(Peer(user: 4_000_000_000).account == "uid:4000000000")
    }

    @Test func `an account is remembered until it is to be forgotten, one that is not there as well`() async throws {
        let asked = Atomic(0)
        let start = ContinuousClock.now
        let passed = Atomic(0)
        let cache = AccountCache {
            asked.add(1, ordering: .relaxed)
            return AccountCache.find($0)
        } now: {
            start + .seconds(passed.load(ordering: .relaxed))
        }
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        for _ in 0..<3 {
            #expect(try await cache.account(.name("no such account")) == nil)
            #expect(try await cache.account(.name("root"))?.user == 0)
            #expect(try await cache.account(.name("root"), on: loop).get()?.account == "root")
            #expect(try await cache.account(.number(0), on: loop).get()?.account == "root")
        }
        #expect(asked.load(ordering: .relaxed) == 3)
        cache.forget()
        #expect(try await cache.account(.name("root"))?.user == 0)
        #expect(asked.load(ordering: .relaxed) == 4)
        passed.store(29, ordering: .relaxed)
        #expect(try await cache.account(.name("root"))?.user == 0)
        #expect(asked.load(ordering: .relaxed) == 4)
        passed.store(30, ordering: .relaxed)
        #expect(try await cache.account(.name("root"))?.user == 0)
        #expect(asked.load(ordering: .relaxed) == 5)
    }

    @Test func `when the settings are read again, the accounts of users are looked up again`() async throws {
        let asked = Atomic(0)
        // Its time stands still: on a slow machine an account would be forgotten for its age.
        let start = ContinuousClock.now
        let cache = AccountCache {
            _ in
            asked.add(1, ordering: .relaxed)
            return Peer(user: 2_001)
        } now: {
            start
        }
        let map = RoleMap(owner: 1_000, [.admin], fronts: [33])
        let policy = LivePolicy(map, witnesses: [], accounts: cache)
        for _ in 0..<2 { _ = try await policy.accounts.account(.name("anna")) }
        #expect(asked.load(ordering: .relaxed) == 1)
        policy.replace(map, witnesses: [])
        _ = try await policy.accounts.account(.name("anna"))
        #expect(asked.load(ordering: .relaxed) == 2)
    }

    @Test func `a forwarded user is refused from an account that is not a front-end`() async throws {
        try await Service.run { service in
            let wire = try await service.connect()
            let head = "GET /v1/plan HTTP/1.1\r\nhost: labd\r\nlabd-user: anna\r\nconnection: close\r\n\r\n"
            try await wire.write(Array(head.utf8))
            let answer = try Answer(await wire.rest())
            #expect(answer.status == 403 && answer.problem?.code == "not-permitted")
        }
    }

    @Test func `a role, group or account that does not exist is refused with its line`() throws {
        let whole = """
            office = "o"
            origin = "labd.example/o"
            zone = "Europe/Rome"
            data = "d"
            socket = "s"
            [roles]

            """
        func fault(_ line: String) -> SettingsError? {
            #expect(throws: SettingsError.self) { try Settings(toml: whole + line + "\n", file: "labd.toml") }
        }
        #expect(
            fault(#"owner = ["boss"]"#)?.description.contains("labd.toml:7:1: roles.owner: there is no role boss")
                == true)
        #expect(
            fault(#"operator = ["no-such-group"]"#)?.description.contains("there is no group no-such-group") == true)
        #expect(fault(#"auditor = ["root"]"#)?.description.contains("other than root's") == true)
        #expect(fault(#"auditor = [""]"#)?.reason.contains("there is no group") == true)
        #expect(fault(#"fronts = ["no-such-account"]"#)?.description.contains("no account no-such-account") == true)
        #expect(fault(#"operator = "staff""#)?.reason.contains("accepted: a list of texts in quotes") == true)
        #expect(fault(#"chief = ["staff"]"#)?.reason.contains("accepted: owner, viewer, operator") == true)
        let settings = try Settings(toml: whole + "owner = [\"coordinator\"]\n", file: "labd.toml")
        #expect(try settings.roles.map(owner: 7).roles(of: Peer(user: 7)) == [.coordinator, .admin])
    }

    /// Compares the page on roles with the table. Run with LABD_WRITE_ROLES=1 to write the page again.
    @Test func `the page on roles agrees with the table`() throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Sources/LabServer/LabServer.docc/Roles.md").standardizedFileURL
        let text = try String(contentsOf: page, encoding: .utf8)
        var table = "| what | " + Role.allCases.map(\.rawValue).joined(separator: " | ") + " | no role |\n"
        table += String(repeating: "|---", count: Role.allCases.count + 2) + "|\n"
        for permission in Permission.allCases {
            let cells = Role.allCases.map { permission.isGranted(to: [$0]) ? "yes" : "" }
            table += "| \(permission.meaning) | \(cells.joined(separator: " | ")) | "
            table += (permission.isGranted(to: []) ? "yes" : "") + " |\n"
        }
        let parts = text.components(separatedBy: "<!-- table -->\n")
        try #require(parts.count == 3)
        if ProcessInfo.processInfo.environment["LABD_WRITE_ROLES"] != nil {
            try (parts[0] + "<!-- table -->\n" + table + "<!-- table -->\n" + parts[2])
                .write(to: page, atomically: true, encoding: .utf8)
        } else {
            #expect(parts[1] == table)
        }
    }
}

struct LostRoleTests {
    @Test func `a stream of the log ends when its account loses the role`() async throws {
        let fixture = try Fixture()
        let stop = StopSignal()
        let policy = LivePolicy(RoleMap(owner: geteuid(), [.auditor]))
        let api = API(fixture.writer, fixture.ledger, limits: .init(), stop: stop, policy)
        let server = Server(api, on: .path(fixture.directory + "/s"), limits: .init(), stop: stop, logger: .silent)
        let listening = StopSignal()
        let running = Task { try await server.run { listening.give() } }
        await listening.wait()
        let wire = try await Wire(fixture.directory + "/s")
        try await wire.write(Wire.head("GET", "/v1/events?follow=1", length: 0, close: true))
        _ = await wire.read(until: "log.created")
        policy.replace(RoleMap(owner: geteuid(), [.auditor, .viewer]), witnesses: [])
        _ = try await fixture.send(register("c-1", "p-1"))
        _ = await wire.read(until: "c-1")
        policy.replace(RoleMap(owner: geteuid(), [.viewer]), witnesses: [])
        _ = try await fixture.send(register("c-2", "p-2"))
        let rest = String(decoding: await wire.rest(), as: UTF8.self)
        #expect(rest.hasSuffix("0\r\n\r\n") && !rest.contains("c-2"))
        stop.give()
        try await running.value
    }
}
