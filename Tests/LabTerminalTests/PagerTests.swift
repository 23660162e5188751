import LabAPI
import Testing

@testable import LabTerminal

/// Which answers are shown in a pager, and by which.
@Suite struct PagerTests {
    private static let screen = Screen(columns: 80, lines: 3)

    @Test func `a text as long as the screen has a pager, a shorter one and one for a pipe have none`() {
        #expect(Pager(for: "a\nb\nc\n", on: Self.screen) { _ in nil } != nil)
        #expect(Pager(for: "a\nb\n", on: Self.screen) { _ in nil } == nil)
        #expect(Pager(for: "a\nb\nc\n", on: nil) { _ in nil } == nil)
        #expect(Pager(for: "a\nb\nc\n", on: Screen(columns: 80)) { _ in nil } == nil)
    }

    @Test(
        arguments: [
            (["PAGER": "more"], "more"), (["LABCTL_PAGER": "less -S", "PAGER": "more"], "less -S"),
            (["PAGER": "cat"], nil),
            (["LABCTL_PAGER": "cat", "PAGER": "more"], nil), (["PAGER": "more", "TERM": "dumb"], nil),
        ] as [([String: String], String?)])
    func `LABCTL_PAGER comes before PAGER, and cat and a dumb terminal mean none`(
        _ environment: [String: String], _ command: String?
    ) {
        #expect(Pager(for: "a\nb\nc\n", on: Self.screen) { environment[$0] }?.command == command)
    }

    private func reports(_ environment: [String: String], _ more: [String] = []) async throws -> LabctlRun {
        let row = #"{"report":"r-1","kind":"quarterly","from":"2019-06-01","to":"2019-09-30","submissions":[]}"#
        return try await LabctlRun(
            ["report", "list"] + more,
            answers: [
                Paths.view("reports"): LabctlRun.Answer(
                    body: #"{"basis":{"position":9,"simulated":false},"position":9,"rows":[\#(row)]}"#)
            ], on: .terminal, noColour: true, environment: ["LINES": "3"].merging(environment) { $1 })
    }

    @Test func `on a terminal the pager gets the answer, and LESS if it is not set`() async throws {
        let run = try await reports(["LABCTL_PAGER": "sed \"s/^/[$LESS] /\""])
        #expect(run.output.contains("[FRX] Report"), "\(run.output)")
        let own = try await reports(["LABCTL_PAGER": "sed \"s/^/[$LESS] /\"", "LESS": "S"])
        #expect(own.output.contains("[S] Report"), "\(own.output)")
    }

    @Test func `less is told that the answer is UTF-8, whatever the locale, unless the person said something else`()
        async throws
    {
        let run = try await reports(["LABCTL_PAGER": "sed \"s/^/[$LESSCHARSET] /\""])
        #expect(run.output.contains("[utf-8] Report"), "\(run.output)")
        let own = try await reports(["LABCTL_PAGER": "sed \"s/^/[$LESSCHARSET] /\"", "LESSCHARSET": "latin1"])
        #expect(own.output.contains("[latin1] Report"), "\(own.output)")
    }

    @Test func `without a pager that can be run, and with --no-pager, the answer is printed`() async throws {
        let broken = try await reports(["LABCTL_PAGER": "/nonexistent/pager 2>/dev/null"])
        let none = try await reports(["LABCTL_PAGER": "sed s/^/x/"], ["--no-pager"])
        #expect(broken.status == 0 && broken.output.hasPrefix("Reports"), "\(broken.output)")
        #expect(none.output == broken.output)
    }
}
