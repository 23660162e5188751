import Office
import CanonicalJSON
import LabAPI
import Presentation
import Testing

@testable import LabTerminal
@testable import Views

/// An answer with all that a view can describe.
private struct Sample: Described {
    let open: Int
    let caution: String
    let byPlace: [String: Work]
    let openByPhase: [String: Int]
    let total: Total
    let rows: [Row]
    let entries: [String]
    let changed: [Diff.Row]

    static let columns = Columns<CodingKeys>([
        .open: .count, .caution: .note, .byPlace: .by(id: .place, .object(Work.self)),
        .openByPhase: .by(id: .phase, .count),
        .total: .object(Total.self), .rows: .rows(Row.self), .entries: .ids(of: .entry),
        .changed: .rows(Diff.Row.self),
    ]).all

    struct Work: Described {
        let open: Int
        let minutes: Int

        static let columns = Columns<CodingKeys>([.open: .count, .minutes: .minutes]).all
    }

    struct Total: Described {
        let owed: Int
        let rows: Int
        let cents: Int

        static let columns = Columns<CodingKeys>([.owed: .minutes, .rows: .count, .cents: .cents]).all
    }

    struct Row: Described {
        let person: String
        let due: Bool
        let days: Int
        let reasons: [Retention.Reason]
        let flags: [String]
        let forecast: Forecast?
        let needs: [String: Int]

        static let columns = Columns<CodingKeys>([
            .person: .id(of: .person), .due: .yesNo, .days: .days, .reasons: .rows(Retention.Reason.self),
            .flags: .codes, .forecast: .object(Forecast.self).optional, .needs: .by(.code, .count),
        ]).all
    }

    struct Forecast: Described {
        let missing: Int

        static let columns = Columns<CodingKeys>([.missing: .minutes]).all
    }
}

struct AnswerSheetTests {
    private static let answer: JSON = [
        "basis": ["position": 3, "simulated": true], "names": ["places": [:]], "position": 3, "open": 2,
        "caution": "exact", "byPlace": ["chiari": ["minutes": 90, "open": 1], "rovato": ["minutes": 45, "open": 1]],
        "openByPhase": ["intake": 2], "total": ["cents": 164_042, "owed": 120, "rows": 2],
        "rows": [
            [
                "person": "p-1", "due": false, "days": 12,
                "reasons": [["reason": "open-case", "about": "c-1"], ["reason": "no-final-payment"]],
                "flags": ["a", "b"], "forecast": ["missing": 30], "needs": ["housing": 2, "work": 1],
            ],
            ["person": "p-2", "due": true, "days": 7, "reasons": [], "flags": [], "needs": [:]],
        ], "entries": ["e-1", "e-2"],
        "changed": [
            [
                "figure": "timesheets/minutes", "before": 60, "after": 90, "change": 30,
                "events": [["position": 7, "type": "hours.logged"], ["position": 9, "type": "hours.adjusted"]],
            ],
            ["figure": "indicators/personsServed", "before": 3, "after": 2, "change": -1, "events": []],
        ],
    ]

    private static var object: JSONObject { if case .object(let object) = answer { object } else { [:] } }
    private static var sheet: AnswerSheet { AnswerSheet(object, Sample.columns) }
    private static var written: AnswerCSV { AnswerCSV(object, Sample.columns) }
    private static var tables: [AnswerTable] { written.tables }

    @Test func `the tables of an answer are those that the view describes, lists within rows too`() {
        #expect(
            Self.tables.map(\.name) == [
                "answer", "byPlace", "openByPhase", "total", "rows", "rows.reasons", "entries", "changed",
                "changed.events",
            ])
    }

    @Test(arguments: [
        ("answer", "open,caution\r\n2,exact\r\n"),
        ("byPlace", "name,open,minutes,minutes.hours\r\nchiari,1,90,1.50\r\nrovato,1,45,0.75\r\n"),
        ("openByPhase", "name,count\r\nintake,2\r\n"),
        ("total", "name,count,count.hours,count.euro\r\nowed,120,2.00,\r\nrows,2,,\r\ncents,164042,,1640.42\r\n"),
        (
            "rows",
            "person,due,days,reasons,flags,forecast.missing,forecast.missing.hours,needs.housing,needs.work\r\n"
                + "p-1,no,12,\"open-case, about c-1; no-final-payment\",a b,30,0.50,2,1\r\np-2,yes,7,,,,,,\r\n"
        ),
        (
            "rows.reasons",
            "person,due,days,forecast.missing,forecast.missing.hours,needs.housing,needs.work,reasons.reason,"
                + "reasons.about\r\np-1,no,12,30,0.50,2,1,open-case,c-1\r\np-1,no,12,30,0.50,2,1,no-final-payment,\r\n"
        ),
        ("entries", "value\r\ne-1\r\ne-2\r\n"),
        (
            "changed",
            "figure,before,before.hours,after,after.hours,change,change.hours,events\r\n"
                + "timesheets/minutes,60,1.00,90,1.50,30,0.50,#7 #9\r\nindicators/personsServed,3,,2,,-1,,\r\n"
        ),
    ])
    func `each table is CSV in reading order, hours beside minutes and euro beside cents`(
        _ name: String, _ csv: String
    ) throws {
        let table = try #require(Self.tables.first { $0.name == name })
        #expect(Self.written.text(table) == csv)
    }

    @Test func `for a spreadsheet in Italian a table has semicolons, decimal commas and a mark in front`() throws {
        let table = try #require(Self.tables.first { $0.name == "byPlace" })
        #expect(
            Self.written.text(table, CSVForm.it.dialect)
                == "\u{FEFF}name;open;minutes;minutes.hours\r\nchiari;1;90;1,50\r\nrovato;1;45;0,75\r\n")
    }

    @Test func `on a terminal each value has the form of its unit, numbers stand right, and rows hold their lists`()
        throws
    {
        #expect(
            try Self.sheet.text(.plain) == """

                Open     2
                Entries  e-1, e-2

                By place  Open  Hours
                chiari       1   1:30
                rovato       1   0:45

                Open by phase
                intake         2

                Total
                Owed      2:00
                Rows         2
                Cost   1640.42

                Person  Due  Days  Why not yet                                 Flags  Missing  Needs
                p-1     no     12  open case, about c-1; no final payment yet  a, b      0:30  housing 2, work 1
                p-2     yes     7

                Changed figures
                Figure                      Before  After  Change  Events
                Timesheets: hours             1:00   1:30    0:30  #7 #9
                Indicators: persons served       3      2      -1

                exact

                """)
    }

    @Test func `costs that are exact fractions are shown and written as euro, and names of figures are never cut`()
        throws
    {
        let line = String(repeating: "l", count: 60)
        let name = "costs/line=\(line)/centFractions"
        let answer: JSONObject = [
            "rows": [
                ["figure": .string(name), "before": 1_000_000_000, "after": 0, "change": -1_000_000_000, "events": []]
            ]
        ]
        let fields = Diff.columns.filter { $0.name == "rows" }
        let sheet = AnswerSheet(answer, fields)
        let text = try sheet.text(.plain)
        #expect(text.contains("Costs: exact cost, line \(line)   96.90   0.00  -96.90"), "\(text)")
        let written = AnswerCSV(answer, fields)
        let csv = written.main.map { written.text($0) }
        #expect(csv?.contains(",1000000000,96.90,0,0.00,-1000000000,-96.90,") == true, "\(csv ?? "")")
    }
}
