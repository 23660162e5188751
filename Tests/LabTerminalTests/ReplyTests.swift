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

    @Test func `an accepted command is told in words, with its event and its flags`() async throws {
        let run = try await leave(Self.accepted(#""late-entry","out-of-order""#))
        #expect(
            run.output == """
                sw-1, Tue 31 December 2019
                  worker.left  worker/sw-1, revision 3, position 41  flagged late-entry, out-of-order
                  late-entry: recorded later than the plan expects
                  out-of-order: the day lies before that of the previous step

                """)
        #expect(run.status == 0 && run.errors == "")
    }

    @Test func `one that was recorded before says when`() async throws {
        let run = try await leave(Self.accepted("", repeated: true))
        #expect(
            run.output == """
                sw-1, Tue 31 December 2019
                  worker.left  worker/sw-1, revision 3, position 41  (recorded before, on 2020-01-02)

                """)
    }

    @Test func `the ids that labctl chose are listed below the answer`() async throws {
        let words = "--worker sw-1 --minutes 60 --fund own --activity desk"
        let run = try await LabctlRun(
            ["hours", "log"] + words.split(separator: " ").map(String.init),
            answers: [Paths.commands: Self.accepted("")])
        let lines = run.output.split(separator: "\n")
        #expect(
            lines.first?.hasPrefix("sw-1, ") == true && lines.first?.hasSuffix(", 1:00, own, activity: desk") == true)
        #expect(lines.last?.hasPrefix("  entry: entry-") == true, "\(run.output)")
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

    private static let sheet = LabctlRun.Answer(
        body: """
            {"absences":[],"adjusted":[],"annual":{"left":0,"limit":103200,"minutes":0,"year":2019},"basis":{"position":9,\
            "simulated":true},"days":[{"absentMinutes":0,"entries":["h-1"],"free":false,"minutes":90,"on":"2019-06-03",\
            "otherMinutes":30,"projectMinutes":60},{"absentMinutes":0,"entries":[],"free":false,"minutes":0,\
            "on":"2019-06-04","otherMinutes":0,"projectMinutes":0,"absence":"leave"}],\
            "hours":[{"activity":"desk","entry":"h-1","fund":"fami","minutes":60,"on":"2019-06-03","worker":"sw-1"},\
            {"activity":"desk","entry":"h-2","fund":"own","minutes":30,"on":"2019-06-03","worker":"sw-1"}],\
            "month":"2019-06","pending":false,"position":9,"state":"completed",\
            "total":{"absentDays":1,"minutes":90,"otherMinutes":30,"projectMinutes":60},"worker":"sw-1"}
            """)
    private static let month = ["--worker", "sw-1", "--month", "2019-06"]
    private static let hours = ["--worker", "sw-1", "--minutes", "1:00", "--fund", "own", "--activity", "desk"]

    @Test(arguments: [
        ("en", "2019-06 of sw-1: 1 day, 2 entries, 1 day absent\n    1:30 hours: 1:00 on the project, 0:30 other\n"),
        ("it", "2019-06 di sw-1: 1 giorno, 2 voci, 1 giorno di assenza\n    1:30 ore: 1:00 sul progetto, 0:30 altre\n"),
    ])
    func `a month that is completed or signed says what it covers`(_ language: String, _ said: String) async throws {
        for verb in ["complete", "sign"] {
            let run = try await LabctlRun(
                ["--lang", language, "timesheet", verb] + Self.month,
                answers: [Paths.commands: Self.accepted(""), Paths.view("timesheet"): Self.sheet])
            #expect(run.output.hasSuffix("  " + said), "\(run.output)\(run.errors)")
        }
    }

    @Test func `hours in a month that was complete say that it is open again`() async throws {
        let answers = [Paths.commands: Self.accepted(""), Paths.view("timesheet"): Self.sheet]
        let run = try await LabctlRun(["hours", "log", "--on", "2019-06-05"] + Self.hours, answers: answers)
        let said = """
              2019-06 of sw-1 was complete and is open again; to complete it:
                labctl timesheet complete --worker sw-1 --month 2019-06

            """
        #expect(run.output.contains(said), "\(run.output)\(run.errors)")
        let open = LabctlRun.Answer(
            body: Self.sheet.body.replacing(#""state":"completed""#, with: #""state":"open""#))
        let other = try await LabctlRun(
            ["hours", "log", "--on", "2019-06-05"] + Self.hours,
            answers: answers.merging([Paths.view("timesheet"): open]) { $1 })
        #expect(other.status == 0 && !other.output.contains("open again"), "\(other.output)")
    }

    @Test func `JSON, a repeated command and a labd that does not say have no line about the month`() async throws {
        let repeated = [Paths.commands: Self.accepted("", repeated: true), Paths.view("timesheet"): Self.sheet]
        let again = try await LabctlRun(["timesheet", "complete"] + Self.month, answers: repeated)
        #expect(again.status == 0 && !again.output.contains("2019-06 of"), "\(again.output)")
        let json = try await LabctlRun(["timesheet", "complete", "--json"] + Self.month, answers: repeated)
        #expect(json.output == (repeated[Paths.commands]?.body ?? "") + "\n", "\(json.output)")
        let silent = try await LabctlRun(
            ["timesheet", "complete"] + Self.month, answers: [Paths.commands: Self.accepted("")])
        #expect(silent.status == 0 && silent.output.split(separator: "\n").count == 2, "\(silent.output)")
    }
}
