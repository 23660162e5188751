import Testing

@testable import Ledger

struct FollowTests {
    let fixture: Fixture
    let ledger: Ledger

    init() throws {
        fixture = try Fixture()
        ledger = try fixture.open()
    }

    @Test func `a position that already exists is not waited for`() async throws {
        #expect(try await ledger.count(beyond: 0) == 1)
    }

    @Test(.timeLimit(.minutes(20))) func `many wait, each until its position is there`() async throws {
        let counts = try await withThrowingTaskGroup(of: Bool.self) { group in
            for waiter in 1...100 {
                group.addTask { try await ledger.count(beyond: waiter) > waiter }
            }
            for number in 1...100 { try ledger.append(command("c-\(number)")) }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(counts == 100)
    }

    @Test(.timeLimit(.minutes(20))) func `a waiting follower can be cancelled, before and while it waits`() async throws
    {
        let waiting = Task { try await ledger.count(beyond: 1) }
        try await Task.sleep(for: .milliseconds(20))
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        let late = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await ledger.count(beyond: 1)
        }
        late.cancel()
        await #expect(throws: CancellationError.self) { try await late.value }
        try ledger.append(command("c-1"))
        #expect(try await ledger.count(beyond: 1) == 2)
    }

    @Test func `an aborted batch does not wake a follower`() async throws {
        let waiting = Task { try await ledger.count(beyond: 1) }
        var batch = try ledger.beginBatch()
        _ = try batch.append(command("c-1", events: 5))
        batch.abort()
        try ledger.append(command("c-2"))
        #expect(try await waiting.value == 2)
    }
}
