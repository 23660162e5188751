import CanonicalJSON
import EventFormat
import LMDB
import Testing

@testable import Ledger

struct ReadingTests {
    let fixture: Fixture
    let ledger: Ledger

    init() throws {
        fixture = try Fixture()
        ledger = try fixture.open()
        try ledger.append(command("c-1", events: 9))
    }

    @Test func `lines come in order, within the number and size asked for, but at least one`() throws {
        let all = try ledger.lines(from: 0, limit: 100, maxBytes: .max)
        #expect(all.count == 10)
        for (position, line) in all.enumerated() { #expect(try ledger.line(at: position) == line) }
        #expect(try ledger.lines(from: 3, limit: 2, maxBytes: .max) == Array(all[3..<5]))
        #expect(try ledger.lines(from: 3, limit: 9, maxBytes: all[3].count + all[4].count) == Array(all[3..<5]))
        #expect(try ledger.lines(from: 3, limit: 9, maxBytes: all[3].count + all[4].count - 1) == [all[3]])
        #expect(try ledger.lines(from: 3, limit: 9, maxBytes: 1) == [all[3]])
        #expect(try ledger.lines(from: 10, limit: 9, maxBytes: .max) == [])
        #expect(try ledger.lines(from: -1, limit: 9, maxBytes: .max) == [])
    }

    @Test func `a scan lends the lines between two positions, and stops when told`() throws {
        var seen: [Int] = []
        try ledger.scan(from: 2, to: 7) { position, line throws(LedgerError) in
            seen.append(try EventLine.read(line, at: position).position)
            return position < 5
        }
        #expect(seen == [2, 3, 4, 5])
    }

    @Test func `a scan longer than its pieces misses nothing`() throws {
        let text = JSON.string(String(repeating: "x", count: 300))
        for number in 0..<20 { try ledger.append(command("n-\(number)", events: 100, data: ["t": text])) }
        var next = 0
        try ledger.scan { position, line throws(LedgerError) in
            #expect(position == next)
            _ = try EventLine.read(line, at: position)
            next += 1
            return true
        }
        #expect(next == 2_010)
    }

    @Test func `a position that is missing in the middle is reported`() throws {
        let store = try ledger.storeForReading()
        let writing = try store.environment.beginWrite()
        try writing.delete(store.events, 4)
        try writing.commit()
        var seen: [Int] = []
        let error = #expect(throws: LedgerError.self) {
            try ledger.scan { position, _ throws(LedgerError) in
                seen.append(position)
                return true
            }
        }
        #expect(error == .damaged(position: 4, detail: "no event"))
        #expect(try ledger.line(at: 4) == nil)
    }

    @Test func `a scan within a scan reads too`() throws {
        var lines = 0
        try ledger.scan { _, _ throws(LedgerError) in
            try ledger.scan { _, _ throws(LedgerError) in
                lines += 1
                return true
            }
            return true
        }
        #expect(lines == 100)
    }
}
