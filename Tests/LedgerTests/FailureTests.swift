internal import Glibc
import LMDB
import Testing

@testable import Ledger

struct FailureTests {
    @Test func `after a commit that failed there are no appends until the ledger was reopened, and nothing is lost`()
        async
    {
        // In a process of its own: the limit on the size of files, which makes writes fail, is a process's.
        await #expect(processExitsWith: .success) {
            signal(SIGXFSZ, SIG_IGN)
            let fixture = try Fixture()
            let ledger = try fixture.open()
            try ledger.append(command("c-1"))
            let before = ledger.count

            Limit.set(16_384)
            let error = #expect(throws: LedgerError.self) { try ledger.append(command("c-2", events: 500)) }
            #expect(error?.code == "log-failed")
            Limit.set(nil)

            #expect(ledger.failure != nil)
            let refused = #expect(throws: LedgerError.self) { _ = try ledger.append(command("c-3")) }
            #expect(refused?.code == "log-failed")
            #expect(ledger.count == before)
            #expect(try ledger.event(at: 1)?.cause == "c-1")

            #expect(try ledger.reopen() == before)
            #expect(ledger.failure == nil)
            #expect(try ledger.earlier("c-2") == nil)
            #expect(try ledger.append(command("c-4")).map(\.position) == [before])
            #expect(try ledger.event(at: before)?.revision == 2)
        }
    }

    @Test func `reopening waits for readers, and refuses a log that has become shorter`() async throws {
        let fixture = try Fixture()
        let ledger = try fixture.open()
        try ledger.append(command("c-1"), command("c-2"))
        let reading = Task.detached {
            var reopenings = 0
            for _ in 0..<20_000 {
                do { _ = try ledger.line(at: 1) } catch LedgerError.reopening { reopenings += 1 }
            }
            return reopenings
        }
        for _ in 0..<20 { #expect(try ledger.reopen() == 3) }
        _ = try await reading.value

        let store = try ledger.storeForReading()
        let writing = try store.environment.beginWrite()
        try writing.delete(store.events, 2)
        try writing.commit()
        _ = consume store
        let error = #expect(throws: LedgerError.self) { try ledger.reopen() }
        #expect(error?.code == "log-damaged")
        #expect(throws: LedgerError.reopening) { try ledger.line(at: 0) }
    }
}

private enum Limit {
    /// The greatest size of a file that this process may write; nil for none.
    static func set(_ bytes: UInt?) {
        // Unsafe: a C structure of ours, for the call.
        var limit = rlimit()
        unsafe getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
        limit.rlim_cur = bytes ?? limit.rlim_max
        unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    }
}
