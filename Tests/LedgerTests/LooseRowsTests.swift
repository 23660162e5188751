import Foundation
import LMDB
import SeededNumbers
import Testing
import TransparencyLog

@testable import Ledger

/// Tests that receipts and leaves are found, whether they are in their tables or still in one row.
struct LooseRowsTests {
    /// Returns what the log answers about everything in it.
    private func answers(_ ledger: Ledger, ids: [String], streams: [String]) throws -> [String] {
        var answers = try ids.map { "\(String(describing: try ledger.earlier($0)))" }
        for stream in streams { answers.append("\(try ledger.stream(stream))") }
        let width = ledger.count % 256
        answers.append("\(try ledger.content(of: Tile(level: 0, index: ledger.count / 256, width: width)) ?? [])")
        for size in [1, ledger.count / 2, ledger.count - 1, ledger.count] where size > 0 {
            answers.append("\(try ledger.root(ofSize: size))")
        }
        let checkpoint = try ledger.checkpoint()
        answers.append("\(try Checkpoint(#require(checkpoint).text))")
        return answers
    }

    @Test(arguments: [UInt64(1), 2, 3, 4])
    func `a log with loose rows answers as one without`(seed: UInt64) throws {
        let fixtures = [try Fixture(), try Fixture()]
        // The first line has random bits, so that both logs must begin as one.
        do { try fixtures[0].open().noteStopped() }
        try FileManager.default.copyItem(atPath: fixtures[0].path + "/data", toPath: fixtures[1].path + "/data")
        let interval = [1, 5, 40, 131_072][Int(seed) - 1]
        let ledgers = [
            try fixtures[0].open(indexInterval: interval),
            try fixtures[1].open(indexInterval: interval, keepsLooseRows: false),
        ]
        var random = SeededNumbers(seed: seed)
        var ids = ["c-none"]
        let streams = ["log", "a", "b/1", "case/1"]
        for round in 0..<150 {
            let commands = try (0..<Int.random(in: 1...(round % 20 == 0 ? 60 : 3), using: &random)).map { index in
                try command(
                    "c-\(round)-\(index)", on: streams.randomElement(using: &random) ?? "a",
                    events: Int.random(in: 1...10, using: &random) == 1 ? 20 : 1)
            }
            let isDropped = round % 11 == 3
            for ledger in ledgers {
                var batch = try ledger.beginBatch()
                for command in commands {
                    _ = try batch.append(command)
                    #expect(try batch.earlier(command.id)?.positions.upperBound == batch.count)
                    #expect(throws: LedgerError.commandExists(id: command.id)) { try batch.append(command) }
                }
                if isDropped { batch.abort() } else { _ = try batch.commit() }
            }
            if !isDropped { ids += commands.map(\.id) }
            if round % 13 == 5 { for ledger in ledgers { try ledger.reopen() } }
            guard round % 10 == 9 else { continue }
            let (loose, settled) = (
                try answers(ledgers[0], ids: ids, streams: streams), try answers(ledgers[1], ids: ids, streams: streams)
            )
            for (found, expected) in zip(loose, settled) { #expect(found == expected) }
            #expect(try ledgers[0].verify(tile: ledgers[0].count / 256) == ledgers[0].count)
            #expect(ledgers[0].damage.isEmpty)
        }
    }

    @Test func `after a stop the rows are in their tables, and after a crash the log continues`() throws {
        let fixture = try Fixture()
        func format(_ store: Store) throws -> String? {
            try store.environment.beginRead().get(store.meta, Array("format".utf8).span) {
                String(decoding: [UInt8](copying: $0), as: UTF8.self)
            }
        }
        do {
            let ledger = try fixture.open()
            for number in 1...5 { try ledger.append(command("c-\(number)")) }
            let store = try ledger.storeForReading()
            // Versions before 0.2 must not open it.
            #expect(try format(store) == "5")
            #expect(try store.environment.beginRead().count(store.receipts) == 0)
        }
        do {
            let ledger = try fixture.open()
            #expect(try ledger.append(command("c-6")).first?.revision == 6)
            #expect(try ledger.earlier("c-5")?.positions == 5..<6)
            let root = try ledger.root(ofSize: 7)
            try ledger.noteStopped()
            let store = try ledger.storeForReading()
            #expect(try format(store) == "4")
            #expect(try store.environment.beginRead().count(store.receipts) == 6)
            #expect(try store.loose(store.environment.beginRead()) == nil)
            #expect(try ledger.root(ofSize: 7) == root)
        }
        let ledger = try fixture.open()
        #expect(ledger.damage.isEmpty)
        #expect(try ledger.append(command("c-7")).first?.revision == 7)
    }

    @Test func `a copy with loose rows verifies, and a changed line in it is found`() throws {
        let fixture = try Fixture()
        do {
            let ledger = try fixture.open()
            for number in 1...300 { try ledger.append(command("c-\(number)")) }
        }
        func audit() throws -> Result<DatabaseAudit.Outcome, LogFault> {
            try DatabaseAudit(inDirectory: fixture.path + "/data").run(key: nil, progress: { _ in })
        }
        #expect(try audit().get().size == 301)
        do {
            let store = try Store(inDirectory: fixture.path + "/data/log", mapSize: 1 << 24)
            #expect(try store.loose(store.environment.beginRead())?.isEmpty == false)
            let writing = try store.environment.beginWrite()
            var line = try #require(try writing.get(store.events, 299) { [UInt8](copying: $0) })
            line[20] ^= 1
            try writing.put(store.events, 299, line.span)
            try writing.commit()
        }
        guard case .failure(let fault) = try audit() else {
            Issue.record("the change was not found")
            return
        }
        #expect(fault.position == 299)
        #expect(try fixture.open().damage.map(\.position) == [299])
    }

    @Test func `the commit of a lone event writes few pages`() throws {
        let fixture = try Fixture()
        let ledger = try fixture.open()
        func written() throws -> Int {
            let facts = try String(contentsOfFile: "/proc/thread-self/io", encoding: .utf8)
            let line = try #require(facts.split(separator: "\n").first { $0.hasPrefix("wchar: ") })
            return try #require(Int(line.dropFirst(7)))
        }
        var batch = try ledger.beginBatch()
        for number in 0..<3_000 { _ = try batch.append(command("b-\(number)", on: "case/\(number)")) }
        _ = try batch.commit()
        var pages: [Int] = []
        for number in 0..<200 {
            let before = try written()
            try ledger.append(command("c-\(number)", on: "case/\(number)"))
            pages.append((try written() - before) / 4_096)
        }
        pages.sort()
        // The line with two or three pages of its tree, `meta`, the list of tables and the list of free pages; the meta page of
        // LMDB is written in part.
        #expect(pages[100] <= 6)
        #expect(pages[199] <= 24)
    }
}
