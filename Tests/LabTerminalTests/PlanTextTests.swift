import Foundation
import LabAPI
import Testing

/// What `labctl plan` shows.
@Suite struct PlanTextTests {
    private static let shipped = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../config/lab-impact.toml").standardizedFileURL.path

    private static let plan = """
        {"asOf":4,"plan":{"funds":[{"id":"fami","project":true},{"id":"own","project":false}],"grant":"PROG-1",\
        "limits":{"dailyMinutes":600,"lateEntryDays":30,"silentCaseDays":60},\
        "lines":[{"from":"2019-06-01","id":"desk","kind":"hours","places":["chiari","rovato"],\
        "professions":["social-worker","educator"],"service":"secretariat",\
        "title":{"en":"Desk","it":"Segretariato"},"to":"2019-12-31","weeklyMinutes":300},\
        {"from":"2019-06-01","id":"mediation","kind":"on-request","places":["chiari"],"professions":["mediator"],\
        "service":"mediation","title":{"en":"Mediation","it":"Mediazione"},"to":"2020-03-31"}],\
        "measures":[{"codes":["school","work"],"en":"Work","id":"work","it":"Lavoro"}],"office":"ambito",\
        "partWeek":"working-days","period":{"from":"2019-06-01","to":"2020-03-31"},\
        "phases":[{"en":"Intake","id":"intake","it":"Accoglienza"},{"en":"Review","id":"review","it":"Verifica"}],\
        "places":[{"id":"chiari","istat":"017052","kind":"town","name":"Chiari","patron":"08-06"},\
        {"id":"rovato","kind":"office","name":"Rovato 東"}],\
        "targets":[{"indicator":"personsServed","value":12345},\
        {"indicator":"personsServed","line":"desk","measure":"work","value":10}],\
        "title":"Piano","zone":"Europe/Rome"}}
        """

    private static func shown(_ language: String) async throws -> LabctlRun {
        try await LabctlRun(
            ["--lang", language, "plan", "show"], answers: [Paths.plan: LabctlRun.Answer(body: Self.plan)])
    }

    @Test func `the plan in force is shown whole`() async throws {
        let run = try await Self.shown("en")
        #expect(
            run.output == """
                Piano
                ambito, grant PROG-1, 2019-06-01 to 2020-03-31
                part weeks by working days; clocks of Europe/Rome

                Line       Title          A week  Places  From        To          By
                desk       Desk             5:00       2  2019-06-01  2019-12-31  social worker, educator
                mediation  Mediation  on request       1  2019-06-01  2020-03-31  mediator

                Place   Name       Kind              ISTAT   Patron day
                chiari  Chiari     town              017052  08-06
                rovato  Rovato 東  Ufficio di Piano

                #  Phase   Name
                1  intake  Intake
                2  review  Review

                Measure  Name  Codes
                work     Work  school, work

                Funds: fami (project), own
                Target: persons served 12'345
                Target: persons served (desk, work) 10
                Flagged: a worker's day over 10:00, entries later than 30 days; a case is silent after 60 days

                """)
        #expect(run.status == 0 && run.errors == "")
    }

    @Test func `in Italian, lines, phases and measures have their Italian titles`() async throws {
        let run = try await Self.shown("it")
        for line in [
            "desk       Segretariato          5:00     2  2019-06-01  2019-12-31  assistente sociale,",
            "1  intake  Accoglienza", "work    Lavoro  school, work", "Fondi: fami (di progetto), own",
        ] { #expect(run.output.contains(line), "\(line) is not in \(run.output)") }
        #expect(!run.output.contains("Intake") && run.status == 0 && run.errors == "")
    }

    @Test func `with --json it is labd's answer, byte for byte`() async throws {
        let answers = [Paths.plan: LabctlRun.Answer(body: Self.plan)]
        #expect(try await LabctlRun(["plan", "show", "--json"], answers: answers).output == Self.plan + "\n")
    }

    @Test func `where no plan is adopted the refusal is shown`() async throws {
        let refusal = #"{"accepted":"adopt one","code":"no-plan","detail":"none is adopted","status":409}"#
        let run = try await LabctlRun(["plan", "show"], answers: [Paths.plan: .refusal(refusal)])
        #expect(run.output == "" && run.status == 1)
        #expect(run.errors == "labctl: no-plan: none is adopted (accepted: adopt one)\n")
    }

    @Test func `the shipped plan is checked without labd, and summed up in a line`() async throws {
        let run = try await LabctlRun(["plan", "check", Self.shipped])
        #expect(
            run.output
                == "\(Self.shipped): a plan for oglio-ovest, 2019-06-01 to 2020-03-31: 4 lines, 12 places, 7 phases, part "
                + "weeks by working-days\n")
        #expect(run.status == 0 && run.errors == "")
    }

    @Test func `a plan that breaks a rule is refused by name, and its line where the file cannot be read`() async throws
    {
        let file = "/tmp/labctl-plan-\(UInt64.random(in: 0 ... .max)).toml"
        defer { try? FileManager.default.removeItem(atPath: file) }
        let whole = try String(contentsOfFile: Self.shipped, encoding: .utf8)
        func check(_ text: String) async throws -> LabctlRun {
            try text.write(toFile: file, atomically: true, encoding: .utf8)
            return try await LabctlRun(["plan", "check", file])
        }
        let zone = try await check(whole.replacing("zone = \"Europe/Rome\"", with: "zone = \"Europe/Paris\""))
        #expect(zone.status == 2 && zone.output == "")
        #expect(zone.errors.hasPrefix("labctl: \(file)") && zone.errors.contains("Europe/Paris"), "\(zone.errors)")
        let broken = try await check("office = \n")
        #expect(broken.status == 2)
        #expect(broken.errors.hasPrefix("labctl: \(file)") && broken.errors.contains("1"), "\(broken.errors)")
    }

    @Test(arguments: ["en", "it"])
    func `the example is a plan that is accepted, below what to type next`(_ language: String) async throws {
        let example = try await LabctlRun(["--lang", language, "plan", "adopt", "--example"])
        #expect(example.status == 0 && example.output.hasPrefix("# "), "\(example.errors)")
        let file = FileManager.default.temporaryDirectory.appending(path: "plan-\(language)-\(UUID()).toml").path
        try Data(example.output.utf8).write(to: URL(filePath: file))
        defer { try? FileManager.default.removeItem(atPath: file) }
        let check = try await LabctlRun(["plan", "check", file])
        #expect(check.status == 0, "\(check.errors)")
        let bare = try await LabctlRun(["--lang", language, "plan", "adopt"])
        #expect(bare.status == 2 && bare.errors.contains("--example"), "\(bare.errors)")
    }

    @Test func `an adoption is tried without recording it`() async throws {
        let accepted = """
            {"events":[{"flags":[],"position":0,"revision":1,"subject":"project","time":"2019-05-27T08:00:00.000000Z",\
            "type":"project.plan-adopted"}],"id":"p","repeated":false}

            """
        let run = try await LabctlRun(
            ["plan", "adopt", Self.shipped, "--dry-run"], answers: [Paths.commands: LabctlRun.Answer(body: accepted)])
        #expect(run.output.hasPrefix("This would be recorded:\n"), "\(run.output)\(run.errors)")
        #expect(run.output.contains("\n  project.plan-adopted"), "\(run.output)")
        #expect(run.output.hasSuffix("Nothing was recorded (--dry-run).\n"), "\(run.output)")
    }

    @Test func `a plan that is longer than the screen has a pager`() async throws {
        let answers = [Paths.plan: LabctlRun.Answer(body: Self.plan)]
        let environment = ["LINES": "3", "LABCTL_PAGER": "sed s/^/paged:/"]
        let paged = try await LabctlRun(
            ["plan", "show"], answers: answers, on: .terminal, noColour: true, environment: environment)
        #expect(paged.output.hasPrefix("paged:Piano"), "\(paged.output)")
        let whole = try await LabctlRun(
            ["plan", "show", "--no-pager"], answers: answers, on: .terminal, noColour: true, environment: environment)
        #expect(whole.output.hasPrefix("Piano"), "\(whole.output)")
    }
}
