import Synchronization
import Foundation
import Testing

@testable import Ledger

/// The smallest writer that groups: senders append, the executor's hook commits once for all of them.
private actor GroupingWriter {
    nonisolated let executor = PinnedExecutor(name: "test-writer")
    // Unsafe: the reference is unowned; the actor holds the executor.
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }
    private let ledger: Ledger
    private var batch: Batch?
    private var waiting: [(CheckedContinuation<AppendedEvent, any Error>, AppendedEvent)] = []
    private(set) var commits = 0

    init(_ ledger: Ledger) {
        self.ledger = ledger
    }

    nonisolated func start() {
        executor.whenDrained { [weak self] in self?.assumeIsolated { $0.commit() } }
    }

    func send(_ id: String) async throws -> AppendedEvent {
        let record = try command(id, on: "stream/\(id)")
        var open = if let batch = batch.take() { batch } else { try ledger.beginBatch() }
        let appended = try open.append(record)
        batch = consume open
        return try await withCheckedThrowingContinuation { waiting.append(($0, appended[0])) }
    }

    private func commit() {
        guard let open = batch.take() else { return }
        let senders = waiting
        waiting = []
        do {
            _ = try open.commit()
            commits += 1
            for (sender, appended) in senders { sender.resume(returning: appended) }
        } catch {
            for (sender, _) in senders { sender.resume(throwing: error) }
        }
    }
}

struct GroupCommitTests {
    @Test(.timeLimit(.minutes(1))) func `senders at the same time share commits, and each gets its own answer`()
        async throws
    {
        let fixture = try Fixture()
        let ledger = try fixture.open()
        let writer = GroupingWriter(ledger)
        writer.start()
        let positions = try await withThrowingTaskGroup(of: Int.self) { group in
            for sender in 0..<300 {
                group.addTask {
                    let appended = try await writer.send("c-\(sender)")
                    #expect(ledger.count > appended.position)
                    #expect(try ledger.event(at: appended.position)?.cause == "c-\(sender)")
                    return appended.position
                }
            }
            return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
        }
        #expect(positions == Set(1...300))
        let commits = await writer.commits
        #expect(commits > 0)
        #expect(commits < 300)
        writer.executor.stop()
    }

    @Test(.timeLimit(.minutes(1))) func `an executor that was stopped starts again for a later job`() async throws {
        let fixture = try Fixture()
        let ledger = try fixture.open()
        let writer = GroupingWriter(ledger)
        writer.start()
        for number in 0..<5 {
            #expect(try await writer.send("c-\(number)").position == number + 1)
            writer.executor.stop()
        }
        #expect(ledger.count == 6)
    }

    @Test(.timeLimit(.minutes(1))) func `jobs run on the executor's thread, and nowhere else`() async throws {
        let executor = PinnedExecutor()
        #expect(executor.isIsolatingCurrentContext() == false)
        actor Worker {
            nonisolated let executor: PinnedExecutor
            // Unsafe: the reference is unowned; the actor holds the executor.
            nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }
            init(_ executor: PinnedExecutor) { self.executor = executor }
            func isOnIt() -> Bool? { executor.isIsolatingCurrentContext() }
        }
        let worker = Worker(executor)
        let count = Counter()
        executor.whenDrained { count.increment() }
        for _ in 0..<10 { #expect(await worker.isOnIt() == true) }
        let threads = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")
        let names = threads.map { try? String(contentsOfFile: "/proc/self/task/\($0)/comm", encoding: .utf8) }
        #expect(names.contains("labd-writer\n"), "the thread has no name by which ps(1) shows it")
        executor.stop()
        #expect(count.value >= 1)
        #expect(count.value <= 10)
    }
}

private final class Counter: Sendable {
    private let number = Atomic<Int>(0)
    var value: Int { number.load(ordering: .relaxed) }
    func increment() { number.add(1, ordering: .relaxed) }
}
