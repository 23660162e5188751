import EventFormat
import Glibc
import LMDB
import Testing
import TransparencyLog

@testable import Ledger

struct FailureTests {
    @Test func `after a commit that failed there are no appends until the ledger was reopened, and nothing is lost`()
        async
    {
        // This runs in a separate process, because the limit on the size of files, which makes writes fail, applies to a whole
        // process.
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
        // Unsafe: a local C structure, for the call.
        var limit = rlimit()
        unsafe getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
        limit.rlim_cur = bytes ?? limit.rlim_max
        unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    }
}

extension FailureTests {
    @Test func `a cosignature that could not be committed is a failed commit like any other`() throws {
        let fixture = try Fixture()
        let ledger = try fixture.open()
        try ledger.append(command("c-1"))
        let note = try #require(try ledger.checkpoint())
        try MetaPages.refuseWrites(of: fixture.path + "/data/log/data.mdb")

        let error = #expect(throws: LedgerError.self) { try ledger.keepWitnessed(note) }
        #expect(error?.code == "log-failed", "\(String(describing: error))")
        #expect(ledger.failure != nil)
        let refused = #expect(throws: LedgerError.self) { _ = try ledger.append(command("c-2")) }
        #expect(refused?.code == "log-failed", "\(String(describing: refused))")
        #expect(try ledger.reopen() == 2)
        try ledger.append(command("c-2"))
        try ledger.keepWitnessed(note)
        #expect(try ledger.checkpoint(witnessed: true)?.text == note.text)
    }

    @Test func `keys that could not be committed are tried again with the next command`() throws {
        let fixture = try Fixture()
        let ledger = try fixture.open()
        try MetaPages.refuseWrites(of: fixture.path + "/data/keys/data.mdb")
        let sealed = SealedFields(owner: "person/1", fields: [1, 2, 3], terms: [])
        let error = #expect(throws: LedgerError.self) { try ledger.append(command("c-1", sealed: sealed)) }
        #expect(error?.code == "keys-unavailable")
        try ledger.append(command("c-1", sealed: sealed))
        #expect(try ledger.openSealed(1)?.fields == [1, 2, 3])
    }
}

/// The file descriptor with which LMDB writes its meta pages: it opens its file a second time for these, with O_DSYNC.
private enum MetaPages {
    /// Makes every write with it fail until the file is opened again.
    static func refuseWrites(of file: String) throws {
        var found = 0
        for descriptor in Int32(3)..<1_024 {
            var target = [CChar](repeating: 0, count: 4_096)
            // Unsafe: readlink(2) writes at most as many bytes as it is told.
            let count = unsafe readlink("/proc/self/fd/\(descriptor)", &target, target.count)
            guard count > 0,
                String(decoding: target.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self) == file,
                fcntl(descriptor, F_GETFL) & O_DSYNC != 0
            else { continue }
            let nothing = unsafe open("/dev/null", O_RDONLY)
            #expect(dup2(nothing, descriptor) == descriptor)
            close(nothing)
            found += 1
        }
        #expect(found == 1)
    }
}
