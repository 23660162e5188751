import CanonicalJSON
import Foundation
import Presentation
import Testing
import Views
import Wording

@testable import LabTerminal

/// What `labctl compliance` and `labctl caseload` show.
@Suite struct ComplianceTextTests {
    private static func week(_ week: Int, _ owed: Int, _ delivered: Int) -> String {
        """
        {"week":"2019-W\(week)","line":"l-1","place":"urago","owed":\(owed),"delivered":\(delivered),
        "balance":\(delivered - owed)}
        """
    }

    private static func compliance() throws -> Compliance {
        let json = """
            {"basis":{"on":"2019-09-30","position":9,"simulated":false,"narrowed":{"line":"l-1"}},"position":9,
            "policy":"working-days","rounding":"rounded-minutes","rows":[{"line":"l-1","place":"urago","owed":79560,
            "delivered":78000,"balance":-1560,"forecast":{"owedInAll":99000,"missing":21000,"workingDaysLeft":120,
            "weeklyMinutesNeeded":875}}],"total":{"owed":79560,"delivered":78000,"balance":-1560},
            "weeks":[\(week(38, 600, 0)),\(week(39, 600, 300)),\(week(40, 600, 600))],"months":[],
            "suspensions":[{"suspension":"s-1","from":"2019-08-01"}],"names":{"lines":{},"places":{}}}
            """
        return try JSONDecoder().decode(Compliance.self, from: Data(json.utf8))
    }

    private static func caseload(silentCount: String = "") throws -> Caseload {
        let json = """
            {"basis":{"position":9,"simulated":false},"position":9,"open":1234,"closed":5,"openMinors":2,
            "openComplexMinors":1,"silentCaseDays":60,"flow":{"opened":3,"closed":2,"reopened":0},
            "openByPhase":{"intake":1200,"review":34},"byPlace":{"chiari":{"open":1200,"closed":5},
            "urago":{"open":34,"closed":0}},"byLine":{},"byWorker":{},"phaseTimes":[{"phase":"intake","stays":4,"days":15},
            {"phase":"review","stays":2,"days":1}],"silent":[{"case":"c-1","place":"urago","worker":"sw-1",
            "since":"2019-06-01","days":121}],\(silentCount)"names":{"phases":{},"places":{}}}
            """
        return try JSONDecoder().decode(Caseload.self, from: Data(json.utf8))
    }

    private static var names: AnswerNames {
        AnswerNames(plan: PlanNames(plan))
    }

    private static let plan: JSONObject = [
        "places": [["id": "urago", "name": "Urago d'Oglio"]],
        "lines": [["id": "l-1", "title": ["it": "Segretariato", "en": "Secretariat"]]],
        "phases": [["id": "intake", "it": "Accoglienza", "en": "Intake"]],
    ]

    @Test func `compliance in English, on a file`() throws {
        #expect(
            try Self.compliance().text(.plain, Self.names) == """
                Compliance  line Secretariat, up to 2019-09-30, log at position 9
                part weeks by working days

                Line, place           Owed  Delivered  Balance  To the end  Missing  Days left  A week to meet it
                Secretariat
                  Urago d'Oglio    1326:00    1300:00   -26:00     1650:00   350:00        120              14:35
                \(String(repeating: "─", count: 97))
                Owed lines in all  1326:00    1300:00   -26:00
                suspended: s-1, from 2019-08-01 on
                each figure is rounded once, half to even, to the minute; a total may differ from the sum of its rows

                """)
    }

    @Test func `compliance in Italian, on a terminal that shows blocks`() throws {
        let names = Speech.$language.withValue(.italian) {
            AnswerNames(
                plan: PlanNames(["lines": [["id": "l-1", "title": ["it": "Segretariato", "en": "Secretariat"]]]]))
        }
        let text = try Speech.$language.withValue(.italian) {
            try Screen.$present.withValue(Screen(columns: 132, hasBlocks: true)) {
                try Self.compliance().text(.plain, names)
            }
        }
        #expect(
            text == """
                Ore dovute ed erogate  azione Segretariato, fino al 2019-09-30, registro alla posizione 9
                settimane parziali: a giorni lavorativi

                Azione, sede                  Dovute   Erogate   Saldo  Fino al termine  Mancanti  Giorni restanti  \
                A settimana per  Ultime
                                                                                                                    \
                      rientrare  settimane
                Segretariato
                  urago                     1.326:00  1.300:00  -26:00         1.650:00    350:00              120  \
                          14:35  ▁▄█
                \(String(repeating: "─", count: 132))
                Totale delle azioni dovute  1.326:00  1.300:00  -26:00
                ultime settimane: █ tutte le ore dovute sono erogate, ▁ quasi nessuna
                sospensione: s-1, dal 2019-08-01 in poi
                ogni cifra è arrotondata una volta sola al minuto, a metà verso il pari; un totale può differire dalla \
                somma delle sue righe

                """)
    }

    @Test func `caseload in Italian has bars on a terminal, and none without blocks`() throws {
        let shown = { (screen: Screen?) in
            try Speech.$language.withValue(.italian) {
                try Screen.$present.withValue(screen) { try Self.caseload().text(.plain, Self.names) }
            }
        }
        #expect(
            try shown(Screen(columns: 100, hasBlocks: true)) == """
                Casi  registro alla posizione 9
                1.234 aperti, 5 chiusi; degli aperti 2 di minori, 1 particolarmente complessi
                nei giorni richiesti: 3 aperti, 2 chiusi, 0 riaperti

                Sede           Aperti  Chiusi
                Urago d'Oglio      34       0  ▍
                chiari          1.200       5  ████████████████

                Fase         Aperti  Permanenze  Giorni  Giorni a permanenza
                Accoglienza   1.200           4      15                  3,8  ████████████████
                review           34           2       1                  0,5  ▍

                Senza attività da oltre 60 giorni  Sede           Operatore  Dal         Giorni
                c-1                                Urago d'Oglio  sw-1       2019-06-01     121

                """)
        #expect(try !shown(Screen(columns: 80)).contains("█"))
    }

    @Test func `caseload in English`() throws {
        #expect(
            try Self.caseload().text(.plain, Self.names) == """
                Caseload  log at position 9
                1234 open, 5 closed; of the open 2 for minors, 1 of them complex
                opened 3, closed 2, reopened 0 in the days asked

                Place          Open  Closed
                Urago d'Oglio    34       0
                chiari         1200       5

                Phase   Open  Stays  Days  Days a stay
                Intake  1200      4    15          3.8
                review    34      2     1          0.5

                Silent for over 60 days  Place          Worker  Since       Days
                c-1                      Urago d'Oglio  sw-1    2019-06-01   121

                """)
    }

    @Test func `silent cases that were not asked for are counted below the others`() throws {
        let lines = try Self.caseload(silentCount: #""silentCount":1235,"#).text(.plain, Self.names).split(
            separator: "\n")
        #expect(lines.suffix(2).first?.hasPrefix("c-1 ") == true)
        #expect(lines.last == "and 1234 more: --limit 0 shows all")
    }
}
