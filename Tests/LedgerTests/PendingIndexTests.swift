import LMDB
import Testing

@testable import Ledger

/// Tests that ids and streams are found in the tables, in memory or in both, even if batches were aborted in between.
struct PendingIndexTests {
    @Test(arguments: [1, 2, 7, 50, 131_072])
    func `ids, streams and revisions are found however late they are put into their tables`(interval: Int) throws {
        let fixture = try Fixture()
        let ledger = try fixture.open(indexInterval: interval)
        var random = SplitMix(state: UInt64(interval))
        var streams: [String: [Int]] = [:]
        var commands: [String: Range<Int>] = [:]
        for round in 0..<120 {
            var batch = try ledger.beginBatch()
            var appended: [(id: String, subject: String, events: Int)] = []
            for index in 0..<Int.random(in: 1...6, using: &random) {
                let subject = ["a", "a/b", "b", "case/1", "case/10"].randomElement(using: &random) ?? "a"
                let events = Int.random(in: 1...3, using: &random)
                // Ids in an order that is not that of the log.
                let id = "c-\((round * 7_919 + index * 104_729) % 100_003)"
                let places = try batch.append(command(id, on: subject, events: events))
                #expect(
                    places.first?.revision == (try ledger.stream(subject).count)
                        + appended.filter { $0.subject == subject }.map(\.events).reduce(0, +) + 1)
                appended.append((id, subject, events))
            }
            guard !round.isMultiple(of: 5) else { continue }  // dropped
            var position = ledger.count
            _ = try batch.commit()
            for (id, subject, events) in appended {
                commands[id] = position..<position + events
                streams[subject, default: []] += Array(position..<position + events)
                position += events
            }
            if round.isMultiple(of: 7) { try ledger.reopen() }
        }
        for (subject, positions) in streams { #expect(try ledger.stream(subject) == positions) }
        let batch = try ledger.beginBatch()
        for (id, positions) in commands {
            #expect(try ledger.earlier(id)?.positions == positions)
            #expect(try batch.earlier(id)?.positions == positions)
        }
        for (subject, positions) in streams { #expect(try batch.revision(of: subject) == positions.count) }
        #expect(try batch.earlier("c-none") == nil)
        batch.abort()
        let indexed = try ledger.storeForReading().environment.beginRead().count(ledger.storeForReading().commands)
        #expect(interval > 1_000 ? indexed == 0 : indexed > commands.count - interval - 6)
    }

    @Test func `a batch that only read need not be read again, and one that was dropped must be`() throws {
        let fixture = try Fixture()
        let ledger = try fixture.open()
        try ledger.append(command("c-1"))
        for _ in 0..<2 {
            let asking = try ledger.beginBatch()
            #expect(try asking.earlier("c-1") != nil)
            #expect(try asking.earlier("c-2") == nil)
            asking.abort()
            ledger.buffers.begin(ledger.index)
            #expect(ledger.index.with { $0["c-1"] } == 1)
        }
        var dropped = try ledger.beginBatch()
        _ = try dropped.append(command("c-2"))
        dropped.abort()
        ledger.buffers.begin(ledger.index)
        #expect(ledger.index.with { _ in true } == nil)
        #expect(try ledger.beginBatch().earlier("c-2") == nil)
    }

    @Test func `a taken id is refused whether its table has it or not`() throws {
        let fixture = try Fixture()
        let ledger = try fixture.open(indexInterval: 2)
        try ledger.append(command("c-1"), command("c-2"))
        try ledger.append(command("c-3"))
        var batch = try ledger.beginBatch()
        for id in ["c-1", "c-2", "c-3"] {
            #expect(throws: LedgerError.commandExists(id: id)) { try batch.append(command(id)) }
        }
        #expect(try batch.append(command("c-4")).first?.revision == 4)
    }

    @Test func `a map that is too small for filling the tables is grown, and nothing is lost`() throws {
        let fixture = try Fixture()
        let ledger = try fixture.open(mapSize: 1 << 19, indexInterval: 3_000)
        var next = 0
        var refused = 0
        while next < 9_000 {
            var batch = try ledger.beginBatch()
            do {
                for index in next..<next + 500 {
                    _ = try batch.append(command("\(index * 7_919 % 9_001)", on: "case/\(index % 700)"))
                }
                _ = try batch.commit()
                next += 500
            } catch LedgerError.mapFull {
                refused += 1
                try #require(refused < 20)
            }
        }
        #expect(ledger.count == 9_001)
        #expect(try ledger.earlier("\(8_999 * 7_919 % 9_001)")?.positions == 9_000..<9_001)
        #expect(try ledger.stream("case/1").count == 13)
    }

    @Test func `a lost receipt is damage, not an unknown command`() throws {
        let fixture = try Fixture()
        let ledger = try fixture.open(indexInterval: 1)
        try ledger.append(command("c-1"))
        let store = try ledger.storeForReading()
        let writing = try store.environment.beginWrite()
        try writing.delete(store.receipts, 1)
        try writing.commit()
        let batch = try ledger.beginBatch()
        let error = #expect(throws: LedgerError.self) { try batch.earlier("c-1") }
        #expect(error?.code == "log-damaged")
    }
}

/// Numbers that are the same in every run (SplitMix64, Steele, Lea and Flood 2014).
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
