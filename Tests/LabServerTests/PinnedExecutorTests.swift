import Foundation
import Executors
import Testing

@testable import LabServer

/// An actor that notes on which of the kernel's threads its jobs run.
private actor Witness {
    nonisolated let executor = PinnedExecutor(name: "test-pinned")
    // Unsafe: the reference is unowned; the actor holds the executor.
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }
    private(set) var order: [Int] = []

    /// The directory of the thread that runs this (proc(5)).
    func note(_ number: Int) throws -> String {
        order.append(number)
        return "/proc/" + (try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/thread-self"))
    }
}

struct PinnedExecutorTests {
    @Test(.timeLimit(.minutes(20))) func `jobs run on one thread, which has the executor's name`() async throws {
        let witness = Witness()
        var threads: Set<String> = []
        for number in 0..<10 { threads.insert(try await witness.note(number)) }
        #expect(await witness.order == Array(0..<10))
        let thread = try #require(threads.first)
        #expect(threads == [thread])
        #expect(try String(contentsOfFile: thread + "/comm", encoding: .utf8) == "test-pinned\n")
    }

    @Test(.timeLimit(.minutes(20))) func `the thread ends with the executor`() async throws {
        var witness: Witness? = Witness()
        let thread = try #require(try await witness?.note(0))
        witness = nil
        while FileManager.default.fileExists(atPath: thread) {
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}
