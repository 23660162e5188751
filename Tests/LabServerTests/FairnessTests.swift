import CanonicalJSON
import Foundation
import LabAPI
import Office
import Synchronization
import Testing

@testable import LabServer
@testable import Ledger

/// Tests that no account prevents others from working, and that labd does not work for clients that are gone.
@Suite("One account beside another")
struct FairnessTests {
    private func chunk(_ fixture: Fixture, _ account: String, _ count: Int) -> Chunk {
        let sender = Sender(account: account, roles: Sender.all.roles)
        let texts = (0..<count).map { register("\(account)-\($0)", "\(account)-\($0)") }
        return Chunk(
            commands: texts.map { ParsedCommand(Array($0.utf8).span, from: sender) }, sender: sender, halt: nil)
    }

    // MARK: - Commands

    @Test func `the accounts take turns with the writer, the shortest chunk first, and each keeps its order`() throws {
        let fixture = try Fixture()
        let mailbox = Mailbox(limit: 100)
        for size in [20, 21] { #expect(mailbox.deliver(chunk(fixture, "many", size)) != .full) }
        #expect(mailbox.deliver(chunk(fixture, "one", 1)) == .accepted)
        #expect(mailbox.deliver(chunk(fixture, "few", 3)) == .accepted)
        let collected = mailbox.collect(atMost: 1_000)
        #expect(collected.map(\.sender.account) == ["one", "few", "many", "many"])
        #expect(collected.map(\.commands.count) == [1, 3, 20, 21])
        #expect(mailbox.count == 0)
        mailbox.putBack(collected[2...])
        #expect(mailbox.deliver(chunk(fixture, "many", 2)) != .full)
        #expect(mailbox.hasOthers(than: ["one"]) && !mailbox.hasOthers(than: ["many"]))
        #expect(mailbox.collect(atMost: 30).map(\.commands.count) == [20])
        #expect(mailbox.collect(atMost: 30).map(\.commands.count) == [21, 2])
        #expect(mailbox.collect(atMost: 30).isEmpty)
        #expect(mailbox.deliver(chunk(fixture, "one", 1)) == .mustWake)
    }

    @Test func `an account that had no turn is first next time, even if others send meanwhile`() throws {
        let fixture = try Fixture()
        let mailbox = Mailbox(limit: 100)
        _ = mailbox.deliver(chunk(fixture, "short", 1))
        _ = mailbox.deliver(chunk(fixture, "long", 2))
        let first = mailbox.collect(atMost: 100)
        #expect(first.map(\.sender.account) == ["short", "long"])
        // The first of them took long. The other account's comes next, before everything that was sent later.
        _ = mailbox.deliver(chunk(fixture, "short", 1))
        _ = mailbox.deliver(chunk(fixture, "other", 1))
        mailbox.putBack(first[1...])
        #expect(mailbox.collect(atMost: 100).map(\.sender.account) == ["long", "short", "other"])
        #expect(mailbox.count == 0)
    }

    @Test func `an account that fills the queue does not keep others out`() throws {
        let fixture = try Fixture()
        let mailbox = Mailbox(limit: 10)
        #expect(mailbox.deliver(chunk(fixture, "many", 5)) == .mustWake)
        #expect(mailbox.deliver(chunk(fixture, "many", 1)) == .full)
        #expect(mailbox.deliver(chunk(fixture, "more", 5)) == .accepted)
        // The queue is full, but an account without waiting commands is admitted nevertheless.
        #expect(mailbox.deliver(chunk(fixture, "one", 1)) == .accepted)
        #expect(mailbox.deliver(chunk(fixture, "one", 1)) == .full)
    }

    @Test func `an account that used up its daily quota is told so, and others continue`() async throws {
        var limits = Settings.Limits()
        limits.accountDailyBytes = 2_000
        let real = try Fixture(simulated: false, limits: limits)
        var codes: [String] = []
        for number in 0..<9 {
            codes.append(try await real.send(register("c-\(number)", "p-\(number)")).problem?.code ?? "ok")
        }
        #expect(codes.first == "ok" && codes.last == "busy", "\(codes)")
        let problem = try #require(try await real.send(register("c-19", "p-19")).problem)
        #expect(
            problem.status == 503 && problem.detail.contains("anna") && problem.accepted?.contains("tomorrow") == true)
        #expect(try await real.send(register("c-19", "p-19"), actor: "bruno").answer != nil)
        try real.setClock("2020-09-15T10:00:00.000000Z")
        #expect(try await real.send(register("c-20", "p-20")).answer != nil)
        let simulated = try Fixture(limits: limits)
        for number in 0..<9 {
            #expect(try await simulated.send(register("c-\(number)", "p-\(number)")).answer != nil)
        }
    }

    @Test func `a key rotation and a replayed office take effect between two batches`() async throws {
        var limits = Settings.Limits()
        limits.batchCommands = 1
        let fixture = try Fixture(limits: limits)
        var replayed = Office()
        try replayed.replay(fixture.ledger)
        // Each chunk is a commit, from four accounts of which one always has more, so that another batch always follows soon.
        let most = 20_000
        let feeding = Task {
            var fed: [Chunk] = []
            while !Task.isCancelled, fed.count < most {
                guard fixture.writer.waiting < 64 else {
                    await Task.yield()
                    continue
                }
                let number = fed.count
                let chunk = fixture.chunk([register("c-\(number)", "p-\(number)")], actor: "account-\(number % 4)")
                if fixture.writer.submit(chunk) { fed.append(chunk) }
            }
            return fed
        }
        while fixture.writer.waiting == 0 { await Task.yield() }
        _ = try await fixture.writer.rotateKeys()
        let isTaken = try await fixture.writer.replaceOffice(
            by: ReplayedOffice(replayed), History(fixture.ledger), within: most, wasRight: true)
        #expect(isTaken)
        feeding.cancel()
        let fed = await feeding.value
        #expect(fed.count < most, "the keys were rotated and the office replaced when nothing waited any more")
        for chunk in fed { #expect(await chunk.pending.outcomes().first?.answer != nil) }
    }

    // MARK: - Questions

    /// Asks a question, and records the order in which answers were begun.
    private func ask(
        _ threads: QuestionThreads, _ account: String, _ begun: Order, _ gate: DispatchSemaphore? = nil,
        _ presence: Presence? = nil
    ) -> Task<Void, any Error> {
        Task {
            try await threads.run(for: Requester(account: account, presence: presence)) { _ in
                begun.note(account)
                gate?.wait()
            }
        }
    }

    @Test func `a hundred questions of one account delay another account by only one`() async throws {
        let threads = QuestionThreads()
        let (begun, gate) = (Order(), DispatchSemaphore(value: 0))
        let first = (0..<100).map { _ in ask(threads, "many", begun, gate) }
        try await begun.until(2)
        let other = ask(threads, "one", begun)
        // Two of the many questions are under way; the next that begins is the other account's, whatever waits before it.
        try await threads.until(waiting: 99)
        gate.signal()
        try await other.value
        #expect(begun.noted.prefix(4).filter { $0 == "one" }.count == 1, "\(begun.noted.prefix(5))")
        for _ in 0..<100 { gate.signal() }
        for task in first { try await task.value }
        #expect(begun.noted.count == 101)
    }

    @Test func `a question whose client is gone is not begun, and a cancelled one ends`() async throws {
        let threads = QuestionThreads()
        let (begun, gate) = (Order(), DispatchSemaphore(value: 0))
        let busy = (0..<2).map { _ in ask(threads, "many", begun, gate) }
        try await begun.until(2)
        let presence = Presence()
        let gone = ask(threads, "one", begun, nil, presence)
        let cancelled = ask(threads, "two", begun)
        try await threads.until(waiting: 2)
        presence.leave()
        cancelled.cancel()
        for _ in 0..<2 { gate.signal() }
        await #expect(throws: CancellationError.self) { try await gone.value }
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        for task in busy { try await task.value }
        #expect(begun.noted == ["many", "many"])
    }

    @Test func `an account that does not read its answers delays only itself`() async throws {
        let threads = QuestionThreads()
        let begun = Order()
        var hold: Lease? = threads.hold(64 << 20, of: "slow")
        let waiting = ask(threads, "slow", begun)
        try await ask(threads, "quick", begun).value
        #expect(begun.noted == ["quick"])
        withExtendedLifetime(hold) {}
        hold = nil
        try await waiting.value
        #expect(begun.noted == ["quick", "slow"])
    }

    @Test func `a replay ends soon after its last client is gone`() async throws {
        let fixture = try Fixture()
        let texts = (0..<3_000).map { register("c-\($0)", "p-\($0)") }
        _ = try await fixture.send(texts)
        let newest = fixture.writer.current.office
        let interest = Interest(nil)
        interest.giveUp()
        #expect(throws: CancellationError.self) { try History(fixture.ledger).office(at: 2_900, newest, interest) }
        var office = Office()
        try office.replay(fixture.ledger) { false }
        #expect(office.position < 300)
    }

    @Test func `an account rehearses a few bodies at a time, and another one as many`() throws {
        let seats = RehearsalLimiter()
        var taken = try (0..<4).map { _ in try seats.take("many") }
        let refusal = #expect(throws: Refusal.self) { try seats.take("many") }
        #expect(refusal?.code == .busy)
        let other = try seats.take("one")
        taken.removeLast()
        taken.append(try seats.take("many"))
        withExtendedLifetime((taken, other)) {}
    }

    // MARK: - Connections

    private func letsIn(_ connections: Connections, _ account: UInt32, isStranger: Bool) -> Bool {
        connections.enter(account, isStranger: isStranger, Presence()) {}
    }

    @Test func `an account without a role gets four connections, and all such accounts together a share`() {
        let connections = Connections(limit: 100, accountLimit: 50, Metrics())
        var presences: [Presence] = []
        var letIn: [UInt32: Int] = [:]
        for account in UInt32(1)...20 {
            for _ in 0..<10 {
                let presence = Presence()
                presences.append(presence)
                if connections.enter(account, isStranger: true, presence, close: {}) { letIn[account, default: 0] += 1 }
            }
        }
        #expect(letIn.values.allSatisfy { $0 <= 4 } && letIn.values.reduce(0, +) == 32)
        #expect(letsIn(connections, 99, isStranger: false))
    }

    @Test
    func `if all connections are taken, an idle one is closed, busy ones stay, and accounts with few have a reserve`() {
        let metrics = Metrics()
        let connections = Connections(limit: 10, accountLimit: 10, metrics)
        let closed = Order()
        var many: [Presence] = []
        for index in 0..<10 {
            let presence = Presence()
            many.append(presence)
            let isLetIn = connections.enter(1, isStranger: false, presence) { closed.note("\(index)") }
            #expect(isLetIn)
        }
        for index in [0, 1, 2] { many[index].begin() }
        #expect(letsIn(connections, 2, isStranger: false))
        #expect(closed.noted == ["3"])
        #expect(metrics.now.connections == 10 && metrics.now.connectionsGivenWay == 1)
        for presence in many { presence.begin() }
        #expect(letsIn(connections, 3, isStranger: false), "one of the reserve")
        #expect(!letsIn(connections, 1, isStranger: false))
        #expect(!letsIn(connections, 4, isStranger: true))
        connections.leave(many[0])
        connections.leave(many[0])
        #expect(metrics.now.connections == 10)
    }

    // MARK: - Requests

    @Test func `commands are accepted only as JSON, and not from pages of other sites`() async throws {
        try await Service.run { service in
            for type in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"] {
                for path in [Paths.commands, Paths.personalDataFind] {
                    let answer = try await service.ask("POST", path, register("c", "p"), type: type)
                    #expect(answer.status == 415 && answer.problem?.code == "unsupported-media-type", "\(type) \(path)")
                    #expect(answer.problem?.accepted?.contains("application/json") == true)
                }
            }
            #expect(service.fixture.ledger.count == 1)
            for (origin, status) in [
                ("https://evil.example", 403), ("null", 403), ("http://labd.evil.example", 403), ("http://labd", 200),
            ] {
                let wire = try await service.connect()
                let body = register("c-\(status)\(origin.count)", "p-\(status)\(origin.count)")
                let head =
                    "POST /v1/commands HTTP/1.1\r\nHost: labd\r\nOrigin: \(origin)\r\nContent-Type: application/json\r\n"
                    + "Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n"
                try await wire.write(Array((head + body).utf8))
                #expect(try Answer(await wire.rest()).status == status, "\(origin)")
            }
            #expect(service.fixture.ledger.count == 2)
        }
    }

    @Test func `no refusal repeats personal fields of a malformed command`() async throws {
        try await Service.run { service in
            for body in [
                #"[{"id":"c","command":"person.register","data":{"name":"Anna Rossi"}}]"#,
                #"{"id":"c","command":"person.register","data":["Anna Rossi"]}"#,
                #"{"id":"c","command":"person.register","data":{"person":"p","nationality":"PK","basis":"declared","name":["Anna Rossi"]}}"#,
                #"{"id":"c","command":"person.register","data":{"person":"p","nationality":"PK","basis":"declared","born":"Anna Rossi"}}"#,
            ] {
                let answer = try await service.ask("POST", Paths.commands, body)
                #expect(answer.status == 400 && !answer.text.contains("Rossi"), "\(answer.text)")
            }
            let search = try await service.ask("POST", Paths.personalDataFind, #"{"name":{"x":"Anna Rossi"}}"#)
            #expect(search.status == 400 && !search.text.contains("Rossi"), "\(search.text)")
        }
    }

    @Test func `the exact time of the last event is told only to accounts that may see events`() async throws {
        for (role, isExact) in [
            (nil, false), (Role.viewer, false), (.operator, true), (.auditor, true), (.admin, true),
        ] {
            let map = RoleMap(owner: geteuid(), role.map { [$0] } ?? [])
            try await Service.run(roles: map) { service in
                _ = try await service.fixture.send(
                    register("c", "p", #","at":"2020-09-14T10:23:45.123456Z""#))
                let time = try #require(try await service.ask("GET", Paths.health).object?["time"])
                let told: JSON = isExact ? "2020-09-14T10:23:45.123456Z" : "2020-09-14T10:00:00.000000Z"
                #expect(time == told, "\(role.map(\.rawValue) ?? "nobody")")
            }
        }
    }
}

/// The order in which things happened.
private final class Order: Sendable {
    private let names = Mutex<[String]>([])
    var noted: [String] { names.withLock { $0 } }
    func note(_ name: String) { names.withLock { $0.append(name) } }

    /// Returns when that many have happened, or fails after a time limit.
    func until(_ count: Int) async throws {
        for _ in 0..<2_000 where noted.count < count { try await Task.sleep(for: .milliseconds(5)) }
        #expect(noted.count >= count)
    }
}

extension QuestionThreads {
    /// Returns when that many questions wait.
    fileprivate func until(waiting count: Int) async throws {
        for _ in 0..<2_000 where waitingCount < count { try await Task.sleep(for: .milliseconds(5)) }
        #expect(waitingCount >= count)
    }
}
