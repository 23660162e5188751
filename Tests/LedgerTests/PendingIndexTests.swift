import LMDB
import SeededNumbers
import Synchronization
import Testing

@testable import Ledger

/// Tests that ids and streams are found in runs, in the tables of older versions, in memory or in all of them, even if batches
/// were aborted in between.
struct PendingIndexTests {
    @Test(arguments: [1, 2, 7, 50, 131_072])
    func `ids, streams and revisions are found however late they are written into runs`(interval: Int) throws {
        let fixture = try Fixture()
        let ledger = try fixture.open(indexInterval: interval)
        var random = SeededNumbers(seed: UInt64(interval))
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
        let store = try ledger.storeForReading()
        let manifest = try IndexManifest.read(store, try store.environment.beginRead())
        #expect(interval > 1_000 ? manifest == nil : (manifest?.covered ?? 0) > ledger.count - interval - 20)
        #expect(manifest.map { $0.runs.count < 40 } ?? true)
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
            #expect(try !ledger.buffers.begin(ledger.index))
            #expect(ledger.index.with { $0.positions($0.key.command("c-1")) } == [1])
        }
        var dropped = try ledger.beginBatch()
        _ = try dropped.append(command("c-2"))
        dropped.abort()
        #expect(try ledger.buffers.begin(ledger.index))
        #expect(ledger.index.with { _ in true } == nil)
        #expect(try ledger.beginBatch().earlier("c-2") == nil)
    }

    @Test func `a taken id is refused whether a run has it or not`() throws {
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

    @Test func `a map that is too small for a run is grown, and nothing is lost`() throws {
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
        let ledger = try fixture.open(indexInterval: 1, keepsLooseRows: false)
        try ledger.append(command("c-1"))
        let store = try ledger.storeForReading()
        let writing = try store.environment.beginWrite()
        try writing.delete(store.receipts, 1)
        try writing.commit()
        let batch = try ledger.beginBatch()
        let error = #expect(throws: LedgerError.self) { try batch.earlier("c-1") }
        #expect(error?.code == "log-damaged")
    }

    @Test(arguments: [[], [0], [0, 2], [0, 1, 2, 3, 4], [4]])
    func `a log that an older version filled or continued answers the same`(olderRounds: [Int]) throws {
        let fixture = try Fixture()
        let ledger = try fixture.open(indexInterval: 4)
        var streams: [String: [Int]] = ["log": [0]]
        for round in 0..<5 {
            for index in 0..<37 {
                let subject = ["log", "a", "b", "c-1"][(index + round) % 4]
                streams[subject, default: []].append(ledger.count)
                try ledger.append(command("c-\(round)-\(index)", on: subject))
            }
            if olderRounds.contains(round) {
                try settleAsOlderVersions(try ledger.storeForReading())
                try ledger.reopen()
            }
            for (subject, positions) in streams {
                #expect(try ledger.stream(subject) == positions)
                #expect(try ledger.beginBatch().revision(of: subject) == positions.count)
            }
        }
        for round in 0..<5 {
            for index in 0..<37 {
                let position = round * 37 + index + 1
                let id = "c-\(round)-\(index)"
                #expect(try ledger.earlier(id)?.positions == position..<position + 1)
                #expect(try ledger.beginBatch().earlier(id)?.positions == position..<position + 1)
            }
        }
        let store = try ledger.storeForReading()
        let counts = try store.read { reading throws(LMDBError) in
            (try reading.count(store.runs), try reading.count(store.merged))
        }
        // What was discarded is deleted by and by.
        #expect(counts.0 + counts.1 <= 60)
    }

    /// Fills the tables as versions before 0.2 did, which knew of no runs.
    private func settleAsOlderVersions(_ store: Store) throws {
        let writing = try store.environment.beginWrite()
        var rows: [(Int, Receipt)] = []
        try store.walkReceipts(from: try store.indexed(writing), writing) { position, receipt in
            rows.append((position, receipt))
            return true
        }
        var key: [UInt8] = []
        var end = 1
        for (position, receipt) in rows {
            func bytes(_ number: Int) -> [UInt8] {
                var row: [UInt8] = []
                row.append(bigEndian: UInt32(number))
                return row
            }
            try writing.put(store.commands, Array(receipt.id.utf8).span, bytes(position).span, .insert)
            for (offset, place) in receipt.places.enumerated() {
                StreamRow.write(place.subject, place.revision, to: &key)
                try writing.put(store.streams, key.span, bytes(position + offset).span, .insert)
                end = position + offset + 1
            }
            try writing.put(store.meta, Array("indexed".utf8).span, bytes(end).span)
        }
        try writing.commit()
    }

    @Test func `readers find what is committed while runs are written and merged`() async throws {
        let fixture = try Fixture()
        let ledger = try fixture.open(indexInterval: 3)
        let looks = Looks()
        let reading = Task.detached {
            while !looks.isOver.load(ordering: .relaxed) {
                let count = ledger.count
                for position in [1, count / 3 + 1, count / 2 + 1, count - 1] where 1..<count ~= position {
                    #expect(try ledger.earlier("c-\(position)")?.positions == position..<position + 1)
                }
                let stream = try ledger.stream("case/1")
                #expect(stream.count >= (count - 1) / 3)
                #expect(stream == stride(from: 3, through: stream.last ?? 0, by: 3).map { $0 })
                looks.count.add(1, ordering: .relaxed)
            }
        }
        while ledger.count < 1_500 || looks.count.load(ordering: .relaxed) < 20 {
            var batch = try ledger.beginBatch()
            for position in ledger.count..<ledger.count + 7 {
                _ = try batch.append(command("c-\(position)", on: "case/\(position % 3 == 0 ? 1 : 2)"))
            }
            _ = try batch.commit()
        }
        looks.isOver.store(true, ordering: .relaxed)
        try await reading.value
    }

    @Test func `a stream that is most of the log is found in merged runs`() throws {
        let fixture = try Fixture()
        let ledger = try fixture.open(indexInterval: 500)
        for round in 0..<30 {
            var batch = try ledger.beginBatch()
            for index in 0..<300 {
                _ = try batch.append(command("c-\(round)-\(index)", on: index % 50 == 0 ? "rare/\(index)" : "all"))
            }
            _ = try batch.commit()
        }
        try ledger.reopen()
        #expect(try ledger.stream("all").count == 30 * 294)
        #expect(try ledger.stream("rare/50").count == 30)
        #expect(try ledger.beginBatch().revision(of: "all") == 30 * 294)
        #expect(try ledger.beginBatch().earlier("c-29-299") != nil)
        #expect(try ledger.beginBatch().earlier("c-30-0") == nil)
    }

    @Test func `a commit writes a bounded part of the index`() throws {
        let fixture = try Fixture()
        let ledger = try fixture.open(mapSize: 1 << 26, indexInterval: 256)
        let store = try ledger.storeForReading()
        func pages() -> Int { store.environment.usage().used / 4_096 }
        var most = 0
        for round in 0..<4_000 {
            let before = try IndexManifest.read(store, try store.environment.beginRead())
            try ledger.append(command("c-\(round)", on: "case/\(round)"))
            let after = try IndexManifest.read(store, try store.environment.beginRead())
            let merged = (after?.merge?.written ?? 0) - (before?.merge?.written ?? 0)
            most = max(most, merged)
        }
        #expect(most <= 33 * IndexChunk.limit)
        #expect(pages() < 4_000)
    }
}

/// What a reader beside the test has seen.
private final class Looks: Sendable {
    let count = Atomic(0)
    let isOver = Atomic(false)
}

/// Tests the hash and the filter of the index.
struct IndexHashTests {
    @Test func `the hash is that of the published vectors`() {
        let key = IndexKey(low: 0x0706_0504_0302_0100, high: 0x0F0E_0D0C_0B0A_0908)
        #expect(key.hash([UInt8]().span).row == 0xE6A8_25BA_047F_81A3)
        #expect(key.hash([UInt8]([0]).span).row == 0x44AF_996B_D8C1_87DA)
        let names = (0..<200).map { String(repeating: "a", count: $0) }
        #expect(Set(names.map { key.command($0).row } + names.map { key.stream($0).row }).count == 400)
    }

    @Test func `the filter forgets nothing, and is seldom wrong`() {
        var random = SeededNumbers(seed: 5)
        var filter = IndexFilter(forAtLeast: 10)
        let hashes = (0..<300_000).map { _ in random.next() }
        for hash in hashes { filter.insert(hash) }
        #expect(hashes.allSatisfy(filter.mayHave))
        let wrong = (0..<100_000).count { _ in filter.mayHave(random.next()) }
        #expect(wrong < 5_000)
    }
}
