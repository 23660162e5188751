import LabAPI
import Testing

/// What labctl shows of labd's answer to a command that was typed.
@Suite struct ReplyTests {
    private func leave(_ answer: LabctlRun.Answer, _ more: [String] = []) async throws -> LabctlRun {
        try await LabctlRun(
            ["worker", "leave", "--worker", "sw-1", "--on", "2019-12-31", "--id", "c-1"] + more,
            answers: [Paths.commands: answer])
    }

    private static func accepted(_ flags: String, repeated: Bool = false) -> LabctlRun.Answer {
        LabctlRun.Answer(
            body: """
                {"events":[{"flags":[\(flags)],"position":41,"revision":3,"subject":"worker/sw-1",\
                "time":"2020-01-02T08:00:00.000000Z","type":"worker.left"}],"id":"c-1","repeated":\(repeated)}
                """)
    }

    @Test func `an accepted command is a line of its event, with its flags`() async throws {
        let run = try await leave(Self.accepted(#""late-entry","out-of-order""#))
        #expect(
            run.output == """
                worker.left  worker/sw-1, revision 3, position 41  flagged late-entry, out-of-order
                  late-entry: recorded later than the plan expects
                  out-of-order: the day lies before that of the previous step

                """)
        #expect(run.status == 0 && run.errors == "")
    }

    @Test func `one that was recorded before says when`() async throws {
        let run = try await leave(Self.accepted("", repeated: true))
        #expect(run.output == "worker.left  worker/sw-1, revision 3, position 41  (recorded before, on 2020-01-02)\n")
    }

    @Test func `the values that labctl chose are listed below the answer`() async throws {
        let run = try await LabctlRun(
            ["worker", "leave", "--worker", "sw-1"], answers: [Paths.commands: Self.accepted("")])
        let lines = run.output.split(separator: "\n")
        #expect(lines.first == "worker.left  worker/sw-1, revision 3, position 41")
        #expect(lines.contains { $0.hasPrefix("  on: 20") && $0.count == "  on: 2020-01-01".count }, "\(run.output)")
    }

    @Test func `a refusal says its code, what happened, the field with its value, and what would be accepted`()
        async throws
    {
        let run = try await leave(
            .refusal(
                """
                {"accepted":"a day from 2019-06-01 on","code":"before-opening","detail":"sw-1 was not enrolled then",\
                "field":"on","id":"c-1","status":409,"value":"2019-12-31"}
                """))
        #expect(run.output == "")
        #expect(
            run.errors
                == "labctl: before-opening: sw-1 was not enrolled then (on is 2019-12-31; accepted: a day from 2019-06-01 "
                + "on)\n")
        #expect(run.status == 1)
    }

    @Test func `what is near to an unknown id is suggested`() async throws {
        let refusal =
            #"{"accepted":"chiari rovato","code":"unknown-place","detail":"rovat is not in the plan","field":"place","#
            + #""status":409,"value":"\"rovat\""}"#
        let run = try await leave(.refusal(refusal))
        #expect(run.errors.hasSuffix("accepted: chiari rovato); did you mean rovato?\n"), "\(run.errors)")
    }

    @Test func `a refusal without field or remedy is its code and what happened`() async throws {
        let run = try await leave(.refusal(#"{"code":"no-plan","detail":"no plan has been adopted","status":409}"#))
        #expect(run.errors == "labctl: no-plan: no plan has been adopted\n")
    }

    @Test func `an id of another command is reported with the day that labctl chose`() async throws {
        let refusal = #"{"code":"id-reused","detail":"c-1 was used","status":409}"#
        let run = try await LabctlRun(
            ["worker", "leave", "--worker", "sw-1", "--id", "c-1"], answers: [Paths.commands: .refusal(refusal)])
        #expect(run.errors.hasPrefix("labctl: id-reused: c-1 was used; --on was not given and taken as 20"))
        #expect(run.errors.hasSuffix(": give the day that the first was recorded for\n"))
        #expect(try await leave(.refusal(refusal)).errors == "labctl: id-reused: c-1 was used\n")
    }

    @Test func `with --json both are labd's answer, byte for byte`() async throws {
        let run = try await leave(Self.accepted(""), ["--json"])
        #expect(run.output == Self.accepted("").body + "\n" && run.status == 0)
        let refusal = #"{"code":"no-plan","detail":"none","status":409}"#
        let refused = try await leave(.refusal(refusal), ["--json"])
        #expect(refused.output == refusal + "\n" && refused.status == 1 && refused.errors == "")
    }

    @Test func `an answer that is none of labd's is not taken for one`() async throws {
        let run = try await leave(LabctlRun.Answer(body: "<html>"))
        #expect(run.output == "" && run.status == 3)
        #expect(
            run.errors
                == "labctl: labd answered with status 200 and nothing that labctl can read; is it labd's socket?\n")
    }
}
