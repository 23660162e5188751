import CanonicalJSON
import CivilTime
import EventFormat
import Foundation
import SeededNumbers
import Testing
import TransparencyCrypto
import TransparencyLog

@testable import Ledger

@Suite("A copy of another log, made of its lines")
struct CopyTests {
    let original: Fixture
    let fixture: Fixture

    init() throws {
        original = try Fixture()
        fixture = try Fixture()
    }

    private var directory: String { fixture.path + "/copy" }

    /// What a log says of itself at one of its checkpoints.
    private struct Step {
        let lines: [[UInt8]]
        let checkpoint: SignedNote
    }

    /// Appends random commands, and returns the lines from `start` on and the checkpoint behind them.
    private func grow(
        _ ledger: Ledger, by count: Int, from start: Int, _ random: inout some RandomNumberGenerator
    ) throws -> Step {
        var batch = try ledger.beginBatch()
        let end = ledger.count + count
        while batch.count < end {
            let subject = "case/\(Int.random(in: 0..<40, using: &random))"
            if Int.random(in: 0..<8, using: &random) == 0 {
                let draft = EventDraft(
                    subject: subject, type: "personal-data.viewed", schema: 1, occurred: "2026-02-03", data: [:])
                _ = try batch.append(CommandRecord(own: draft, actor: "anna", time: Instant(microseconds: 1_000_000)))
            } else {
                let sealed =
                    Bool.random(using: &random)
                    ? SealedFields(owner: subject, fields: Array(#"{"name":"Ada"}"#.utf8), terms: []) : nil
                _ = try batch.append(
                    command("c-\(batch.count)", on: subject, events: .random(in: 1...3, using: &random), sealed: sealed)
                )
            }
        }
        _ = try batch.commit()
        return Step(
            lines: try ledger.lines(from: start, limit: .max, maxBytes: .max),
            checkpoint: try #require(try ledger.checkpoint()))
    }

    /// Puts the lines of a step into the copy, and begins it first if there is none.
    private func copied(_ step: Step, of key: VerifierKey) throws -> Ledger {
        var lines = step.lines[...]
        if !Ledger.isBegun(inDirectory: directory) {
            try Ledger.beginCopy(
                inDirectory: directory, of: key, firstLine: lines.removeFirst(), coveredBy: step.checkpoint)
        }
        let copy = try opened(key)
        var copier = LogCopier(copy, coveredBy: step.checkpoint)
        for line in lines { try copier.append(line) }
        try copier.finish()
        return copy
    }

    private func opened(_ key: VerifierKey) throws -> Ledger {
        try patiently { () throws(LedgerError) in try Ledger(copyInDirectory: directory, of: key) }
    }

    /// Expects that a copy has all that the log has, except for what is sealed.
    private func expectSame(_ copy: Ledger, _ log: Ledger) throws {
        #expect(copy.damage.isEmpty)
        #expect(copy.identity == log.identity)
        #expect(copy.lastTime == log.lastTime)
        let all = try log.lines(from: 0, limit: .max, maxBytes: .max)
        #expect(try copy.lines(from: 0, limit: .max, maxBytes: .max) == all)
        #expect(try copy.checkpoint() == log.checkpoint())
        #expect(try copy.root(ofSize: copy.count) == log.root(ofSize: log.count))
        for subject in ["log"] + (0..<40).map({ "case/\($0)" }) {
            #expect(try copy.stream(subject) == log.stream(subject), "\(subject)")
        }
        for (position, line) in all.enumerated() {
            let event = try EventLine.read(line.span, at: position)
            guard !OwnCause.isOne(event.cause) else { continue }
            #expect(try copy.earlier(event.cause)?.positions == log.earlier(event.cause)?.positions)
        }
    }

    @Test(arguments: 0..<6)
    func `a copy has the lines, the tree, the streams and the commands of the log, whatever the steps`(_ seed: UInt64)
        throws
    {
        var random = SeededNumbers(seed: seed)
        let log = try original.open(indexInterval: 64, keepsLooseRows: seed % 2 == 0)
        var covered = 0
        for _ in 0..<12 {
            let step = try grow(log, by: .random(in: 1...300, using: &random), from: covered, &random)
            covered = log.count
            let copy = try copied(step, of: log.logKey)
            try expectSame(copy, log)
        }
        try expectSame(try opened(log.logKey), log)
    }

    @Test func `a copying that was interrupted goes on, also with a later checkpoint`() throws {
        var random = SeededNumbers(seed: 1)
        let log = try original.open()
        let step = try grow(log, by: 9_500, from: 0, &random)
        try Ledger.beginCopy(
            inDirectory: directory, of: log.logKey, firstLine: step.lines[0], coveredBy: step.checkpoint)
        do {
            let copy = try opened(log.logKey)
            #expect(copy.damage.isEmpty)
            var copier = LogCopier(copy, coveredBy: step.checkpoint)
            for line in step.lines[1...5_000] { try copier.append(line) }
            #expect(copy.count > 4_096 && copy.count < 5_000)
            #expect(try copy.copiedSizeToReach() == step.lines.count)
        }
        let copy = try opened(log.logKey)
        #expect(copy.damage.isEmpty)
        let (tree, last) = try copy.copiedEnd()
        #expect(tree.size == copy.count && last?.position == copy.count - 1)
        #expect(try copy.copiedSizeToReach() == step.lines.count)
        let later = try grow(log, by: 100, from: copy.count, &random)
        var copier = LogCopier(copy, coveredBy: later.checkpoint)
        for line in later.lines { try copier.append(line) }
        try copier.finish()
        #expect(try copy.copiedSizeToReach() == copy.count)
        try expectSame(copy, log)
    }

    @Test func `lines that do not have the checkpoint's root are not kept, and the right ones still are`() throws {
        var random = SeededNumbers(seed: 2)
        let log = try original.open()
        let copy = try copied(try grow(log, by: 50, from: 0, &random), of: log.logKey)
        let step = try grow(log, by: 50, from: copy.count, &random)
        var forged = step.lines
        let place = try #require(forged[10].lastIndex(of: UInt8(ascii: "1")))
        forged[10][place - 1] = UInt8(ascii: "x")
        let before = copy.count
        #expect(throws: LedgerError.self) {
            var copier = LogCopier(copy, coveredBy: step.checkpoint)
            for line in forged { try copier.append(line) }
            try copier.finish()
        }
        #expect(copy.count == before)
        var copier = LogCopier(copy, coveredBy: step.checkpoint)
        for line in step.lines { try copier.append(line) }
        try copier.finish()
        try expectSame(copy, log)
    }

    @Test func `a copy takes no commands, opens nothing that is sealed, and is of one log only`() throws {
        var random = SeededNumbers(seed: 3)
        let log = try original.open()
        let step = try grow(log, by: 20, from: 0, &random)
        let copy = try copied(step, of: log.logKey)
        #expect(copy.isCopy && !log.isCopy)
        #expect(throws: Batch.isOfCopy) { try copy.append(command("mine")) }
        #expect(copy.count == log.count)
        #expect(copy.keys.unavailable?.contains("copy") == true)
        #expect(!FileManager.default.fileExists(atPath: directory + "/keys"))

        let other = try Fixture()
        let stranger = try other.open(
            LogIdentity(office: "chieti", origin: "labd.example/chieti", zone: "Europe/Rome", simulated: true))
        #expect(throws: LedgerError.self) {
            try Ledger.beginCopy(
                inDirectory: other.path + "/copy", of: stranger.logKey, firstLine: step.lines[0],
                coveredBy: step.checkpoint)
        }
        var copier = LogCopier(copy, coveredBy: try #require(try stranger.checkpoint()))
        #expect(throws: LedgerError.self) { try copier.append(step.lines[0]) }
        #expect(throws: LedgerError.self) {
            try LogCopier(copy, coveredBy: try #require(try stranger.checkpoint())).finish()
        }
    }

    @Test func `a copy of another log's directory is refused`() throws {
        var random = SeededNumbers(seed: 4)
        let log = try original.open()
        _ = try copied(try grow(log, by: 20, from: 0, &random), of: log.logKey)
        let key = try #require(SigningKey(seed: [UInt8](repeating: 5, count: 32))).signer(
            name: "labd.example/chieti", type: .ed25519
        ).key
        #expect(
            throws: LedgerError.identityMismatch(
                field: "origin", stored: "labd.example/pescara", settings: "labd.example/chieti")
        ) {
            _ = try Ledger(copyInDirectory: directory, of: key)
        }
    }

    @Test func `a log is rebuilt from a copy, goes on, and knows the commands that it had`() throws {
        var random = SeededNumbers(seed: 5)
        let path = original.path + "/data"
        do {
            let log = try original.open()
            _ = try copied(try grow(log, by: 500, from: 0, &random), of: log.logKey)
        }
        try FileManager.default.removeItem(atPath: path + "/log")
        do {
            let restoration = try patiently { () throws(LedgerError) in try Restoration(of: directory, into: path) }
            #expect(restoration.present == .nothing)
            _ = try restoration.run(now: .epoch, at: { ($0, "2026-02-03") }, discarding: false)
        }
        let log = try original.open()
        #expect(log.damage.isEmpty && log.count >= 501)
        let known = try #require(
            try log.lines(from: 1, limit: 50, maxBytes: .max).enumerated().lazy.compactMap {
                let event = try? EventLine.read($1.span, at: $0 + 1)
                return event.flatMap { OwnCause.isOne($0.cause) ? nil : $0.cause }
            }.first)
        #expect(throws: LedgerError.commandExists(id: known)) { try log.append(command(known)) }
        let before = log.count
        try log.append(command("after"))
        #expect(log.count == before + 1)
        #expect(try log.checkpoint() != nil)
    }

    @Test func `the generation of a log that gave up events is that of its copy`() throws {
        var random = SeededNumbers(seed: 6)
        let (path, backup) = (original.path + "/data", original.path + "/backup")
        do {
            _ = try grow(try original.open(), by: 100, from: 0, &random)
        }
        _ = try Backup.make(of: path, at: backup, now: .epoch)
        do {
            _ = try grow(try original.open(), by: 10, from: 0, &random)
        }
        do {
            let restoration = try patiently { () throws(LedgerError) in try Restoration(of: backup, into: path) }
            _ = try restoration.run(now: .epoch, at: { ($0, "2026-02-03") }, discarding: true)
        }
        let log = try original.open()
        #expect(log.identity.generation == 2)
        let copy = try copied(try grow(log, by: 40, from: 0, &random), of: log.logKey)
        try expectSame(copy, log)
        #expect(try copy.storeForReading().generation() == 2)
    }
}
