import Foundation
import Testing

/// Tests of what labctl asks labd, and how it shows the answers.
@Suite struct AskingTests {
    private let programs: Programs

    init() throws { programs = try Programs() }

    /// A labd with the season in its log.
    private func startWithSeason() throws {
        try programs.start()
        let imported = try programs.labctl(["import", Programs.season])
        #expect(imported.status == 0, "\(imported.errors)")
    }

    private func rows(_ arguments: [String]) throws -> [[String: Any]] {
        try #require(try programs.view(arguments)["rows"] as? [[String: Any]])
    }

    private func csv(_ arguments: [String]) throws -> [[String]] {
        let outcome = try programs.labctl(arguments)
        #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
        return outcome.output.components(separatedBy: "\r\n").dropLast().map { $0.components(separatedBy: ",") }
    }

    @Test func `a filter narrows the answer, and one that a view does not have is refused`() async throws {
        try await onThread {
            try startWithSeason()
            let months = try rows(["timesheets", "--worker", "sw-01"])
            #expect(months.count > 3 && months.allSatisfy { $0["worker"] as? String == "sw-01" }, "\(months.count)")
            let october = try rows(["timesheets", "--worker", "sw-01", "--month", "2019-10"])
            #expect(october.count == 1)
            let rovato = try rows(["compliance", "--line", "secretariat-towns", "--place", "rovato"])
            #expect(rovato.count == 1 && rovato.first?["place"] as? String == "rovato")
            let table = try programs.labctl(["caseload", "--place", "rovato"])
            #expect(table.output.contains("Rovato") && !table.output.contains("Trenzano"), "\(table.errors)")

            let foreign = try programs.labctl(["timesheets", "--place", "rovato"])
            #expect(foreign.status == 2 && foreign.errors.contains("--worker, --month"), "\(foreign.errors)")
            for (arguments, code) in [
                (["timesheets", "--worker", "sw-99"], "unknown-worker"),
                (["compliance", "--place", "milano"], "unknown-place"),
                (["indicators", "--line", "ar"], "unknown-line"),
                (["explain", "caseload", "--state", "silent"], "accepted: open, closed"),
                (["explain", "mediations", "--state", "waiting"], "accepted: requested, authorised"),
                (["explain", "mediations", "--language", "klingon"], "ISO 639-1"),
                (["explain", "indicators", "--nationality", "ZZ"], "ISO 3166-1"),
                (["explain", "reconciliation", "--thing", "nothing"], "unknown-thing"),
            ] {
                let outcome = try programs.labctl(arguments)
                #expect(outcome.status == 1 && outcome.errors.contains(code), "\(arguments): \(outcome)")
            }
            try programs.stop()
        }
    }

    @Test func `every table of an answer is available as CSV, and a person's table shows why their data is kept`()
        async throws
    {
        try await onThread {
            try startWithSeason()
            for arguments in [["caseload"], ["indicators"], ["audit", "show"], ["mediations"], ["aggregates"]] {
                let outcome = try programs.labctl(arguments + ["--csv"])
                #expect(outcome.status == 2 && outcome.errors.contains("--table"), "\(arguments): \(outcome)")
                #expect(outcome.output.isEmpty)
            }
            let byAge = try csv(["indicators", "--csv", "--table", "byAge"])
            #expect(byAge.first == ["name", "count"] && byAge.count > 3)
            let phases = try csv(["caseload", "--csv", "--table", "phaseTimes"])
            #expect(phases.first?.contains("phase") == true && phases.count > 4)
            let steps = try csv(["case", "show", "c-000001", "--csv", "--table", "steps"])
            #expect(steps.count > 1 && steps.first?.contains("says.phase") == true, "\(steps.first ?? [])")
            let withheld = try csv(["aggregates", "--csv", "--table", "bySex", "--to", "2019-12-31"])
            #expect(withheld.first == ["name", "count"])
            let compliance = try programs.labctl(["compliance", "--csv"])
            #expect(compliance.status == 0 && compliance.output.hasPrefix("line,place,"))
            #expect(compliance.errors.contains("weeks"), "\(compliance.errors)")
            let none = try programs.labctl(["compliance", "--csv", "--table", "nothing"])
            #expect(none.status == 2 && none.errors.contains("weeks"), "\(none.errors)")

            let reasons = try csv(["privacy", "retention", "--csv", "--table", "rows.reasons"])
            #expect(reasons.first?.contains("reasons.reason") == true && reasons.count > 10)
            let retention = try programs.labctl(["privacy", "retention"])
            #expect(retention.output.contains("no final payment yet"))
            try programs.stop()
        }
    }

    @Test func `the days in a phase are shown with one decimal`() async throws {
        try await onThread {
            try startWithSeason()
            let tables = try programs.labctl(["caseload"]).output.components(separatedBy: "\n\n")
            let phases = try #require(tables.first { $0.contains("Days a stay") })
            let stays = phases.split(separator: "\n").dropFirst()
            #expect(stays.count > 3, "\(phases)")
            for stay in stays { #expect(stay.split(separator: " ").last?.contains(".") == true, "\(stay)") }
            try programs.stop()
        }
    }

    @Test func `in a real log the table, the JSON and the CSV of compliance are of the same days`() async throws {
        try await onThread {
            try programs.start([])
            let plan = Programs.project.appending(path: "config/lab-impact.toml").path
            #expect(try programs.labctl(["plan", "adopt", plan, "--act", "convenzione"]).status == 0)
            let whole = try #require(try programs.view(["compliance", "--whole"])["basis"] as? [String: Any])
            #expect(whole["on"] == nil)
            let asked = try #require(try programs.view(["compliance"])["basis"] as? [String: Any])
            let day = try #require(asked["on"] as? String, "the JSON takes no day where the table takes today")
            #expect(try programs.labctl(["compliance"]).output.contains("up to \(day)"))
            let known = try #require(try programs.view(["compliance", "--as-of", "1"])["basis"] as? [String: Any])
            #expect(known["on"] as? String == day)
            try programs.stop()
        }
    }

    @Test func `a command sent again with its id is repeated, regardless of the ids that labctl draws`() async throws {
        try await onThread {
            try startWithSeason()
            let arguments = [
                "contact", "record", "--id", "cc1", "--line", "secretariat-towns", "--place", "rovato", "--on",
                "2019-12-10", "--channel", "walk-in", "--topics", "housing", "--worker", "sw-01", "--outcome",
                "informed", "--at", "2020-07-01T08:00:00Z",
            ]
            let first = try programs.labctl(arguments)
            #expect(first.status == 0, "\(first.errors)")
            let again = try programs.labctl(arguments)
            #expect(again.status == 0 && again.output.contains("recorded before"), "\(again.errors)")
            let today = arguments.filter { $0 != "--on" && $0 != "2019-12-10" }
            let reused = try programs.labctl(today)
            #expect(reused.status == 1 && reused.errors.contains("taken as 2020-07-01"), "\(reused.errors)")
            let other = try programs.labctl(arguments.map { $0 == "cc1" ? "cc2" : $0 })
            #expect(other.status == 0 && !other.output.contains("recorded before"), "\(other.errors)")
            try programs.stop()
        }
    }

    @Test func `left-out rows are not a success, and a reader that closes its pipe ends labctl silently`()
        async throws
    {
        try await onThread {
            try startWithSeason()
            let sheet = programs.temporary.appending(path: "hours.csv").path
            try """
            Operatore;Data;Dalle;Ore;Comune
            sw-01;10/12/2019;09:00;due;Rovato
            """.write(toFile: sheet, atomically: true, encoding: .utf8)
            let map = Programs.project.appending(path: "config/hours-sheet.toml").path
            let outcome = try programs.labctl([
                "import", "--format", "csv", "--map", map, "--keep-going", "--dry-run", sheet,
            ])
            #expect(outcome.status == 1 && outcome.errors.contains("left out"), "\(outcome)")

            let labctl = try Programs.program("labctl").path
            for arguments in ["export --format xes", "audit show --json", "privacy retention", "replay"] {
                let line = "'\(labctl)' --socket '\(programs.socket)' \(arguments) | head -c 1 > /dev/null"
                let piped = try Programs.run(URL(filePath: "/bin/bash"), ["-c", line + "; echo ${PIPESTATUS[0]}"])
                #expect(piped.errors.isEmpty, "\(arguments): \(piped.errors)")
                #expect(["141\n", "0\n"].contains(piped.output), "\(arguments): \(piped.output)")
            }
            let full = try Programs.run(
                URL(filePath: "/bin/bash"), ["-c", "'\(labctl)' --socket '\(programs.socket)' caseload > /dev/full"])
            #expect(full.status != 0 && full.errors.contains("cannot be written"), "\(full)")
            try programs.stop()
        }
    }
}
