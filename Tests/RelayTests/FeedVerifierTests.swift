import RegionFeed
import SeededNumbers
import Testing
import TransparencyCrypto
import TransparencyLog

/// A log of lines as labd writes them, with checkpoints over any number of them.
private struct SignedLines {
    let key: NoteSigner
    var lines: [[UInt8]]

    static let origin = "labd.example/oglio-ovest"

    init(count: Int, marked mark: String = "") throws {
        key = try Self.signer(7)
        lines = (0..<count).map { Self.line($0, mark) }
    }

    static func signer(_ seed: UInt8) throws -> NoteSigner {
        try #require(SigningKey(seed: [UInt8](repeating: seed, count: 32))).signer(name: origin, type: .ed25519)
    }

    static func line(_ position: Int, _ mark: String = "") -> [UInt8] {
        let second = position < 10 ? "0\(position)" : "\(position)"
        return Array(
            (#"{"actor":"a","cause":"k","data":{"mark":"\#(mark)"},"id":"\#(position)","occurred":"2019-06-03","position":\#(position),"#
                + #""revision":1,"schema":1,"source":"urn:labd:oglio-ovest:1","specversion":"1.0","subject":"s","#
                + #""time":"2019-06-03T08:00:\#(second).000000Z","type":"x.y"}"#).utf8)
    }

    func note(_ size: Int, by other: NoteSigner? = nil) throws -> [UInt8] {
        var tree = Frontier()
        for line in lines.prefix(size) { tree.append(SHA256Function.crypto.leaf(line.span), using: .crypto) }
        let checkpoint = try Checkpoint(origin: Self.origin, size: size, root: tree.root(using: .crypto))
        return try SignedNote(checkpoint.text, signatures: [(other ?? key).sign(checkpoint.text)]).bytes
    }

    func verifier() -> FeedVerifier { FeedVerifier(key: key.key, using: .crypto, .crypto) }
}

extension FeedVerifier {
    /// Takes bytes that are lent for the call alone.
    fileprivate mutating func takeLine(_ line: [UInt8]) -> LineOutcome { take(line: line.span) }
    fileprivate mutating func takeNote(_ note: [UInt8]) -> CheckpointOutcome { take(checkpoint: note.span) }
}

@Suite struct FeedVerifierTests {
    @Test func `lines count once a checkpoint covers them`() throws {
        let log = try SignedLines(count: 5)
        var verifier = log.verifier()
        for line in log.lines { #expect(verifier.takeLine(line) == .next) }
        #expect(verifier.received == 5 && verifier.verified == 0)
        #expect(verifier.takeNote(try log.note(3)) == .verified(size: 3, new: 3))
        #expect(verifier.takeNote(try log.note(3)) == .verified(size: 3, new: 0))
        #expect(verifier.takeNote(try log.note(5)) == .verified(size: 5, new: 2))
        #expect(verifier.received == 5 && verifier.verified == 5)
    }

    @Test func `a lost line is a gap, and what comes again fills it`() throws {
        let log = try SignedLines(count: 6)
        var verifier = log.verifier()
        for line in log.lines[..<2] { _ = verifier.takeLine(line) }
        #expect(verifier.takeLine(log.lines[4]) == .gap(expected: 2, found: 4))
        #expect(verifier.takeNote(try log.note(6)) == .ahead(size: 6))
        #expect(verifier.promised == 6)
        for line in log.lines[1...] {
            #expect(verifier.takeAwaitedCheckpoint() == nil)
            let outcome = verifier.takeLine(line)
            #expect(outcome == .next || outcome == .repeated(position: 1, isSame: true))
        }
        // The checkpoint need not come again.
        #expect(verifier.takeAwaitedCheckpoint() == .verified(size: 6, new: 6))
        #expect(verifier.promised == 6)
        #expect(verifier.checkpoint == (try log.note(6)))
    }

    @Test func `a doubled line is known again, and an altered double is too`() throws {
        let log = try SignedLines(count: 3)
        var verifier = log.verifier()
        for line in log.lines { _ = verifier.takeLine(line) }
        _ = verifier.takeNote(try log.note(2))
        #expect(verifier.takeLine(log.lines[2]) == .repeated(position: 2, isSame: true))
        #expect(verifier.takeLine(SignedLines.line(2, "other")) == .repeated(position: 2, isSame: false))
        // What is verified is for the caller to compare.
        #expect(verifier.takeLine(log.lines[1]) == .repeated(position: 1, isSame: nil))
    }

    @Test func `an altered line never counts, nor what follows it, until the true ones come`() throws {
        let log = try SignedLines(count: 6)
        var verifier = log.verifier()
        _ = verifier.takeLine(log.lines[0])
        _ = verifier.takeNote(try log.note(1))
        _ = verifier.takeLine(log.lines[1])
        _ = verifier.takeLine(SignedLines.line(2, "altered"))
        _ = verifier.takeLine(log.lines[3])
        #expect(verifier.takeNote(try log.note(4)) == .altered(from: 1, size: 4))
        #expect(verifier.verified == 1 && verifier.received == 1)
        for line in log.lines[1..<4] { #expect(verifier.takeLine(line) == .next) }
        #expect(verifier.takeAwaitedCheckpoint() == .verified(size: 4, new: 3))
        for line in log.lines[4...] { #expect(verifier.takeLine(line) == .next) }
        #expect(verifier.takeNote(try log.note(6)) == .verified(size: 6, new: 2))
    }

    @Test func `two histories under one key are a fork`() throws {
        let log = try SignedLines(count: 4)
        let other = try SignedLines(count: 4, marked: "other")
        var verifier = log.verifier()
        for line in log.lines { _ = verifier.takeLine(line) }
        _ = verifier.takeNote(try log.note(4))
        guard case .forked(size: 4, _) = verifier.takeNote(try other.note(4)) else {
            Issue.record("not a fork")
            return
        }
        guard case .older(size: 2, let root) = verifier.takeNote(try other.note(2)) else {
            Issue.record("not older")
            return
        }
        var tree = Frontier()
        for line in other.lines.prefix(2) { tree.append(SHA256Function.crypto.leaf(line.span), using: .crypto) }
        #expect(root == tree.root(using: .crypto))
        #expect(verifier.verified == 4)
    }

    @Test func `two roots for lines that are still to come are a fork already`() throws {
        let log = try SignedLines(count: 8)
        let other = try SignedLines(count: 8, marked: "other")
        var verifier = log.verifier()
        #expect(verifier.takeNote(try log.note(8)) == .ahead(size: 8))
        #expect(verifier.takeNote(try log.note(8)) == .ahead(size: 8))
        guard case .forked(8, _) = verifier.takeNote(try other.note(8)) else {
            Issue.record("the second root of eight lines was not noticed")
            return
        }
    }

    @Test func `every checkpoint that was ahead is held against its lines, not only the greatest`() throws {
        let log = try SignedLines(count: 8)
        let other = try SignedLines(count: 8, marked: "other")
        var verifier = log.verifier()
        #expect(verifier.takeNote(try log.note(8)) == .ahead(size: 8))
        #expect(verifier.takeNote(try other.note(3)) == .ahead(size: 3))
        #expect(verifier.takeNote(try log.note(5)) == .ahead(size: 5))
        #expect(verifier.promised == 8)
        var outcomes: [FeedVerifier.CheckpointOutcome] = []
        for line in log.lines {
            _ = verifier.takeLine(line)
            if let outcome = verifier.takeAwaitedCheckpoint() { outcomes.append(outcome) }
        }
        // The root of three lines is another history's: they are given up, and asked for again in vain.
        #expect(outcomes == [.altered(from: 0, size: 3)])
        #expect(verifier.received == 0)
    }

    @Test func `of very many checkpoints ahead the least and the greatest are kept`() throws {
        let log = try SignedLines(count: 2)
        var verifier = log.verifier()
        let sizes = Array(10...400)
        for size in sizes {
            let checkpoint = try Checkpoint(
                origin: SignedLines.origin, size: size, root: Hash(littleEndianWords: 1, 2, 3, UInt64(size)))
            let note = try SignedNote(checkpoint.text, signatures: [log.key.sign(checkpoint.text)])
            #expect(verifier.takeNote(note.bytes) == .ahead(size: size))
        }
        #expect(verifier.promised == 400)
    }

    @Test func `a checkpoint of another key, another log or nobody says nothing`() throws {
        let log = try SignedLines(count: 2)
        var verifier = log.verifier()
        for line in log.lines { _ = verifier.takeLine(line) }
        let other = try SignedLines.signer(8)
        for note in [try log.note(2, by: other), Array("no note".utf8), []] {
            guard case .foreign(let reason) = verifier.takeNote(note) else {
                Issue.record("taken")
                continue
            }
            #expect(!reason.isEmpty)
        }
        #expect(verifier.verified == 0)
    }

    @Test func `what labd does not write is not taken for a line`() throws {
        let log = try SignedLines(count: 2)
        var verifier = log.verifier()
        _ = verifier.takeLine(log.lines[0])
        for text in ["", "{}", #"{"position":1}"#] {
            guard case .impossible = verifier.takeLine(Array(text.utf8)) else {
                Issue.record("\(text) was taken")
                continue
            }
        }
        // A line that says it was recorded before the one that precedes it.
        let early = String(decoding: log.lines[1], as: UTF8.self).replacing(
            "2019-06-03T08:00:01", with: "2019-06-02T08:00:01")
        guard case .impossible = verifier.takeLine(Array(early.utf8)) else {
            Issue.record("an early line was taken")
            return
        }
        #expect(verifier.takeLine(log.lines[1]) == .next)
    }

    @Test(arguments: [1, 2, 3, 5, 8] as [UInt64])
    func `whatever a stream does, what is verified is a beginning of the log`(
        _ seed: UInt64
    ) throws {
        var random = SeededNumbers(seed: seed)
        let log = try SignedLines(count: 60)
        var verifier = log.verifier()
        var kept: [[UInt8]] = []
        var next = 0
        for _ in 0..<2_000 {
            switch random.next() % 10 {
            case 0: next = Int(random.next() % 61)
            case 1:
                let size = Int(random.next() % 61)
                switch verifier.takeNote(try log.note(size)) {
                case .altered(let from, _): kept.removeSubrange(from...)
                case .forked, .foreign: Issue.record("a true checkpoint was refused")
                case .verified, .ahead, .older: break
                }
            case 2 where next < 60:
                let line = SignedLines.line(next, "altered")
                if verifier.takeLine(line) == .next { kept.append(line) }
                next += 1
            default:
                guard next < 60 else {
                    next = verifier.verified
                    continue
                }
                if verifier.takeLine(log.lines[next]) == .next { kept.append(log.lines[next]) }
                next += 1
            }
            #expect(kept.count == verifier.received)
            #expect(kept.prefix(verifier.verified).elementsEqual(log.lines.prefix(verifier.verified)))
        }
        // Sent again from what is verified on, it is whole.
        _ = verifier.takeNote(try log.note(60))
        if verifier.verified < 60 {
            for line in log.lines[verifier.received...] { _ = verifier.takeLine(line) }
            if case .altered(let from, _) = verifier.takeNote(try log.note(60)) {
                for line in log.lines[from...] { _ = verifier.takeLine(line) }
                _ = verifier.takeNote(try log.note(60))
            }
        }
        #expect(verifier.verified == 60)
    }
}
