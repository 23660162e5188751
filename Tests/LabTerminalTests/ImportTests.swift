import LabAPI
import Testing

@testable import LabTerminal

private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
private func text(_ bytes: some Sequence<UInt8>) -> String { String(decoding: Array(bytes), as: UTF8.self) }

@Suite struct ImportTests {
    @Test func `Lines keep their numbers across blocks and blank lines`() {
        var lines = InFlightLines()
        #expect(lines.next() == nil)
        lines.sent(bytes("one\n\n  \r\nfour\n"))
        lines.sent(bytes("\nsix\n"))
        let seen = (0..<3).map { _ in lines.next().map { "\($0.number) \(text($0.text))" } }
        #expect(seen == ["1 one", "4 four", "6 six"])
        #expect(lines.next() == nil)
        #expect(lines.settledBytes == 19)
        #expect(!lines.areWaiting)
        lines.sent(bytes("\n"))
        #expect(!lines.areWaiting)
        lines.sent(bytes("eight\n"))
        #expect(lines.areWaiting)
        #expect(lines.next()?.number == 8)
    }

    @Test func `Blocks are released as they are answered`() {
        var lines = InFlightLines()
        for block in 0..<100 { lines.sent(bytes("\(block)a\n\(block)b\n")) }
        for block in 0..<100 {
            #expect(lines.next().map { text($0.text) } == "\(block)a")
            #expect(lines.next()?.number == block * 2 + 2)
        }
        #expect(lines.next() == nil)
    }

    @Test func `Blank lines are not sent, all others as they are`() {
        #expect(text(LineSource.withoutBlankLines(bytes("a\n\n \t\r\nb \r\n"))) == "a\nb \r\n")
        #expect(text(LineSource.withoutBlankLines(bytes("a\nb\n"))) == "a\nb\n")
        #expect(LineSource.withoutBlankLines(bytes("\n\n")).isEmpty)
    }

    @Test(arguments: 1...12)
    func `Answers are split into lines wherever the pieces end`(_ size: Int) {
        let whole = bytes("first\n\nsecond line\nlast\n")
        var cutter = LineCutter()
        var lines: [String] = []
        for start in stride(from: 0, to: whole.count, by: size) {
            lines += cutter.lines(in: Array(whole[start..<min(start + size, whole.count)])).map { text($0) }
        }
        #expect(lines == ["first", "", "second line", "last"])
    }

    @Test func `Answers are counted by their kind`() throws {
        var tally = AnswerTally()
        func take(_ line: String) -> String? { tally.take(bytes(line)[...])?.line }
        #expect(take(#"{"events":[{"position":1}],"id":"a","repeated":false}"#) == nil)
        #expect(take(#"{"events":[{"position":1}],"id":"a","repeated":true}"#) == nil)
        let refusal =
            #"{"code":"overlap","detail":"busy","field":"start","value":"\"09:00\"","accepted":"later","#
            + #""status":409}"#
        #expect(take(refusal) == #"overlap: busy (start is "09:00"; accepted: later)"#)
        #expect(take(#"{"code":"not-tried","detail":"…","status":409}"#) == nil)
        #expect(take("gibberish")?.hasPrefix("unreadable-answer: ") == true)
        #expect(tally.accepted == 1)
        #expect(tally.repeated == 1)
        #expect(tally.refused == 2)
        #expect(tally.notTried == 1)
        #expect(tally.count == 5)
        #expect(tally.refusedByCode == ["overlap": 1, "unreadable-answer": 1])
    }

    @Test func `The progress bar shows progress, speed and remaining time`() {
        #expect(
            ProgressBar.text(bytes: 50, of: 200, lines: 120_000, seconds: 2)
                == "██████░░░░░░░░░░░░░░░░░░ 25 %   120'000 lines   60'000/s   6.00 s left")
        #expect(ProgressBar.text(bytes: 50, of: nil, lines: 10, seconds: 2) == "10 lines   5/s")
        #expect(ProgressBar.text(bytes: 0, of: 0, lines: 0, seconds: 0) == "0 lines   0/s")
    }

    @Test func `The summary mentions skipped lines only if there are any`() {
        var outcome = ImportRun.Outcome()
        outcome.tally.accepted = 4402
        outcome.seconds = 0.5
        #expect(ImportCommand.summary(outcome) == "4402 accepted, 0 repeated, 0 refused in 0.50 s (8804 lines/s)")
        outcome.tally.refused = 1
        outcome.tally.notTried = 30
        #expect(ImportCommand.summary(outcome).contains("1 refused, 30 sent and not tried"))
    }
}
