import CanonicalJSON
import CivilTime
import Office
import Presentation
import Testing
import Wording

@testable import LabTerminal

/// What is said before a report is submitted.
@Suite struct ReportPreviewTests {
    private static let basis = #"{"from":"2019-11-01","to":"2019-11-30","simulated":true,"position":9,"project":"x"}"#
    private static let timesheets = LabctlRun.Answer(
        body: #"{"basis":\#(basis),"position":9,"rows":["#
            + #"{"worker":"sw-01","month":"2019-11","minutes":6000,"projectMinutes":6000,"state":"signed","pending":false,"#
            + #""absentDays":0},{"worker":"sw-02","month":"2019-11","minutes":60,"projectMinutes":60,"state":"approved","#
            + #""pending":false,"absentDays":0,"approvedBy":"co-01"}]}"#)
    private static let reconciliation = LabctlRun.Answer(
        body: #"{"basis":\#(basis),"position":9,"rows":["#
            + #"{"kind":"mediation","about":"m-1","worker":"me-01","logged":0,"recorded":90,"difference":-90,"#
            + #""state":"missing"},{"kind":"contact","about":"k-1","worker":"sw-01","logged":30,"recorded":60,"#
            + #""difference":-30,"state":"missing"}]}"#)
    private static let accepted = LabctlRun.Answer(
        body: #"{"events":[{"flags":["period-not-over"],"position":10,"revision":1,"subject":"report/r","#
            + #""time":"2019-11-12T08:00:00.000000Z","type":"report.submitted"}],"id":"ctl-x","repeated":false}"# + "\n"
    )
    private static let arguments = ["report", "preview", "timesheets", "--from", "2019-11"]

    @Test func `what is not approved is listed before the figures, and the command follows them`() async throws {
        let run = try await LabctlRun(
            Self.arguments + ["--lang", "en"],
            answers: [
                "/v1/commands": Self.accepted, "/v1/timesheets": Self.timesheets,
                "/v1/reconciliation": Self.reconciliation,
            ])
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("It would be accepted now.\n  period-not-over: "))
        #expect(run.output.contains("months not approved: 1"))
        #expect(run.output.contains("  sw-01 2019-11  signed, 100:00\n") && !run.output.contains("  sw-02 2019-11  a"))
        #expect(run.output.contains("services without hours: 1"), "\(run.output)")
        #expect(run.output.contains("  m-1  mediation, me-01, 1:30\n") && !run.output.contains("k-1"), "\(run.output)")
        let next = "labctl report submit --report ID --kind timesheets --from 2019-11-01 --to 2019-11-30\n"
        #expect(run.output.hasSuffix("To submit it: " + next))
    }

    @Test func `it is said in Italian`() async throws {
        let run = try await LabctlRun(
            Self.arguments + ["--lang", "it"],
            answers: [
                "/v1/commands": Self.accepted, "/v1/timesheets": Self.timesheets,
                "/v1/reconciliation": Self.reconciliation,
            ])
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("Ora sarebbe accettata.\n") && run.output.contains("mesi non approvati: 1"))
        #expect(run.output.contains("Per trasmetterla: labctl report submit --report ID --kind timesheets"))
    }

    @Test func `a refusal is shown with the rest, and is the exit code`() async throws {
        let refusal = #"{"code":"exists","detail":"report r is submitted","status":409,"title":"t","type":"x"}"# + "\n"
        let run = try await LabctlRun(
            Self.arguments + ["--lang", "en"],
            answers: [
                "/v1/commands": LabctlRun.Answer(body: refusal), "/v1/timesheets": Self.timesheets,
                "/v1/reconciliation": Self.reconciliation,
            ])
        #expect(run.status == 1)
        #expect(run.output.contains("It would be refused now:\n  exists: report r is submitted"))
        #expect(run.output.contains("sw-01 2019-11"))
    }

    @Test func `with --json, labd's answers stand under their names`() async throws {
        let run = try await LabctlRun(
            Self.arguments + ["--json"],
            answers: [
                "/v1/commands": Self.accepted, "/v1/timesheets": Self.timesheets,
                "/v1/reconciliation": Self.reconciliation,
            ])
        let json = try JSONReader.read(Array(run.output.utf8.dropLast()), as: .strict)
        guard case .object(let object) = json else { throw Failure(.usage, "not an object") }
        #expect(object.members.map(\.name).sorted() == ["timesheets", "verdict"])
    }

    @Test func `days are a quarter, or a span, or from one to another`() throws {
        let today = try #require(Day("2020-02-03"))
        func days(_ quarter: String?, _ from: String?, _ to: String?) throws(Failure) -> String {
            let days = try ReportPreview.days(quarter: quarter, from: from, to: to, today: today)
            return "\(days.from) \(days.to)"
        }
        #expect(try days("2019-Q4", nil, nil) == "2019-10-01 2019-12-31")
        #expect(try days("last-quarter", nil, nil) == "2019-10-01 2019-12-31")
        #expect(try days(nil, "2019-11", nil) == "2019-11-01 2019-11-30")
        #expect(try days(nil, "2019-11", "2020-01") == "2019-11-01 2020-01-31")
        for wrong in [("2019-Q4", "2019-11", nil), (nil, nil, nil), (nil, "2020-01", "2019-11"), ("2019", nil, nil)] {
            #expect(throws: Failure.self) { try days(wrong.0, wrong.1, wrong.2) }
        }
    }

    @Test func `a claim shows the entries that it would take, and not all costs`() async throws {
        let answers: [String: LabctlRun.Answer] = [
            "/v1/commands": Self.accepted, "/v1/timesheets": Self.timesheets,
            "/v1/reconciliation": Self.reconciliation,
            "/v1/costs": LabctlRun.Answer(body: #"{"basis":\#(Self.basis),"position":9,"rows":[],"missingRates":[]}"#),
            "/v1/claimable": LabctlRun.Answer(
                body:
                    #"{"basis":\#(Self.basis),"position":9,"minutes":60,"cents":1816,"caution":"rounded-cents","rows":["#
                    + #"{"entry":"h-1","on":"2019-11-05","worker":"sw-01","minutes":60,"centFractions":187411200}],"#
                    + #""leftOut":[]}"#),
        ]
        let run = try await LabctlRun(
            ["report", "preview", "claim", "--from", "2019-11", "--lang", "en"], answers: answers)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("Claimable entries") && run.output.contains("h-1"), "\(run.output)")
        #expect(!run.output.contains("\nCosts"), "\(run.output)")
        let json = try await LabctlRun(["report", "preview", "claim", "--from", "2019-11", "--json"], answers: answers)
        #expect(json.output.contains(#""claimable":{"#) && json.output.contains(#""costs":{"#), "\(json.output)")
    }

    @Test func `a mediation that was evaluated, even later, is not missing`() {
        let delivered: [JSONObject] = ["m-1", "m-2"].map {
            ["mediation": .string($0), "on": "2019-11-05", "place": "chiari"]
        }
        let later: [JSONObject] = [
            ["mediation": "m-1", "evaluated": true], ["mediation": "m-2", "evaluated": false],
        ]
        var readiness = ReportReadiness()
        readiness.take(delivered: delivered, asKnownNow: later)
        #expect(readiness.mediations.map(\.name) == ["m-2"])
    }

    @Test func `places are called by their names`() {
        var readiness = ReportReadiness()
        readiness.take(delivered: [["mediation": "m-1", "on": "2019-11-05", "place": "chiari"]], asKnownNow: [])
        let text = readiness.text(.plain, AnswerNames([.place: ["chiari": "Chiari"]], in: .english))
        #expect(text.contains("  m-1  2019-11-05, Chiari\n"), "\(text)")
    }

    @Test func `a list is cut, and says so`() {
        var readiness = ReportReadiness()
        let row: JSONObject = ["worker": "sw-01", "from": "2019-10-01", "minutes": 90]
        readiness.take(rates: Array(repeating: row, count: 15))
        let text = Speech.$language.withValue(.english) { readiness.text(.plain) }
        #expect(text.contains("workers with hours without a rate: 15") && text.contains("  and 3 more\n"))
        #expect(ReportReadiness().text(.plain) != text)
    }
}
