import CanonicalJSON
import Foundation
import LabAPI
import Presentation
import Synchronization
import Testing
import Views
import Wording

@testable import LabTerminal

/// Why a place is behind, above the events that `labctl explain compliance` lists.
@Suite struct ShortfallTests {
    private static func week(_ week: String, _ owed: Int, _ delivered: Int, line: String = "l-1") -> String {
        """
        {"week":"\(week)","line":"\(line)","place":"urago","owed":\(owed),"delivered":\(delivered),
        "balance":\(delivered - owed)}
        """
    }

    /// A place that is behind in `l-1`, in nine weeks, and ahead in `l-2`, in spite of one bad week.
    private static let answer: String = {
        var weeks = (10...17).map { week("2019-W\($0)", 300, 240) }
        weeks += [week("2019-W18", 300, 0), week("2019-W19", 300, 360), week("2019-W20", 600, 0, line: "l-2")]
        return """
            {"basis":{"on":"2019-09-30","position":9,"simulated":false,"narrowed":{"place":"urago"}},"position":9,
            "policy":"working-days","rounding":"rounded-minutes","rows":[{"line":"l-1","place":"urago","owed":3000,
            "delivered":2280,"balance":-720},{"line":"l-2","place":"urago","owed":600,"delivered":660,"balance":60},
            {"line":"l-3","place":"urago","delivered":90}],"total":{"owed":3600,"delivered":2940,"balance":-660},
            "weeks":[\(weeks.joined(separator: ","))],"months":[{"month":"2019-05","line":"l-1","place":"urago",
            "owed":600,"delivered":360,"balance":-240}],"suspensions":[{"suspension":"s-1","from":"2019-08-01",
            "to":"2019-08-09"}],"names":{"lines":{},"places":{}}}
            """
    }()

    private static func compliance() throws -> Compliance {
        try JSONDecoder().decode(Compliance.self, from: Data(answer.utf8))
    }

    @Test func `the weeks that cost most come first, without lines that are not behind`() throws {
        var shortfall = Shortfall(try Self.compliance())
        shortfall.away = [shortfall.shown[0]: 2]
        #expect(
            shortfall.text(.plain, AnswerNames()) == """

                owed and delivered up to 2019-09-30
                Line   Owed  Delivered  Balance
                l-1   50:00      38:00   -12:00
                l-2   10:00      11:00     1:00
                l-3               1:30

                Costliest weeks  Line  Owed  Delivered  Balance  Workers absent
                2019-W18         l-1   5:00       0:00    -5:00               2
                2019-W10         l-1   5:00       4:00    -1:00
                2019-W11         l-1   5:00       4:00    -1:00
                2019-W12         l-1   5:00       4:00    -1:00
                2019-W13         l-1   5:00       4:00    -1:00
                2019-W14         l-1   5:00       4:00    -1:00
                2019-W15         l-1   5:00       4:00    -1:00
                2019-W16         l-1   5:00       4:00    -1:00
                and 1 more, -1:00 in all
                suspended: s-1, from 2019-08-01 to 2019-08-09

                """)
    }

    @Test func `a month has its own figures, weeks and suspensions`() throws {
        let text = try Speech.$language.withValue(.italian) {
            Shortfall(try Self.compliance(), month: "2019-05").text(.plain, AnswerNames())
        }
        #expect(
            text == """

                Azione  Dovute  Erogate  Saldo
                l-1      10:00     6:00  -4:00

                Settimane più scoperte  Azione  Dovute  Erogate  Saldo  Operatori assenti
                2019-W18                l-1       5:00     0:00  -5:00

                """)
    }

    private static func explained(narrowed: String) -> String {
        """
        {"basis":{"position":9,"simulated":false,"narrowed":\(narrowed)},"position":9,"of":"compliance",
        "counted":"delivered","figure":0,"narrowed":\(narrowed),"rows":[],"owedBy":[],"absences":[
        {"worker":"sw-1","from":"2019-05-01","to":"2019-05-02","position":3},
        {"worker":"sw-1","from":"2019-05-03","to":"2019-05-03","position":4}]}
        """
    }

    @Test(arguments: [
        (#"{"place":"urago"}"#, [], true), (#"{"place":"urago"}"#, ["--json"], false),
        (#"{"place":"urago","worker":"sw-1"}"#, ["--worker", "sw-1"], false),
    ])
    func `labctl asks for it where it shows text about a place or line`(
        narrowed: String, options: [String], isShown: Bool
    ) async throws {
        let asked = Mutex<[String]>([])
        let run = try await LabctlRun(
            ["explain", "compliance", "--place", "urago"] + options,
            answers: [
                Paths.view("explain"): .init(body: Self.explained(narrowed: narrowed)),
                Paths.view("compliance"): .init(body: Self.answer),
            ]
        ) { path in asked.withLock { $0.append(path) } }
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("2019-W18         l-1   5:00       0:00    -5:00               1") == isShown)
        // The explanation itself, then one for each of the weeks shown.
        #expect(asked.withLock { $0.count { $0 == Paths.view("explain") } } == (isShown ? 9 : 1))
        #expect(asked.withLock { $0.contains(Paths.view("compliance")) } == isShown)
    }
}
